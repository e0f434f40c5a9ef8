"""Quality on labelled references that are not part of the repository, on the half that was not looked at.

The floors lie a little under what benchmarks/citations.py measured; they may rise, never fall.
"""

import json
from collections import defaultdict
from pathlib import Path

import pytest

from benchmarks.citations import HELD, blobs, load_scorer
from pipeline.citations.parse import parse_reference
from pipeline.citations.split import split_references

FOLDER = Path(__file__).parents[3] / "shared/citations"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not FOLDER.exists(), reason="the labelled references (../shared/citations) are not here"),
]


@pytest.fixture(scope="module")
def rows():
    all_rows = [json.loads(line) for line in (FOLDER / "dev.jsonl").read_text("utf-8").splitlines()]
    found = defaultdict(list)
    for row in all_rows:
        if row["id"].split("#")[0].endswith(HELD):
            found[row["style"]].append(row)
    return found


def micro(rows):
    scorer = load_scorer(FOLDER)
    found = {row["id"]: {"csl": parse_reference(row["raw"]).csl} for row in rows}
    return float(scorer.table(rows, found).split("micro=")[1].split()[0])


@pytest.mark.parametrize(("style", "floor"), [("apa", 0.945), ("mla-chicago", 0.905), ("ieee", 0.93)])
def test_fields_of_a_style(rows, style, floor):
    assert micro(rows[style]) >= floor


def test_fields_of_all_styles(rows):
    assert micro([row for some in rows.values() for row in some]) >= 0.905


@pytest.mark.parametrize(("style", "floor"), [("apa", 0.85), ("mla-chicago", 0.80), ("ieee", 0.95)])
def test_references_in_glued_blobs(rows, style, floor):
    right = want = 0
    for text, spans in blobs(rows[style], ""):
        right += len(spans & set(split_references(text)))
        want += len(spans)
    assert right / want >= floor
