"""Where the lines of an extracted text stand in the file that it was read from.

The source of a page is its shown text, so its lines are not the lines of the file. Each is looked up in the markup, in
order; columns cannot be had so, and nobody should act on them.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from pipeline.document import Document

_LINE_BREAK = re.compile(r"\r\n|\n|\r")
_BODY = re.compile(r"<body\b", re.IGNORECASE)
_PLAIN = re.compile(r"[^\s&<>\"'](?:[^&<>\"'\n\r]{0,22}[^\s&<>\"'])?")
_WINDOW = 1 << 14  # characters in which the next line is looked for: no page makes the search quadratic


def lines_in_markup(doc: Document, markup: str) -> tuple[int, ...]:
    r"""For each line of a page's text, the line of the file where it begins; where it is not found, that of the last.

    >>> page = "<title>Mills</title>\n<body>\n<h1>Mills</h1>\n\n<p>The <b>first</b> one"
    >>> lines_in_markup(Document.read("a.html", "Mills\nThe first one"), page)
    (3, 5)
    """
    starts = [0, *(match.end() for match in _LINE_BREAK.finditer(markup))]
    body = _BODY.search(markup)
    at, out = body.start() if body else 0, []
    for line in _LINE_BREAK.split(doc.source):
        found = _find(line, markup, at)
        at = found + 1 if found >= 0 else at
        out.append(bisect_right(starts, at))
    return tuple(out)


def _find(line: str, markup: str, at: int) -> int:
    """Where a line begins in the markup: right behind a tag, or anywhere, or its first word right behind a tag."""
    said = _PLAIN.search(line)
    if said is None:
        return -1
    beginning = said.group()
    for wanted in (f">{beginning}", beginning, f">{beginning.split()[0]}"):
        found = markup.find(wanted, at, at + _WINDOW)
        if found >= 0:
            return found
    return -1


def lines_of_record(doc: Document, number: int) -> tuple[int, ...]:
    """The same for a record: all its text stands in one line of the file."""
    return (number,) * len(_LINE_BREAK.split(doc.source))
