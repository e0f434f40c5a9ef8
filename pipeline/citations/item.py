"""From the spans of a reference's fields to its CSL-JSON item. Both voters, rules and model, end here.

A field whose text is not of the form that it must have (a year without digits, a page without a number) is left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.citations.identifiers import Identifier
from pipeline.citations.names import parse_names

Span = tuple[int, int]
Item = dict[str, Any]

_DASH = re.compile(r"\s*(?:[\u2010-\u2015\u2212\ufe63\uff0d\u00ad-]\s*)+")
_DIGITS = re.compile(r"\d")
_YEAR = re.compile(r"(?<!\d)(1[4-9]\d\d|20\d\d)(?!\d)")
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan januar janvier enero gennaio janeiro januari", "feb februar février febrero febbraio fevereiro februari",
         "mar märz mars marzo março maart", "apr april avril abril aprile", "may mai mayo maggio maio mei",
         "jun juni juin junio giugno junho", "jul juli juillet julio luglio julho", "aug august août agosto augustus",
         "sep sept september septembre septiembre settembre setembro", "oct okt oktober octobre octubre ottobre "
                                                                       "outubro",
         "nov november novembre noviembre novembro", "dec dez dezember décembre diciembre dicembre dezembro"), 1)
    for name in names.split()
}  # fmt: skip
_MONTH_WORD = re.compile(r"[^\W\d_]{3,10}")
_DAY = re.compile(r"(?<!\d)(\d{1,2})(?!\d)(?:st|nd|rd|th)?")
_ISSUE_LABEL = re.compile(r"^(?:no|nr|nos|num|number|issue|iss|heft|n[°º.])\b\.?\s*", re.IGNORECASE)
_VOLUME_LABEL = re.compile(r"^(?:vol(?:ume)?s?|bd|band|tome|t|v)\b\.?\s*", re.IGNORECASE)
_VOLUME = re.compile(r"(?:[A-Za-z]{0,3}[.\s-]?)?\d{1,5}(?:[-/.]\d{1,4})?\s?[A-Za-z]?|[IVXLCivxlc]{1,8}")
_PAGE = re.compile(
    r"(?P<first>[A-Za-z]{0,5}[.-]?\d[\d,]{0,15}[A-Za-z]{0,2}|[ivxlc]{1,7})"
    r"(?:\s*(?P<dash>[\u2010-\u2015\u2212\u00ad-][\u2010-\u2015\u2212\u00ad-]?)\s*(?P<last>[A-Za-z]{0,5}[.-]?\d["
    r"\d,]{0,8}[A-Za-z]{0,2}|[ivxlc]{1,7}))?"
)
_PAGE_LABEL = re.compile(
    r"^[\s(:,]*(?:pp?|pages?|pgs?|seiten?|s|art(?:icle)?(?:\s(?:no|id))?)\b\.?:?\s*", re.IGNORECASE
)
_QUOTES = "\"“”„‟«»‘’'`´ "
_ORDINAL = re.compile(r"\d{1,2}|[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[Rr]ev\w*")
_BRACKETED = re.compile(
    r"\s*\[(?:Internet|Online|serial online|database|homepage|PDF|Web page|electronic resource)[^\]]{0,20}\]\s*$",
    re.IGNORECASE,
)
_PREPRINT = re.compile(r"\b(?:arXiv|bioRxiv|medRxiv|SSRN|Research Square|preprints?)\b", re.IGNORECASE)
_THESIS = re.compile(r"\b(?:thesis|dissertation|diss\.|thèse|tesis|tesi|proefschrift)(?!\w)", re.IGNORECASE)
_PROCEEDINGS = re.compile(r"\b(?:Proc(?:eedings|\.)?|Conf(?:erence|\.)?|Symposium|Workshop|Congress|Meeting)(?!\w)")
_REPORT = re.compile(r"\b(?:tech(?:nical|\.) rep(?:ort|\.)|working paper|white paper|report no)", re.IGNORECASE)


def build(raw: str, spans: Mapping[str, Span], identifiers: Sequence[Identifier]) -> Item:
    """The CSL-JSON item (without id) of a reference whose fields stand at `spans`."""
    text = {field: raw[start:end] for field, (start, end) in spans.items()}
    fields: Item = {
        "author": parse_names(text.get("author", "")),
        "editor": parse_names(text.get("editor", "")),
        "translator": parse_names(text.get("translator", "")),
        "title": title(text.get("title", "")),
        "container-title": container(text.get("container-title", "")),
        "issued": date(text.get("date", "")),
        "volume": volume(text.get("volume", "")),
        "issue": issue(text.get("issue", "")),
        "page": page(text.get("page", "")),
        "edition": edition(text.get("edition", "")),
        "publisher": plain(text.get("publisher", "")).rstrip("."),
        "publisher-place": plain(text.get("publisher-place", "")).rstrip("."),
        "accessed": date(text.get("accessed", "")),
        "genre": plain(text.get("genre", "")).strip("[]().") if _THESIS.search(text.get("genre", "")) else "",
    }
    item: Item = {field: value for field, value in fields.items() if value}
    _add_identifiers(item, identifiers)
    return {"type": _type(raw, item, text), **item}


def _add_identifiers(item: Item, identifiers: Sequence[Identifier]) -> None:
    for found in identifiers:
        if found.kind == "arXiv":
            item.setdefault("number", f"arXiv:{found.value}")
        else:
            item.setdefault(found.kind, found.value)


def plain(text: str) -> str:
    """One line, without what separates fields at its ends."""
    text = " ".join(text.split()).strip(" ,;:")
    if text.startswith("(") and ")" not in text:
        text = text[1:]
    if text.endswith(")") and "(" not in text:
        text = text[:-1]
    return text.strip(" ,;:")


def title(text: str) -> str:
    """A title without its quotes and last stop; a question mark stays."""
    text = _BRACKETED.sub("", plain(text)).lstrip(" .,")
    if text[:1] in _QUOTES or text[-1:] in _QUOTES or text[-2:-1] in _QUOTES:
        text = _unquoted(text)
    return text.rstrip(" ,;:") if text.endswith("...") else text.rstrip(" .,;:")


def _unquoted(text: str) -> str:
    """Strip quotes that are open at one end only or embrace the whole title."""
    head, tail = text[:1], text.rstrip(".,")[-1:]
    if tail in "\"”»“’'" and (head in "\"“„«‘'`" or text.count(tail) == 1):
        text = text.rstrip(".,")[:-1]
    if head in "\"“„«‘'`":
        text = text[1:].lstrip("'`")
    return text.strip()


def container(text: str) -> str:
    """The journal or book a reference is part of, without "In:" and without the stop at its end."""
    text = re.sub(r"^(?:[Ii]n|dans|en|IN)\b\s*:?\s*", "", title(text))
    return re.sub(r"[\s,]*(?:\(?[Vv]ol(?:ume)?\.?|\(|,)$", "", text).strip()


def date(text: str) -> Item | None:
    """{"date-parts": [[year, month, day]]}, as much of it as the text has."""
    years = _YEAR.findall(text)
    if not years:
        return None
    parts = [int(years[0])]
    rest = _YEAR.sub(" ", text, count=1)
    month = next((_MONTHS[key] for word in _MONTH_WORD.findall(rest) if (key := _month_key(word))), 0)
    if month:
        parts.append(month)
        day = _DAY.search(rest)
        if day and 0 < int(day.group(1)) <= 31:
            parts.append(int(day.group(1)))
    return {"date-parts": [parts]}


def _month_key(word: str) -> str:
    lower = word.lower()
    return lower if lower in _MONTHS else lower[:3] if lower[:3] in _ENGLISH and lower in _ENGLISH[lower[:3]] else ""


_ENGLISH = {name[:3]: name for name in (
    "january", "february", "march", "april", "june", "july", "august", "september", "october", "november", "december"
)}  # fmt: skip


def volume(text: str) -> str:
    """A volume without its label."""
    found = _VOLUME.search(_VOLUME_LABEL.sub("", plain(text)))
    return found.group().strip() if found else ""


def issue(text: str) -> str:
    """An issue without its label."""
    bare = _ISSUE_LABEL.sub("", plain(text).strip("().,;: ")).strip()
    return _DASH.sub("-", bare) if len(bare) <= 24 and (_DIGITS.search(bare) or bare[:1].isupper()) else ""


def page(text: str) -> str:
    """Pages with a plain hyphen, as far as written: "743-54" stays short."""
    found = _PAGE.search(_PAGE_LABEL.sub("", plain(text)))
    if not found:
        return ""
    first = found["first"].rstrip(",")
    return f"{first}-{found['last'].rstrip(',')}" if found["last"] else first


def edition(text: str) -> str:
    """The number of an edition, or the word for it."""
    found = _ORDINAL.search(text)
    return found.group() if found else ""


def _type(raw: str, item: Item, text: Mapping[str, str]) -> str:
    """The CSL type. Journals are articles with a container; a body's page without one is a web page."""
    if _THESIS.search(text.get("genre", "") + " " + text.get("note", "") + " " + item.get("publisher", "")):
        return "thesis"
    if _PREPRINT.search(item.get("container-title", "")) or ("number" in item and "container-title" not in item):
        return "article"
    host = item.get("container-title", "")
    if host and _PROCEEDINGS.search(host) and "volume" not in item:
        return "paper-conference"
    if host and ("editor" in item or ("publisher" in item and "issue" not in item and "volume" not in item)):
        return "chapter"
    if host:
        is_news = "accessed" in item or ("URL" in item and not {"volume", "issue", "page", "DOI"} & item.keys())
        return "webpage" if is_news else "article-journal"
    if "publisher" in item or "ISBN" in item:
        return "report" if _REPORT.search(raw) else "book"
    return "webpage" if "DOI" not in item and not {"volume", "page"} & item.keys() else "article-journal"
