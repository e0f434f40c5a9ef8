"""All citations of a corpus as one CSL-JSON list, each work once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.article import Article, encode
from pipeline.keys import key


def references(articles: Sequence[Article]) -> bytes:
    """CSL-JSON; the id of a work is that of its first citation, with its article's id before it."""
    works: dict[str, dict[str, Any]] = {}
    for article in articles:
        for citation in article.citations:
            item = {**citation.csl, "id": f"{article.id}/{citation.id}"}
            works.setdefault(_identity(citation.csl, citation.raw), item)
    return encode(list(works.values()))


def _identity(csl: dict[str, Any], raw: str) -> str:
    """What two citations of one work have in common: the DOI, or all letters and digits of the reference."""
    return f"doi:{csl['DOI'].lower()}" if "DOI" in csl else key(raw)
