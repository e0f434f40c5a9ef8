"""Records for the report's tests, made by the program's own nouns so that they obey its laws."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.article import (
    Article,
    ArticleBlock,
    ArticleSource,
    Citation,
    Counts,
    Input,
    LedgerRow,
    Manifest,
    Reading,
    Rejected,
    SourceSpan,
)
from pipeline.assemble import rows
from pipeline.corpus.tell import Use
from pipeline.document import LEFT_OUT, Document, Finding, apply
from pipeline.proof import audit, text_sha256


class Records(NamedTuple):
    """What a run writes, and what the report is made of."""

    manifest: Manifest
    articles: list[Article]
    rows: list[LedgerRow]


def one_article(docs: Sequence[Document], name: str, **said: object) -> tuple[Article, list[LedgerRow]]:
    """An article of documents of which the first has all blocks, and each other some of them, with the same text."""
    first = docs[0]
    kept = [b for b in first.blocks if b.role not in LEFT_OUT]
    spans: list[list[SourceSpan]] = [[] for _ in kept]
    ledger: list[LedgerRow] = []
    for doc in docs:
        uses = []
        for block in (b for b in doc.blocks if b.role not in LEFT_OUT):
            number = next(i for i, k in enumerate(kept) if first.block_text(k) == doc.block_text(block))
            start, end = doc.to_source(block.start, block.end)
            size = block.end - block.start
            spans[number].append(SourceSpan(path=doc.name, start=start, end=end, text_start=0, text_end=size))
            uses.append(Use(number, 0, block.start, block.end))
        ledger += rows(doc, uses)
    blocks = [
        ArticleBlock(type=b.kind, role=b.role, level=b.level, text=first.block_text(b), sources=s)
        for b, s in zip(kept, spans, strict=True)
    ]
    fields: dict[str, object] = {
        "title": None, "authors": [], "published": None, "language": "en", "url": None, "citations": [], "readings": [],
    } | said  # fmt: skip
    sources = [
        ArticleSource(path=d.name, sha256="0" * 64, kind="fragment" if i else "base", containment=1.0)
        for i, d in enumerate(docs)
    ]
    article = Article(schema_version="1", id=name, blocks=blocks, sources=sources, **fields)  # type: ignore[arg-type]
    return article, ledger


def manifest(docs: dict[str, list[Document]], others: Sequence[Input] = ()) -> Manifest:
    """The manifest of articles made of these documents, and of what else was listed."""
    inputs = [
        Input(
            path=d.name, status="used", bytes=len(d.source.encode()), sha256=None, articles=[name],
            text_sha256=text_sha256(d.source),
        )
        for name, of in docs.items()
        for d in of
    ]  # fmt: skip
    inputs += others
    count = {status: sum(i.status == status for i in inputs) for status in ("used", "quarantined", "skipped")}
    counts = Counts(listed=len(inputs), articles=len(docs), **count)
    return Manifest(
        schema_version="1",
        tool="onetext",
        versions={"onetext": "0"},
        config={"stages": ["words"]},
        config_sha256=hashlib.sha256(b"").hexdigest(),
        counts=counts,
        inputs=inputs,
        outputs={},
    )


def records(made: dict[str, tuple[list[Document], dict[str, object]]], others: Sequence[Input] = ()) -> Records:
    """The records of a run, which pass the audit."""
    accounts = {name: one_article(docs, name, **said) for name, (docs, said) in made.items()}
    out = Records(
        manifest({name: docs for name, (docs, _) in made.items()}, others),
        [article for article, _ in accounts.values()],
        [row for _, ledger in accounts.values() for row in ledger],
    )
    assert audit(*out) == []
    return out


def found(doc: Document, text: str, rule: str, why: str, **what: object) -> Finding:
    """A finding on the first place where the document reads so; an empty fix span after it for an insertion."""
    start = doc.text.index(text)
    return Finding(rule, start, start + len(text), why, **what)  # type: ignore[arg-type]


ONE = (
    "The Mill\nThe mill wasbuilt in 1802.It ground corn.\nRead more\nIt closed in 1950 \U0001f33e for good.\n"
    "Ash B. Mills. 2001.\n"
)


def small() -> Records:
    """Two copies of one article with every sort of thing that the report shows, and a hand of other inputs."""
    one = Document.read("raw/one.txt", ONE)
    one = apply(one, [
        found(one, "The Mill", "STR001", "short line before text", kind="heading", level=2, confidence=0.7),
        found(one, "Read more", "FUR001", "a call to readers", role="furniture"),
        found(one, "Ash B. Mills. 2001.", "CIT002", "authors, title, year", kind="reference", role="references"),
    ])  # fmt: skip
    at, stop = one.text.index("wasbuilt") + 3, one.text.index("1802.") + 5
    one = apply(one, [
        Finding("GLU003", at, at, "words run together", fix=" ", confidence=0.75),
        Finding("GLU001", stop, stop, "no space after the stop", fix=" ", confidence=0.97),
    ])  # fmt: skip
    two = Document.read(
        "raw/two.txt", "It closed in 1950\u00a0\U0001f33e for good.\nThe mill was built in 1802. It ground corn."
    )
    two = apply(two, [found(two, "\u00a0", "SPC001", "a space of another kind", fix=" ")])
    reading = Reading(block=2, start=13, end=17, chosen="1950", chosen_by=["raw/one.txt"], why="most copies",
                      rejected=[Rejected(text="1850", path="raw/two.txt", start=13, end=17)])  # fmt: skip
    reference = Citation(
        id="ref-1", block=3, raw="Ash B. Mills. 2001.", confidence=0.55, sources=[],
        csl={"id": "ref-1", "type": "book", "title": "Mills", "author": [{"family": "Ash", "given": "B."}],
             "DOI": "10.1/x"},
    )  # fmt: skip
    said: dict[str, object] = {
        "title": "The mill at Aldwater", "authors": ["C. Reed"], "readings": [reading], "citations": [reference],
        "url": "https://example.invalid/mill",
    }  # fmt: skip
    plain = Document.read("raw/plain.txt", "Nothing was wrong here.\nNothing at all.")
    others = [
        Input(path="raw/noise.bin", status="quarantined", bytes=9, sha256=None, reason="not_text", detail="no text"),
        Input(path="raw/photo.jpg", status="skipped", bytes=9, sha256=None, reason="unsupported", detail="an image"),
    ]
    return records({"the-mill": ([one, two], said), "plain": ([plain], {"title": "Plain"})}, others)


def hostile(texts: Sequence[str]) -> Records:
    """An article for each text, with the text at every place where a scrape has its say."""
    made: dict[str, tuple[list[Document], dict[str, object]]] = {}
    for number, bad in enumerate(texts):
        doc = Document.read(f"raw/{bad}{number}", f"Begin {bad} end\nand{bad}again\n{bad}\nLast.")
        start = doc.text.index("\nand") + 4
        doc = apply(doc, [
            Finding(bad[:24], start, start, f"because {bad}", fix=f" {bad} ", confidence=0.5),
            Finding("HID001", doc.blocks[-2].start, doc.blocks[-2].end, bad, role="hidden"),
        ])  # fmt: skip
        name = f"bad-{number}"
        reading = Reading(block=0, start=0, end=5, chosen=bad, chosen_by=[doc.name], why=bad,
                          rejected=[Rejected(text=bad, path=doc.name, start=0, end=5)])  # fmt: skip
        csl = {"id": bad, "type": bad, "title": bad, "URL": bad, "DOI": bad, bad: bad,
               "author": [{"family": bad, "given": bad}],
               "issued": {"date-parts": [[bad]]}}  # fmt: skip
        citation = Citation(id=bad, block=0, raw=bad, csl=csl, confidence=0.1, sources=[])
        made[name] = ([doc], {"title": bad, "authors": [bad], "published": bad, "language": bad, "url": bad,
                              "readings": [reading], "citations": [citation]})  # fmt: skip
    others = [
        Input(path=bad, status="quarantined", bytes=1, sha256=None, reason=bad, detail=bad, warnings=[bad])
        for bad in texts
    ]
    return records(made, others)


def many(count: int) -> Records:
    """So many small articles, each with a repair and a left-out part."""
    made: dict[str, tuple[list[Document], dict[str, object]]] = {}
    for number in range(count):
        doc = Document.read(
            f"raw/{number:05}.txt", f"Story {number} began.It went on and on.\nShare this\nThe end of it."
        )
        at = doc.text.index(".It") + 1
        doc = apply(doc, [
            found(doc, "Share this", "FUR001", "a call to readers", role="furniture"),
            Finding("GLU001", at, at, "no space after the stop", fix=" "),
        ])  # fmt: skip
        made[f"story-{number:05}"] = ([doc], {"title": f"Story {number}"})
    return records(made)
