"""An article as Markdown to read: YAML front matter, the blocks, and its references with `[@id]` citation keys.

JSON is YAML, so the front matter is written as JSON values. Characters that Markdown would take as marks are escaped:
the text that is shown is the text of the article.
"""

from __future__ import annotations

import re
from itertools import groupby

import msgspec

from pipeline.article import Article, ArticleBlock

_MARKS = re.compile(r"([\\`*_\[\]<>|#~$])")
_LINE_START = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]\s))", re.MULTILINE)


def markdown(article: Article) -> str:
    """The whole Markdown file."""
    cited = {citation.block: citation.id for citation in article.citations}
    blocks = enumerate(article.blocks)
    parts = [_front_matter(article)]
    for is_item, run in groupby(blocks, key=lambda pair: pair[1].type in ("list_item", "reference")):
        parts.append(("\n" if is_item else "\n\n").join(_block(b, cited.get(i)) for i, b in run))
    return "\n\n".join(part for part in parts if part) + "\n"


def _front_matter(article: Article) -> str:
    fields = {
        "id": article.id,
        "title": article.title,
        "author": article.authors,
        "date": article.published,
        "lang": article.language,
        "url": article.url,
        "references": [citation.csl for citation in article.citations],
    }
    lines = (
        f"{name}: {msgspec.json.encode(value, order='sorted').decode()}" for name, value in fields.items() if value
    )
    return "\n".join(["---", *lines, "---"])


def _block(block: ArticleBlock, cited: str | None) -> str:
    text = block.text
    match block.type:
        case "code":
            fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
            return f"{fence}\n{text}\n{fence}"
        case "table":
            return _table(text)
        case "gap":
            return "*[gap: text is missing here in every source]*"
        case "heading":
            return f"{'#' * (block.level or 2)} {_escaped(text)}"
        case "list_item":
            return f"- {_escaped(text)}"
        case "reference":
            return f"- [@{cited}] {_escaped(text)}" if cited else f"- {_escaped(text)}"
        case "quote":
            return f"> {_escaped(text)}"
    return f"*{_escaped(text)}*" if block.role in ("credit", "related") else _escaped(text)


def _table(text: str) -> str:
    rows = [[_escaped(cell).replace("\n", " ") for cell in line.split("\t")] for line in text.split("\n")]
    width = max(map(len, rows))
    lines = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def _escaped(text: str) -> str:
    return _LINE_START.sub(r"\1\\\2", _MARKS.sub(r"\\\1", text)).replace("\n", "  \n")
