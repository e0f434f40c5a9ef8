r"""The stage `normalise`: characters that went wrong on the way, repaired where they stand.

Mojibake, control and invisible characters, ligatures, decomposed letters, odd and doubled spaces. Curly quotes stay
curly, a script stays as it is, code keeps its white space, and text that is right yields nothing.

    >>> from pipeline.document import Document, apply
    >>> doc = Document.read("a.txt", "It\u00e2\u20ac\u2122s the  \ufb01rst caf\u00c3\u00a9")
    >>> [(f.rule, doc.text[f.start : f.end], f.fix) for f in normalise(doc)]
    [('ENC001', 'â€™', '’'), ('SPC002', '  ', ' '), ('ENC006', 'ﬁ', 'fi'), ('ENC001', 'Ã©', 'é')]
    >>> apply(doc, normalise(doc)).text
    'It’s the first café'
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator

from pipeline.document import Block, Document, Finding, apply
from pipeline.stages.mojibake import mojibake

# What clean ASCII prose does not hold, searched in turn: as one alternation it takes six times as long.
_ASCII_ODD = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
_ANSI = re.compile(
    r"\x1b(?:\[[0-?]{0,99}[ -/]{0,9}[@-~]|\][^\x07\x1b\n]{0,999}(?:\x07|\x1b\\)|[()*+][0-9A-Za-z]|[@-Z\\^_=>])"
)
_C1 = re.compile("[\x80-\x84\x86-\x9f]")
_NONCHARACTERS = "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
_CONTROL = re.compile(f"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufff9-\ufffb{_NONCHARACTERS}]+")
_TAGS = re.compile("\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f|([\U000e0000-\U000e007f]+)")  # the first is a flag
_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
_DIRECTED = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdfd\ufe70-\ufefc]")
# Scripts whose letters take shape, or whose words part, by the characters without width; and emoji.
_SHAPED = re.compile(
    "[\u0600-\u0dff\u0e00-\u0eff\u0f00-\u109f\u1780-\u18af\u1950-\u1aaf\ufb50-\ufefc\u200c\u200d]"
    "|[\u00a9\u00ae\u203c-\u3299\ufe0f\U0001f000-\U0001faff]"
)
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_COMPOSING = re.compile(
    "[\u0300-\u036f\u0653-\u0655\u093c\u09be\u09d7\u0b3e\u0b56\u0b57\u0bbe\u0bd7\u0c56\u0cc2\u0cd5\u0cd6\u0d3e\u0d57"
    "\u0dca\u0dcf\u0ddf\u102e\u1161-\u1175\u11a8-\u11c2\u3099\u309a\u2126\u212a\u212b]"
)
_CLUSTER_LIMIT = 32  # marks on one letter; Unicode's stream-safe text has 30 at most, and sorting them is quadratic
_BLANKS = re.compile("[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]{2,}|[\u00a0\u1680\u2000-\u200a\u202f\u205f]")
_LINE_BREAKS = re.compile("\r\n|[\r\v\f\x1c-\x1f\x85\u2028\u2029]")
_MIXED = re.compile("[A-Za-z][\u0370-\u04ff]|[\u0370-\u04ff][A-Za-z]")

_ROUNDS = 4
_BLANK = 5000  # characters that leave next to nothing: worth a warning
_WARNED = frozenset({"ENC005", "ENC009"})  # what a reader of the report should know of: a note besides the fixes

Step = Callable[[Document], Iterable[Finding]]


def normalise(doc: Document) -> Iterable[Finding]:
    """Findings that make the characters of a document right; none for text that is."""
    if _clean(doc.text):
        return
    work = Document.read(doc.name, doc.text, doc.blocks)
    for _ in range(_ROUNDS):  # what one step takes out can bring together what another looks for
        before = work
        for step in _STEPS:
            if found := list(step(work)):
                work = apply(work, found)
        if work is before:
            break
    warned: set[str] = set()
    for piece in work.pieces:
        if piece.text is None or piece.text == doc.text[piece.start : piece.end]:
            continue
        first = piece.because[0]
        why = "; ".join(dict.fromkeys(f.why for f in piece.because))
        least = min(f.confidence for f in piece.because)
        yield Finding(first.rule, piece.start, piece.end, why, piece.text, confidence=least)
        if first.rule in _WARNED and first.rule not in warned:
            warned.add(first.rule)
            yield Finding(first.rule, piece.start, piece.end, f"{why} (the first of such places)")
        if len(piece.text) < _BLANK and piece.end - piece.start >= _BLANK:
            yield Finding("STR008", piece.start, piece.end, f"{piece.end - piece.start} characters of white space")
    yield from _mixed_scripts(doc)


def _clean(text: str) -> bool:
    return text.isascii() and "  " not in text and not _ASCII_ODD.search(text)


def _ansi(doc: Document) -> Iterator[Finding]:
    for match in _ANSI.finditer(doc.text):
        yield Finding("ENC007", *match.span(), "terminal escape sequence", "")


def _mojibake(doc: Document) -> Iterator[Finding]:
    return mojibake(doc.text)


def _c1(doc: Document) -> Iterator[Finding]:
    """Control characters that stand where windows-1252 has quotes and dashes."""
    for match in _C1.finditer(doc.text):
        meant = match.group().encode("latin-1").decode("cp1252", "ignore")
        if meant:
            yield Finding("ENC002", *match.span(), "windows-1252 read as Latin-1", meant)


def _controls(doc: Document) -> Iterator[Finding]:
    for match in _CONTROL.finditer(doc.text):
        yield Finding("ENC009", *match.span(), "control or noncharacters, no part of any text", "")


def _tags(doc: Document) -> Iterator[Finding]:
    for match in _TAGS.finditer(doc.text):
        if match.group(1):
            spelled = "".join(chr(ord(c) & 0x7F) for c in match.group(1) if ord(c) & 0x7F >= 0x20)
            yield Finding("ENC005", *match.span(), f"invisible tag characters that spell {spelled[:80]!r}", "")


def _invisibles(doc: Document) -> Iterator[Finding]:
    text = doc.text
    found = list(_INVISIBLE.finditer(text))
    directed = bool(found) and bool(_RIGHT_TO_LEFT.search(text))
    for match in found:
        start, end = match.span()
        if directed and match.group() in _DIRECTED:
            continue
        around = text[max(0, start - 1) : start], text[end : end + 1]
        if match.group() in "\u200b\u200c\u200d" and all(map(_SHAPED.match, around)):
            continue
        yield Finding("ENC004", start, end, f"invisible {unicodedata.name(match.group(), 'character').lower()}", "")


def _ligatures(doc: Document) -> Iterator[Finding]:
    for match in _LIGATURE.finditer(doc.text):
        yield Finding("ENC006", *match.span(), "typographic ligature", unicodedata.normalize("NFKC", match.group()))


def _composed(doc: Document) -> Iterator[Finding]:
    """Letters written as base and mark where one character exists for both (NFC)."""
    text, last = doc.text, 0
    for match in _COMPOSING.finditer(text):
        if match.start() < last:
            continue
        start, end = match.span()
        while start > last and _continues(text[start]):
            start -= 1
        while end < len(text) and _continues(text[end]):
            end += 1
        last = end
        if end - start <= _CLUSTER_LIMIT:
            composed = unicodedata.normalize("NFC", text[start:end])
            if composed != text[start:end]:
                yield Finding("ENC008", start, end, "letter and mark that are one character", composed)


def _continues(char: str) -> bool:
    """Whether a character belongs to the letter before it."""
    return unicodedata.combining(char) > 0 or unicodedata.category(char) in ("Mn", "Mc") or "\u1161" <= char <= "\u11c2"


def _spaces(doc: Document) -> Iterator[Finding]:
    """Odd spaces and runs of spaces inside blocks; what lies between blocks is layout and reaches no article."""
    starts = [block.start for block in doc.blocks]
    for match in _BLANKS.finditer(doc.text):
        run = match.group()
        if not run.strip("\t\u3000"):
            continue
        block = _holder(doc.blocks, starts, *match.span())
        if not block or block.kind == "code":
            continue
        if block.kind == "table" and "\t" in run:
            continue
        if len(run) == 1:
            yield Finding("SPC001", *match.span(), f"{unicodedata.name(run).lower()} for a space", " ")
        else:
            yield Finding("SPC002", *match.span(), "run of spaces", " ")


def _line_breaks(doc: Document) -> Iterator[Finding]:
    starts = [block.start for block in doc.blocks]
    for match in _LINE_BREAKS.finditer(doc.text):
        if _holder(doc.blocks, starts, *match.span()):
            yield Finding("SPC003", *match.span(), "odd line break", "\n")


def _holder(blocks: tuple[Block, ...], starts: list[int], start: int, end: int) -> Block | None:
    """The block that holds the span."""
    i = bisect_right(starts, start) - 1
    return blocks[i] if i >= 0 and end <= blocks[i].end else None


def _mixed_scripts(doc: Document) -> Iterator[Finding]:
    for match in _MIXED.finditer(doc.text):
        yield Finding("ENC013", *match.span(), "letters of two scripts in one word", confidence=0.8)


_STEPS: tuple[Step, ...] = (
    _ansi, _mojibake, _c1, _controls, _tags, _invisibles, _ligatures, _composed, _line_breaks, _spaces,
)  # fmt: skip
