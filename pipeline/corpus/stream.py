"""What a document says, as one row of key characters, with what stands between them.

The kept blocks of a document, one after the other, give its key. Behind each key character stand its *surface* (the
character as written) and its *separator* (all up to the next key character: a space, a dash, nothing; between two
blocks their trailing and leading marks around a BREAK). Both are numbers, so that fifty copies compare in numpy.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from pipeline.document import KEPT, Block, Document
from pipeline.keys import KeyMap, key, key_map

Ints: TypeAlias = npt.NDArray[np.int64]
Bools: TypeAlias = npt.NDArray[np.bool_]
Points: TypeAlias = npt.NDArray[np.uint32]

NONE = -1  # the code of "no text was seen here"
BREAK = "\ud800"  # between two blocks, in a separator: no text that can be written holds it
_BITS = 21
_SENTENCE_END = re.compile(r"[.!?…。！？｡](?:[\s\"'”’»)\]\u200b]|$)")


class Codes:
    """Short texts as numbers: up to three characters are packed, longer ones get a number of their own.

    >>> codes = Codes()
    >>> [codes.text(codes.code(text)) for text in ("", ", ", " (e.g. ")]
    ['', ', ', ' (e.g. ']
    """

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._texts: list[str] = []
        self._known: dict[int, str] = {}

    def code(self, text: str) -> int:
        """The number of a text."""
        if len(text) <= 3:
            return sum(ord(char) + 1 << _BITS * i for i, char in enumerate(text))
        if text not in self._numbers:
            self._numbers[text] = -2 - len(self._texts)
            self._texts.append(text)
        return self._numbers[text]

    def text(self, code: int) -> str:
        """The text behind a number."""
        if code < NONE:
            return self._texts[-2 - code]
        known = self._known.get(code)
        if known is None:
            known, rest = "", code
            while rest:
                known += chr((rest & ((1 << _BITS) - 1)) - 1)
                rest >>= _BITS
            self._known[code] = known
        return known

    def pack(self, text: str, points: Points, starts: Ints, ends: Ints) -> Ints:
        """The codes of text[start:end] for many spans at once; `points` are the code points of the text."""
        size = ends - starts
        out = np.zeros(len(starts), np.int64)
        for i in range(3):
            has = np.flatnonzero((size > i) & (size <= 3))
            out[has] |= (points[starts[has] + i].astype(np.int64) + 1) << (_BITS * i)
        for at in np.flatnonzero(size > 3).tolist():
            out[at] = self.code(text[starts[at] : ends[at]])
        return out


def points_of(text: str) -> Points:
    """The code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


@dataclass(frozen=True)
class Stream:
    """The kept text of a document as key characters; arrays have one entry for each of them.

    `at` and `until` are the span of the character's surface in doc.text, `gap` the code of the separator behind it.
    `first` and `past` are, for each kept block, the range of its key characters. `stop` tells the ends of sentences
    and blocks; `made` the separators that an earlier stage put there by its own judgement, `joined` those for which it
    took out a line break. Blocks without letters are `mute`: they are part of the separators, and stand here with the
    number of key characters before them; `lead` is what stands before the first.
    """

    doc: Document
    key: str
    at: Ints
    until: Ints
    surface: Ints
    gap: Ints
    stop: Bools
    made: Bools
    joined: Bools
    blocks: tuple[Block, ...]
    first: Ints
    past: Ints
    mute: tuple[tuple[Block, int], ...]
    lead: str

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The text span from the start-th key character up to, not including, the end-th."""
        return int(self.at[start]), int(self.until[end - 1])


def stream(doc: Document, codes: Codes) -> Stream:
    """The stream of a document's kept blocks."""
    text, points = doc.text, points_of(doc.text)
    blocks, mute, keys, offsets = _kept(doc, points)
    ends = np.cumsum([len(found) for found in offsets], dtype=np.int64)
    starts = np.append(0, ends[:-1]).astype(np.int64)[: len(blocks)]
    at = np.concatenate(offsets) if offsets else np.zeros(0, np.int64)
    following = np.append(at[1:], 0)[: len(at)]
    following[ends - 1] = [block.end for block in blocks]
    until = _surface_ends(text, points, at, following)
    gap = codes.pack(text, points, until, following)
    lead, *line_ends = _line_ends(text, blocks, mute, (until[ends - 1].tolist(), at[starts].tolist()))
    gap[ends - 1] = [codes.code(line_end) for line_end in line_ends]
    made, joined = _judged(doc, at)
    return Stream(
        doc=doc,
        key="".join(keys),
        at=at,
        until=until,
        surface=codes.pack(text, points, at, until),
        gap=gap,
        stop=_stops(codes, points, at, gap),
        made=made,
        joined=joined,
        blocks=tuple(blocks),
        first=starts,
        past=ends,
        mute=tuple(zip(mute, np.searchsorted(at, [block.start for block in mute]).tolist(), strict=True)),
        lead=lead,
    )


def _kept(doc: Document, points: Points) -> tuple[list[Block], list[Block], list[str], list[Ints]]:
    """The kept blocks with letters, those without, and the keys of the former with their offsets in the text."""
    folds = _folds()
    folded = folds[np.minimum(points, len(folds) - 1)]
    inside = np.flatnonzero(folded > 0)
    letters = folded[inside].astype(np.uint32).tobytes().decode("utf-32-le")
    odd = np.flatnonzero(folded < 0)
    kept = [block for block in doc.blocks if block.role in KEPT and block.kind != "gap"]
    edges = np.array([(block.start, block.end) for block in kept], np.int64).reshape(-1, 2)
    low, high = np.searchsorted(inside, edges.T)
    odd_low, odd_high = np.searchsorted(odd, edges.T)
    blocks, mute, keys, offsets = [], [], [], []
    for i, block in enumerate(kept):
        text, places = letters[low[i] : high[i]], inside[low[i] : high[i]]
        if odd_low[i] < odd_high[i]:
            found = _one_each(doc.block_text(block))
            text, places = found.key, np.asarray(found.offsets, np.int64) + block.start
        if text:
            blocks.append(block)
            keys.append(text)
            offsets.append(places)
        elif not doc.block_text(block).isspace():
            mute.append(block)
    return (blocks, mute, keys, offsets) if blocks else _only_marks(doc, mute)


def _only_marks(doc: Document, mute: list[Block]) -> tuple[list[Block], list[Block], list[str], list[Ints]]:
    """A document without any letter or digit: its marks are its key."""
    offsets = [
        np.array([i for i in range(block.start, block.end) if not doc.text[i].isspace()], np.int64) for block in mute
    ]
    return mute, [], ["".join(doc.text[i] for i in places) for places in offsets], offsets


def _one_each(text: str) -> KeyMap:
    """The key of a text with a character of its own for each key character.

    The two letters of a ligature cannot be told apart in the text: such a character is its own key here.
    """
    found = key_map(text)
    if len(set(found.offsets)) == len(found.offsets):
        return found
    parts: list[str] = []
    offsets: list[int] = []
    groups = groupby(zip(found.offsets, found.key, strict=True), itemgetter(0))
    ends = sorted({*found.offsets, len(text)})
    for (offset, group), end in zip(groups, ends[1:], strict=True):
        letters = "".join(letter for _, letter in group)
        if len(letters) > end - offset or key(text[offset : offset + len(letters)]) != letters:
            letters = text[offset]
        parts.append(letters)
        offsets += range(offset, offset + len(letters))
    return KeyMap("".join(parts), offsets)


@cache
def _folds() -> Ints:
    """What each code point is in a key: its folded self, 0 for a separator, -1 where only `key_map` can tell.

    The keys of plain letters are looked up here; `key_map` alone would take two thirds of the time of a merge.
    """
    table = np.full(0x3001, -1, np.int64)
    for point in range(0x3000):
        char = chr(point)
        folded = key(char)
        if unicodedata.category(char)[0] == "M" or key(f"a{char}") != f"a{folded}" or len(folded) > 1:
            continue
        table[point] = ord(folded) if folded else 0
    return table


def _line_ends(
    text: str, blocks: Sequence[Block], mute: Sequence[Block], edges: tuple[Sequence[int], Sequence[int]]
) -> Iterator[str]:
    """What stands before the first block's letters, between each block's and the next, and behind the last one's.

    `edges` are the ends of the blocks' last letters and the beginnings of their first ones.
    """
    lasts, firsts = edges
    silent = list(reversed(mute))
    trail: str | None = None
    for block, last, first in zip(blocks, lasts, firsts, strict=True):
        parts = [trail] if trail is not None else []
        while silent and silent[-1].start < block.start:
            marks = silent.pop()
            parts.append(text[marks.start : marks.end])
        yield BREAK.join([*parts, text[block.start : first]])
        trail = text[last : block.end]
    rest = [text[marks.start : marks.end] for marks in reversed(silent)]
    if trail is not None:
        yield BREAK.join([trail, *rest, ""])
    else:
        yield BREAK.join(rest)


def _surface_ends(text: str, points: Points, at: Ints, following: Ints) -> Ints:
    """Where each key character's surface ends: marks that combine with it belong to it."""
    until = at + 1
    if text.isascii():
        return until
    loose = np.flatnonzero(until < following)
    loose = loose[points[until[loose]] >= 0x300]
    for i in loose.tolist():
        end = int(until[i])
        while end < following[i] and unicodedata.category(text[end])[0] == "M":
            end += 1
        until[i] = end
    return until


def _stops(codes: Codes, points: Points, at: Ints, gap: Ints) -> Bools:
    """Whether a sentence or block ends behind each key character."""
    stop = np.zeros(len(gap), np.bool_)
    held = np.flatnonzero(gap)
    values, back = np.unique(gap[held], return_inverse=True)
    texts = [codes.text(code) for code in values.tolist()]
    breaks = np.array([BREAK in text for text in texts], np.bool_)
    ends = np.array([ends_sentence(text) for text in texts], np.bool_)
    spaced = np.array([any(char.isspace() for char in text) for text in texts], np.bool_)
    stop[held[breaks[back]]] = True
    # "Mr. it" and "etc. and" end no sentence; "disease.In" does.
    for maybe, wanted in ((ends & spaced & ~breaks, str.islower), (ends & ~spaced & ~breaks, str.isupper)):
        places = held[maybe[back]]
        found = np.array(
            [wanted(chr(point)) for point in points[np.append(at, at[-1:])[places + 1]].tolist()], np.bool_
        )
        stop[places] = ~found if wanted is str.islower else found
    return stop


def ends_sentence(separator: str) -> bool:
    """Whether a separator stands at the end of a sentence or block."""
    return BREAK in separator or bool(_SENTENCE_END.search(f"{separator} "))


def _judged(doc: Document, at: Ints) -> tuple[Bools, Bools]:
    """Behind which key characters a fix put a separator where the source has nothing, or took out a line break."""
    made, joined = np.zeros(len(at), np.bool_), np.zeros(len(at), np.bool_)
    here, inserted, taken = 0, [], []
    for piece in doc.pieces:
        if piece.text is not None and piece.start == piece.end:
            inserted.append(here)
        elif piece.text is not None and "\n" in doc.source[piece.start : piece.end] and "\n" not in piece.text:
            taken.append(here)
        here += piece.size
    for flags, places in ((made, inserted), (joined, taken)):
        found = np.searchsorted(at, np.array(places, np.int64), side="left") - 1
        flags[found[found >= 0]] = True
    return made, joined
