"""What the two XML writers share: text that XML can hold, sections from the levels of headings, and bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from pipeline.article import ArticleBlock

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_XML_LANG = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ID = "{http://www.w3.org/XML/1998/namespace}id"


class Numbered(NamedTuple):
    """A block and its place among the article's blocks."""

    number: int
    block: ArticleBlock


def safe(text: str) -> str:
    """The text, with U+FFFD for each character that no XML document can hold."""
    return _NOT_IN_XML.sub("\ufffd", text)


def language(tag: str | None) -> dict[str, str]:
    """The attribute xml:lang for a language tag that is well-formed."""
    return {LANG: tag} if tag and _XML_LANG.fullmatch(tag) else {}


class Sections:
    """The place in a tree of sections where the next block belongs. A heading opens a section within the last one of
    a lower level; levels that are left out in between make no empty sections.
    """

    def __init__(self, root: Any, tag: str) -> None:
        self._tag = tag
        self._open: list[tuple[int, Any]] = [(0, root)]

    @property
    def here(self) -> Any:
        """The innermost open section."""
        return self._open[-1][1]

    def heading(self, level: int) -> Any:
        """A new section for a heading of that level."""
        from lxml import etree

        while self._open[-1][0] >= level:
            self._open.pop()
        self._open.append((level, etree.SubElement(self.here, self._tag)))
        return self.here

    def box(self, *tags: str) -> Sections:
        """Sections of their own within new elements, here, each within the last."""
        from lxml import etree

        element = self.here
        for tag in tags:
            element = etree.SubElement(element, tag)
        return Sections(element, self._tag)


def placed(
    root: Any, tag: str, box: Sequence[str], blocks: Sequence[Numbered]
) -> Iterator[tuple[Sections, list[Numbered]]]:
    """Each block with the sections that it belongs to; list items that follow each other come as one list.

    Callouts that follow each other have a box of their own, with sections of its own in it.
    """
    sections = Sections(root, tag)
    for is_callout, run in groupby(blocks, key=lambda b: b.block.role == "callout"):
        inner = sections.box(*box) if is_callout else sections
        for is_item, group in groupby(run, key=lambda b: b.block.type == "list_item"):
            members = list(group)
            yield from [(inner, members)] if is_item else [(inner, [one]) for one in members]


def cells(text: str) -> list[list[str]]:
    """The rows of a table's text."""
    return [line.split("\t") for line in text.split("\n")]


def without_references(blocks: Sequence[ArticleBlock]) -> tuple[list[Numbered], Numbered | None, list[Numbered]]:
    """The blocks of the body, the heading of the references, and the references: the back matter of the formats."""
    numbered = [Numbered(i, block) for i, block in enumerate(blocks)]
    references = [n for n in numbered if n.block.type == "reference"]
    headings = (n for n in numbered if n.block.type == "heading" and n.block.role == "references")
    title = next(headings, None) if references else None
    return [n for n in numbered if n.block.type != "reference" and n is not title], title, references


def to_bytes(root: Any, doctype: str | None = None) -> bytes:
    """UTF-8 with an XML declaration and a final line feed. Nothing is indented: white space is text."""
    from lxml import etree

    raw: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, doctype=doctype)
    return raw + b"\n"
