"""What a new input is, held against a finished folder: one case a file in tests/cases/check/kinds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.check.folders import Command, finished, put

CASES = sorted((Path(__file__).parent.parent / "cases" / "check" / "kinds").glob("*.json"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_kind(path: Path, tmp_path: Path, command: Command) -> None:
    case = json.loads(path.read_text(encoding="utf-8"))
    put(tmp_path / "new", case["new"])
    against = []
    articles: dict[str, str] = {}
    if case["corpus"]:
        articles = finished(tmp_path / "out", case["corpus"])
        against = ["--against", "out"]
    for _ in range(2):  # the index made, and the index from its cache
        done = command("new", "--format", "json", *against)
        assert done.exit_code in (0, 1, 3), done.output
        for record in json.loads(done.stdout)["inputs"]:
            expected = case["expected"][Path(record["path"]).name]
            of = record["of"] and articles.get(record["of"], Path(record["of"]).name)
            assert {"what": record["what"], "of": of, "better": record["better"]} | expected == {
                "what": record["what"],
                "of": of,
                "better": record["better"],
            }, case["why"]
