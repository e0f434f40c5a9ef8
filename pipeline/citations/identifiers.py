"""DOI, PMID, PMCID, arXiv, ISBN and URL in running text, with what was glued to their ends cut off.

>>> [(i.kind, i.value) for i in find_identifiers("doi:10.1159/000467387Lee YH, Kang KM.")]
[('DOI', '10.1159/000467387')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple
from urllib.parse import unquote

Kind = Literal["DOI", "PMID", "PMCID", "arXiv", "ISBN", "URL"]


class Identifier(NamedTuple):
    """text[start:end] is the mention with its label ("doi:..."); what is written of the value begins at `at`."""

    kind: Kind
    start: int
    end: int
    at: int
    value: str


# One alternative for each kind, the longer label first. No quantifier is nested and runs are capped, so the search is
# linear in the text.
_MENTION = re.compile(
    r"""
    (?P<DOI>(?:https?\s?:\s?//\s?)?(?:dx\.)?doi\.\s?org/\s?|(?<![A-Za-z])doi\s{0,2}[:=.]?\s{0,2}(?:https?://(?:dx\.)?doi\.org/)?)?
        (?P<doi>(?<![\d.])10\.\d{4,9}(?:\.\d{1,9}){0,3}(?:/|%2F)\s?[^\s"“”«»]{1,250})
    | (?<![A-Za-z])PMID\s?:?\s{0,2}(?P<pmid>\d{4,9})
    | (?<![A-Za-z])(?:PMCID\s?:?\s{0,2}(?:PMC)?|PMC\s?)(?P<pmc>\d{4,9})
    | (?:https?://)?(?:\barxiv\.org/(?:abs|pdf)/|\barXiv\s?:?\s{0,2})
        (?P<arxiv>\d{4}\.\d{4,5}(?:v\d{1,2})?|[a-z-]{2,10}(?:\.[A-Z]{2})?/\d{7}(?:v\d{1,2})?)
    | (?<![A-Za-z])ISBN(?:-1[03])?\s?:?\s{0,2}(?P<isbn>\d[\d\- ]{7,18}[\dX])
    | (?P<url>(?:\b(?:https?|ftp)\s?:\s?//\s?|(?<![\w@.])www\.(?=\w)
        |(?<![\w@./-])(?:[a-z0-9-]{1,40}\.){1,4}(?:com|org|net|edu|gov|int|info|ca|uk|de|fr|es|it|nl|eu|au|br|pt|ch|at|be)/)
        [^\s"“”«»<>]{2,500})
    """,
    re.IGNORECASE | re.VERBOSE,
)
_KINDS: dict[str, Kind] = {
    "doi": "DOI", "pmid": "PMID", "pmc": "PMCID", "arxiv": "arXiv", "isbn": "ISBN", "url": "URL",
}  # fmt: skip

# What begins anew inside the run of characters that holds an identifier.
_NEW_LABEL = re.compile(
    r"(?:PMID|PMCID|PMC\d|Epub|Available|Accessed|Retrieved|Published|https?:|doi:|\[\d{1,4}\]|\(\d{1,3}\)[A-Z])"
)
_GLUED_WORD = re.compile(
    r"(?<=[\d)])\.?(?P<word>[A-Z]{1,3}[a-zà-ÿ][\w'’-]*,?|[A-Z][A-Z]{3,}|[A-Z][-'’]?[A-Z][a-z]+,?)$"
)
_GLUED_NAME = re.compile(r"(?<=[a-zX])(?P<stop>\.?)(?P<word>[A-Z][a-zà-ÿ'’-]+(?:-[A-Z][a-zà-ÿ]+)?,?)$")
_GLUED_INITIAL = re.compile(r"(?<=\d)\.?(?P<word>[A-Z]\.)$")
_NAME_GOES_ON = re.compile(r"\s[A-Z][A-Z]{0,3}(?:-[A-Z])?[.,]|\s[A-Z]\.")
_WORDS_GO_ON = re.compile(r"\s\S")
_FAMILY_FOLLOWS = re.compile(r"\s(?:[A-Z]\.\s?){0,3}[A-Z][\w'’-]+(?:,| and\b| &)")
_FILE_END = re.compile(r"\.(?:html?|php|aspx?|pdf|jsp|cfm|xml|shtml|gov|org|com|net|edu|int)/?(?P<word>(?=[A-Z][a-z]))")


def find_identifiers(text: str) -> Iterator[Identifier]:
    """The identifiers of a text in order; the spans are disjoint."""
    here = 0
    while match := _MENTION.search(text, here):
        group = str(match.lastgroup)
        at, end = match.span(group)
        kind = _KINDS[group]
        if kind in ("DOI", "URL"):
            end = _cut(text, at, end)
        value = _value(kind, text[at:end])
        if value:
            yield Identifier(kind, match.start(), end, at, value)
        here = max(end, match.start() + 1)


def _cut(text: str, at: int, end: int) -> int:
    """Where a DOI or URL ends that the run text[at:end] holds."""
    label = _NEW_LABEL.search(text, at + 8, end)
    end = label.start() if label else _before_glued_word(text, at, end)
    return _before_stops(text, at, end)


def _before_glued_word(text: str, at: int, end: int) -> int:
    """Cut off the beginning of a next sentence or reference that lost its space ("...0000467387Lee YH").

    Only where more text follows: nothing is known to be glued at the end of the text, and there are DOIs with capitals.
    """
    run = text[at:end]
    is_doi = run.startswith("10.")
    if not is_doi and (ended := _FILE_END.search(run)) and _WORDS_GO_ON.match(text, end):
        return at + ended.start("word")
    if is_doi and (glued := _GLUED_WORD.search(run)) and _WORDS_GO_ON.match(text, end):
        return at + glued.start("word")
    if (glued := _GLUED_INITIAL.search(run)) and _FAMILY_FOLLOWS.match(text, end):
        return at + glued.start("word")
    glued = _GLUED_NAME.search(run)
    if glued and (_NAME_GOES_ON.match(text, end) or (glued["stop"] and is_doi and _WORDS_GO_ON.match(text, end))):
        return at + glued.start("word")
    return end


def _before_stops(text: str, at: int, end: int) -> int:
    """Leave out punctuation at the end, and a closing bracket that was opened outside."""
    while end > at:
        last = text[end - 1]
        if last in ".,;:'’‘*…" or (last in ")]}>" and text.count(last, at, end) > text.count(_OPENS[last], at, end)):
            end -= 1
        else:
            break
    return end


_OPENS = {")": "(", "]": "[", "}": "{", ">": "<"}


def _value(kind: Kind, written: str) -> str:
    """The identifier as it is stored; empty where what was found is none."""
    if kind == "ISBN":
        digits = re.sub(r"[\s-]", "", written).upper()
        return digits if len(digits) in (10, 13) else ""
    bare = re.sub(r"\s", "", written)
    if kind == "DOI":
        bare = unquote(bare) if "%2f" in bare.lower() else bare
        return bare if len(bare.partition("/")[2]) > 1 else ""
    if kind == "PMCID":
        return f"PMC{bare}"
    return bare
