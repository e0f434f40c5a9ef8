"""Articles as rows {id, text, metadata}, a JSON object a line, as datatrove, dolma and Hugging Face datasets read them.

Dolma's folders hold the articles and also the sources, each with the spans that were left out or repaired as dolma's
attributes, so that its mixer can make the same cut, or another one.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pipeline.article import Article, LedgerRow, encode
from pipeline.document import LEFT_OUT
from pipeline.proof import restore, used_stretches
from pipeline.write.flat import by_source, flat, repairs

SHARD_BYTES = 256_000_000  # of text, before compression; what Hugging Face's tools make of a large data set
_SOURCE = "onetext"
_TAGGER = "onetext__clean__"  # dolma names a span by experiment, tagger and type

Row = dict[str, Any]
DolmaSpans = dict[str, list[tuple[int, int, float]]]


def row(article: Article) -> Row:
    """The article as {id, text, metadata}; the metadata say where in `text` each block stands and what it is."""
    text = flat(article)
    return {
        "id": article.id,
        "text": text.text,
        "metadata": {
            "title": article.title,
            "authors": article.authors,
            "published": article.published,
            "language": article.language,
            "url": article.url,
            "sources": [{"path": s.path, "sha256": s.sha256, "kind": s.kind} for s in article.sources],
            "blocks": [
                {"start": start, "end": end, "type": block.type, "role": block.role, "level": block.level}
                for block, (start, end) in zip(article.blocks, text.spans, strict=True)
            ],
        },
    }


def shards(articles: Iterable[Article], shard_bytes: int = SHARD_BYTES) -> Iterator[list[Article]]:
    """The articles in runs of about `shard_bytes` of text each."""
    run: list[Article] = []
    size = 0
    for article in articles:
        length = sum(len(block.text.encode()) for block in article.blocks)
        if run and size + length > shard_bytes:
            yield run
            run, size = [], 0
        run.append(article)
        size += length
    if run:
        yield run


def jsonl(articles: Iterable[Article]) -> bytes:
    """One row a line."""
    return b"".join(encode(row(article), pretty=False) for article in articles)


def dolma(articles: Iterable[Article], rows: Iterable[LedgerRow]) -> Iterator[tuple[str, bytes]]:
    """Dolma's folders: documents/ and attributes/onetext/ with the same files, line for line."""
    ledger = by_source(rows)
    for number, run in enumerate(shards(articles)):
        yield from _dolma_files(f"articles-{number:05}", [row(a) for a in run], [_repaired(a, ledger) for a in run])
        sources = [source for article in run for source in _sources(article, ledger)]
        yield from _dolma_files(f"sources-{number:05}", [s for s, _ in sources], [spans for _, spans in sources])


def _dolma_files(name: str, documents: Sequence[Row], spans: Sequence[DolmaSpans]) -> Iterator[tuple[str, bytes]]:
    attributes = [
        {"id": document["id"], "source": _SOURCE, "attributes": found}
        for document, found in zip(documents, spans, strict=True)
    ]
    yield f"documents/{name}.jsonl.gz", _packed({**document, "source": _SOURCE} for document in documents)
    yield f"attributes/onetext/{name}.jsonl.gz", _packed(attributes)


def _packed(lines: Iterable[Row]) -> bytes:
    return gzip.compress(b"".join(encode(line, pretty=False) for line in lines), mtime=0)


def _repaired(article: Article, ledger: dict[str, list[LedgerRow]]) -> DolmaSpans:
    found = {(r.start, r.end, r.row.confidence) for r in repairs(article, flat(article), ledger)}
    return {f"{_TAGGER}repaired": sorted(found)}


def _sources(article: Article, ledger: dict[str, list[LedgerRow]]) -> Iterator[tuple[Row, DolmaSpans]]:
    """Each source's text as it was read, and its spans that were left out, by role, or repaired."""
    used = used_stretches([article])
    for source in article.sources:
        told = ledger.get(source.path, [])
        document = {
            "id": source.path,
            "text": restore(used.get(source.path, ()), told),
            "metadata": {"article": article.id, "sha256": source.sha256, "kind": source.kind},
        }
        spans: DolmaSpans = {f"{_TAGGER}{role}": [] for role in sorted(LEFT_OUT)}
        spans[f"{_TAGGER}repaired"] = sorted((r.start, r.end, r.confidence) for r in told if r.now is not None)
        for r in told:
            if r.role in LEFT_OUT:
                spans[f"{_TAGGER}{r.role}"].append((r.start, r.end, r.confidence))
        yield document, spans
