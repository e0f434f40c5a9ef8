r"""A text dump as a Document: each line that is not blank is a block.

A line ends at LF, CR, CRLF, VT, FF, NEL, LS, PS and the separators FS, GS and RS; nothing else ends one. Lines are
never joined here: whether a line break stands inside a sentence is for the stage `lines` to say. Entities that a dump
forgot to decode are decoded, one level, with a finding each (ENC003).

    >>> read_text("Caf&eacute; &amp; bar\n\nit&#8217;s", "a.txt").text
    'Café & bar\n\nit’s'
    >>> read_text("Write &amp;eacute; for &eacute; & so on", "a.txt").text
    'Write &amp;eacute; for &eacute; & so on'
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from pipeline.document import Document, Finding, apply
from pipeline.readers.markdown import looks_like_markdown, read_markdown

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
# Signs that a text was decoded, or is about markup: an ampersand or an angle bracket on its own, an escaped entity.
_DECODED = re.compile(r"&(?=[\s&]|$)|<[a-zA-Z/!]|&amp;(?:#?\w{1,31};)")


def read_text(text: str, name: str, *, markdown: bool = False) -> Document:
    """The Document of a dump; Markdown by its name or by its looks."""
    doc = read_markdown(text, name) if markdown or looks_like_markdown(text) else Document.read(name, text)
    return apply(doc, _entities(doc))


def _entities(doc: Document) -> Iterator[Finding]:
    """The entities of a text that shows no sign of having been decoded."""
    text = doc.text
    if "&" not in text or not _ENTITY.search(text) or _DECODED.search(text):
        return
    code = [(block.start, block.end) for block in doc.blocks if block.kind == "code"]
    for match in _ENTITY.finditer(text):
        meant = unescape(match.group())
        if meant != match.group() and not any(start <= match.start() < end for start, end in code):
            yield Finding("ENC003", *match.span(), "entity that was not decoded", meant)
