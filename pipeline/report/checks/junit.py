"""JUnit's XML: a suite for each input, a failed case for each finding, an error where it could not be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from pipeline.defect import Defect
from pipeline.report.checks.result import Result, message, what_it_is
from pipeline.report.terminal import visible


def as_junit(found: Sequence[Result]) -> Iterator[str]:
    """The whole file."""
    root = etree.Element("testsuites", name="onetext check")
    for result in found:
        _suite(root, result)
    made: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    yield made.decode()


def _suite(root: etree._Element, result: Result) -> None:
    judgement = result.judgement
    cases = judgement.defects or (None,)
    unread = judgement.what == "unreadable"
    suite = etree.SubElement(
        root,
        "testsuite",
        name=_safe(result.shown),
        tests=str(len(cases)),
        failures=str(0 if unread else len(judgement.defects)),
        errors=str(len(judgement.defects) if unread else 0),
        skipped="0",
    )
    for defect in cases:
        _case(suite, result, defect, "error" if unread else "failure")
    etree.SubElement(suite, "system-out").text = _safe(f"{what_it_is(judgement)}: {judgement.reason}")


def _case(suite: etree._Element, result: Result, defect: Defect | None, ending: str) -> None:
    name = what_it_is(result.judgement) if defect is None else f"{defect.rule} {result.where(defect)}"
    case = etree.SubElement(suite, "testcase", classname=_safe(result.shown), name=_safe(name), time="0")
    if defect is not None:
        said = _safe(message(defect))
        failure = etree.SubElement(case, ending, message=said, type=defect.rule)
        failure.text = f"{_safe(result.where(defect))}: {said} (confidence {defect.confidence:.2f})"


def _safe(text: str) -> str:
    """The text with what XML cannot hold, and what a terminal would obey, written out."""
    return visible(text).replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff")
