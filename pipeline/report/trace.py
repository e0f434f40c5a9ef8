"""Where each character of a source went: what ties blocks, sources and rows of the ledger together in the report.

The proof of conservation (proof.py) rebuilds a source; this keeps what that proof walks over. Offsets into a block's
text are in UTF-16 units, because the page's script cuts strings in those.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import msgspec

from pipeline.article import Article, LedgerRow, SourceSpan
from pipeline.document import LEFT_OUT, Change, Role
from pipeline.proof import SEPARATOR, Stretch, changes_inside, restore, used_stretches

# Text that stands as written, as a span of the block's text (of the row's `was` where it was left out); or the number
# of the row that changed it.
Segment = tuple[int, int] | int


class Part(msgspec.Struct, omit_defaults=True):
    """A stretch of a source: block.text[start:end] of a block, what a row says of it, or bare `text`."""

    segments: list[Segment] = []
    block: int | None = None
    start: int = 0
    end: int = 0
    row: int | None = None
    text: str = ""


class Use(NamedTuple):
    """block.text[start:end] is part number `part` of source number `source`."""

    source: int
    part: int
    start: int
    end: int


@dataclass
class Tally:
    """What became of a source's characters; `inserted` stand in the article and in no source."""

    kept: int = 0
    changed: int = 0
    inserted: int = 0
    between: int = 0
    left_out: dict[Role, int] = field(default_factory=dict)

    def add(self, other: Tally) -> None:
        """Count another source's characters with these."""
        self.kept += other.kept
        self.changed += other.changed
        self.inserted += other.inserted
        self.between += other.between
        for role, size in other.left_out.items():
            self.left_out[role] = self.left_out.get(role, 0) + size


@dataclass
class BlockTrace:
    """What the sources say of one block: its supporters, the changes in it, and the rows that say what it is."""

    uses: list[Use] = field(default_factory=list)
    marks: dict[tuple[int, int], list[int]] = field(default_factory=dict)
    tags: list[int] = field(default_factory=list)


@dataclass
class SourceTrace:
    """One source, part by part in its own order; `notes` are the rows that belong to no part of it."""

    path: str
    text: str
    parts: list[Part] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def place(self, offset: int) -> tuple[int, int]:
        """The line and column of an offset, both from 1."""
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1


@dataclass
class Trace:
    """An article's blocks and sources, tied together by the rows, which are numbered as they stand in `rows`."""

    blocks: list[BlockTrace]
    sources: list[SourceTrace] = field(default_factory=list)
    rows: list[LedgerRow] = field(default_factory=list)


class Corpus:
    """The written records of a run, sorted by source."""

    def __init__(self, articles: Sequence[Article], rows: Iterable[LedgerRow]) -> None:
        self._stretches: Mapping[str, Sequence[Stretch]] = used_stretches(articles)
        self._rows: dict[str, list[LedgerRow]] = defaultdict(list)
        for row in rows:
            self._rows[row.source].append(row)

    def trace(self, article: Article) -> Trace:
        """All that ties the article to its sources. Raises LawError where the records do not belong together."""
        trace = Trace([BlockTrace() for _ in article.blocks])
        spans: dict[str, list[tuple[SourceSpan, int]]] = defaultdict(list)
        for number, block in enumerate(article.blocks):
            for span in block.sources:
                spans[span.path].append((span, number))
        units = [utf16_units(block.text) for block in article.blocks]
        for source in article.sources:
            rows = self._rows.get(source.path, [])
            walk = _Walk(trace, SourceTrace(source.path, restore(self._stretches.get(source.path, ()), rows)), rows)
            for span, number in spans[source.path]:
                walk.use(span, number, article.blocks[number].text, units[number])
            walk.finish()
        return trace


def utf16_units(text: str) -> Callable[[int], int]:
    """From an offset of the text to the same offset in UTF-16 units."""
    astral = [at for at, letter in enumerate(text) if letter > "\uffff"] if not text.isascii() else []
    return lambda offset: offset + bisect_left(astral, offset)


class _Walk:
    """Ties one source to the article: first its uses, then all the rest."""

    def __init__(self, trace: Trace, source: SourceTrace, rows: Sequence[LedgerRow]) -> None:
        self._trace, self._source, self._rows = trace, source, rows
        self._number, self._first = len(trace.sources), len(trace.rows)
        trace.sources.append(source)
        trace.rows += rows
        changed = [(Change(r.start, r.was, r.now), i) for i, r in enumerate(rows) if r.now is not None]
        self._changes = sorted((change for change, _ in changed), key=lambda c: (c.start, c.was))
        self._row_of = dict(changed)
        self._parts: list[tuple[int, int, Part]] = []
        self._told: set[int] = set()

    def _told_row(self, change: Change) -> int:
        row = self._row_of[change]
        self._told.add(row)
        return row + self._first

    def use(self, span: SourceSpan, number: int, text: str, units: Callable[[int], int]) -> None:
        """The block has source[span.start:span.end]."""
        stretch = Stretch(span.start, span.end, text[span.text_start : span.text_end])
        marks, tally = self._trace.blocks[number].marks, self._source.tally
        segments: list[Segment] = []
        at, here = span.start, span.text_start
        for change in changes_inside(stretch, self._changes):
            kept = change.start - at
            if kept:
                segments.append((units(here), units(here + kept)))
                tally.kept += kept
            here += kept
            row, end = self._told_row(change), here + len(change.now)
            segments.append(row)
            marks.setdefault((units(here), units(end)), []).append(row)
            tally.changed += len(change.was)
            tally.inserted += 0 if change.was else len(change.now)
            here, at = end, change.start + len(change.was)
        if here < span.text_end:
            segments.append((units(here), units(span.text_end)))
            tally.kept += span.text_end - here
        part = Part(segments, block=number, start=units(span.text_start), end=units(span.text_end))
        self._parts.append((span.start, span.end, part))

    def finish(self) -> None:
        """What no block has: parts left out, white space, notes; then all parts in the order of the source."""
        self._parts.sort(key=lambda part: part[:2])
        self._tag_blocks()
        for i, row in enumerate(self._rows):
            if row.role in LEFT_OUT:
                self._leave_out(i, row, row.role)
            elif row.rule == SEPARATOR:
                self._told.add(i)
                self._source.tally.between += len(row.was)
                self._parts.append((row.start, row.end, Part(text=row.was)))
        self._parts.sort(key=lambda part: part[:2])
        self._add_loose_rows()
        self._order_parts()

    def _tag_blocks(self) -> None:
        """Rows that say what a kept block is go to that block."""
        starts = [start for start, _, _ in self._parts]
        for i, row in enumerate(self._rows):
            if row.now is not None or row.role in LEFT_OUT or not (row.role or row.kind or row.level):
                continue
            before = bisect_right(starts, row.start) - 1
            block = self._parts[before][2].block if before >= 0 and row.start <= self._parts[before][1] else None
            if block is not None:
                self._told.add(i)
                self._trace.blocks[block].tags.append(i + self._first)

    def _leave_out(self, i: int, row: LedgerRow, role: Role) -> None:
        units = utf16_units(row.was)
        low = bisect_left(self._changes, row.start, key=lambda c: c.start)
        high = bisect_left(self._changes, row.end, key=lambda c: c.start)
        segments: list[Segment] = []
        here = 0
        for change in self._changes[low:high]:
            at = change.start - row.start
            if at + len(change.was) > len(row.was) or (at == 0 and not change.was):
                continue  # an insertion at the edge may be the neighbour's; where it is not, it is shown as a note
            if at > here:
                segments.append((units(here), units(at)))
            segments.append(self._told_row(change))
            here = at + len(change.was)
        if here < len(row.was):
            segments.append((units(here), units(len(row.was))))
        self._told.add(i)
        self._source.tally.left_out[role] = self._source.tally.left_out.get(role, 0) + len(row.was)
        self._parts.append((row.start, row.end, Part(segments, row=i + self._first)))

    def _add_loose_rows(self) -> None:
        """A change of what lies between the parts is a part of its own; what has no place of its own is a note."""
        starts = [start for start, _, _ in self._parts]
        for i, row in enumerate(self._rows):
            if i in self._told:
                continue
            before = bisect_right(starts, row.start) - 1
            if row.now is not None and row.was and (before < 0 or row.end > self._parts[before][1]):
                self._source.tally.changed += len(row.was)
                self._parts.append((row.start, row.end, Part([i + self._first])))
            else:
                self._source.notes.append(i + self._first)
        self._parts.sort(key=lambda part: part[:2])

    def _order_parts(self) -> None:
        here = 0
        for start, end, part in self._parts:
            if start > here:
                self._source.tally.between += start - here
                self._source.parts.append(Part(text=self._source.text[here:start]))
            here = end
            if part.block is not None:
                use = Use(self._number, len(self._source.parts), part.start, part.end)
                self._trace.blocks[part.block].uses.append(use)
            self._source.parts.append(part)
