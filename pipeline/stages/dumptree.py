"""The element tree behind a flat dump of a page, read back from its lines.

Some scrapers print, for each element of a page, its whole text, and then do the same for its children: a container's
line says again what its children's lines say. The lines come in document order, so a container stands directly before
its first child. `parse_dump` reads them from the last to the first: what follows a line has then been read as a row of
whole trees, and the line takes those trees whose keys it continues. Each line is searched a bounded number of times,
so the work is linear in the text, whatever the lines say.

    >>> tree = parse_dump(["Mill songTurn, old wheel.By the weir", "Mill song", "Turn, old wheel.", "Eels"])
    >>> [part.child for part in tree.nodes[0].parts], tree.roots
    ([1, 2], [0, 3])
    >>> *_, child, own = tree.stretches(0)
    >>> start, end = tree.own_span(0, own, before=child.part, after=None)
    >>> tree.lines[0].text[start:end]
    'By the weir'
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate, islice
from typing import NamedTuple

from pipeline.stages.keyed import Line
from pipeline.stages.twins import alike, lost_letters, twin_end

# What an edge between a container's own text and a child costs, in characters that the child must explain. A scraper
# that prints containers mostly glues their parts together, so white space at an edge speaks against a container.
GLUED_EDGE = 2
MARKED_EDGE = 4  # a comma or a bracket stands there, and white space beyond it
SPACED_EDGE = 40
SPACED_EDGE_IN_SPACED_DUMP = 4
STRAY = 4  # a line that stands among a container's children without being in its text
LOOK_PAST = 2  # lines that may fail to match between two children that do
SPINE = 8  # how deep among the last children to look for one that was taken wrongly
LOOK_PAST_EMPTY = 8  # the same for lines without a letter or digit ("* * *")


class Part(NamedTuple):
    """The child whose text is key[start:end] of its parent; an empty span: a line that its parent does not say."""

    child: int
    start: int
    end: int


class Stretch(NamedTuple):
    """key[start:end] of a line: a child's part, or own text."""

    start: int
    end: int
    part: Part | None


@dataclass(slots=True)
class Node:
    """A line in the tree."""

    parts: list[Part] = field(default_factory=list)
    parent: int = -1


@dataclass(slots=True)
class Tree:
    """The lines of a dump, the node of each, and which of them stand in no other."""

    lines: list[Line]
    nodes: list[Node]
    roots: list[int]

    def is_wrapper(self, i: int) -> bool:
        """Whether line i says just what its only child says."""
        parts = self.nodes[i].parts
        return len(parts) == 1 and self.lines[i].key == self.lines[parts[0].child].key

    def covered(self, i: int) -> int:
        """How many key characters of line i its children say."""
        return sum(part.end - part.start for part in self.nodes[i].parts)

    def stretches(self, i: int) -> list[Stretch]:
        """Line i as its own text and its children, in order."""
        out, here = [], 0
        for part in self.nodes[i].parts:
            if part.start > here:
                out.append(Stretch(here, part.start, None))
            if part.end > part.start:
                out.append(Stretch(part.start, part.end, part))
            here = part.end
        size = len(self.lines[i].key)
        return [*out, Stretch(here, size, None)] if here < size else out

    def extent(self, i: int, part: Part) -> tuple[int, int]:
        """The text span of a part in line i, with the marks that open and close the child's own line there."""
        text, (head, tail) = self.lines[i].text, self.lines[part.child].marks
        start, end = self.lines[i].offset(part.start), self.lines[i].offset(part.end - 1) + 1
        start -= len(head) if text.endswith(head, 0, start) else 0
        end += len(tail) if text.startswith(tail, end) else 0
        return start, end

    def own_span(self, i: int, own: Stretch, before: Part | None, after: Part | None) -> tuple[int, int]:
        """The text span of a stretch of own text, with the marks around it that are no neighbour child's."""
        line, text = self.lines[i], self.lines[i].text
        left = self.extent(i, before)[1] if before else 0
        right = self.extent(i, after)[0] if after else len(text)
        first, last = line.offset(own.start), line.offset(own.end - 1) + 1
        while left < first and text[left].isspace():
            left += 1
        while right > last and text[right - 1].isspace():
            right -= 1
        return left, right


def parse_dump(texts: Sequence[str], *, spaced: bool = False) -> Tree:
    """The tree of a dump's lines; `spaced`: this dump puts white space between the parts of a container."""
    return _Parser([Line(text) for text in texts], spaced).parse()


class _Parser:
    def __init__(self, lines: list[Line], spaced: bool) -> None:
        self.tree = Tree(lines, [Node() for _ in lines], [])
        self.keys = [line.key for line in lines]
        self.spaced_edge = SPACED_EDGE_IN_SPACED_DUMP if spaced else SPACED_EDGE
        self.rest: list[int] = []  # the roots of what has been read, the next one last

    def parse(self) -> Tree:
        for i in range(len(self.keys) - 1, -1, -1):
            if self.keys[i] and self.rest:
                self._take(i)
            self.rest.append(i)
        self.tree.roots = self.rest[::-1]
        for i, node in enumerate(self.tree.nodes):
            for part in node.parts:
                self.tree.nodes[part.child].parent = i
        return self.tree

    def _take(self, i: int) -> None:
        """Give line i the trees after it that it continues."""
        parts = self._match(i)
        if parts:
            del self.rest[len(self.rest) - len(parts) :]
            self.tree.nodes[i].parts = parts

    def _match(self, i: int) -> list[Part]:
        """Walk over the trees after line i as long as it continues their keys."""
        mine, pos, exact = self.keys[i], 0, 0
        parts: list[Part] = []
        pending: list[int] = []
        at = len(self.rest) - 1
        while at >= 0 and pos < len(mine):
            child = self.rest[at]
            span = self._locate(i, parts, pos, at, is_next=not pending)
            if span is None:
                pending.append(child)
                if not self._may_look_past(pending):
                    break
            else:
                start, end = span
                parts += self._fill(mine, pos, start, pending)
                parts.append(Part(child, start, end))
                exact += end - start if mine.startswith(self.keys[child], start) or self._is_container(child) else 0
                pending, pos = [], end
                at = self._unchain(mine, pos, child, at)
                at = self._release(mine, pos, self.rest[at], at)
            at -= 1
        if not parts:
            return self._damaged_wrapper(mine, pending[0])
        parts = self._worth(i, parts + self._close(mine, pos, pending))
        real = sum(part.start < part.end for part in parts)
        said = sum(part.end - part.start for part in parts)
        # One match after lines that are not in it is chance, and likeness alone proves nothing.
        return parts if (real > 1 or len(parts) == 1) and 5 * exact >= said else []

    def _locate(self, i: int, parts: Sequence[Part], pos: int, at: int, *, is_next: bool) -> tuple[int, int] | None:
        """Where in line i, from pos on, the tree rest[at] stands; if it is the next, it may do so in damage."""
        mine, theirs = self.keys[i], self.keys[self.rest[at]]
        start = mine.find(theirs, pos) if theirs else -1
        if start == pos or (start > pos and self._pays(i, parts, pos, start, at)):
            return start, start + len(theirs)
        if not is_next:
            return None
        end = twin_end(mine, pos, theirs, any_digits=self._is_container(self.rest[at]))
        return (pos, end) if end else None

    def _damaged_wrapper(self, mine: str, child: int) -> list[Part]:
        """A line that says in other damage what its only child says.

        Two like paragraphs may differ by the one word that matters, so the child must be a container itself, whose
        children are kept anyway, or the difference must be characters that an encoding lost.
        """
        theirs = self.keys[child]
        if lost_letters(mine, theirs) or (self._is_container(child) and alike(mine, theirs, any_digits=True)):
            return [Part(child, 0, len(mine))]
        return []

    def _is_container(self, i: int) -> bool:
        """Whether line i has children, through any number of wrappers."""
        for _ in range(SPINE):
            parts = self.tree.nodes[i].parts
            if len(parts) != 1:
                return sum(part.start < part.end for part in parts) > 1
            i = parts[0].child
        return False

    def _may_look_past(self, pending: Sequence[int]) -> bool:
        named = sum(1 for child in pending if self.keys[child])
        return named <= LOOK_PAST and len(pending) - named <= LOOK_PAST_EMPTY

    def _unchain(self, mine: str, pos: int, child: int, at: int) -> int:
        """Equal lines in a row were taken for wrappers; they are many where their container says them often.

        Every tree in the row that says the same is counted against what the container says.
        """
        chain, theirs, row = [], self.keys[child], at - 1
        while self.tree.is_wrapper(child) and mine.startswith(theirs, pos):
            pos += len(theirs)
            if row >= 0 and self.keys[self.rest[row]] == theirs:
                row -= 1
                continue
            child = self.tree.nodes[child].parts.pop().child
            chain.append(child)
        self.rest[at:at] = chain[::-1]
        return at + len(chain)

    def _release(self, mine: str, pos: int, child: int, at: int) -> int:
        """Give back what a child took that its container says after it.

        A breadcrumb or a heading may end with the words of the line after it; alone they look like its child.
        """
        if pos >= len(mine) or self._continues(mine, pos, at):
            return at
        found = None
        for _ in range(SPINE):
            parts = self.tree.nodes[child].parts
            for back in range(1, min(len(parts), LOOK_PAST + 1) + 1):
                theirs = self.keys[parts[-back].child]
                if theirs and mine.startswith(theirs, pos):
                    found = parts, len(parts) - back
            if not parts:
                break
            child = parts[-1].child
        if not found:
            return at
        parts, first = found
        freed = [part.child for part in parts[first:]]
        del parts[first:]
        self.rest[at:at] = freed[::-1]
        return at + len(freed)

    def _pays(self, i: int, parts: Sequence[Part], pos: int, start: int, at: int) -> bool:
        """Whether that a line stands in line i, but not right here, is more than chance."""
        child = self.rest[at]
        size = len(self.keys[child])
        if self._continues(self.keys[i], pos, at):
            return False  # what comes after it stands right here
        return size > self._left_edge(i, Part(child, start, start + size)) + self._right_edge(i, parts)

    def _continues(self, mine: str, pos: int, at: int) -> bool:
        """Whether one of the next trees after rest[at] stands right here."""
        after = (self.keys[child] for child in self.rest[max(0, at - LOOK_PAST_EMPTY) : at][::-1])
        return any(mine.startswith(theirs, pos) for theirs in islice(filter(None, after), LOOK_PAST))

    def _fill(self, mine: str, start: int, end: int, pending: Sequence[int]) -> list[Part]:
        """The lines that did not match before a match: the damaged twin of what stands there, or strays."""
        theirs = "".join(self.keys[child] for child in pending)
        if not theirs or not alike(mine[start:end], theirs):
            return [Part(child, start, start) for child in pending]
        spans, here = [], start
        for child in pending[:-1]:
            spans.append(Part(child, here, min(end, here + len(self.keys[child]))))
            here = spans[-1].end
        return [*spans, Part(pending[-1], here, end)]

    def _close(self, mine: str, pos: int, pending: Sequence[int]) -> list[Part]:
        """The same for the lines after the last match, of which some may be the damaged twin of the rest."""
        for count in range(1, len(pending) + 1):
            theirs = "".join(self.keys[child] for child in pending[:count])
            if theirs and alike(mine[pos:], theirs):
                return self._fill(mine, pos, len(mine), pending[:count])
        return []

    def _worth(self, i: int, parts: list[Part]) -> list[Part]:
        """As many of the parts as pay for their edges."""
        size = len(self.keys[i])
        totals = [0]
        here = 0
        for count, part in enumerate(parts):
            edges = 0
            if part.start > here:
                edges = self._left_edge(i, part) + self._right_edge(i, parts[max(0, count - LOOK_PAST_EMPTY) : count])
            totals.append(totals[-1] + (part.end - part.start or -STRAY) - edges)
            here = part.end
        most = list(accumulate(totals, max))
        best, best_count = 0, 0
        for count in range(len(parts), 0, -1):
            if most[count] <= best:
                break
            part = parts[count - 1]
            if part.start == part.end:
                continue
            net = totals[count]
            if part.end < size:
                net -= self._right_edge(i, [part]) - (count == 1 and part.start == 0)
            if net > best:
                best, best_count = net, count
        return parts[:best_count]

    def _left_edge(self, i: int, part: Part) -> int:
        """The price of own text before a part."""
        text = self.tree.lines[i].text
        start = self.tree.extent(i, part)[0]
        return self._price(text[start - 1].isspace(), self.tree.lines[i].is_spaced(part.start))

    def _right_edge(self, i: int, parts: Sequence[Part]) -> int:
        """The price of own text after the last of the parts; none at the start of the line."""
        part = next((part for part in reversed(parts) if part.start < part.end), None)
        if part is None:
            return 0
        line = self.tree.lines[i]
        end = self.tree.extent(i, part)[1]
        return self._price(line.text[end : end + 1].isspace(), line.is_spaced(part.end))

    def _price(self, is_spaced: bool, is_near_space: bool) -> int:
        return self.spaced_edge if is_spaced else MARKED_EDGE if is_near_space else GLUED_EDGE
