"""Stretches of source code among the lines of a split dump, where each coloured token of the code broke the line.

    >>> tokens = ["import", "os", "print", "(", "os", ".", "name", "==", "'nt'", ")"]
    >>> code_regions(["Let us try this:", *tokens, "It prints whether this is Windows."])
    [(1, 11)]

A few tokens inside a sentence are no stretch.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.keys import key

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*[,.;:!?]*")
_REMARK = re.compile(r"(?:#|//|/\*|\"\"\"|'''|<!--|--\s|\$\s|>>>|[\"'`])")
# What stands in code and not in prose: operators, brackets next to names, quoted tokens, names with _ or a call.
_SYMBOL = re.compile(
    r"[=<>{}\[\]();|&+*/\\^~]+$|[\"'`].*[\"'`]?,?$|.*(?:==|!=|<-|->|=>|\+=|&&|\|\||::|[\w\])]\(|\)\)|\w=\S|\s=\s|[{};]\s*$)"
    r"|@?\w+(?:_\w+)+$|__\w+|[().:,\[\]{}]{1,4}$|[#$%]\s?\w|[#$%]$|--?\w[\w-]*$|\S*/\S*$|[A-Z]{3,}$|\w+(?:\.\w+)+$"
)
_STRONG = re.compile(r"[=(){}\[\]<>;|#$\"'`_/&]|^--?\w")
_FUNCTION = re.compile(r"(?<!\S)(?:the|a|an|is|are|was|of|to|that|this|it|with|and|you|we|as|can|be|on)(?!\S)")
_LEAST = 3  # lines of code marks in a region; single tokens in a sentence are fewer
_SHARE = 0.3
_COPY = 20


def code_regions(texts: Sequence[str]) -> list[tuple[int, int]]:
    """The (first, last + 1) line numbers of each stretch of code."""
    out: list[tuple[int, int]] = []
    here = 0
    for i in range(len(texts) + 1):
        if i == len(texts) or _is_prose(texts[i]):
            if region := _trimmed(texts, here, i):
                out += _printed_twice(texts, *region)
            here = i + 1
    return out


def _printed_twice(texts: Sequence[str], start: int, end: int) -> Iterator[tuple[int, int]]:
    """The region, cut where a line says all the lines before it over again: pages keep such copies for copying."""
    said = ""
    for i in range(start, end):
        line = key(texts[i])
        if len(line) > _COPY and line == said:
            yield start, i
            yield i, i + 1
            start, said = i + 1, ""
        else:
            said += line
    if end > start:
        yield start, end


def _is_prose(text: str) -> bool:
    """A line that code does not hold: some plain words with a function word among them."""
    if _REMARK.match(text) or _SYMBOL.match(text):
        return False
    words = text.split()
    plain = sum(_WORD.fullmatch(word.strip("\"'“”‘’()")) is not None for word in words)
    if len(words) >= 4 and plain >= 0.6 * len(words):
        return _FUNCTION.search(text.lower()) is not None or text[-1] in ".!?:"
    return 2 <= len(words) <= 3 and plain == len(words) and _FUNCTION.search(text) is not None


def _trimmed(texts: Sequence[str], start: int, end: int) -> tuple[int, int] | None:
    """The part of texts[start:end] that is code, if enough of it looks so."""
    marks = [_SYMBOL.match(text) is not None for text in texts[start:end]]
    strong = sum(mark and _STRONG.search(text) is not None for mark, text in zip(marks, texts[start:end], strict=True))
    if strong < _LEAST or sum(marks) < _SHARE * len(marks):
        return None
    while end > start and not marks[end - start - 1] and texts[end - 1][:1].isupper():
        end -= 1  # a heading that follows
    while start < end and not marks[0] and texts[start][:1].isupper() and " " in texts[start]:
        start += 1  # a heading that precedes
        marks = marks[1:]
    return (start, end) if end - start > 1 else None
