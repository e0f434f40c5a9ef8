r"""Whatever lies in a raw folder becomes a Document, or says why it cannot: `Unreadable`.

    >>> read(b"<h1>Mills</h1><p>The first <b>water</b> mill.", "a.html").text
    'Mills\nThe first water mill.\n'
    >>> read(b"%PDF-1.7 ...", "a.pdf")
    Traceback (most recent call last):
    pipeline.readers.errors.Unreadable: a.pdf: unsupported: extract its text or save it as HTML

The reader of a form decides what is text. What it had to guess is a note on the Document; what it knows from the form
(entities of a dump, the signs of Markdown) are changes in the Document's ledger.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from pipeline.document import Document, Meta
from pipeline.readers.decode import Decoded, decode
from pipeline.readers.errors import Limits, Unreadable
from pipeline.readers.forms import Form, form_of, inner_name
from pipeline.readers.packed import unpack
from pipeline.readers.records import Record, records
from pipeline.readers.text import read_text

__all__ = ["Limits", "Unreadable", "read", "read_many"]

_CARRIERS = frozenset({Form.JSON, Form.JSONL, Form.WARC, Form.MHTML, Form.PARQUET})
_PACKED = frozenset({Form.GZIP, Form.ZSTD})
_LAYERS = 2  # of compression: a web archive served compressed has two


def read(data: bytes, name: str, *, limits: Limits = Limits()) -> Document:
    """The one Document that these bytes hold.

    Raises Unreadable where there is none, and where there are several: `read_many` reads those.
    """
    found = list(islice(read_many(data, name, limits=limits), 2))
    if not found:
        raise Unreadable(name, "empty", "it holds no text")
    if len(found) > 1:
        raise Unreadable(name, "several", "it holds more than one document")
    if isinstance(found[0], Unreadable):
        raise found[0]
    return found[0]


def read_many(data: bytes, name: str, *, limits: Limits = Limits()) -> Iterator[Document | Unreadable]:
    """The Documents that these bytes hold; what cannot be read is an Unreadable in its place, none is raised.

    Documents of a file that holds several are named `file#number`, the number of the line or of the record.
    """
    try:
        for record in _records(data, name, limits):
            yield record if isinstance(record, Unreadable) else _document(record, limits)
    except Unreadable as error:
        yield error


def _records(data: bytes, name: str, limits: Limits) -> Iterator[Record | Unreadable]:
    if not data.strip():
        raise Unreadable(name, "empty", "it holds no text")
    form = form_of(data, name)
    for _ in range(_LAYERS):
        if form in _PACKED:
            data = unpack(data, form, name, limits)
            form = form_of(data, inner_name(name))
    if len(data) > limits.size:
        raise Unreadable(name, "too_large", f"it has {len(data)} bytes; split it, or raise the size limit")
    if form in _PACKED or form is Form.UNSUPPORTED:
        raise Unreadable(name, "unsupported", "extract its text or save it as HTML")
    if form in _CARRIERS:
        yield from records(data, form, name, limits)
    else:
        yield Record(name, data, form)


def _document(record: Record, limits: Limits) -> Document | Unreadable:
    try:
        return _read_record(record, limits)
    except Unreadable as error:
        return error


def _read_record(record: Record, limits: Limits) -> Document:
    name, content, form = record.name, record.content, record.form
    if len(content) > limits.size:
        raise Unreadable(name, "too_large", f"it has {len(content)} bytes; split it, or raise the size limit")
    if isinstance(content, bytes):
        declared = record.declared or (_declared(content) if form is Form.HTML else None)
        text, notes = decode(content, name, declared)
    else:
        text, notes = Decoded(content)
    if not text.strip():
        raise Unreadable(name, "empty", "it holds no text")
    if form is Form.HTML and "<" in text:
        from pipeline.readers.html import read_html  # a fifth of the start-up time, and texts do not need it

        doc = read_html(text, name, limits=limits)
    else:
        if max(map(len, text.split("\n"))) > limits.line:
            raise Unreadable(name, "too_large", f"it has a line of more than {limits.line} characters; break it up")
        doc = read_text(text, name, markdown=form is Form.MARKDOWN)
    if not doc.blocks:
        raise Unreadable(name, "empty", "it holds no text")
    return replace(doc, notes=(*notes, *doc.notes), meta=_both(record.meta, doc.meta))


def _declared(content: bytes) -> str | None:
    from pipeline.readers.html import declared_encoding

    return declared_encoding(content)


def _both(said: Meta, found: Meta) -> Meta:
    """What the carrier says of a document, and what the document says of itself where the carrier is silent."""
    return Meta(
        said.title or found.title,
        said.authors or found.authors,
        said.published or found.published,
        said.language or found.language,
        said.url or found.url,
    )
