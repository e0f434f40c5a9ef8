"""All copies in one row: every key character of every copy has a column, and equal ones share it.

Where copies differ, their letters stand side by side in columns of their own; which of them the article takes is
decided later (`vote.py`). A copy is then nothing but the numbers of its columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.corpus.align import Row, Run, align, moved
from pipeline.corpus.stream import Bools, Ints, Points, Stream

_EFFORT = 64  # looking for short lines may cost so many times the length of the texts
_SHORTEST = 4  # key characters of a line that is looked for
_TELLING = 8  # a line of so many is found even within a sentence
_PHRASE = 40  # a shared stretch of so many letters is no chance
_MOSTLY = 0.5  # a sentence of which less is shared is another sentence
_SLIDE = 200  # how far an omission is moved to begin and end with a sentence


@dataclass
class Braid:
    """The columns: their key characters, whether a sentence or block begins before or ends behind them in a copy that
    holds them, and each stream's columns.
    """

    points: Points
    begin: Bools
    stop: Bools
    columns: dict[str, Ints]  # by key: copies that agree on their keys share their columns


def braid(full: Sequence[Stream], fragments: Sequence[Stream] = ()) -> Braid:
    """The streams side by side, the earlier ones giving the order, the fragments what is found nowhere else."""
    out = Braid(np.zeros(0, np.uint32), np.zeros(0, np.bool_), np.zeros(0, np.bool_), {})
    row = Row("")
    for number, stream in enumerate((*full, *fragments)):
        if not stream.key:
            out.columns[stream.key] = np.zeros(0, np.int64)
        elif stream.key in out.columns:
            _mark(out, out.columns[stream.key], stream.stop)
        else:
            _add(out, Row(stream.key), stream.stop, row, anywhere=number >= len(full))
        if len(out.points) != len(row.key):
            row = Row(out.points.tobytes().decode("utf-32-le", "surrogatepass"))
    return out


def _add(out: Braid, one: Row, stop: Bools, two: Row, *, anywhere: bool) -> None:
    """Give the key `one` its columns among the columns `two`, and new ones where it has none there."""
    forward, anchors = align(one, two)
    forward = _slid(forward, Side(one.points, stop), Side(two.points, out.stop))
    forward = _meant(forward, stop)
    columns = np.full(len(one.key), -1, np.int64)
    for run in (*forward, *moved(one, two, forward, anchors)):
        columns[run.at : run.at + run.size] = np.arange(run.to, run.to + run.size)
    for run in _short(one, two, (stop, out.stop), np.flatnonzero(columns < 0), forward, anywhere=anywhere):
        columns[run.at : run.at + run.size] = np.arange(run.to, run.to + run.size)
    fresh = np.flatnonzero(columns < 0)
    places = _places(fresh, forward, stop, out.stop)
    held = columns >= 0
    columns[held] += np.searchsorted(places, columns[held], side="right")
    columns[fresh] = places + np.arange(len(fresh))
    if len(fresh):
        for key, known in out.columns.items():
            out.columns[key] = known + np.searchsorted(places, known, side="right")
        out.points = np.insert(out.points, places, one.points[fresh])
        out.begin = np.insert(out.begin, places, False)
        out.stop = np.insert(out.stop, places, False)
    out.columns[one.key] = columns
    _mark(out, columns, stop)


def _mark(out: Braid, columns: Ints, stop: Bools) -> None:
    out.begin[columns] |= np.append(True, stop[:-1])
    out.stop[columns] |= stop


def _meant(runs: Sequence[Run], stop: Bools) -> list[Run]:
    """The runs without chance phrases: of a sentence that is mostly new, a short stretch that stands elsewhere too.

    Such a sentence is another one, and is kept whole beside the one that shares its phrase.
    """
    sentence = np.append(0, np.cumsum(stop[:-1]))
    covered = np.zeros(len(stop), np.bool_)
    for run in runs:
        covered[run.at : run.at + run.size] = True
    held = np.bincount(sentence, weights=covered)
    chance = held < _MOSTLY * np.bincount(sentence)
    out = []
    for run in runs:
        start, past = run.at, run.at + run.size
        head = int(np.searchsorted(sentence[start:past], sentence[start], side="right"))
        if chance[sentence[start]] and head < _PHRASE:
            start += head
        tail = int(np.searchsorted(sentence[start:past], sentence[past - 1], side="left"))
        if start < past and chance[sentence[past - 1]] and past - start - tail < _PHRASE:
            past = start + tail
        if start < past:
            out.append(Run(start, run.to + start - run.at, past - start))
    return out


def _short(
    one: Row, two: Row, stops: tuple[Bools, Bools], fresh: Ints, forward: Sequence[Run], *, anywhere: bool
) -> Iterator[Run]:
    """Whole sentences or lines, too short for alignment, that stand in `two` as they are.

    They are looked for where they should be, those of a fragment anywhere. All looking together is bounded.
    """
    stop, there = stops
    sides = Side(one.points, stop), Side(two.points, there)
    ends = np.array([run.at for run in forward], np.int64)
    effort = _EFFORT * (len(one.key) + len(two.key))
    least = 0
    for start, end in _sentences(fresh, stop):
        if end - start < _SHORTEST or not sides[0].parts(start) or not sides[0].parts(end) or effort < 0:
            continue
        behind = int(np.searchsorted(ends, start, side="right"))
        low = max(least, forward[behind - 1].to + forward[behind - 1].size if behind else 0)
        high = forward[behind].to if behind < len(forward) else len(two.key)
        for first, past in ((low, high), (0, len(two.key)) if anywhere else (0, 0)):
            effort -= past - first
            to = two.key.find(one.key[start:end], first, past)
            tells = anywhere and end - start >= _TELLING
            if to >= 0 and (tells or (sides[1].parts(to) and sides[1].parts(to + end - start))):
                yield Run(start, to, end - start)
                least = to + end - start if first == low else least
                break


def _sentences(fresh: Ints, stop: Bools) -> Iterator[tuple[int, int]]:
    """The stretches of fresh characters, cut at the ends of sentences."""
    if len(fresh):
        cuts = np.flatnonzero((np.diff(fresh) != 1) | stop[fresh[:-1]]) + 1
        for part in np.split(fresh, cuts):
            yield int(part[0]), int(part[-1]) + 1


def _places(fresh: Ints, forward: Sequence[Run], stop: Bools, stops: Bools) -> Ints:
    """For each fresh character, the column before which it goes.

    A stretch that begins with a sentence goes where one ends, so that it does not cut another in two.
    """
    if not len(fresh):
        return fresh
    ends = np.array([run.at for run in forward], np.int64)
    cuts = np.flatnonzero(np.append(True, np.diff(fresh) != 1))
    places = np.zeros(len(fresh), np.int64)
    least = 0
    for first, past in zip(cuts.tolist(), [*cuts[1:].tolist(), len(fresh)], strict=True):
        at = int(fresh[first])
        behind = int(np.searchsorted(ends, at, side="right"))
        low = forward[behind - 1].to + forward[behind - 1].size if behind else 0
        high = forward[behind].to if behind < len(forward) else len(stops)
        place = low
        if at and stop[at - 1] and low and not stops[low - 1]:
            found = np.flatnonzero(stops[low:high])
            place = low + int(found[0]) + 1 if len(found) else low
        least = max(least, place)
        places[first:past] = least
    return places


@dataclass(frozen=True)
class Side:
    """One of two aligned texts: its key characters and the ends of its sentences."""

    points: Points
    stop: Bools

    def parts(self, at: int) -> bool:
        """Whether a sentence begins at the place."""
        return at == 0 or bool(self.stop[at - 1])


def _slid(runs: list[Run], one: Side, two: Side) -> list[Run]:
    """The runs, with what one text leaves out between two of them beginning and ending with a sentence if it can.

    "It barks. The dog runs." without its middle may be read as lacking "barks. The dog" or "The dog barks."
    """
    runs = list(runs)
    for i in range(1, len(runs)):
        left, right = runs[i - 1], runs[i]
        here, there = right.at - left.at - left.size, right.to - left.to - left.size
        if bool(here) == bool(there):
            continue
        side, start = (one, left.at + left.size) if here else (two, left.to + left.size)
        shift = _shift(side, start, here or there, -min(left.size - 1, _SLIDE), min(right.size - 1, _SLIDE))
        runs[i - 1] = left._replace(size=left.size + shift)
        runs[i] = Run(right.at + shift, right.to + shift, right.size - shift)
    return runs


def _shift(side: Side, start: int, size: int, least: int, most: int) -> int:
    """How far side[start:start+size] may be moved, reading the same, to lie between two sentences."""
    if side.parts(start) and side.parts(start + size):
        return 0
    best = 0
    for step, limit in ((-1, least), (1, most)):
        shift = 0
        while shift != limit:
            edge = start + shift + (step - 1) // 2
            if side.points[edge] != side.points[edge + size]:
                break
            shift += step
            if side.parts(start + shift) and (side.parts(start + size + shift) or not best):
                best = shift
                if side.parts(start + size + shift):
                    return shift
    return best
