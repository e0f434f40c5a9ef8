"""An article as Markdown to read: YAML front matter, the blocks, and its references with `[@id]` citation keys.

Characters that CommonMark, its tables or Pandoc's citations would take as marks are escaped, so the text that a
renderer shows is the text of the article. What Markdown cannot hold are spaces at a line's edge and line breaks in
headings and cells, which become spaces.
"""

from __future__ import annotations

import re
from itertools import groupby

import msgspec

from pipeline.article import Article, ArticleBlock

_MARKS = re.compile(r"([\\`*_\[\]<>|#~$&@^])")
# Only at the start of a line: bullets, rules and underlines of headings, and numbers of lists.
_LINE_START = re.compile(r"^([-+=])|^(\d+)(?=[.)](?:[ \t]|$))")
_LINE_BREAK = re.compile(r"[ \t]*(?:\r\n?|\n)[ \t]*")
_HARD_BREAK = "\\\n"
# JSON is YAML but for these, which YAML wants written as escapes.
_NOT_IN_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


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
    lines = (f"{name}: {_yaml(value)}" for name, value in fields.items() if value)
    return "\n".join(["---", *lines, "---"])


def _yaml(value: object) -> str:
    json = msgspec.json.encode(value, order="sorted").decode()
    return _NOT_IN_YAML.sub(lambda match: f"\\u{ord(match.group()):04x}", json)


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
            return f"{'#' * min(block.level or 2, 6)} {_on_one_line(text)}"
        case "list_item":
            return f"- {_escaped(text, indent='  ')}"
        case "reference":
            return f"- [@{cited}] {_escaped(text, indent='  ')}" if cited else f"- {_escaped(text, indent='  ')}"
        case "quote":
            return f"> {_escaped(text, indent='> ')}"
    return f"*{_escaped(text)}*" if block.role in ("credit", "related") else _escaped(text)


def _table(text: str) -> str:
    rows = [[_on_one_line(cell) for cell in line.split("\t")] for line in text.split("\n")]
    width = max(map(len, rows))
    lines = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def _escaped(text: str, *, indent: str = "") -> str:
    """The text with its line breaks kept as hard ones; each further line begins with `indent`."""
    return f"{_HARD_BREAK}{indent}".join(_escaped_line(line) for line in _LINE_BREAK.split(text))


def _on_one_line(text: str) -> str:
    return " ".join(_escaped_line(line) for line in _LINE_BREAK.split(text))


def _escaped_line(line: str) -> str:
    marked = _MARKS.sub(r"\\\1", line)
    return _LINE_START.sub(lambda match: f"\\{match[1]}" if match[1] else f"{match[2]}\\", marked)
