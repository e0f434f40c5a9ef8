"""A page parsed once: beautifulsoup4 on lxml, without the parts of its builder that pages do not need.

lxml's own trees lose all text below 255 levels and all text after it; fed through its parser target, as here, they
lose none, and time stays linear in depth, which html.parser's does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.builder._lxml import LXMLTreeBuilder
from lxml import etree


class _Builder(LXMLTreeBuilder):
    """Takes decoded text, knows no namespaces, splits no attribute values, treats all strings alike.

    Measured on 16 pages (1 MB): 0.19 s with the stock builder, 0.12 s with this one; the trees print the same.
    """

    soup: Any

    def __init__(self) -> None:
        super().__init__(multi_valued_attributes={}, store_line_numbers=False, string_containers={})

    def prepare_markup(self, markup: Any, *_args: Any, **_options: Any) -> Iterator[tuple[Any, None, None, bool]]:
        yield markup, None, None, False

    def default_parser(self, encoding: str | None) -> Any:
        return etree.HTMLParser(target=self, recover=True, huge_tree=True, encoding=encoding)

    def start(self, tag: Any, attrib: Any, _namespaces: Any = None) -> None:
        self.soup.handle_starttag(tag, None, None, dict(attrib))

    def end(self, tag: Any) -> None:
        self.soup.handle_endtag(tag)


def parse(markup: str) -> BeautifulSoup:
    """The tree of a page; NUL, at which libxml2 would stop, is read as U+FFFD."""
    return BeautifulSoup(markup.replace("\0", "\ufffd"), builder=_Builder())


def elements(root: Tag) -> Iterator[Tag]:
    """The elements below `root` in order; beautifulsoup's own iterator first looks for the end of the subtree."""
    stack = [iter(root.contents)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif isinstance(child, Tag):
            yield child
            stack.append(iter(child.contents))
