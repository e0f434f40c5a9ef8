"""A merged group becomes an article, its documents become rows of the ledger, and the two together account for all.

What `rows` leaves unsaid is fixed by one convention: between two accounted stretches of a source lies one line feed.
Anything else that lies there is a row of rule SEP, so a source can be rebuilt from the output alone (proof.py).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import msgspec
import xxhash

from pipeline.article import (
    SCHEMA_VERSION,
    Article,
    ArticleBlock,
    ArticleSource,
    Citation,
    Earlier,
    LedgerRow,
    LinkKind,
    Reading,
    Rejected,
    SourceSpan,
    Span,
)
from pipeline.citations.parse import parse_reference
from pipeline.corpus.merge import Merged
from pipeline.corpus.tell import Use
from pipeline.document import LEFT_OUT, Document, Finding, LawError, Meta, cut
from pipeline.keys import key
from pipeline.proof import LINE_FEED, SEPARATOR

_SLUG_LENGTH = 48


class Origin(NamedTuple):
    """How a source relates to its article, for the article's list of sources."""

    sha256: str
    kind: LinkKind
    containment: float


def article(merged: Merged, origins: Mapping[str, Origin]) -> Article:
    """The article of a merged group; `origins` has an entry for the name of each of its documents."""
    blocks = _blocks(merged)
    meta = _meta(merged.documents)
    return Article(
        schema_version=SCHEMA_VERSION,
        id=_identity(meta, blocks),
        title=meta.title,
        authors=list(meta.authors),
        published=meta.published,
        language=meta.language,
        url=meta.url,
        blocks=blocks,
        citations=list(_citations(blocks)),
        readings=[
            Reading(
                block=r.block,
                start=r.start,
                end=r.end,
                chosen=r.chosen,
                chosen_by=list(r.chosen_by),
                rejected=[Rejected(text=x.text, path=x.source, start=x.start, end=x.end) for x in r.rejected],
                why=r.why,
            )
            for r in merged.readings
        ],
        sources=[
            ArticleSource(path=doc.name, sha256=o.sha256, kind=o.kind, containment=round(o.containment, 4))
            for doc in sorted(merged.documents, key=lambda d: d.name)
            for o in [origins[doc.name]]
        ],
    )


def _blocks(merged: Merged) -> list[ArticleBlock]:
    spans: list[list[SourceSpan]] = [[] for _ in merged.blocks]
    for doc, uses in sorted(zip(merged.documents, merged.uses, strict=True), key=lambda pair: pair[0].name):
        for use in uses:
            start, end = doc.to_source(use.start, use.end)
            at = use.at + use.end - use.start
            spans[use.block].append(SourceSpan(path=doc.name, start=start, end=end, text_start=use.at, text_end=at))
    return [
        ArticleBlock(type=b.kind, role=b.role, level=b.level, text=b.text, sources=s)
        for b, s in zip(merged.blocks, spans, strict=True)
    ]


def _meta(docs: Sequence[Document]) -> Meta:
    """Field by field, what most documents say; nothing where they say nothing."""

    def most(values: list[object]) -> object:
        said = [v for v in values if v]
        return max(sorted(set(said), key=repr), key=said.count) if said else None

    fields = {name: most([getattr(doc.meta, name) for doc in docs]) for name in Meta._fields}
    return Meta(**{k: v for k, v in fields.items() if v is not None})  # type: ignore[arg-type]


def _identity(meta: Meta, blocks: Sequence[ArticleBlock]) -> str:
    """A readable name and the hash of the article's key: the same text has the same id, whatever its sources."""
    words = meta.title or next((b.text for b in blocks if key(b.text)), "") or "untitled"
    ascii_words = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_words.lower()).strip("-") or "article"
    if len(slug) > _SLUG_LENGTH:
        slug = slug[: _SLUG_LENGTH + 1].rpartition("-")[0] or slug[:_SLUG_LENGTH]
    digest = xxhash.xxh3_64_hexdigest("\n".join(key(b.text) for b in blocks).encode())
    return f"{slug}-{digest[:12]}"


def _citations(blocks: Sequence[ArticleBlock]) -> Iterator[Citation]:
    references = ((i, b) for i, b in enumerate(blocks) if b.type == "reference")
    for number, (i, block) in enumerate(references, start=1):
        parsed = parse_reference(block.text)
        yield Citation(
            id=f"ref-{number}",
            block=i,
            raw=block.text,
            csl=_sorted({"id": f"ref-{number}", **parsed.csl}),
            confidence=round(parsed.confidence, 3),
            sources=[Span(path=s.path, start=s.start, end=s.end) for s in block.sources],
        )


def _sorted(item: dict[str, Any]) -> dict[str, Any]:
    """The item with the order of keys that it is written in, so that what is made of it does not depend on the way."""
    out: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(item, order="sorted"))
    return out


def with_cuts(merged: Merged) -> Merged:
    """The same, with the documents' tiles cut where their uses begin and end, so that each use has its own tiles."""
    documents = tuple(
        cut(doc, sorted({at for use in uses for at in (use.start, use.end)}))
        for doc, uses in zip(merged.documents, merged.uses, strict=True)
    )
    return replace(merged, documents=documents)


def rows(doc: Document, uses: Sequence[Use]) -> list[LedgerRow]:
    """All that the ledger says of a document of which `uses` went into an article.

    Raises LawError where text is neither used nor left out for a reason.
    """
    out = [*_changes(doc), *_marks(doc), *_notes(doc)]
    spans = [doc.to_source(use.start, use.end) for use in uses]
    spans += [doc.to_source(b.start, b.end) for b in doc.blocks if b.role in LEFT_OUT]
    spans += [(c.start, c.start + len(c.was)) for c in doc.changes]
    out += _separators(doc, spans)
    return sorted(out, key=lambda r: (r.start, r.end))  # stable: changes at one place stay in the order of the text


def _row(doc: Document, start: int, end: int, because: Sequence[Finding], **what: object) -> LedgerRow:
    last = because[-1]
    return LedgerRow(
        source=doc.name,
        start=start,
        end=end,
        was=doc.source[start:end],
        rule=last.rule,
        why=last.why,
        confidence=round(last.confidence, 4),
        evidence=[Span(path=p.source, start=p.start, end=p.end) for p in last.evidence],
        earlier=[Earlier(rule=f.rule, why=f.why, confidence=round(f.confidence, 4)) for f in because[:-1]],
        **what,  # type: ignore[arg-type]
    )


def _changes(doc: Document) -> Iterator[LedgerRow]:
    for change in doc.changes:
        yield _row(doc, change.start, change.start + len(change.was), change.because, now=change.now)


def _marks(doc: Document) -> Iterator[LedgerRow]:
    for block in doc.blocks:
        if block.because:
            start, end = doc.to_source(block.start, block.end)
            yield _row(doc, start, end, block.because, role=block.role, kind=block.kind, level=block.level)
        elif block.role in LEFT_OUT:
            raise LawError(f"{doc.name}: text[{block.start}:{block.end}] is left out as {block.role} without a reason")


def _notes(doc: Document) -> Iterator[LedgerRow]:
    for note in doc.notes:
        yield _row(doc, note.start, note.end, [note])


def _separators(doc: Document, spans: Sequence[tuple[int, int]]) -> Iterator[LedgerRow]:
    why = Finding(SEPARATOR, 0, 0, "white space between blocks")
    here = 0
    for start, end in (*sorted(spans), (len(doc.source), len(doc.source))):
        if start > here:
            between = doc.source[here:start]
            if between.strip():
                raise LawError(f"{doc.name}: source[{here}:{start}] is neither used nor left out: {between[:60]!r}")
            if between != LINE_FEED or here == 0 or start == len(doc.source):
                yield _row(doc, here, start, [why])
        here = max(here, end)
