"""Which blocks a text says once more for no reason of its own.

A text repeats itself for good reasons: refrains, clauses, answers, rows of a table. What it does not do is to say a
long paragraph twice in a row, or to begin again from the top. So only three things are repeats: prose in a row, a run
of paragraphs that follows itself, and a title in a row before prose.

    >>> song = ["Turn, old wheel", "The barley is gold", "Turn, old wheel", "The ice is thick", "Turn, old wheel"]
    >>> said_twice([said(line) for line in song])
    []
    >>> page = ["The river town built its first water mill in 1742, and its wheel ground barley for every farm.",
    ...         "Volunteers reopened the building in 2009; today about 12,500 people visit each summer to watch."]
    >>> said_twice([said(line) for line in page * 2])
    [Again(first=0, second=2, size=2)]
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.document import Kind
from pipeline.keys import key
from pipeline.stages.twins import lost_letters

PROSE = 60  # key characters; lines of verse are shorter, and so are most items of lists
WHOLE_PAGE = 600  # key characters of a page that begins again after something else
TITLE = 20  # key characters of a title in the middle of a text
HEAD = 8  # blocks
WHOLE_SONG = 150  # key characters of a whole document's text that is printed twice
_WORDS = re.compile(r"\w\W+\w|[^\x00-\x7f]")
_SENTENCE_END = re.compile(r"(?<!\b[A-Z])[.?!,;:\u2026]['\")\u2019\u201d]*$")
_BYLINE = re.compile(r"(?:(?:written|words|text|story|photos?) )?(?:by|von|par|por|di|door)\b", re.IGNORECASE)
_CODE = re.compile(r"[=(){}\[\];<>$_\\|#+*/]")
_ROW = re.compile(r"[|\t]|^\s*(?:[-*\u2022\u00b7]|\d{1,3}[.)])\s")


class Said(NamedTuple):
    """A block: its key, its text, and whether it is prose."""

    key: str
    text: str
    is_prose: bool


class Again(NamedTuple):
    """Blocks second to second + size say what blocks first to first + size say."""

    first: int
    second: int
    size: int


def said(text: str, kind: Kind = "paragraph", known_key: str | None = None) -> Said:
    """A block as it is compared."""
    its_key = key(text) if known_key is None else known_key
    is_text = len(its_key) >= PROSE and kind in ("paragraph", "quote", "caption", "reference")
    return Said(its_key, text, is_text and not (is_verse(text) or is_code(text) or _ROW.search(text)))


def is_code(text: str) -> bool:
    """Whether a line is full of the marks of a programming language or a shell."""
    marks = len(_CODE.findall(text[:400]))
    return marks >= 2 and marks >= 0.06 * min(len(text), 400)


def is_verse(text: str) -> bool:
    """Whether a block is broken into short lines."""
    lines = text.count("\n") + 1
    return lines > 1 and len(text) < 60 * lines


def said_twice(blocks: Sequence[Said]) -> list[Again]:
    """The runs of blocks that are said once more, in order."""
    return _whole(blocks) or sorted({*_runs(blocks), *_titles(blocks)})


def _whole(blocks: Sequence[Said]) -> list[Again]:
    """A document that is one text several times and nothing else; whatever the text is, even a song."""
    period = _period([block.key for block in blocks])
    keys = {block.key for block in blocks[:period]}
    if period == len(blocks) or len(keys) < 4 or sum(map(len, keys)) < WHOLE_SONG:
        return []
    return [Again(0, second, period) for second in range(period, len(blocks), period)]


def _period(keys: Sequence[str]) -> int:
    """The length of the shortest part that makes the whole when it is repeated (Knuth, Morris and Pratt's table)."""
    table = [0] * len(keys)
    for at in range(1, len(keys)):
        size = table[at - 1]
        while size and keys[at] != keys[size]:
            size = table[size - 1]
        table[at] = size + (keys[at] == keys[size])
    period = len(keys) - table[-1] if keys else 0
    return period if period and len(keys) % period == 0 else len(keys)


def _runs(blocks: Sequence[Said]) -> Iterator[Again]:
    """Prose said again: in a row, or as a run of paragraphs that follows itself."""
    seen: dict[str, int] = {}
    end = 0  # of the last run
    for here, block in enumerate(blocks):
        if not block.is_prose:
            continue
        before = seen.get(block.key)
        seen[block.key] = here
        if before is None:
            if here and lost_letters(blocks[here - 1].key, block.key):
                yield Again(here - 1, here, 1)
        elif here >= end:
            first, second, size = _extent(blocks, before, here, end)
            end = second + size
            step = second - first
            if size >= step:
                yield from (Again(first, second + at, min(step, size - at)) for at in range(0, size, step))
            elif _begins_again(blocks, first, second, size):
                yield Again(first, second, size)


def _extent(blocks: Sequence[Said], first: int, second: int, end: int) -> tuple[int, int, int]:
    """The longest run around two equal blocks that says the same; its copy begins at `end` or later."""
    size, back = 1, 0
    while second + size < len(blocks) and _same(blocks[first + size], blocks[second + size]):
        size += 1
    while first > back and second - back > end and _same(blocks[first - back - 1], blocks[second - back - 1]):
        back += 1
    return first - back, second - back, size + back


def _same(one: Said, two: Said) -> bool:
    return one.key == two.key or (one.is_prose and two.is_prose and lost_letters(one.key, two.key))


def _begins_again(blocks: Sequence[Said], first: int, second: int, size: int) -> bool:
    """Whether a page was printed once more after something else: from its top, to the end of the document.

    Clauses and answers of several paragraphs recur too, but under headings of their own.
    """
    prose = [len(block.key) for block in blocks[first : first + size] if block.is_prose]
    if len(prose) < 3 or sum(prose) < WHOLE_PAGE or (first and blocks[first].is_prose):
        return False
    return not any(block.is_prose for block in (*blocks[:first], *blocks[second + size :]))


def _titles(blocks: Sequence[Said]) -> Iterator[Again]:
    """A title, a heading or a byline printed in a row, before prose."""
    count = Counter(block.key for block in blocks)
    here = 1
    while here < len(blocks):
        first = here - 1
        while here < len(blocks) and blocks[here].key == blocks[first].key:
            here += 1
        if here - first > 1 and count[blocks[first].key] == here - first and _is_title(blocks, first, here):
            yield from (Again(first, at, 1) for at in range(first + 1, here))
        here = max(here, first + 2)


def _is_title(blocks: Sequence[Said], first: int, end: int) -> bool:
    """Whether the block before blocks[end] is a title, a heading or a byline: a label of some words before prose.

    Items of lists and cells of tables recur in a row, too: so it must be the first line of all, long, or a byline.
    """
    block = blocks[first]
    is_head = first < HEAD and not any(before.is_prose for before in blocks[:first])
    if len(block.key) >= PROSE or not _WORDS.search(block.text) or _ROW.search(block.text) or is_code(block.text):
        return False
    if _SENTENCE_END.search(block.text) and not (first == 0 and block.text[-1] in "?!" and len(block.key) >= TITLE):
        return False
    if is_head and any(after.is_prose for after in blocks[end : end + HEAD]):
        return first == 0 or bool(_BYLINE.match(block.text)) or (len(block.key) >= TITLE and first < 3)
    return len(block.key) >= TITLE and end < len(blocks) and blocks[end].is_prose
