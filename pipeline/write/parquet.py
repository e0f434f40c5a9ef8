"""Articles as Parquet: the rows of rows.py with a fixed schema, zstd, one file for each run of articles."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from pipeline.article import Article
from pipeline.write.rows import row

_ROW_GROUP = 1_000  # articles; some megabytes of text, which readers can skip or take alone


def parquet(articles: Iterable[Article]) -> bytes:
    """One Parquet file. Its bytes depend on the articles and on pyarrow's version."""
    import pyarrow as pa
    from pyarrow import parquet as pq

    table = pa.Table.from_pylist([row(article) for article in articles], schema=_schema())
    out = io.BytesIO()
    pq.write_table(table, out, compression="zstd", row_group_size=_ROW_GROUP)
    return out.getvalue()


def _schema() -> Any:
    import pyarrow as pa

    text, number = pa.string(), pa.int64()
    sources = pa.struct([("path", text), ("sha256", text), ("kind", text)])
    blocks = pa.struct([("start", number), ("end", number), ("type", text), ("role", text), ("level", number)])
    metadata = pa.struct(
        [
            ("title", text),
            ("authors", pa.list_(text)),
            *((name, text) for name in ("published", "language", "url")),
            ("sources", pa.list_(sources)),
            ("blocks", pa.list_(blocks)),
        ]
    )
    return pa.schema([("id", text), ("text", text), ("metadata", metadata)])
