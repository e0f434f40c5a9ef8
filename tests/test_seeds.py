"""The main job: two damaged files become the one article that was made of them by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline import clean
from pipeline.api import Cleaned
from pipeline.document import LEFT_OUT

BASE, FRAGMENT = "raw/000_cab73a0c172a3a85.txt", "raw/003_63c1464b5ff0fbd9.txt"


@pytest.fixture(scope="module")
def made(raw: Path) -> Cleaned:
    return clean({f"raw/{path.name}": path.read_bytes() for path in sorted(raw.iterdir())})


@pytest.fixture(scope="module")
def expected(shared: Path) -> dict[str, Any]:
    return json.loads((shared / "seeds" / "expected.json").read_text(encoding="utf-8"))


def test_one_article_of_the_two(made: Cleaned) -> None:
    assert len(made.articles) == 1
    assert [(s.path, s.kind) for s in made.articles[0].sources] == [(BASE, "base"), (FRAGMENT, "fragment")]
    assert made.articles[0].title is None  # no line holds it, and none is invented


def test_blocks(made: Cleaned, expected: dict[str, Any]) -> None:
    got = [(b.type, b.role, b.text) for b in made.articles[0].blocks]
    assert got == [(b["type"], b["role"], b["text"]) for b in expected["blocks"]]


def test_levels_by_a_general_rule(made: Cleaned, expected: dict[str, Any]) -> None:
    """One heading is open to judgement: no line of a flat dump says that it is an h3."""
    got = {b.text: b.level for b in made.articles[0].blocks if b.type == "heading"}
    wanted = {b["text"]: b["level"] for b in expected["blocks"] if b["type"] == "heading"}
    assert {text for text in wanted if got[text] != wanted[text]} <= {"Evolving Thoughts on Surgery"}


def test_source_lines_of_each_block(made: Cleaned, expected: dict[str, Any], raw: Path) -> None:
    starts = {path: _line_starts((raw / Path(path).name).read_text(encoding="utf-8")) for path in (BASE, FRAGMENT)}
    for block, wanted in zip(made.articles[0].blocks, expected["blocks"], strict=True):
        lines: dict[str, set[int]] = {}
        for span in block.sources:
            line = sum(start <= span.start for start in starts[span.path])
            lines.setdefault(Path(span.path).name, set()).add(line)
        assert {name: sorted(found) for name, found in lines.items()} == wanted["lines"], block.text


def _line_starts(text: str) -> list[int]:
    return [0, *(i + 1 for i, char in enumerate(text) if char == "\n")]


def test_citations(made: Cleaned, expected: dict[str, Any]) -> None:
    assert [c.csl for c in made.articles[0].citations] == expected["citations"]


def test_what_is_left_out(made: Cleaned, expected: dict[str, Any], raw: Path) -> None:
    """Every left-out stretch is one that the hand left out, or a part of it, for the same kind of reason."""
    wanted = {}
    for entry in expected["left_out"]:
        for line in entry["lines"][Path(BASE).name]:
            wanted.setdefault(line, set()).add("repeat" if entry["why"].startswith("container") else "furniture")
    starts = _line_starts((raw / Path(BASE).name).read_text(encoding="utf-8"))
    got: dict[int, set[str]] = {}
    for row in made.rows:
        if row.role in LEFT_OUT:
            assert row.source == BASE
            got.setdefault(sum(start <= row.start for start in starts), set()).add(row.role)
    assert got == wanted


def test_readings(made: Cleaned, expected: dict[str, Any]) -> None:
    got = made.articles[0].readings
    assert len(got) == len(expected["readings"])
    for reading, wanted in zip(got, expected["readings"], strict=True):
        assert reading.chosen_by == [BASE]
        assert reading.chosen in wanted[Path(BASE).name]
        (rejected,) = reading.rejected
        assert rejected.path == FRAGMENT
        assert rejected.text in wanted[Path(FRAGMENT).name]


def test_every_run_together_point_is_repaired(made: Cleaned, shared: Path, raw: Path) -> None:
    """All that reach the article: those in left-out lines stand in the ledger as they were written."""
    points = json.loads((shared / "seeds" / "run_together.json").read_text(encoding="utf-8"))
    text = " ".join(b.text for b in made.articles[0].blocks)
    left_out = " ".join(row.was for row in made.rows if row.role in LEFT_OUT)
    for point in points["positives"]:
        assert point["damaged"] not in text
        assert point["truth"] in text or point["damaged"] in left_out, point
    source = (raw / Path(BASE).name).read_text(encoding="utf-8")
    present = [token for token in points["never_split"] if token in source]
    assert len(present) > 30
    assert [token for token in present if token not in text] == []
