"""What the blocks of the article are, from the copies that show it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeVar

import numpy as np

from pipeline.corpus.settle import Settled
from pipeline.corpus.slots import Witness
from pipeline.document import Block, Kind, Role

_SHOWN = 3  # a kind that the source itself shows speaks for so many that were inferred
_T = TypeVar("_T")


class Frame(NamedTuple):
    """What a block is."""

    kind: Kind
    role: Role
    level: int | None


def frames(settled: Settled, full: Sequence[Witness], fragments: Sequence[Witness]) -> list[Frame]:
    """What each block is. A fragment prints a sentence a line, so it is asked only where it is alone."""
    kinds: list[dict[tuple[Kind, int | None], float]] = [{} for _ in settled.starts]
    roles: list[dict[Role, float]] = [{} for _ in settled.starts]
    for witnesses in (full, fragments):
        silent = {i for i, votes in enumerate(kinds) if not votes}
        for witness in witnesses:
            shows = any(block.kind != "paragraph" and not block.because for block in witness.stream.blocks)
            for block, to, size in _overlaps(witness, settled):
                if to in silent:
                    own = _SHOWN if shows and not block.because else 1
                    _vote(kinds[to], (block.kind, block.level), size * witness.trust * own)
                    _vote(roles[to], block.role, size * witness.trust)
    for block, place in (pair for witness in (*full, *fragments) for pair in mutes(witness, settled)):
        if place is not None and not kinds[place]:
            kinds[place], roles[place] = {(block.kind, block.level): 1.0}, {block.role: 1.0}
    # A block without letters that no copy has at this very place has no votes: it is plain.
    return [
        Frame(_most(kind)[0], _most(role), _most(kind)[1]) if kind else Frame("paragraph", "body", None)
        for kind, role in zip(kinds, roles, strict=True)
    ]


def mutes(witness: Witness, settled: Settled) -> Iterator[tuple[Block, int | None]]:
    """Each block without letters of a copy, and the block of the article that it is, if there is one."""
    stream, size, used = witness.stream, len(settled.at), -1
    for block, behind in stream.mute:
        left = int(witness.rank[behind - 1]) if behind else -1
        right = int(witness.rank[behind]) if behind < len(stream.at) else size
        text = stream.doc.block_text(block)
        found = None
        for to in (*_between(settled, left, left + 1), *_between(settled, right - 1, right)):
            if found is None and to > used and settled.text[settled.starts[to] : settled.ends[to]] == text:
                found = used = to
        yield block, found


def _between(settled: Settled, left: int, right: int) -> range:
    """The blocks of the article between two letters that follow each other."""
    size = len(settled.at)
    if right < 0 or left >= size or (left < 0 and right > 0) or (right == 0 and left < -1):
        return range(0)
    first = int(settled.block[left]) + 1 if left >= 0 else 0
    past = int(settled.block[right]) if right < size else len(settled.starts)
    return range(first, past)


def _vote(votes: dict[_T, float], what: _T, weight: float) -> None:
    votes[what] = votes.get(what, 0.0) + weight


def _most(votes: dict[_T, float]) -> _T:
    return max(votes, key=lambda what: votes[what])


def _overlaps(witness: Witness, settled: Settled) -> Iterator[tuple[Block, int, int]]:
    """Each block of a copy with a block of the article in which it stands, and how many letters they share."""
    stream, held = witness.stream, np.flatnonzero(witness.rank >= 0)
    if not len(held):
        return
    mine = np.searchsorted(stream.past, held, side="right")
    theirs = settled.block[witness.rank[held]]
    cuts = np.flatnonzero(np.append(True, (np.diff(mine) != 0) | (np.diff(theirs) != 0)))
    sizes = np.diff(np.append(cuts, len(held)))
    for block, to, size in zip(mine[cuts].tolist(), theirs[cuts].tolist(), sizes.tolist(), strict=True):
        yield stream.blocks[block], to, size


def gaps(settled: Settled, witnesses: Sequence[Witness]) -> list[int]:
    """Before which blocks of the article (their number for the end) some copy knows that something is missing.

    What one copy lacks may stand in another: a gap counts only where the copy goes on as the article does.
    """
    found: set[int] = set()
    for witness in witnesses:
        stream, size = witness.stream, len(settled.at)
        for gap in (block for block in stream.doc.blocks if block.kind == "gap"):
            behind = int(np.searchsorted(stream.at, gap.start))
            left = int(witness.rank[behind - 1]) if behind else -1
            right = int(witness.rank[behind]) if behind < len(stream.at) else size
            if right == left + 1 and (right == size or left < 0 or settled.block[left] != settled.block[right]):
                found.add(int(settled.block[right]) if right < size else len(settled.starts))
    return sorted(found)
