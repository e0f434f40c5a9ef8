"""Stages as filters by themselves: text in, text or records out."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.common import QUARANTINED, USAGE, fail

if TYPE_CHECKING:
    from pipeline.document import Finding

_FILE = click.Path(dir_okay=False, exists=True, allow_dash=True)
FORMATS = ("csl", "jsonl", "bibtex", "ris", "jats", "markdown")


@click.command()
@click.argument("file", type=_FILE, default="-")
@click.option("--lines", is_flag=True, help="Each line is a text of its own: one line out for each line in.")
@click.option("--show", is_flag=True, help="Print only the lines that change, with the changes marked.")
@click.option(
    "--suggest", is_flag=True, help="Print what is likely and not sure, with its probability; change nothing."
)
def words(file: str, lines: bool, show: bool, suggest: bool) -> None:
    """Give the run-together text of FILE (or of standard input) its spaces back.

    \b
    Examples:
      onetext words article.txt > repaired.txt
      echo 'published inLancet Oncology.In addition' | onetext words --show
    """
    text = _text(file)
    for part in text.splitlines(keepends=True) if lines else [text]:
        findings = _found(part)
        if suggest:
            _print_suggestions(part, findings)
        elif show:
            _print_marked(part, findings)
        else:
            click.echo(_repaired(part, findings), nl=False)


def _text(file: str) -> str:
    from pipeline.readers.decode import decode

    return decode(_data(file), file)[0]


def _data(file: str) -> bytes:
    return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()


def _found(text: str) -> list[Finding]:
    from pipeline.document import Document
    from pipeline.stages.words import words as stage

    return sorted(stage(Document.read("text", text)), key=lambda f: (f.start, f.end))


def _repaired(text: str, findings: Iterable[Finding], mark: str = "") -> str:
    out, here = [], 0
    for f in findings:
        if f.safe and f.fix is not None:
            out += [text[here : f.start], mark, f.fix, mark]
            here = f.end
    return "".join([*out, text[here:]])


def _print_marked(text: str, findings: list[Finding]) -> None:
    from pipeline.report.terminal import visible

    start = 0
    for line in text.splitlines(keepends=True):
        end = start + len(line)
        here = [f for f in findings if start <= f.start < end]
        if any(f.safe for f in here):
            before = _repaired(text[:end], here, "|")
            click.echo(visible(before[start:].rstrip("\n")))
        start = end


def _print_suggestions(text: str, findings: list[Finding]) -> None:
    from pipeline.report.terminal import visible

    for f in findings:
        if not f.safe:
            line = 1 + text.count("\n", 0, f.start)
            column = f.start - (text.rfind("\n", 0, f.start) + 1) + 1
            click.echo(visible(f"{line}:{column}: {f.rule} {f.confidence:.2f} {f.why}"))


@click.command()
@click.argument("files", nargs=-1, type=_FILE)
@click.option("--lines", is_flag=True, help="Each line is one reference.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="csl", show_default=True, help="What to write.")
def cite(files: tuple[str, ...], lines: bool, form: str) -> None:
    """Find, split and parse the references of FILES (texts, pages, lists), or of standard input.

    With --format jsonl each reference is one line, {"raw", "csl", "confidence"}, where the confidence is high, medium
    or low; with --lines there is one for each line, in order.

    \b
    Examples:
      onetext cite article.txt --format bibtex
      onetext cite --lines --format jsonl references.txt
    """
    from pipeline.citations.parse import parse_reference

    parsed = [(raw, parse_reference(raw)) for raw in _references(files or ("-",), lines=lines)]
    if form == "jsonl":
        from pipeline.article import encode

        for raw, found in parsed:
            record = {"raw": raw, "csl": found.csl, "confidence": found.level}
            click.echo(encode(record, pretty=False).decode(), nl=False)
        return
    click.echo(_written([found.csl for _, found in parsed], form))


def _references(files: Iterable[str], *, lines: bool) -> Iterator[str]:
    for file in files:
        if lines:
            yield from (line.strip() for line in _text(file).splitlines() if line.strip())
        else:
            yield from _found_references(file)


def _found_references(file: str) -> Iterator[str]:
    """The reference blocks of a file, as the stages that lead to them leave it."""
    from pipeline.config import Config, StageSpec, resolve
    from pipeline.document import apply
    from pipeline.readers import Unreadable, read

    try:
        doc = read(_data(file), "text.txt" if file == "-" else Path(file).name)
    except Unreadable as error:
        fail(str(error), QUARANTINED)
    upto = [spec.use for spec in Config().stages].index("pipeline.stages.references:references")
    for spec in Config().stages[: upto + 1]:
        doc = apply(doc, [f for f in resolve(StageSpec(spec.use))(doc) if f.safe])
    yield from (doc.block_text(block) for block in doc.blocks if block.kind == "reference")


def _written(items: list[dict[str, Any]], form: str) -> str:
    from pipeline.citations import formats

    writers = {
        "csl": formats.to_csl_json,
        "bibtex": formats.to_bibtex,
        "ris": formats.to_ris,
        "jats": formats.to_jats,
        "markdown": formats.to_markdown,
    }
    if form not in writers:
        fail(f"there is no format {form}", USAGE)
    return writers[form](formats.with_ids(items))
