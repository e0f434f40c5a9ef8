r"""UTF-8 that was read as another encoding, found and repaired word by word with ftfy.

    >>> [(f.start, f.end, f.fix) for f in mojibake("the caf\u00c3\u00a9 \u2013 it\u00e2\u20ac\u2122s")]
    [(7, 9, 'é'), (14, 17, '’')]
    >>> list(mojibake("CAF\u00c9\u00ae\u2122 and \u2018\u00c3\u00a9\u2019"))
    []

ftfy decides; what it would repair is narrowed to the characters that change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import zip_longest

from pipeline.document import Finding

_RUNS = re.compile(r"([^\x00-\x7f]+)")
_SPACE = " \t\n\r\f\v"
_REACH = 40  # how many characters of the word on each side ftfy sees; more does not change its mind


@cache
def _detector() -> re.Pattern[str]:
    from ftfy.chardata import UTF8_DETECTOR_RE

    return UTF8_DETECTOR_RE


def mojibake(text: str) -> Iterator[Finding]:
    """One finding for each repaired run."""
    if text.isascii():
        return
    found = [repair for word in _suspects(text) for repair in _repairs(text, *word)]
    # A letter alone, in quotes or brackets, is more often an example of mojibake than mojibake: it needs company.
    if any(not _stands_alone(text, repair) for repair in found):
        yield from found


def _suspects(text: str) -> Iterator[tuple[int, int]]:
    """The words that hold what UTF-8 looks like when read as something else."""
    last = 0
    for match in _detector().finditer(text):
        if match.end() <= last:
            continue
        start, end = max(match.start(), last), match.end()
        floor, ceiling = max(last, start - _REACH), min(len(text), end + _REACH)
        while start > floor and text[start - 1] not in _SPACE:
            start -= 1
        while end < ceiling and text[end] not in _SPACE:
            end += 1
        last = end
        yield start, end


def _repairs(text: str, start: int, end: int) -> Iterator[Finding]:
    """The runs of text[start:end] that ftfy would repair."""
    from ftfy import fix_encoding

    word = text[start:end]
    fixed = fix_encoding(word, fix_c1_controls=False)
    if fixed == word:
        return
    before, after = _RUNS.split(word), _RUNS.split(fixed)
    if before[::2] != after[::2]:  # the plain text changed too: a no-break space inside a sequence had become plain
        before, after = [word], [fixed]
    at = start
    for was, now in zip_longest(before, after, fillvalue=""):
        if was != now:
            yield _trimmed(at, was, now)
        at += len(was)


def _trimmed(at: int, was: str, now: str) -> Finding:
    """The repair without what both readings share at their edges."""
    size = min(len(was), len(now))
    left = next((i for i in range(size) if was[i] != now[i]), size)
    right = next((i for i in range(size - left) if was[-1 - i] != now[-1 - i]), size - left)
    was, now = was[left : len(was) - right], now[left : len(now) - right]
    return Finding("ENC001", at + left, at + left + len(was), "UTF-8 read as another encoding", now, confidence=0.98)


def _stands_alone(text: str, repair: Finding) -> bool:
    """A repaired letter with no letter on either side."""
    around = text[repair.start - 1 : repair.start] + text[repair.end : repair.end + 1]
    return (
        repair.fix is not None
        and len(repair.fix) == 1
        and repair.fix.isalpha()
        and not any(c.isalnum() for c in around)
    )
