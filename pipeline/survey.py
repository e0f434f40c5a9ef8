"""The shell of a check: reads the new files, looks their texts up in a finished folder, and judges. Nothing is written
but the index of that folder, which is a cache.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from pipeline import engine
from pipeline.config import Config, resolve
from pipeline.corpus.sketch import features
from pipeline.document import Document, LawError
from pipeline.index import Index, load_document, open_index
from pipeline.inputs import Listed
from pipeline.judge import Judgement, among, compare, examine, unreadable
from pipeline.places import lines_in_markup, lines_of_record
from pipeline.readers import Unreadable, read_many
from pipeline.readers.decode import decode
from pipeline.readers.forms import Form, form_of
from pipeline.readers.html import declared_encoding

Progress = Callable[[str, int, int], None]


class Corpus(NamedTuple):
    """A finished folder that new inputs are held against."""

    folder: Path
    lookup: Index

    def near(self, doc: Document) -> Iterator[Document]:
        """The articles that a document may have to do with."""
        for name in self.lookup.near(features(doc)):
            yield load_document(self.folder, name)


def corpus(folder: Path, workers: int, progress: Progress) -> Corpus:
    """The finished folder with its index. Raises FolderError when it is none."""
    return Corpus(folder, open_index(folder, workers, progress))


def survey(
    items: Sequence[Listed], config: Config, known: Corpus | None, workers: int, progress: Progress
) -> list[Judgement]:
    """The judgement on every document of the files, in their order.

    Raises ConfigError before a file is read if a stage or an option is not there.
    """
    for spec in config.stages:
        resolve(spec)
    furniture = frozenset(known.lookup.furniture.tolist()) if known else frozenset()
    work = partial(judge_file, config=config, furniture=furniture)
    out: list[Judgement] = []
    jobs = engine.each(work, items, workers, config.seconds_per_document)
    for done, (item, result) in enumerate(zip(items, jobs, strict=True), start=1):
        out += result if isinstance(result, list) else [_ended(item, result, config)]
        progress("checking", done, len(items))
    if known:
        out = [compare(j, known.near(j.document)) if j.document else j for j in out]
    return among(out)


def judge_file(item: Listed, config: Config, furniture: frozenset[int]) -> list[Judgement]:
    """The judgement on every document of one file; what goes wrong is one too, never an exception."""
    limit = int(config.megabytes_per_file * 1_000_000)
    try:
        if not item.path.is_file():
            return [unreadable(item.name, "neither a file nor a folder")]
        size = item.path.stat().st_size
        if size > limit:
            return [unreadable(item.name, f"{size} bytes; raise megabytes_per_file to read it")]
        data = item.path.read_bytes()
    except OSError as error:
        return [unreadable(item.name, error.strerror or str(error))]
    return judge_bytes(data, item.name, config, furniture)


def judge_bytes(data: bytes, name: str, config: Config, furniture: frozenset[int] = frozenset()) -> list[Judgement]:
    """The same for bytes in memory."""
    found = [_judged(doc, config, furniture) for doc in read_many(data, name)]
    lines = _lines(data, name)
    placed = [j._replace(lines=lines(j)) if j.document else j for j in found]
    return placed or [unreadable(name, "the file holds no document")]


def _lines(data: bytes, name: str) -> Callable[[Judgement], tuple[int, ...] | None]:
    """What tells for a document of the file which of its lines are which of the file's."""
    form = form_of(data, name)
    if form in (Form.TEXT, Form.MARKDOWN):
        return lambda _: None
    markup = decode(data, name, declared_encoding(data))[0] if form is Form.HTML else ""

    def lines(judgement: Judgement) -> tuple[int, ...] | None:
        doc = judgement.document
        if doc is None:
            return None
        if form is Form.HTML:
            return lines_in_markup(doc, markup)
        number = doc.name.rpartition("#")[2]
        return lines_of_record(doc, int(number) if form is Form.JSONL and number.isdecimal() else 1)

    return lines


def _judged(doc: Document | Unreadable, config: Config, furniture: frozenset[int]) -> Judgement:
    if isinstance(doc, Unreadable):
        return unreadable(doc.name, f"{doc.reason}: {doc.remedy}")
    try:
        return examine(doc, config, furniture)
    except (LawError, ValueError, RecursionError, MemoryError) as error:
        return unreadable(doc.name, f"failed: {type(error).__name__}: {error}")


def _ended(item: Listed, error: Exception, config: Config) -> Judgement:
    if isinstance(error, TimeoutError):
        why = f"took more than {config.seconds_per_document:g} s; raise seconds_per_document to wait longer"
        return unreadable(item.name, why)
    return unreadable(item.name, f"failed: {type(error).__name__}: {error}")
