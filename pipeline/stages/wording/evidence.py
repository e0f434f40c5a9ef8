"""What the document itself says: words that stand alone in it, pairs that stand spaced, lines that begin there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property, lru_cache
from itertools import compress, pairwise

from pipeline.document import Place
from pipeline.keys import KeyMap, key, key_map
from pipeline.stages.wording.propose import RUN, is_trusted
from pipeline.stages.wording.split import split

_DASHED = re.compile(r"[^\W\d_]+-[^\W\d_]+")
_EDGE = ".,;:!?()[]{}“”\"'‘’«»…"
_SPAN = 14  # key characters on both sides that a witness must share
_LEAST = 12  # and never fewer than these
_WORK = 50_000_000  # characters searched for witnesses in one document, at most
_SAMPLE = 30_000  # characters that inner counts look at, so that they stay linear
_FEW = 30  # pairs that are looked for before all are counted
_MOST = 3  # witnesses named for one boundary


class Witnesses:
    """The texts of a document, as evidence for the spaces in each of them.

    Texts that say the same count once: a container that prints its children's text is no second witness.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = list(dict.fromkeys(texts))
        self._counts: dict[str, int] = {}
        self._asked = 0

    @cached_property
    def _sample(self) -> str:
        return "\n".join(self._texts)[:_SAMPLE].lower()

    def count(self, piece: str) -> int:
        """How often the letters stand anywhere in (the first part of) the document, inside longer words too."""
        found = self._counts.get(piece)
        if found is None:
            found = self._counts[piece] = self._sample.count(piece)
        return found

    @cached_property
    def alone(self) -> Counter[str]:
        """How often each lower-case word stands between spaces or punctuation."""
        return Counter(RUN.findall("\n".join(self._texts).lower()))

    def pair(self, left: str, right: str) -> int:
        """How often two words stand side by side with a space between."""
        both = f"{left} {right}"
        self._asked += 1
        return self._pairs[both] if self._asked > _FEW or both in self._spaced else 0

    @cached_property
    def _spaced(self) -> str:
        """The texts with single spaces: a few looks into it save counting the pairs of a clean document."""
        return "\n".join(" ".join(text.lower().split()) for text in self._texts)

    @cached_property
    def _pairs(self) -> Counter[str]:
        found: Counter[str] = Counter()
        for text in self._texts:
            tokens = text.lower().split()
            found.update(f"{a.lstrip(_EDGE)} {b.rstrip(_EDGE)}" for a, b in pairwise(tokens) if a[-1].isalnum())
        return found

    @cached_property
    def dashed(self) -> Counter[str]:
        """How often each compound stands with its hyphen inside a line."""
        return Counter(_DASHED.findall("\n".join(self._texts).lower()))

    @cached_property
    def known(self) -> frozenset[str]:
        """The document's own vocabulary: words that stand alone at least twice and that frequencies do not part."""
        repeated = (word for word, count in self.alone.items() if count > 1 and len(word) > 2)
        return frozenset(word for word in repeated if _is_whole(word))


@lru_cache(1 << 15)
def _is_whole(word: str) -> bool:
    """Whether no frequency list holds the word, and frequencies do not part it either."""
    return not is_trusted(word) and split(word).gain < 0


@lru_cache(1 << 12)
def _key_of(char: str) -> str | None:
    """The key of a character; None where it depends on the characters around it, or has several in its key."""
    alone = key(char)
    return alone if len(alone) < 2 and key(f"a{char}") == f"a{alone}" else None


def _key_map(text: str) -> KeyMap:
    """`key_map`, ten times as fast where each character has a key of its own, as in most texts of Latin letters."""
    keys = {char: _key_of(char) for char in set(text)}
    if None in keys.values():
        return key_map(text)
    offsets = list(compress(range(len(text)), map(keys.__getitem__, text)))
    return KeyMap(text.translate({ord(char): folded for char, folded in keys.items()}), offsets)


class Spelling:
    """The key of a whole document text, to find other places that hold the same stretch."""

    def __init__(self, text: str, lines: Sequence[tuple[int, int]]) -> None:
        self.text = text
        self._lines = lines
        self._left = _WORK

    @cached_property
    def _map(self) -> KeyMap:
        return _key_map(self.text)

    @cached_property
    def _starts(self) -> frozenset[int]:
        return frozenset(self._map.index(start) for start, _ in self._lines)

    @cached_property
    def _ends(self) -> frozenset[int]:
        return frozenset(self._map.index(end) for _, end in self._lines)

    def spaced(self, at: int, left: int, right: int) -> tuple[Place, ...]:
        """Places where the same letters stand with a space, or a line's edge, at this offset's boundary.

        `left` and `right` are the lengths of the words that would meet there: one word is enough on one side, if it is
        a whole word in the witness too and more agrees on the other side.
        """
        here = self._map.index(at)
        if not 0 < here < len(self._map.key):
            return ()
        before, behind = self.text[self._map.offsets[here - 1] + 1 : at], self.text[at : self._map.offsets[here]]
        spaced = re.compile(rf"{re.escape(before)}\s+{re.escape(behind)}")
        found = {*self._edges(here), *self._same(here, (_SPAN // 2, _SPAN // 2), spaced)}
        if not found and left > 1:
            found |= {place for place in self._same(here, (left, _SPAN), spaced) if self._is_edge(place.start)}
        if not found and right > 1:
            found |= {place for place in self._same(here, (_SPAN, right), spaced) if self._is_edge(place.end)}
        return tuple(sorted(found))[:_MOST]

    def _same(self, here: int, around: tuple[int, int], spaced: re.Pattern[str]) -> list[Place]:
        key = self._map.key
        start, end = max(0, here - around[0]), min(len(key), here + around[1])
        if end - start < _LEAST or here in (start, end):
            return []
        return [
            self._place(other, other + end - start)
            for other in self._find(key[start:end])
            if other != start and spaced.fullmatch(self._between(other + here - start))
        ]

    def _is_edge(self, at: int) -> bool:
        """Whether a word begins or ends at the offset."""
        return not (self.text[max(0, at - 1) : at].isalnum() and self.text[at : at + 1].isalnum())

    def _edges(self, here: int) -> list[Place]:
        """A line that ends, or begins, with what stands before, or behind, the boundary."""
        key = self._map.key
        found: list[Place] = []
        before, after = key[max(0, here - _SPAN) : here], key[here : here + _SPAN]
        if len(before) == _SPAN:
            ends = (other + _SPAN for other in self._find(before))
            found += [self._place(end - _SPAN, end) for end in ends if end != here and end in self._ends]
        if len(after) == _SPAN:
            starts = self._find(after)
            found += [self._place(start, start + _SPAN) for start in starts if start != here and start in self._starts]
        return found

    def _find(self, needle: str) -> list[int]:
        key, at = self._map.key, -1
        found: list[int] = []
        while len(found) < 20 and self._left > 0:
            before, at = at + 1, key.find(needle, at + 1)
            self._left -= (at if at >= 0 else len(key)) - before
            if at < 0:
                break
            found.append(at)
        return found

    def _between(self, here: int) -> str:
        """The text between a key character and the one before it."""
        offsets = self._map.offsets
        return self.text[offsets[here - 1] + 1 : offsets[here]]

    def _place(self, start: int, end: int) -> Place:
        return Place(*self._map.span(start, end))
