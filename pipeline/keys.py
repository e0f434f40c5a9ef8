"""The match key of a text: its letters and digits only, NFKC, case-folded, with a map back to the text.

Spaces, dashes, quotes and punctuation are not in a key, so a glued line, a line with lost dashes and the clean line
have the same one. Marks that combine with a letter belong to it: vowel signs of Indic scripts are not separators.

    >>> key("breast cancerin (HER2)") == key("Breast cancer\u2014in HER2")
    True
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

# Letters and digits, and the combining marks that may follow them (all of Unicode's main mark blocks; a mark outside
# them ends a run, which is harmless: it is then a separator).
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u0900-\u0903\u093a-\u094f\u0951-\u0957"
    "\u0962\u0963\u0981-\u0983\u09bc-\u09cd\u0a01-\u0a03\u0a3c-\u0a51\u0a81-\u0a83\u0abc-\u0acd\u0b01-\u0b03"
    "\u0b3c-\u0b57\u0b82\u0bbe-\u0bcd\u0c00-\u0c03\u0c3e-\u0c56\u0c81-\u0c83\u0cbc-\u0cd6\u0d01-\u0d03\u0d3e-\u0d4d"
    "\u0dca-\u0ddf\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd\u0f71-\u0f84\u102b-\u103e"
    "\u17b4-\u17d3\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f"
)
_RUN = re.compile(rf"[^\W_](?:[^\W_]|[{_MARKS}])*")
_CLUSTER = re.compile(rf"[^\W_][{_MARKS}]*")
_ASCII_DROP = re.compile(r"[^0-9A-Za-z]+")


@dataclass(frozen=True, slots=True)
class KeyMap:
    """A key and, for each of its characters, the offset in the text of the character that it comes from."""

    key: str
    offsets: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The text span of key[start:end], without what lies outside its first and last character."""
        return (self.offsets[start], self.offsets[end - 1] + 1) if start < end else (0, 0)

    def index(self, offset: int) -> int:
        """How many key characters come from before the text offset."""
        return bisect_left(self.offsets, offset)


def key(text: str) -> str:
    """The match key of a text."""
    if text.isascii():
        return _ASCII_DROP.sub("", text).lower()
    return "".join(_fold(run.group()) for run in _RUN.finditer(text))


def key_map(text: str) -> KeyMap:
    """The match key with its offsets; `key_map(text).key == key(text)` always."""
    parts: list[str] = []
    offsets: list[int] = []
    for run in _RUN.finditer(text):
        folded = _fold(run.group())
        if len(folded) == len(run.group()) and _one_to_one(run.group()):
            parts.append(folded)
            offsets.extend(range(run.start(), run.end()))
            continue
        for at, piece in _clusters(run.group()):
            parts.append(piece)
            offsets.extend([run.start() + at] * len(piece))
    return KeyMap("".join(parts), offsets)


def _one_to_one(run: str) -> bool:
    return run.isascii() or unicodedata.is_normalized("NFKC", run)


def _clusters(run: str) -> Iterator[tuple[int, str]]:
    for match in _CLUSTER.finditer(run):
        yield match.start(), _fold_cluster(match.group())


def _fold(run: str) -> str:
    if run.isascii():
        return run.lower()
    return "".join(_fold_cluster(match.group()) for match in _CLUSTER.finditer(run))


@lru_cache(1 << 16)
def _fold_cluster(cluster: str) -> str:
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", cluster).casefold())
    return "".join(c for c in folded if c.isalnum() or unicodedata.category(c)[0] == "M")
