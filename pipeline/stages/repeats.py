"""What a document says again: containers of its own lines, inline elements printed as lines, blocks said twice.

REP001 a dump printed an element's text and then that of its children: the children are kept, they show where blocks
       part; text that stands in the container alone stays a block of its own.
REP003 the dump printed an inline element of a paragraph as a line of its own: the paragraph is kept.
REP002 the same block once more.

REP001 and REP003 are reported only in a document that proves to print its containers: a line that the lines after it
tile from end to end, glued together or long, does not come about by chance.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pipeline.document import Block, Document, Finding, Place
from pipeline.stages.dumptree import Tree, parse_dump

SURE_GLUED = 16  # key characters of a tiled line whose parts are glued: one is proof
SURE_SPACED = 60  # the same where white space parts them: a text may quote itself
INLINE = 100  # an inline element is no longer than this
WRAPPER = 25  # a line printed in a row is a wrapper's from this length on


def repeats(doc: Document) -> Iterable[Finding]:
    """Mark what the document says again. Code, and blocks that have a role already, are left alone."""
    blocks = [b for b in doc.blocks if b.role == "body" and b.kind not in ("gap", "code")]
    texts = [doc.block_text(b) for b in blocks]
    tree = parse_dump(texts)
    proof = prove(tree)
    if proof.spaced:
        tree = parse_dump(texts, spaced=True)
    if proof.found:
        yield from _Dump(doc.text, blocks, tree).findings()


class Proof(NamedTuple):
    """Whether a tree shows that its dump prints containers, and whether it puts white space between their parts."""

    found: bool
    spaced: bool


def prove(tree: Tree) -> Proof:
    """Look for lines that the lines after them tile from end to end."""
    found, glued, spaced = False, 0, 0
    for i, node in enumerate(tree.nodes):
        size = len(tree.lines[i].key)
        real = [part for part in node.parts if part.end > part.start]
        if len(real) < 2 or tree.covered(i) < 0.9 * size:
            continue
        joins = [tree.lines[i].is_spaced(part.start) for part in real[1:]]
        spaced += sum(joins)
        glued += len(joins) - sum(joins)
        found = found or size >= (SURE_SPACED if all(joins) else SURE_GLUED)
    return Proof(found, found and spaced > glued)


class _Run(NamedTuple):
    """A stretch of a container's key: the child that says it, or None and the inline children that stand in it."""

    start: int
    end: int
    child: int | None
    inline: tuple[int, ...] = ()


class _Dump:
    """A document whose containers are printed, and what that makes of its lines."""

    def __init__(self, text: str, blocks: Sequence[Block], tree: Tree) -> None:
        self.blocks = blocks
        self.tree = tree
        self.breaks = [m.start() for m in re.finditer("\n", text)]

    def _line(self, i: int) -> int:
        """The number that an editor gives to the line of block i."""
        return bisect_left(self.breaks, self.blocks[i].start) + 1

    def findings(self) -> Iterator[Finding]:
        inline: set[int] = set()
        for i, node in enumerate(self.tree.nodes):
            if i in inline:
                inline.update(part.child for part in node.parts)
                continue
            if not node.parts:
                continue
            if self.tree.is_wrapper(i):
                yield from self._wrapper(i)
                continue
            runs = self._runs(i)
            for run in runs:
                for child in run.inline:
                    inline.add(child)
                    yield from self._fragments(child, i)
            if any(run.child is not None for run in runs):
                yield from self._container(i, runs)

    def _wrapper(self, i: int) -> Iterator[Finding]:
        child = self.tree.nodes[i].parts[0].child
        if self.tree.nodes[i].parent >= 0 or len(self.tree.lines[i].key) >= WRAPPER or self.tree.nodes[child].parts:
            yield self._repeat(i, (self.blocks[i].start, self.blocks[i].end), [child])

    def _container(self, i: int, runs: Sequence[_Run]) -> Iterator[Finding]:
        """Mark the stretches of a container that its children say."""
        block = self.blocks[i]
        here, children = block.start, []
        for run in runs:
            if run.child is not None:
                children.append(run.child)
                continue
            start, end = self.tree.text_span(i, run.start, run.end)
            if children:
                yield self._repeat(i, (here, block.start + start), children)
            here, children = block.start + end, []
        if children:
            yield self._repeat(i, (here, block.end), children)

    def _repeat(self, i: int, span: tuple[int, int], children: Sequence[int]) -> Finding:
        start, end = span
        text = self.tree.lines[i].text
        offset = self.blocks[i].start
        while start < end and text[start - offset].isspace():
            start += 1
        while end > start and text[end - 1 - offset].isspace():
            end -= 1
        places = tuple(Place(self.blocks[c].start, self.blocks[c].end) for c in children)
        first, last = self._line(children[0]), self._line(children[-1])
        where = f"line {first}" if first == last else f"lines {first}-{last}"
        why = f"container: says again what stands in {where}"
        return Finding("REP001", start, end, why, role="repeat", evidence=places)

    def _fragments(self, child: int, parent: int) -> Iterator[Finding]:
        place = Place(self.blocks[parent].start, self.blocks[parent].end)
        todo = [child]
        while todo:
            i = todo.pop()
            todo += [part.child for part in self.tree.nodes[i].parts]
            yield Finding(
                "REP003",
                self.blocks[i].start,
                self.blocks[i].end,
                f"inline element of the paragraph in line {self._line(parent)}",
                role="repeat",
                evidence=(place,),
            )

    def _runs(self, i: int) -> list[_Run]:
        """The line as own text, with its inline children melted in, and block children, in order."""
        items: list[_Run] = []
        here = 0
        for part in self.tree.nodes[i].parts:
            if part.start > here:
                items.append(_Run(here, part.start, None))
            if part.end > part.start:
                items.append(_Run(part.start, part.end, part.child))
            here = part.end
        size = len(self.tree.lines[i].key)
        if here < size:
            items.append(_Run(here, size, None))
        out: list[_Run] = []
        for at, item in enumerate(items):
            run = item
            if item.child is not None and self._is_inline(i, items, at):
                run = _Run(item.start, item.end, None, (item.child,))
            if run.child is None and out and out[-1].child is None:
                run = _Run(out[-1].start, run.end, None, out.pop().inline + run.inline)
            out.append(run)
        return out

    def _is_inline(self, i: int, items: Sequence[_Run], at: int) -> bool:
        """Whether a child stands inside a running sentence of its parent's own text."""
        item, line = items[at], self.tree.lines[i]
        if item.child is None or item.end - item.start > INLINE or len(self.tree.nodes[item.child].parts) > 1:
            return False
        if len(items) == 2 and item.end - item.start > 0.5 * len(line.key):
            return False
        own_left = at > 0 and items[at - 1].child is None
        own_right = at + 1 < len(items) and items[at + 1].child is None
        first, last = line.offset(item.start), line.offset(item.end - 1) + 1
        left, right = line.text[:first].rstrip()[-1:], line.text[last : last + 2].lstrip()[:1]
        runs_on_left = own_left and left not in ".?!:;"
        runs_on_right = own_right and (right.islower() or right in ",.;:)%")
        if own_right:
            return runs_on_right and (runs_on_left or not own_left)
        return runs_on_left and line.text[first].islower()
