"""Which documents are copies or fragments of one another, and why.

An inverted index of sketches proposes pairs; each pair is then judged on all its grams. Never by URL or title.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

import numpy as np

from pipeline.corpus.grams import SIZE, Hashes
from pipeline.corpus.sketch import Features, Sketch, features
from pipeline.corpus.sketch import sketch as sketch
from pipeline.corpus.stream import Bools, Ints
from pipeline.document import Document

LinkKind = Literal["copy", "fragment", "revision"]

COMMON = 64  # a hash in more documents than this is boilerplate
_CANDIDATE = 0.3  # share of the smaller sketch that makes a pair worth a look
_COPY = 0.5  # Jaccard
_FRAGMENT = 0.6  # containment
_PART = 0.6  # a document with less than this share of the other's letters is a fragment of it
_SAME = 0.97  # of a copy so much stands in the other
_TINY = 40  # documents with fewer grams are the same only if they are equal
_PROSE = 60  # key characters of a block that is more than a line of a menu
_FOREIGN = 0.2  # a block of which less is shared is a document's own
_OWN = 0.2  # no fragment has more text of its own than this share
_CHANGED = 0.15  # from this share of unshared text on, it matters what it is
_CLUSTERS = 3  # a block in so many unlike documents is furniture


class Link(NamedTuple):
    """Two documents with one text: `one` is the smaller. `why` says it in words.

    `one_in_two` and `two_in_one` are containments, `shared` is the Jaccard index (also the score), `stretch` the
    longest shared stretch in key characters.
    """

    one: str
    two: str
    kind: LinkKind
    score: float
    why: str
    one_in_two: float
    two_in_one: float
    stretch: int


def links(docs: Sequence[Document]) -> list[Link]:
    """All links between the documents, sorted."""
    return linked([features(doc) for doc in docs])


def linked(known: Iterable[Features]) -> list[Link]:
    """The same for documents whose features are known."""
    known = _in_order(known)
    first = link_features(known)
    furniture = _recurring(known, first)
    return link_features([one.without(furniture) for one in known]) if furniture else first


def recurring_blocks(docs: Sequence[Document]) -> frozenset[int]:
    """Digests (xxh3_64 of the key) of blocks that stand in three or more otherwise different documents.

    A document's own refrain counts once, and so do all copies of one article.
    """
    return recurring([features(doc) for doc in docs])


def recurring(known: Iterable[Features]) -> frozenset[int]:
    """The same for documents whose features are known."""
    known = _in_order(known)
    return _recurring(known, link_features(known))


def _in_order(known: Iterable[Features]) -> list[Features]:
    return sorted(known, key=lambda one: (one.digest, one.name))


def link_features(known: Sequence[Features]) -> list[Link]:
    """The links between documents whose features are known."""
    found = list(_equals(known))
    same = {link.two for link in found}
    known = [one for one in known if one.name not in same]
    for i, j in candidates([one.sketch() for one in known]):
        link = judge(known[i], known[j])
        if link:
            found.append(link)
    return sorted(found)


def _equals(known: Sequence[Features]) -> Iterator[Link]:
    """Documents with equal keys, each linked to the first of them."""
    first: dict[int, str] = {}
    for one in sorted(known, key=lambda one: one.name):
        if not one.size:
            continue
        if one.digest in first:
            yield Link(first[one.digest], one.name, "copy", 1.0, "their keys are equal", 1.0, 1.0, one.size)
        else:
            first[one.digest] = one.name


def candidates(sketches: Sequence[Sketch]) -> list[tuple[int, int]]:
    """Pairs of sketches that share enough to be judged, found by sorting all hashes once.

    A hash in more than 64 documents links none, but for each of them with the first: so a text of a thousand copies
    still comes together.
    """
    sizes = np.array([len(one.hashes) for one in sketches], np.int64)
    owner = np.repeat(np.arange(len(sketches), dtype=np.int64), sizes)
    hashes = np.concatenate([one.hashes for one in sketches]) if len(sketches) else np.zeros(0, np.uint64)
    order = np.lexsort((owner, hashes))
    owner, hashes = owner[order], hashes[order]
    starts = np.flatnonzero(np.append(True, hashes[1:] != hashes[:-1])) if len(hashes) else np.zeros(0, np.int64)
    counts = np.diff(np.append(starts, len(hashes)))
    pairs = [
        _pairs(owner[starts[counts == count][:, None] + np.arange(count)], len(sketches))
        for count in np.unique(counts).tolist()
        if count > 1
    ]
    packed, shared = np.unique(np.concatenate(pairs), return_counts=True) if pairs else (np.zeros(0, np.int64),) * 2
    one, two = packed // max(1, len(sketches)), packed % max(1, len(sketches))
    enough = shared >= np.maximum(1, _CANDIDATE * np.minimum(sizes[one], sizes[two]))
    return list(zip(one[enough].tolist(), two[enough].tolist(), strict=True))


def _pairs(owners: Ints, size: int) -> Ints:
    """All pairs within each row, packed in one number; of a boilerplate hash, those with the first document."""
    count = owners.shape[1]
    left, right = np.triu_indices(count, 1) if count <= COMMON else (np.zeros(count - 1, int), np.arange(1, count))
    packed: Ints = (owners[:, left] * size + owners[:, right]).ravel()
    return packed


def judge(one: Features, two: Features) -> Link | None:
    """The link between two documents, from all their grams, or None."""
    if len(one.every) > len(two.every) or (len(one.every) == len(two.every) and one.name > two.name):
        one, two = two, one
    if len(one.every) < _TINY:
        return None
    mine, theirs = _held(one.hashes, two.every), _held(two.hashes, one.every)
    inside, around = float(mine.mean()), float(theirs.mean())
    both = int(_held(one.every, two.every).sum())
    score = both / (len(one.every) + len(two.every) - both)
    is_copy = score >= _COPY
    if not is_copy and (inside < _FRAGMENT or _own(one, mine) > _OWN):
        return None
    if is_copy and not _same_body(one, mine, two, theirs):
        return None
    if _is_template(one, mine, two, theirs):
        return None
    kind = _kind(inside, around, one.size / two.size)
    stretch = _stretch(mine, one.block)
    why = (
        f"{inside:.2f} of {one.name} stands in {two.name}, {around:.2f} the other way; "
        f"the longest shared stretch has {stretch} letters"
    )
    return Link(one.name, two.name, kind, round(score, 4), why, round(inside, 4), round(around, 4), stretch)


def _kind(inside: float, around: float, size: float) -> LinkKind:
    """A part is a fragment; of two wholes that each have text of their own, one is a revision of the other."""
    if size < _PART:
        return "fragment"
    return "copy" if max(inside, around) >= _SAME else "revision"


def _held(hashes: Hashes, every: Hashes) -> Bools:
    """Which of the hashes are among the sorted ones."""
    at = np.minimum(np.searchsorted(every, hashes), len(every) - 1)
    held: Bools = every[at] == hashes
    return held


def _shares(one: Features, held: Bools) -> tuple[Ints, Bools]:
    """For each block that has grams its length (0 otherwise), and whether it is the document's own."""
    total = np.bincount(one.block, minlength=len(one.lengths))
    shared = np.bincount(one.block, weights=held, minlength=len(one.lengths))
    return np.where(total > 0, one.lengths, 0), shared < _FOREIGN * np.maximum(total, 1)


def _own(one: Features, held: Bools) -> float:
    """The share of a document that lies in blocks of its own."""
    lengths, own = _shares(one, held)
    return float(lengths[own].sum() / max(1, lengths.sum()))


def _same_body(one: Features, mine: Bools, two: Features, theirs: Bools) -> bool:
    """Whether two documents share their body, not only the lines that their site prints around it."""
    bodies = []
    for doc, held in ((one, mine), (two, theirs)):
        lengths, own = _shares(doc, held)
        prose = lengths >= _PROSE
        bodies.append(
            lengths[own].sum() <= _OWN * lengths.sum() or lengths[prose & own].sum() <= lengths[prose & ~own].sum()
        )
    return any(bodies)


def _is_template(one: Features, mine: Bools, two: Features, theirs: Bools) -> bool:
    """Whether the texts differ in facts: where they are not equal stand numbers and names, as in a filled form.

    Damage and rewording hit any letters; in a weather report, an obituary or a product page the same sentences hold
    other facts.
    """
    if min(1 - float(mine.mean()), 1 - float(theirs.mean())) < _CHANGED:
        return False
    unshared = np.concatenate([one.fact[~mine], two.fact[~theirs]])
    shared = np.concatenate([one.fact[mine], two.fact[theirs]])
    return bool(unshared.mean() >= 0.5 and unshared.mean() >= 1.5 * shared.mean())


def _stretch(held: Bools, block: Ints) -> int:
    """Key characters of the longest run of shared grams within a block."""
    breaks = np.flatnonzero(~held | np.append(True, block[1:] != block[:-1]))
    ends = np.append(breaks[1:], len(held))
    runs = ends - breaks - ~held[breaks]
    return int(runs.max()) + SIZE - 1 if len(runs) else 0


def _recurring(known: Sequence[Features], found: Iterable[Link]) -> frozenset[int]:
    root = {one.name: one.name for one in known}

    def find(name: str) -> str:
        while root[name] != name:
            root[name] = root[root[name]]
            name = root[name]
        return name

    for link in found:
        root[find(link.two)] = find(link.one)
    clusters: dict[int, set[str]] = defaultdict(set)
    for one in known:
        for digest in one.keys:
            clusters[digest].add(find(one.name))
    return frozenset(digest for digest, names in clusters.items() if len(names) >= _CLUSTERS)
