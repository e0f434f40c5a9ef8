"""Floors of the quality of reading on the measuring data: they may rise and not fall."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def score(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Scores of a set, read with the readers and the stages `normalise` and `lines`."""
    pytest.importorskip("rapidfuzz")
    paths = [str(REPOSITORY / "benchmarks"), str(shared / "devset")]
    sys.path[:0] = paths
    try:
        import reading

        reader = partial(reading.ours, stages=("normalise", "lines"))
        yield lambda name, half: reading.run(shared / "devset", name, reader, tmp_path_factory.mktemp(name), half)
    finally:
        for path in paths:
            sys.path.remove(path)


@pytest.mark.parametrize("half", ["tune", "test"])
def test_pages(score: Any, half: str) -> None:
    row = score("solo_C", half)
    assert row["block_F1"] >= 0.945
    assert row["type_acc"] >= 0.97


def test_headings_of_pages(score: Any) -> None:
    assert score("solo_C", "all")["heading_F1"] >= 0.92


def test_clean_texts_stay_to_the_character(score: Any) -> None:
    row = score("solo_G", "all")
    assert (row["same_blocks"], row["block_P"], row["block_R"]) == (1.0, 1.0, 1.0)


def test_mojibake_reads_like_the_text_it_was_made_from(score: Any) -> None:
    assert abs(score("solo_E", "all")["block_F1"] - score("solo_A", "all")["block_F1"]) <= 0.01
