"""The two seed files: every run-together point of their prose is repaired, and nothing else changes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.document import Document, apply
from pipeline.stages.references import references
from pipeline.stages.words import repair, words

ROOT = Path(__file__).parents[2]
LIST = ROOT.parent / "shared" / "seeds" / "run_together.json"
needs_list = pytest.mark.skipif(not LIST.exists(), reason="the list of run-together points (../shared) is not here")


def points() -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = json.loads(LIST.read_text("utf-8"))
    return found


@needs_list
@pytest.mark.parametrize("name", ["000_cab73a0c172a3a85.txt", "003_63c1464b5ff0fbd9.txt"])
def test_every_point_is_repaired(name: str) -> None:
    text = (ROOT / "raw" / name).read_text("utf-8")
    doc = Document.read(name, "\n".join(line for line in text.splitlines() if "doi:" not in line))
    doc = apply(doc, references(doc))  # references are another module's; what is left is prose
    out = apply(doc, [finding for finding in words(doc) if finding.safe])
    asked = [out.block_text(block) for block in out.blocks if block.kind != "reference"]
    given = [doc.block_text(block) for block in doc.blocks if block.kind != "reference"]
    # The row of buttons below the article is furniture: capitals between capitals, nothing that could tell a brand.
    prose = [
        point
        for point in points()["positives"]
        if "Error" not in point["damaged"] and any(point["damaged"] in line for line in given)
    ]
    assert len(prose) > (20 if name.startswith("000") else 1)
    assert not [point["damaged"] for point in prose if not any(point["truth"] in line for line in asked)]


@needs_list
def test_never_split() -> None:
    frames = (
        "{}",
        "Patients were told that {} is used in the treatment of this disease.",
        "({}) was first described in 2005.",
    )
    broken = [
        text for word in points()["never_split"] for frame in frames if repair(text := frame.format(word)) != text
    ]
    assert not broken
