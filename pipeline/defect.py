"""A finding at its place in a source: line and column for people, a fingerprint for machines that meet it again."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from xxhash import xxh3_64_hexdigest

from pipeline.document import LEFT_OUT, Document, Finding
from pipeline.keys import key

Level = Literal["error", "warning", "note"]

_NEAR = 60  # characters on either side that make the context of a finding
_LETTERS = 24  # of them so many letters count, so that a repair nearby does not make it another finding
_LINE_BREAK = re.compile(r"\r\n|\n|\r")
_FORM = frozenset({"STR013"})  # how a file of its form is written, which is no defect of it
_LOST = frozenset({"ENC011"})  # what these rules find cannot be repaired from the source, nor can a gap


class Span(NamedTuple):
    """A stretch of the source, in characters from 0, and its lines and columns from 1 (the end is exclusive)."""

    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int


class Defect(NamedTuple):
    """A finding at its place in the source.

    `was` is what the stage read there. Where that is what the source holds (`exact`), the fix can be applied to the
    source by itself; otherwise it builds upon another fix. `mark` is what the finding takes the span for; where it
    only says what kind of kept text that is, it is no defect (`is_plain`).
    """

    rule: str
    why: str
    span: Span
    was: str
    fix: str | None = None
    mark: str | None = None
    confidence: float = 1.0
    safe: bool = True
    exact: bool = True
    is_plain: bool = False
    level: Level = "warning"
    fingerprint: str = ""


def placed(doc: Document, finding: Finding, was: str, *, exact: bool) -> Defect:
    """The finding, which has offsets of the source, at its place there."""
    start, end = finding.start, finding.end
    mark = " ".join(str(part) for part in (finding.role, finding.kind, finding.level) if part is not None)
    says_kind = finding.is_mark and finding.fix is None and finding.role not in LEFT_OUT and finding.kind != "gap"
    return Defect(
        finding.rule,
        finding.why,
        span_of(doc.source, start, end),
        was,
        finding.fix,
        mark or None,
        round(finding.confidence, 4),
        finding.safe,
        exact,
        says_kind or finding.rule in _FORM,
        _level(finding),
        _fingerprint(doc.source, finding, was),
    )


def whole(rule: str, why: str, level: Level) -> Defect:
    """A defect of an input as a whole, at its beginning."""
    return Defect(rule, why, Span(0, 0, 1, 1, 1, 1), "", level=level, fingerprint=xxh3_64_hexdigest(rule.encode()))


def numbered(defects: Iterable[Defect]) -> Iterator[Defect]:
    """The defects, each with a fingerprint of its own: equal ones are counted in their order."""
    met: Counter[str] = Counter()
    for defect in defects:
        met[defect.fingerprint] += 1
        yield defect._replace(fingerprint=f"{defect.fingerprint}:{met[defect.fingerprint]}")


def span_of(text: str, start: int, end: int) -> Span:
    r"""The span with its lines and columns.

    >>> span_of("one\r\ntwo\nthree", 5, 10)
    Span(start=5, end=10, line=2, column=1, end_line=3, end_column=2)
    """
    starts = _line_starts(text)
    line, end_line = bisect_right(starts, start), bisect_right(starts, end)
    return Span(start, end, line, start - starts[line - 1] + 1, end_line, end - starts[end_line - 1] + 1)


def line_of(text: str, line: int) -> str:
    """A line of the text, by its number from 1, without its line break."""
    starts = _line_starts(text)
    end = starts[line] if line < len(starts) else len(text)
    return text[starts[line - 1] : end].rstrip("\r\n")


@lru_cache(4)  # all defects of a document are placed and shown one after the other
def _line_starts(text: str) -> list[int]:
    return [0, *(match.end() for match in _LINE_BREAK.finditer(text))]


def _level(finding: Finding) -> Level:
    """Text is missing: an error; what `clean` repairs or leaves out: a warning; what it only points to: a note."""
    if finding.kind == "gap" or finding.rule in _LOST:
        return "error"
    return "warning" if finding.safe and (finding.fix is not None or finding.role in LEFT_OUT) else "note"


def _fingerprint(source: str, finding: Finding, was: str) -> str:
    """What stays the same when lines move: the rule, the text, its reading, and the letters on either side."""
    before = key(source[max(0, finding.start - _NEAR) : finding.start])[-_LETTERS:]
    behind = key(source[finding.end : finding.end + _NEAR])[:_LETTERS]
    said = "\0".join((finding.rule, was, finding.fix or "", str(finding.role), str(finding.kind), before, behind))
    return xxh3_64_hexdigest(said.encode("utf-8", "surrogatepass"))
