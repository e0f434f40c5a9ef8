"""An article as one plain text, and where in it its blocks, its readings and the ledger's repairs stand.

Every export that has a `text` has this one: the blocks joined by blank lines. A gap has no text and no blank line; its
span is empty.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pipeline.article import Article, LedgerRow
from pipeline.document import Change
from pipeline.proof import Stretch, changes_inside

_BETWEEN = "\n\n"


class Flat(NamedTuple):
    """The text of an article; blocks[i] is text[spans[i][0] : spans[i][1]]."""

    text: str
    spans: tuple[tuple[int, int], ...]


class Repair(NamedTuple):
    """text[start:end] of an article reads so because of a row of the ledger."""

    start: int
    end: int
    row: LedgerRow


def flat(article: Article) -> Flat:
    """The text of the article with the spans of its blocks."""
    parts: list[str] = []
    spans: list[tuple[int, int]] = []
    here = 0
    for block in article.blocks:
        if block.text and here:
            parts.append(_BETWEEN)
            here += len(_BETWEEN)
        parts.append(block.text)
        spans.append((here, here + len(block.text)))
        here += len(block.text)
    return Flat("".join(parts), tuple(spans))


def by_source(rows: Iterable[LedgerRow]) -> dict[str, list[LedgerRow]]:
    """The rows of each source, in order."""
    out: dict[str, list[LedgerRow]] = defaultdict(list)
    for row in rows:
        out[row.source].append(row)
    return out


def repairs(article: Article, text: Flat, rows: Mapping[str, Sequence[LedgerRow]]) -> Iterator[Repair]:
    """Where the changes of the ledger stand in the article's text, source by source.

    A deletion has an empty span. A change that several sources needed is there once for each of them.
    """
    known: dict[str, _Changes] = {}
    for block, (block_start, _) in zip(article.blocks, text.spans, strict=True):
        for span in block.sources:
            if span.path not in known:
                known[span.path] = _changes(rows.get(span.path, ()))
            stretch = Stretch(span.start, span.end, block.text[span.text_start : span.text_end])
            at, here = block_start + span.text_start, span.start
            for change in changes_inside(stretch, known[span.path].all):
                at += change.start - here
                yield Repair(at, at + len(change.now), known[span.path].rows[id(change)])
                at += len(change.now)
                here = change.start + len(change.was)


class _Changes(NamedTuple):
    """The changes of a source in order, and the row of each by its identity: equal changes are not the same one."""

    all: list[Change]
    rows: dict[int, LedgerRow]


def _changes(rows: Iterable[LedgerRow]) -> _Changes:
    pairs = [(Change(row.start, row.was, row.now), row) for row in rows if row.now is not None]
    pairs.sort(key=lambda pair: (pair[0].start, pair[0].was))
    return _Changes([change for change, _ in pairs], {id(change): row for change, row in pairs})
