"""What stands between the letters of the article: for each slot the separator that the copies speak for.

Spaces, dashes and quotes get lost in scraping and are hardly ever invented, so a witness that has one outweighs
several that have none. A line break is a witness too: of the end of a block, or at least of a space.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from pipeline.corpus.letters import DAMAGE
from pipeline.corpus.stream import BREAK, NONE, Bools, Ints, Stream

_OUTWEIGHS = 6  # so many losers does a witness of a lost mark outweigh
FLOWS = 1.5  # the say of a space against the end of a block there
GLUED = 0.5  # the say of nothing at all: the line break may have been lost
JOINED = 0.2  # the say of a space for which an earlier stage took out the line break that the copy has there
LOST = 0.2  # a copy that keeps less than this share of the blocks' ends has lost line breaks
KEPT_MOST = 0.8  # where one that keeps so many goes on, no line break was lost
DOUBTED = 0.3  # line ends of a copy trusted less are no blocks' ends where they break a sentence
WEAK = 0.34  # the say of a line break for a space: an element's end is mostly a word's end, but not always
MADE = 0.15  # the say of a separator that an earlier stage made by its own judgement
_PLAIN = str.maketrans("’‘‚‛“”„‟–—−‐‑\u00a0\u202f", "''''\"\"\"\"-----  ")
_SPACED_OUT = re.compile(rf"[\s{BREAK}]+(?=[,.;:!?%)\]}}’”»])|(?<=[(\[{{“‘«])[\s{BREAK}]+")
_STOP = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")
_OPENING = re.compile(r"[(\[{“‘«¿¡#@$£€]+$")


class Witness(NamedTuple):
    """A copy at work on the article's letters: the rank of each of its characters there, or -1.

    `trust` is how far its line ends are believed, `keeps` the share of the blocks' ends of others that it has too.
    """

    stream: Stream
    rank: Ints
    where: Ints  # the position of each rank in the stream, or -1
    trust: float = 1.0
    keeps: float = 0.5

    @classmethod
    def of(cls, stream: Stream, rank: Ints, size: int) -> Witness:
        """The witness that a stream is to an article of `size` letters."""
        where = np.full(size, -1, np.int64)
        held = np.flatnonzero(rank >= 0)
        where[rank[held]] = held
        return cls(stream, rank, where)

    def gaps(self, slots: Ints) -> Ints:
        """What this witness has in the slots, or NONE where it does not have both letters side by side."""
        at = self.where[slots]
        inside = (at >= 0) & (at + 1 < len(self.rank)) & (slots + 1 < len(self.where))
        at = np.where(inside, at, 0)
        following = self.rank[np.minimum(at + 1, len(self.rank) - 1)]
        return np.where(inside & (following == slots + 1), self.stream.gap[at], NONE)

    def joins(self, slots: Ints) -> Bools:
        """In which slots the source of this witness has a line break that an earlier stage took out."""
        at = self.where[slots]
        found: Bools = (at >= 0) & self.stream.joined[np.maximum(at, 0)]
        return found


def trusted(witnesses: Sequence[Witness]) -> list[Witness]:
    """The witnesses with the trust that their line ends, and what they print in one line, deserve.

    Where one text node is one line, many lines end in the middle of a sentence, and other copies go on there. A copy
    that has lost its line breaks goes on where others end a block behind a full stop.
    """
    if len(witnesses) < 2:
        return list(witnesses)
    size = len(witnesses[0].where)
    slots = np.arange(size)
    goes_on, whole = np.zeros(size, np.bool_), np.zeros(size, np.int64)
    own, own_whole, seen = [], [], []
    for witness in witnesses:
        lasts = witness.stream.past - 1
        ranks = witness.rank[lasts]
        at, stopped = np.zeros(size, np.bool_), np.zeros(size, np.bool_)
        at[ranks[ranks >= 0]] = True
        stopped[ranks[(ranks >= 0) & _stopped(witness.stream)]] = True
        known = witness.gaps(slots) != NONE
        own.append(np.flatnonzero(at & known))
        own_whole.append(at & stopped)
        seen.append(known)
        goes_on |= known & ~at & ~witness.joins(slots)
        whole += stopped & known
    return [
        witness._replace(
            trust=_trust(witness.stream, witness.where[breaks[goes_on[breaks]]]),
            keeps=_keeps(has, known & (whole - (has & known) > 0)),
        )
        for witness, breaks, has, known in zip(witnesses, own, own_whole, seen, strict=True)
    ]


def _stopped(stream: Stream) -> Bools:
    """Which blocks end with a full stop or the like."""
    return np.array([bool(_STOP.search(stream.doc.block_text(block)[-3:])) for block in stream.blocks], np.bool_)


def _keeps(has: Bools, others: Bools) -> float:
    """The share of others' blocks' ends behind a stop that a copy has too; near a half where there are few."""
    return (int((has & others).sum()) + 1) / (int(others.sum()) + 2)


def _trust(stream: Stream, lasts: Ints) -> float:
    """How far to believe a stream's line ends, of which these are contradicted by other copies."""
    if not len(lasts):
        return 1.0
    broken = sum(breaks_a_sentence(stream, last) for last in lasts.tolist())
    return max(0.05, 1 - 2 * broken / len(lasts))


def breaks_a_sentence(stream: Stream, last: int) -> bool:
    """Whether the line that ends with this letter seems to end within a sentence."""
    number = int(np.searchsorted(stream.past, last, side="right"))
    if number + 1 >= len(stream.blocks):
        return False
    left, right = stream.doc.text[stream.blocks[number].end - 1], stream.doc.text[stream.blocks[number + 1].start]
    return right in ",.;:)’”" if not left.isalnum() and left not in ",(" else not right.isupper()


@lru_cache(1 << 14)
def choose_separator(votes: tuple[tuple[str, float], ...]) -> str:
    """The separator that the votes speak for; an earlier one decides a draw.

    >>> choose_separator((("", 3), ("\u2014", 1)))
    '—'
    >>> choose_separator(((" .", 1), (".", 1)))
    '.'
    """
    texts = {text for text, _ in votes}
    good = {text for text in texts if not DAMAGE.search(text)} or texts
    good = {text for text in good if unspaced(text) == text or unspaced(text) not in good} or good
    left = [(text, weight) for text, weight in votes if text in good]
    best, weight = max(left, key=lambda vote: vote[1])
    while True:
        fuller = [v for v in left if v[0] != best and v[1] * _OUTWEIGHS >= weight and is_loss(best, v[0])]
        if not fuller:
            return best
        best, own = max(fuller, key=lambda vote: vote[1])
        weight = max(weight, own)
        left = [vote for vote in left if vote[0] == best or is_loss(best, vote[0])]


def unspaced(text: str) -> str:
    """A separator without spaces where no sentence has them, before a comma or behind a bracket."""
    return _SPACED_OUT.sub("", text)


def is_loss(less: str, more: str) -> bool:
    """Whether `less` is what damage could make of `more`: characters gone, marks made plain or into "?".

    >>> is_loss("", "\u2014"), is_loss("?", "\u2019"), is_loss(" ", ", "), is_loss(",", ". ")
    (True, True, True, False)
    """
    if less == more or len(less) > len(more):
        return False
    rest = iter(more)
    return all(any(_degrades(char, mark) for mark in rest) for char in less)


def _degrades(char: str, mark: str) -> bool:
    return char == mark or char == mark.translate(_PLAIN) or (char in "?\ufffd" and not mark.isascii())


def split_separator(text: str) -> tuple[str, str]:
    """A separator as the end of one block and the beginning of the next.

    >>> split_separator(". ("), split_separator(".\u201d\u201c")
    (('.', '('), ('.”', '“'))
    """
    if BREAK in text:
        trail, _, lead = text.partition(BREAK)
        return trail, lead
    parts = text.split(None, 1) if text[:1].strip() else ["", text]
    if len(parts) == 2 and any(char.isspace() for char in text):
        return parts[0].rstrip(), parts[1].strip()
    opening = _OPENING.search(text)
    cut = opening.start() if opening else len(text)
    return text[:cut].strip(), text[cut:].strip()


def join_separator(text: str) -> str:
    """A line end read as no end of a block: a space."""
    return text.replace(BREAK, " ")
