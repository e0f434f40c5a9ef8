"""What all forms are made from: the judgements, and the path by which each input is shown."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import quote

from pipeline.defect import Defect, Level
from pipeline.judge import Judgement

SEVERITY: dict[Level, int] = {"error": 0, "warning": 1, "note": 2}
_WORDS = {
    "new": "new article",
    "copy": "copy of",
    "fragment": "fragment of",
    "revision": "revision of",
    "furniture": "furniture only",
    "unreadable": "unreadable",
}


class Result(NamedTuple):
    """A judgement, and the file it is about: its path from the root of the repository.

    `record` is what follows the file's name where a file holds several documents ("#3").
    """

    judgement: Judgement
    path: str
    record: str = ""

    @property
    def shown(self) -> str:
        """The path with the record, on one line."""
        return (self.path + self.record).replace("\r", "\\r").replace("\n", "\\n")

    @property
    def is_plain(self) -> bool:
        """Whether the places of the findings are places of the file, to the character."""
        return self.judgement.lines is None

    def line(self, defect: Defect) -> int:
        """The line of the file where a finding begins."""
        lines = self.judgement.lines
        return defect.span.line if lines is None else lines[min(defect.span.line, len(lines)) - 1]

    def where(self, defect: Defect) -> str:
        """Path, line and, where it is known, column."""
        column = f":{defect.span.column}" if self.is_plain else ""
        return f"{self.shown}:{self.line(defect)}{column}"

    @property
    def uri(self) -> str:
        """The path as a relative URI."""
        return quote(self.path, safe="/-._~!$&'()*+,;=@")


def results(judgements: Sequence[Judgement], paths: Collection[str]) -> list[Result]:
    """The judgements with the paths of their files; a name that is none of the paths is that of a record of one."""
    return [_result(judgement, paths) for judgement in judgements]


def _result(judgement: Judgement, paths: Collection[str]) -> Result:
    if judgement.name in paths:
        return Result(judgement, judgement.name)
    file, _, number = judgement.name.rpartition("#")
    return Result(judgement, file, f"#{number}")


def findings(found: Sequence[Result]) -> Iterator[tuple[Result, Defect]]:
    """All defects with their results, in order."""
    for result in found:
        for defect in result.judgement.defects:
            yield result, defect


def worst_first(found: Sequence[Result]) -> list[tuple[Result, Defect]]:
    """All defects, errors first and notes last, otherwise in order."""
    return sorted(findings(found), key=lambda pair: SEVERITY[pair[1].level])


def what_it_is(judgement: Judgement) -> str:
    """What an input is, in words."""
    said = _WORDS[judgement.what]
    return f"{said} {judgement.kin.of}" if judgement.kin else said


def message(defect: Defect) -> str:
    """What is wrong, and how it should read."""
    if defect.fix is None:
        return defect.why
    if not defect.was:
        return f"{defect.why}; put {_quoted(defect.fix)} here"
    if not defect.fix:
        return f"{defect.why}; take out {_quoted(defect.was)}"
    return f"{defect.why}; {_quoted(defect.was)} reads {_quoted(defect.fix)}"


def summary(found: Sequence[Result]) -> str:
    """One line for all."""
    count = sum(len(r.judgement.defects) for r in found)
    repaired = sum(d.safe and d.level == "warning" for _, d in findings(found))
    unread = sum(r.judgement.what == "unreadable" for r in found)
    said = f"{_counted(count, 'finding')} in {_counted(len(found), 'input')}"
    if repaired:
        said += f"; `onetext clean` takes care of {repaired}"
    return f"{said}; {unread} unreadable" if unread else said


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _quoted(text: str, most: int = 60) -> str:
    """A short text in quotes, its control characters written out."""
    shown = text if len(text) <= most else f"{text[: most - 1]}…"
    return "'" + shown.encode("unicode_escape").decode() + "'" if not shown.isprintable() else f"'{shown}'"
