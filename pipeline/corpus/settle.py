"""The text of the article: one reading for each letter and slot, cut into blocks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.corpus.slots import (
    DOUBTED,
    FLOWS,
    GLUED,
    JOINED,
    KEPT_MOST,
    LOST,
    MADE,
    WEAK,
    Witness,
    breaks_a_sentence,
    choose_separator,
    join_separator,
    split_separator,
    trusted,
    unspaced,
)
from pipeline.corpus.stream import BREAK, NONE, Bools, Codes, Ints, ends_sentence


@dataclass(frozen=True)
class Settled:
    """The article as one text, in which no character lies between two blocks.

    For each letter: its span in the text, the codes of its surface and of the separator behind it (with a BREAK at
    the end of a block), its block, and whether a sentence ends behind it. For each block its span in the text.
    """

    text: str
    at: Ints
    until: Ints
    surface: Ints
    gap: Ints
    stop: Bools
    block: Ints
    starts: Ints
    ends: Ints

    def before(self, rank: int) -> str:
        """What stands before a letter, up to the letter or the beginning of the block before it."""
        inside = rank > 0 and self.block[rank - 1] == self.block[rank]
        return self.text[self.until[rank - 1] if inside else self.starts[self.block[rank]] : self.at[rank]]

    def behind(self, rank: int) -> str:
        """What stands behind a letter, up to the next letter or the end of the block."""
        inside = rank + 1 < len(self.at) and self.block[rank + 1] == self.block[rank]
        return self.text[self.until[rank] : self.at[rank + 1] if inside else self.ends[self.block[rank]]]


def settle(full: Sequence[Witness], fragments: Sequence[Witness], stop: Bools, codes: Codes) -> Settled:
    """Decide each letter's surface and each slot. Fragments speak only where no full copy does."""
    size = len(stop)
    full = trusted(full)
    surface = _surfaces(full, fragments, size)
    gap = np.full(size, NONE, np.int64)
    for witnesses in (full, fragments):
        _vote(gap, witnesses, codes)
    both = [*full, *fragments]
    _join_sentences(gap, full, codes)
    _go_on(gap, full, codes)
    for slot in np.flatnonzero(gap == NONE).tolist():
        gap[slot] = codes.code(_seam(slot, both, codes))
    held = {code for code in np.unique(gap[stop]).tolist() if ends_sentence(codes.text(code))}
    stop = stop & np.isin(gap, np.array(sorted(held), np.int64))
    return _laid_out(_first_lead(both, codes), surface, gap, stop, codes)


def _surfaces(full: Sequence[Witness], fragments: Sequence[Witness], size: int) -> Ints:
    """Each letter as most copies write it; the first copy decides a draw."""
    surface = np.full(size, NONE, np.int64)
    for witnesses in (full, fragments):
        open_ = np.flatnonzero(surface == NONE)
        rows = np.stack([_surface_of(witness, open_) for witness in witnesses]) if witnesses else None
        if rows is None or not len(open_):
            continue
        first = np.argmax(rows != NONE, axis=0)
        best = rows[first, np.arange(len(open_))]
        split = np.flatnonzero(((rows != best) & (rows != NONE)).any(axis=0))
        for i in split.tolist():
            seen = rows[:, i]
            values, counts = np.unique(seen[seen != NONE], return_counts=True)
            best[i] = max(zip(counts.tolist(), (values == best[i]).tolist(), values.tolist(), strict=True))[2]
        surface[open_] = best
    return surface


def _surface_of(witness: Witness, ranks: Ints) -> Ints:
    at = witness.where[ranks]
    return np.where(at >= 0, witness.stream.surface[np.maximum(at, 0)], NONE)


def _vote(gap: Ints, witnesses: Sequence[Witness], codes: Codes) -> None:
    """Fill the open slots that these witnesses know."""
    open_ = np.flatnonzero(gap == NONE)
    if not witnesses or not len(open_):
        return
    best = np.full(len(open_), NONE, np.int64)
    split = np.zeros(len(open_), np.bool_)
    for witness in witnesses:
        seen = witness.gaps(open_)
        split |= (best != NONE) & (seen != NONE) & (seen != best)
        best = np.where(best == NONE, seen, best)
    slots = open_[split]
    rows = np.array([witness.gaps(slots) for witness in witnesses], np.int64)
    made = np.array([witness.stream.made[np.maximum(witness.where[slots], 0)] for witness in witnesses], np.bool_)
    joined = np.array([witness.joins(slots) for witness in witnesses], np.bool_)
    decided = []
    for column, *judged in zip(rows.T.tolist(), made.T.tolist(), joined.T.tolist(), strict=True):
        voices = zip(witnesses, column, *judged, strict=True)
        decided.append(
            codes.code(_decide([Voice(one, codes.text(code), *how) for one, code, *how in voices if code != NONE]))
        )
    best[split] = decided
    gap[open_] = best


def _join_sentences(gap: Ints, full: Sequence[Witness], codes: Codes) -> None:
    """Join lines that end within a sentence, where only copies speak whose other line ends have proved wrong."""
    spoken = np.zeros(len(gap), np.bool_)
    slots = np.arange(len(gap))
    for witness in full:
        if witness.trust > DOUBTED:
            spoken |= witness.gaps(slots) != NONE
    for witness in full:
        lasts = witness.stream.past[:-1] - 1
        ranks = witness.rank[lasts]
        own = (ranks >= 0) & ~spoken[ranks] & (witness.trust <= DOUBTED)
        for last, rank in zip(lasts[own].tolist(), ranks[own].tolist(), strict=True):
            separator = codes.text(int(gap[rank])) if gap[rank] != NONE else ""
            if BREAK in separator and breaks_a_sentence(witness.stream, last):
                gap[rank] = codes.code(unspaced(join_separator(separator)))


def _go_on(gap: Ints, full: Sequence[Witness], codes: Codes) -> None:
    """Join blocks where most copies that have the letter before go on in the same line, be it with other words."""
    breaks = {code for witness in full for code in witness.stream.gap[witness.stream.past - 1].tolist()}
    slots = np.flatnonzero(np.isin(gap, np.array(sorted(breaks), np.int64)))
    votes = np.zeros(len(slots))
    for witness in full:
        at = witness.where[slots]
        behind = np.where(at >= 0, witness.stream.gap[np.maximum(at, 0)], NONE)
        joined = witness.joins(slots)
        for i in np.flatnonzero((at >= 0) & (at + 1 < len(witness.rank))).tolist():
            votes[i] += Voice(witness, codes.text(int(behind[i])), made=False, joined=bool(joined[i])).for_a_break()
    for slot in slots[votes < 0].tolist():
        gap[slot] = codes.code(unspaced(join_separator(codes.text(int(gap[slot])))))


class Voice(NamedTuple):
    """What a witness has in a slot, and whether a stage made it or took a line break out for it."""

    witness: Witness
    text: str
    made: bool
    joined: bool

    def for_a_break(self) -> float:
        """How much it speaks for the end of a block; against it where negative."""
        if BREAK in self.text:
            return self.witness.trust
        if self.joined:
            return -self.witness.trust * JOINED
        keeps = self.witness.keeps
        if any(char.isspace() for char in self.text):
            return -FLOWS * min(1.0, keeps / LOST)
        return -GLUED * min(1.0, keeps / LOST) * (2 if keeps > KEPT_MOST else 1)


def _decide(seen: Sequence[Voice]) -> str:
    """One separator from what the witnesses have in the slot."""
    breaks = [(voice.text, 1.0) for voice in seen if BREAK in voice.text]
    if breaks and sum(voice.for_a_break() for voice in seen) >= 0:
        return choose_separator(_tally(breaks))
    return choose_separator(
        _tally(
            (join_separator(text), WEAK) if BREAK in text else (text, MADE if made and text.isspace() else 1.0)
            for _, text, made, _ in seen
        )
    )


def _tally(votes: Iterable[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
    """The votes summed, in the order in which they were first cast."""
    out: dict[str, float] = {}
    for text, weight in votes:
        out[text] = out.get(text, 0.0) + weight
    return tuple((text, round(weight, 3)) for text, weight in out.items())


def _seam(slot: int, witnesses: Sequence[Witness], codes: Codes) -> str:
    """The separator between two letters that stand side by side in no copy (or behind the very last)."""
    behind = [(w, codes.text(int(w.stream.gap[w.where[slot]]))) for w in witnesses if w.where[slot] >= 0]
    whole = [text for w, text in behind if w.where[slot] == len(w.rank) - 1]
    if slot + 1 == len(witnesses[0].where) and whole:
        return choose_separator(_tally((text, 1.0) for text in whole))
    following = slot + 1 if slot + 1 < len(witnesses[0].where) else None
    before = [(w, _gap_before(w, following, codes)) for w in witnesses if following and w.where[following] >= 0]
    trail = choose_separator(_tally((split_separator(text)[0], 1.0) for _, text in behind))
    if following is None:
        return f"{trail}{BREAK}"
    lead = choose_separator(_tally((split_separator(text)[1], 1.0) for _, text in before))
    is_end = any(
        sum(w.trust if BREAK in text else -w.trust for w, text in side) >= 0 and any(BREAK in text for _, text in side)
        for side in (behind, before)
    )
    return f"{trail}{BREAK}{lead}" if is_end else f"{trail} {lead}"


def _gap_before(witness: Witness, rank: int, codes: Codes) -> str:
    at = int(witness.where[rank])
    if at:
        return codes.text(int(witness.stream.gap[at - 1]))
    return BREAK + witness.stream.lead


def _first_lead(witnesses: Sequence[Witness], codes: Codes) -> str:
    found = [_gap_before(witness, 0, codes) for witness in witnesses if witness.where[0] >= 0]
    return choose_separator(_tally((split_separator(text)[1], 1.0) for text in found))


def _laid_out(first_lead: str, surface: Ints, gap: Ints, stop: Bools, codes: Codes) -> Settled:
    """The text with its blocks; what stands between two BREAKs is a block without letters."""
    letters, _ = _spelt(surface, codes)
    separators, breaks = _spelt(gap, codes)
    parts = np.empty(2 * len(gap) + 1, object)
    parts[0], parts[1::2], parts[2::2] = first_lead.replace(BREAK, ""), letters, separators
    bounds = np.cumsum([len(part) for part in parts], dtype=np.int64)
    until = bounds[1::2]
    ends, leading = _inner_ends(first_lead, 0), first_lead.count(BREAK)
    count = np.zeros(len(gap) + 1, np.int64)
    for slot in np.flatnonzero(breaks).tolist():
        inner = _inner_ends(codes.text(int(gap[slot])), int(until[slot]))
        count[slot + 1] = len(inner)
        ends += inner
    return Settled(
        text="".join(parts),
        at=bounds[0::2][: len(surface)],
        until=until,
        surface=surface,
        gap=gap,
        stop=stop,
        block=leading + np.cumsum(count)[:-1],
        starts=np.array([0, *ends[:-1]], np.int64),
        ends=np.array(ends, np.int64),
    )


def _spelt(numbers: Ints, codes: Codes) -> tuple[npt.NDArray[np.object_], Bools]:
    """The texts behind many numbers, without BREAKs, and which had one."""
    values, back = np.unique(numbers, return_inverse=True)
    texts = [codes.text(value) for value in values.tolist()]
    breaks = np.array([BREAK in text for text in texts], np.bool_)
    return np.array([text.replace(BREAK, "") for text in texts], object)[back], breaks[back]


def _inner_ends(separator: str, start: int) -> list[int]:
    """Where blocks end in a separator that begins at `start`, without its BREAKs."""
    sizes = [len(part) for part in separator.split(BREAK)[:-1]]
    return [start + end for end in accumulate(sizes)]
