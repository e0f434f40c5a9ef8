"""The forms of the result: golden files, and what the programs that read them ask for.

To renew the golden files after a change that is meant: GOLDEN=write pytest tests/check/test_formats.py
"""

from __future__ import annotations

import json
import os
from importlib import metadata
from pathlib import Path

import jsonschema
import pytest
from lxml import etree

from pipeline.config import Config, StageSpec
from pipeline.report.checks import FORMATS
from pipeline.report.checks.annotations import step_summary
from pipeline.report.checks.diff import as_diff
from pipeline.report.checks.result import Result, results
from pipeline.report.checks.sarif import as_sarif
from pipeline.report.checks.text import as_text
from pipeline.survey import judge_bytes
from tests.check.folders import Command, put

HERE = Path(__file__).parent
GOLDEN = HERE.parent / "cases" / "check" / "golden"
# A configuration without models, so that the golden files change only when the forms do.
CONFIG = Config(stages=(StageSpec("pipeline.stages.normalise:normalise"), StageSpec("pipeline.stages.repeats:repeats")))
PROSE = "The mill at Aldwater was built in 1742 by two brothers from the coast, who had seen such wheels in the north."
INPUTS = {
    "a b.txt": f"{PROSE}\r\nIt\u00a0ground  grain, and the miller\u200b said: it\u00e2\u20ac\u2122s enough.\r\n",
    "evil%0A::error::x.txt": f"\x1b[31m{PROSE}\x1b[0m <script>alert(1)</script> ]]> & \u202eabc\n",
    "page.html": f"<!doctype html><nav><a href=/>Home</a></nav>\n<h1>Mill</h1>\n<p>{PROSE} So\u00a0it was.</p>",
    "pages.jsonl": "".join(json.dumps({"text": f"{PROSE} It  was {n}."}) + "\n" for n in ("here", "there")),
    "wide.txt": f"水車は \u00a0ここにあった。{PROSE}\n",
    "no.pdf": "%PDF-1.7",
    "two\n::error::lines.txt": f"{PROSE} It\u00a0was.\n",
}


def found() -> list[Result]:
    files = {f"new/{name}": text.encode() for name, text in INPUTS.items()}
    return results([j for name, data in files.items() for j in judge_bytes(data, name, CONFIG)], files)


def written(form: str) -> str:
    """The form as the command prints it, without what changes from release to release."""
    made = {**FORMATS, "diff": as_diff}[form](found())
    text = "".join(line if line.endswith("\n") else f"{line}\n" for line in made)
    return text.replace(f'"version": "{metadata.version("onetext")}"', '"version": "VERSION"')


@pytest.mark.parametrize("form", [*FORMATS, "diff", "summary"])
def test_golden(form: str) -> None:
    text = step_summary(found()) if form == "summary" else written(form)
    path = GOLDEN / f"{form}.txt"
    if os.environ.get("GOLDEN") == "write":
        path.write_text(text, encoding="utf-8", newline="")
    assert text == path.read_bytes().decode()


@pytest.mark.parametrize("form", ["text", "diff", "github", "summary", "junit"])
def test_nothing_of_a_scrape_steers_a_terminal(form: str) -> None:
    text = step_summary(found()) if form == "summary" else written(form)
    assert not any(char in text for char in "\x1b\u202e\x00")


def test_colours_only_where_asked_for() -> None:
    assert "\x1b[" in "".join(as_text(found(), color=True))
    assert "\x1b[" not in "".join(as_text(found(), color=False))


def test_carets_stand_below_what_is_meant() -> None:
    lines = [line for line in written("text").splitlines() if line.startswith("  ")]
    wide = next(i for i, line in enumerate(lines) if "水車は" in line)
    assert lines[wide + 1].index("^") == len("  1 | ") + 6  # three letters, each two columns wide


def test_json_and_jsonl_say_the_same() -> None:
    whole = json.loads(written("json"))
    lines = [json.loads(line) for line in written("jsonl").splitlines()]
    assert [r["what"] for r in lines if r["type"] == "input"] == [r["what"] for r in whole["inputs"]]
    assert sum(r["type"] == "finding" for r in lines) == whole["counts"]["findings"]


def test_findings_stand_where_they_say() -> None:
    for record in json.loads(written("json"))["inputs"]:
        name = Path(record["path"]).name
        if name.endswith(".txt") and record["findings"]:
            lines = INPUTS[name].replace("\r\n", "\n").split("\n")
            for f in record["findings"]:
                if f["exact"] and "\n" not in f["was"] and "\r" not in f["was"]:
                    assert lines[f["line"] - 1][f["column"] - 1 :].startswith(f["was"])


def test_sarif_is_valid() -> None:
    log = json.loads("".join(as_sarif(found())))
    jsonschema.validate(log, json.loads((HERE / "sarif_log.json").read_text(encoding="utf-8")))
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[r["ruleIndex"]]["id"] == r["ruleId"] for r in run["results"])
    marks = [
        (r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], r["partialFingerprints"]["onetext/v1"])
        for r in run["results"]
    ]
    assert len(set(marks)) == len(marks)
    assert not run["invocations"][0]["executionSuccessful"]


def test_sarif_is_capped_and_says_so() -> None:
    whole, capped = (json.loads("".join(as_sarif(found(), most)))["runs"][0] for most in (5000, 3))
    assert len(capped["results"]) == 3
    assert [r["partialFingerprints"] for r in capped["results"]] == [
        r["partialFingerprints"] for r in whole["results"][:3]
    ]
    (notice,) = capped["invocations"][0]["toolExecutionNotifications"]
    assert f"{len(whole['results']) - 3} more" in notice["message"]["text"]


def test_sarif_fixes_repair_the_file() -> None:
    """Made from the end to the beginning, the fixes of a file that overlap no other give the text without defects."""
    log = json.loads("".join(as_sarif(found())))
    fixes = [r for r in log["runs"][0]["results"] if "a%20b.txt" in str(r["locations"]) and "fixes" in r]
    lines = INPUTS["a b.txt"].split("\r\n")
    for result in sorted(fixes, key=lambda r: -r["locations"][0]["physicalLocation"]["region"]["startColumn"]):
        (change,) = result["fixes"][0]["artifactChanges"][0]["replacements"]
        region = change["deletedRegion"]
        if region["startLine"] == region["endLine"] == 2:
            line = lines[1]
            lines[1] = (
                line[: region["startColumn"] - 1] + change["insertedContent"]["text"] + line[region["endColumn"] - 1 :]
            )
    assert lines[1] == "It ground grain, and the miller said: it’s enough."


def test_fingerprints_stay_when_lines_move() -> None:
    before = {d.fingerprint for d in judge_bytes(INPUTS["a b.txt"].encode(), "a.txt", CONFIG)[0].defects}
    moved = f"A new first line, and quite another one.\r\n\r\n{PROSE[::-1]}\r\n{INPUTS['a b.txt']}"
    after = {d.fingerprint for d in judge_bytes(moved.encode(), "b.txt", CONFIG)[0].defects}
    assert len(before) > 3
    assert len(before - after) <= 1  # of what stands at the very top the context has changed


def test_junit_is_xml_with_the_right_sums() -> None:
    root = etree.fromstring(written("junit").encode())
    for suite in root.iter("testsuite"):
        assert int(suite.get("tests", "")) == len(suite.findall("testcase"))
        assert int(suite.get("failures", "")) == len(suite.findall("testcase/failure"))
        assert int(suite.get("errors", "")) == len(suite.findall("testcase/error"))
    assert root.findall("testsuite/testcase/error")


def test_annotations_are_one_line_each_and_capped() -> None:
    judgements = judge_bytes((f"{PROSE}\n" + "It\u00a0was.\n" * 40).encode(), "a,b:c.txt", CONFIG)
    lines = list(FORMATS["github"](results(judgements, ["a,b:c.txt"])))
    assert sum(line.startswith("::warning file=a%2Cb%3Ac.txt,line=") for line in lines) == 10
    assert "30 without an annotation" in lines[-1]
    assert all("\n" not in line for line in lines)


def test_step_summary_is_added_where_github_wants_it(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "new", {"a.txt": f"{PROSE} It\u00a0was so.\n"})
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    (tmp_path / "summary.md").write_text("before\n")
    command("new", "--format", "github")
    assert (tmp_path / "summary.md").read_text().startswith("before\n### onetext check")
