"""Every command and every Python example that the documentation shows works as shown."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from pipeline.cli import main
from pipeline.rules import RULES

REPOSITORY = Path(__file__).parent.parent
PAGES = [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").glob("*.md"))]


def fenced(page: Path, language: str) -> Iterator[str]:
    yield from re.findall(rf"^```{language}\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def commands(page: Path) -> list[tuple[str, str]]:
    """Each command of the page's console examples with the output shown below it; "..." stands for any lines."""
    out = []
    for example in fenced(page, "console"):
        for part in re.split(r"^\$ ", example, flags=re.MULTILINE)[1:]:
            command, _, shown = part.partition("\n")
            out.append((command, shown))
    return out


@pytest.fixture
def workplace(tmp_path: Path) -> Path:
    shutil.copytree(REPOSITORY / "raw", tmp_path / "raw")
    return tmp_path


@pytest.mark.parametrize("page", [p for p in PAGES if commands(p)], ids=lambda page: page.name)
def test_commands(page: Path, workplace: Path) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for command, shown in commands(page):
        done = subprocess.run(
            command,
            shell=True,
            cwd=workplace,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PATH": path},
        )
        assert done.returncode == 0, f"{command}\n{done.stderr}"
        pattern = ".*".join(map(re.escape, re.split(r"^\.\.\.\n", shown, flags=re.MULTILINE)))
        assert re.fullmatch(pattern, done.stdout, re.DOTALL), f"{command}\n{done.stdout}"


@pytest.mark.parametrize("page", [p for p in PAGES if list(fenced(p, "python"))], ids=lambda page: page.name)
def test_python_examples(page: Path, workplace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(workplace)
    for example in fenced(page, "python"):
        done = subprocess.run(
            [sys.executable, "-c", example],
            cwd=workplace,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        )
        assert done.returncode == 0, done.stderr


def test_links_between_pages_lead_somewhere() -> None:
    for page in [*PAGES, REPOSITORY / "CONTRIBUTING.md"]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_command_and_option_has_help() -> None:
    for name, command in main.commands.items():
        assert command.help, name
        for parameter in command.params:
            assert not isinstance(parameter, click.Option) or parameter.help, f"{name} {parameter.name}"


def test_every_rule_code_has_an_entry_and_every_entry_a_code() -> None:
    used = set()
    for path in (REPOSITORY / "pipeline").rglob("*.py"):
        if path.name != "rules.py":
            used |= set(
                re.findall(
                    r"[\"'/ (]((?:CIT|ENC|FUR|GLU|HID|MRG|REP|SPC|SRC|STR)\d{3})\b", path.read_text(encoding="utf-8")
                )
            )
    assert used == set(RULES) - {"SEP"}


def test_nothing_names_this_machine() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=REPOSITORY, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    wrong = re.compile(r"(?<![\w.])/(?:root|work|farm)/|/home/\w+/|extra-index-url|file:///")
    for name in filter(None, listed):
        path = REPOSITORY / name
        if path.suffix not in (".npz", ".crfsuite") and path.is_file() and path != Path(__file__):
            text = path.read_text(encoding="utf-8", errors="replace")
            assert not wrong.search(text), f"{name}: {wrong.search(text)}"
