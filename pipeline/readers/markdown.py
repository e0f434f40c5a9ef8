r"""Markdown as a Document: its blocks by their marks, and the marks taken out, each with a finding (STR013).

>>> doc = read_markdown("# The *mill*\n\n- one [link](https://a.example)\n- two\n\nA line\nand its rest.", "a.md")
>>> [(block.kind, doc.block_text(block)) for block in doc.blocks]
[('heading', 'The mill'), ('list_item', 'one link'), ('list_item', 'two'), ('paragraph', 'A line and its rest.')]
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.document import Block, Document, Finding, Kind, Meta, apply

_RULE = "STR013"
_LINE = re.compile(r"[^\n]*\n?")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|$)")
_CLOSED = re.compile(r"[ \t]+#+[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_ITEM = re.compile(r"[ \t]{0,12}(?:[-*+][ \t]+|\d{1,9}[.)][ \t]+)(?=\S)")
_BULLET = re.compile(r"[ \t]*[-*+][ \t]+(?:\[[ xX]\][ \t]+)?")
_QUOTE = re.compile(r" {0,3}>[ \t]?")
_BREAK = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$")
_ROW_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-*:?[ \t]*)*$")
_CELL_EDGE = re.compile(r"[ \t]*(?<!\\)\|[ \t]*")
_FIELD = re.compile(r"(title|date|authors?|lang|language|url)\s{0,9}:\s{0,9}(.{1,500})$", re.IGNORECASE)
_INLINE = re.compile(
    r"(?P<code>(`+)(?!`)[^\n]{1,500}?(?<!`)\2(?!`))"
    r"|!\[(?P<image>[^\[\]\n]{0,300})\]\([^()\s]{0,2000}(?:[ \t]+\"[^\"\n]{0,300}\")?\)"
    r"|(?<!!)\[(?P<link>[^\[\]\n]{1,300})\]"
    r"\([^()\s]{0,1000}(?:\([^()\s]{0,300}\)[^()\s]{0,300})?(?:[ \t]+\"[^\"\n]{0,300}\")?\)"
    r"|(?P<strong>(?:\*\*(?=[^\s*])[^*\n]{1,500}(?<=[^\s*])\*\*|(?<!\w)__(?=[^\s_])[^\n_]{1,500}(?<=[^\s_])__(?!\w)))"
    r"|(?P<soft>(?:(?<![\w*])\*(?=[^\s*])[^*\n]{1,500}(?<=[^\s*])\*(?![\w*])|(?<!\w)_(?=[^\s_])[^\n_]{1,500}(?<=[^\s_])_(?!\w)))"
    r"|(?P<escape>\\[\\`*_{}\[\]()#+.!|>~-])"
)
_MARKS = (
    re.compile(r"(?m)^#{1,6} \S"),
    re.compile(
        r"(?m)^(?:```|~~~)|\[[^\[\]\n]{1,200}\]\(https?://|\*\*[^\s*][^*\n]{1,200}\*\*|^\s*\|?\s*:?-{3,}:?\s*\|"
    ),
)


def looks_like_markdown(text: str) -> bool:
    """Whether a file of another name is Markdown: at least two headings, and fences, links or strong emphasis."""
    head = text[: 1 << 16]
    return len(_MARKS[0].findall(head)) >= 2 and _MARKS[1].search(head) is not None


def read_markdown(text: str, name: str) -> Document:
    """The Document of a Markdown text."""
    reader = _Reader(text)
    reader.run()
    return apply(Document.read(name, text, reader.blocks, reader.meta), reader.fixes)


@dataclass
class _Reader:
    """Goes over the lines once; each method takes the lines of one block."""

    text: str
    blocks: list[Block] = field(default_factory=list)
    fixes: list[Finding] = field(default_factory=list)
    meta: Meta = field(default_factory=Meta)

    def run(self) -> None:
        """Take block after block."""
        self.lines = [
            (m.start(), m.start() + len(m.group().rstrip("\r\n"))) for m in _LINE.finditer(self.text) if m.group()
        ]
        at = self._front_matter()
        while at < len(self.lines):
            at = self._block(at)

    def _line(self, i: int) -> str:
        start, end = self.lines[i]
        return self.text[start:end]

    def _block(self, i: int) -> int:
        line = self._line(i)
        if not line.strip():
            return i + 1
        if fence := _FENCE.match(line):
            return self._code(i, fence.group(1))
        if heading := _HEADING.match(line):
            return self._heading(i, heading)
        if _BREAK.match(line):
            self._fix(*self.lines[i], "")
            return self._add(i, i + 1, "paragraph")
        if "|" in line and i + 1 < len(self.lines) and _ROW_RULE.match(self._line(i + 1)) and "-" in self._line(i + 1):
            return self._table(i)
        return self._text(i)

    def _front_matter(self) -> int:
        if not self.lines or self._line(0).rstrip() != "---":
            return 0
        end = next((i for i in range(1, min(len(self.lines), 200)) if self._line(i).rstrip() in ("---", "...")), 0)
        if not end:
            return 0
        said = {}
        for i in range(1, end):
            if found := _FIELD.match(self._line(i)):
                said[found.group(1).lower()] = found.group(2).strip().strip("\"'")
        author = said.get("author") or said.get("authors")
        self.meta = Meta(
            said.get("title"),
            (author,) if author else (),
            said.get("date"),
            said.get("lang") or said.get("language"),
            said.get("url"),
        )
        span = self.lines[0][0], self.lines[end][1]
        because = Finding(_RULE, *span, "front matter, read as metadata", role="furniture")
        self.blocks.append(Block(*span, "code", "furniture", None, (because,)))
        return end + 1

    def _add(self, i: int, end: int, kind: Kind, level: int | None = None) -> int:
        start, stop = self.lines[i][0], self.lines[end - 1][1]
        text = self.text[start:stop]
        if text.strip():
            lead, tail = len(text) - len(text.lstrip()), len(text) - len(text.rstrip())
            self.blocks.append(Block(start + (0 if kind == "code" else lead), stop - tail, kind, "body", level))
        return end

    def _fix(self, start: int, end: int, fix: str) -> None:
        if start < end and self.text[start:end] != fix:
            self.fixes.append(Finding(_RULE, start, end, "sign of Markdown", fix))

    def _code(self, i: int, fence: str) -> int:
        end = i + 1
        while end < len(self.lines) and not self._line(end).lstrip().startswith(fence):
            end += 1
        closed = end < len(self.lines)
        first = self.lines[i + 1][0] if i + 1 < len(self.lines) else self.lines[i][1]
        self._fix(self.lines[i][0], first, "")
        if closed and end > i + 1:
            self._fix(self.lines[end - 1][1], self.lines[end][1], "")
        elif closed:
            self._fix(*self.lines[end], "")
        return self._add(i, end + closed, "code")

    def _heading(self, i: int, heading: re.Match[str]) -> int:
        start, end = self.lines[i]
        closed = _CLOSED.search(self.text, start + heading.end(), end)
        stop = closed.start() if closed else end
        self._fix(start, start + heading.end(), "")
        self._inline(start + heading.end(), stop)
        self._fix(stop, end, "")
        return self._add(i, i + 1, "heading", len(heading.group(1)))

    def _table(self, i: int) -> int:
        end = i + 2
        while end < len(self.lines) and "|" in self._line(end):
            end += 1
        for row in (i, *range(i + 2, end)):
            start, stop = self.lines[row]
            for edge in _CELL_EDGE.finditer(self.text, start, stop):
                outer = edge.start() == start or edge.end() == stop
                self._fix(edge.start(), edge.end(), "" if outer else "\t")
        self._fix(self.lines[i][1], self.lines[i + 1][1], "")
        return self._add(i, end, "table")

    def _text(self, i: int) -> int:
        """A paragraph, a list item or a quote, with the lines that go on with it."""
        line, start = self._line(i), self.lines[i][0]
        kind: Kind = "paragraph"
        lead = 0
        if quote := _QUOTE.match(line):
            kind, lead = "quote", quote.end()
        elif _ITEM.match(line):
            kind, bullet = "list_item", _BULLET.match(line)
            lead = bullet.end() if bullet else 0
        self._fix(start, start + lead, "")
        end = i + 1
        while end < len(self.lines) and self._goes_on(end, kind):
            end += 1
        level = self._underlined(end) if kind == "paragraph" else None
        for row in range(i, end):
            here = start + lead if row == i else self._next_row(row, kind)
            self._inline(here, self.lines[row][1])
        if level:
            self._fix(self.lines[end - 1][1], self.lines[end][1], "")
            return self._add(i, end + 1, "heading", level)
        return self._add(i, end, kind)

    def _goes_on(self, i: int, kind: Kind) -> bool:
        line = self._line(i)
        if not line.strip() or _HEADING.match(line) or _FENCE.match(line) or _ITEM.match(line):
            return False
        if _UNDERLINE.match(line) or _BREAK.match(line):
            return False
        return (_QUOTE.match(line) is not None) == (kind == "quote")

    def _underlined(self, i: int) -> int | None:
        found = _UNDERLINE.match(self._line(i)) if i < len(self.lines) else None
        return None if not found else 1 if found.group(1)[0] == "=" else 2

    def _next_row(self, row: int, kind: Kind) -> int:
        """Join a line to the one before it, unless that asks for a break; where its own text begins."""
        before, (start, end) = self.lines[row - 1][1], self.lines[row]
        line = self.text[start:end]
        quote = _QUOTE.match(line) if kind == "quote" else None
        lead = quote.end() if quote else len(line) - len(line.lstrip())
        hard = self.text.endswith(("  ", "\\"), 0, before)
        sign = before - 1 if hard and self.text[before - 1] == "\\" else before
        self._fix(sign, start + lead, "\n" if hard else " ")
        return start + lead

    def _inline(self, start: int, end: int) -> None:
        """Take emphasis, links, images, code signs and escapes out of text[start:end]."""
        for match in _INLINE.finditer(self.text, start, end):
            sign = match.lastgroup or ""
            left, right = self._inside(match, sign)
            self._fix(match.start(), left, "")
            if sign not in ("code", "escape", "image"):
                self._inline(left, right)
            self._fix(right, match.end(), "")

    def _inside(self, match: re.Match[str], sign: str) -> tuple[int, int]:
        """The span of what stays of a sign."""
        if sign in ("link", "image"):
            return match.span(sign)
        if sign == "escape":
            return match.start() + 1, match.end()
        size = len(match.group(2)) if sign == "code" else 2 if sign == "strong" else 1
        return match.start() + size, match.end() - size
