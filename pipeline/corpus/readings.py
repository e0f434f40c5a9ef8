"""Where copies disagree: the reading that the article has, those who have it, and the readings that were rejected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from pipeline.corpus.letters import DAMAGE
from pipeline.corpus.settle import Settled
from pipeline.corpus.slots import Witness, is_loss
from pipeline.corpus.stream import Ints
from pipeline.corpus.tell import Dissent, Told
from pipeline.keys import key

_SHORT = 4  # behind a shorter word the next is shown too
_WORD = 60  # no word is longer


class Rejected(NamedTuple):
    """A reading that the article has not, as it is written in the source."""

    text: str
    source: str
    start: int
    end: int


class Reading(NamedTuple):
    """blocks[block].text[start:end] reads so in the article (`chosen`); `rejected` are the other readings."""

    block: int
    start: int
    end: int
    chosen: str
    chosen_by: tuple[str, ...]
    rejected: tuple[Rejected, ...]
    why: str


def readings(
    settled: Settled, witnesses: Sequence[Witness], told: Sequence[Told], moved: Sequence[int]
) -> tuple[Reading, ...]:
    """All dissents, one reading for each place; `moved` gives the number of each block in the article."""
    found: dict[tuple[int, int], list[Rejected]] = {}
    for witness, heard in zip(witnesses, told, strict=True):
        for dissent in heard.dissents:
            place, rejected = _shown(dissent, witness, settled)
            found.setdefault(place, []).append(rejected)
    return tuple(_reading(settled, witnesses, place, (moved, found[place])) for place in sorted(found))


def _reading(
    settled: Settled,
    witnesses: Sequence[Witness],
    place: tuple[int, int],
    rest: tuple[Sequence[int], list[Rejected]],
) -> Reading:
    left, right = place
    moved, rejected = rest
    block = int(settled.block[left])
    start, end = int(settled.at[left]), int(settled.until[right])
    base = int(settled.starts[block])
    chosen = settled.text[start:end]
    others = sorted({one.source for one in rejected})
    by = tuple(sorted({w.stream.doc.name for w in witnesses if _agrees(w, left, right, chosen)}))
    size = {witness.stream.doc.name: len(witness.stream.key) for witness in witnesses}
    fuller = max((size[name] for name in by), default=0) > max((size[name] for name in others), default=0)
    count = f"{len(by)} of {len(by) + len(others)} copies that have the place"
    why = f"{_reason(chosen, by, rejected, fuller=fuller)} ({count})"
    return Reading(
        moved[block], start - base, end - base, chosen, by, tuple(sorted(rejected, key=lambda r: r[1:])), why
    )


def _reason(chosen: str, by: Sequence[str], rejected: Sequence[Rejected], *, fuller: bool) -> str:
    """Why a reading won, as far as it shows in the readings themselves."""
    if not DAMAGE.search(chosen) and all(DAMAGE.search(other.text) for other in rejected):
        return "the other readings are damaged"
    if all(key(other.text) == key(chosen) and is_loss(other.text, chosen) for other in rejected):
        return "spaces, dashes and marks get lost and are hardly ever invented"
    if not by:
        return "each word is as the copies that have it read it, for none has all of them"
    if len(by) > len({other.source for other in rejected}):
        return "most copies"
    return "the fuller copy" if fuller else "the copies that carry more weight here"


def _agrees(witness: Witness, left: int, right: int, chosen: str) -> bool:
    first, last = int(witness.where[left]), int(witness.where[right])
    if first < 0 or last - first != right - left:
        return False
    start, end = witness.stream.place(first, last + 1)
    return _bare(witness.stream.doc.text[start:end]) == _bare(chosen)


def _bare(text: str) -> str:
    return "".join(text.split()).casefold()


def _shown(dissent: Dissent, witness: Witness, settled: Settled) -> tuple[tuple[int, int], Rejected]:
    """The dissent with the words around it, in the article and in the source."""
    stream = witness.stream
    block = int(settled.block[dissent.left])
    edges = np.searchsorted(settled.block, [block, block + 1]).tolist()
    left, right = _words(Letters(settled.text, settled.at, settled.until, *edges), dissent.left, dissent.right)
    first_block, last_block = np.searchsorted(stream.past, [dissent.first, dissent.last], side="right").tolist()
    edges = [int(stream.first[first_block]), int(stream.past[last_block])]
    letters = Letters(stream.doc.text, stream.at, stream.until, *edges)
    first, last = _words(letters, dissent.first, dissent.last)
    start, end = stream.doc.to_source(*stream.place(first, last + 1))
    return (left, right), Rejected(stream.doc.source[start:end], stream.doc.name, start, end)


class Letters(NamedTuple):
    """The letters first..past of a text, with their places."""

    text: str
    at: Ints
    until: Ints
    first: int
    past: int

    def separator(self, left: int) -> str:
        """What stands behind a letter."""
        return self.text[self.until[left] : self.at[left + 1]]


def _words(letters: Letters, left: int, right: int) -> tuple[int, int]:
    """The letters left..right with the rest of their words; behind a very short word the next one too."""
    numeric = letters.text[letters.at[left]].isdigit()
    start, end = left, right
    while start > letters.first and left - start < _WORD and not letters.separator(start - 1):
        start -= 1
    short = not numeric
    for _ in range(_WORD):
        if end + 1 >= letters.past:
            break
        separator = letters.separator(end)
        if separator:
            if not short or end + 1 - right >= _SHORT or not separator.isspace():
                break
            short = False
        end += 1
    return start, end
