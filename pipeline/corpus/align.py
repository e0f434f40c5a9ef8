"""Where one key reads like another: the heaviest increasing chain of shared stretches, and what lies out of order.

Anchors are shared 12-grams, paired rank by rank; the chain is found in n log n. Between two anchors the same is done
again on the smaller window, and short windows are settled by edit distance.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import Levenshtein

from pipeline.corpus.grams import SIZE, Hashes, ranked, sampled
from pipeline.corpus.stream import Ints, Points, points_of

_SMALL = 1200  # windows up to this are settled by edit distance (its cost is the product of the sides)
_REACH = 64  # letters by which an anchor grows on either side
_MOVED = 24  # a shorter stretch that is out of order is chance ("the treatment of")


class Run(NamedTuple):
    """one[at:at+size] equals two[to:to+size]."""

    at: int
    to: int
    size: int


@dataclass(frozen=True)
class Row:
    """A key made ready for alignment."""

    key: str

    @cached_property
    def points(self) -> Points:
        """The code points of the key."""
        return points_of(self.key)

    @cached_property
    def marks(self) -> tuple[Hashes, Ints]:
        """A sample of the key's 12-grams, told apart by rank, and their places."""
        return _marks(self.points)


def _marks(points: Points) -> tuple[Hashes, Ints]:
    hashes, places = sampled(points)
    return ranked(hashes), places


class Window(NamedTuple):
    """one[start:end] against two[low:high]."""

    start: int
    end: int
    low: int
    high: int

    @property
    def is_open(self) -> bool:
        """Whether both sides hold something."""
        return self.start < self.end and self.low < self.high


def align(one: Row, two: Row) -> tuple[list[Run], list[Run]]:
    """The stretches of `one` that stand in `two` and go forward in both, in order; and all that they were chosen from.

    >>> align(Row("abcdef"), Row("abcxdef"))
    ([Run(at=0, to=0, size=3), Run(at=3, to=4, size=3)], [])
    """
    whole = Window(0, len(one.key), 0, len(two.key))
    anchors = _anchors(one, two, whole)
    return _joined(_fill(one, two, whole, chain(anchors))), anchors


def chain(runs: Iterable[Run]) -> list[Run]:
    """The heaviest choice of runs that go forward in both texts; overlaps are cut from the later run."""
    runs = sorted(runs)
    ends = sorted({run.to + run.size for run in runs})
    tree: list[tuple[int, int]] = [(0, -1)] * (len(ends) + 1)  # Fenwick: the best weight and run that ends so early
    previous, weight = [-1] * len(runs), [0] * len(runs)
    for i, run in enumerate(runs):
        slot, best = bisect_left(ends, run.to + min(SIZE, run.size)), (0, -1)
        while slot > 0:
            best = max(best, tree[slot], key=lambda entry: entry[0])
            slot -= slot & -slot
        weight[i], previous[i] = best[0] + run.size, best[1]
        slot = bisect_left(ends, run.to + run.size) + 1
        while slot <= len(ends):
            if weight[i] > tree[slot][0]:
                tree[slot] = (weight[i], i)
            slot += slot & -slot
    picked, i = [], max(range(len(runs)), key=weight.__getitem__, default=-1)
    while i >= 0:
        picked.append(runs[i])
        i = previous[i]
    return list(_trimmed(reversed(picked)))


def _trimmed(runs: Iterable[Run]) -> Iterator[Run]:
    at = to = 0
    for run in runs:
        over = max(at - run.at, to - run.to, 0)
        if over < run.size:
            yield Run(run.at + over, run.to + over, run.size - over)
            at, to = run.at + run.size, run.to + run.size


def _anchors(one: Row, two: Row, window: Window) -> list[Run]:
    """The stretches made of 12-grams that pair off in the window."""
    if window == (0, len(one.key), 0, len(two.key)):
        mine, theirs = one.marks, two.marks
    else:
        mine = _marks(one.points[window.start : window.end])
        theirs = _marks(two.points[window.low : window.high])
    _, at, to = np.intersect1d(mine[0], theirs[0], assume_unique=True, return_indices=True)
    if not len(at):
        return []
    order = np.argsort(at, kind="stable")
    at, to = mine[1][at[order]] + window.start, theirs[1][to[order]] + window.low
    fresh = np.append(True, (np.diff(at) > SIZE) | (np.diff(to - at) != 0))
    first = np.flatnonzero(fresh)
    last = np.append(first[1:], len(at)) - 1
    left = _reach(one.points[: window.end], two.points[: window.high], at[first] - 1, to[first] - 1, -1)
    right = _reach(one.points[: window.end], two.points[: window.high], at[last] + SIZE, to[last] + SIZE, 1)
    starts, ends, shift = at[first] - left, at[last] + SIZE + right, (to - at)[first]
    return list(_united(sorted(zip(shift.tolist(), starts.tolist(), ends.tolist(), strict=True)), window))


def _reach(one: Points, two: Points, at: Ints, to: Ints, step: int) -> Ints:
    """How many more letters, up to a limit, are equal from each pair of places on.

    Without it a phrase that stands twice is taken from the wrong place, where the grams around it are not sampled.
    """
    reach = np.zeros(len(at), np.int64)
    alive = np.arange(len(at))
    for i in range(_REACH):
        here, there = at[alive] + i * step, to[alive] + i * step
        inside = (here >= 0) & (there >= 0) & (here < len(one)) & (there < len(two))
        alive, here, there = alive[inside], here[inside], there[inside]
        alive = alive[one[here] == two[there]]
        if not len(alive):
            break
        reach[alive] += 1
    return reach


def _united(spans: Iterable[tuple[int, int, int]], window: Window) -> Iterator[Run]:
    """Spans of one shift that touch, made one run within the window."""
    shift, start, end = 0, 0, -1
    for found in [*spans, (0, 0, -1)]:
        if found[0] == shift and start <= end and found[1] <= end and found[2] > 0:
            end = max(end, found[2])
            continue
        low, high = max(start, window.start, window.low - shift), min(end, window.end, window.high - shift)
        if low < high:
            yield Run(low, low + shift, high - low)
        shift, start, end = found


def _fill(one: Row, two: Row, window: Window, runs: list[Run], depth: int = 0) -> Iterator[Run]:
    """The runs, and what can be found in the windows between them."""
    here, there = window.start, window.low
    for run in [*runs, Run(window.end, window.high, 0)]:
        yield from _between(one, two, Window(here, run.at, there, run.to), depth)
        if run.size:
            yield run
        here, there = run.at + run.size, run.to + run.size


def _between(one: Row, two: Row, window: Window, depth: int) -> Iterator[Run]:
    if not window.is_open:
        return
    start, end, low, high = window
    head = _common(one.points[start:end], two.points[low:high])
    tail = _common(one.points[start + head : end][::-1], two.points[low + head : high][::-1])
    if head:
        yield Run(start, low, head)
    inner = Window(start + head, end - tail, low + head, high - tail)
    if inner.is_open:
        if max(inner.end - inner.start, inner.high - inner.low) > _SMALL and depth < 4:
            runs = chain(_anchors(one, two, inner))
            if runs:
                yield from _fill(one, two, inner, runs, depth + 1)
            else:
                yield from _at_the_edges(one, two, inner)
        else:
            yield from _edits(one, two, inner)
    if tail:
        yield Run(end - tail, high - tail, tail)


def _common(one: Points, two: Points) -> int:
    """How many characters two texts share from their beginning."""
    size = min(len(one), len(two))
    differ = one[:size] != two[:size]
    return int(differ.argmax()) if differ.any() else size


def _at_the_edges(one: Row, two: Row, window: Window) -> Iterator[Run]:
    """A short side against the two ends of a long one: a damaged word before or behind a long omission."""
    start, end, low, high = window
    reach = 2 * min(end - start, high - low) + SIZE
    if reach > _SMALL:
        return
    head = list(_edits(one, two, Window(start, min(end, start + reach), low, min(high, low + reach))))
    tail = list(_edits(one, two, Window(max(start, end - reach), end, max(low, high - reach), high)))
    yield from max(head, tail, key=lambda runs: sum(run.size for run in runs))


def _edits(one: Row, two: Row, window: Window) -> Iterator[Run]:
    """The equal stretches of two short texts; in unlike texts only long ones, for short ones are chance."""
    start, end, low, high = window
    equal = [op for op in Levenshtein.opcodes(one.key[start:end], two.key[low:high]) if op.tag == "equal"]
    shared = sum(op.src_end - op.src_start for op in equal)
    least = 2 if shared >= 0.6 * max(end - start, high - low) else SIZE
    for op in equal:
        if op.src_end - op.src_start >= least:
            yield Run(start + op.src_start, low + op.dest_start, op.src_end - op.src_start)


def _joined(runs: Iterable[Run]) -> list[Run]:
    """Runs that follow each other in both texts, made one."""
    out: list[Run] = []
    for run in runs:
        last = out[-1] if out else None
        if last and (last.at + last.size, last.to + last.size) == (run.at, run.to):
            out[-1] = last._replace(size=last.size + run.size)
        else:
            out.append(run)
    return out


def moved(one: Row, two: Row, found: Iterable[Run], anchors: Iterable[Run]) -> Iterator[Run]:
    """The anchors that lie off the chain, where nothing on it covers them: stretches told in another order."""
    covered = np.zeros(len(one.key), np.bool_)
    for run in found:
        covered[run.at : run.at + run.size] = True
    for run in sorted(anchors, key=lambda run: (-run.size, run)):
        if covered[run.at : run.at + run.size].any():
            continue
        start, end, shift = run.at, run.at + run.size, run.to - run.at
        while start and start + shift and not covered[start - 1] and one.key[start - 1] == two.key[start + shift - 1]:
            start -= 1
        last = min(len(one.key), len(two.key) - shift)
        while end < last and not covered[end] and one.key[end] == two.key[end + shift]:
            end += 1
        if end - start >= _MOVED:
            yield Run(start, start + shift, end - start)
            covered[start:end] = True
