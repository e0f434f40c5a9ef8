"""Which form a file has, from its content first and its name second."""

from __future__ import annotations

import re
from enum import Enum


class Form(Enum):
    """The forms that the readers tell apart."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"
    JSONL = "jsonl"
    WARC = "warc"
    MHTML = "mhtml"
    PARQUET = "parquet"
    GZIP = "gzip"
    ZSTD = "zstd"
    UNSUPPORTED = "unsupported"


_MAGIC = (
    (b"\x1f\x8b", Form.GZIP),
    (b"\x28\xb5\x2f\xfd", Form.ZSTD),
    (b"PAR1", Form.PARQUET),
    (b"WARC/", Form.WARC),
    *((magic, Form.UNSUPPORTED) for magic in (
        b"%PDF-", b"PK\x03\x04", b"PK\x05\x06", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x7fELF", b"BZh", b"\xfd7zXZ",
        b"7z\xbc\xaf", b"Rar!", b"{\\rtf", b"\xd0\xcf\x11\xe0", b"SQLite format 3", b"OggS", b"ID3", b"MZ\x90", b"wOF",
    )),
)  # fmt: skip
_SUFFIXES = {
    ".html": Form.HTML, ".htm": Form.HTML, ".xhtml": Form.HTML, ".md": Form.MARKDOWN, ".markdown": Form.MARKDOWN,
    ".jsonl": Form.JSONL, ".ndjson": Form.JSONL, ".json": Form.JSON, ".warc": Form.WARC, ".mhtml": Form.MHTML,
    ".mht": Form.MHTML, ".parquet": Form.PARQUET,
}  # fmt: skip
_PACKED = re.compile(r"\.(?:gz|gzip|zst|zstd)$", re.IGNORECASE)
# Content says HTML only where a document begins: a text that talks about tags is no page.
_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_FRAGMENT = re.compile(rb"\s*<(?:article|main|section|div|p|h1|h2|table|ul)(?:\s[^<>]{0,500})?>", re.IGNORECASE)
_CLOSED = re.compile(rb"</(?:article|main|section|div|p|h1|h2|table|ul)>", re.IGNORECASE)


def form_of(data: bytes, name: str) -> Form:
    """The form of a file.

    >>> form_of(b"<!DOCTYPE html><p>x", "page.txt"), form_of(b"{}", "a.jsonl")
    (<Form.HTML: 'html'>, <Form.JSONL: 'jsonl'>)
    """
    for magic, form in _MAGIC:
        if data.startswith(magic):
            return form
    head = data.removeprefix(b"\xef\xbb\xbf")[:4096]
    if _PAGE.match(head) or (_FRAGMENT.match(head) and _CLOSED.search(head)):
        return Form.HTML
    bare = _PACKED.sub("", name).lower()
    return next((form for suffix, form in _SUFFIXES.items() if bare.endswith(suffix)), Form.TEXT)


def inner_name(name: str) -> str:
    """The name of what a compressed file holds.

    >>> inner_name("pages.jsonl.gz")
    'pages.jsonl'
    """
    return _PACKED.sub("", name)
