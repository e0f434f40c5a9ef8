"""Page furniture in text dumps: menus, forms, share buttons, notices, and what stands below the article.

An article's own text is prose. What says so in the language of web pages (cues.py) is furniture where it is a whole
line; sentences are, only above the first or below the last prose. Lines that tell of the article (who wrote it, when,
whose rights) are credits and stay; titles of other pages are related links and stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pipeline.citations.find import is_reference_heading
from pipeline.citations.section import reference_section
from pipeline.document import Block, Document, Finding, Role
from pipeline.stages.cues import (
    BOILERPLATE,
    BYLINE,
    DATE,
    END,
    LABEL,
    NETWORK,
    PUBLISHER,
    READING_TIME,
    RIGHTS,
    SURE_LABEL,
    is_label_run,
)  # fmt: skip

WIDGET, BELOW, PUBLISHER_NOTE, ABOUT, OTHERS = "FUR001", "FUR002", "FUR003", "FUR008", "FUR009"

_PROSE = 80
_SHORT = 90
_LONGEST_NOTICE = 500
_MOST_BELOW = 0.3  # so much of the prose may stand below the end of an article: comments, teasers
_MOST_AT_EDGES = 0.3
_STUB = 400  # a page with less text may be nothing but notices
_BYLINE = 9
_DATELINE = 12
_ASIDE_TITLE = 8
_ENDS_SENTENCE = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")


class Line(NamedTuple):
    """A block that may be furniture, with its text."""

    block: Block
    text: str

    @property
    def is_prose(self) -> bool:
        """Long enough for a paragraph, ended like one, and no notice of the page."""
        ended = len(self.text) >= 2 * _PROSE or (len(self.text) >= _PROSE and bool(_ENDS_SENTENCE.search(self.text)))
        return ended and not _is_notice(self.text)


class Verdict(NamedTuple):
    """What a line is, by which rule, and why."""

    role: Role
    rule: str
    why: str
    confidence: float


def furniture(doc: Document) -> Iterator[Finding]:
    """Findings FUR001-FUR003 (furniture), FUR008 (credits of the article) and FUR009 (titles of other pages)."""
    lines = [
        Line(b, doc.block_text(b)) for b in doc.blocks if b.role == "body" and b.kind not in ("code", "gap", "table")
    ]
    if not lines:
        return
    members = _references(lines)
    first, last = _article(lines[: members[0]] if members else lines)
    verdicts = dict(_widgets(lines, first, last))
    verdicts |= {i: found for i, found in _asides(lines, first, last) if i not in verdicts}
    edges: dict[int, Verdict | None] = {
        **dict(_above(lines[:first], verdicts)),
        **dict(_below(lines, last + 1, members)),
    }
    if not any(line.is_prose for line in lines):  # a stub: nothing but notices, perhaps
        edges |= {i: found for i, line in enumerate(lines) if (found := _notice(line.text))}
    taken = sum(len(lines[i].text) for i, found in edges.items() if found and found.role == "furniture")
    total = sum(len(line.text) for line in lines)
    judged: dict[int, Verdict | None] = {**verdicts}
    if members or taken <= _MOST_AT_EDGES * total or total < _STUB:  # else the page is about such things
        judged |= edges
    for i, found in sorted(judged.items()):
        if found:
            block = lines[i].block
            yield Finding(found.rule, block.start, block.end, found.why, role=found.role, confidence=found.confidence)


def _is_notice(text: str) -> bool:
    return len(text) <= _LONGEST_NOTICE and bool(BOILERPLATE.search(text))


def _widgets(lines: Sequence[Line], first: int, last: int) -> Iterator[tuple[int, Verdict]]:
    """Lines that are a button, a label or a feedback form.

    Inside the article a label that could be a heading or an item of a list ("Search", "Next") needs another beside it.
    """
    found = [_widget(line.text) for line in lines]
    for i, verdict in enumerate(found):
        inside = first < i < last and not SURE_LABEL.fullmatch(lines[i].text)
        beside = any(found[j] for j in (i - 1, i + 1) if 0 <= j < len(lines))
        if verdict and (beside or not inside):
            yield i, verdict


def _widget(text: str) -> Verdict | None:
    if len(text) > _SHORT:
        return None
    if SURE_LABEL.fullmatch(text) or LABEL.fullmatch(text):
        return Verdict("furniture", WIDGET, "a label or button of the page", 0.85)
    if is_label_run(text):
        return Verdict("furniture", WIDGET, "a row of labels or buttons", 0.85)
    return None


def _article(lines: Sequence[Line]) -> tuple[int, int]:
    """The first and the last line of the article's prose; the last is before what ends an article, if anything does."""
    prose = [i for i, line in enumerate(lines) if line.is_prose]
    if not prose:
        return 0, len(lines) - 1
    total = sum(len(lines[i].text) for i in prose)
    after = 0
    last = prose[-1]
    for i in range(len(lines) - 1, prose[0], -1):
        if lines[i].is_prose:
            after += len(lines[i].text)
        if after > _MOST_BELOW * total:
            break
        if len(lines[i].text) <= 2 * _SHORT and (END.fullmatch(lines[i].text) or is_reference_heading(lines[i].text)):
            last = max((p for p in prose if p < i), default=last)
    return prose[0], last


def _above(lines: Sequence[Line], widgets: Mapping[int, Verdict]) -> Iterator[tuple[int, Verdict]]:
    """Above the first prose: notices are furniture, what tells of the article is a credit.

    Where the page shows furniture there, the other short lines are entries of menus; the longest of them may be the
    title, and the last may be a heading: both stay.
    """
    told = {i: found for i, line in enumerate(lines) if (found := _of_page(line.text) or _about(line.text))}
    yield from told.items()
    rest = [i for i in range(len(lines)) if i not in widgets and i not in told and len(lines[i].text) <= _SHORT]
    if widgets.keys() & set(range(len(lines))) and len(rest) > 2:
        title = max(rest, key=lambda i: (len(lines[i].text.split()), i))
        for i in rest:
            if i not in (title, len(lines) - 1):
                yield i, Verdict("related", OTHERS, "a short line among the page's labels, above the article", 0.6)


def _asides(lines: Sequence[Line], first: int, last: int) -> Iterator[tuple[int, Verdict]]:
    """Boxes of links inside the article: "Related", "Most read", and the titles below it up to the next prose.

    The last of several short lines over prose may be the heading of what follows: it stays unless it is long.
    """
    i = first
    while i < last:
        label = lines[i].text
        i += 1
        if len(label) > _SHORT or not END.fullmatch(label) or _ENDS_SENTENCE.search(label):
            continue
        start = i
        while i < last and len(lines[i].text) <= 2 * _SHORT and not _ENDS_SENTENCE.search(lines[i].text):
            i += 1
        heading = i - start > 1 and len(lines[i - 1].text.split()) < _ASIDE_TITLE
        if start < i <= last:
            yield start - 1, Verdict("furniture", WIDGET, "the label of a box of links", 0.75)
            for j in range(start, i - heading):
                yield j, Verdict("related", OTHERS, "a title in a box of links", 0.65)


def _of_page(text: str) -> Verdict | None:
    if NETWORK.fullmatch(text):
        return Verdict("furniture", WIDGET, "the name of a network, at the edge of the page", 0.8)
    return _notice(text)


def _notice(text: str) -> Verdict | None:
    return Verdict("furniture", WIDGET, "a notice of the page", 0.8) if _is_notice(text) else None


def _about(text: str) -> Verdict | None:
    if len(text) <= 2 * _SHORT and RIGHTS.fullmatch(text):
        return Verdict("credit", ABOUT, "tells whose rights they are", 0.8)
    if len(text) > _SHORT:
        return None
    dated = len(text.split()) <= _DATELINE and not _ENDS_SENTENCE.search(text) and DATE.search(text)
    if dated or READING_TIME.fullmatch(text):
        return Verdict("credit", ABOUT, "tells when the article was published or how long it is", 0.8)
    if BYLINE.match(text) and not _ENDS_SENTENCE.search(text) and (DATE.search(text) or len(text.split()) <= _BYLINE):
        return Verdict("credit", ABOUT, "tells who wrote the article", 0.8)
    return None


def _below(lines: Sequence[Line], below: int, members: Sequence[int]) -> Iterator[tuple[int, Verdict | None]]:
    """Below the article: its references stay; what comes after a sign that it is over is furniture or elsewhere."""
    if members:
        for i in range(members[0], members[-1] + 1):
            yield i, _publisher_note(lines[i].text) if i not in members else None
        below = members[-1] + 1
    labels = sum(bool(_widget(line.text) or _of_page(line.text)) for line in lines[below:])
    over = bool(members)
    for i in range(below, len(lines)):
        text = lines[i].text
        ends = len(text) <= 2 * _SHORT and bool(END.fullmatch(text))
        sure = ends or _is_notice(text) or SURE_LABEL.fullmatch(text) or is_label_run(text)
        over = over or bool(sure or (labels > 1 and (_widget(text) or _of_page(text))))
        if about := _about(text):
            yield i, about
        elif members and lines[i].is_prose:
            continue  # an appendix, an author's note: no furniture on the evidence of its place alone
        elif over and (members or ends or _of_page(text) or (len(text) <= _SHORT and _ENDS_SENTENCE.search(text))):
            where = "below the references" if members else "below the end of the article"
            yield i, Verdict("furniture", BELOW, where, 0.75)
        elif over:
            yield i, Verdict("related", OTHERS, "a title or teaser below the end of the article", 0.6)


def _references(lines: Sequence[Line]) -> list[int]:
    """The heading of a reference section below the article and its references; empty where there is none.

    With more than a little prose below it, the section is not at the end, and nothing follows from it.
    """
    headings = [i for i, line in enumerate(lines) if is_reference_heading(line.text)]
    for heading in reversed(headings):
        members = [heading, *reference_section([line.text for line in lines], heading + 1)]
        below = sum(len(line.text) for line in lines[members[-1] + 1 :] if line.is_prose)
        if len(members) > 1 and below <= _MOST_BELOW * sum(len(line.text) for line in lines[:heading] if line.is_prose):
            return members
    return []


def _publisher_note(text: str) -> Verdict | None:
    if text[-1:] in ".!?" and PUBLISHER.search(text):
        return Verdict("furniture", PUBLISHER_NOTE, "the publisher speaks of itself, among the references", 0.8)
    return None
