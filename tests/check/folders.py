"""A finished folder made of a few texts, and the command as it is run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli import main
from pipeline.config import Config
from pipeline.folder import write
from pipeline.run import make_of

Command = Callable[..., Result]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """`onetext check` in a folder of its own, in this process."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["check", *arguments, "-j", "0"])

    return run


def put(folder: Path, files: Mapping[str, str]) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")


def finished(folder: Path, files: Mapping[str, str]) -> dict[str, str]:
    """Write what `clean` makes of the files, and tell which article each went into: its id → the file."""
    made = make_of({name: text.encode() for name, text in files.items()}, Config())
    write(made.files, folder, "")
    return {article.id: source.path for article in made.articles for source in article.sources}
