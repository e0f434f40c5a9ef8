"""The command that judges new inputs and writes nothing."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.common import DONE, FINDINGS, FOLDER, QUARANTINED, USAGE, fail

if TYPE_CHECKING:
    from pipeline.config import Config
    from pipeline.inputs import Listed
    from pipeline.judge import Judgement
    from pipeline.report.checks.result import Result
    from pipeline.survey import Corpus, Progress

FORMATS = ("text", "json", "jsonl", "sarif", "github", "junit")
_SAMPLE = 8  # inputs that are worth a second process


@click.command()
@click.argument("news", metavar="NEW...", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--against", type=FOLDER, help="A folder of `onetext clean` that the inputs are held against.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="What to print.")
@click.option("--diff", is_flag=True, help="Print the repair of each input as a unified diff instead.")
@click.option("--select", "chosen", multiple=True, metavar="RULES", help="Only rules with these prefixes: GLU,REP001.")
@click.option("--ignore", "ignored", multiple=True, metavar="RULES", help="No rules with these prefixes.")
@click.option(
    "--max-findings", type=click.IntRange(min=0), default=0, help="Exit 1 only if there are more. Default: 0."
)
@click.option("--exit-zero", is_flag=True, help="Exit 0 even if there are findings.")
@click.option("-j", "--jobs", type=click.IntRange(min=0), help="Worker processes; 0 works in this one.")
@click.option(
    "--config", type=click.Path(path_type=Path, dir_okay=False), help="A TOML file with the stages and limits."
)
def check(
    news: tuple[Path, ...],
    against: Path | None,
    form: str,
    diff: bool,
    chosen: tuple[str, ...],
    ignored: tuple[str, ...],
    max_findings: int,
    exit_zero: bool,
    jobs: int | None,
    config: Path | None,
) -> None:
    """Say of each input NEW what it is, whether it is better than what is there, and what is wrong with it.

    Nothing is written. `onetext clean` makes the repairs that are marked with [*].

    \b
    Exit codes: 0 nothing found; 1 findings; 2 wrong usage or configuration;
    3 some inputs could not be read; 4 input/output or internal error.

    \b
    Examples:
      onetext check page.html --against cleaned
      onetext check new --select GLU,REP --format sarif > onetext.sarif
      onetext check new --diff
    """
    from pipeline.config import load
    from pipeline.judge import select
    from pipeline.report.checks.result import results

    settings = load(config)
    wanted, unwanted = _prefixes(chosen, settings), _prefixes(ignored, settings)
    items = _listed(news)
    if not items:
        fail(f"{', '.join(map(str, news))}: no files to check", USAGE)
    judgements = [select(j, wanted, unwanted) for j in _judged(items, settings, against, jobs)]
    found = results(judgements, {item.name for item in items})
    for line in _lines(found, "diff" if diff else form):
        click.echo(line, nl=not line.endswith("\n"))
    _write_step_summary(found, form)
    sys.exit(_code(judgements, exit_zero, max_findings))


def _prefixes(given: Sequence[str], config: Config) -> list[str]:
    """The prefixes, each of some rule: a slip of the pen must not pass for a clean text."""
    from pipeline.rules import RULES

    prefixes = [part.strip().upper() for entry in given for part in entry.split(",") if part.strip()]
    has_others = any(not spec.use.startswith("pipeline.") for spec in config.stages)
    for prefix in prefixes:
        if not has_others and not any(code.startswith(prefix) for code in RULES):
            fail(f"there is no rule that begins with {prefix}; `onetext rule` lists them", USAGE)
    return prefixes


def _judged(items: Sequence[Listed], config: Config, against: Path | None, jobs: int | None) -> list[Judgement]:
    from pipeline.survey import survey

    cores = os.cpu_count() or 1
    workers = jobs if jobs is not None else min(cores, -(-len(items) // _SAMPLE))
    progress = _progress()
    known = _corpus(against, jobs if jobs is not None else cores, progress) if against else None
    return survey(items, config, known, workers, progress)


def _corpus(folder: Path, workers: int, progress: Progress) -> Corpus:
    from pipeline.survey import corpus

    return corpus(folder, workers, progress)


def _progress() -> Progress:
    """A progress bar on a terminal, nothing elsewhere."""
    from pipeline.report.terminal import progress_bar

    return progress_bar() if sys.stderr.isatty() else lambda _what, _done, _total: None


def _listed(news: Sequence[Path]) -> list[Listed]:
    """All files of the inputs, each once, named by their paths from the root of the repository."""
    from pipeline.inputs import Listed, listing

    root = _root()
    found = {item.path: item.name for new in news for item in listing([new])}
    named = {path: path.relative_to(root).as_posix() for path in found if path.is_relative_to(root)}
    outside = {path: name for path, name in found.items() if path not in named}
    alone = {name for name, count in Counter(outside.values()).items() if count == 1} - set(named.values())
    named |= {path: name if name in alone else path.as_posix().lstrip("/") for path, name in outside.items()}
    return sorted(
        (Listed(path, os.fsencode(name).decode("utf-8", "backslashreplace")) for path, name in named.items()),
        key=lambda item: item.name,
    )


def _root() -> Path:
    """The root of the repository, or the working directory where there is none."""
    here = Path.cwd().resolve()
    return next((folder for folder in (here, *here.parents) if (folder / ".git").exists()), here)


def _lines(found: Sequence[Result], form: str) -> Iterator[str]:
    from pipeline.report.checks import FORMATS as FORMS
    from pipeline.report.checks.diff import as_diff
    from pipeline.report.checks.text import as_text

    if form == "diff":
        return as_diff(found)
    if form == "text":
        return as_text(found, color=sys.stdout.isatty() and "NO_COLOR" not in os.environ)
    return FORMS[form](found)


def _write_step_summary(found: Sequence[Result], form: str) -> None:
    """What GitHub shows on the page of a run: it names a file that each step may add to."""
    name = os.environ.get("GITHUB_STEP_SUMMARY")
    if form == "github" and name:
        from pipeline.report.checks.annotations import step_summary

        with Path(name).open("a", encoding="utf-8") as file:
            file.write(step_summary(found))


def _code(judgements: Sequence[Judgement], exit_zero: bool, most: int) -> int:
    if any(j.what == "unreadable" for j in judgements):
        return QUARANTINED
    return FINDINGS if sum(len(j.defects) for j in judgements) > most and not exit_zero else DONE
