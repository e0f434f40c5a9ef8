"""Case files of the corpus room."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.corpus.merge import merge
from pipeline.corpus.slots import choose_separator
from pipeline.document import Document

CASES = Path(__file__).parents[1] / "cases" / "corpus"


def cases(name: str) -> list[Any]:
    found = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    return [pytest.param(case, id=case["why"]) for case in found]


@pytest.mark.parametrize("case", cases("separators"))
def test_separator(case: dict[str, Any]) -> None:
    assert choose_separator(tuple((text, float(weight)) for text, weight in case["votes"])) == case["chosen"]


@pytest.mark.parametrize("case", cases("merges"))
def test_merge(case: dict[str, Any]) -> None:
    docs = [Document.read(f"{i}.txt", "\n".join(lines)) for i, lines in enumerate(case["copies"])]
    assert [block.text for block in merge(docs).blocks] == case["blocks"]
