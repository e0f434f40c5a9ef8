"""SARIF 2.1.0, as GitHub's code scanning takes it in.

Fingerprints come from the text and the letters around it, so a finding stays the same when lines above it move. GitHub
shows the first 5000 results of a run: more are not written, the least severe are left out first, and the file says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from importlib import metadata
from typing import Any

from pipeline.article import encode
from pipeline.defect import Defect
from pipeline.judge import rule_of
from pipeline.report.checks.result import Result, message, worst_first

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MOST = 5000
_TEXT_MOST = 1000  # characters of a message or of a replacement; GitHub cuts longer messages


def as_sarif(found: Sequence[Result], most: int = MOST) -> Iterator[str]:
    """One SARIF log with one run."""
    listed = worst_first(found)
    shown = listed[:most]
    met: Counter[str] = Counter()
    codes = sorted({defect.rule for _, defect in shown})
    run = {
        "tool": {
            "driver": {
                "name": "onetext",
                "version": metadata.version("onetext"),
                "rules": [_rule(code) for code in codes],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The root of the repository."}}},
        "invocations": [_invocation(found, len(listed) - len(shown))],
        "results": [
            _result(result, defect, codes.index(defect.rule)) | _fingerprints(result, defect, met)
            for result, defect in shown
        ],
    }
    yield encode({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}).decode()


def _rule(code: str) -> dict[str, Any]:
    entry = rule_of(code)
    if entry is None:
        return {"id": code}
    return {
        "id": code,
        "name": entry.name,
        "shortDescription": {"text": entry.title},
        "fullDescription": {"text": entry.text},
        "help": {"text": f"{entry.text}\n\n`onetext rule {code}` says so too."},
    }


def _invocation(found: Sequence[Result], dropped: int) -> dict[str, Any]:
    told: list[dict[str, Any]] = []
    if dropped:
        text = f"{dropped} more findings, the least severe, are not in this file: GitHub takes in no more than {MOST}"
        told.append({"level": "warning", "message": {"text": text}})
    ended = all(result.judgement.what != "unreadable" for result in found)
    return {"executionSuccessful": ended, "toolExecutionNotifications": told}


def _result(result: Result, defect: Defect, number: int) -> dict[str, Any]:
    location = {"artifactLocation": _file(result), "region": _region(result, defect)}
    out: dict[str, Any] = {
        "ruleId": defect.rule,
        "ruleIndex": number,
        "level": defect.level,
        "message": {"text": _text(message(defect))},
        "locations": [{"physicalLocation": location}],
        "rank": round(defect.confidence * 100, 2),
        "properties": {"confidence": defect.confidence, "safe": defect.safe},
    }
    if defect.fix is not None and defect.exact and result.is_plain:
        out["fixes"] = [_fix(result, defect, defect.fix)]
    return out


def _fingerprints(result: Result, defect: Defect, met: Counter[str]) -> dict[str, Any]:
    """What tells the finding from all others of its file; GitHub reads the first of the two names."""
    mark = defect.fingerprint
    met[result.path + mark] += 1
    if met[result.path + mark] > 1:  # the same text in several records of one file
        mark += f".{met[result.path + mark]}"
    return {"partialFingerprints": {"primaryLocationLineHash": mark, "onetext/v1": mark}}


def _fix(result: Result, defect: Defect, text: str) -> dict[str, Any]:
    change = {"deletedRegion": _region(result, defect), "insertedContent": {"text": _clean(text)}}
    return {
        "description": {"text": _text(message(defect))},
        "artifactChanges": [{"artifactLocation": _file(result), "replacements": [change]}],
    }


def _file(result: Result) -> dict[str, str]:
    return {"uri": result.uri, "uriBaseId": "%SRCROOT%"}


def _region(result: Result, defect: Defect) -> dict[str, int]:
    """Lines and columns; an empty region is where something is to be put."""
    if not result.is_plain:
        return {"startLine": result.line(defect)}
    span = defect.span
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def _text(text: str) -> str:
    return _clean(text if len(text) <= _TEXT_MOST else f"{text[: _TEXT_MOST - 1]}…")


def _clean(text: str) -> str:
    """The text without lone surrogates, which UTF-8 cannot hold."""
    return text.encode("utf-8", "replace").decode()
