"""Where one reference lost characters: spaces after stops, and dashes in page ranges.

>>> raw = "Wu Q, Li J, et al.A study of sites.Oncotarget. 2017;8(17):2799027996."
>>> [(fix.at, fix.text, fix.safe) for fix in separators(raw)]
[(18, ' ', True), (35, ' ', True), (63, '-', False)]
>>> mended(raw)
'Wu Q, Li J, et al. A study of sites. Oncotarget. 2017;8(17):2799027996.'
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.citations.identifiers import find_identifiers


class Insertion(NamedTuple):
    """Before raw[at] the text `text` is missing. What is not `safe` is only a proposal."""

    at: int
    text: str
    confidence: float
    why: str
    safe: bool = True


_UP = "A-ZÀ-ÖØ-ÞŁŚŠŽČ"
_LOW = "a-zß-öø-ÿłśšžčćńğışęą"
_SPACES: tuple[tuple[re.Pattern[str], float, str], ...] = (
    (re.compile(r"(?<=\bet al)\.(?=\w)"), 0.99, "no space after et al."),
    # Initials, then a word: the end of the list of authors.
    (re.compile(rf"(?<=[{_LOW}] [{_UP}])\.(?=[{_UP}][\w-]+[ :,])|(?<= [{_UP}]{{2}})\.(?=[{_UP}][\w-]+[ :,])"
                rf"|(?<= [{_UP}]-[{_UP}])\.(?=[{_UP}][\w-]+[ :,])|(?<= [{_UP}]{{3}})\.(?=[{_UP}][\w-]+[ :,])"),
     0.95, "no space after the last author"),
    (re.compile(rf"(?<=[{_LOW}]{{3}})[.?!](?=[{_UP}][\w'’]|[{_UP}] [{_LOW}{_UP}]|\d[\w-]* [{_LOW}]{{3}})"), 0.97,
    "no space after a stop"),
    (re.compile(rf"(?<=[\w.][)\]”\"])\.(?=[{_UP}][\w'’]|[{_UP}] [{_LOW}])"), 0.95, "no space after a stop"),
    (re.compile(r"(?<=[A-Za-z)])\.(?=(?:19|20)\d\d(?:[;:.,]| [A-Z]))"), 0.98, "no space before the year"),
    (re.compile(rf"(?<=[{_LOW}{_UP}.]),(?=[{_UP}][{_LOW}]{{2}}|[{_UP}][{_LOW}]?\.)"), 0.95, "no space after a comma"),
    (re.compile(rf"(?<=[{_LOW}]{{3}}):(?=[{_UP}][{_LOW}])"), 0.9, "no space after a colon"),
    (re.compile(rf"(?<=\((?:19|20)\d\d)\)\.?(?=[{_UP}][\w'’])|(?<=\((?:19|20)\d\d[a-e])\)\.?(?=[{_UP}][\w'’])"), 0.97,
    "no space after the year"),
    (re.compile(r"\d\.(?=(?:doi:|DOI|PMID|https?:))"), 0.98, "no space before the identifier"),
    (re.compile(r"\d(?=doi:|PMID)"), 0.98, "no space before the identifier"),
)  # fmt: skip
# Digits where the pages stand, too many for one page number.
_LONG_PAGES = re.compile(r"\d{4};\d{1,4}(?:\(\d{1,3}\))?:(?P<pages>\d{6,10})(?=[.\s]|$)")


def separators(raw: str) -> list[Insertion]:
    """What is missing between the parts of a reference, in order. A reference that is whole has none."""
    kept = [(i.at, i.end) for i in find_identifiers(raw)]
    spaces = {fix.at: fix for fix in _lost_spaces(raw) if not any(start < fix.at < end for start, end in kept)}
    return sorted([*spaces.values(), *_lost_dashes(raw)])


def mended(raw: str) -> str:
    """The reference with its safe insertions made."""
    parts, here = [], 0
    for fix in separators(raw):
        if fix.safe:
            parts += [raw[here : fix.at], fix.text]
            here = fix.at
    return "".join([*parts, raw[here:]])


def _lost_spaces(raw: str) -> Iterator[Insertion]:
    for pattern, confidence, why in _SPACES:
        for match in pattern.finditer(raw):
            if not _is_one_word(raw, match.start(), match.end()):
                yield Insertion(match.end(), " ", confidence, why)


# Words that are written with a stop inside, and the ends of domain names.
_STOP_INSIDE = re.compile(r"(?:Ph|Amazon|[Dd]ot|www|[A-Z]\.[A-Z])$")
_DOMAIN = re.compile(r"(?:Com|Org|Net|Gov|Edu|NET|COM|ORG|IO|AI|JS)\b")


def _is_one_word(raw: str, start: int, end: int) -> bool:
    return bool(_STOP_INSIDE.search(raw, max(0, start - 8), start) or _DOMAIN.match(raw, end))


def _lost_dashes(raw: str) -> Iterator[Insertion]:
    for match in _LONG_PAGES.finditer(raw):
        cuts = page_range_cuts(match["pages"])
        if len(cuts) == 1:
            at = match.start("pages") + cuts[0]
            yield Insertion(at, "-", 0.8, "the digits read as a page range in one way only", safe=False)


def page_range_cuts(digits: str) -> list[int]:
    """Where a dash could have stood in the digits of a page range.

    >>> page_range_cuts("2799027996")
    [5]
    >>> page_range_cuts("1758835919833519")
    []
    """
    return [cut for cut in range(1, len(digits)) if _is_range(digits[:cut], digits[cut:])]


def _is_range(first: str, last: str) -> bool:
    """Whether first-last can be the pages of an article: at most 100 pages, none of more than 6 digits."""
    if len(last) > len(first) + 1 or len(first) > 6 or "0" in (first[0], last[0]):
        return False
    end = int(first[: len(first) - len(last)] + last) if len(last) <= len(first) else int(last)
    return 0 < end - int(first) <= 100
