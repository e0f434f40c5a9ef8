"""Files that hold several texts: JSON, JSON Lines, WARC, MHTML and Parquet, each as a stream of records.

A record is the bytes or the text of one document, what its carrier says of it, and the form it has.
"""

from __future__ import annotations

import io
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from email import message_from_bytes, policy
from typing import Any, NamedTuple, NoReturn

from pipeline.document import Meta
from pipeline.readers.errors import Limits, Unreadable, optional
from pipeline.readers.forms import Form, form_of

# The names that datatrove, dolma, C4, RefinedWeb, trafilatura and plain scrapers give to the text and to the page.
_TEXTS = ("text", "content", "body", "raw_content", "article", "article_text", "maintext", "raw_text", "plain_text")
_PAGES = ("html", "raw_html", "content_html", "body_html", "page")
_META = {
    "title": ("title", "headline"),
    "published": ("date", "published", "date_published", "publish_date", "datePublished", "created"),
    "language": ("language", "lang"),
    "url": ("url", "source_url", "link", "uri"),
}
_AUTHORS = ("authors", "author", "byline")
_SURROGATE = re.compile("[\ud800-\udfff]")


class Record(NamedTuple):
    """One document of a carrier: text, or bytes with the encoding that the carrier declares."""

    name: str
    content: str | bytes
    form: Form
    meta: Meta = Meta()
    declared: str | None = None


def records(data: bytes, form: Form, name: str, limits: Limits) -> Iterator[Record | Unreadable]:
    """The records of a file of one of these forms; one that cannot be read is an Unreadable in its place."""
    if form is Form.JSONL:
        return _jsonl(data, name)
    if form is Form.JSON:
        return _json(data, name)
    if form is Form.WARC:
        return _warc(data, name, limits)
    if form is Form.PARQUET:
        return _parquet(data, name)
    return _mhtml(data, name)


def _jsonl(data: bytes, name: str) -> Iterator[Record | Unreadable]:
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if line.strip():
            yield _from_line(line, f"{name}#{number}")


def _from_line(line: bytes, name: str) -> Record | Unreadable:
    try:
        value = _strict(line)
    except (ValueError, RecursionError) as error:
        return _bad(name, _brief(error))
    return _from_mapping(value, name)


def _json(data: bytes, name: str) -> Iterator[Record | Unreadable]:
    try:
        value = _strict(data.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError) as error:
        yield Unreadable(name, "bad_json", f"it is no valid JSON ({_brief(error)})")
        return
    if isinstance(value, list):
        for number, item in enumerate(value, start=1):
            yield _from_mapping(item, f"{name}#{number}")
    else:
        yield _from_mapping(value, name)


def _strict(data: bytes) -> object:
    """JSON without NaN and infinities, which are no JSON."""
    return json.loads(data, parse_constant=_no_constant, parse_float=_finite)


def _no_constant(text: str) -> NoReturn:
    raise ValueError(f"{text} is no JSON")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text[:20]} is too large a number")
    return number


def _brief(error: Exception) -> str:
    return "nested too deep" if isinstance(error, RecursionError) else str(error).split("\n", 1)[0][:120]


def _bad(name: str, why: str) -> Unreadable:
    return Unreadable(name, "bad_record", f"{why}; mend the record, the others are not affected")


def _from_mapping(value: object, name: str) -> Record | Unreadable:
    """A record by its field names."""
    if not isinstance(value, Mapping):
        return _bad(name, "it is no object with fields")
    inner = value.get("metadata") or value.get("meta")
    fields: dict[str, Any] = {**(inner if isinstance(inner, Mapping) else {}), **value}
    for names, is_page in ((_TEXTS, False), (_PAGES, True)):
        for key in names:
            content = fields.get(key)
            if isinstance(content, str) and content.strip():
                content = _SURROGATE.sub("\ufffd", content)
                page = is_page or form_of(content[:4096].encode(), "") is Form.HTML
                return Record(name, content, Form.HTML if page else Form.TEXT, _meta(fields))
    return _bad(name, f"it has no text in a field named {', '.join((*_TEXTS[:3], *_PAGES[:1]))}")


def _meta(fields: Mapping[str, Any]) -> Meta:
    said = {key: next(filter(None, (_plain(fields.get(n)) for n in names)), None) for key, names in _META.items()}
    authors = next((fields[n] for n in _AUTHORS if fields.get(n)), ())
    listed = authors if isinstance(authors, list | tuple) else [authors]
    return Meta(authors=tuple(filter(None, map(_plain, listed))), **said)


def _plain(value: object) -> str | None:
    return (" ".join(_SURROGATE.sub("\ufffd", value).split()) or None) if isinstance(value, str) else None


def _warc(data: bytes, name: str, limits: Limits) -> Iterator[Record | Unreadable]:
    warcio, failed = optional("warcio.archiveiterator", name), optional("warcio.exceptions", name).ArchiveLoadFailed
    try:
        for number, item in enumerate(warcio.ArchiveIterator(io.BytesIO(data)), start=1):
            if item.rec_type in ("response", "conversion", "resource"):
                yield from _from_warc(item, f"{name}#{number}", limits)
    except (failed, EOFError, ValueError) as error:
        yield Unreadable(name, "truncated", f"its records end too early ({_brief(error)}); fetch it again")


def _from_warc(item: Any, name: str, limits: Limits) -> Iterator[Record | Unreadable]:
    headers = item.http_headers or item.rec_headers
    kind, _, options = (headers.get_header("Content-Type") or "").partition(";")
    kind = kind.strip().lower()
    if (
        item.rec_type == "response"
        and item.http_headers
        and not str(item.http_headers.get_statuscode()).startswith("2")
    ):
        return
    if "html" not in kind and kind != "text/plain":
        return
    content = item.content_stream().read(limits.size + 1)
    label = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", options)
    meta = Meta(url=item.rec_headers.get_header("WARC-Target-URI"))
    form = Form.HTML if "html" in kind else Form.TEXT
    yield Record(name, content, form, meta, label.group(1) if label else None)


def _mhtml(data: bytes, name: str) -> Iterator[Record | Unreadable]:
    message = message_from_bytes(data, policy=policy.default)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            content = part.get_payload(decode=True)
            url = part.get("Content-Location") or message.get("Snapshot-Content-Location")
            meta = Meta(url=str(url) if url else None)
            yield Record(
                name, content if isinstance(content, bytes) else b"", Form.HTML, meta, part.get_content_charset()
            )
            return
    yield Unreadable(name, "unsupported", "it holds no HTML page")


def _parquet(data: bytes, name: str) -> Iterator[Record | Unreadable]:
    arrow, parquet = optional("pyarrow", name), optional("pyarrow.parquet", name)
    wanted = {*_TEXTS, *_PAGES, *_AUTHORS, *(n for names in _META.values() for n in names), "metadata", "meta"}
    try:
        table = parquet.ParquetFile(arrow.BufferReader(data))
        columns = [column for column in table.schema_arrow.names if column in wanted]
        yield from _rows(table.iter_batches(batch_size=256, columns=columns), name)
    except (arrow.ArrowException, OSError) as error:
        yield Unreadable(name, "damaged", f"its Parquet data are damaged ({_brief(error)}); write it again")


def _rows(batches: Iterable[Any], name: str) -> Iterator[Record | Unreadable]:
    number = 0
    for batch in batches:
        for row in batch.to_pylist():
            number += 1
            yield _from_mapping(row, f"{name}#{number}")
