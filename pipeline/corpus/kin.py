"""What a new document is to one that is already there: a copy, a fragment or a revision, and what it has to give.

The link between two documents is that of `links`; here it gets a direction, and two questions more: how much text of
its own has the new one, and where it has a space, a dash or a stop that the other has lost.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pipeline.corpus.grams import SIZE, Hashes, grams
from pipeline.corpus.links import LinkKind, judge
from pipeline.corpus.sketch import Features, features
from pipeline.corpus.stream import Bools, points_of
from pipeline.document import KEPT, Document
from pipeline.keys import key_map

_WHOLE = 0.97  # of a copy so much stands in the other
_FOREIGN = 0.2  # a block of which less is shared is a document's own
_PROSE = 60  # letters of a block that is more than a line of a menu
_RANK = {"copy": 2, "revision": 1, "fragment": 0}


class Kin(NamedTuple):
    """What a new document is to the document `of`.

    `inside` is the share of the new one that stands in the other, `around` the share of the other that it holds. `adds`
    and `lacks` count the letters of blocks that only one of them has; `mends` and `breaks` the places where only one
    has something between two letters.
    """

    kind: LinkKind
    of: str
    inside: float
    around: float
    adds: int = 0
    lacks: int = 0
    mends: int = 0
    breaks: int = 0

    @property
    def is_better(self) -> bool:
        """Whether the article would gain by it: text that it lacks, or separators that it has lost."""
        return self.adds >= _PROSE or self.mends > self.breaks


class Member(NamedTuple):
    """A document with its features."""

    document: Document
    features: Features


def member(doc: Document) -> Member:
    """The document with its features."""
    return Member(doc, features(doc))


def closest(new: Member, others: list[Member]) -> Kin | None:
    """What the new document is to the one of the others that it is closest to, or None if it is new."""
    found = [kin for other in others if (kin := kinship(new, other))]
    return max(found, key=lambda k: (_RANK[k.kind], k.inside + k.around, k.of)) if found else None


def kinship(new: Member, old: Member) -> Kin | None:
    """What one document is to another, or None.

    >>> one = member(Document.read("old", "The mill was builtin 1742. In summer it stood still."))
    >>> two = member(Document.read("new", "The mill was built in 1742. In summer it stood still."))
    >>> kinship(two, one)
    Kin(kind='copy', of='old', inside=1.0, around=1.0, adds=0, lacks=0, mends=1, breaks=0)
    """
    mine, theirs = new.features, old.features
    if mine.size and mine.digest == theirs.digest:
        mends, breaks = _separators(new.document, old.document)
        return Kin("copy", old.document.name, 1.0, 1.0, 0, 0, mends, breaks)
    link = judge(mine, theirs)
    if link is None:
        return None
    is_smaller = link.one == mine.name
    inside, around = (link.one_in_two, link.two_in_one) if is_smaller else (link.two_in_one, link.one_in_two)
    kind = link.kind
    if kind == "fragment" and not is_smaller:  # it is the other that is a part
        kind = "copy" if around >= _WHOLE else "revision"
    adds, lacks = _own(mine, theirs.every), _own(theirs, mine.every)
    return Kin(kind, old.document.name, inside, around, adds, lacks, *_separators(new.document, old.document))


def _own(one: Features, others: Hashes) -> int:
    """The letters of those blocks of prose that hardly share anything with the other document."""
    held = np.isin(one.hashes, others, kind="sort")
    total = np.bincount(one.block, minlength=len(one.lengths))
    shared = np.bincount(one.block, weights=held, minlength=len(one.lengths))
    own = (total > 0) & (shared < _FOREIGN * total) & (one.lengths >= _PROSE)
    return int(one.lengths[own].sum())


def _separators(new: Document, old: Document) -> tuple[int, int]:
    """At how many places of their shared text only the new one has a separator, and only the old one."""
    (mine, apart), (theirs, parted) = _slots(new), _slots(old)
    shared, here, there = np.intersect1d(mine, theirs, assume_unique=False, return_indices=True)
    if not len(shared):
        return 0, 0
    one, two = apart[here], parted[there]
    return int((one & ~two).sum()), int((two & ~one).sum())


def _slots(doc: Document) -> tuple[Hashes, Bools]:
    """Each 12-gram of the kept text, and whether anything stands behind its sixth letter."""
    mapped = key_map("\n".join(doc.block_text(block) for block in doc.blocks if block.role in KEPT))
    hashes = grams(points_of(mapped.key))
    offsets = np.asarray(mapped.offsets, np.int64)
    middle = np.diff(offsets)[SIZE // 2 - 1 : SIZE // 2 - 1 + len(hashes)] > 1
    return hashes, middle
