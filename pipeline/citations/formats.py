"""References in the formats people use: CSL-JSON, BibTeX, RIS, JATS and Markdown.

Each writer takes CSL-JSON items and returns text. What a format has no place for is left out. The libraries are loaded
when their format is asked for.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Sequence
from importlib import resources
from typing import Any

from pipeline.citations.item import Item

_BIBTEX_TYPES = {
    "article-journal": "article", "article": "misc", "book": "book", "chapter": "incollection",
    "paper-conference": "inproceedings",
    "thesis": "phdthesis", "report": "techreport",
}  # fmt: skip
_RIS_TYPES = {
    "article-journal": "JOUR", "article": "GEN", "book": "BOOK", "chapter": "CHAP", "paper-conference": "CPAPER",
    "thesis": "THES",
    "report": "RPRT", "webpage": "ELEC",
}  # fmt: skip
_JATS_TYPES = {
    "article-journal": "journal", "article": "preprint", "paper-conference": "confproc", "webpage": "web",
    "thesis": "thesis", "report": "report",
}  # fmt: skip
_PLAIN_FIELDS = {
    "title": "title",
    "volume": "volume",
    "publisher": "publisher",
    "publisher-place": "address",
    "edition": "edition",
    "DOI": "doi",
    "URL": "url",
    "ISBN": "isbn",
}


def with_ids(items: Sequence[Item]) -> list[Item]:
    """The items, each with an id; what has none is called by its place."""
    return [{"id": f"ref-{i}", **item} for i, item in enumerate(items, 1)]


def to_csl_json(items: Sequence[Item]) -> str:
    """A list of CSL-JSON items, sorted keys, final newline."""
    return json.dumps(with_ids(items), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def to_bibtex(items: Sequence[Item]) -> str:
    """BibTeX entries, through pybtex, which escapes what TeX reserves."""
    from pybtex.database import BibliographyData, Entry

    entries = []
    for item in with_ids(items):
        fields = {name: str(item[field]) for field, name in _PLAIN_FIELDS.items() if field in item}
        kind = _BIBTEX_TYPES.get(item["type"], "misc")
        host = "journal" if kind == "article" else "howpublished" if kind == "misc" else "booktitle"
        fields |= {
            name: str(item[field]) for field, name in (("container-title", host), ("issue", "number")) if field in item
        }
        if "page" in item:
            fields["pages"] = re.sub(r"-+", "--", item["page"])
        if date := _date(item, "issued"):
            fields["year"] = str(date[0])
        persons = {
            role: [_bibtex_person(name) for name in item[role]] for role in ("author", "editor") if item.get(role)
        }
        entries.append((_bibtex_key(item["id"]), Entry(kind, fields, persons)))
    text: str = BibliographyData(dict(entries)).to_string("bibtex")
    return text


def _bibtex_key(name: str) -> str:
    return re.sub(r"[^\w:.-]", "-", name)


def _bibtex_person(name: dict[str, str]) -> Any:
    from pybtex.database import Person

    if "literal" in name:
        return Person(last="{" + name["literal"] + "}")
    return Person(
        first=name.get("given", ""), prelast=name.get("non-dropping-particle", ""), last=name.get("family", ""),
        lineage=name.get("suffix", "")
    )  # fmt: skip


def to_ris(items: Sequence[Item]) -> str:
    """RIS records, through rispy."""
    import rispy

    records = []
    for item in with_ids(items):
        record: dict[str, Any] = {"type_of_reference": _RIS_TYPES.get(item["type"], "GEN"), "id": item["id"]}
        if item.get("author"):
            record["authors"] = [written_name(name) for name in item["author"]]
        if item.get("editor"):
            record["secondary_authors"] = [written_name(name) for name in item["editor"]]
        fields = {
            "title": "title", "container-title": "secondary_title", "volume": "volume", "issue": "number",
            "DOI": "doi", "publisher": "publisher",
            "publisher-place": "place_published", "edition": "edition",
        }  # fmt: skip
        record |= {name: str(item[field]) for field, name in fields.items() if field in item}
        if "URL" in item:
            record["urls"] = [item["URL"]]
        if "page" in item:
            first, _, last = item["page"].partition("-")
            record |= {"start_page": first} | ({"end_page": last} if last else {})
        if date := _date(item, "issued"):
            record["year"] = str(date[0])
        records.append(record)

    class Records(rispy.RisWriter):  # type: ignore[misc]
        def set_header(self, count: int) -> str:  # noqa: ARG002
            return ""  # rispy numbers the records, which no other reader expects

    text: str = rispy.dumps(records, implementation=Records)
    return text


def written_name(name: dict[str, str]) -> str:
    """Write a name as "Family, Given, Suffix"; a body by its name."""
    if "literal" in name:
        return name["literal"]
    family = " ".join(filter(None, [name.get("non-dropping-particle"), name.get("family")]))
    return ", ".join(filter(None, [family, name.get("given"), name.get("suffix")]))


def to_jats(items: Sequence[Item]) -> str:
    """A JATS <ref-list> of element-citations."""
    from lxml import etree

    root = etree.Element("ref-list")
    for item in with_ids(items):
        ref = etree.SubElement(root, "ref", id=re.sub(r"[^\w.-]", "-", f"R-{item['id']}"))
        citation = etree.SubElement(
            ref, "element-citation", {"publication-type": _JATS_TYPES.get(item["type"], "book")}
        )
        for tag, attributes, text in _jats_parts(item):
            part = etree.SubElement(citation, tag, attributes)
            if isinstance(text, str):
                part.text = _xml_text(text)
            else:
                _jats_names(part, text)
    written: str = etree.tostring(root, encoding="unicode", pretty_print=True)
    return written


def _jats_parts(item: Item) -> list[tuple[str, dict[str, str], Any]]:
    """(tag, attributes, text or names) of one citation, in order."""
    parts: list[tuple[str, dict[str, str], Any]] = [
        ("person-group", {"person-group-type": role}, item[role]) for role in ("author", "editor") if item.get(role)
    ]
    is_part = "container-title" in item
    title_tag = ("chapter-title" if item["type"] == "chapter" else "article-title") if is_part else "source"
    fields = [("title", title_tag), ("container-title", "source"), ("volume", "volume"), ("issue", "issue"),
    ("publisher", "publisher-name"),
              ("publisher-place", "publisher-loc"), ("edition", "edition")]  # fmt: skip
    if date := _date(item, "issued"):
        parts += [(tag, {}, str(value)) for tag, value in zip(("year", "month", "day"), date, strict=False)]
    parts += [(tag, {}, str(item[field])) for field, tag in fields if field in item]
    if "page" in item:
        first, _, last = item["page"].partition("-")
        parts += [("fpage", {}, first)] + ([("lpage", {}, last)] if last else [])
    parts += [
        ("pub-id", {"pub-id-type": kind.lower()}, item[kind]) for kind in ("DOI", "PMID", "PMCID") if kind in item
    ]
    return [*parts, ("uri", {}, item["URL"])] if "URL" in item else parts


def _jats_names(group: Any, names: Sequence[dict[str, str]]) -> None:
    from lxml import etree

    for name in names:
        if "literal" in name:
            etree.SubElement(group, "collab").text = _xml_text(name["literal"])
            continue
        element = etree.SubElement(group, "name")
        family = " ".join(filter(None, [name.get("non-dropping-particle"), name.get("family")]))
        for tag, text in (("surname", family), ("given-names", name.get("given")), ("suffix", name.get("suffix"))):
            if text:
                etree.SubElement(element, tag).text = _xml_text(text)


def _xml_text(text: str) -> str:
    """Without the control characters that XML cannot hold."""
    return re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)


def to_markdown(items: Sequence[Item]) -> str:
    """A numbered list, formatted by citeproc-py in the style of models/citations.csl."""
    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON

    named = with_ids(items)
    with (
        warnings.catch_warnings(),
        resources.as_file(resources.files("pipeline") / "models/citations.csl") as style_path,
    ):
        warnings.simplefilter("ignore")
        style = CitationStylesStyle(str(style_path), validate=False)
        bibliography = CitationStylesBibliography(
            style, CiteProcJSON([_for_citeproc(item) for item in named]), formatter.plain
        )
        for item in named:
            bibliography.register(Citation([CitationItem(item["id"])]))
        lines = [str(entry) for entry in bibliography.bibliography()]
    return "".join(f"{i}. {_markdown_text(line)}\n" for i, line in enumerate(lines, 1))


def _for_citeproc(item: Item) -> Item:
    known = {
        "id",
        "type",
        "title",
        "container-title",
        "volume",
        "issue",
        "page",
        "DOI",
        "URL",
        "publisher",
        "publisher-place",
        "author",
        "editor",
        "issued",
    }
    return {field: value for field, value in item.items() if field in known}


def _markdown_text(line: str) -> str:
    """Escape what Markdown would read as markup, outside addresses, which become links."""
    parts = re.split(r"(https?://\S+)", " ".join(line.split()))
    return "".join(f"<{part}>" if i % 2 else re.sub(r"([\\`*_\[\]<>#])", r"\\\1", part) for i, part in enumerate(parts))


def _date(item: Item, field: str) -> list[int]:
    parts = (item.get(field) or {}).get("date-parts") or [[]]
    return list(parts[0])
