"""For programs: everything as JSON, in one piece or a record a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.article import SCHEMA_VERSION, encode
from pipeline.defect import Defect
from pipeline.report.checks.result import Result


def as_json(found: Sequence[Result]) -> Iterator[str]:
    """One JSON object with all inputs and their findings."""
    inputs = [_input(r) | {"findings": [_finding(r, d) for d in r.judgement.defects]} for r in found]
    counts = {
        "inputs": len(found),
        "findings": sum(len(r.judgement.defects) for r in found),
        "unreadable": sum(r.judgement.what == "unreadable" for r in found),
    }
    yield _encoded({"schema_version": SCHEMA_VERSION, "tool": "onetext", "counts": counts, "inputs": inputs}, True)


def as_jsonl(found: Sequence[Result]) -> Iterator[str]:
    """A record of type "input" for each input, then one of type "finding" for each of its findings."""
    for result in found:
        yield _encoded({"type": "input", **_input(result)}, False)
        for defect in result.judgement.defects:
            yield _encoded(
                {"type": "finding", "path": result.path, "record": result.record, **_finding(result, defect)}, False
            )


def _encoded(record: dict[str, Any], pretty: bool) -> str:
    return encode(_clean(record), pretty=pretty).decode()


def _clean(value: Any) -> Any:
    """The value without lone surrogates, which UTF-8 cannot hold."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {name: _clean(part) for name, part in value.items()}
    return [_clean(part) for part in value] if isinstance(value, list) else value


def _input(result: Result) -> dict[str, Any]:
    judgement, kin = result.judgement, result.judgement.kin
    return {
        "path": result.path,
        "record": result.record,
        "what": judgement.what,
        "reason": judgement.reason,
        "of": kin.of if kin else None,
        "better": kin.is_better if kin else None,
        "compared": {name: part for name, part in kin._asdict().items() if name not in ("kind", "of")} if kin else None,
        "left_out": judgement.left_out,
    }


def _finding(result: Result, defect: Defect) -> dict[str, Any]:
    record = defect._asdict()
    del record["is_plain"]
    column = defect.span.column if result.is_plain else None
    return record | {"line": result.line(defect), "column": column, "span": defect.span._asdict()}
