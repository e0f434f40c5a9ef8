"""A candidate as a row of numbers for the model."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.stages.wording.evidence import Witnesses
from pipeline.stages.wording.lexicon import EIGHTHS, Lexicon, codes, letter_costs, lexicon
from pipeline.stages.wording.propose import RUN, Candidate, has_candidates, propose
from pipeline.stages.wording.rules import estimate

_CLASSES = (
    "a",
    "A",
    "0",
    " ",
    ".",
    ",",
    ":;",
    "!?",
    "(",
    ")",
    "[{",
    "]}",
    "\"'“”‘’«»",
    "-‐‑–—",
    "/\\|",
    "_=*#@&%$+~<>^`",
)
_CLASS = {char: i for i, group in enumerate(_CLASSES) for char in group}
_OTHER = len(_CLASSES)
_SHAPES = ("", "a", "A", "Aa", "mixed")
# Words that a number follows.
_LABELS = frozenset({
    "appendix", "article", "box", "chapter", "day", "equation", "fig", "figs", "figure", "figures", "grade", "item",
    "level", "line", "no", "number", "page", "pages", "part", "phase", "section", "stage", "step", "table", "tables",
    "version", "vol", "volume", "week", "year",
})  # fmt: skip
_RARE = -22.0
_NO_PAIR = -2.0
_REACH = 40
_STRONG = 0.8
_FAR = 60
_CODE = re.compile(r"[_=/\\@{}<>*]|\(\)|::")

NAMES: tuple[str, ...] = (
    *(f"x={c}" for c in (*_CLASSES, "other")),
    *(f"y={c}" for c in (*_CLASSES, "other")),
    *(f"w={c}" for c in (*_CLASSES, "other")),
    *(f"z={c}" for c in (*_CLASSES, "other")),
    *(f"left {s}" for s in _SHAPES),
    *(f"right {s}" for s in _SHAPES),
    "left log", "right log", "left core", "right core", "left known", "right known", "left length", "right length",
    "whole log", "whole known", "whole core", "run log", "run known", "run core", "run length", "gain",
    "pair", "pair known", "before pair", "after pair", "before whole", "after whole", "after left", "before right",
    "left ends", "right begins", "across", "left spelling", "right spelling",
    "token length", "from start", "to end", "code", "dots", "digits", "open", "quoted", "upper share",
    "left alone", "right alone", "whole alone", "run alone", "pair seen",
    "lefts", "rights", "together", "left elsewhere", "right elsewhere", "label",
    "title", "before ends", "first",
    "estimate", "damage in document", "damage in line", "damage rate", "damage before", "damage after",
    "left habit", "right habit",
)  # fmt: skip


# Word -> how much more often than others it had lost the space behind it, and before it, where it was a candidate's
# left or right word in training (natural logarithms of odds). "line" is more often a word's end than a word.
Habits = Mapping[str, tuple[float, float]]


class Asked(NamedTuple):
    """A candidate of one of a document's texts, with what plain rules make of it."""

    text: int
    found: Candidate
    estimate: float


def ask(texts: Sequence[str], languages: Sequence[str], witnesses: Witnesses) -> list[Asked]:
    """All candidates of the texts, in order; texts of language "none" have none."""
    return [
        Asked(i, found, estimate(text, found, witnesses, languages[i] or "en"))
        for i, text in enumerate(texts)
        if languages[i] != "none" and has_candidates(text)
        for found in _proposed(text, witnesses.known)
    ]


@lru_cache(1 << 12)
def _proposed(text: str, known: frozenset[str]) -> tuple[Candidate, ...]:
    """The candidates of a text; a document is read again after each repair, and most of its texts are as they were."""
    return tuple(propose(text, known))


def rows(texts: Sequence[str], asked: Sequence[Asked], witnesses: Witnesses, habits: Habits) -> list[list[float]]:
    """The numbers for each candidate; what each means is in NAMES."""
    return [
        [*_row(texts[one.text], one.found, witnesses), one.estimate, *near, *_habits(one.found, habits)]
        for one, near in zip(asked, _damage(texts, asked), strict=True)
    ]


def _habits(found: Candidate, habits: Habits) -> tuple[float, float]:
    if not found.run:
        return 0.0, 0.0
    return habits.get(found.left, (0.0, 0.0))[0], habits.get(found.right, (0.0, 0.0))[1]


def _damage(texts: Sequence[str], asked: Sequence[Asked]) -> list[list[float]]:
    """How damaged the document looks around each candidate: lost spaces come in pairs, and not in clean text."""
    strong = [one for one in asked if one.estimate > _STRONG]
    size = sum(map(len, texts)) / 1000 + 1
    places = [(one.text, one.found.at) for one in strong]
    in_line = Counter(one.text for one in strong)
    out = []
    for one in asked:
        own = one.estimate > _STRONG
        here = (one.text, one.found.at)
        i = bisect_left(places, here)
        j = i + own
        before = here[1] - places[i - 1][1] if i and places[i - 1][0] == one.text else _FAR
        after = places[j][1] - here[1] if j < len(places) and places[j][0] == one.text else _FAR
        line = in_line[one.text] - own
        out.append([
            (len(strong) - own) / size, float(min(8, line)), 100.0 * line / (len(texts[one.text]) + 20),
            float(min(_FAR, before)), float(min(_FAR, after)),
        ])  # fmt: skip
    return out


def _row(text: str, found: Candidate, witnesses: Witnesses) -> list[float]:
    shown, line = _shown(text, found)
    return [*shown, *_seen(found, witnesses), *line]


@lru_cache(1 << 13)
def _shown(text: str, found: Candidate) -> tuple[list[float], list[float]]:
    """What the text itself shows of the place, and of its line."""
    at = found.at
    numbers = _around(text, at)
    numbers += _shape(text[at - len(found.left) : at]) + _shape(text[at : at + len(found.right)])
    numbers += _words(found.left, found.right, found.run, found.gain)
    numbers += _neighbours(text, found)
    numbers += _letters(found.left, found.right)
    numbers += _token(text, found)
    return numbers, _line(text, found)


def _around(text: str, at: int) -> list[float]:
    """One-hot classes of the two characters on each side."""
    before, after = text[at - 2] if at > 1 else " ", text[at + 1] if at + 1 < len(text) else " "
    return [*_one_hot(text[at - 1]), *_one_hot(text[at]), *_one_hot(before), *_one_hot(after)]


@lru_cache(1 << 10)
def _one_hot(char: str) -> tuple[float, ...]:
    if char.isalpha():
        kind = 0 if char.islower() else 1
    elif char.isdigit():
        kind = 2
    else:
        kind = 3 if char.isspace() else _CLASS.get(char, _OTHER)
    return tuple(float(kind == i) for i in range(_OTHER + 1))


@lru_cache(1 << 14)
def _shape(word: str) -> list[float]:
    if not word:
        kind = 0
    elif word.islower():
        kind = 1
    elif word.isupper():
        kind = 2
    else:
        kind = 3 if word[1:].islower() else 4
    return [float(kind == i) for i in range(len(_SHAPES))]


@lru_cache(1 << 16)
def _words(left: str, right: str, run: str, gain: float) -> list[float]:
    lex, whole = lexicon(), left + right
    left_log, right_log = _log(lex, left), _log(lex, right)
    whole_log, run_log = _log(lex, whole), _log(lex, run)
    pair = lex.pair(left, right)
    return [
        left_log, right_log, float(left in lex.core), float(right in lex.core),
        float(left in lex.words), float(right in lex.words), min(len(left), 15), min(len(right), 15),
        whole_log if left and right else _RARE, float(whole in lex.words), float(whole in lex.core),
        run_log, float(run in lex.words), float(run in lex.core), min(len(run), 30), max(-25.0, min(25.0, gain)),
        _NO_PAIR if pair is None else pair - left_log - right_log, float(pair is not None),
    ]  # fmt: skip


def _log(lex: Lexicon, word: str) -> float:
    return max(_RARE, lex.log(word)) if word else _RARE


@lru_cache(1 << 16)
def _association(left: str, right: str) -> float:
    """How much likelier the right word is behind the left one than anywhere."""
    lex = lexicon()
    pair = lex.pair(left, right) if left and right else None
    return _NO_PAIR if pair is None else pair - lex.log(left) - lex.log(right)


def _neighbours(text: str, found: Candidate) -> list[float]:
    before, after = _word_before(text, found.start), _word_after(text, found.end)
    lead = text[found.start : found.at]
    left = found.left if len(lead) == len(found.left) else ""
    right = found.right if found.end - found.at - len(found.right) <= 1 else ""
    whole = found.run if len(found.run) >= found.end - found.start - 1 else ""
    return [
        _association(before, left), _association(right, after),
        _association(before, whole), _association(whole, after),
        _association(found.left, after), _association(before, found.right),
    ]  # fmt: skip


def _word_before(text: str, start: int) -> str:
    words = text[max(0, start - _REACH) : start].split()
    return words[-1].lower() if words and words[-1].isalpha() else ""


def _word_after(text: str, end: int) -> str:
    words = text[end : end + _REACH].split(None, 1)
    match = RUN.match(words[0]) if words else None
    return match.group().lower() if match else ""


@lru_cache(1 << 16)
def _letters(left: str, right: str) -> list[float]:
    """How well the letters end a word, begin one, and go on as if there were no boundary; and how odd each word is."""
    if not left or not right:
        return [0.0] * 5
    table = lexicon().letters
    ends = letter_costs(table, [*codes(left)[-4:]])[0]
    begins = sum(letter_costs(table, codes(right)[:6]))
    middle = codes(left)[-4:-1] + codes(right)[3:6]
    across = sum(letter_costs(table, middle))
    return [
        ends / EIGHTHS, begins / EIGHTHS, across / EIGHTHS,
        sum(letter_costs(table, codes(left))) / EIGHTHS / len(left),
        sum(letter_costs(table, codes(right))) / EIGHTHS / len(right),
    ]  # fmt: skip


def _token(text: str, found: Candidate) -> list[float]:
    token = text[found.start : found.end]
    lead = token[: found.at - found.start]
    code, dots, digits, capitals = _make_up(token)
    return [
        min(len(token), 60), min(len(lead), 30), min(len(token) - len(lead), 30), code, dots, digits,
        float(lead.count("(") - lead.count(")")),
        float(text.count('"', max(0, found.at - 300), found.at) % 2), capitals,
    ]  # fmt: skip


@lru_cache(1 << 14)
def _make_up(token: str) -> tuple[float, float, float, float]:
    """Whether a token looks like code, its dots, and its shares of digits and of capitals."""
    digits, capitals = sum(map(str.isdigit, token)), sum(map(str.isupper, token))
    code, dots = bool(_CODE.search(token)), min(4, token.count("."))
    return float(code), float(dots), digits / len(token), capitals / len(token)


def _seen(found: Candidate, witnesses: Witnesses) -> list[float]:
    alone = witnesses.alone
    words = (found.left, found.right, found.left + found.right, found.run)
    counts = [float(min(3, alone[word])) if word else 0.0 for word in words]
    if not found.left or not found.right:
        return [*counts, *[0.0] * 6, float(found.left in _LABELS)]
    return [
        *counts, float(min(2, witnesses.pair(found.left, found.right))), *_company(found, witnesses.count), 0.0
    ]  # fmt: skip


def _company(found: Candidate, count: Callable[[str], int]) -> list[float]:
    """Whether the two sides keep other company in the document, inside longer words too.

    "licensecheck" stands in "Runlicensecheck" and "licensecheckattempts": its own two parts never stand apart.
    """
    left, right = found.left, found.right
    lefts, rights = count(left), count(right)
    numbers = (
        lefts, rights, count(left[-4:] + right[:4]),
        lefts - count(left + right[:2]), rights - count(left[-2:] + right),
    )  # fmt: skip
    return [float(min(6, number)) for number in numbers]


def _line(text: str, found: Candidate) -> list[float]:
    before = text[max(0, found.start - 2) : found.start].strip()
    words: Sequence[str] = text[found.start : found.start + 80].split()
    capital = sum(word[:1].isupper() for word in words) / max(1, len(words))
    return [capital, float(before[-1:] in ".!?:"), float(found.start == 0)]
