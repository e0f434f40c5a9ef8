"""The opposite damage: a space inside a word ("treat ment"), a word hyphenated across a line's end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from pipeline.stages.wording.evidence import Witnesses
from pipeline.stages.wording.lexicon import SHORT, lexicon

_LETTERS = re.compile(r"[^\W\d_]+")
_SUSPENDED = frozenset(["and", "or", "to", "und", "oder", "bis", "et", "ou", "y", "o", "e", "of", "en"])
_BROKEN = re.compile(r"(?<![\w-])([^\W_]{2,30})([-‐\u00ad]\s*\n\s*)([^\W\d_]{2,30})(?![\w-])")
_RARE = -12.0
_COMMON = -13.0
_GAIN = 12.0  # how many nats likelier the joined word must be than its parts
_FREQUENT = -8.5


class Join(NamedTuple):
    """text[start:end] should read as `fix`."""

    start: int
    end: int
    fix: str
    probability: float


@lru_cache(1 << 16)
def is_fragment(token: str) -> bool:
    """Whether a token could be a piece of a word: no word itself, or one that hardly ever stands alone."""
    if not token.islower() or not token.isascii() or not token.isalpha():
        return False
    lex = lexicon()
    if len(token) < 3:
        return token not in SHORT and lex.words.get(token, -99.0) < _FREQUENT
    return token not in lex.core and lex.words.get(token, -99.0) < _RARE


@lru_cache(1 << 16)
def _holds_fragment(token: str) -> bool:
    return is_fragment(token.rstrip(".,;:!?)"))


def spaces_inside(text: str, witnesses: Witnesses) -> Iterator[Join]:
    """Spaces inside words. Sure only where a piece stands nowhere else and the whole word is common."""
    fragments = set(filter(_holds_fragment, text.split()))
    if not fragments:
        return
    here = -1
    tokens = [(m.start(), m.end()) for m in re.finditer(r"\S+", text)]
    for (a, b), (c, d) in pairwise(tokens):
        left, right = text[a:b].lstrip("(“\"'["), text[c:d].rstrip(".,;:!?)”\"']")
        if here != b and text[b:c] == " " and (text[a:b] in fragments or text[c:d] in fragments):
            probability = _joined(left, right, witnesses)
            if probability:
                here = d
                yield Join(b, c, "", probability)


def _joined(left: str, right: str, witnesses: Witnesses) -> float:
    if not (left.isalpha() and right.isalpha() and right.islower() and left[1:].islower() == (len(left) > 1)):
        return 0.0
    lex, one, two = lexicon(), left.lower(), right.lower()
    whole = lex.words.get(one + two, -99.0)
    if one + two not in lex.core or whole < _COMMON or lex.pair(one, two) is not None:
        return 0.0
    if whole - lex.log(one) - lex.log(two) < _GAIN and len(left) + len(right) > 3:
        return 0.0
    pieces = [word for word in (one, two) if is_fragment(word)]
    if len(left) + len(right) <= 3 and not (len(pieces) == 2 or whole > _FREQUENT):
        return 0.0
    alone = max(witnesses.alone[word] for word in pieces) if pieces else 9
    return 0.97 if alone == 1 and len(one + two) > 4 else 0.6


def hyphens(text: str, witnesses: Witnesses) -> Iterator[Join]:
    """Words hyphenated across a line's end. The document or the dictionary must know the word."""
    for match in _BROKEN.finditer(text):
        left, right = match[1].lower(), match[3].lower()
        if not match[3][:1].islower():
            continue
        dashed = witnesses.dashed[f"{left}-{right}"]
        known = left.isalpha() and (left + right in lexicon().core or witnesses.alone[left + right] > 0)
        if match[2][0] == "\u00ad" or (known and not dashed):
            yield Join(match.start(2), match.end(2), "", 0.97)
        elif dashed:
            yield Join(match.start(2), match.end(2), "-", 0.95)
        elif right in _SUSPENDED:  # "pre- and post-war"
            yield Join(match.start(2), match.end(2), "- ", 0.9)
        else:
            yield Join(match.start(2), match.end(2), "-", 0.85)
