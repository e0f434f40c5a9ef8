"""A line of text with its key, and the way back from the key to the text."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple

from pipeline.keys import KeyMap, key, key_map

_CHUNK = 256
_MARKS = re.compile(r"[\u00a0\u2010-\u2027\u2030-\u205e]+")  # no key has them, and `key` is fast on ASCII
_CUT = re.compile(r"[\s.,;:!?\u3001\u3002\uff0c\uff1a\uff1b]")  # a key never depends on what lies across one of these


class _Chunk(NamedTuple):
    """text[start:end] of a line; its key begins at index `at` of the line's key."""

    at: int
    start: int
    end: int
    key: str


def _chunks(text: str) -> list[_Chunk]:
    """The stretches of a line that have a key, of about the same size."""
    chunks, start, at = [], 0, 0
    while start < len(text):
        cut = _CUT.search(text, start + _CHUNK)
        end = cut.end() if cut else len(text)
        chunk = _Chunk(at, start, end, key(_MARKS.sub(" ", text[start:end])))
        if chunk.key:
            chunks.append(chunk)
        start, at = end, at + len(chunk.key)
    return chunks


class Line:
    """A line, its key, and where the key's characters stand; only the stretches that somebody asks for are mapped."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._chunks = _chunks(text)
        self.key = "".join(chunk.key for chunk in self._chunks)
        self._maps: dict[int, KeyMap] = {}

    def offset(self, at: int) -> int:
        """The text offset of the key's character `at`."""
        i = bisect_right(self._chunks, at, key=lambda chunk: chunk.at) - 1
        chunk = self._chunks[i]
        if i not in self._maps:
            self._maps[i] = key_map(self.text[chunk.start : chunk.end])
        return chunk.start + self._maps[i].offsets[at - chunk.at]

    @cached_property
    def marks(self) -> tuple[str, str]:
        """What stands before the line's first letter or digit, and after its last."""
        first = next((at for at, c in enumerate(self.text) if c.isalnum()), 0)
        last = next((at for at in range(len(self.text) - 1, -1, -1) if self.text[at].isalnum()), 0)
        return self.text[:first].lstrip(), self.text[last + 1 :].rstrip()

    def join(self, at: int) -> str:
        """What parts the key's characters at - 1 and at: white space (" "), a seam ("|"), or nothing ("").

        A seam is what shows that two texts were put together: a mark, a capital, a digit; a word may have parts, too.
        """
        if self.is_spaced(at):
            return " "
        left, right = self.text[self.offset(at - 1)], self.text[self.offset(at) - 1 : self.offset(at) + 1]
        return "" if left.islower() and right == left + right[-1] and right[-1].islower() else "|"

    def is_spaced(self, at: int) -> bool:
        """Whether white space stands between the key's characters at - 1 and at."""
        between = self.text[self.offset(at - 1) + 1 : self.offset(at)]
        return any(c.isspace() for c in between)
