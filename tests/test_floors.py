"""The scores of the whole program on the development data, which may rise and never fall (floors.json)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.devset import scores

FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))["devset"]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def rows(shared: Path) -> dict[str, dict[str, Any]]:
    return {row["set"]: row for row in scores(shared)}


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_no_score_falls(name: str, rows: dict[str, dict[str, Any]]) -> None:
    row = {**rows[name], "cluster_F1": rows[name]["cluster"]["F1"]}
    fallen = {what: (row[what], floor) for what, floor in FLOORS[name].items() if row[what] < floor}
    assert not fallen, "score, floor: " + str(fallen)


def test_every_file_of_every_set_is_used(rows: dict[str, dict[str, Any]]) -> None:
    assert {name: (row["counts"].quarantined, row["counts"].skipped) for name, row in rows.items()} == dict.fromkeys(
        rows, (0, 0)
    )
