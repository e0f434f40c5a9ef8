"""No text of a page may be lost, whatever its markup, and hostile input is read to its end."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.document import check
from pipeline.keys import key
from pipeline.readers import Limits, Unreadable, read

TAGS = [
    "p", "div", "b", "i", "a", "span", "h2", "ul", "li", "table", "tr", "td", "pre", "blockquote", "section", "nav",
    "br", "dl", "dd",
]  # fmt: skip


def markup() -> st.SearchStrategy[str]:
    word = st.text("abcxyz ", min_size=1, max_size=8)
    start = st.sampled_from(TAGS).map(lambda tag: f"<{tag}>")
    end = st.sampled_from(TAGS).map(lambda tag: f"</{tag}>")
    odd = st.sampled_from(["<", ">", "&", "&amp;", "<!--", "-->", "<![CDATA[", "]]>", "<p hidden>", "é", "<a href=/x>"])
    return st.lists(st.one_of(word, word, start, end, odd), max_size=40).map("".join)


@given(markup())
@settings(max_examples=200, deadline=None)
def test_every_string_of_the_page_is_in_the_document_in_order(page: str) -> None:
    html = f"<body><p>start {page}"
    doc = read(html.encode(), "a.html")
    check(doc)
    tree = BeautifulSoup(html, "lxml")
    assert key(doc.source) == key(tree.get_text())


@given(st.binary(max_size=400))
@settings(max_examples=200, deadline=None)
def test_any_bytes_make_a_lawful_document_or_a_named_refusal(data: bytes) -> None:
    for name in ("a.html", "a.txt", "a.md"):
        try:
            doc = read(data, name)
        except Unreadable as error:
            assert error.reason in {"empty", "binary", "undecodable", "unsupported", "truncated", "damaged", "several"}
        else:
            check(doc)
            doc.source.encode()


@pytest.mark.parametrize("depth", [254, 256, 300, 20_000])
@pytest.mark.parametrize("tag", ["div", "b", "blockquote", "ul><li", "table><tr><td"])
def test_deep_nesting_loses_no_text(tag: str, depth: int) -> None:
    depth //= tag.count("<") + 1
    page = f"<p>before</p>{f'<{tag}>' * depth}inner" + "".join(f"</{t}>" for t in reversed(tag.split("><"))) * depth
    doc = read(f"<body>{page}<p>after</p>".encode(), "a.html")
    assert key(doc.source) == "beforeinnerafter"


def test_nesting_over_the_limit_is_named() -> None:
    with pytest.raises(Unreadable) as caught:
        read(b"<div>" * 500 + b"x", "a.html", limits=Limits(depth=100))
    assert caught.value.reason == "too_deep"


@pytest.mark.parametrize(
    "unit", ["<a ", "<!--", "<", '<a b="', "<![CDATA[", "</", "<a b=>", "<table><td>", "<li>", "&", "<svg>"]
)
def test_hostile_markup_is_read_to_its_end(unit: str) -> None:
    """Each of these makes one parser or another quadratic or deaf to what comes after; a quadratic one would hang."""
    doc = read(f"<body><p>before</p>{unit * 20_000}".encode(), "a.html")
    check(doc)
    assert doc.source.startswith("before")


@pytest.mark.parametrize("codec", ["utf-8", "cp1252", "utf-16"])
def test_the_declared_encoding_of_a_page(codec: str) -> None:
    page = f'<!DOCTYPE html><html><head><meta charset="{codec}"></head><body><p>Mühle – “alt”</p></body></html>'
    assert read(page.encode(codec), "a.html").source == "Mühle – “alt”\n"


def test_what_a_page_says_of_itself() -> None:
    page = """<html lang="en"><head><title>The mill | Daily</title><link rel="canonical" href="https://a.example/mill">
      <script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": "The mill of the town",
      "datePublished": "2020-01-02", "author": [{"name": "A. Reed"}, {"name": "B. Moss"}]}]}</script></head>
      <body><h1>The mill of the town</h1><p>It turns.</p></body></html>"""
    assert read(page.encode(), "a.html").meta == (
        "The mill of the town",
        ("A. Reed", "B. Moss"),
        "2020-01-02",
        "en",
        "https://a.example/mill",
    )


@pytest.mark.parametrize(
    "script", ["{", "[" * 99_999, '{"@type": "Article", "headline": 3, "author": {"name": []}}', "null"]
)
def test_bad_json_ld_is_no_metadata(script: str) -> None:
    page = f'<script type="application/ld+json">{script}</script><p>text</p>'
    assert read(page.encode(), "a.html").meta == (None, (), None, None, None)
