"""GitHub Actions: annotations as workflow commands, and a summary of the step in Markdown.

GitHub shows ten errors, ten warnings and ten notices of a step; the rest would be dropped in silence, so it is counted
in a last line instead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape

from pipeline.defect import Defect, Level
from pipeline.judge import rule_of
from pipeline.report.checks.result import Result, message, summary, what_it_is, worst_first
from pipeline.report.terminal import visible

MOST = 10  # of each level in one step
_COMMANDS: dict[Level, str] = {"error": "error", "warning": "warning", "note": "notice"}
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})
_INPUTS = 200  # rows of the summary; a step may write one megabyte


def as_annotations(found: Sequence[Result], most: int = MOST) -> Iterator[str]:
    """The workflow commands, worst first, then one line for all."""
    shown: Counter[Level] = Counter()
    for result, defect in worst_first(found):
        shown[defect.level] += 1
        if shown[defect.level] <= most:
            yield _command(result, defect)
    more = sum(max(0, count - most) for count in shown.values())
    yield visible(summary(found)) + (f"; {more} without an annotation" if more else "")


def step_summary(found: Sequence[Result]) -> str:
    """What became of each input, as a table in Markdown."""
    rows = ["| input | what it is | errors | warnings | notes |", "|---|---|---:|---:|---:|"]
    for result in found[:_INPUTS]:
        levels = Counter(defect.level for defect in result.judgement.defects)
        said = f"{what_it_is(result.judgement)}<br>{result.judgement.reason}"
        counts = " | ".join(str(levels[level]) for level in _COMMANDS)
        rows.append(f"| {_cell(result.shown)} | {_cell(said).replace('&lt;br&gt;', '<br>', 1)} | {counts} |")
    if len(found) > _INPUTS:
        rows.append(f"\nand {len(found) - _INPUTS} more inputs")
    return "\n".join(["### onetext check", "", summary(found), "", *rows, ""])


def _command(result: Result, defect: Defect) -> str:
    entry = rule_of(defect.rule)
    place = {"file": result.path, "line": str(result.line(defect))}
    if result.is_plain:
        place |= {"endLine": str(defect.span.end_line)}
        if defect.span.line == defect.span.end_line:  # GitHub takes columns only within a line
            place |= {"col": str(defect.span.column), "endColumn": str(defect.span.end_column)}
    place["title"] = f"{defect.rule} {entry.title}" if entry else defect.rule
    properties = ",".join(f"{name}={visible(part).translate(_PROPERTY)}" for name, part in place.items())
    return f"::{_COMMANDS[defect.level]} {properties}::{visible(message(defect)).translate(_DATA)}"


def _cell(text: str) -> str:
    """Text of a scrape in a cell of a table: neither markup nor Markdown."""
    shown = escape(visible(" ".join(text.split())))
    return "".join(f"\\{char}" if char in "\\`*_[]|#!~" else char for char in shown)
