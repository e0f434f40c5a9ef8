"""Tokens of a reference and what the model sees of each.

The features say little of the words themselves and much of their shape and place: which stop follows the chunk a word
stands in, how far it is to the next number, whether the year came already. They are strings, about thirty a token:
the time that parsing takes is the time to make them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

_TOKEN = re.compile(r"~+|``|''|[^\W\d_]+(?:[’'-][^\W\d_]+)*|\d+|\s+|_+|[^\w\s]")
_HUMPED = re.compile(
    r"~+|``|''|[^\W\d_]+?(?=(?<=[a-zß-öø-ÿ]{2})[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ])|[^\W\d_]+(?:[’'-][^\W\d_]+)*|\d+|\s+|_+|[^\w\s]"
)
_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")

# Words that tell a field by themselves. All others are known by shape and ending only.
_KEYWORD_TEXT = """
    in eds ed edited editor editors hrsg hg vol volume volumes vols band bd no number nr issue heft num n p pp pages
    page s art article university press journal proceedings proc conference conf symposium workshop transactions
    trans translated translator annals review reviews letters international society institute verlag publishers
    publishing publications books ltd inc association department dept ministry agency administration organization
    centers center foundation council national american j rev phys lett soc sci med res ann bull acta arch int clin
    natl acad biol chem math eur br engl ieee acm acm's springer wiley elsevier academic routledge cambridge oxford
    new york london berlin paris thesis dissertation diss phd ph.d master's doctoral report tech technical working
    paper rep lecture notes lncs series available from accessed retrieved cited internet online updated published
    print web http doi et al and und the of for an to on with by at as a de la le der die das du van von den del y e
    jr sr iii ii suppl supplement pt spec press forthcoming submitted unpublished manuscript appear arxiv preprint
    edition zeitschrift revue revista rivista annales archiv jahrbuch éditions editora edizioni presses
    universitaires science nature cell research studies bulletin quarterly magazine times news chapter translation
    meeting annual abstract abstracts university's th st nd rd
"""
_KEYWORDS = frozenset(_KEYWORD_TEXT.split())
_MONTH_TEXT = """
    january february march april may june july august september october november december jan feb mar apr jun jul
    aug sep sept oct nov dec spring summer fall autumn winter januar februar märz mai juni juli oktober dezember
    janvier février mars avril juin juillet août septembre octobre novembre décembre
"""
_MONTHS = frozenset(_MONTH_TEXT.split())
_OPEN, _CLOSE = frozenset(('"', "“", "„", "«", "``")), frozenset(('"', "”", "»", "''"))
_STOPS = frozenset((*'.,;:()[]"“”«»?!/', "``", "''"))


class Token(NamedTuple):
    """A token and its place."""

    text: str
    start: int
    end: int
    spaced: bool  # whether white space stands before it


def tokenize(text: str, start: int = 0, *, humps: bool = False) -> list[Token]:
    """The tokens of text[start:]; an identifier is masked as one run of tildes.

    With `humps` a capital after small letters begins a token ("PrintSmith"): in glued text a reference may begin there.
    """
    out: list[Token] = []
    spaced = False
    for match in (_HUMPED if humps else _TOKEN).finditer(text, start):
        piece = match.group()
        if piece.isspace():
            spaced = True
            continue
        out.append(Token(piece, match.start(), match.end(), spaced))
        spaced = False
    return out


@lru_cache(1 << 15)
def _shape(word: str) -> str:
    if word.isdigit():
        return "Y" if len(word) == 4 and _YEAR.fullmatch(word) else f"d{min(len(word), 6)}"
    if word.lower() in _MONTHS:
        return "M" if word[0].isupper() else "m"
    if not word[0].isalpha():
        return '"' if word in ("``", "''") else word[0]
    if len(word) == 1:
        return "X" if word.isupper() else "x"
    if word.isupper():
        return ("XX", "XXX", "XXXX")[min(len(word), 4) - 2]
    if word[0].isupper():
        return "Xx" if word[1:].islower() else "XxX"
    return "xx" if word.islower() else "xX"


@lru_cache(1 << 15)
def _word(word: str) -> tuple[str, str]:
    """The word where it is a keyword, and its ending."""
    lower = word.lower()
    return (lower if lower in _KEYWORDS else ""), (lower[-3:] if len(lower) > 3 and word[0].isalpha() else "")


def features(tokens: Sequence[Token], *, alone: bool = True) -> list[list[str]]:
    """One list of features for each token.

    `alone`: the tokens are one reference, so that how far it has come tells something; in a blob it does not.
    """
    n = len(tokens)
    shapes = ["^^", "^^", "^"] + [_shape(token.text) for token in tokens] + ["$", "$$", "$$"]
    words = [("", "")] * 3 + [_word(token.text) for token in tokens] + [("", "")] * 3
    chunks = _chunks(tokens, shapes)
    ways = _ways(tokens, shapes) if alone else None
    style = _style(shapes[3:-3]) if alone else ""
    out = []
    for i in range(n):
        j = i + 3
        s0, s1, s2, p1, p2 = shapes[j], shapes[j + 1], shapes[j + 2], shapes[j - 1], shapes[j - 2]
        w0, e0 = words[j]
        sp = "_" if tokens[i].spaced else "."
        chunk, place, after, number = chunks[i]
        f = [
            "b", f"s{s0}", f"s-{p1}", f"s+{s1}", f"s=-{p2}", f"s=+{s2}", f"s3-{shapes[j - 3]}", f"s3+{shapes[j + 3]}",
            f"l{p1}{sp}{s0}", f"r{s0}|{s1}", f"t{p1}|{s0}|{s1}", f"u{p2}|{p1}|{s0}", f"v{s0}|{s1}|{s2}",
            f"c{chunk}", f"k{chunk}{place}", f"n{number}{s0}",
        ]  # fmt: skip
        ordinal = ""
        if ways:
            way, ordinal = ways[i]
            f += (
                f"a{after}{way}", f"y{way}", f"o{ordinal}{style}", f"g{style}{way}", f"z{ordinal}{s0}",
                f"{place}{p1}{ordinal}",
            )  # fmt: skip
        else:
            f += (
                f"a{after}{p1}",
                f"q{p1}{sp}{s0}|{s1}|{s2}",
                f"h{p2}|{p1}{sp}{s0}|{s1}",
                f"j{p1}{sp}{chunk}",
                f"m{s0}|{s1}|{s2}|{shapes[j + 3]}",
            )
        if e0:
            f.append(f"e{e0}")
        if w0:
            f += (f"w{w0}", f"x{w0}{ordinal}")
        for name, (w, e) in (("-", words[j - 1]), ("+", words[j + 1]), ("=", words[j - 2]), ("#", words[j + 2])):
            if w:
                f.append(f"w{name}{w}")
            elif e and name in "-+":
                f.append(f"e{name}{e}")
        out.append(f)
    return out


def _chunks(tokens: Sequence[Token], shapes: Sequence[str]) -> list[tuple[str, str, str, str]]:
    """For each token of a run between stops: (its length and case, place in it, stop behind it, next number)."""
    n = len(tokens)
    out: list[tuple[str, str, str, str]] = [("", "", "", "")] * n
    i = 0
    numbers = [k for k in range(n) if shapes[k + 3][0] in "dY~"]
    while i < n:
        k = i
        while k < n and tokens[k].text not in _STOPS:
            k += 1
        size = k - i
        inner = shapes[i + 3 : k + 3]
        letters = [s for s in inner if s[0] in "Xx"]
        capitals = sum(s[0] == "X" for s in letters)
        case = (
            "0"
            if not letters
            else "T"
            if capitals == len(letters)
            else "S"
            if capitals > 1
            else "1"
            if capitals
            else "l"
        )
        chunk = f"{min(size, 4) if size < 6 else 6 if size < 10 else 9}{case}"
        after = tokens[k].text if k < n else "$"
        following = shapes[k + 4] if k < n else "$"
        for x in range(i, min(k + 1, n)):
            at = bisect_right(numbers, x)
            gap = numbers[at] - x if at < len(numbers) else 99
            number = (
                f"{min(gap, 6) if gap < 99 else 9}{shapes[numbers[at] + 3] if at < len(numbers) and gap < 7 else ''}"
            )
            place = "B" if x == i else "I" if x < k else "E"
            out[x] = (f"{chunk}{after}" if x < k else f"E{chunk}", place, f"{after}{following}", number)
        i = k + 1
    return out


def _ways(tokens: Sequence[Token], shapes: Sequence[str]) -> list[tuple[str, str]]:
    """How far the reference has come: brackets, quotes, years and numbers passed; the count of full stops."""
    out = []
    quote = bracket = years = after = stops = 0
    total = sum(shape == "Y" for shape in shapes)
    for i, token in enumerate(tokens):
        text, shape = token.text, shapes[i + 3]
        if text in _OPEN and not quote:
            quote = 1
        elif text in _CLOSE and quote:
            quote, after = 0, 1
        if text == "(" or text == "[":
            bracket = 1
        years += shape == "Y"
        out.append((f"{quote}{bracket}{min(years, 2)}{min(total, 2)}{after}", str(min(stops, 4))))
        if text == ")" or text == "]":
            bracket = 0
        if text in ".?!" and i and len(tokens[i - 1].text) > 2 and tokens[i - 1].text[0].isalpha():
            stops += 1
    return out


def _style(shapes: Sequence[str]) -> str:
    """The style at a glance: a bracketed year early, year;volume, quotes."""
    early = any(s == "Y" and i and shapes[i - 1] == "(" for i, s in enumerate(shapes[: max(12, len(shapes) // 2)]))
    semicolon = any(s == ";" and i and shapes[i - 1][0] in "YMd" for i, s in enumerate(shapes))
    quotes = any(s in _OPEN for s in shapes)
    return f"{early:d}{semicolon:d}{quotes:d}"
