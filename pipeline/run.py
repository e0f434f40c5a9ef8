"""The shell of a run: reads the listed files, calls the engine, and makes all bytes of the output folder.

A run is a pure function of the inputs' bytes, their names, the configuration and the versions; where the files lie, in
which order they are found and how many workers there are does not show in the output.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from pipeline import engine
from pipeline.article import SCHEMA_VERSION, Article, Counts, Input, LedgerRow, Manifest, Status, encode
from pipeline.config import Config, resolve
from pipeline.document import LawError
from pipeline.engine import Account, Outcome
from pipeline.folder import MANIFEST
from pipeline.inputs import Listed, versions
from pipeline.proof import audit, text_sha256
from pipeline.report.page import report
from pipeline.rules import RULES
from pipeline.write import folder_files

Progress = Callable[[str, int, int], None]  # what is done, how many so far, how many in all (0: not known)
SKIPPED = frozenset({"unsupported", "not_a_file"})


def silent(_what: str, _done: int, _total: int) -> None:
    """Show no progress."""


class Made(NamedTuple):
    """The output of a run, not yet written: file name in the output folder → bytes."""

    files: dict[str, bytes]
    manifest: Manifest
    articles: tuple[Article, ...]
    rows: tuple[LedgerRow, ...]


class FileResult(NamedTuple):
    """A file as it was read, and what became of its documents."""

    size: int
    sha256: str | None
    outcomes: tuple[Outcome, ...]


def read_file(item: Listed, config: Config) -> FileResult:
    """Read and clean one file; what goes wrong is an outcome, never an exception."""
    limit = int(config.megabytes_per_file * 1_000_000)
    try:
        if not item.path.is_file():
            return FileResult(0, None, (Outcome(item.name, None, "not_a_file", "neither a file nor a folder"),))
        size = item.path.stat().st_size
        if size > limit:
            why = f"{size} bytes; raise megabytes_per_file to read it"
            return FileResult(size, None, (Outcome(item.name, None, "too_large", why),))
        data = item.path.read_bytes()
    except OSError as error:
        return FileResult(0, None, (Outcome(item.name, None, "unreadable", error.strerror or str(error)),))
    digest = hashlib.sha256(data).hexdigest()
    return FileResult(len(data), digest, tuple(engine.clean_bytes(data, item.name, config)))


def make(items: Sequence[Listed], config: Config, workers: int, progress: Progress) -> Made:
    """Clean the files and make the whole output folder in memory. Nothing is written.

    Raises ConfigError before a file is read if a stage or an option is not there.
    """
    for spec in config.stages:
        resolve(spec)
    files: list[FileResult] = []
    jobs = engine.each(partial(read_file, config=config), items, workers, config.seconds_per_document)
    for item, result in zip(items, jobs, strict=True):
        files.append(result if isinstance(result, FileResult) else _ended(item, result, config))
        progress("reading", len(files), len(items))
    return made(files, config, workers, progress)


def make_of(inputs: Mapping[str, bytes], config: Config) -> Made:
    """The same for inputs in memory, name → bytes, in this process."""
    files = [
        FileResult(len(data), hashlib.sha256(data).hexdigest(), tuple(engine.clean_bytes(data, name, config)))
        for name, data in sorted(inputs.items())
    ]
    return made(files, config, 0, silent)


def made(files: Sequence[FileResult], config: Config, workers: int, progress: Progress) -> Made:
    """Link and merge the documents of files that were read, and account for all of them."""
    documents = [o.document for f in files for o in f.outcomes if o.document]
    hashes = {o.name: f.sha256 or "" for f in files for o in f.outcomes}
    accounts: list[Account] = []
    failed: dict[str, Outcome] = {}
    for number, result in enumerate(engine.articles(documents, hashes, workers), start=1):
        progress("merging", number, 0)
        if isinstance(result, Account):
            accounts.append(result)
        else:
            failed |= {outcome.name: outcome for outcome in result}
    accounts.sort(key=lambda a: a.article.id)
    used = {s.path: a.article.id for a in accounts for s in a.article.sources}
    warnings: dict[str, set[str]] = defaultdict(set)
    for row in (row for a in accounts for row in a.rows):
        rule = RULES.get(row.rule)  # a stage of the user's has rules of its own
        if rule and rule.warns:
            warnings[row.source].add(rule.name)
    parts: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in (*(o for a in accounts for o in a.parts), *failed.values()):
        if outcome.of:
            parts[outcome.of].append(outcome)
    inputs = [
        _input(f, failed.get(o.name, o), used, warnings[o.name])
        for f in files
        for whole in f.outcomes
        for o in parts.get(whole.name, [whole])
    ]
    return _made(inputs, accounts, config)


def _ended(item: Listed, error: Exception, config: Config) -> FileResult:
    if isinstance(error, TimeoutError):
        why = f"took more than {config.seconds_per_document:g} s; raise seconds_per_document to wait longer"
        return FileResult(0, None, (Outcome(item.name, None, "too_slow", why),))
    return FileResult(0, None, (Outcome(item.name, None, "failed", f"{type(error).__name__}: {error}"),))


def _input(file: FileResult, outcome: Outcome, used: Mapping[str, str], warnings: Iterable[str]) -> Input:
    if outcome.document is None:
        status: Status = "skipped" if outcome.reason in SKIPPED else "quarantined"
        return Input(
            path=outcome.name,
            status=status,
            bytes=file.size,
            sha256=file.sha256,
            reason=outcome.reason,
            detail=outcome.detail,
        )
    return Input(
        path=outcome.name,
        status="used",
        bytes=file.size,
        sha256=file.sha256,
        text_sha256=text_sha256(outcome.document.source),
        warnings=sorted(warnings),
        articles=[used[outcome.name]],
    )


def _made(inputs: list[Input], accounts: Sequence[Account], config: Config) -> Made:
    inputs.sort(key=lambda item: item.path)
    articles = [a.article for a in accounts]
    rows = sorted((row for a in accounts for row in a.rows), key=lambda r: (r.source, r.start, r.end))
    files = folder_files(articles, rows)
    settings = config.as_dict()
    manifest = Manifest(
        schema_version=SCHEMA_VERSION,
        tool="onetext",
        versions=versions(),
        config=settings,
        config_sha256=hashlib.sha256(encode(settings, pretty=False)).hexdigest(),
        counts=Counts(
            listed=len(inputs),
            articles=len(articles),
            **{status: sum(i.status == status for i in inputs) for status in ("used", "quarantined", "skipped")},
        ),
        inputs=inputs,
        outputs={},
    )
    files |= report(manifest, articles, rows)
    manifest.outputs = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())}
    failures = audit(manifest, articles, rows)
    if failures:
        raise LawError("; ".join(f"{f.path}: {f.why}" for f in failures[:5]))
    return Made({**files, MANIFEST: encode(manifest)}, manifest, tuple(articles), tuple(rows))
