"""All citations of a corpus as one CSL-JSON list, each work once."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.article import Article, encode
from pipeline.citations.same import group_references


def references(articles: Sequence[Article]) -> bytes:
    """CSL-JSON; the id of a work is that of its first citation, with its article's id before it."""
    items = [
        {**citation.csl, "id": f"{article.id}/{citation.id}"} for article in articles for citation in article.citations
    ]
    return encode([items[group[0]] for group in group_references(items)])
