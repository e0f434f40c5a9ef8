"""A file whose lines come from several articles, cut into contiguous parts: one for each article that holds them.

As a whole it would be an article of its own, or the bridge by which two become one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

import numpy as np

from pipeline.corpus.grams import Hashes
from pipeline.corpus.groups import fullest
from pipeline.corpus.links import Link
from pipeline.corpus.sketch import Features, features
from pipeline.corpus.stream import Bools, Codes, Ints, stream
from pipeline.document import Document, Finding, Meta, Place, cut

_HELD = 0.6  # of each block so much must stand in the article that it goes to
_LIKELY = 0.5  # with a lower share of its sketch in other articles, a document has text of its own
_PART = 0.6  # of each of these articles it must be a fragment, not another version
_SHARE = 0.05  # of less of its sketch no block is made
_MOST = 16  # so many articles are compared with one document
_LEAST = 60  # key characters that an article must hold of a document to have a part of it


class Part(NamedTuple):
    """A part of a document: the document's name, the part, and its link to the article that holds it."""

    of: str
    document: Document
    link: Link


def shared_out(
    members: Sequence[tuple[Document, ...]], every: Mapping[str, Features]
) -> tuple[list[tuple[Document, ...]], list[Part]]:
    """The groups, in which each lone document all of whose blocks stand in two or more others is given to them.

    `every` has the features of each document.
    """
    lone = [i for i, group in enumerate(members) if len(group) == 1]
    if not lone or len(members) < 3:
        return list(members), []
    known = [every[fullest(group).name] for group in members]
    taken = {doc.name for group in members for doc in group}
    index = _index(known)
    added: dict[int, list[Part]] = {}
    for i in lone:
        (doc,) = members[i]
        homes = _homes(doc, known[i], {j: known[j] for j in _likely(index, known[i], i)})
        if homes:
            added[i] = []
            for home, part in _parts(doc, homes, taken):
                added.setdefault(home, []).append(Part(doc.name, part, _link(part, known[home])))
    gone = {i for i in lone if i in added and not added[i]}
    out = []
    for i, group in enumerate(members):
        if i not in gone:
            out.append(tuple(sorted([*group, *(p.document for p in added.get(i, ()))], key=lambda doc: doc.name)))
    return out, [part for i in sorted(added) for part in added[i]]


def _index(known: Sequence[Features]) -> tuple[Hashes, Ints]:
    """The sketches of all groups in one row, sorted, with the number of the group behind each hash."""
    sketches = [one.sketch().hashes for one in known]
    owner = np.repeat(np.arange(len(known), dtype=np.int64), [len(hashes) for hashes in sketches])
    hashes = np.concatenate(sketches)
    order = np.argsort(hashes, kind="stable")
    return hashes[order], owner[order]


def _likely(index: tuple[Hashes, Ints], one: Features, own: int) -> list[int]:
    """The groups that may hold a document between them; none where most of it stands nowhere else."""
    hashes, owner = index
    mine = one.sketch().hashes
    low, high = np.searchsorted(hashes, mine, side="left"), np.searchsorted(hashes, mine, side="right")
    if not len(mine) or (high - low > 1).mean() < _LIKELY:
        return []
    exact = np.concatenate([owner[a:b] for a, b in zip(low.tolist(), np.minimum(high, low + 64).tolist(), strict=True)])
    votes = np.bincount(exact)
    best = np.argsort(-votes, kind="stable")[: _MOST + 1].tolist()
    return [j for j in best if j != own and votes[j] > _SHARE * len(mine)]


def _homes(doc: Document, one: Features, others: Mapping[int, Features]) -> list[tuple[int, int]]:
    """For each stretch of blocks the offset at which it begins and its group; nothing where a block is in no other."""
    if len(others) < 2:
        return []
    total = np.bincount(one.block, minlength=len(one.lengths))
    numbers = list(others)
    shares = np.array([_shares(one, others[j].every) for j in numbers])
    homes: list[int | None] = []
    for i, grams in enumerate(total.tolist()):
        best = int(shares[:, i].argmax())
        if grams and shares[best, i] < _HELD:
            return []
        last = homes[-1] if homes else None
        stays = last is not None and (not grams or shares[last, i] >= shares[best, i])
        homes.append(last if stays else best if grams else None)
    first = next((home for home in homes if home is not None), 0)
    settled = [first if home is None else home for home in homes]
    sizes = np.bincount(settled, weights=one.lengths)
    if len(set(settled)) < 2 or sizes[sorted(set(settled))].min() < _LEAST:
        return []
    if any(sizes[home] >= _PART * others[numbers[home]].size for home in set(settled)):
        return []
    if _other_facts(one, [others[numbers[home]].every for home in settled]):
        return []
    return list(_stretches(doc, [numbers[home] for home in settled]))


def _other_facts(one: Features, homes: Sequence[Hashes]) -> bool:
    """Whether what its blocks have of their own are numbers and names: a filled form, no fragment."""
    own = np.ones(len(one.hashes), np.bool_)
    for number, every in enumerate(homes):
        inside = np.flatnonzero(one.block == number)
        own[inside] = ~_held(one.hashes[inside], every)
    return bool(own.any() and one.fact[own].mean() >= 0.5)


def _held(hashes: Hashes, every: Hashes) -> Bools:
    """Which of the hashes are among others, which are sorted."""
    if not len(every):
        return np.zeros(len(hashes), np.bool_)
    held: Bools = every[np.minimum(np.searchsorted(every, hashes), len(every) - 1)] == hashes
    return held


def _shares(one: Features, every: Hashes) -> list[float]:
    """Of each block of a document the share of its grams that are among others."""
    held = _held(one.hashes, every)
    total = np.bincount(one.block, minlength=len(one.lengths))
    found: list[float] = (np.bincount(one.block, weights=held, minlength=len(total)) / np.maximum(total, 1)).tolist()
    return found


def _stretches(doc: Document, homes: Sequence[int]) -> Iterator[tuple[int, int]]:
    blocks = stream(doc, Codes()).blocks
    for home, run in groupby(zip(homes, blocks, strict=True), key=lambda pair: pair[0]):
        yield next(run)[1].start, home


def _parts(doc: Document, homes: Sequence[tuple[int, int]], taken: set[str]) -> Iterator[tuple[int, Document]]:
    """The parts of a document with their groups, under names that no other document has."""
    cuts = [start for start, _ in homes[1:]]
    number = 0
    names = []
    for _ in homes:
        number += 1
        while f"{doc.name}#{number}" in taken:
            number += 1
        names.append(f"{doc.name}#{number}")
    taken.update(names)
    yield from zip((home for _, home in homes), parted(doc, cuts, names), strict=True)


def parted(doc: Document, cuts: Sequence[int], names: Sequence[str]) -> list[Document]:
    r"""The document as several, cut at these offsets of its text, which must be beginnings of blocks.

    >>> [part.source for part in parted(Document.read("a", "One.\nTwo."), [5], ["a#1", "a#2"])]
    ['One.\n', 'Two.']
    """
    pieces = list(cut(doc, cuts).pieces)
    ends, here, bounds = [*cuts, len(doc.text)], 0, [0]
    for number, piece in enumerate(pieces):
        while len(bounds) < len(ends) and here == ends[len(bounds) - 1]:
            bounds.append(number)
        here += piece.size
    starts = [pieces[at].start if i else 0 for i, at in enumerate(bounds)]
    moves = _Moves(doc.name, tuple(names), tuple(starts), (*starts[1:], len(doc.source)))
    out = []
    for i, (low, high) in enumerate(zip(bounds, [*bounds[1:], len(pieces)], strict=True)):
        first, past = (cuts[i - 1] if i else 0), ends[i]
        out.append(
            Document(
                name=names[i],
                source=doc.source[starts[i] : moves.ends[i]],
                pieces=tuple(
                    piece._replace(
                        start=piece.start - starts[i],
                        end=piece.end - starts[i],
                        because=moves.all(i, piece.because),
                    )
                    for piece in pieces[low:high]
                ),
                blocks=tuple(
                    block._replace(
                        start=block.start - first, end=block.end - first, because=moves.all(i, block.because)
                    )
                    for block in doc.blocks
                    if first <= block.start and block.end <= past and (block.start < past or i + 1 == len(ends))
                ),
                meta=Meta(),  # what the file says of itself is true of none of its articles
                notes=moves.all(i, [note for note in doc.notes if moves.part(note.start) == i]),
            )
        )
    return out


class _Moves(NamedTuple):
    """Where the parts of a source lie, to move what addresses it."""

    whole: str
    names: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def part(self, at: int) -> int:
        """The part that holds an offset of the source."""
        return bisect_right(self.starts, at) - 1

    def all(self, i: int, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """The findings, addressed to the i-th part, with their evidence addressed to the parts that hold it."""
        return tuple(
            replace(
                finding,
                start=self._inside(i, finding.start),
                end=self._inside(i, finding.end),
                evidence=tuple(self._place(place) for place in finding.evidence),
            )
            for finding in findings
        )

    def _inside(self, i: int, at: int) -> int:
        return min(max(at, self.starts[i]), self.ends[i]) - self.starts[i]

    def _place(self, place: Place) -> Place:
        if place.source != self.whole:
            return place
        i = self.part(place.start)
        return Place(self._inside(i, place.start), self._inside(i, place.end), self.names[i])


def _link(part: Document, home: Features) -> Link:
    one = features(part)
    inside = float(np.mean(np.isin(one.hashes, home.every))) if len(one.hashes) else 1.0
    around = float(np.mean(np.isin(home.hashes, one.every)))
    union = len(np.union1d(one.every, home.every))
    score = (len(one.every) + len(home.every) - union) / union
    why = f"{inside:.2f} of {part.name} stands in {home.name}; the rest of its file stands in other articles"
    return Link(part.name, home.name, "fragment", round(score, 4), why, round(inside, 4), round(around, 4), 0)
