"""A page as a Document: what a browser shows, its blocks with kinds and levels, and what is the article's own.

The source text is the shown text (see `shown`). Scripts, styles, templates and comments are no text. Text that is
not shown is a block of role `hidden`, or, inside a line, cut out with a finding. Page furniture is a role too:
nothing is dropped here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.document import Block, Document, Finding, apply
from pipeline.readers.content import verdicts
from pipeline.readers.errors import Limits, Unreadable
from pipeline.readers.meta import page_meta
from pipeline.readers.shown import Cut, Run, Shown, shown
from pipeline.readers.tree import parse
from pipeline.readers.vocabulary import Verdict

_CHARSET = re.compile(rb"""<meta[^>]{0,500}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{1,40})""", re.IGNORECASE)
_XML = re.compile(rb"""\s{0,99}<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{1,40})""", re.IGNORECASE)
_SWALLOWED = 1000  # characters after the beginning of a comment
_OPEN_TAGS = 200
_PRESCAN = 4096  # the standard says 1024; pages with long heads are common


def declared_encoding(data: bytes) -> str | None:
    """The encoding that a page declares in its own markup.

    >>> declared_encoding(b'<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">')
    'koi8-r'
    """
    head = data[:_PRESCAN]
    found = _XML.match(head) or _CHARSET.search(head)
    return found.group(1).decode("ascii", "ignore") if found else None


def read_html(text: str, name: str, *, limits: Limits = Limits()) -> Document:
    """The Document of a page.

    Raises Unreadable ("too_deep") where elements are nested beyond the limit.
    """
    soup = parse(text)
    meta = page_meta(soup)
    page = shown(soup, meta.url)
    if page.depth > limits.depth:
        raise Unreadable(name, "too_deep", f"its elements are nested {page.depth} levels deep")
    judged = verdicts(page, meta.title)
    blocks = [_block(run, verdict) for run, verdict in zip(page.runs, judged, strict=True)]
    doc = apply(Document.read(name, page.text, blocks, meta), _cuts(page))
    return replace(doc, notes=tuple(_unclosed(text)))


def _unclosed(markup: str) -> Iterator[Finding]:
    """A note where markup swallows text: a comment without an end, or tags without one by the hundred."""
    comment = markup.rfind("<!--")
    if comment >= 0 and markup.find("-->", comment) < 0 and len(markup) - comment > _SWALLOWED:
        yield Finding("STR008", 0, 0, f"a comment is never closed; what follows character {comment} is no text")
    elif markup.count("<") - markup.count(">") > _OPEN_TAGS:
        yield Finding("STR008", 0, 0, "hundreds of tags are never closed; what stands in them is no text")


def _block(run: Run, verdict: Verdict) -> Block:
    if verdict.role == "body":
        return Block(run.start, run.end, run.box.kind, "body", run.box.level)
    because = Finding(verdict.rule, run.start, run.end, verdict.why, role=verdict.role, confidence=verdict.confidence)
    return Block(run.start, run.end, run.box.kind, verdict.role, run.box.level, (because,))


def _cuts(page: Shown) -> Iterator[Finding]:
    """What is not shown inside a shown run, with one of the two spaces around it."""
    for run in page.runs:
        for start, end, why in _merged(run.cuts):
            spaced = page.text[start - 1 : start].isspace() and page.text[end : end + 1].isspace()
            yield Finding("HID001", start, end + spaced, why, fix="")


def _merged(cuts: list[Cut]) -> list[Cut]:
    """Cuts that touch, as one."""
    out: list[Cut] = []
    for cut in cuts:
        if out and out[-1].end >= cut.start:
            out[-1] = out[-1]._replace(end=max(cut.end, out[-1].end))
        else:
            out.append(cut)
    return out
