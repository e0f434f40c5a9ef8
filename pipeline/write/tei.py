"""An article as TEI P5. Where copies disagree, the text has a critical apparatus: <app> with the reading chosen
(<lem>) and the ones that were not (<rdg>), each with the sources that it stands in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pipeline.article import Article, Reading
from pipeline.write.xml import ID, Numbered, Sections, cells, language, placed, safe, to_bytes, without_references

_NAMESPACE = "http://www.tei-c.org/ns/1.0"


class _Apparatus(NamedTuple):
    """The readings of each block, in order, and the id of each source."""

    readings: Mapping[int, Sequence[Reading]]
    sources: Mapping[str, str]

    def write(self, element: Any, index: int, text: str) -> None:
        """The text of a block, with its readings, into the element."""
        here, last = 0, None
        for reading in self.readings.get(index, ()):
            if reading.start >= here:  # an <app> cannot hold half of another
                _append(element, last, text[here : reading.start])
                last = self._app(element, reading)
                here = reading.end
        _append(element, last, text[here:])

    def _app(self, element: Any, reading: Reading) -> Any:
        app = _sub(element, "app")
        _sub(app, "lem", reading.chosen, **self._witnesses(reading.chosen_by))
        for rejected in reading.rejected:
            _sub(app, "rdg", rejected.text, **self._witnesses([rejected.path]))
        return app

    def _witnesses(self, paths: Sequence[str]) -> dict[str, str]:
        known = [f"#{self.sources[path]}" for path in paths if path in self.sources]
        return {"wit": " ".join(known)} if known else {}


def tei(article: Article) -> bytes:
    """The whole XML document."""
    from lxml import etree

    root = etree.Element(_name("TEI"), language(article.language), {None: _NAMESPACE})
    sources = {source.path: f"source-{i}" for i, source in enumerate(article.sources)}
    _header(_sub(_sub(root, "teiHeader"), "fileDesc"), article)
    text = _sub(root, "text")
    main = _sub(text, "body")
    apparatus = _Apparatus(_by_block(article.readings), sources)
    body, title, references = without_references(article.blocks)
    for sections, run in placed(main, _name("div"), [_name("floatingText"), _name("body")], body):
        _add(sections, run, apparatus)
    if not len(main):
        _sub(main, "p")
    if references:
        names = {citation.block: citation.id for citation in article.citations}
        bibliography = _sub(_sub(_sub(text, "back"), "div", type="references"), "listBibl")
        if title:
            apparatus.write(_sub(bibliography, "head"), title.number, title.block.text)
        for index, block in references:
            name = names.get(index, f"block-{index}")
            apparatus.write(_sub(bibliography, "bibl", **{ID: name}), index, block.text)
    return to_bytes(root)


def _name(tag: str) -> str:
    return f"{{{_NAMESPACE}}}{tag}"


def _sub(parent: Any, tag: str, text: str | None = None, **attributes: str) -> Any:
    from lxml import etree

    child = etree.SubElement(parent, _name(tag), attributes)
    child.text = None if text is None else safe(text)
    return child


def _append(element: Any, last: Any | None, text: str) -> None:
    """Text at the end of an element, after its last child."""
    if last is None:
        element.text = safe(text)
    else:
        last.tail = safe(text)


def _by_block(readings: Sequence[Reading]) -> dict[int, list[Reading]]:
    out: dict[int, list[Reading]] = {}
    for reading in sorted(readings, key=lambda r: (r.block, r.start, r.end)):
        out.setdefault(reading.block, []).append(reading)
    return out


def _header(description: Any, article: Article) -> None:
    statement = _sub(description, "titleStmt")
    _sub(statement, "title", article.title)
    for author in article.authors:
        _sub(statement, "author", author)
    _sub(_sub(_sub(description, "publicationStmt"), "p"), "idno", article.id)
    source = _sub(description, "sourceDesc")
    origin = _sub(source, "bibl")
    if article.published:
        _sub(origin, "date", article.published)
    if article.url:
        _sub(origin, "idno", article.url, type="URL")
    if article.sources:
        witnesses = _sub(source, "listWit")
        for i, made_from in enumerate(article.sources):
            witness = _sub(witnesses, "witness", **{ID: f"source-{i}"})
            _sub(witness, "idno", made_from.path, type="path")
            _sub(witness, "idno", made_from.sha256, type="SHA-256")


def _add(sections: Sections, run: Sequence[Numbered], apparatus: _Apparatus) -> None:
    index, block = run[0]
    name = {ID: f"block-{index}"}
    match block.type:
        case "heading":
            section = sections.heading(block.level or 2)
            section.set(ID, name[ID])
            apparatus.write(_sub(section, "head"), index, block.text)
        case "list_item":
            items = _sub(sections.here, "list")
            for number, item in run:
                apparatus.write(_sub(items, "item", **{ID: f"block-{number}"}), number, item.text)
        case "table":
            table = _sub(sections.here, "table", **name)
            for row in cells(block.text):
                line = _sub(table, "row")
                for cell in row:
                    _sub(line, "cell", cell)
        case "gap":
            _sub(sections.here, "gap", reason="missing", **name)
        case "quote":
            apparatus.write(_sub(sections.here, "quote", **name), index, block.text)
        case "paragraph" if block.role in ("body", "callout"):
            apparatus.write(_sub(sections.here, "p", **name), index, block.text)
        case _:
            kind = block.type if block.type in ("code", "caption") else block.role
            apparatus.write(_sub(sections.here, "ab", type=kind, **name), index, block.text)
