"""The nouns: a document is its source text, a gapless tiling of it, and its blocks.

A stage never rewrites. It yields findings, and `apply` makes them: a *fix* says how a stretch of the text
reads, a *mark* says what a block is. The tiling keeps, for each stretch of the source, what it reads as now and why,
so `rebuild(document.text, document.changes) == document.source` holds after any number of stages.

    >>> doc = Document.read("a.txt", "disease.In addition")
    >>> doc = apply(doc, [Finding("GLU001", 8, 8, "no space after the stop", fix=" ")])
    >>> doc.text
    'disease. In addition'
    >>> rebuild(doc.text, doc.changes)
    'disease.In addition'
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import accumulate
from typing import Literal, NamedTuple

Kind = Literal["heading", "paragraph", "list_item", "quote", "code", "table", "caption", "reference", "gap"]
Role = Literal["body", "callout", "credit", "related", "references", "repeat", "furniture", "hidden", "superseded"]

KINDS: tuple[Kind, ...] = (
    "heading", "paragraph", "list_item", "quote", "code", "table", "caption", "reference", "gap",
)  # fmt: skip
KEPT: frozenset[Role] = frozenset({"body", "callout", "credit", "related", "references"})
LEFT_OUT: frozenset[Role] = frozenset({"repeat", "furniture", "hidden", "superseded"})


class LawError(AssertionError):
    """A law of the program does not hold for a result; nothing of it may be written."""


class Place(NamedTuple):
    """A stretch of text that speaks for a finding.

    Without `source` the offsets are in the text that the stage read; `apply` turns them into offsets of the source.
    """

    start: int
    end: int
    source: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a stage has to say about text[start:end].

    `fix` is how the stretch should read (an insertion has start == end). `role`, `kind` and `level` mark the block or
    the part of a block that the span covers. A finding with neither is a note. `confidence` is in 0..1; only `safe`
    findings are applied unasked. `evidence` names the stretches that speak for it.
    """

    rule: str
    start: int
    end: int
    why: str
    fix: str | None = None
    role: Role | None = None
    kind: Kind | None = None
    level: int | None = None
    confidence: float = 1.0
    safe: bool = True
    evidence: tuple[Place, ...] = ()

    @property
    def is_mark(self) -> bool:
        """Whether it says what a block is."""
        return self.role is not None or self.kind is not None or self.level is not None


Stage = Callable[["Document"], Iterable[Finding]]


class Piece(NamedTuple):
    """One tile: source[start:end] reads as `text`, or as written where `text` is None, because of these findings."""

    start: int
    end: int
    text: str | None = None
    because: tuple[Finding, ...] = ()

    @property
    def size(self) -> int:
        """How many characters of text it makes."""
        return self.end - self.start if self.text is None else len(self.text)


class Change(NamedTuple):
    """One edit of the ledger: at source offset `start` stood `was`; it reads `now`."""

    start: int
    was: str
    now: str
    because: tuple[Finding, ...] = ()


class Block(NamedTuple):
    """text[start:end] is one block. Blocks are in order and disjoint; only white space lies between them."""

    start: int
    end: int
    kind: Kind = "paragraph"
    role: Role = "body"
    level: int | None = None
    because: tuple[Finding, ...] = ()


class Meta(NamedTuple):
    """What the source says of itself, never inferred: None or empty where it says nothing."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    language: str | None = None
    url: str | None = None


@dataclass(frozen=True)
class Document:
    """A source text, what it reads as now (`pieces`), and its blocks (spans of `text`)."""

    name: str
    source: str
    pieces: tuple[Piece, ...]
    blocks: tuple[Block, ...]
    meta: Meta = field(default=Meta())
    notes: tuple[Finding, ...] = field(default=())

    @classmethod
    def read(cls, name: str, source: str, blocks: Iterable[Block] | None = None, meta: Meta = Meta()) -> Document:
        """A document as found; without `blocks`, each line that is not blank is one."""
        found = tuple(blocks) if blocks is not None else tuple(line_blocks(source))
        pieces = (Piece(0, len(source)),) if source else ()
        return cls(name, source, pieces, found, meta)

    @cached_property
    def text(self) -> str:
        """The text as it reads now, left-out blocks included."""
        return "".join(self.source[p.start : p.end] if p.text is None else p.text for p in self.pieces)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """The tiles that do not read as written."""
        return tuple(
            Change(p.start, self.source[p.start : p.end], p.text, p.because) for p in self.pieces if p.text is not None
        )

    @cached_property
    def _tiles(self) -> tuple[list[int], list[Piece]]:
        """The pieces that have text, and the text offset at which each begins."""
        starts, pieces, here = [], [], 0
        for piece in self.pieces:
            if piece.size:
                starts.append(here)
                pieces.append(piece)
                here += piece.size
        return starts, pieces

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """The source span behind text[start:end]; a rewritten stretch counts as a whole."""
        starts, pieces = self._tiles
        if start >= len(self.text):
            return len(self.source), len(self.source)
        first = bisect_right(starts, start) - 1
        piece = pieces[first]
        left = piece.start + (start - starts[first] if piece.text is None else 0)
        if start == end:
            return left, left
        last = bisect_right(starts, end - 1) - 1
        piece = pieces[last]
        return left, piece.start + end - starts[last] if piece.text is None else piece.end

    def block_text(self, block: Block) -> str:
        """The text of one of the document's blocks."""
        return self.text[block.start : block.end]


_LINE_BREAKS = re.compile(r"[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]+")


def line_blocks(text: str, start: int = 0, end: int | None = None) -> Iterator[Block]:
    """One paragraph for each line that is not blank, without the white space at its edges."""
    end = len(text) if end is None else end
    here = start
    for match in _LINE_BREAKS.finditer(text, start, end):
        yield from _trimmed(text, Block(here, match.start()))
        here = match.end()
    yield from _trimmed(text, Block(here, end))


def _trimmed(text: str, block: Block) -> Iterator[Block]:
    start, end = block.start, block.end
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield block._replace(start=start, end=end)


def apply(doc: Document, findings: Iterable[Finding]) -> Document:
    """Make the findings: marks first, then fixes, all addressed to `doc.text`.

    A mark on a part of a block splits the block; an empty span marked as a gap puts an empty block there. A fix that
    replaces all that lies between two blocks by something without a line break joins them. Notes are kept.

    Raises ValueError for spans outside the text, for empty marks that are no gap, and for fixes that overlap.
    """
    found = [_resolve(doc, f) for f in findings]
    for _, f in found:
        if not 0 <= f.start <= f.end <= len(doc.text):
            raise ValueError(f"{f.rule}: span {f.start}:{f.end} lies outside the text of {doc.name}")
        if f.is_mark and f.start == f.end and f.kind != "gap":
            raise ValueError(f"{f.rule}: only a gap has an empty span ({f.start} in {doc.name})")
    blocks = _mark(doc.text, doc.blocks, [pair for pair in found if pair[1].is_mark])
    fixes = sorted((p for p in found if p[1].fix is not None), key=lambda p: (p[1].start, p[1].end))
    notes = tuple(kept for kept, f in found if f.fix is None and not f.is_mark)
    marked = replace(doc, blocks=tuple(blocks), notes=doc.notes + notes)
    if not fixes:
        return marked
    fixed = replace(marked, pieces=tuple(_retile(doc, fixes)))
    return replace(fixed, blocks=tuple(_move(fixed.text, blocks, [f for _, f in fixes])))


def _resolve(doc: Document, finding: Finding) -> tuple[Finding, Finding]:
    """The finding as it is kept (source offsets) beside the finding as it was made (text offsets)."""
    start, end = doc.to_source(finding.start, finding.end)
    evidence = tuple(
        place if place.source else Place(*doc.to_source(place.start, place.end), doc.name) for place in finding.evidence
    )
    return replace(finding, start=start, end=end, evidence=evidence), finding


def _mark(text: str, blocks: Sequence[Block], marks: Sequence[tuple[Finding, Finding]]) -> list[Block]:
    if not marks:
        return list(blocks)
    cuts = sorted({at for _, f in marks for at in (f.start, f.end)})
    parts = [part for block in blocks for part in _split(text, block, cuts)]
    starts = [part.start for part in parts]
    gaps = []
    for kept, mark in marks:
        if mark.start == mark.end:
            gaps.append(Block(mark.start, mark.end, "gap", mark.role or "body", None, (kept,)))
            continue
        for i in range(bisect_left(starts, mark.start), len(parts)):
            part = parts[i]
            if part.end > mark.end:
                break
            parts[i] = part._replace(
                kind=mark.kind or part.kind,
                role=mark.role or part.role,
                level=mark.level if mark.level is not None or mark.kind else part.level,
                because=(*part.because, kept),
            )
    return sorted(parts + gaps, key=lambda b: (b.start, b.end)) if gaps else parts


def _split(text: str, block: Block, cuts: Sequence[int]) -> Iterator[Block]:
    inner = cuts[bisect_right(cuts, block.start) : bisect_left(cuts, block.end)]
    if not inner:
        yield block
        return
    for start, end in zip((block.start, *inner), (*inner, block.end), strict=True):
        yield from _trimmed(text, block._replace(start=start, end=end))


def _retile(doc: Document, fixes: Sequence[tuple[Finding, Finding]]) -> list[Piece]:
    rest, out, here = list(reversed(doc.pieces)), [], 0
    for kept, fix in fixes:
        if fix.start < here:
            raise ValueError(f"{fix.rule}: fixes overlap at {fix.start} in {doc.name}")
        out += _take(rest, fix.start - here)
        at = rest[-1].start if rest else len(doc.source)
        gone = _take(rest, fix.end - fix.start)
        because = tuple(dict.fromkeys(reason for piece in gone for reason in piece.because))
        start, end = (gone[0].start, gone[-1].end) if gone else (at, at)
        out.append(Piece(start, end, fix.fix, (*because, kept)))
        here = fix.end
    return out + rest[::-1]


def _take(rest: list[Piece], size: int) -> list[Piece]:
    """Pop pieces that make `size` characters of text, cutting the last where it is too long."""
    got = []
    while size > 0:
        piece = rest.pop()
        if piece.size > size:
            piece, right = _cut(piece, size)
            rest.append(right)
        got.append(piece)
        size -= piece.size
    return got


def _cut(piece: Piece, at: int) -> tuple[Piece, Piece]:
    if piece.text is None:
        return piece._replace(end=piece.start + at), piece._replace(start=piece.start + at)
    # A rewritten piece has no inner seam: its source side stays with the left part.
    return piece._replace(text=piece.text[:at]), piece._replace(start=piece.end, text=piece.text[at:])


def _move(text: str, blocks: Sequence[Block], fixes: Sequence[Finding]) -> list[Block]:
    """The blocks at their places in the fixed `text`; joined where a fix took away all that parted them."""
    ends = [f.end for f in fixes]
    shifts = list(accumulate((len(f.fix or "") - (f.end - f.start) for f in fixes), initial=0))

    def moved(at: int, *, is_end: bool) -> int:
        i = bisect_right(ends, at)
        while not is_end and i and fixes[i - 1].start == fixes[i - 1].end == at:
            i -= 1  # what is inserted at a block's edge belongs to the block
        if i < len(fixes) and fixes[i].start < at:
            return fixes[i].start + shifts[i] + (len(fixes[i].fix or "") if is_end else 0)
        return at + shifts[i]

    out: list[Block] = []
    previous_end = 0
    for block in blocks:
        start, end = moved(block.start, is_end=False), moved(block.end, is_end=True)
        if out and "gap" not in (block.kind, out[-1].kind) and _joined(fixes, ends, previous_end, block.start):
            last = out.pop()
            out += _trimmed(text, last._replace(end=end, because=last.because + block.because))
        else:
            start = max(start, out[-1].end) if out else start
            gap = block.kind == "gap"
            out += (
                [block._replace(start=start, end=start)]
                if gap
                else _trimmed(text, block._replace(start=start, end=end))
            )
        previous_end = block.end
    return out


def _joined(fixes: Sequence[Finding], ends: Sequence[int], left: int, right: int) -> bool:
    """Whether one fix replaces all that lies between two blocks, text[left:right], without a line break."""
    i = bisect_left(ends, right)
    if i == len(fixes) or _LINE_BREAKS.search(fixes[i].fix or ""):
        return False
    if left == right:
        return fixes[i].start < left and right < fixes[i].end
    return fixes[i].start <= left


def cut(doc: Document, offsets: Iterable[int]) -> Document:
    """The same document with a seam of its tiling at each of the text offsets."""
    rest, out, here = list(reversed(doc.pieces)), [], 0
    for at in sorted(set(offsets)):
        out += _take(rest, at - here)
        here = at
    return replace(doc, pieces=(*out, *reversed(rest)))


def rebuild(text: str, changes: Iterable[Change], start: int = 0) -> str:
    """The source, from what it reads as and its changes alone; `start` is the source offset at which `text` begins.

    Raises LawError where the changes do not belong to the text.
    """
    out, at, here = [], start, 0
    for change in changes:
        kept = change.start - at
        out += [text[here : here + kept], change.was]
        here += kept
        if kept < 0 or text[here : here + len(change.now)] != change.now:
            raise LawError(f"the ledger does not belong to this text (source offset {change.start})")
        here += len(change.now)
        at = change.start + len(change.was)
    return "".join([*out, text[here:]])


def check(doc: Document) -> None:
    """Hold the document to its laws: the tiling rebuilds the source, and only white space lies outside the blocks.

    Raises LawError naming the document and the first place where a law is broken.
    """
    if rebuild(doc.text, doc.changes) != doc.source:
        raise LawError(f"{doc.name}: the ledger does not rebuild the source")
    here = 0
    for block in (*doc.blocks, Block(len(doc.text), len(doc.text), "gap")):
        if not here <= block.start <= block.end <= len(doc.text):
            raise LawError(f"{doc.name}: blocks overlap at {block.start}")
        if doc.text[here : block.start].strip():
            raise LawError(f"{doc.name}: text outside any block at {here}")
        here = block.end
