"""The single references in a blob whose line breaks were lost, by structure alone.

>>> blob = "Wu Q, Li J. One study.Gut. 2017;8(1):7-9. doi:10.1000/182Lee YH, Kang KM. Other study.Gut. 2018;9:1-2."
>>> [blob[start:end] for start, end in split_references(blob)][1]
'Lee YH, Kang KM. Other study.Gut. 2018;9:1-2.'
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.citations.find import is_prose, reference_heading_end
from pipeline.citations.identifiers import find_identifiers
from pipeline.citations.item import Span
from pipeline.citations.names import is_organisation
from pipeline.citations.rules import blanked

_UP = "A-ZÀ-ÖØ-ÞŁŚŠŽČĆĐŞĞİŐŰŘŤŇĎ"
_WORD = rf"[{_UP}][\w’'-]+"
_FAMILY = rf"(?:(?:[Vv]an|[Vv]on|[Dd]e|der|den|[Dd]el|della|[Dd]i|da|dos|[Ll]a|[Ll]e|[Tt]en|el|al|d[’'])[ ]?){{0,3}}{_WORD}(?: {_WORD})?"
_BARE = rf"(?:[{_UP}]{{1,3}}|[{_UP}]-[{_UP}])(?: (?:Jr|Sr|II|III))?"
_DOTTED = rf"(?:[{_UP}][a-z]?\. ?-?){{1,4}}"
_GIVEN = rf"{_WORD}(?: [{_UP}]\.| {_WORD})?"
_ET_AL = r"et\.? ?al\b"
# Two names or more, or one and "et al.": hardly anything but a list of authors looks so.
_SURE_START = re.compile(
    rf"{_FAMILY} {_BARE}(?:, ?(?:{_ET_AL}|{_FAMILY} {_BARE} ?[,.:;(]| ?and )| {_ET_AL}|[.,]? \((?:19|20)\d\d)"
    rf"|{_FAMILY}, ?{_DOTTED}(?: ?,? ?(?:&|and) ?|, ?(?:{_FAMILY}, ?[{_UP}]\.|{_DOTTED}{_WORD}|{_ET_AL})|[.,]? ?\((?:19|20)\d\d)"
    rf"|{_DOTTED} ?{_FAMILY}(?:, ?{_DOTTED} ?{_FAMILY}| (?:and|&) {_DOTTED} ?{_FAMILY}|, [\"“]|,? {_ET_AL})"
    rf"|{_FAMILY}, {_GIVEN}, (?:and|et al)\b|{_FAMILY}, {_GIVEN}\. ?[\"“]"
)
_LONE_START = re.compile(
    rf"{_FAMILY} {_BARE}[.:,] ?(?=[{_UP}\[\"“])|{_FAMILY}, ?{_DOTTED}[,:]? ?(?=[{_UP}\"“\d(])|{_DOTTED} ?{_FAMILY}[,:] ?(?=[{_UP}\"“])"
    rf"|{_FAMILY}, {_GIVEN}\. ?(?=[{_UP}])"
)
_NUMBERED = re.compile(
    r"(?<![\w.(\[:-])(?:\[(?P<a>\d{1,3})\]|(?P<b>\d{1,3})\.(?=\s?[^\W\d])|\((?P<c>\d{1,3})\)(?=\s?[^\W\d]))"
)
# Where a sentence may end: a stop, or a digit or small letter on which a capital follows.
_BREAK = re.compile(
    rf"(?<=[.?!)\]\"”’/])\s*(?=[{_UP}\[\"“«]|(?:de|van|von) [{_UP}])|(?<=[\da-z])(?=[{_UP}][a-z’'])|(?<=\d) (?=[{_UP}][a-z])|\s*\n\s*"
)
_TAIL_LABEL = re.compile(
    r"\s*(?:doi\b|DOI\b|PMID|PMC|Available|Accessed|Retrieved|Epub|Published|Updated|https?:|arXiv|\[?Internet|Cited|Erratum|ISBN|ISSN)"
)
_LOCATOR_END = re.compile(
    r"(?:\d{4}(?: \w{3}(?: \d{1,2})?)? ?; ?[\w ]{1,8}(?:\([^()]{1,20}\))?(?: ?: ?\w{1,20}(?:[-‐–—]\w{1,8})?)?|\d\([^()]{1,12}\)(?: ?[:,] ?(?:pp?\. ?)?\w{1,12}[-‐–—]\w{1,8})"
    r"|\bpp?\. ?\w{1,8}(?:[-‐–—]\w{1,8})?(?:, (?:\w{3,9}\.? )?\d{4})?|[,(] ?(?:\w{3,9}\.? )?(?:19|20)\d\d\)?|\d{1,5}[-‐–—]\d{1,5})[.\s]*$"
)
_INITIAL_BEFORE = re.compile(rf"(?:^|[\s.,(-])[{_UP}]\.\s*$|\b(?:In|in|by|and|&|vs|ed|eds|Eds|pp|vol|no)\.?[:,]?\s*$")


def split_references(text: str) -> list[Span]:
    """The spans of the references in `text`, in order; what stands before the first (a heading, prose) is in none."""
    kept = [(found.start, found.end) for found in find_identifiers(text)]
    plain = blanked(text, [])
    masked = _masked(plain, kept)
    starts = _numbered_starts(masked) or _found_starts(plain, masked, kept)
    first = starts[0] if starts else 0
    cuts = [*starts, len(text)] if starts else [first, len(text)]
    spans = (_trimmed(text, a, b) for a, b in pairwise(cuts))
    return [(a, b) for a, b in spans if a < b]


def _masked(text: str, kept: Sequence[Span]) -> str:
    """The text with its identifiers as tilde runs of the same length, so that nothing in them looks like a name."""
    for start, end in kept:
        text = text[:start] + "~" * (end - start) + text[end:]
    return text


def _numbered_starts(masked: str) -> list[int]:
    """Starts at numbers that count up one by one from the first on; none where fewer than three do."""
    for group in "abc":
        found = [(int(m[group]), m.start()) for m in _NUMBERED.finditer(masked) if m[group]]
        run: list[tuple[int, int]] = []
        for number, at in found:
            if not run or number == run[-1][0] + 1:
                run.append((number, at))
        if len(run) >= 3 and not masked[: run[0][1]].strip(" .\n"):
            return [at for _, at in run]
    return []


def _found_starts(plain: str, masked: str, kept: Sequence[Span]) -> list[int]:
    breaks = list(_breaks(plain, masked, kept))
    begin = _first_start(masked, breaks)
    starts = [begin]
    for at in breaks:
        if at > begin and _begins(masked, starts[-1], at, breaks):
            starts.append(at)
    return starts


def _breaks(plain: str, masked: str, kept: Sequence[Span]) -> Iterator[int]:
    """Places where a reference may begin, in order."""
    places = {match.end() for match in _BREAK.finditer(masked)}
    for _, end in kept:
        rest = re.compile(r"[.\s)]*").match(plain, end)
        places.add(rest.end() if rest else end)
    yield from sorted(
        at for at in places if at < len(masked) and not _INITIAL_BEFORE.search(masked, max(0, at - 12), at)
    )


def _first_start(masked: str, breaks: Sequence[int]) -> int:
    """Skip a heading and sentences that introduce the list."""
    here = reference_heading_end(masked)
    for at in [at for at in breaks if at > here]:
        piece = masked[here:at]
        if not is_prose(piece):
            break
        here = at
    return here


def _begins(masked: str, start: int, at: int, breaks: Sequence[int]) -> bool:
    """Whether the reference that began at `start` ends at `at` and a new one begins there."""
    current = masked[start:at]
    if len(current) < 20 or _TAIL_LABEL.match(masked, at):
        return False
    is_closed = (
        "~" in current[-3:]
        or (len(current) - 3 > 0 and current.rstrip(" .").endswith("~"))
        or bool(_LOCATOR_END.search(current[-80:]))
    )
    pieces = sum(start < place <= at for place in breaks)
    if _SURE_START.match(masked, at):
        return pieces >= 2 or is_closed
    if _LONE_START.match(masked, at) and (is_closed or _is_web(current, pieces)):
        return True
    name_end = masked.find(".", at, at + 90)
    is_body = name_end > 0 and is_organisation(masked[at:name_end]) and masked[at:name_end].count(" ") < 9
    return is_body and (is_closed or _is_web(current, pieces))


def _is_web(current: str, pieces: int) -> bool:
    """A body and its page: two sentences or more, the first an organisation's name."""
    return pieces >= 2 and is_organisation(current.partition(".")[0])


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
