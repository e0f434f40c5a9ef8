"""Cases as data: tests/cases/citations/*.json."""

import json
from pathlib import Path

import pytest

from pipeline.citations.find import find_identifiers, is_reference_heading, looks_like_reference, stated_count
from pipeline.citations.parse import parse_reference
from pipeline.citations.repair import mended, separators
from pipeline.citations.same import same_reference
from pipeline.citations.split import split_references

CASES = Path(__file__).parents[1] / "cases/citations"


def cases(name):
    return [
        pytest.param(case, id=str(i)) for i, case in enumerate(json.loads((CASES / f"{name}.json").read_text("utf-8")))
    ]


@pytest.mark.parametrize("case", cases("identifiers"))
def test_identifiers(case):
    found = list(find_identifiers(case["text"]))
    assert [[i.kind, i.value] for i in found] == case["found"], case["why"]
    assert all(i.start <= i.at < i.end for i in found)


@pytest.mark.parametrize("case", cases("headings"))
def test_headings(case):
    assert is_reference_heading(case["text"]) == case["is"]
    assert stated_count(case["text"]) == case["count"]


@pytest.mark.parametrize("case", cases("looks"))
def test_lines_that_look_like_references(case):
    assert (looks_like_reference(case["text"]) >= 0.5) == case["is"]


@pytest.mark.parametrize("case", cases("separators"))
def test_lost_spaces(case):
    assert mended(case["was"]) == (case["reads"] or case["was"]), case["why"]
    assert [fix for fix in separators(case["reads"] or case["was"]) if fix.safe] == []


@pytest.mark.parametrize("case", cases("split"))
def test_blobs(case):
    text = case.get("before", "") + "".join(case["references"])
    assert [text[start:end] for start, end in split_references(text)] == [r.strip() for r in case["references"]], case[
        "why"
    ]


@pytest.mark.parametrize("case", cases("parse"))
def test_parsed(case):
    parsed = parse_reference(case["raw"])
    assert parsed.csl == case["csl"]
    assert all(0 <= start < end <= len(case["raw"]) for start, end in parsed.spans.values())


@pytest.mark.parametrize("case", cases("same"))
def test_same(case):
    assert same_reference(case["one"], case["two"]) == case["same"], case["why"]
    assert same_reference(case["two"], case["one"]) == case["same"]
