"""What a page says of itself: title, authors, date, language and address. Nothing is inferred from the text.

Read from JSON-LD, OpenGraph and the other meta tags, in this order, and from `title`, `html lang` and the canonical
link. The title is the first heading of level 1 that agrees with what the page calls itself: it lacks the site's name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from bs4 import BeautifulSoup, Tag

from pipeline.document import Meta
from pipeline.keys import key
from pipeline.readers.tree import elements

_TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title", "headline", "sailthru.title")
_AUTHORS = (
    "author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "citation_author",
    "byl",
    "parsely-author",
    "sailthru.author",
)
_DATES = (
    "article:published_time", "datepublished", "citation_publication_date", "citation_date", "dc.date", "dcterms.date",
    "dcterms.created", "parsely-pub-date", "sailthru.date", "publish-date", "pubdate", "date", "og:pubdate",
)  # fmt: skip
_ARTICLES = re.compile(r"Article|BlogPosting|Posting|Report|WebPage")
_JSON_LIMIT = 1 << 20
_DEPTH_LIMIT = 8
"""JSON-LD nests its articles a few levels deep; what lies deeper belongs to something else."""


def page_meta(soup: BeautifulSoup) -> Meta:
    """The metadata of a page, from one walk over its elements."""
    found: dict[str, list[Tag]] = {name: [] for name in ("meta", "link", "script", "title", "h1", "html")}
    for tag in elements(soup):
        if tag.name in found:
            found[tag.name].append(tag)
    tags = _meta_tags(found["meta"])
    linked = _json_ld(found["script"])
    canonical = next((str(t.get("href") or "") for t in found["link"] if "canonical" in str(t.get("rel")).split()), "")
    language = next((t.get("lang") or t.get("xml:lang") for t in found["html"]), None)
    named = _text(linked.get("headline")) or _first(tags, _TITLES)
    return Meta(
        title=_title(found["h1"][:10], named, next((_text(t.get_text()) for t in found["title"]), None)),
        authors=_authors(linked.get("author")) or _authors([a for n in _AUTHORS for a in tags.get(n, ())]),
        published=_text(linked.get("datePublished")) or _first(tags, _DATES),
        language=_text(language) or _first(tags, ("content-language", "og:locale")),
        url=canonical if "://" in canonical else _first(tags, ("og:url",)) or canonical or None,
    )


def _meta_tags(found: Sequence[Tag]) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for tag in found:
        name = tag.get("property") or tag.get("name") or tag.get("itemprop") or tag.get("http-equiv")
        content = " ".join(str(tag.get("content") or "").split())
        if name and content:
            out.setdefault(str(name).lower(), []).append(content)
    return out


def _first(tags: dict[str, list[str]], names: tuple[str, ...]) -> str | None:
    return next((tags[name][0] for name in names if name in tags), None)


def _text(value: object) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _json_ld(scripts: Sequence[Tag]) -> dict[str, Any]:
    """The first object of an article's type in the page's JSON-LD."""
    found: list[dict[str, Any]] = []
    for script in scripts:
        if str(script.get("type")).strip().lower() != "application/ld+json":
            continue
        text = script.get_text()
        if len(text) > _JSON_LIMIT:
            continue
        try:
            value = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        found += [node for node in _nodes(value, 0) if _ARTICLES.search(str(node.get("@type", "")))]
    return max(found, key=lambda node: ("headline" in node) + ("author" in node), default={})


def _nodes(value: object, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEPTH_LIMIT:
        return
    if isinstance(value, dict):
        yield value
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _nodes(value.get(name), depth + 1)
    elif isinstance(value, list):
        for item in value:
            yield from _nodes(item, depth + 1)


def _authors(value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    found = (_text(item.get("name") if isinstance(item, dict) else item) for item in values)
    return tuple(dict.fromkeys(name for name in found if name and "://" not in name))


def _title(headings: Sequence[Tag], named: str | None, page: str | None) -> str | None:
    """What the page calls itself, in the wording of the heading that agrees with it."""
    keys = [key(text) for text in (named, page) if text]
    for heading in headings:
        text = _text(heading.get_text(" "))
        if text and len(key(text)) > 10 and any(key(text) in k or k in key(text) for k in keys if k):
            return text
    return named or page
