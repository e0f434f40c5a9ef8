"""The forms of a check's result: text for people, records for programs, and what continuous integration reads.

Each form is a function that takes the results and yields text; nothing here prints or touches a file.
"""

from collections.abc import Callable, Iterator, Sequence

from pipeline.report.checks.annotations import as_annotations
from pipeline.report.checks.junit import as_junit
from pipeline.report.checks.records import as_json, as_jsonl
from pipeline.report.checks.result import Result
from pipeline.report.checks.sarif import as_sarif
from pipeline.report.checks.text import as_text

FORMATS: dict[str, Callable[[Sequence[Result]], Iterator[str]]] = {
    "text": as_text,
    "json": as_json,
    "jsonl": as_jsonl,
    "sarif": as_sarif,
    "github": as_annotations,
    "junit": as_junit,
}
