"""The commands that work on a corpus and on the folder made of it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.common import DONE, FINDINGS, FOLDER, OUT, QUARANTINED, USAGE, fail

if TYPE_CHECKING:
    from pipeline.run import Made, Progress


@click.command()
@click.argument("raws", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@OUT
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if the output folder is not what would be made.")
@click.option("--diff", is_flag=True, help="Write nothing; print how each file would read, as a unified diff.")
@click.option(
    "-j", "--jobs", type=click.IntRange(min=0), help="Worker processes; 0 works in this one. Default: the cores."
)
@click.option(
    "--config", type=click.Path(path_type=Path, dir_okay=False), help="A TOML file with the stages and limits."
)
def clean(raws: tuple[Path, ...], out: Path, check: bool, diff: bool, jobs: int | None, config: Path | None) -> None:
    """Clean the files and folders RAWS into one article for each group of copies.

    \b
    Exit codes: 0 done; 1 --check found a difference; 2 wrong usage or configuration;
    3 done, but some inputs were quarantined (each is named); 4 input/output or internal error.

    \b
    Examples:
      onetext clean raw -o cleaned
      onetext clean page1.html page2.txt --diff
    """
    from pipeline.config import load
    from pipeline.folder import load_manifest
    from pipeline.inputs import listing, stamp_text, up_to_date

    settings = load(config)
    items = listing(raws, out)
    if not items:
        fail(f"{', '.join(map(str, raws))}: no files to clean; put scraped files there", QUARANTINED)
    if not (check or diff) and up_to_date(items, out, settings):
        click.echo(f"{out}: up to date", err=True)
        sys.exit(_code(load_manifest(out).counts.quarantined))
    from pipeline.run import make

    made = make(items, settings, _workers(jobs, len(items)), _progress())
    if diff:
        _print_diff(made)
    if check:
        sys.exit(_report_differences(made, out))
    if not diff:
        _write(made, out, stamp_text(items, settings))
    sys.exit(_code(made.manifest.counts.quarantined))


def _code(quarantined: int) -> int:
    return QUARANTINED if quarantined else DONE


def _workers(jobs: int | None, files: int) -> int:
    import os

    return jobs if jobs is not None else min(os.cpu_count() or 1, files)


def _progress() -> Progress:
    """A progress bar on a terminal, nothing elsewhere."""
    from pipeline.report.terminal import progress_bar
    from pipeline.run import silent

    return progress_bar() if sys.stderr.isatty() else silent


def _print_diff(made: Made) -> None:
    from pipeline.report.terminal import diffs

    for text in diffs(made.articles, made.rows):
        click.echo(text, nl=False)


def _report_differences(made: Made, out: Path) -> int:
    from pipeline.folder import differences

    changed = differences(made.files, out)
    for name in changed:
        click.echo(f"{out / name}: would change")
    return FINDINGS if changed else DONE


def _write(made: Made, out: Path, stamp: str) -> None:
    from pipeline.folder import write
    from pipeline.report.terminal import summary

    write(made.files, out, stamp)
    for line in summary(made.manifest, out):
        click.echo(line, err=True)


@click.command()
@click.argument("where")
@OUT
def explain(where: str, out: Path) -> None:
    """Tell what happened at WHERE, by which rule and on what evidence.

    \b
    WHERE is a source file, a line of it, or a block of an article:
      onetext explain raw/a.txt
      onetext explain raw/a.txt:10
      onetext explain 'the-mill-at-aldwater-1f2e3d4c5b6a#7'
    """
    from pipeline.folder import load_articles, load_manifest, load_rows
    from pipeline.report.explain import UnknownPlaceError, explained

    manifest = load_manifest(out)
    try:
        for line in explained(where, manifest, list(load_articles(out)), list(load_rows(out))):
            click.echo(line)
    except UnknownPlaceError as error:
        fail(str(error), USAGE)


@click.command()
@click.argument("out", type=FOLDER, default=Path("cleaned"))
def audit(out: Path) -> None:
    """Prove that the finished folder OUT accounts for every character of every source.

    Each source is rebuilt from the articles and the ledger alone and compared with the hash of the text that was read;
    each output file is compared with the manifest. Exit 1 if anything does not add up.
    """
    from pipeline.folder import audit_folder, load_manifest
    from pipeline.report.terminal import visible

    failures = audit_folder(out)
    for failure in failures:
        click.echo(visible(f"{failure.path}: {failure.why}"))
    if failures:
        sys.exit(FINDINGS)
    counts = load_manifest(out).counts
    articles = f"{counts.articles} article{'' if counts.articles == 1 else 's'}"
    click.echo(
        f"{out}: all {counts.listed} inputs are accounted for: {counts.used} rebuilt from {articles} and the ledger, "
        f"{counts.quarantined} quarantined, {counts.skipped} skipped"
    )


@click.command()
@click.argument("code", required=False)
def rule(code: str | None) -> None:
    """Explain the rule CODE of a finding, or list all rules.

    \b
    Example:
      onetext rule REP001
    """
    from pipeline.rules import RULES

    if code is None:
        for name, entry in RULES.items():
            click.echo(f"{name}  {entry.title}")
        return
    found = RULES.get(code.upper())
    if found is None:
        fail(f"there is no rule {code}; `onetext rule` lists them", USAGE)
    else:
        click.echo(f"{code.upper()}: {found.title}\n\n{found.text}")


@click.command()
@click.argument("out", type=FOLDER, default=Path("cleaned"))
@click.option("--to", "form", required=True, help="jsonl, dolma, parquet, jats, tei, docbin, annotations or markdown.")
@click.option("-d", "--directory", type=FOLDER, default=Path("export"), show_default=True, help="Where to write.")
def export(out: Path, form: str, directory: Path) -> None:
    """Write the articles of the finished folder OUT in a form of other tools.

    \b
    Examples:
      onetext export cleaned --to jsonl -d rows         datatrove, Hugging Face datasets
      onetext export cleaned --to docbin -d spacy       spaCy
    """
    from pipeline.folder import load_articles, load_rows, replace_file
    from pipeline.write.exports import ExportError
    from pipeline.write.exports import export as exported

    try:
        for name, data in exported(form, list(load_articles(out)), list(load_rows(out))):
            replace_file(directory / name, data)
            click.echo(directory / name)
    except ExportError as error:
        fail(str(error), USAGE)


@click.command()
@click.argument("out", type=FOLDER, default=Path("cleaned"))
@click.option("-d", "--directory", type=FOLDER, default=None, help="Where to write report.html. Default: OUT.")
def report(out: Path, directory: Path | None) -> None:
    """Write the report of the finished folder OUT again: one page to look at, report.html.

    \b
    Example:
      onetext report cleaned -d /tmp
    """
    from pipeline.folder import load_articles, load_manifest, load_rows, replace_file
    from pipeline.report.page import report as pages

    for name, data in pages(load_manifest(out), list(load_articles(out)), list(load_rows(out))).items():
        replace_file((directory or out) / name, data)
        click.echo((directory or out) / name)
