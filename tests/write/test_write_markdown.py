"""The text that a CommonMark renderer shows is the text of the article."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import given
from markdown_it import MarkdownIt
from markdown_it.token import Token

from pipeline.article import Article, ArticleBlock
from pipeline.write.markdown import markdown
from tests.write.make import article, articles, block

CASES = json.loads((Path(__file__).parent.parent / "cases/write/markdown.json").read_text(encoding="utf-8"))
RENDERER = MarkdownIt("commonmark").enable("table")
GAP = "[gap: text is missing here in every source]"


def body(made: Article) -> str:
    return markdown(made).split("\n---\n", 1)[1]


def shown(text: str) -> list[str]:
    """What a renderer shows of each leaf of the document; a table is one leaf."""
    out: list[str] = []
    in_table = False
    for token in RENDERER.parse(text):
        if token.type in ("table_open", "table_close"):
            in_table = token.type == "table_open"
            out = [*out, ""] if in_table else [*out[:-1], cells(out[-1])]
        elif token.type in ("fence", "code_block"):
            out.append(token.content)
        elif token.type == "inline" and in_table:
            out[-1] += f"{inline(token)} "
        elif token.type == "inline":
            out.append(inline(token))
        else:
            assert token.type != "html_block"
    return [plain(leaf) for leaf in out]


def inline(token: Token) -> str:
    parts = []
    for child in token.children or []:
        assert child.type in ("text", "text_special", "softbreak", "hardbreak", "em_open", "em_close"), child.type
        parts.append("\n" if child.type.endswith("break") else child.content)
    return "".join(parts)


def plain(text: str) -> str:
    """White space that HTML shows as one space is one; a null is shown as the replacement character."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip(" ").replace("\0", "\ufffd")


def cells(text: str) -> str:
    """This renderer trims cells of all white space, not of Markdown's alone."""
    return " ".join(text.split())


def expected(made: Article) -> list[str]:
    cited = {citation.block: f"[@{citation.id}] " for citation in made.citations}
    out = [GAP if b.type == "gap" else cited.get(i, "") + b.text for i, b in enumerate(made.blocks)]
    return [plain(cells(text) if b.type == "table" else text) for text, b in zip(out, made.blocks, strict=True)]


@given(articles)
def test_what_is_shown_is_the_text(made: Article) -> None:
    assert shown(body(made)) == expected(made)


@given(articles)
def test_the_front_matter_is_yaml(made: Article) -> None:
    fields = yaml.safe_load(markdown(made).split("\n---\n", 1)[0])
    assert fields["id"] == made.id
    assert fields.get("title") == made.title
    assert fields.get("author", []) == made.authors
    assert fields.get("references", []) == [citation.csl for citation in made.citations]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['type']} {case['text']!r}")
def test_marks_are_shown_as_written(case: dict[str, Any]) -> None:
    one = msgspec.convert({**case, "sources": []}, ArticleBlock)
    made = article([block("before"), one, block("after")])
    assert shown(body(made)) == expected(made)


def test_a_run_of_items_is_one_list_and_a_quote_one_quote() -> None:
    made = article([block("a\nb", "list_item"), block("c", "list_item"), block("d\n\ne", "quote"), block("f")])
    opened = [token.type for token in RENDERER.parse(body(made)) if token.type.endswith("_open") and token.level == 0]
    assert opened == ["bullet_list_open", "blockquote_open", "paragraph_open"]


def test_a_line_break_stays_one() -> None:
    (token,) = [t for t in RENDERER.parse(body(article([block("roses\nviolets")]))) if t.type == "inline"]
    assert [child.type for child in token.children or []] == ["text", "hardbreak", "text"]
