"""Merge the copies of one article: the best reading of each letter and slot, and what each copy has to do with it.

The merge reports as the stages do: for each document it makes findings and applies them, after which each kept block
reads exactly like the places of the article that it supports (docs/architecture.md, "Merge").
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pipeline.corpus.braid import Braid, braid
from pipeline.corpus.letters import DAMAGE, Voter, choose_letters
from pipeline.corpus.readings import Reading, readings
from pipeline.corpus.settle import Settled, settle
from pipeline.corpus.slots import Witness
from pipeline.corpus.stream import Bools, Codes, Ints, Stream, stream
from pipeline.corpus.structure import frames, gaps
from pipeline.corpus.tell import Speakers, Use, tell
from pipeline.document import KEPT, Document, Kind, LawError, Role, apply, check

_FRAGMENT = 0.6  # a copy with less of the key than this share of the fullest is a fragment: it has no vote
_DAMAGED = 20  # a damaged character counts as so many missing ones when the best copy is sought


@dataclass(frozen=True)
class MergedBlock:
    """A block of the article."""

    text: str
    kind: Kind = "paragraph"
    role: Role = "body"
    level: int | None = None


@dataclass(frozen=True)
class Merged:
    """An article: its blocks, its documents after the merge, their uses, and the readings that were kept and rejected.

    blocks[use.block].text[use.at:][:use.end-use.start] == document.text[use.start:use.end], for each use of each
    document, and the uses of a document tile its kept blocks up to white space.
    """

    blocks: tuple[MergedBlock, ...]
    documents: tuple[Document, ...]
    uses: tuple[tuple[Use, ...], ...]
    readings: tuple[Reading, ...]


def merge(docs: Iterable[Document]) -> Merged:
    """The one article of these documents, whatever their order. The documents come back sorted, the best first.

    Raises LawError where the result does not account for each kept character.
    """
    codes = Codes()
    streams = [stream(doc, codes) for doc in docs]
    full, fragments = _sorted_out(streams)
    if not full:
        idle = tuple(one.doc for one in fragments)
        return Merged((), idle, ((),) * len(idle), ())
    one_each = _distinct(full)
    woven = braid(one_each, fragments)
    voters = [Voter.of(one, woven.columns[one.key]) for one in one_each]
    chosen = choose_letters(woven, voters, codes)
    witnesses = _witnesses([*full, *fragments], woven, chosen)
    voting, others = _first_of(witnesses[: len(full)], one_each), witnesses[len(full) :]
    settled = settle(voting, _saying_something(others), woven.stop[chosen], codes)
    merged = _told(settled, witnesses, _blocks(settled, voting, others), (woven, chosen))
    check_merge(merged)
    return merged


def _sorted_out(streams: Sequence[Stream]) -> tuple[list[Stream], list[Stream]]:
    """The full copies and the fragments, each the best first, in an order that depends on nothing but their content."""
    longest = max((len(one.key) for one in streams), default=0)
    damage = [len(DAMAGE.findall(one.doc.text)) for one in streams]
    order = sorted(
        range(len(streams)),
        key=lambda i: (_DAMAGED * damage[i] - len(streams[i].key), streams[i].doc.text, streams[i].doc.name),
    )
    full = [streams[i] for i in order if longest and len(streams[i].key) >= _FRAGMENT * longest]
    return full, [streams[i] for i in order if not longest or len(streams[i].key) < _FRAGMENT * longest]


def _voice(one: Stream) -> tuple[str, bytes, bytes, bytes]:
    return one.key, one.gap.tobytes(), one.surface.tobytes(), one.made.tobytes()


def _distinct(streams: Sequence[Stream]) -> list[Stream]:
    """One stream of each kept text: an exact copy has no vote of its own."""
    found: dict[tuple[str, bytes, bytes, bytes], Stream] = {}
    for one in streams:
        found.setdefault(_voice(one), one)
    return list(found.values())


def _first_of(witnesses: Sequence[Witness], streams: Sequence[Stream]) -> list[Witness]:
    """The witnesses of these streams."""
    wanted = {id(one) for one in streams}
    return [witness for witness in witnesses if id(witness.stream) in wanted]


def _saying_something(witnesses: Sequence[Witness]) -> list[Witness]:
    return [witness for witness in witnesses if len(witness.rank)]


def _witnesses(streams: Sequence[Stream], woven: Braid, chosen: Bools) -> list[Witness]:
    rank = np.where(chosen, np.cumsum(chosen) - 1, -1)
    size = int(chosen.sum())
    return [Witness.of(one, rank[woven.columns[one.key]], size) for one in streams]


def _blocks(settled: Settled, voting: Sequence[Witness], others: Sequence[Witness]) -> list[MergedBlock]:
    spans = zip(settled.starts.tolist(), settled.ends.tolist(), frames(settled, voting, others), strict=True)
    return [MergedBlock(settled.text[start:end], *frame) for start, end, frame in spans]


def _told(
    settled: Settled, witnesses: Sequence[Witness], blocks: list[MergedBlock], parts: tuple[Braid, Bools]
) -> Merged:
    """The copies brought to read like the article, with their uses and dissents."""
    woven, chosen = parts
    speakers = Speakers(witnesses, _holders(witnesses, len(settled.at)))
    ahead: Ints = np.cumsum(chosen) - chosen
    told = [tell(one, settled, speakers, ahead[woven.columns[one.stream.key]]) for one in witnesses]
    missing = gaps(settled, witnesses)
    moved = np.arange(len(blocks)) + np.searchsorted(np.array(missing, np.int64), np.arange(len(blocks)), side="right")
    for place in reversed(missing):
        blocks.insert(place, MergedBlock("", "gap"))
    return Merged(
        blocks=tuple(blocks),
        documents=tuple(apply(one.stream.doc, heard.findings) for one, heard in zip(witnesses, told, strict=True)),
        uses=tuple(tuple(use._replace(block=int(moved[use.block])) for use in heard.uses) for heard in told),
        readings=readings(settled, witnesses, told, moved.tolist()),
    )


def _holders(witnesses: Sequence[Witness], size: int) -> Ints:
    """For each letter the first document that holds it."""
    holder = np.full(size, -1, np.int64)
    for i, witness in enumerate(witnesses):
        holder = np.where((holder < 0) & (witness.where >= 0), i, holder)
    return holder


def check_merge(merged: Merged) -> None:
    """Hold the merge to its law.

    Raises LawError naming the document whose kept text is not accounted for.
    """
    for doc, uses in zip(merged.documents, merged.uses, strict=True):
        check(doc)
        for use in uses:
            block = merged.blocks[use.block]
            if block.text[use.at : use.at + use.end - use.start] != doc.text[use.start : use.end] or use.at < 0:
                raise LawError(f"{doc.name}: {use.start}:{use.end} does not read like its place in the article")
        _check_tiled(doc, uses)


def _check_tiled(doc: Document, uses: Sequence[Use]) -> None:
    """Uses are disjoint and in order, lie in the kept blocks, and leave nothing but white space of them."""
    for left, right in pairwise(uses):
        if left.end > right.start:
            raise LawError(f"{doc.name}: uses overlap at {right.start}")
    starts = [use.start for use in uses]
    covered = 0
    for block in doc.blocks:
        if block.role not in KEPT:
            continue
        here = block.start
        for use in uses[bisect_left(starts, block.start) : bisect_left(starts, block.end)]:
            if use.end > block.end or doc.text[here : use.start].strip():
                raise LawError(f"{doc.name}: the block at {block.start} is not tiled by its uses")
            here = use.end
            covered += 1
        if doc.text[here : block.end].strip():
            raise LawError(f"{doc.name}: text of the block at {block.start} has no place in the article")
    if covered != len(uses):
        raise LawError(f"{doc.name}: a use lies outside the kept blocks")
