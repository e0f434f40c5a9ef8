"""Which lines under a heading are its references."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.citations.find import looks_like_reference
from pipeline.citations.split import split_references

_UNDER_HEADING = 0.3
_NUMBERED = re.compile(r"(?:\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3}[.)])\s*\S")


def is_numbered(text: str) -> bool:
    """Whether a line begins with a number, as items of a list do; under a heading it is a reference."""
    return bool(_NUMBERED.match(text))


def reference_section(texts: Sequence[str], start: int) -> list[int]:
    """The indices of the references under a heading, from texts[start] on: up to two lines in a row that are none.

    >>> reference_section(["1. Holm P. Weirs. Hydrol Lett. 2014;9:101-118.", "2. A letter", "Share", "Print"], 0)
    [0, 1]
    """
    members: list[int] = []
    for i in range(start, len(texts)):
        numbered = is_numbered(texts[i])
        if numbered or looks_like_reference(texts[i]) >= _UNDER_HEADING or len(split_references(texts[i])) > 1:
            members.append(i)
        elif i - (members[-1] if members else start - 1) > 1:
            break
    return _with_tails(texts, members)


def _with_tails(texts: Sequence[str], members: Sequence[int]) -> list[int]:
    """The members, and the single lines between two numbered ones, or behind the last where it broke off."""
    numbered = {i for i in members if is_numbered(texts[i])}
    tails = {i + 1 for i in numbered if i + 2 in numbered}
    last = max(numbered, default=len(texts))
    if len(numbered) > 1 and last + 1 < len(texts) and texts[last + 1][0].islower() and texts[last][-1] not in ".!?":
        tails.add(last + 1)
    return sorted({*members, *tails})
