r"""Whatever lies in a raw folder becomes a Document, or says why it cannot: `Unreadable`.

    >>> read(b"<h1>Mills</h1><p>The first <b>water</b> mill.", "a.html").text
    'Mills\nThe first water mill.\n'
    >>> read(b"%PDF-1.7 ...", "a.pdf")
    Traceback (most recent call last):
    pipeline.read.errors.Unreadable: a.pdf: unsupported: extract its text or save it as HTML

The reader of a form decides what is text. What it had to guess is a note on the Document; what it knows from the form
(entities of a dump, the signs of Markdown) are changes in the Document's ledger.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.document import Document
from pipeline.read.decode import decode
from pipeline.read.errors import Limits, Unreadable
from pipeline.read.forms import Form, form_of
from pipeline.read.html import declared_encoding, read_html
from pipeline.read.text import read_text

__all__ = ["Limits", "Unreadable", "read", "read_many"]


def read(data: bytes, name: str, *, limits: Limits = Limits()) -> Document:
    """The one Document that these bytes hold.

    Raises Unreadable where there is none; for a wrapper of several, use `read_many`.
    """
    form = form_of(data, name)
    if len(data) > limits.size:
        raise Unreadable(name, "too_large", f"it has {len(data)} bytes; split it, or raise the size limit")
    if form is Form.UNSUPPORTED:
        raise Unreadable(name, "unsupported", "extract its text or save it as HTML")
    text, notes = decode(data, name, declared_encoding(data) if form is Form.HTML else None)
    if not text.strip():
        raise Unreadable(name, "empty", "it holds no text")
    doc = read_html(text, name, limits=limits) if form is Form.HTML else read_text(text, name)
    if not doc.blocks:
        raise Unreadable(name, "empty", "it holds no text")
    return replace(doc, notes=(*notes, *doc.notes))


def read_many(data: bytes, name: str, *, limits: Limits = Limits()) -> Iterator[Document | Unreadable]:
    """The Documents that these bytes hold; a record that cannot be read is an Unreadable in its place."""
    try:
        yield read(data, name, limits=limits)
    except Unreadable as error:
        yield error
