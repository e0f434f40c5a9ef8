"""Where copies disagree: the reading that the article has, those who have it, and the readings that were rejected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.corpus.settle import Settled
from pipeline.corpus.slots import Witness
from pipeline.corpus.tell import Dissent, Told

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
    why = f"{len(by)} of {len(by) + len(others)} copies that have the place read it so"
    return Reading(
        moved[block], start - base, end - base, chosen, by, tuple(sorted(rejected, key=lambda r: r[1:])), why
    )


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
    first, last, left, right = dissent
    for rank in _word(settled, left, -1):
        at = dissent.first - (dissent.left - rank)
        if at < 0 or int(witness.rank[at]) != rank:
            break
        first, left = at, rank
    for rank in _word(settled, right, 1):
        at = dissent.last + (rank - dissent.right)
        if at >= len(witness.rank) or int(witness.rank[at]) != rank:
            break
        last, right = at, rank
    doc = witness.stream.doc
    start, end = doc.to_source(*witness.stream.place(first, last + 1))
    return (left, right), Rejected(doc.source[start:end], doc.name, start, end)


def _word(settled: Settled, rank: int, step: int) -> Iterator[int]:
    """The letters around one, to the end of its word; behind a very short word the next one too."""
    numeric = settled.text[settled.at[rank]].isdigit()
    words, letters = 0, 0
    for _ in range(_WORD):
        following = rank + step
        if not 0 <= following < len(settled.at) or settled.block[following] != settled.block[rank]:
            return
        slot = settled.text[settled.until[min(rank, following)] : settled.at[max(rank, following)]]
        if slot:
            words += 1
            if step < 0 or numeric or words > 1 or letters + 1 >= _SHORT or not slot.isspace():
                return
        rank, letters = following, letters + 1
        yield rank
