"""Stretches in which a missing space is not looked for: addresses, identifiers, numbers.

>>> [text[a:b] for text in ["see http://x.org/aB and 10.1000/x.Yz, 10,000"] for a, b in protected(text)]
['http://x.org/aB', '10.1000/x.Yz', '10,000']
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

_TLD = "com|org|net|gov|edu|info|int|mil|io|co|eu|uk|de|fr|es|it|nl|pt|ch|at|be|ca|au|us|jp|cn|ru|br"
_FILE = (
    "html?|php|aspx?|jsp|pdf|txt|xml|json|ya?ml|csv|zip|tar|gz|py|js|ts|css|md|rst|sh|exe|dll|png|jpe?g|gif|svg|mp[34]"
)
_PROTECTED = re.compile(
    rf"""
    \b(?:e\.g|i\.e)\.(?=[\w"“'‘])
  | (?:https?|ftp|file|git|ssh)://[^\s<>"“”]+
  | www\.[^\s<>"“”]+
  | mailto:[^\s<>"“”]+
  | [\w.+-]{{1,64}}@[\w-]{{1,63}}(?:\.[\w-]{{1,63}})+
  | [#@]\w+
  | (?:doi:\s?)?10\.\d{{4,9}}/[^\s,;]+
  | (?<![\w.])(?:[\w-]{{1,63}}\.){{1,6}}(?:{_TLD}|{_FILE})\b(?:/[^\s<>"“”]*)?
  | \d+(?:(?:\(\d{{1,4}}(?:[–-]\d{{1,4}})?\))?[.,:;/×x'’–-]\d+)+
  | (?<=[\w)\]])\.[a-z]+[A-Z]\w*
  | ~?/(?:[\w.+*-]+/)+[\w.+*-]*
  | (?<![\w.])[a-z_]\w*(?:\.[a-z_]\w*){{2,}}
  | \b(?:[A-Z]\.){{2,}}[A-Z]?
  | \b(?:e\.g|i\.e|a\.m|p\.m|a\.k\.a|Ph\.D|M\.D|cf|vs|[Uu]\.[SK])\b\.?
    """,
    re.VERBOSE,
)
_HINTS = re.compile(r"[/@#]|[\w)\]]\.\w|\d\W\d")


def protected(text: str) -> list[tuple[int, int]]:
    """The protected stretches in order; a boundary may lie at their edges, never inside."""
    if not _HINTS.search(text):
        return []
    return [match.span() for match in _PROTECTED.finditer(text)]


def is_shielded(at: int, stretches: Sequence[tuple[int, int]]) -> bool:
    """Whether an offset lies inside one of the stretches."""
    i = bisect_right(stretches, (at, -1)) - 1
    return i >= 0 and stretches[i][0] < at < stretches[i][1]
