"""Each format is read back by a parser that did not write it."""

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from pipeline.citations.formats import to_bibtex, to_csl_json, to_jats, to_markdown, to_ris
from pipeline.citations.same import group_references

ITEMS = [
    case["csl"] for case in json.loads((Path(__file__).parents[1] / "cases/citations/seeds.json").read_text("utf-8"))
]
HARD = {
    "id": "hard one",
    "type": "book",
    "title": "50% of A & B_c: {braces}, #1 $x$ <tag> *y*",
    "author": [
        {"family": "Berg", "given": "A.", "non-dropping-particle": "van der", "suffix": "Jr"},
        {"literal": "Doe and Sons"},
    ],
    "publisher": "P & Q",
    "issued": {"date-parts": [[1999]]},
    "URL": "https://example.org/a_b",
}


def test_csl_json_has_ids():
    found = json.loads(to_csl_json([*ITEMS, HARD]))
    assert [item.pop("id") for item in found] == [f"ref-{i}" for i in range(1, 12)] + ["hard one"]
    assert found == [*ITEMS, {k: v for k, v in HARD.items() if k != "id"}]


def test_bibtex():
    bibtexparser = pytest.importorskip("bibtexparser")
    pytest.importorskip("pybtex")
    library = bibtexparser.parse_string(to_bibtex([*ITEMS, HARD]))
    assert not library.failed_blocks
    entries = [entry.fields_dict for entry in library.entries]
    assert len(entries) == 12
    assert entries[2]["pages"].value == "743--754"
    assert entries[2]["author"].value == "Krop, I. E. and Kim, S.-B. and Martin, A. G."
    assert r"50\% of A \& B\_c" in entries[11]["title"].value
    assert entries[11]["author"].value == "van der Berg, Jr, A. and {Doe and Sons}"


def test_ris():
    pytest.importorskip("rispy")
    records = [
        dict(re.findall(r"^(\w\w)  - (.*)$", record, re.MULTILINE)) for record in to_ris([*ITEMS, HARD]).split("ER  - ")
    ]
    assert [record.get("TY") for record in records[:4]] == ["ELEC", "JOUR", "JOUR", "ELEC"]
    assert (records[2]["SP"], records[2]["EP"], records[2]["T2"]) == ("743", "754", "The Lancet Oncology")
    assert records[11]["TI"] == HARD["title"]


def test_jats():
    refs = ET.fromstring(to_jats([*ITEMS, HARD])).findall("ref")
    assert len(refs) == 12
    citation = refs[2].find("element-citation")
    assert [name.findtext("surname") for name in citation.iter("name")] == ["Krop", "Kim", "Martin"]
    assert citation.findtext("pub-id") == "10.1016/s1470-2045(17)30313-3"
    assert refs[11].find("element-citation").findtext("source") == HARD["title"]
    assert refs[11].find(".//collab").text == "Doe and Sons"


def test_markdown():
    pytest.importorskip("citeproc")
    lines = to_markdown([*ITEMS, HARD]).splitlines()
    assert len(lines) == 12
    assert lines[9].startswith("10. Laakmann E, Müller V, Schmidt M, Witzel I. Systemic Treatment Options")
    assert lines[9].endswith("Breast Care (Basel). 2017;12(3):168–171. <https://doi.org/10.1159/000467387>")
    assert r"\<tag\> \*y\*" in lines[11]


def test_the_same_references_group():
    assert group_references([*ITEMS, *reversed(ITEMS)]) == [[i, 21 - i] for i in range(11)]
