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
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pipeline.document import Block, Document, Finding, Place
from pipeline.stages.dumptree import Line, Part, Tree, parse_dump
from pipeline.stages.twice import Said, is_code, said, said_twice

SURE_GLUED = 16  # key characters of a tiled line whose parts are glued: one is proof
SURE_SPACED = 40  # the same where white space parts them, or where they make one word
JOINS = 8  # of a tiled line are looked at
INLINE = 100  # an inline element is no longer than this
LONG_INLINE = 300  # unless the dump prints them for sure
WRAPPER = 25  # a line printed in a row is a wrapper's from this length on
_STOPS = ".?!:;"
_GOES_ON = frozenset(",.;:)%")


def repeats(doc: Document) -> Iterable[Finding]:
    """Mark what the document says again. Code, and blocks that have a role already, are left alone."""
    blocks = [b for b in doc.blocks if b.role == "body" and b.kind not in ("gap", "code")]
    texts = [doc.block_text(b) for b in blocks]
    tree = parse_dump(texts)
    proof = prove(tree)
    if proof.spaced:
        tree = parse_dump(texts, spaced=True)
    dump = _Dump(doc.text, blocks, tree)
    if proof.found:
        yield from dump.findings()
    yield from _twice(blocks, tree.lines, dump)


def _twice(blocks: Sequence[Block], lines: Sequence[Line], dump: _Dump) -> Iterator[Finding]:
    """Mark the worse copy of what is said once more: the one that lost letters or spaces, else the later one."""
    left = [i for i in range(len(blocks)) if i not in dump.whole]
    row = [
        said(lines[i].text, blocks[i].kind, lines[i].key) if i not in dump.cut else Said(f"\0{i}", "", False)
        for i in left
    ]
    kept: dict[int, int] = {}
    for first, second, size in said_twice(row):
        one = [kept.get(i, i) for i in left[first : first + size]]
        two = left[second : second + size]
        if _quality(lines[i] for i in two) > _quality(lines[i] for i in one):
            one, two = two, one
            kept.update(zip(left[first : first + size], one, strict=True))
        kept.update(zip(left[second : second + size], one, strict=True))
        for better, worse in zip(one, two, strict=True):
            place = Place(blocks[better].start, blocks[better].end)
            why = "says once more what another block says"
            yield Finding("REP002", blocks[worse].start, blocks[worse].end, why, role="repeat", evidence=(place,))


def _quality(lines: Iterable[Line]) -> tuple[int, int]:
    """Letters, then words: both get lost, neither is invented."""
    letters, words = 0, 0
    for line in lines:
        letters += len(line.key)
        words += len(line.text.split())
    return letters, words


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
    """A stretch of a container's key: a child's part, or own text (None) with the inline children that stand in it."""

    start: int
    end: int
    part: Part | None
    inline: tuple[int, ...] = ()


class _Dump:
    """A document whose containers are printed, and what that makes of its lines."""

    def __init__(self, text: str, blocks: Sequence[Block], tree: Tree) -> None:
        self.blocks = blocks
        self.tree = tree
        self.whole: set[int] = set()  # blocks that are repeats as a whole
        self.cut: set[int] = set()  # containers with text of their own
        keys = [line.key for line in tree.lines]
        self.rows = Counter(one for one, before in zip(keys, ["", *keys], strict=False) if one != before)
        self.prints_wrappers = any(
            tree.is_wrapper(i) and (node.parent >= 0 or len(keys[i]) >= WRAPPER) for i, node in enumerate(tree.nodes)
        )
        self.prints_inline = False
        self.prints_inline = self._count_inline() >= 2
        self.breaks = [m.start() for m in re.finditer("\n", text)]

    def _line(self, i: int) -> int:
        """The number that an editor gives to the line of block i."""
        return bisect_left(self.breaks, self.blocks[i].start) + 1

    def _count_inline(self) -> int:
        """How many children stand in a sentence that runs on at both sides."""
        count = 0
        for i, node in enumerate(self.tree.nodes):
            if node.parts and self.tree.covered(i) < len(self.tree.lines[i].key):
                items = self._items(i)
                count += sum(self._run_on(i, items, at) == (True, True) for at in self._inline(i, items))
        return count

    def findings(self) -> Iterator[Finding]:
        for i, node in enumerate(self.tree.nodes):
            if i in self.whole or not node.parts:
                continue  # a line within an inline element has been marked with it
            if self.tree.is_wrapper(i):
                yield from self._wrapper(i)
                continue
            runs = self._runs(i)
            for run in runs:
                for child in run.inline:
                    yield from self._fragments(child, i)
            if any(run.part for run in runs):
                (self.whole if all(run.part for run in runs) else self.cut).add(i)
                yield from self._container(i, runs)

    def _wrapper(self, i: int) -> Iterator[Finding]:
        """Mark a line that says just what its only child says.

        Where no container tells how often a short line is said, equal items of a list look the same as a wrapper; but
        a list has them in more than one place. In 48 dumped pages no short line that stood in one row only was a list.
        """
        child = self.tree.nodes[i].parts[0].child
        line = self.tree.lines[i]
        in_container = self.tree.nodes[i].parent >= 0 or self.tree.nodes[child].parts
        if in_container or (len(line.key) >= WRAPPER and not is_code(line.text)) or self._is_one_row(i):
            self.whole.add(i)
            yield self._repeat(i, (self.blocks[i].start, self.blocks[i].end), [child])

    def _is_one_row(self, i: int) -> bool:
        line = self.tree.lines[i]
        return (
            self.prints_wrappers
            and len(line.key) >= 4
            and not line.key.isdigit()
            and self.rows[line.key] == 1
            and not is_code(line.text)
        )

    def _container(self, i: int, runs: Sequence[_Run]) -> Iterator[Finding]:
        """Mark the stretches of a container that its children say."""
        block = self.blocks[i]
        here, children = block.start, []
        for run in runs:
            if run.part:
                children.append(run.part.child)
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
            self.whole.add(i)
            todo += [part.child for part in self.tree.nodes[i].parts if part.start < part.end]
            yield Finding(
                "REP003",
                self.blocks[i].start,
                self.blocks[i].end,
                f"inline element of the paragraph in line {self._line(parent)}",
                role="repeat",
                evidence=(place,),
            )

    def _items(self, i: int) -> list[_Run]:
        """The line as own text and children, in order."""
        items: list[_Run] = []
        here = 0
        for part in self.tree.nodes[i].parts:
            if part.start > here:
                items.append(_Run(here, part.start, None))
            if part.end > part.start:
                items.append(_Run(part.start, part.end, part))
            here = part.end
        size = len(self.tree.lines[i].key)
        return [*items, _Run(here, size, None)] if here < size else items

    def _runs(self, i: int) -> list[_Run]:
        """The same with the inline children melted into the own text that they stand in."""
        items = self._items(i)
        inline = self._inline(i, items)
        out: list[_Run] = []
        for at, item in enumerate(items):
            run = _Run(item.start, item.end, None, (item.part.child,)) if item.part and at in inline else item
            if run.part is None and out and out[-1].part is None:
                run = _Run(out[-1].start, run.end, None, out.pop().inline + run.inline)
            out.append(run)
        return out

    def _inline(self, i: int, items: Sequence[_Run]) -> set[int]:
        """Which of the items are inline elements of a running sentence."""
        small = {at for at, item in enumerate(items) if item.part and self._is_small(item.part, items)}
        edges = {at: self._run_on(i, items, at) for at in small}
        if not self.prints_inline:
            return {
                at
                for at, (left, right) in edges.items()
                if left is not False and right is not False and (left or right) and self._is_glued(i, items[at].part)
            }
        own = sum(item.end - item.start for item in items if item.part is None)
        if len(small) == sum(item.part is not None for item in items) and 2 * own >= items[-1].end:
            return small if any(left or right for left, right in edges.values()) else set()
        return {at for at, (left, right) in edges.items() if left or right}

    def _is_small(self, part: Part, items: Sequence[_Run]) -> bool:
        is_most = len(items) == 2 and 2 * (part.end - part.start) > items[-1].end
        limit = LONG_INLINE if self.prints_inline else INLINE
        return not is_most and part.end - part.start <= limit and len(self.tree.nodes[part.child].parts) <= 1

    def _is_glued(self, i: int, part: Part | None) -> bool:
        """Whether an edge of a child runs into its neighbour without so much as a comma."""
        text = self.tree.lines[i].text
        start, end = self.tree.extent(i, part) if part else (0, 0)
        left, right = text[max(0, start - 1) : start + 1], text[max(0, end - 1) : end + 1]
        return (len(left) == 2 and left.isalnum()) or (len(right) == 2 and right.isalnum())

    def _run_on(self, i: int, items: Sequence[_Run], at: int) -> tuple[bool | None, bool | None]:
        """Whether the sentence runs on over the left and the right edge of a child; None where no own text is."""
        part, line = items[at].part, self.tree.lines[i]
        if part is None:
            return None, None
        start, end = self.tree.extent(i, part)
        runs_on: list[bool | None] = [None, None]
        if at > 0 and items[at - 1].part is None:
            runs_on[0] = line.text[:start].rstrip()[-1:] not in _STOPS
        if at + 1 < len(items) and items[at + 1].part is None:
            after = line.text[end : end + 2].lstrip()[:1]
            runs_on[1] = line.text[end - 1] not in _STOPS and (after.islower() or after in _GOES_ON)
        elif runs_on[0] and not line.text[start].islower():
            runs_on[0] = False  # "By" and then a name is a label and its block
        return runs_on[0], runs_on[1]
