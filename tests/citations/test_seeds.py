"""The references of the seed file: each line, and the lines in which all of them are glued together."""

import json
from pathlib import Path

import pytest

from pipeline.citations.parse import parse_reference
from pipeline.citations.repair import mended, separators
from pipeline.citations.split import split_references

ROOT = Path(__file__).parents[2]
LINES = (ROOT / "raw/000_cab73a0c172a3a85.txt").read_text("utf-8").split("\n")
CASES = json.loads((ROOT / "tests/cases/citations/seeds.json").read_text("utf-8"))
SINGLE = [LINES[case["line"] - 1].strip() for case in CASES]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["line"]))
def test_every_field_of_a_reference_is_right(case):
    raw = LINES[case["line"] - 1].strip()
    assert parse_reference(raw).csl == case["csl"]
    assert parse_reference(case["reads"]).csl == case["csl"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["line"]))
def test_lost_spaces_come_back_and_whole_references_stay(case):
    assert mended(LINES[case["line"] - 1].strip()) == case["reads"]
    assert separators(case["reads"]) == []


@pytest.mark.parametrize("line", [49, 51, 53])
def test_a_glued_line_splits_into_its_references(line):
    text = LINES[line - 1]
    assert [text[start:end] for start, end in split_references(text)] == SINGLE


@pytest.mark.parametrize("raw", SINGLE)
def test_one_reference_stays_one(raw):
    assert split_references(raw) == [(0, len(raw))]
