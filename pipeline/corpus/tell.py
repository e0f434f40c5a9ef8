"""What the merge has to say on each copy: findings after which it reads like its places in the article."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from pipeline.corpus.settle import Settled
from pipeline.corpus.slots import Witness, split_separator
from pipeline.corpus.stream import Bools, Ints
from pipeline.corpus.structure import mutes
from pipeline.document import Block, Finding, Place
from pipeline.keys import key

_FILLED = 400  # no more than this is written into a copy that lacks it: whole sentences are not


class Use(NamedTuple):
    """text[start:end] of the returned document is blocks[block].text[at:], as far as it goes."""

    block: int
    at: int
    start: int
    end: int


class Dissent(NamedTuple):
    """Where a copy reads otherwise: its key characters first..last, and the letters of the article left..right."""

    first: int
    last: int
    left: int
    right: int


@dataclass
class Told:
    """Findings on a copy, its uses in the article once they are applied, and where it dissents."""

    findings: list[Finding] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    dissents: list[Dissent] = field(default_factory=list)


@dataclass(frozen=True)
class Speakers:
    """The documents whose readings the article has, for evidence: each letter's first holder."""

    witnesses: Sequence[Witness]
    holder: Ints

    def place(self, left: int, right: int) -> tuple[Place, ...]:
        """Where the letters left..right, both included, stand in the source of a copy that has them."""
        rank = min(left, right)
        witness = self.witnesses[int(self.holder[rank])]
        first = int(witness.where[rank])
        last = int(witness.where[max(left, right)])
        if last < first or last - first > _FILLED:
            last = first
        doc = witness.stream.doc
        start, end = doc.to_source(*witness.stream.place(first, last + 1))
        return (Place(start, end, doc.name),)


def tell(witness: Witness, settled: Settled, speakers: Speakers, near: Ints) -> Told:
    """The findings on one copy. `near` is, for each of its characters, the article's letter at or behind its column."""
    return _Teller(witness, settled, speakers, near).tell()


class _Teller:
    """Walks through a copy block by block, with the fixes made so far."""

    def __init__(self, witness: Witness, settled: Settled, speakers: Speakers, near: Ints) -> None:
        self.witness, self.settled, self.speakers, self.near = witness, settled, speakers, near
        self.stream, self.doc = witness.stream, witness.stream.doc
        self.out = Told()
        self.shift = 0
        self.open_at, self.open_from = 0, 0

    def tell(self) -> Told:
        rank, size = self.witness.rank, len(self.witness.rank)
        index = np.arange(size, dtype=np.int64)
        before = np.maximum.accumulate(np.where(rank >= 0, index, -1))
        behind = np.minimum.accumulate(np.where(rank >= 0, index, size)[::-1])[::-1]
        differs = np.flatnonzero((rank >= 0) & (self.stream.surface != self.settled.surface[np.maximum(rank, 0)]))
        rough = np.flatnonzero(~self._plain())
        for block, first, past in zip(
            self.stream.blocks, self.stream.first.tolist(), self.stream.past.tolist(), strict=True
        ):
            left, right = int(behind[first]), int(before[past - 1])
            if left >= past:
                self._supersede(block, first, past)
                continue
            cut = rough[np.searchsorted(rough, left) : np.searchsorted(rough, right)]
            joints = sorted({(int(before[i]), int(behind[i + 1])) for i in cut.tolist()})
            letters = differs[np.searchsorted(differs, first) : np.searchsorted(differs, past)].tolist()
            self._block(block, (first, past), (left, right), _in_order(letters, joints))
        self._mute()
        return self.out

    def _plain(self) -> Bools:
        """Behind which characters the copy goes on exactly as the article does."""
        rank, settled = self.witness.rank, self.settled
        here, there = rank[:-1], rank[1:]
        safe = np.maximum(here, 0)
        goes_on = (here >= 0) & (there == here + 1) & (self.stream.gap[:-1] == settled.gap[safe])
        goes_on &= settled.block[safe] == settled.block[np.maximum(there, 0)]
        return np.append(goes_on, True)

    def _block(
        self, block: Block, bounds: tuple[int, int], kept: tuple[int, int], events: Iterator[tuple[int, int]]
    ) -> None:
        (first, past), (left, right) = bounds, kept
        self._open(block, first, left)
        for one, two in events:
            if one == two:
                self._letter(one)
            elif self._goes_on(one, two):
                self._slot(one, two)
            else:
                self._cut(one, two)
        self._close(block, right, past)

    def _letter(self, i: int) -> None:
        rank = int(self.witness.rank[i])
        settled = self.settled
        self._fix(*self.stream.place(i, i + 1), settled.text[settled.at[rank] : settled.until[rank]], (rank, rank))

    def _goes_on(self, one: int, two: int) -> bool:
        """Whether the copy is to read as the article does between two of its characters."""
        left, right = int(self.witness.rank[one]), int(self.witness.rank[two])
        block = self.settled.block
        if right <= left or block[left] != block[right]:
            return False
        return right == left + 1 or (right - left <= _FILLED and not self.settled.stop[left : right - 1].any())

    def _slot(self, one: int, two: int) -> None:
        left, right = int(self.witness.rank[one]), int(self.witness.rank[two])
        settled, stream = self.settled, self.stream
        self._fix(
            int(stream.until[one]), int(stream.at[two]), settled.text[settled.until[left] : settled.at[right]],
            (left, right), Dissent(one, two, left, right),
        )  # fmt: skip

    def _cut(self, one: int, two: int) -> None:
        """The copy goes on at another place of the article: one use ends, the next begins."""
        left, right = int(self.witness.rank[one]), int(self.witness.rank[two])
        start, end = int(self.stream.until[one]), int(self.stream.at[two])
        now = self.doc.text[start:end]
        behind, before = self.settled.behind(left), self.settled.before(right)
        split = _split_alike(now, behind, before)
        if split is None:
            trail, lead = _trail(behind), _lead(before)
            space = next((char for char in now if char.isspace()), " ")
            at = start + self.shift
            dissent = Dissent(one, two - 1, left, self._behind(left)) if two > one + 1 else None
            self._fix(start, end, trail + space + lead, (left, left), dissent)
        else:
            trail, lead = now[: split[0]], now[split[1] :]
            at = start + self.shift
        self._use(at + len(trail))
        self.open_from = int(self.settled.at[right]) - len(lead)
        self.open_at = int(self.stream.at[two]) + self.shift - len(lead)

    def _behind(self, rank: int) -> int:
        """The letter behind one, or itself at the end of a block."""
        block = self.settled.block
        return rank + 1 if rank + 1 < len(block) and block[rank + 1] == block[rank] else rank

    def _open(self, block: Block, first: int, left: int) -> None:
        rank = int(self.witness.rank[left])
        start, end = block.start, int(self.stream.at[left])
        lead, before = self.doc.text[start:end], self.settled.before(rank)
        at = start + self.shift
        if not before.endswith(lead):
            lead = _lead(before)
            dissent = Dissent(first, left, rank, rank) if first < left else None
            self._fix(start, end, lead, (rank, rank), dissent)
        self.open_at, self.open_from = at, int(self.settled.at[rank]) - len(lead)

    def _close(self, block: Block, right: int, past: int) -> None:
        rank = int(self.witness.rank[right])
        start, end = int(self.stream.until[right]), block.end
        trail, behind = self.doc.text[start:end], self.settled.behind(rank)
        at = start + self.shift
        if not behind.startswith(trail):
            trail = _trail(behind)
            dissent = Dissent(right, past - 1, rank, rank) if right < past - 1 else None
            self._fix(start, end, trail, (rank, rank), dissent)
        self._use(at + len(trail))

    def _use(self, end: int) -> None:
        block = int(np.searchsorted(self.settled.ends, self.open_from, side="right"))
        at = self.open_from - int(self.settled.starts[block])
        self.out.uses.append(Use(block, at, self.open_at, end))

    def _fix(self, start: int, end: int, text: str, ranks: tuple[int, int], dissent: Dissent | None = None) -> None:
        was = self.doc.text[start:end]
        if was == text:
            return
        evidence = self.speakers.place(*ranks)
        name = evidence[0].source
        if key(was) == key(text):
            rule, why = "MRG001", f"so it reads in {name}" if dissent else f"so it is written in {name}"
        else:
            rule, why = "MRG002", f"the copies read otherwise, among them {name}"
        self.out.findings.append(Finding(rule, start, end, why, fix=text, confidence=0.9, evidence=evidence))
        self.shift += len(text) - (end - start)
        if dissent and _disagree(was, text):
            self.out.dissents.append(dissent)

    def _mute(self) -> None:
        """The blocks without letters: rows of stars, or a stop on a line of its own."""
        fixes = sorted(
            (fix.end, len(fix.fix or "") - (fix.end - fix.start)) for fix in self.out.findings if fix.fix is not None
        )
        shifts = [0, *accumulate(size for _, size in fixes)]
        ends = [end for end, _ in fixes]
        for block, to in mutes(self.witness, self.settled):
            if to is None:
                why = "the other copies have no such line here"
                self.out.findings.append(
                    Finding("MRG003", block.start, block.end, why, role="superseded", confidence=0.9)
                )
            else:
                shift = shifts[bisect_right(ends, block.start)]
                self.out.uses.append(Use(to, 0, block.start + shift, block.end + shift))
        self.out.uses.sort(key=lambda use: use.start)

    def _supersede(self, block: Block, first: int, past: int) -> None:
        rank = min(int(self.near[first]), len(self.settled.at) - 1)
        evidence = self.speakers.place(rank, rank)
        why = f"the copies have another reading here, among them {evidence[0].source}"
        self.out.findings.append(
            Finding("MRG003", block.start, block.end, why, role="superseded", confidence=0.9, evidence=evidence)
        )
        self.out.dissents.append(Dissent(first, past - 1, rank, rank))


def _trail(behind: str) -> str:
    """The part of a separator that ends what stands before it."""
    trail = split_separator(behind)[0]
    return trail if behind.startswith(trail) else ""


def _lead(before: str) -> str:
    """The part of a separator that begins what stands behind it."""
    lead = split_separator(before)[1]
    return lead if before.endswith(lead) else ""


def _in_order(letters: Sequence[int], joints: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Letters (as pairs of equals) and joints, from left to right."""
    return iter(sorted([*((i, i) for i in letters), *joints]))


def _split_alike(now: str, behind: str, before: str) -> tuple[int, int] | None:
    """Where to cut a separator so that it ends one place of the article and begins another as it stands."""
    if any(char.isspace() for char in now):
        start = next(i for i, char in enumerate(now) if char.isspace())
        end = len(now) - next(i for i, char in enumerate(reversed(now)) if char.isspace())
        alike = now[start:end].isspace() and behind.startswith(now[:start]) and before.endswith(now[end:])
        return (start, end) if alike else None
    for cut in range(len(now), -1, -1):
        if behind.startswith(now[:cut]) and before.endswith(now[cut:]):
            return cut, cut
    return None


def _disagree(one: str, two: str) -> bool:
    """Whether two readings differ in more than white space and letter case."""
    return "".join(one.split()).casefold() != "".join(two.split()).casefold()
