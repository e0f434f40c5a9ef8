"""What the documentation offers for continuous integration can be read by what will read it."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import yaml

from pipeline.cli.check import check

REPOSITORY = Path(__file__).parent.parent.parent
PAGE = (REPOSITORY / "docs" / "checking.md").read_text(encoding="utf-8")
OFFERED = [yaml.safe_load(text) for text in re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)]


def parsed(words: list[str]) -> None:
    """Raises where the command has no such option."""
    with click.Context(check) as context:
        check.make_parser(context).parse_args(list(words))


def test_workflow_runs_commands_that_exist() -> None:
    workflow = OFFERED[0]
    steps = workflow["jobs"]["check"]["steps"]
    commands = [step["run"].split("onetext check")[1] for step in steps if "onetext check" in step.get("run", "")]
    assert len(commands) == 2
    for command in commands:
        parsed(shlex.split(command.partition(" < ")[0]))
    assert all("${{" not in step.get("run", "") for step in steps)  # nothing of a pull request reaches a shell


def test_hook_is_defined_as_the_page_uses_it() -> None:
    (hook,) = yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert hook["entry"] == "onetext check"
    (used,) = OFFERED[1]["repos"][0]["hooks"]
    assert used["id"] == hook["id"]
    parsed(used["args"])
