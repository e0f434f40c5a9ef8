"""The HTML report: pages that need nothing but themselves, and say nothing to anybody.

A small corpus is one page. A large one is an overview and pages of some hundred articles each, linked by plain
navigation: nothing is fetched, because the pages' policy allows no request at all. Text of a scrape reaches a page as
JSON in a data block, or through the template's escaping, and never as markup.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import msgspec
from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from pipeline.article import Article, Input, LedgerRow, Manifest
from pipeline.report.glance import FAMILIES, Glance, family, glance
from pipeline.report.overview import overview
from pipeline.report.terminal import visible
from pipeline.report.trace import Corpus
from pipeline.report.view import Entry, article_view, entry
from pipeline.rules import RULES

OVERVIEW = "report.html"
# A page holds at most so much: a phone parses 4 MB of JSON in well under a second, and a list of 100 needs no paging.
ARTICLES_PER_PAGE = 100
BYTES_PER_PAGE = 4_000_000
# The overview lists so many articles and inputs; what is beyond is listed on the pages of its articles.
LISTED = 20_000

_JSON_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


class _Sheet(NamedTuple):
    """The articles of one page: their lines in lists, their data, and the paths of their sources."""

    lines: list[Entry]
    views: list[msgspec.Raw]
    paths: list[str]


class _Content(NamedTuple):
    """What the script of one page shows."""

    lines: Sequence[Entry]
    inputs: Sequence[dict[str, Any]]
    views: Sequence[msgspec.Raw]


def report(manifest: Manifest, articles: Sequence[Article], rows: Sequence[LedgerRow]) -> dict[str, bytes]:
    """The files of the report: name → bytes.

    Raises LawError where the records do not belong together; `audit` says then what is wrong with them.
    """
    seen = glance(manifest, rows)
    sheets = list(_sheets(articles, Corpus(articles, rows), seen))
    page_of = {line.id: line.page for sheet in sheets for line in sheet.lines}
    inputs = [_input(item, page_of) for item in sorted(manifest.inputs, key=lambda i: (i.status == "used", i.path))]
    first = {"manifest": manifest, "plots": overview(seen), "readings": seen.readings, "tally": seen.tally}
    every = [line for sheet in sheets for line in sheet.lines]
    if len(sheets) <= 1:
        views = [view for sheet in sheets for view in sheet.views]
        return {OVERVIEW: _page(_Content(every, inputs, views), 0, 0, first)}
    content = _Content(every[:LISTED], inputs[:LISTED], [])
    files = {OVERVIEW: _page(content, 0, len(sheets), first)}
    by_path = {item["path"]: item for item in inputs}
    for number, sheet in enumerate(sheets, start=1):
        mine = [by_path[path] for path in sheet.paths if path in by_path]
        files[f"report/{number}.html"] = _page(_Content(sheet.lines, mine, sheet.views), number, len(sheets), {})
    return files


def _sheets(articles: Sequence[Article], corpus: Corpus, seen: Glance) -> Iterator[_Sheet]:
    """The articles, as many at a time as one page may hold; `seen` counts them as they pass."""
    sheet, size, page = _Sheet([], [], []), 0, 1
    for article in articles:
        trace = corpus.trace(article)
        seen.add(article, trace)
        view = msgspec.Raw(msgspec.json.encode(article_view(article, trace)))
        if sheet.lines and (len(sheet.lines) == ARTICLES_PER_PAGE or size + len(view) > BYTES_PER_PAGE):
            yield sheet
            sheet, size, page = _Sheet([], [], []), 0, page + 1
        sheet.lines.append(entry(article, trace, page))
        sheet.views.append(view)
        sheet.paths.extend(source.path for source in article.sources)
        size += len(view)
    if sheet.lines:
        yield sheet


def _input(item: Input, page_of: Mapping[str, int]) -> dict[str, Any]:
    return {
        "path": item.path,
        "status": item.status,
        "bytes": item.bytes,
        "articles": [(name, page_of[name]) for name in item.articles if name in page_of],
        "warnings": item.warnings,
        "reason": item.reason or "",
        "detail": item.detail or "",
    }


def _page(content: _Content, page: int, pages: int, first: dict[str, Any]) -> bytes:
    """One page; `first` is what only the overview shows."""
    rules = sorted({rule for line in content.lines for rule in line.rules})
    data = {
        "entries": content.lines,
        "inputs": content.inputs,
        "articles": content.views,
        "families": FAMILIES,
        "rules": {rule: _explained(rule) for rule in rules},
        "page": page,
        "pages": pages,
    }
    style, script = _asset("report.css"), _asset("report.js")
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    html = _template().render(
        first=first,
        page=page,
        pages=pages,
        policy=policy,
        style=Markup(style),  # noqa: S704 (our own asset)
        script=Markup(script),  # noqa: S704 (our own asset)
        data=_embedded(data),
    )
    return html.encode("utf-8", "backslashreplace")


def _explained(rule: str) -> dict[str, str]:
    found = RULES.get(rule)
    return {"family": family(rule), "title": found.title if found else "", "text": found.text if found else ""}


def _embedded(data: dict[str, Any]) -> Markup:
    """JSON for a data block of a page: nothing in it can end the block or begin another."""
    return Markup(msgspec.json.encode(data, order="deterministic").decode().translate(_JSON_ESCAPES))  # noqa: S704


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _asset(name: str) -> str:
    return resources.files("pipeline.report").joinpath("assets", name).read_text(encoding="utf-8")


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["visible"] = visible
    environment.filters["number"] = lambda number: f"{number:,}"
    environment.filters["percent"] = _percent
    environment.filters["json"] = lambda value: msgspec.json.format(msgspec.json.encode(value), indent=2).decode()
    return environment.from_string(_asset("report.html.j2"))


def _percent(part: int, whole: int) -> str:
    """A share that never says 0 % or 100 % of what is more than nothing or less than all."""
    share = 100 * part / whole if whole else 0.0
    if 0 < share < 0.1:
        return "< 0.1 %"
    if 99.9 < share < 100:
        return "> 99.9 %"
    return f"{share:.1f} %".replace(".0 %", " %")
