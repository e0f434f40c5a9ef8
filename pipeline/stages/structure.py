"""What the blocks of a flat text are: headings with levels, lists, call-outs, credits, related links, and gaps.

A dump shows no tags, so each rule asks for evidence in the text around a line: a heading stands over prose, a list
follows what announces it, a box is a container over a title and a little prose in a page whose other sections have
none. Where the source shows its own headings (HTML, Markdown), they are trusted and no others are inferred.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from pipeline.document import KEPT, Block, Document, Finding, Place
from pipeline.keys import key

HEADING, LIST, CODE, CALLOUT, CREDIT, RELATED, GAP, ODD = (
    "STR001", "STR002", "STR003", "STR004", "STR005", "STR006", "STR007", "STR008",
)  # fmt: skip

_LONGEST_TITLE = 100
_LONGEST_BOX = 1200
_SHORTEST_TEASER = 3  # words; "Conclusion" is the heading of a part that was lost
_PROSE = 80
_LONG_BLOCK = 10_000
_MOST_COMPRESSED = 20  # English text shrinks to a third, a repeated word to a hundredth
_ENDS_SENTENCE = re.compile(r"[.!?…。！？؟।][\"'”’»)\]]*$")
_ENDS_OPEN = re.compile(r"[.,;:!…。！،؛‐-][\"'”’»)\]]*$")
_BULLET = re.compile(r"[•·▪‣◦●○■□–—*+-]\s+\S")
_NUMBERED = re.compile(r"\(?(\d{1,3}|[a-z])[.)]\s+\S")
_SECTION_NUMBER = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+[^\W\d_]")
_NO_TITLE = re.compile(
    r"[{}=<>$\\|]|\w\(\)|^\W*(?:https?://|www\.)|^\S+\.\w+/\S*$|^\S+_\S+$|[^\W\d_]{3}[.!?]\s+[^\W\d_]"
)
_PROMPT = re.compile(r"(?:\$|%|>>>|PS>|C:\\>)\s+[\w./(\[{'\"-]")
_CODE_SIGN = re.compile(r"[{}()\[\]=<>_\\|&$#@^~`;*+/]")
_CODE_PROOF = re.compile(
    r"[\w\])]\s?(?:[=!+*-]=|=>|->|::|:=)\s?|\w\([^)\s]*\)[;.:,)\s]|[{};]\s*$|\w = \S|</\w|"
    r"^(?:def|class|import) \w+[^.]*[:(]"
)
_DOI = re.compile(r"\b10\.\d{4,9}/")
_CREDIT = re.compile(
    r"(?:photo|image|picture|illustration|photograph|graphic|foto|bild|imagen|immagine|crédits?)s?"
    r"(?: (?:credit|courtesy|by|via|von|de|di))*\s*[:/|©]|"
    r"(?:photo|image|illustration|photograph)s? (?:credit|courtesy|by|via) |©\s?\d{0,4}\s?[^\W\d_]",
    re.IGNORECASE,
)
_AGENCY_CREDIT = re.compile(
    r"(?:[^\W\d_][\w.’'&-]*\s){0,4}[^\W\d_][\w.’'&-]*\s?/\s[^\W\d_][\w.’'-]*(?:\s[^\W\d_][\w.’'-]*){1,2}"
)


class Line(NamedTuple):
    """A kept block with what the rules ask of it."""

    block: Block
    text: str

    @property
    def is_prose(self) -> bool:
        """Long, and ended like a sentence."""
        return (len(self.text) >= _PROSE and bool(_ENDS_SENTENCE.search(self.text))) or len(self.text) > 2 * _PROSE

    @property
    def is_plain(self) -> bool:
        """Not yet known to be anything else."""
        return self.block.kind == "paragraph" and self.block.role == "body"

    @property
    def announces(self) -> bool:
        """Ended with a colon."""
        return self.text.endswith((":", "："))

    @property
    def is_title_like(self) -> bool:
        """Short, without a stop, and in words."""
        text = self.text
        return (
            self.is_plain
            and 2 <= len(text) <= _LONGEST_TITLE
            and len(text.split()) <= 16
            and "\n" not in text
            and any(c.isalpha() for c in text)
            and not _ENDS_OPEN.search(text)
            and not _BULLET.match(text)
            and not _NO_TITLE.search(text)
        )


def structure(doc: Document, *, infer_headings: bool = True) -> Iterator[Finding]:
    """Findings STR001-STR008. `infer_headings` off leaves a flat text without headings."""
    lines = [Line(b, doc.block_text(b)) for b in doc.blocks if b.role in KEPT and b.kind != "gap"]
    shown = any(line.block.kind == "heading" and line.block.role == "body" for line in lines)
    taken: dict[int, Finding] = {}
    for rule in (_code, _credits, _lists):
        for i, finding in rule(lines):
            taken.setdefault(i, finding)
    listed = {i for i, f in taken.items() if f.kind in ("list_item", "code")}
    headings: dict[int, Finding] = {}
    if infer_headings and not shown:
        candidates = [line.is_title_like and i not in taken for i, line in enumerate(lines)]
        related = dict(_related(lines, candidates))
        headings = {i: f for i, f in _headings(lines, candidates, listed) if i not in related}
        boxes = dict(_callouts(doc, lines, headings))
        levels = _levels(lines, [i for i in headings if i not in boxes])
        headings = {i: replace(f, level=None if i in boxes else levels[i]) for i, f in headings.items()}
        yield from (*related.values(), *headings.values(), *boxes.values())
        taken = {i: f for i, f in taken.items() if i not in related and i not in headings}
    yield from taken.values()
    yield from _gaps(lines, set(headings))
    yield from _odd(lines)


def _mark(line: Line, rule: str, why: str, confidence: float, **marks: object) -> Finding:
    return Finding(rule, line.block.start, line.block.end, why, confidence=confidence, **marks)  # type: ignore[arg-type]


def _code(lines: Sequence[Line]) -> Iterator[tuple[int, Finding]]:
    """Lines of a program: a shell prompt, or an operator or call in a line of which a tenth is code's own signs."""
    for i, line in enumerate(lines):
        if not line.is_plain:
            continue
        if _DOI.search(line.text):
            continue  # a part of a reference is full of signs, too
        signs = sum(1 for _ in _CODE_SIGN.finditer(line.text))
        if _PROMPT.match(line.text) or (10 * signs >= len(line.text) and _CODE_PROOF.search(line.text)):
            yield i, _mark(line, CODE, "written like code", 0.8, kind="code")


def _credits(lines: Sequence[Line]) -> Iterator[tuple[int, Finding]]:
    for i, line in enumerate(lines):
        if not line.is_plain or len(line.text) > _LONGEST_TITLE or _ENDS_SENTENCE.search(line.text):
            continue
        if _CREDIT.match(line.text):
            yield i, _mark(line, CREDIT, "names the maker of an image", 0.9, role="credit")
        elif _AGENCY_CREDIT.fullmatch(line.text):
            yield i, _mark(line, CREDIT, "shaped like a credit, agency / person", 0.7, role="credit")


def _lists(lines: Sequence[Line]) -> Iterator[tuple[int, Finding]]:
    """Runs of bulleted or numbered lines, and runs of short lines after a line that announces them."""
    for low, high in _runs([line.is_plain and bool(_BULLET.match(line.text)) for line in lines]):
        for i in range(low, high):
            yield i, _mark(lines[i], LIST, "begins with a bullet", 0.95, kind="list_item")
    for low, high in _runs([line.is_plain and bool(_NUMBERED.match(line.text)) for line in lines]):
        if high - low >= 2:
            for i in range(low, high):
                yield i, _mark(lines[i], LIST, f"one of {high - low} numbered lines", 0.85, kind="list_item")
    for low, high in _runs([line.is_title_like for line in lines]):
        announced = low > 0 and lines[low - 1].announces
        if high - low >= (2 if announced else 4):
            item_like = not _stands_over_prose(lines, high - 1) or (announced and lines[high - 1].text[0].islower())
            last = high if item_like else high - 1
            why = "one of several short lines in a row" + (", announced by a colon" if announced else "")
            for i in range(low, last):
                yield i, _mark(lines[i], LIST, why, 0.7, kind="list_item")


def _runs(flags: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """The maximal runs of true flags, as [low, high)."""
    low = None
    for i, flag in enumerate([*flags, False]):
        if flag and low is None:
            low = i
        elif not flag and low is not None:
            yield low, i
            low = None


def _stands_over_prose(lines: Sequence[Line], i: int) -> bool:
    return i + 1 < len(lines) and lines[i + 1].block.role != "references" and lines[i + 1].is_prose


def _headings(lines: Sequence[Line], candidates: Sequence[bool], listed: set[int]) -> Iterator[tuple[int, Finding]]:
    """A short line without a stop that stands over prose, a list, code, or over such a heading."""
    over = [False] * (len(lines) + 1)
    for i in range(len(lines) - 1, -1, -1):
        if not candidates[i] or (i and lines[i - 1].announces and not _stands_over_prose(lines, i)):
            continue
        follows = i + 1 < len(lines) and lines[i + 1].block.role == "body"
        if _stands_over_prose(lines, i):
            over[i] = True
            yield i, _mark(lines[i], HEADING, "a short line without a stop, over prose", 0.9, kind="heading")
        elif (follows and lines[i + 1].announces) or (follows and _ENDS_SENTENCE.search(lines[i + 1].text)):
            over[i] = True
            yield i, _mark(lines[i], HEADING, "a short line without a stop, over a sentence", 0.8, kind="heading")
        elif i + 1 in listed:
            over[i] = True
            yield i, _mark(lines[i], HEADING, "a short line without a stop, over a list or code", 0.7, kind="heading")
        elif follows and over[i + 1]:
            yield i, _mark(lines[i], HEADING, "a short line without a stop, over a heading", 0.7, kind="heading")


def _related(lines: Sequence[Line], candidates: Sequence[bool]) -> Iterator[tuple[int, Finding]]:
    """Titles of other pages: headings of empty sections, in a page that proves to have such lines.

    The proof is a title-like line after the last prose, before the references or the end: nothing can belong to it.
    Without it, a heading straight over another is a section that begins with a subsection.
    """
    prose = [i for i, line in enumerate(lines) if line.is_prose and line.block.role == "body"]
    if not prose:
        return
    after = [i for i in range(prose[-1] + 1, len(lines)) if candidates[i]]
    if len(after) != 1 or len(lines[after[0]].text.split()) < _SHORTEST_TEASER:
        return
    yield after[0], _mark(lines[after[0]], RELATED, "a title that nothing belongs to", 0.8, role="related")
    for i in range(prose[-1]):
        before = i > 0 and lines[i - 1].is_prose
        if before and candidates[i] and candidates[i + 1] and _stands_over_prose(lines, i + 1):
            why = "a title straight before a heading, in a page that ends with such a title"
            yield i, _mark(lines[i], RELATED, why, 0.7, role="related")


def _callouts(doc: Document, lines: Sequence[Line], headings: dict[int, Finding]) -> Iterator[tuple[int, Finding]]:
    """Boxes: a container over one heading and a little prose, where few other headings have one."""
    at = {line.block.start: i for i, line in enumerate(lines)}
    boxes = []
    for container, first in pairwise(doc.blocks):
        i = at.get(first.start)
        if container.role == "repeat" and i in headings and container.end - container.start <= _LONGEST_BOX:
            last = _covers(key(doc.block_text(container)), lines, i)
            if last is not None and last > i and not any(j in headings for j in range(i + 1, last + 1)):
                boxes.append((container, i, last))
    if 4 * len(boxes) > len(headings):
        return  # sections are containers here, too
    for container, i, last in boxes:
        evidence = (Place(container.start, container.end),)
        why = "a container over a title and a little prose, unlike the other sections"
        for j in range(i, last + 1):
            finding = _mark(lines[j], CALLOUT, why, 0.8, role="callout")
            yield j, replace(finding, evidence=evidence)


def _covers(container: str, lines: Sequence[Line], i: int) -> int | None:
    """The index of the last line if the lines from i on make exactly the container's key."""
    said = ""
    for j in range(i, len(lines)):
        said += key(lines[j].text)
        if said == container:
            return j
        if not container.startswith(said):
            return None
    return None


def _levels(lines: Sequence[Line], headings: Sequence[int]) -> dict[int, int]:
    """Level 2 but for numbered headings (1.2 is one deeper than 1) and for families under a heading that names them.

    A family is two or more headings in a row with the same last word; it is one level deeper than the heading before
    it where that one holds the same stem ("Pies of the County" over "Apple Pies", "Cherry Pies").
    """
    levels = {}
    ordered = sorted(headings)
    for i in ordered:
        number = _SECTION_NUMBER.match(lines[i].text)
        levels[i] = min(6, 2 + number[1].count(".")) if number else 2
    last_words = {i: key(lines[i].text.split()[-1]) for i in ordered}
    for position, i in enumerate(ordered[:-1]):
        family = []
        for j in ordered[position + 1 :]:
            if last_words[j] != last_words[ordered[position + 1]]:
                break
            family.append(j)
        word = last_words[ordered[position + 1]]
        if len(family) >= 2 and last_words[i] != word and _shares_stem(lines[i].text, word):
            levels |= {j: min(6, levels[i] + 1) for j in family}
    return levels


def _shares_stem(title: str, word: str) -> bool:
    return len(word) >= 4 and any(key(part)[:6] == word[:6] for part in re.split(r"[\W_]+", title))


def _gaps(lines: Sequence[Line], headings: set[int]) -> Iterator[Finding]:
    """A line that announces something, and then a heading or the end: what it announced is missing."""
    for i, line in enumerate(lines):
        if not line.announces or line.block.role != "body" or line.block.kind not in ("paragraph", "list_item"):
            continue
        nothing = i + 1 == len(lines) or i + 1 in headings or lines[i + 1].block.role == "references"
        if nothing or lines[i + 1].block.kind == "heading":
            said = line.text if len(line.text) <= 60 else "…" + line.text[-59:]
            why = f'what is announced by "{said}" does not follow'
            yield Finding(GAP, line.block.end, line.block.end, why, kind="gap", confidence=0.9)


def _odd(lines: Sequence[Line]) -> Iterator[Finding]:
    """A note on a long block that is hardly text: one sign, word or name over and over, or no white space for pages."""
    for line in lines:
        if len(line.text) >= _LONG_BLOCK:
            raw = line.text.encode("utf-8", "replace")
            repeats = len(raw) > _MOST_COMPRESSED * len(zlib.compress(raw, 1))
            if repeats or not any(c.isspace() for c in line.text[:_LONG_BLOCK]):
                yield Finding(ODD, line.block.start, line.block.end, "a long block that is hardly text", confidence=0.8)
