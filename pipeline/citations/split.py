"""The single references in a blob whose line breaks were lost, by structure alone.

A small model says where references may begin; they begin where it is rather sure and where a reference can end. Lists
that are numbered are cut at their numbers.

>>> blob = "Wu Q, Li J. One study.Gut. 2017;8(1):7-9. doi:10.1000/182Lee YH, Kang KM. Other study.Gut. 2018;9:1-2."
>>> [blob[start:end] for start, end in split_references(blob)][1]
'Lee YH, Kang KM. Other study.Gut. 2018;9:1-2.'
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.citations.find import is_prose, reference_heading_end
from pipeline.citations.identifiers import find_identifiers
from pipeline.citations.item import Span
from pipeline.citations.model import beginnings, masked
from pipeline.citations.rules import AUTHORS, numbering

_UP = "A-ZÀ-ÖØ-ÞŁŚŠŽČĆĐŞĞİŐŰŘŤŇĎ"
# How sure the model must be. Measured on blobs of labelled references (the half that was looked at): 0.3 cuts single
# references apart, with more than 0.6 blobs stay whole.
SURE = 0.5
_SHORTEST = 12
# Where a sentence may end: behind a stop or bracket, at a capital behind a digit or small letter, at a line break.
_BREAK = re.compile(
    rf"(?<=[.?!)\]\"”’/~])\s*(?=[^\W\d_]|[\[\"“«—_-])|(?<=[\da-z])(?=[{_UP}][a-z’'])|(?<=[\d\w]) (?=[{_UP}])|\s*\n\s*"
)
_TAIL_LABEL = re.compile(
    r"\s*(?:~|doi\b|DOI\b|PMID|PMC|Available|Accessed|Retrieved|Epub|Updated|arXiv|\[?Internet|Cited|Erratum|ISBN|ISSN)"
)
_NAME_GOES_ON = re.compile(r"\b(?:[Ii]n|by|and|&|vs|[Ee]ds?|pp|vol|no)\.?[:,]?\s*$")
_NUMBERS = tuple(
    re.compile(rf"(?<![\w.(\[:-]){number}")
    for number in (r"\[(\d{1,3})\]", r"(\d{1,3})\.(?=\s?[^\W\d])", r"\((\d{1,3})\)(?=\s?[^\W\d])")
)


def split_references(text: str) -> list[Span]:
    """The spans of the references in `text`, in order; what stands before the first (a heading, prose) is in none."""
    identifiers = list(find_identifiers(text))
    plain = masked(text, identifiers)
    starts = _numbered(plain)
    if not starts:
        breaks = [match.end() for match in _BREAK.finditer(plain) if match.end() < len(plain)]
        likely = beginnings(text, identifiers)
        starts = _found(plain, breaks, [at for at in sorted(likely) if likely[at] >= SURE])
    spans = (_trimmed(text, start, end) for start, end in pairwise([*starts, len(text)]))
    return [(start, end) for start, end in spans if start < end]


def _numbered(plain: str) -> list[int]:
    """Starts at numbers that count up one by one from the beginning on; none where fewer than three do."""
    for pattern in _NUMBERS:
        run: list[tuple[int, int]] = []
        for match in pattern.finditer(plain):
            number = int(match.group(1))
            if not run or number == run[-1][0] + 1:
                run.append((number, match.start()))
        if len(run) >= 3 and not plain[: run[0][1]].strip(" .\n"):
            return [at for _, at in run]
    return []


def _found(plain: str, breaks: Sequence[int], likely: Sequence[int]) -> list[int]:
    """The first reference's start, and each likely place behind it where a reference can end."""
    starts = [_first(plain, breaks)]
    least = starts[0] + numbering(plain[starts[0] : starts[0] + 14])
    ends = set(breaks)
    for at in likely:
        if at > least and at in ends and _is_reference(plain[starts[-1] : at]) and _can_begin(plain, at):
            starts.append(at)
    return starts


def _is_reference(piece: str) -> bool:
    """Whether a piece can stand alone: it is more than a number or a list of names."""
    bare = piece[numbering(piece) : numbering(piece) + 1000].strip(" .,:;")
    # Never a fullmatch: where it fails, it tries all ways to read the names, and their number is exponential.
    ends = [match.end() for pattern in AUTHORS if (match := pattern.match(bare))]
    return len(bare) >= _SHORTEST and max(ends, default=0) < len(bare)


def _first(plain: str, breaks: Sequence[int]) -> int:
    """Skip a heading and the sentences that introduce the list."""
    here = reference_heading_end(plain)
    for at in breaks:
        if at > here and plain[max(0, at - 3) : at].rstrip()[-1:] in ".?!:":
            if not is_prose(plain[here:at]):
                break
            here = at
    return here


def _can_begin(plain: str, at: int) -> bool:
    return not _TAIL_LABEL.match(plain, at) and not _NAME_GOES_ON.search(plain, max(0, at - 8), at)


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
