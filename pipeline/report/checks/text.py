"""For people: a line for each input, and for each finding its place, its rule, and the line with carets below."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from pipeline.defect import Defect, line_of
from pipeline.judge import rule_of
from pipeline.report.checks.result import Result, message, summary, what_it_is
from pipeline.report.terminal import visible

_BEFORE, _AFTER = 48, 56  # characters of the line on either side of where a finding begins
_BOLD, _RED, _YELLOW, _BLUE, _DIM = "1", "1;31", "33", "36", "2"
_LEVELS = {"error": _RED, "warning": _YELLOW, "note": _BLUE}


def as_text(found: Sequence[Result], *, color: bool = False) -> Iterator[str]:
    """The report, line by line."""
    for result in found:
        yield from _input(result, color)
    yield summary(found)


def _input(result: Result, color: bool) -> Iterator[str]:
    judgement = result.judgement
    yield f"{_styled(visible(result.shown), _BOLD, color)}: {visible(f'{what_it_is(judgement)} ({judgement.reason})')}"
    if judgement.left_out:
        shares = ", ".join(f"{share:.0%} {role}" for role, share in judgement.left_out.items())
        yield f"  left out of the article: {shares}"
    for defect in judgement.defects:
        yield from _finding(result, defect, color)
    yield ""


def _finding(result: Result, defect: Defect, color: bool) -> Iterator[str]:
    entry = rule_of(defect.rule)
    title = f" {entry.title};" if entry and entry.title not in defect.why else ""
    sign = " [*]" if defect.safe and defect.level == "warning" else ""
    code = _styled(defect.rule, _LEVELS[defect.level], color)
    where = _styled(visible(result.where(defect)), _BOLD, color)
    yield f"{where}: {code}{sign}{title} {_flat(message(defect))} ({defect.confidence:.2f})"
    document = result.judgement.document
    if document is not None and document.source and defect.span.end:
        yield from _excerpt(document.source, str(result.line(defect)), defect, color)


def _excerpt(source: str, number: str, defect: Defect, color: bool) -> Iterator[str]:
    """The line of the source around the finding, and carets below it."""
    line, at = line_of(source, defect.span.line), defect.span.column - 1
    end = defect.span.end_column - 1 if defect.span.end_line == defect.span.line else len(line)
    low, high = max(0, at - _BEFORE), min(len(line), at + _AFTER)
    before = ("…" if low else "") + _flat(line[low:at])
    under = _flat(line[at : min(end, high)])
    after = _flat(line[max(at, min(end, high)) : high]) + ("…" if high < len(line) else "")
    bar = _styled("|", _DIM, color)
    yield f"  {number} {bar} {before}{under}{after}"
    carets = "^" * max(1, _width(under))
    yield f"  {' ' * len(number)} {bar} {' ' * _width(before)}{_styled(carets, _LEVELS[defect.level], color)}"


def _flat(text: str) -> str:
    """Text of a scrape on one line, with nothing in it that a terminal obeys."""
    return visible(text.replace("\t", " ")).replace("\n", "\\n")


def _width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _styled(text: str, style: str, color: bool) -> str:
    return f"\x1b[{style}m{text}\x1b[0m" if color else text
