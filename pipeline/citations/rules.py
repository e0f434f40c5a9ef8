"""The rule parser: anchors first (identifiers, authors, date, locator), then what lies between them.

It works on a copy of the reference of the same length, in which identifiers are blanks and dashes are plain, so every
match is a span of the raw string. It is the second voter beside the model and stands alone where no model is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.citations.identifiers import Identifier
from pipeline.citations.item import Span
from pipeline.citations.names import is_organisation

_UP = "A-ZÀ-ÖØ-ÞŁŚŠŽČĆĐŞĞİŐŰŘŤŇĎ"
_PLAIN = str.maketrans(
    {**dict.fromkeys("‐‑‒–—―−\u00ad", "-"), "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\t": " ", "\n": " "}
)
_NUMBER = re.compile(
    r"\s*(?:\[\w{1,8}\]|\(\d{1,3}\)|\d{1,3}[.)](?=\D)|\d{1,3}(?=\s+[A-ZÀ-Þ][\w'’-]+[\s,]))\s*|\s*[•·*-]\s+"
)
_PARTICLE = r"(?:(?:van|von|de|der|den|del|della|di|da|dos|du|la|le|ten|ter|el|al|bin|d[’'])\s*(?=\s|(?<=[’'])))"
_WORD = rf"[{_UP}][\w’']*(?:-[\w’']+){{0,3}}"
_FAMILY = rf"(?:{_PARTICLE}\s?){{0,3}}{_WORD}(?: {_WORD}){{0,2}}"
_BARE = rf"(?:[{_UP}]{{1,4}}|[{_UP}]-[{_UP}])(?![\w’'-])"
_DOTTED = rf"(?:[{_UP}][a-z]?\.[ -]?){{1,4}}"
_SUFFIX = r"(?:,? (?:Jr|Sr|II|III|2nd|3rd)\b\.?)?"
_NAME_FORMS = (
    rf"{_FAMILY} {_BARE}{_SUFFIX}",  # Tolaney SM
    rf"{_FAMILY},? ?{_DOTTED}{_SUFFIX}",  # Tolaney, S. M.
    rf"(?:{_DOTTED} ?){_FAMILY}{_SUFFIX}",  # S. M. Tolaney
)
_SEPARATOR = r"(?: ?[,;] ?(?:&|and |und |et |y )? ?| ?(?:&|\band\b|\bund\b|\bet\b|\by\b) ?)"
_ET_AL = r"(?:[,;]? ?(?:and |& )?(?:\bet\.? ?al\b\.?|\bothers\b))?"
AUTHORS = tuple(
    re.compile(rf"{form}(?:{_SEPARATOR}(?:{'|'.join(dict.fromkeys((form, *also)))})){{0,200}}{_ET_AL}")
    for form, also in ((_NAME_FORMS[0], ()), (_NAME_FORMS[1], (_NAME_FORMS[2],)), (_NAME_FORMS[2], ()))
)
_YEAR = r"(?:1[5-9]|20)\d\d"
_DATE_AFTERAUTHORS = re.compile(
    rf"[\s.,]*\((?P<date>{_YEAR})[a-z]?(?:,[^()]{{1,24}})?\)[.,:]?\s*|[\s,]+(?P<bare>{_YEAR})[a-z]?[.,:]\s+(?=[^"
    rf"\W\d_]|[\"“])"
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_PAGES = r"[A-Za-z]{0,4}\d{1,16}[A-Za-z]?(?: ?-{1,2} ?[A-Za-z]{0,4}\d{1,7}[A-Za-z]?)?"
_VOLUME = r"(?:[A-Z]{0,2}\d{1,4}[A-Za-z]?|[IVXLC]{1,7})"
_LOCATORS = tuple(
    re.compile(pattern)
    for pattern in (
        # Vancouver: 2017 Jun 3;18(6):743-754
        rf"(?<!\d)(?P<date>{_YEAR}(?:[ ,]{{1,2}}{_MONTH}(?:[ -]\w{{1,9}}){{0,2}})?) ?; ?(?P<volume>{_VOLUME})? ?"
        rf"(?:\((?P<issue>[^()]{{1,25}})\))?(?: ?[:,] ?(?:pp?\. ?)?(?P<page>{_PAGES}))?",
        # IEEE: vol. 5, no. 2, pp. 25-42, Jun. 2004
        rf"\b[Vv]ol(?:ume)?\.? ?(?P<volume>{_VOLUME}),? ?\(?(?:(?:[Nn]o|[Nn]r|[Ii]ssue|[Ii]ss|[Nn]umber)\.? ?(?P"
        rf"<issue>\d{{1,4}}(?:[-/]\d{{1,3}})?)\)?)?[,:]? ?(?:\(?(?P<date0>{_YEAR})\)?)?[,:]? ?(?:(?:pp?|pages?|a"
        rf"rt)\. ?(?P<page>{_PAGES}))?(?:, (?P<date>(?:{_MONTH} )?{_YEAR}))?",
        # APA: 12(3), 168-171 and 12(3):168-171, 2017
        rf"(?<![\w(])(?P<volume>{_VOLUME}) ?\((?:[Nn]o\.? ?)?(?P<issue>\d{{1,4}}(?:[-/&]\d{{1,3}})?(?: ?Suppl\.?"
        rf" ?\d*)?)\) ?[,:;] ?(?:pp?\. ?)?(?P<page>{_PAGES})(?:[,.] (?P<date>{_YEAR}))?",
        # Chicago, MLA: 12, no. 3 (1990): 34-56; 12.3 (1990): 34-56
        rf"(?<![\w(])(?P<volume>{_VOLUME})(?:, [Nn]o\. ?|\.)(?P<issue>\d{{1,4}}(?:[-/]\d{{1,3}})?) \((?P<date>[^"
        rf"()]{{0,20}}{_YEAR})\)(?: ?[:,] ?(?P<page>{_PAGES}))?",
        # Physics: 77, 250-2 (2000); 12 (1990): 34-56
        rf"(?<![\w(])(?P<volume>{_VOLUME}) ?\((?P<date>[^()]{{0,20}}{_YEAR})\) ?[,:]? ?(?:pp?\. ?)?(?P<page>{_PAGES})",
        rf"(?<![\w(])(?P<volume>{_VOLUME}) ?[,:] ?(?:pp?\. ?)?(?P<page>{_PAGES})(?:[,.]? ?\(?(?P<date>{_YEAR})\)"
        rf"?)?(?=[\s.,;]|$)",
    )
)  # fmt: skip
_LAST_PAGES = re.compile(rf"\b(?:pp?|pages?|S)\. ?(?P<page>{_PAGES})")
_ANY_YEAR = re.compile(rf"(?<![\w/.-])\(?({_YEAR})\)?(?![\w/-])")
_STOP = re.compile(rf"[.?!][\"”’»)\]]?(?=\s+[{_UP}\d\"“‘«(\[]|[{_UP}]|\s*$)")
_QUOTED = re.compile(r"[\"“„«](?P<title>[^\"“”„«»]{4,500})[\"”“»]")
_TAIL = re.compile(
    r"[\s.,;(\[]*\b(?:Available (?:from|at|online)|Retrieved|Accessed|Last accessed|cited|Published|Updated|Epub|"
    r"Disponible|Verfügbar|URL|Abgerufen|Consultado)\b.*", re.DOTALL,
)  # fmt: skip
_ACCESSED = re.compile(
    r"\b(?:[Aa]ccessed|[Rr]etrieved|[Cc]ited|[Aa]bgerufen(?: am)?|[Cc]onsult\w+)(?: on)?:?\s(?P<date>[^.;\]()]{6"
    r",28}?\d{1,4})(?=[\s.;,\])]|$)"
)
_IN = re.compile(r"[.,?!]\s+[Ii]n:?\s+(?=[A-ZÀ-Þ\"“])")
_PLACE_PUBLISHER = re.compile(
    rf"(?P<place>[{_UP}][\w.'’ -]{{2,24}}(?:, [A-Z][\w.]{{1,12}})?): ?(?P<publisher>[{_UP}][\w&.,'’ -]{{2,60}}?)"
    rf"[,;.]? ?\(?(?P<date>{_YEAR})\)?[\s.]*$"
)


def parse_rules(raw: str, identifiers: Sequence[Identifier]) -> dict[str, Span]:
    """The spans of the fields that anchors decide. What has no anchor is left out."""
    text = blanked(raw, identifiers)
    spans: dict[str, Span] = {}
    start = numbering(text)
    end = _cut_tail(text, start, spans)
    start = _authors(text, start, end, spans)
    end = _locator(text, start, end, spans)
    if end > start:
        _title(text, start, end, spans)
    return {field: span for field, span in spans.items() if span[0] < span[1]}


def blanked(raw: str, identifiers: Sequence[Identifier]) -> str:
    """The reference at its own length: identifiers as blanks, dashes plain, white space single blanks."""
    text = raw.translate(_PLAIN)
    for found in identifiers:
        text = text[: found.start] + " " * (found.end - found.start) + text[found.end :]
    return text


def numbering(text: str) -> int:
    """Where the reference begins behind its number or bullet."""
    match = _NUMBER.match(text)
    return match.end() if match else 0


def _cut_tail(text: str, start: int, spans: dict[str, Span]) -> int:
    if accessed := _ACCESSED.search(text, start):
        spans["accessed"] = accessed.span("date")
    tail = _TAIL.search(text, start + 10)
    if not tail:
        return len(text.rstrip())
    if (year := _ANY_YEAR.search(text, tail.start(), len(text))) and "accessed" not in spans:
        spans["date"] = year.span(1)
    return tail.start()


def _authors(text: str, start: int, end: int, spans: dict[str, Span]) -> int:
    """Find the authors at the start and a date right behind them; returns where the rest begins."""
    matches = [match for pattern in AUTHORS if (match := pattern.match(text, start, end))]
    stop = max((match.end() for match in matches), default=start)
    if stop > start and (stop == end or text[stop] in ' .,:;("“' or text[stop - 1] == "."):
        spans["author"] = (start, stop)
    else:
        stop = _corporate(text, start, end)
        if stop > start:
            spans["author"] = (start, stop)
    dated = _DATE_AFTERAUTHORS.match(text, stop, end)
    if dated and stop > start:
        spans["date"] = dated.span("date" if dated["date"] else "bare")
        stop = dated.end()
    while stop < end and text[stop] in " .,:;":
        stop += 1
    return stop


def _corporate(text: str, start: int, end: int) -> int:
    """The end of a body's name that the reference begins with, `start` where there is none."""
    dated = re.compile(rf"[^()\d]{{3,120}}?(?=[.,]? \({_YEAR})").match(text, start, end)
    if dated:
        return dated.end()
    stop = _STOP.search(text, start, end)
    if not stop or stop.end() >= end or stop.start() - start > 120:
        return start
    name = text[start : stop.start()]
    capitals = all(word[:1].isupper() or word in _SMALL for word in name.split())
    return stop.start() if "," not in name and (is_organisation(name) or (capitals and " " in name)) else start


_SMALL = frozenset(
    ["of", "and", "for", "the", "on", "in", "&", "de", "la", "des", "für", "und", "der", "van", "y", "e", "et"]
)


def _locator(text: str, start: int, end: int, spans: dict[str, Span]) -> int:
    """Volume, issue, pages and date; returns where they begin."""
    for pattern in _LOCATORS:
        matches = [m for m in pattern.finditer(text, start, end) if m["volume"] or m["page"]]
        if not matches:
            continue
        match = matches[-1]
        for field, value in match.groupdict().items():
            name = "date" if field == "date0" else field
            if value and not (name == "date" and "date" in spans):
                spans[name] = match.span(field)
        if "date" not in spans:
            _late_year(text, match.end(), end, spans)
        return match.start()
    if pages := _LAST_PAGES.search(text, start, end):
        spans["page"] = pages.span("page")
        _late_year(text, start, end, spans)
        return min(pages.start(), spans["date"][0] if spans.get("date", (0,))[0] > start else pages.start())
    return _imprint(text, start, end, spans)


def _late_year(text: str, start: int, end: int, spans: dict[str, Span]) -> None:
    years = list(_ANY_YEAR.finditer(text, start, end))
    if years and "date" not in spans:
        spans["date"] = years[-1].span(1)


def _imprint(text: str, start: int, end: int, spans: dict[str, Span]) -> int:
    """Place, publisher and year of a book at the end; returns where they begin."""
    imprint = _PLACE_PUBLISHER.search(text, start, end)
    if imprint:
        spans["publisher-place"], spans["publisher"] = imprint.span("place"), imprint.span("publisher")
        spans.setdefault("date", imprint.span("date"))
        return imprint.start()
    _late_year(text, start, end, spans)
    date = spans.get("date", (0, 0))
    return date[0] if start < date[0] < end else end


def _title(text: str, start: int, end: int, spans: dict[str, Span]) -> None:
    """Part text[start:end] into title and container."""
    quoted = _QUOTED.search(text, start, end)
    if quoted and quoted.start() - start < 4:
        spans["title"] = quoted.span("title")
        spans["container-title"] = _trimmed(text, quoted.end(), end)
        return
    inside = _IN.search(text, start, end)
    if inside:
        spans["title"] = _trimmed(text, start, inside.start() + 1)
        spans["container-title"] = _trimmed(text, inside.end(), end)
        return
    cut = _container_start(text, start, end) if {"volume", "page"} & spans.keys() else end
    spans["title"] = _trimmed(text, start, cut)
    if cut < end:
        spans["container-title"] = _trimmed(text, cut, end)


def _container_start(text: str, start: int, end: int) -> int:
    """Where the journal begins: behind the last stop that ends no abbreviation of the journal's name."""
    stops = [m.end() for m in _STOP.finditer(text, start, end) if text[m.end() : end].strip(" .,(")]
    for i in range(len(stops) - 1, -1, -1):
        before = text[stops[i - 1] if i else start : stops[i]].strip()
        if not (i and len(before) <= 12 and before.count(" ") <= 1 and before[:1].isupper()):
            return stops[i]
    return end if stops or end - start > 60 else start


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in " .,;:":
        start += 1
    while start < end and text[end - 1] in " .,;:(":
        end -= 1
    return start, end
