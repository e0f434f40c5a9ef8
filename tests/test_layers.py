"""The house keeps to its plan: imports point down the list of rooms, and only the outer rooms touch files."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "pipeline"
# From the ground up; a module may import from rooms before its own, and from its own.
ROOMS = (
    "document", "keys", "models", "citations", "readers", "stages", "corpus", "article", "proof", "assemble", "write",
    "rules", "config", "defect", "judge", "report", "engine", "folder", "inputs", "index", "run", "places", "survey",
    "api", "cli", "__init__", "__main__",
)  # fmt: skip
APART = {("readers", "stages"), ("stages", "readers"), ("corpus", "readers"), ("corpus", "stages")}
MAY_TOUCH_FILES = {
    "readers", "models", "config", "folder", "inputs", "index", "run", "survey", "cli", "citations", "stages",
}  # fmt: skip
MODULES = sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_rooms(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{a.name}" if node.module == "pipeline" else node.module for a in node.names]
        elif isinstance(node, ast.Import):
            names = [a.name for a in node.names]
        found |= {name.split(".")[1] for name in names if name.startswith("pipeline.")}
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_down(path: Path) -> None:
    here = room(path)
    assert here in ROOMS, "a new room: give it a place in the list and in docs/architecture.md"
    if here == "__init__":
        return
    for other in imported_rooms(path) - {here}:
        assert ROOMS.index(other) < ROOMS.index(here), f"{here} imports {other}"
        assert (here, other) not in APART, f"{here} imports {other}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_the_command_line_prints(path: Path) -> None:
    calls = {
        node.func.id
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert "print" not in calls
    if room(path) not in MAY_TOUCH_FILES:
        assert "open" not in calls


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_file_that_a_reader_would_dread(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
