"""What the words stage knows of English: word and pair frequencies, and how the letters of a word follow each other.

All of it lies in `models/words_lexicon.npz`, made by `training/words_lexicon.py`. It is read once, on first use, in
about 0.15 s; parsing the frequency lists that it comes from would take five times as long.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import NamedTuple

# Other words of one or two letters are never cut off.
SHORT = frozenset({
    "a", "i", "am", "an", "as", "at", "be", "by", "do", "go", "he", "if", "in", "is", "it", "me", "my", "no",
    "of", "on", "or", "so", "to", "up", "us", "we",
})  # fmt: skip
LETTERS = 28  # a word's edge, a-z, anything else
UNKNOWN_WORD = -8.5  # log of the share of running words that no list holds
EIGHTHS = 8.0  # logarithms are stored in eighths of a nat


class Pairs(NamedTuple):
    """Words seen side by side, as sorted columns: looking one up is slower than in a dict, loading them is not."""

    order: Sequence[str]
    left: Sequence[int]
    right: Sequence[int]
    logs: Sequence[int]

    def log(self, left: str, right: str) -> float | None:
        """Log probability of the pair, None where it is not listed."""
        one, two = bisect_left(self.order, left), bisect_left(self.order, right)
        if max(one, two) == len(self.order) or self.order[one] != left or self.order[two] != right:
            return None
        start, end = bisect_left(self.left, one), bisect_right(self.left, one)
        at = bisect_left(self.right, two, start, end)
        return -self.logs[at] / EIGHTHS if at < end and self.right[at] == two else None


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Natural logarithms of frequencies. `core` words stand in a dictionary, the others were only counted."""

    words: dict[str, float]
    core: frozenset[str]
    accidents: frozenset[str]
    pairs: Pairs
    letters: bytes

    def pair(self, left: str, right: str) -> float | None:
        """Log probability of the two words side by side, None where the list does not hold the pair."""
        return self.pairs.log(left, right)

    def spelling(self, word: str) -> float:
        """Log probability that an unknown word is spelled so, its end included."""
        return UNKNOWN_WORD - sum(letter_costs(self.letters, codes(word))) / EIGHTHS

    def log(self, word: str) -> float:
        """Log probability of the word, known or not."""
        known = self.words.get(word)
        return known if known is not None else self.spelling(word)


def codes(word: str) -> list[int]:
    """The letters of a word as numbers, with three edges before and one behind it."""
    inner = [c - 96 if 97 <= (c := ord(letter)) <= 122 else LETTERS - 1 for letter in word]
    return [0, 0, 0, *inner, 0]


def letter_costs(letters: bytes, coded: Iterable[int]) -> list[int]:
    """For each letter and the edge behind them, minus its log probability after the three before it, in eighths."""
    row = list(coded)
    return [
        letters[((a * LETTERS + b) * LETTERS + c) * LETTERS + d]
        for a, b, c, d in zip(row, row[1:], row[2:], row[3:], strict=False)
    ]


@cache
def lexicon() -> Lexicon:
    """The lexicon that comes with the package."""
    import numpy as np

    path = resources.files("pipeline") / "models" / "words_lexicon.npz"
    with path.open("rb") as file, np.load(file) as data:
        words = data["words"].tobytes().decode("ascii").split("\n")
        logs = [-eighths / EIGHTHS for eighths in range(256)]
        low, middle, high = data["pair_right"].astype(np.int64)  # byte planes compress best
        pairs = Pairs(
            words, np.cumsum(data["pair_left"], dtype=np.int64).tolist(), (low + (middle << 8) + (high << 16)).tolist(),
            data["pair_logs"].tobytes(),
        )  # fmt: skip
        return Lexicon(
            words=dict(zip(words, map(logs.__getitem__, data["logs"].tobytes()), strict=True)),
            core=frozenset(map(words.__getitem__, np.flatnonzero(np.unpackbits(data["core"])).tolist())),
            accidents=frozenset(map(words.__getitem__, np.flatnonzero(np.unpackbits(data["accidents"])).tolist())),
            pairs=pairs,
            letters=data["letters"].tobytes(),
        )
