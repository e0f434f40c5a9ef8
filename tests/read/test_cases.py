"""Case files of the readers and of the stage `lines`: why, the input, and the blocks expected."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.document import Document, apply, check
from pipeline.readers import read
from pipeline.stages.lines import lines

CASES = Path(__file__).parent.parent / "cases" / "read"


def shown(doc: Document) -> list[str]:
    """Each block as the case files write it: role if it is not the body, kind, level, and the text escaped."""
    out = []
    for block in doc.blocks:
        role = "" if block.role == "body" else block.role
        words = (role, block.kind, str(block.level or ""))
        text = "".join(c if c.isprintable() else repr(c)[1:-1] for c in doc.block_text(block).replace("\\", "\\\\"))
        out.append(f"{' '.join(word for word in words if word)}: {text}")
    return out


def sections(path: Path) -> tuple[str, list[str]]:
    _, rest = path.read_text(encoding="utf-8").split("\n--- input\n")
    given, expected = rest.split("\n--- expected\n")
    return given, expected.rstrip("\n").split("\n")


@pytest.mark.parametrize("path", sorted(CASES.glob("html/*.txt")), ids=lambda path: path.stem)
def test_html(path: Path) -> None:
    given, expected = sections(path)
    doc = read(given.encode(), "page.html")
    check(doc)
    assert shown(doc) == expected


@pytest.mark.parametrize("path", sorted(CASES.glob("text/*.txt")), ids=lambda path: path.stem)
def test_text(path: Path) -> None:
    given, expected = sections(path)
    doc = read(given.encode(), "dump.txt")
    check(doc)
    assert shown(doc) == expected


@pytest.mark.parametrize("path", sorted(CASES.glob("lines/*.txt")), ids=lambda path: path.stem)
def test_lines(path: Path) -> None:
    given, expected = sections(path)
    doc = Document.read("dump.txt", given)
    joined = apply(doc, lines(doc))
    check(joined)
    assert shown(joined) == expected
    assert not list(lines(joined)), "a second run must find nothing"
