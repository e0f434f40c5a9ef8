"""The report as bytes: what it holds, that it is safe to open, and that every character of a source is in it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest
import report_records as made
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.document import Document, Finding, apply
from pipeline.proof import audit
from pipeline.report.glance import glance
from pipeline.report.page import report
from pipeline.report.trace import Corpus, Part, Trace

HOSTILE = json.loads(Path(__file__).parent.parent.joinpath("cases", "report", "hostile.json").read_text("utf-8"))
OPENED = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")


def data_of(page: bytes) -> dict:
    return json.loads(
        re.search(r'<script type="application/json" id="data">(.*?)</script>', page.decode(), re.DOTALL)[1]
    )


def elements(page: bytes) -> set[str]:
    """The names of all elements of the page, without its own style and script."""
    text = re.sub(r"(?s)<style>.*?</style>|<script>.*?</script>", "", page.decode())
    return {name.lower() for _, name in OPENED.findall(text)}


def written(trace: Trace, articles_blocks: list[str], part: Part) -> str:
    """A part as it stands in its source, put together as the page's script does it: cut in UTF-16 units."""
    if part.block is not None:
        base = articles_blocks[part.block]
    else:
        base = trace.rows[part.row].was if part.row is not None else ""
    units = base.encode("utf-16-le")
    cuts = [
        trace.rows[s].was if isinstance(s, int) else units[2 * s[0] : 2 * s[1]].decode("utf-16-le")
        for s in part.segments
    ]
    return part.text + "".join(cuts)


def test_the_same_records_give_the_same_bytes():
    one, other = made.small(), made.small()
    assert report(*one) == report(*other)


def test_a_small_corpus_is_one_page_with_all_its_articles():
    files = report(*made.small())
    assert list(files) == ["report.html"]
    data = data_of(files["report.html"])
    assert [article["id"] for article in data["articles"]] == ["the-mill", "plain"]
    unused = [(item["path"], item["status"]) for item in data["inputs"]][:2]
    assert unused == [("raw/noise.bin", "quarantined"), ("raw/photo.jpg", "skipped")]


def test_an_empty_run_has_a_report():
    page = report(*made.records({}))["report.html"].decode()
    assert "0 inputs" in page and "Nothing had to be changed" in page


def test_a_large_corpus_is_split_and_no_page_holds_more_than_its_share():
    files = report(*made.many(250))
    assert list(files) == ["report.html", "report/1.html", "report/2.html", "report/3.html"]
    data = {name: data_of(page) for name, page in files.items()}
    assert data["report.html"]["articles"] == []
    assert len(data["report.html"]["entries"]) == 250
    ids = [a["id"] for name in list(files)[1:] for a in data[name]["articles"]]
    assert ids == [entry["id"] for entry in data["report.html"]["entries"]]
    assert max(len(d["articles"]) for d in data.values()) == 100
    pages = {entry["id"]: entry["page"] for entry in data["report.html"]["entries"]}
    assert all(pages[a["id"]] == n for n in (1, 2, 3) for a in data[f"report/{n}.html"]["articles"])


def test_the_policy_allows_the_pages_own_style_and_script_and_nothing_else():
    page = report(*made.small())["report.html"].decode()
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)[1].replace("&#39;", "'")
    for tag in ("style", "script"):
        digest = hashlib.sha256(re.search(rf"(?s)<{tag}>(.*?)</{tag}>", page)[1].encode()).digest()
        assert f"{tag}-src 'sha256-{base64.b64encode(digest).decode()}'" in policy
    assert policy.startswith("default-src 'none'") and "unsafe" not in policy
    assert not re.search(r"<[^>]*\s(style|on[a-z]+)=", re.sub(r"(?s)<script.*?</script>|<style>.*?</style>", "", page))


def test_the_script_makes_no_markup_and_asks_nobody():
    script = Path(made.__file__).parents[2].joinpath("pipeline/report/assets/report.js").read_text("utf-8")
    for word in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "fetch(",
        "XMLHttpRequest",
        "import(",
    ):
        assert word not in script


@pytest.mark.parametrize("case", HOSTILE, ids=lambda case: case["why"])
def test_hostile_text_adds_no_element_and_reaches_the_data_as_it_is(case):
    page = report(*made.hostile([case["text"]]))["report.html"]
    assert elements(page) == elements(report(*made.hostile(["harmless"]))["report.html"])
    article = data_of(page)["articles"][0]
    assert article["title"] == case["text"]
    assert f"because {case['text']}" in article["whys"]
    assert f" {case['text']} " in [row.get("now") for row in article["rows"]]


def test_marks_are_cut_in_the_units_of_the_script():
    article = data_of(report(*made.small())["report.html"])["articles"][0]
    block = next(b for b in article["blocks"] if "1950" in b["text"])
    [[start, end, rows]] = block["marks"]
    assert block["text"].encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le") == " "
    assert article["rows"][rows[0]]["was"] == "\u00a0"
    assert article["sources"][article["rows"][rows[0]]["source"]]["path"] == "raw/two.txt"


def test_the_numbers_add_up():
    records = made.small()
    seen = glance(records.manifest, records.rows)
    corpus = Corpus(records.articles, records.rows)
    for article in records.articles:
        seen.add(article, corpus.trace(article))
    tally = seen.tally
    used = sum(len(trace.text) for a in records.articles for trace in corpus.trace(a).sources)
    assert tally.kept + tally.changed + tally.between + sum(tally.left_out.values()) == used
    assert dict(tally.left_out) == {"furniture": len("Read more")}
    assert (tally.inserted, tally.changed) == (2, 1)
    rules = {count.rule: count for count in seen.rules}
    assert (rules["GLU003"].changed, rules["FUR001"].left_out, rules["STR001"].other) == (1, 1, 1)


LETTERS = st.text(alphabet="ab é.\U0001f33e\n", max_size=40)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    doc = Document.read("raw/x.txt", draw(LETTERS))
    for _ in range(draw(st.integers(0, 3))):
        findings, here = [], 0
        while here <= len(doc.text) and draw(st.booleans()):
            start = draw(st.integers(here, len(doc.text)))
            end = draw(st.integers(start, min(start + 3, len(doc.text))))
            findings.append(
                Finding("GLU001", start, end, "random", fix=draw(st.sampled_from(["", " ", "x", "\U0001f33e", "long"])))
            )
            here = end + 1
        doc = apply(doc, findings)
        blocks = [b for b in doc.blocks if b.end > b.start]
        out = draw(st.lists(st.sampled_from(blocks), max_size=2, unique=True)) if blocks else []
        doc = apply(doc, [Finding("FUR001", b.start, b.end, "random", role="furniture") for b in out])
    return doc


@given(documents())
def test_the_parts_of_a_source_are_the_source(doc):
    article, ledger = made.one_article([doc], "x")
    # What the proof does not accept never reaches the report.
    assume(not audit(made.manifest({"x": [doc]}), [article], ledger))
    records = made.Records(made.manifest({"x": [doc]}), [article], ledger)
    trace = Corpus(records.articles, records.rows).trace(records.articles[0])
    [source] = trace.sources
    texts = [block.text for block in records.articles[0].blocks]
    assert "".join(written(trace, texts, part) for part in source.parts) == doc.source
    tally = source.tally
    assert tally.kept + tally.changed + tally.between + sum(tally.left_out.values()) == len(doc.source)
