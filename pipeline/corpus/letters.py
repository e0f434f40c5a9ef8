"""Which letters the article takes where copies differ in more than separators.

A sentence that some copies lack was lost in them, and is kept. Within a sentence the copies contradict each other;
there the reading of most copies is taken, of a whole word or number from one witness, never mixed from two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from pipeline.corpus.braid import Braid
from pipeline.corpus.stream import BREAK, Bools, Codes, Ints, Stream

_LONG = 400  # a contradiction longer than this is no reading of a sentence but an omission
_WORD = 40  # how far a contradiction is widened to whole words
_MOSTLY = 0.5
_NEAR = 30

# What is left of a text whose encoding was mistaken; such a reading loses against any other.
_HIGH = "[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—™š›œžŸ]"
DAMAGE = re.compile(rf"\ufffd|[\x80-\x9f]|â€|â{_HIGH}{_HIGH}|[ÃÂ]{_HIGH}|ï¿½")


class Region(NamedTuple):
    """The columns start:end, where copies contradict each other."""

    start: int
    end: int


class Voter(NamedTuple):
    """A copy that has a say: its stream and its columns, sorted, with the position of each."""

    stream: Stream
    columns: Ints
    inorder: Ints
    position: Ints

    @classmethod
    def of(cls, stream: Stream, columns: Ints) -> Voter:
        """The voter that a stream with these columns is."""
        order = np.argsort(columns, kind="stable")
        return cls(stream, columns, columns[order], order)


def choose_letters(woven: Braid, voters: Sequence[Voter], codes: Codes) -> Bools:
    """Which columns the article takes; the first voters are the best and decide a draw."""
    chosen = np.ones(len(woven.points), np.bool_)
    found = {part for voter in voters for part in _contradictions(voter.columns, woven)}
    if found:
        spaced = _word_ends(len(woven.points), voters, codes)
        for region in _merged(_widened(part, spaced) for part in sorted(found)):
            taken = _taken(region, voters)
            chosen[region.start : region.end] = False
            chosen[list(taken)] = True
        for voter in voters:
            _keep_sentences(chosen, voter)
    return chosen


def _keep_sentences(chosen: Bools, voter: Voter) -> None:
    """A sentence of which most would go is no other reading of one that stays: it is kept."""
    stop = voter.stream.stop
    sentence = np.append(0, np.cumsum(stop[:-1]))
    kept = np.bincount(sentence, weights=chosen[voter.columns])
    lost = kept < _MOSTLY * np.bincount(sentence)
    if lost.any():
        chosen[voter.columns[lost[sentence]]] = True


def _contradictions(columns: Ints, woven: Braid) -> Iterator[Region]:
    """What a copy passes over within a sentence. Whole sentences that it passes over are no contradiction."""
    jumps = np.flatnonzero(np.diff(columns) > 1)
    for start, end in zip((columns[jumps] + 1).tolist(), columns[jumps + 1].tolist(), strict=True):
        clean_start, clean_end = woven.begin[start], woven.stop[end - 1]
        if clean_start and clean_end:
            continue
        inside = np.flatnonzero(woven.stop[start:end])
        if not len(inside):
            parts = [Region(start, end)]
        else:
            parts = [] if clean_start else [Region(start, start + int(inside[0]) + 1)]
            parts += [] if clean_end else [Region(start + int(inside[-1]) + 1, end)]
        yield from (part for part in parts if part.end - part.start <= _LONG)


def _word_ends(size: int, voters: Iterable[Voter], codes: Codes) -> Bools:
    """Behind which columns a word ends. Marks between digits (1,234.5) do not end a number."""
    out = np.zeros(size, np.bool_)
    for voter in voters:
        gap, at = voter.stream.gap, np.flatnonzero(voter.stream.gap)
        values, back = np.unique(gap[at], return_inverse=True)
        texts = [codes.text(code) for code in values.tolist()]
        spaced = np.array([BREAK in text or any(char.isspace() for char in text) for text in texts], np.bool_)
        out[voter.columns[at[spaced[back]]]] = True
    return out


def _widened(region: Region, word_ends: Bools) -> Region:
    start, end = region
    while start > 0 and region.start - start < _WORD and not word_ends[start - 1]:
        start -= 1
    while end < len(word_ends) and end - region.end < _WORD and not word_ends[end - 1]:
        end += 1
    return Region(start, end)


def _merged(regions: Iterable[Region]) -> list[Region]:
    out: list[Region] = []
    for region in sorted(regions):
        if out and region.start <= out[-1].end:
            out[-1] = Region(out[-1].start, max(region.end, out[-1].end))
        else:
            out.append(region)
    return out


def _taken(region: Region, voters: Sequence[Voter]) -> tuple[int, ...]:
    """The columns of the reading that most voters have; damaged readings lose, a draw goes to the first voter."""
    votes: dict[tuple[int, ...], float] = {}
    for voter in voters:
        reading = _reading(region, voter)
        if reading is not None:
            columns, text = reading
            votes[columns] = votes.get(columns, 0) + (0.01 if DAMAGE.search(text) else 1)
    if not votes:
        return tuple(range(*region))
    return max(votes, key=lambda columns: votes[columns])


def _reading(region: Region, voter: Voter) -> tuple[tuple[int, ...], str] | None:
    """What a voter has in the region, or None where it does not pass through it in one go."""
    low, high = np.searchsorted(voter.inorder, region).tolist()
    places = voter.position[low:high]
    if len(places):
        if places[-1] - places[0] != len(places) - 1:
            return None
        start, end = voter.stream.place(int(places[0]), int(places[-1]) + 1)
        return tuple(voter.inorder[low:high].tolist()), voter.stream.doc.text[start:end]
    if not 0 < low < len(voter.inorder) or voter.position[low] != voter.position[low - 1] + 1:
        return None
    near = voter.inorder[low - 1] >= region.start - _NEAR and voter.inorder[low] <= region.end + _NEAR
    return ((), "") if near else None
