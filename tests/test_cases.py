"""Case files of the stages that say what blocks are: a line of explanation, the input, and the blocks expected."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import clean
from pipeline.document import KEPT, Document, Stage, apply, check
from pipeline.stages.furniture import furniture
from pipeline.stages.references import references
from pipeline.stages.repeats import repeats
from pipeline.stages.structure import structure

CASES = Path(__file__).parent / "cases"


def shown(doc: Document) -> list[str]:
    """The kept blocks as the case files write them: kind, level and role where they are not the plain ones."""
    out = []
    for block in doc.blocks:
        if block.role in KEPT:
            words = [block.kind, str(block.level or ""), block.role if block.role != "body" else ""]
            out.append(f"{' '.join(word for word in words if word)}: {doc.block_text(block)}")
    return out


def ran(text: str, *stages: Stage) -> Document:
    doc = Document.read("case", text)
    for stage in stages:
        doc = apply(doc, [finding for finding in stage(doc) if finding.safe])
        check(doc)
    return doc


@pytest.mark.parametrize("path", sorted(CASES.glob("structure/*.txt")), ids=lambda path: path.stem)
def test_structure(path: Path) -> None:
    _, given, expected = _sections(path)
    assert shown(ran(given, repeats, structure)) == expected.splitlines()


@pytest.mark.parametrize("path", sorted(CASES.glob("references/*.txt")), ids=lambda path: path.stem)
def test_references(path: Path) -> None:
    _, given, expected = _sections(path)
    assert shown(ran(given, references)) == expected.splitlines()


@pytest.mark.parametrize("path", sorted(CASES.glob("furniture/*.txt")), ids=lambda path: path.stem)
def test_furniture(path: Path) -> None:
    _, given, expected = _sections(path)
    assert shown(ran(given, repeats, furniture)) == expected.splitlines()


@pytest.mark.parametrize("path", sorted(CASES.glob("unchanged/*.txt")), ids=lambda path: path.stem)
def test_texts_that_must_come_through_unchanged(path: Path) -> None:
    """Every line of the file is in the article, in order, to the character."""
    text = path.read_text(encoding="utf-8")
    (article,) = clean({path.name: text}).articles
    read = "\n".join(block.text for block in article.blocks)
    assert [line for line in read.split("\n") if line] == [line for line in text.split("\n") if line]


def _sections(path: Path) -> tuple[str, str, str]:
    why, rest = path.read_text(encoding="utf-8").split("--- input\n")
    given, expected = rest.split("--- expected\n")
    return why, given, expected
