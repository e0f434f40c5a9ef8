"""The stage `normalise`: case files, and what holds for every text."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.document import Block, Document, Finding, apply, check, rebuild
from pipeline.stages.normalise import normalise

CASES = json.loads((Path(__file__).parent.parent / "cases" / "normalise" / "cases.json").read_text(encoding="utf-8"))
ODD = st.sampled_from(
    "aé \u00a0\u200b\u00ad\u0301\u0308ue\u00c3\u00a9\u00e2\u20ac\u2122\ufb01\x1b[m\x92\x00\ufffe\u2028\r\n\t"
    "\u0430\u0645\U000e0061\U0001f469\u200d"
)
TEXTS = st.one_of(st.text(ODD, max_size=30), st.text(max_size=30))


def findings(text: str) -> list[Finding]:
    return list(normalise(Document.read("a.txt", text)))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_case(case: dict[str, str]) -> None:
    doc = Document.read("a.txt", case["input"])
    found = list(normalise(doc))
    assert apply(doc, found).text == case["expected"]
    assert [finding.rule for finding in found] == case["rules"]


@given(TEXTS)
@settings(max_examples=500, deadline=None)
def test_the_source_can_be_rebuilt_and_a_second_run_finds_nothing(text: str) -> None:
    doc = Document.read("a.txt", text)
    fixed = apply(doc, normalise(doc))
    check(fixed)
    assert rebuild(fixed.text, fixed.changes) == text
    assert [f for f in normalise(fixed) if f.fix is not None] == []


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=80))
def test_printable_ascii_changes_in_runs_of_spaces_only(text: str) -> None:
    doc = Document.read("a.txt", text)
    assert apply(doc, normalise(doc)).text.split() == text.split()
    assert {finding.rule for finding in findings(text)} <= {"SPC002"}


@given(
    st.text(st.characters(categories=["Ll", "Lu", "Lo"]), max_size=40).filter(
        lambda t: unicodedata.is_normalized("NFKC", t)
    )
)
@settings(deadline=None)
def test_letters_of_any_script_stay_unless_they_look_like_mojibake(text: str) -> None:
    assert {finding.rule for finding in findings(text)} <= {"ENC001", "ENC013"}


def test_code_and_tables_keep_their_white_space() -> None:
    text = "if x:\r\n    y  =  1\na  b\tc"
    doc = Document.read("a.txt", text, [Block(0, 18, "code"), Block(19, 25, "table")])
    assert apply(doc, normalise(doc)).text == "if x:\n    y  =  1\na b\tc"


def test_a_letter_with_hundreds_of_marks_is_left_alone() -> None:
    text = "Z" + "\u0330\u0301\u0327" * 20_000 + " e\u0301"
    assert [(finding.rule, finding.fix) for finding in findings(text)] == [("ENC008", "é")]
