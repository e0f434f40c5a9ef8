"""The words stage and its plain functions, on cases kept as data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.document import Block, Document, apply, check
from pipeline.keys import key
from pipeline.stages.words import repair, words

CASES = Path(__file__).parents[1] / "cases" / "words"
UNCHANGED = [line for line in (CASES / "unchanged.txt").read_text("utf-8").splitlines() if line[0] != "#"]


def cases(name: str) -> list[Any]:
    """The cases of a file; one with a `known_failure` must fail until its reason is gone."""
    found = []
    for case in json.loads((CASES / name).read_text("utf-8")):
        reason = case.get("known_failure")
        found.append(pytest.param(case, id=case["why"], marks=[pytest.mark.xfail(reason=reason)] if reason else []))
    return found


def cleaned(doc: Document) -> Document:
    doc = apply(doc, [finding for finding in words(doc) if finding.safe])
    check(doc)
    return doc


@pytest.mark.parametrize("case", cases("repair.json"))
def test_repair(case: dict[str, str]) -> None:
    assert repair(case["text"]) == case["expected"]


@pytest.mark.parametrize("line", UNCHANGED)
def test_unchanged(line: str) -> None:
    assert repair(line) == line


def test_all_clean_lines_together_are_unchanged() -> None:
    text = "\n".join(UNCHANGED)
    assert cleaned(Document.read("clean", text)).text == text


@pytest.mark.parametrize("case", cases("stage.json"))
def test_stage(case: dict[str, str]) -> None:
    once = cleaned(Document.read("case", case["text"]))
    assert once.text == case["expected"]
    assert cleaned(once).text == once.text
    assert key(once.text) == key(case["text"])


def test_witnesses_are_named() -> None:
    text = "Read oureditorial policy to learn more.\nThis is our editorial policy for all pages."
    found = next(finding for finding in words(Document.read("two", text)) if finding.start == 8)
    assert [text[place.start : place.end] for place in found.evidence] == ["our editorial polic"]
    assert "spaced elsewhere" in found.why


def test_code_and_references_and_left_out_blocks_are_not_touched() -> None:
    line = "He opened the windowwhen the rain stopped."
    for block in (Block(0, len(line), "code"), Block(0, len(line), "reference"), Block(0, len(line), role="furniture")):
        assert not list(words(Document.read("one", line, [block])))


def test_knobs() -> None:
    doc = Document.read("one", "He opened the windowwhen the rain stopped.")
    assert [finding.safe for finding in words(doc)] == [True]
    assert [finding.safe for finding in words(doc, safe_above=1.1)] == [False]
    assert not list(words(doc, safe_above=1.1, suggest_above=1.1))
