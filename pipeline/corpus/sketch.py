"""What links are found by: the 12-grams of a document's kept blocks, and a small fair sample of them.

Grams do not reach over the end of a block: of a fragment that prints one sentence a line, all grams then stand in the
full copy, whose paragraphs hold the sentences (containment .99 instead of .46 where sentences are short).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from xxhash import xxh3_64_intdigest

from pipeline.corpus.grams import SIZE, Hashes, grams
from pipeline.corpus.stream import Bools, Codes, Ints, Stream, points_of, stream
from pipeline.document import Document
from pipeline.keys import key

SCALE = 16  # one gram of so many is in the sketch


@dataclass(frozen=True)
class Sketch:
    """A fair sample of a text's 12-grams, sorted, each once; `size` is the number of all of them."""

    hashes: Hashes
    size: int


@dataclass(frozen=True)
class Features:
    """All that is compared of one document.

    For each gram: its hash, its block, and whether it holds a fact (a digit, or a capital within a sentence). `every`
    are the hashes sorted, each once. For each block: its key's digest and length.
    """

    name: str
    digest: int
    size: int
    hashes: Hashes
    block: Ints
    fact: Bools
    every: Hashes
    keys: tuple[int, ...]
    lengths: Ints

    def sketch(self) -> Sketch:
        """The sample that the index holds."""
        return Sketch(self.every[: np.searchsorted(self.every, np.uint64((1 << 64) // SCALE))], len(self.every))

    def without(self, blocks: frozenset[int]) -> Features:
        """The same document, but for blocks that are no text of its own; itself where nothing would be left."""
        own = np.array([digest not in blocks for digest in self.keys], np.bool_)
        if own.all() or not own.any():
            return self
        kept = own[self.block]
        number = np.cumsum(own) - 1
        return Features(
            name=self.name,
            digest=self.digest,
            size=int(self.lengths[own].sum()),
            hashes=self.hashes[kept],
            block=number[self.block[kept]],
            fact=self.fact[kept],
            every=np.unique(self.hashes[kept]),
            keys=tuple(digest for digest in self.keys if digest not in blocks),
            lengths=self.lengths[own],
        )


def sketch(text: str) -> Sketch:
    """The sketch of a text whose lines are its blocks.

    >>> one = sketch("It rained all day, and then it rained all night as well.")
    >>> one.size, len(one.hashes) < one.size
    (32, True)
    """
    return features(Document.read("", text)).sketch()


def block_digest(text: str) -> int:
    """What a block is known by in a corpus: xxh3_64 of its key."""
    return xxh3_64_intdigest(key(text).encode("utf-8", "surrogatepass"))


def features(doc: Document) -> Features:
    """The features of a document's kept text."""
    text = stream(doc, Codes())
    points = points_of(text.key)
    hashes = grams(points)
    lengths = text.past - text.first
    block = np.repeat(np.arange(len(lengths), dtype=np.int64), lengths)
    inside = np.flatnonzero(block[: len(hashes)] == block[SIZE - 1 :]) if len(hashes) else np.zeros(0, np.int64)
    facts = np.append(0, np.cumsum(_facts(text)))
    return Features(
        name=doc.name,
        digest=xxh3_64_intdigest(points.tobytes()),
        size=len(points),
        hashes=hashes[inside],
        block=block[inside],
        fact=facts[inside + SIZE] > facts[inside],
        every=np.unique(hashes[inside]),
        keys=tuple(
            xxh3_64_intdigest(key(doc.block_text(block)).encode("utf-8", "surrogatepass")) for block in text.blocks
        ),
        lengths=lengths,
    )


def _facts(text: Stream) -> Bools:
    """Which key characters are digits, or capitals that do not begin a sentence."""
    points = points_of(text.doc.text)[text.at]
    lower = (points >= ord("a")) & (points <= ord("z"))
    ascii_fact = ((points >= ord("0")) & (points <= ord("9"))) | ((points >= ord("A")) & (points <= ord("Z")))
    fact = np.where(points < 128, ascii_fact, False)
    for i in np.flatnonzero((points >= 128) & ~lower).tolist():
        char = chr(points[i])
        fact[i] = char.isupper() or char.isdigit()
    fact[1:] &= ~text.stop[:-1]
    if len(fact):
        fact[0] = False
    return fact
