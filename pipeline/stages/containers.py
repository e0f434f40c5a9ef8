"""What the lines of a dump are that prints its containers: which say only what others say, and where.

The children of a container are kept, they show where blocks part; text that lies in the container alone stays a block
of its own. A paragraph whose inline elements were printed as lines is kept itself.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.document import Block, Finding, Place
from pipeline.stages.dumptree import Part, Stretch, Tree
from pipeline.stages.twice import is_code

SURE_GLUED = 16  # key characters of a tiled line with a seam between its parts: one is proof
SURE_SPACED = 40  # the same where white space parts them, or where they make one word
JOINS = 8  # of a tiled line are looked at
INLINE = 100  # an inline element is no longer than this
LONG_INLINE = 300  # unless the dump prints them for sure
WRAPPER = 25  # a line printed in a row is a wrapper's from this length on
_SHORT_WRAPPER = 4
_STOPS = ".?!:;"
_GOES_ON = frozenset(",.;:)%")
_EDGE = 8  # characters beside an edge


class Proof(NamedTuple):
    """Whether a tree shows that its dump prints containers, and whether it puts white space between their parts."""

    found: bool
    spaced: bool


def prove(tree: Tree) -> Proof:
    """Look for lines that the lines after it tile from end to end."""
    found, glued, spaced = False, 0, 0
    for i, node in enumerate(tree.nodes):
        size = len(tree.lines[i].key)
        real = [part for part in node.parts if part.end > part.start]
        if len(real) < 2 or tree.covered(i) < size:
            continue
        joins = [tree.lines[i].join(part.start) for part in real[1 : 1 + JOINS]]
        spaced += joins.count(" ")
        glued += len(joins) - joins.count(" ")
        found = found or size >= (SURE_GLUED if "|" in joins else SURE_SPACED)
    return Proof(found, found and spaced > glued)


class _Run(NamedTuple):
    """A stretch of a container: what children say, or own text with the inline children that stand in it."""

    stretches: list[Stretch]
    is_own: bool


class Containers:
    """The lines of a document whose dump prints containers.

    After `findings`, `whole` has the blocks that are repeats as a whole, and `cut` those with text of their own.
    """

    def __init__(self, text: str, blocks: Sequence[Block], tree: Tree) -> None:
        self.whole: set[int] = set()
        self.cut: set[int] = set()
        self._blocks = blocks
        self._tree = tree
        keys = [line.key for line in tree.lines]
        self._rows = Counter(one for one, before in zip(keys, ["", *keys], strict=False) if one != before)
        self._prints_wrappers = any(
            tree.is_wrapper(i) and (node.parent >= 0 or len(keys[i]) >= WRAPPER) for i, node in enumerate(tree.nodes)
        )
        self._inline = _Inline(tree)
        self._breaks = [m.start() for m in re.finditer("\n", text)]

    def findings(self) -> Iterator[Finding]:
        """REP001 for what children say again, REP003 for inline elements."""
        for i, node in enumerate(self._tree.nodes):
            if i in self.whole or not node.parts:
                continue  # a line within an inline element has been marked with it
            if self._tree.is_wrapper(i):
                yield from self._wrapper(i)
                continue
            runs = self._runs(i)
            for child in (s.part.child for run in runs if run.is_own for s in run.stretches if s.part):
                yield from self._fragments(child, i)
            if not all(run.is_own for run in runs):
                (self.cut if any(run.is_own for run in runs) else self.whole).add(i)
                yield from self._container(i, runs)

    def _wrapper(self, i: int) -> Iterator[Finding]:
        """Mark a line that says just what its only child says.

        Where no container tells how often a short line is said, equal items of a list look the same as a wrapper; but
        a list has them in more than one place. In the dumps of 48 pages no short line of one place only was a list.
        """
        child = self._tree.nodes[i].parts[0].child
        line = self._tree.lines[i]
        is_sure = self._tree.nodes[i].parent >= 0 or bool(self._tree.nodes[child].parts)
        if not is_sure and not is_code(line.text):
            is_name = len(line.key) >= _SHORT_WRAPPER and not line.key.isdigit() and self._rows[line.key] == 1
            is_sure = len(line.key) >= WRAPPER or (self._prints_wrappers and is_name)
        if is_sure:
            self.whole.add(i)
            yield self._repeat(i, self._blocks[i].start, self._blocks[i].end, [child])

    def _runs(self, i: int) -> list[_Run]:
        """The stretches of a line, its inline children put to the own text that they stand in."""
        stretches = self._tree.stretches(i)
        inline = self._inline.among(i, stretches)
        out: list[_Run] = []
        for at, stretch in enumerate(stretches):
            is_own = stretch.part is None or at in inline
            if not out or out[-1].is_own != is_own:
                out.append(_Run([], is_own))
            out[-1].stretches.append(stretch)
        return out

    def _container(self, i: int, runs: Sequence[_Run]) -> Iterator[Finding]:
        """Mark the stretches of a container that its children say."""
        block = self._blocks[i]
        spans = [self._own_span(i, runs, at) for at, run in enumerate(runs) if run.is_own]
        edges = [block.start, *(block.start + at for span in spans for at in span), block.end]
        said = [run for run in runs if not run.is_own]
        gaps = list(zip(edges[::2], edges[1::2], strict=True))
        gaps = gaps[runs[0].is_own : len(gaps) - runs[-1].is_own]
        for (start, end), run in zip(gaps, said, strict=True):
            yield self._repeat(i, start, end, [s.part.child for s in run.stretches if s.part])

    def _own_span(self, i: int, runs: Sequence[_Run], at: int) -> tuple[int, int]:
        before = runs[at - 1].stretches[-1].part if at else None
        after = runs[at + 1].stretches[0].part if at + 1 < len(runs) else None
        own = Stretch(runs[at].stretches[0].start, runs[at].stretches[-1].end, None)
        return self._tree.own_span(i, own, before, after)

    def _repeat(self, i: int, start: int, end: int, children: Sequence[int]) -> Finding:
        text, offset = self._tree.lines[i].text, self._blocks[i].start
        while start < end and text[start - offset].isspace():
            start += 1
        while end > start and text[end - 1 - offset].isspace():
            end -= 1
        places = tuple(Place(self._blocks[c].start, self._blocks[c].end) for c in children)
        first, last = self._line_number(children[0]), self._line_number(children[-1])
        where = f"line {first}" if first == last else f"lines {first}-{last}"
        why = f"container: says again what stands in {where}"
        return Finding("REP001", start, end, why, role="repeat", evidence=places)

    def _fragments(self, child: int, parent: int) -> Iterator[Finding]:
        """Mark an inline element's line, and the lines of those within it."""
        place = Place(self._blocks[parent].start, self._blocks[parent].end)
        why = f"inline element of the paragraph in line {self._line_number(parent)}"
        todo = [child]
        while todo:
            i = todo.pop()
            self.whole.add(i)
            todo += [part.child for part in self._tree.nodes[i].parts if part.start < part.end]
            block = self._blocks[i]
            yield Finding("REP003", block.start, block.end, why, role="repeat", evidence=(place,))

    def _line_number(self, i: int) -> int:
        """The number that an editor gives to the line of block i."""
        return bisect_left(self._breaks, self._blocks[i].start) + 1


class _Inline:
    """Which children are inline elements of a running sentence."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._are_printed = False  # whether this dump prints them for sure; then less evidence is asked of each
        self._are_printed = self._count_sure() >= 2

    def _count_sure(self) -> int:
        """How many children stand in a sentence that runs on at both sides."""
        count = 0
        for i, node in enumerate(self._tree.nodes):
            if node.parts and self._tree.covered(i) < len(self._tree.lines[i].key):
                stretches = self._tree.stretches(i)
                count += sum(self._runs_on(i, stretches, at) == (True, True) for at in self.among(i, stretches))
        return count

    def among(self, i: int, stretches: Sequence[Stretch]) -> set[int]:
        """The indexes of those stretches of line i that are inline elements."""
        small = [at for at, stretch in enumerate(stretches) if self._is_small(stretch, stretches)]
        edges = {at: self._runs_on(i, stretches, at) for at in small}
        running = {at for at, (left, right) in edges.items() if left or right}
        if not self._are_printed:
            return {at for at in running if False not in edges[at] and self._is_glued(i, stretches[at].part)}
        own = sum(stretch.end - stretch.start for stretch in stretches if stretch.part is None)
        if len(small) == sum(stretch.part is not None for stretch in stretches) and 2 * own >= stretches[-1].end:
            return set(small) if running else set()
        return running

    def _is_small(self, stretch: Stretch, stretches: Sequence[Stretch]) -> bool:
        if stretch.part is None or len(self._tree.nodes[stretch.part.child].parts) > 1:
            return False
        size = stretch.end - stretch.start
        is_most = len(stretches) == 2 and 2 * size > stretches[-1].end
        return not is_most and size <= (LONG_INLINE if self._are_printed else INLINE)

    def _is_glued(self, i: int, part: Part | None) -> bool:
        """Whether an edge of a child runs into its neighbour without so much as a comma."""
        text = self._tree.lines[i].text
        start, end = self._tree.extent(i, part) if part else (0, 0)
        left, right = text[max(0, start - 1) : start + 1], text[max(0, end - 1) : end + 1]
        return (len(left) == 2 and left.isalnum()) or (len(right) == 2 and right.isalnum())

    def _runs_on(self, i: int, stretches: Sequence[Stretch], at: int) -> tuple[bool | None, bool | None]:
        """Whether the sentence runs on over the left and the right edge of a child; None where no own text is."""
        part, text = stretches[at].part, self._tree.lines[i].text
        left = right = None
        if part is None:
            return left, right
        start, end = self._tree.extent(i, part)
        if at and stretches[at - 1].part is None:
            left = text[max(0, start - _EDGE) : start].rstrip()[-1:] not in _STOPS
        if at + 1 < len(stretches) and stretches[at + 1].part is None:
            after = text[end : end + 2].lstrip()[:1]
            right = text[end - 1] not in _STOPS and (after.islower() or after in _GOES_ON)
        elif left and not text[start].islower():
            left = False  # "By" and then a name is a label and its block
        return left, right
