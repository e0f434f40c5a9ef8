"""JATS and TEI as lxml reads them: valid by the JATS DTD, and no character of the article lost."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from lxml import etree

from pipeline.api import Cleaned
from pipeline.article import Article, Reading, Rejected
from pipeline.write.jats import jats
from pipeline.write.tei import tei
from pipeline.write.xml import safe
from tests.write.make import article, articles, block

CASES = Path(__file__).parent.parent / "cases/write"
TEI = {"t": "http://www.tei-c.org/ns/1.0"}
JOURNAL = "<journal-meta><journal-id>none</journal-id><issn>0000-0000</issn></journal-meta>"


@pytest.fixture(scope="session")
def dtd(tmp_path_factory: pytest.TempPathFactory) -> etree.DTD:
    folder = tmp_path_factory.mktemp("jats")
    with zipfile.ZipFile(CASES / "jats-publishing-1.1.zip") as archive:
        archive.extractall(folder)
    return etree.DTD(str(folder / "JATS-journalpublishing1.dtd"))


def with_what_only_journals_have(root: Any) -> Any:
    """The Publishing tag set is the Archiving one with more that must be there: a journal, a title, a date."""
    front, meta = root.find("front"), root.find("front/article-meta")
    front.insert(0, etree.fromstring(JOURNAL))
    if meta.find("title-group") is None:
        meta.insert(1, etree.fromstring("<title-group><article-title/></title-group>"))
    if meta.find("pub-date") is None:
        after = 1 + max(meta.index(x) for x in meta if x.tag in ("title-group", "contrib-group"))
        meta.insert(after, etree.fromstring("<pub-date><year>2000</year></pub-date>"))
    return root


def all_text(root: Any, *leave_out: str) -> list[str]:
    """The text of each block's element, sorted."""
    for tag in leave_out:
        for element in list(root.iter(tag)):
            element.getparent().remove(element)
    return sorted("".join(root.itertext()))


def characters(made: Article) -> list[str]:
    """All characters of all blocks; those between the cells of a table are markup."""
    table = str.maketrans("", "", "\t\n")
    return sorted("".join(safe(b.text).translate(table) if b.type == "table" else safe(b.text) for b in made.blocks))


@settings(deadline=None)
@given(made=articles)
def test_jats_is_valid_and_complete(made: Article, dtd: etree.DTD) -> None:
    root = etree.fromstring(jats(made))
    assert all_text(etree.fromstring(jats(made)), "front", "element-citation") == characters(made)
    assert dtd.validate(with_what_only_journals_have(root)), dtd.error_log.filter_from_errors()


@given(articles)
def test_tei_is_complete(made: Article) -> None:
    assert all_text(etree.fromstring(tei(made)), f"{{{TEI['t']}}}teiHeader") == characters(made)


def test_the_dtd_would_find_a_fault(dtd: etree.DTD) -> None:
    root = with_what_only_journals_have(etree.fromstring(jats(article([block("text")]))))
    etree.SubElement(root.find("body"), "paragraph")
    assert not dtd.validate(root)


def test_seeds_are_valid_jats(seeds: Cleaned, dtd: etree.DTD) -> None:
    for made in seeds.articles:
        root = etree.fromstring(jats(made))
        assert [ref.get("id") for ref in root.iter("ref")] == [c.id for c in made.citations]
        assert [x.text for x in root.iter("mixed-citation")] == [c.raw for c in made.citations]
        dois = [x.text for x in root.iter("pub-id") if x.get("pub-id-type") == "doi"]
        assert dois == [c.csl["DOI"] for c in made.citations if "DOI" in c.csl]
        assert dtd.validate(with_what_only_journals_have(root)), dtd.error_log.filter_from_errors()


def outline(section: Any) -> list[Any]:
    return [[child.findtext("title"), *outline(child)] for child in section.findall("sec")]


def test_sections_nest_by_level() -> None:
    levels = [("a", 2), ("b", 4), ("c", 3), ("d", 2), ("e", None), ("f", 1), ("g", 6)]
    root = etree.fromstring(jats(article([block(text, "heading", level=level) for text, level in levels])))
    assert outline(root.find("body")) == [["a", ["b"], ["c"]], ["d"], ["e"], ["f", ["g"]]]


def test_a_callout_does_not_swallow_what_follows() -> None:
    callout = [block("note", "heading", "callout", 2), block("aside", role="callout")]
    made = article([block("head", "heading", level=2), *callout, block("on")])
    root = etree.fromstring(jats(made))
    assert [p.text for p in root.findall("body/sec/p")] == ["on"]
    assert root.findtext("body/sec/boxed-text/sec/p") == "aside"
    assert etree.fromstring(tei(made)).findtext(".//t:floatingText/t:body/t:div/t:p", namespaces=TEI) == "aside"


def test_tei_has_the_readings_that_were_not_taken() -> None:
    reading = Reading(
        block=0, start=4, end=7, chosen="was", chosen_by=["a"], why="",
        rejected=[Rejected(text="is", path="b", start=0, end=2)],
    )  # fmt: skip
    made = article([block("The was mill"), block("and")])
    made.readings = [reading]
    root = etree.fromstring(tei(made))
    paragraph = root.find(".//t:text//t:p", namespaces=TEI)
    assert paragraph.text == "The "
    app = paragraph[0]
    assert [(x.tag.rpartition("}")[2], x.text) for x in app] == [("lem", "was"), ("rdg", "is")]
    assert app.tail == " mill"


def test_seeds_keep_their_readings_in_tei(seeds: Cleaned) -> None:
    for made in seeds.articles:
        root = etree.fromstring(tei(made))
        rejected = [x.text for x in root.iter(f"{{{TEI['t']}}}rdg")]
        assert sorted(rejected) == sorted(x.text for r in made.readings for x in r.rejected)
        witnesses = {
            f"#{x.get('{http://www.w3.org/XML/1998/namespace}id')}" for x in root.iter(f"{{{TEI['t']}}}witness")
        }
        assert {name for x in root.iter(f"{{{TEI['t']}}}rdg") for name in x.get("wit").split()} <= witnesses
