"""Article → files. Each writer is one function from articles to bytes; the list of a folder's files is here."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.article import Article, LedgerRow, encode
from pipeline.write.markdown import markdown
from pipeline.write.references import references


def folder_files(articles: Sequence[Article], rows: Sequence[LedgerRow]) -> dict[str, bytes]:
    """The files of an output folder, but for its manifest and report: name → bytes."""
    files = {"references.json": references(articles)}
    for article in articles:
        files[f"articles/{article.id}.json"] = encode(article)
        files[f"articles/{article.id}.md"] = markdown(article).encode()
    files["ledger.jsonl"] = b"".join(encode(row, pretty=False) for row in rows)
    return files
