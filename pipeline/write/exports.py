"""The forms that articles can be exported to: for each, one function from articles and ledger rows to named files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec

from pipeline.article import Article, LedgerRow
from pipeline.write.annotations import annotation_page
from pipeline.write.docbin import docbin
from pipeline.write.flat import by_source
from pipeline.write.jats import jats
from pipeline.write.markdown import markdown
from pipeline.write.parquet import parquet
from pipeline.write.references import references
from pipeline.write.rows import dolma, jsonl, shards
from pipeline.write.tei import tei

_DOCBIN_BYTES = 16_000_000  # of text: spaCy holds a whole DocBin in memory, about 20 bytes for each one of text
Files = Iterator[tuple[str, bytes]]
Export = Callable[[Iterable[Article], Iterable[LedgerRow]], Files]


class ExportError(Exception):
    """The articles cannot be exported so; the message names the remedy."""


def export(to: str, articles: Iterable[Article], rows: Iterable[LedgerRow] = ()) -> Files:
    """The files of an export, (name, bytes) one after the other; the same articles and rows give the same bytes.

    `articles` and `rows` are read once. Raises ExportError for an unknown form, and where its library is missing.
    """
    if to not in EXPORTS:
        raise ExportError(f"there is no export to {to}; there are {', '.join(EXPORTS)}")
    needed = NEEDS.get(to)
    if needed and find_spec(needed) is None:
        raise ExportError(f"the export to {to} needs {needed}: pip install {needed}")
    return EXPORTS[to](articles, rows)


def _jsonl(articles: Iterable[Article], _: Iterable[LedgerRow]) -> Files:
    for number, run in enumerate(shards(articles)):
        yield f"articles-{number:05}.jsonl", jsonl(run)


def _parquet(articles: Iterable[Article], _: Iterable[LedgerRow]) -> Files:
    for number, run in enumerate(shards(articles)):
        yield f"articles-{number:05}.parquet", parquet(run)


def _docbin(articles: Iterable[Article], _: Iterable[LedgerRow]) -> Files:
    for number, run in enumerate(shards(articles, _DOCBIN_BYTES)):
        yield f"articles-{number:05}.spacy", docbin(run)


def _jats(articles: Iterable[Article], _: Iterable[LedgerRow]) -> Files:
    return ((f"{article.id}.xml", jats(article)) for article in articles)


def _tei(articles: Iterable[Article], _: Iterable[LedgerRow]) -> Files:
    return ((f"{article.id}.xml", tei(article)) for article in articles)


def _annotations(articles: Iterable[Article], rows: Iterable[LedgerRow]) -> Files:
    ledger = by_source(rows)
    return ((f"{article.id}.jsonld", annotation_page(article, ledger)) for article in articles)


def _markdown(articles: Iterable[Article], _: Iterable[LedgerRow]) -> Files:
    all_articles = list(articles)
    for article in all_articles:
        yield f"{article.id}.md", markdown(article).encode()
    yield "references.json", references(all_articles)


EXPORTS: dict[str, Export] = {
    "jsonl": _jsonl,
    "dolma": dolma,
    "parquet": _parquet,
    "jats": _jats,
    "tei": _tei,
    "docbin": _docbin,
    "annotations": _annotations,
    "markdown": _markdown,
}
NEEDS = {"parquet": "pyarrow", "docbin": "spacy"}
