r"""The stage `lines`: line breaks that stand inside a sentence, put back to a space or to nothing.

Two kinds of dumps break lines where no paragraph ends. In a *split* dump each inline element broke the line (what
`get_text` with a line break between the strings prints); in a *wrapped* one lines were filled to a width. Each is
recognised from the whole document before a line is joined, so poems, lists and one-sentence-a-line files stay.

    >>> from pipeline.document import Document, apply
    >>> dump = "In this article, I explain how to\nincrease and decrease the size\nof a plot\n.\nA next one, about"
    >>> dump += "\nfonts\n, comes soon" + " and explains what a font is" * 4 + ", with\nexamples\n."
    >>> doc = Document.read("a.txt", dump)
    >>> joined = apply(doc, lines(doc))
    >>> [joined.block_text(block)[:40] for block in joined.blocks]
    ['In this article, I explain how to increa', 'A next one, about fonts, comes soon and ']
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from unicodedata import east_asian_width

from pipeline.document import Block, Document, Finding
from pipeline.stages.codelines import code_regions

STOP = re.compile(r"[.!?…。！？।؟][\"”’'»)\]]*$")
_ABBREVIATED = re.compile(r"(?:\b(?:e\.g|i\.e|cf|vs|Dr|Mr|Mrs|Ms|Prof|Fig|No|St|U\.[A-Z])\.)$")
_CLOSING = re.compile(r"[,;:!?)\]’”»}](?!\w)|\.(?=[\s)\]”’\"']|$)|['’‘](?:s|t|re|ve|ll|d|m)\b")
_OPENING = re.compile(r"[(\[“‘«{]$|(?<=\s)[\"']$")
_UNFINISHED = re.compile(r"(?:,|(?<=\s)[-–—&+/=]|—)$")
_FUNCTION = frozenset(
    re.findall(
        r"\w+",
        "a about after all also although an and any are as at because been before between both but by can "
        "could did do does during each for from had has have her his how if in into is it its like may might "
        "most must my nor not of on onto or our over per so some such than that the their them then there "
        "these they this those through to under until up upon via was we were what when where whether which "
        "while who whose why will with within without would you your",
    )
)
_DASHED = re.compile(r"[-–—]\w|[–—/]$|[–—]\s")
_HANGING = re.compile(r"(?<!\S)(?:the|an?|of|and|or|to|with|from|your|our|my|their|is|are|at|for|as|by|in|on)$")
_VERBS = frozenset(("is", "are", "was", "were", "has", "have", "can", "will", "does", "may"))
_LONG = 100  # characters; no poem, list or wrapped text has such lines, paragraphs do
_LEAST_PROOFS, _LEAST_SHARE = 3, 0.02
_LABEL = 5  # words; so many before a colon are a label of what follows
_NAME = 6  # words; a name or a title in a sentence has no more
_LEAST_WRAPS = 3
_LEAST_WIDTH, _MOST_WIDTH = 30, 130


def lines(doc: Document) -> Iterable[Finding]:
    """Findings that take the line breaks out of sentences; none where lines end where paragraphs do."""
    rows = [block for block in doc.blocks if block.role == "body" and block.kind in ("paragraph", "code")]
    texts = [doc.block_text(row) for row in rows]
    near = [doc.text.count("\n", a.end, b.start) <= 1 for a, b in pairwise(rows)]
    if _is_split(texts, near):
        yield from _split_joins(rows, texts, near)
    else:
        yield from _wrapped_joins(rows, texts, near)


def _is_split(texts: Sequence[str], near: Sequence[bool]) -> bool:
    """Whether lines break inside sentences all over a document that also has lines as long as paragraphs.

    What proves it: lines that begin with a comma or are but a full stop, and lines that end in a word like "the".
    """
    if not any(len(text) >= _LONG for text in texts):
        return False
    proofs = sum(close and _proves(a, b) for (a, b), close in zip(pairwise(texts), near, strict=True))
    return proofs >= _LEAST_PROOFS and proofs >= _LEAST_SHARE * len(texts)


def _proves(a: str, b: str) -> bool:
    """Whether no paragraph can end and begin between two lines."""
    if STOP.search(a):
        return False
    return _CLOSING.match(b) is not None or (_HANGING.search(a) is not None and b[0].islower())


def _split_joins(rows: Sequence[Block], texts: Sequence[str], near: Sequence[bool]) -> Iterator[Finding]:
    """The breaks of a split dump that no paragraph ends at, and its stretches of code."""
    in_code = [-1] * len(texts)
    for number, (start, end) in enumerate(code_regions(texts)):
        start = _after_sentence(texts, start, end)
        if end - start < 2 or _is_inline(texts, start, end):
            continue
        in_code[start:end] = [number] * (end - start)
        yield Finding(
            "STR011", rows[start].start, rows[end - 1].end, "lines of source code", kind="code", confidence=0.7
        )
    continued = False  # whether the line before was joined to its own line before
    for i, (a, b) in enumerate(pairwise(texts)):
        both_code = in_code[i] == in_code[i + 1] >= 0
        text_only = in_code[i] < 0 and in_code[i + 1] < 0
        following = texts[i + 2] if i + 2 < len(texts) and in_code[i + 2] < 0 else ""
        if near[i] and (both_code or (text_only and _continues(a, b, following, continued=continued))):
            glue, confidence = (_code_glue(a, b), 0.7) if both_code else (_glue(a, b), 0.9)
            yield _join(rows[i], rows[i + 1], glue, confidence)
            continued = True
        else:
            continued = False


def _after_sentence(texts: Sequence[str], start: int, end: int) -> int:
    """Where the code begins if a sentence that names code runs into it: "put them in / setup.py / ‘s / list / :"."""
    if not start or not (_last_word(texts[start - 1]) in _FUNCTION or texts[start - 1].endswith(",")):
        return start
    return next((i + 1 for i in range(start, end) if texts[i].endswith(":")), start)


def _is_inline(texts: Sequence[str], start: int, end: int) -> bool:
    """Whether a few tokens of code stand inside a sentence."""
    before, after = texts[start - 1] if start else "", texts[end] if end < len(texts) else ""
    return (
        end - start <= 4
        and bool(before)
        and not STOP.search(before)
        and not before.endswith(":")
        and (after[:1].islower() or _CLOSING.match(after) is not None)
    )


def _continues(a: str, b: str, following: str, *, continued: bool) -> bool:
    """Whether line `b` goes on with the sentence of line `a`."""
    if STOP.search(a) and not _ABBREVIATED.search(a):
        return _CLOSING.match(b) is not None and not STOP.match(b)
    if _CLOSING.match(b) or _OPENING.search(a) or _UNFINISHED.search(a) or _last_word(a) in _FUNCTION:
        return True
    if _DASHED.match(b) or (b[0] == "(" and not a.endswith(":")):
        return True
    if a.endswith(":"):
        return len(a.split()) <= _LABEL and len(b.split()) > _LABEL and b[0].isupper()
    if b[0].islower():
        return _goes_on(a, b, following, continued=continued)
    # A name or a title in the middle of a sentence: what follows it goes on in lower case.
    between = len(b.split()) <= _NAME and not STOP.search(b) and not b.endswith(":")
    mid_sentence = continued or (" " in a and a.rsplit(None, 1)[-1][0].islower())
    return between and mid_sentence and bool(following) and (_is_tail(following) or _first_word(following) in _VERBS)


def _goes_on(a: str, b: str, following: str, *, continued: bool) -> bool:
    """For a line in lower case after one without a stop: the rest of its sentence, or the next item of a list."""
    if _first_word(b) in _FUNCTION:
        return True
    few = len(b.split()) <= 3
    if not continued and few and _first_word(following) in _VERBS:
        return False  # a heading, and then a sentence about a name in lower case
    if len(a.split()) > 3:
        return continued or few or a[0].isupper()
    if continued:
        return True
    return a[0].isupper() and (_is_tail(following) or STOP.search(b) is not None or _first_word(following) in _VERBS)


def _is_tail(text: str) -> bool:
    return _CLOSING.match(text) is not None or (text[0].islower() and _first_word(text) in _FUNCTION)


def _first_word(text: str) -> str:
    return text.split(None, 1)[0].strip(".,;:!?()\"'“”").lower() if text else ""


def _last_word(text: str) -> str:
    return text.rsplit(None, 1)[-1].strip("(\"'“").lower()


def _glue(a: str, b: str) -> str:
    """What stood between two lines that are one: nothing before closing and after opening signs, else a space."""
    return "" if _CLOSING.match(b) or _OPENING.search(a) or a.endswith("—") or b.startswith("—") else " "


def _code_glue(a: str, b: str) -> str:
    return "" if b[0] in ".,:;()[]" or a[-1] in "([." else " "


def _join(a: Block, b: Block, glue: str, confidence: float) -> Finding:
    return Finding("STR010", a.end, b.start, "line break inside a sentence", glue, confidence=confidence)


def _wrapped_joins(rows: Sequence[Block], texts: Sequence[str], near: Sequence[bool]) -> Iterator[Finding]:
    """The breaks of a wrapped dump: each line of a paragraph is full, the next word would not have fitted."""
    chunks = [chunk for chunk in _chunks(near) if chunk[1] - chunk[0] > 1]
    inner = [i for start, end in chunks for i in range(start, end - 1)]
    if len(inner) < _LEAST_WRAPS:
        return
    sizes = sorted(_width(texts[i]) for i in inner)
    width = sizes[int(0.98 * (len(sizes) - 1))]
    full = [
        (start, end)
        for start, end in chunks
        if all(_is_full(texts[i], texts[i + 1], width) for i in range(start, end - 1))
    ]
    wraps = sum(end - start - 1 for start, end in full)
    if not _LEAST_WIDTH <= width <= _MOST_WIDTH or wraps < _LEAST_WRAPS or wraps < 0.8 * len(inner):
        return
    for start, end in full:
        for i in range(start, end - 1):
            yield _join(rows[i], rows[i + 1], _wrap_glue(texts[i], texts[i + 1]), 0.9)


def _chunks(near: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """The lines between blank lines, as (first, last + 1)."""
    start = 0
    for i, close in enumerate(near):
        if not close:
            yield start, i + 1
            start = i + 1
    yield start, len(near) + 1


def _is_full(a: str, b: str, width: int) -> bool:
    """Whether the first word of the next line would not have fitted on this one."""
    word = b.split(None, 1)[0]
    size = _width(word) if not _is_wide(b[0]) else 2
    gap = 0 if _is_wide(a[-1]) else 1
    return width * 0.6 <= _width(a) <= width + 2 and _width(a) + gap + size > width


def _is_wide(char: str) -> bool:
    return east_asian_width(char) in "WF"


def _width(text: str) -> int:
    """Columns on a terminal."""
    return len(text) if text.isascii() else len(text) + sum(map(_is_wide, text))


def _wrap_glue(a: str, b: str) -> str:
    return "" if _is_wide(a[-1]) and _is_wide(b[0]) else " "
