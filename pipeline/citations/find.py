"""Where references are: headings, lines that look like one, identifiers."""

from __future__ import annotations

import re

from pipeline.citations.identifiers import Identifier, find_identifiers
from pipeline.citations.names import is_organisation
from pipeline.citations.rules import AUTHORS, blanked, numbering

__all__ = ["Identifier", "find_identifiers", "is_prose", "is_reference_heading", "looks_like_reference", "stated_count"]

_HEADINGS = (
    "references(?: cited| and notes| (?:and|&) further reading)?|reference list|list of references|sources?|arti"
    "cle sources|"
    "sources (?:and|&) references|works cited|work cited|bibliography|select(?:ed)? bibliography|citations?|note"
    "s(?: and references)?|"
    "footnotes|endnotes|literature cited|further reading|suggested reading|additional reading|resources|"
    "literatur(?:verzeichnis|angaben|hinweise)?|quellen(?:verzeichnis|angaben)?|quellenangabe|referenzen|einzeln"
    "achweise|weiterführende literatur|fußnoten|"
    "références(?: bibliographiques)?|bibliographie|notes et références|pour en savoir plus|ouvrages cités|"
    "referencias(?: bibliográficas)?|bibliografía|fuentes|obras citadas|lecturas adicionales|notas y referencias|"
    "riferimenti(?: bibliografici)?|bibliografia|fonti|letture consigliate|"
    "referências(?: bibliográficas)?|fontes|leituras adicionais|obras citadas|"
    "referenties|bronnen|literatuur(?:lijst)?|bronvermelding|geraadpleegde bronnen|verder lezen|noten"
)
_HEADING = re.compile(
    rf"\s*(?:(?P<section>\d{{1,2}}(?:\.\d{{1,2}})?[.)]\s+)?(?P<count>\d{{1,4}})?\s*)?(?:{_HEADINGS})(?:\s*[(\[]("
    rf"?P<after>\d{{1,4}})[)\]])?\s*[:.]?\s*",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[^\W\d_]+")
# Words of running text, hardly in the fields of a reference: finite verbs, pronouns, address.
_PROSE_TEXT = """
    is are was were be been has have had does do did can may will would could should must our we us you your i my
    they them their it its he she uses use read learn see more about how this these that there here who which when
"""
_PROSE_WORDS = frozenset(_PROSE_TEXT.split())


def is_reference_heading(text: str) -> bool:
    """Whether a line is the heading of a list of references.

    >>> [is_reference_heading(line) for line in ("11 Sources", "Quellenangaben:", "Sources of protein")]
    [True, True, False]
    """
    return len(text) <= 80 and bool(_HEADING.fullmatch(text))


def stated_count(text: str) -> int | None:
    """How many references a heading says there are.

    >>> stated_count("11 Sources"), stated_count("References (24)"), stated_count("References")
    (11, 24, None)
    """
    match = _HEADING.fullmatch(text) if len(text) <= 80 else None
    number = match and (match["count"] or match["after"])
    return int(number) if number else None


def reference_heading_end(text: str) -> int:
    """Where a heading ends that the text begins with and that lost its line break; 0 where there is none."""
    match = _HEADING.match(text)
    return (
        match.end()
        if match and match.end() < len(text) and text[match.end()].isupper() and match.group()[-1:].islower()
        else 0
    )


def is_prose(text: str) -> bool:
    """Whether a sentence is running text and no part of a reference."""
    words = [word.lower() for word in _WORDS.findall(text)]
    return len(words) >= 5 and sum(word in _PROSE_WORDS for word in words) >= 2


# What speaks for a reference, and how loudly; set by hand, on the half of the labelled references that was looked at.
_SIGNS: tuple[tuple[re.Pattern[str], float], ...] = (
    (re.compile(r"(?:19|20)\d\d(?: \w{3,9}(?: \d{1,2})?)? ?; ?\w{0,6} ?(?:\([^()]{1,20}\))? ?:"), 0.6),
    (re.compile(r"(?<![\w$€£])\d{1,4} ?\(\d{1,3}(?:[-/]\d{1,3})?\)[,:] ?(?:pp?\.? ?)?\w{1,8}"), 0.5),
    (re.compile(r"\b[Vv]ol(?:ume)?\.? ?\d{1,4}\b|, [Nn]o\. ?\d"), 0.35),
    (re.compile(r"\b(?:pp?|[Pp]ages)\.? ?\d{1,5}(?: ?- ?\d{1,5})?\b|: ?\d{1,5}-\d{1,5}\b"), 0.3),
    (re.compile(r"\((?:19|20)\d\d[a-z]?(?:, [^()]{3,20})?\)[.,:]? ?\S|[.,] (?:19|20)\d\d[a-z]?\.?$"), 0.25),
    (re.compile(r"\b(?:19|20)\d\d\b"), 0.1),
    (re.compile(r"\bet al\b"), 0.15),
    (
        re.compile(
            r"\b(?:[Aa]ccessed|[Rr]etrieved|[Cc]ited) (?:on |from |\d{1,2} |[A-Z][a-z]{2})|\b[Aa]vailable (?:from|at)\b"
        ),
        0.35,
    ),
    (re.compile(r"[.,?!] [Ii]n:? [^.]{2,80}\b(?:[Ee]ds?\.?|[Pp]roc\w*|[Ee]ditors?)\b|\([Ee]ds?\.\)"), 0.4),
    (
        re.compile(r": (?:[A-Z][\w&.' -]{2,40})?(?:Press|Springer|Wiley|Elsevier|Books|Verlag|Publish\w+|Routledge)\b"),
        0.4,
    ),
    (re.compile(r"[A-Z][\w ]{2,20}: [A-Z][\w&.' -]{2,40}, (?:19|20)\d\d"), 0.4),
)
_LABELS = {"DOI": 0.45, "PMID": 0.45, "PMCID": 0.4, "arXiv": 0.4, "ISBN": 0.35, "URL": 0.15}
# Lines that hold such signs and are none: legal citations, bylines, notices.
_AGAINST = re.compile(
    r"\bv\. [A-Z]|\b\d+ (?:U\.? ?S\.?|F\.? ?(?:2d|3d|4th|Supp)|S\. ?Ct|Cal\.|N\.?E\.?|A\.?C\.?)[\w. ]{0,10} \d+|"
    r"§|\bU\.?S\.?C\.|\bC\.?F\.?R\.|"
    r"^\s*(?:By|Von|Par|Por|Di|Door|Written by|Reviewed by|Medically|Updated|Published|Posted|Photo|Copyright|©|"
    r"Read|See|Share|Related)\b|"
    r"[!?]\s*$|\b(?:min read|comments?|subscribe|newsletter|click)\b",
)


def looks_like_reference(text: str) -> float:
    """How much one line looks like a reference, 0 to 1.

    >>> looks_like_reference("Lee YH, Kang KM. A study. Thorac Cancer. 2018;9(12):1671-1679.") > 0.9
    True
    >>> looks_like_reference("In 2018, the team published its results in Thorac Cancer.") < 0.2
    True
    """
    if not 15 <= len(text) <= 2000:
        return 0.0
    identifiers = list(find_identifiers(text))
    plain = blanked(text, identifiers)
    score = max((_LABELS[found.kind] for found in identifiers), default=0.0)
    score += sum(weight for pattern, weight in _SIGNS if pattern.search(plain))
    score += 0.35 * _begins_with_authors(plain)
    name, stop, rest = plain.partition(".")
    if stop and is_organisation(name) and rest.strip()[:1].isupper() and len(text) < 160 and not is_prose(text):
        score += 0.35
    words = [word.lower() for word in _WORDS.findall(plain)]
    prose = sum(word in _PROSE_WORDS for word in words)
    score -= 0.12 * max(0, prose - 1) + (0.5 if _AGAINST.search(plain) else 0.0)
    if identifiers and len(words) < 4:
        score -= 0.4  # a bare link names no work
    return round(min(1.0, max(0.0, score)), 3)


def _begins_with_authors(plain: str) -> bool:
    return any(
        match.end() - match.start() > 4 for pattern in AUTHORS if (match := pattern.match(plain, numbering(plain)))
    )
