"""An article as JATS XML 1.1 (NISO Z39.96), Archiving and Interchange: the tag set that asks for nothing that a web
article has not, such as a journal. Sections nest by the levels of the headings; references are the back matter, each
as it is written beside the fields that were read from it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from pipeline.article import Article, ArticleBlock, Citation
from pipeline.citations.formats import to_jats
from pipeline.write.xml import Numbered, Sections, cells, language, placed, safe, to_bytes, without_references

_DOCTYPE = (
    '<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Archiving and Interchange DTD v1.1 20151215//EN" '
    '"JATS-archivearticle1.dtd">'
)
_XLINK = "http://www.w3.org/1999/xlink"
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?![\d-])")


def jats(article: Article) -> bytes:
    """The whole XML document."""
    from lxml import etree

    attributes = {"article-type": "other", "dtd-version": "1.1", **language(article.language)}
    root = etree.Element("article", attributes, {"xlink": _XLINK})
    _meta(_sub(_sub(root, "front"), "article-meta"), article)
    body, title, references = without_references(article.blocks)
    for sections, run in placed(_sub(root, "body"), "sec", ["boxed-text"], body):
        _add(sections, run)
    if references:
        _references(_sub(_sub(root, "back"), "ref-list"), title, references, article.citations)
    return to_bytes(root, _DOCTYPE)


def _sub(parent: Any, tag: str, text: str | None = None, **attributes: str) -> Any:
    from lxml import etree

    child = etree.SubElement(parent, tag, {name.replace("_", "-"): value for name, value in attributes.items()})
    child.text = None if text is None else safe(text)
    return child


def _meta(meta: Any, article: Article) -> None:
    _sub(meta, "article-id", article.id, pub_id_type="other")
    if article.title:
        _sub(_sub(meta, "title-group"), "article-title", article.title)
    if article.authors:
        group = _sub(meta, "contrib-group")
        for author in article.authors:
            # Which part of a name is the family's is not known, so it is no <name>.
            names = _sub(_sub(group, "contrib", contrib_type="author"), "name-alternatives")
            _sub(names, "string-name", author)
    date = _DATE.match(article.published or "")
    if date:
        published = _sub(meta, "pub-date", date_type="pub", iso_8601_date=date.group())
        for tag, value in zip(("day", "month", "year"), date.groups()[::-1], strict=True):
            if value:
                _sub(published, tag, value)
    if article.url:
        _sub(meta, "self-uri").set(f"{{{_XLINK}}}href", safe(article.url))
    if article.published and not date:  # a date in words has no place of its own
        custom = _sub(_sub(meta, "custom-meta-group"), "custom-meta")
        _sub(custom, "meta-name", "published")
        _sub(custom, "meta-value", article.published)


def _add(sections: Sections, run: Sequence[Numbered]) -> None:
    index, block = run[0]
    name = f"block-{index}"
    match block.type:
        case "heading":
            section = sections.heading(block.level or 2)
            section.set("id", name)
            _sub(section, "title", block.text)
        case "list_item":
            items = _sub(sections.here, "list", list_type="bullet")
            for number, item in run:
                _sub(_sub(items, "list-item", id=f"block-{number}"), "p", item.text, **_content_type(item))
        case "quote":
            _sub(_sub(sections.here, "disp-quote", id=name), "p", block.text)
        case "code":
            _sub(sections.here, "code", block.text, id=name)
        case "table":
            body = _sub(_sub(_sub(sections.here, "table-wrap", id=name), "table"), "tbody")
            for row in cells(block.text):
                line = _sub(body, "tr")
                for cell in row:
                    _sub(line, "td", cell)
        case _:
            _sub(sections.here, "p", block.text, id=name, **_content_type(block))


def _content_type(block: ArticleBlock) -> dict[str, str]:
    """What a paragraph is, where it is none of the body's: its kind (caption, gap) or role (credit, related)."""
    kind = block.type if block.type in ("caption", "gap") else block.role
    return {} if kind in ("body", "callout") else {"content_type": kind}


def _references(
    parent: Any, title: Numbered | None, references: Sequence[Numbered], citations: Sequence[Citation]
) -> None:
    from lxml import etree

    read = etree.fromstring(to_jats([citation.csl for citation in citations]))
    fields = dict(zip((citation.block for citation in citations), read.iter("element-citation"), strict=True))
    names = {citation.block: citation.id for citation in citations}
    if title:
        _sub(parent, "title", title.block.text)
    for index, block in references:
        ref = _sub(parent, "ref", id=names.get(index, f"block-{index}"))
        both = _sub(ref, "citation-alternatives") if index in fields else ref
        _sub(both, "mixed-citation", block.text)
        if index in fields:
            both.append(fields[index])
            fields[index].tail = None
