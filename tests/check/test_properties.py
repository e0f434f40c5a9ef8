"""Whatever the text is: findings lie inside it, every form can be written, and the index finds what it holds."""

from __future__ import annotations

import json

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline.config import Config, StageSpec
from pipeline.corpus.sketch import features
from pipeline.document import Document
from pipeline.index import Entry, build
from pipeline.judge import examine
from pipeline.report.checks import FORMATS
from pipeline.report.checks.result import results

CONFIG = Config(stages=(StageSpec("pipeline.stages.normalise:normalise"), StageSpec("pipeline.stages.repeats:repeats")))
PIECES = st.sampled_from(
    (
        "The mill ",
        "stood still.",
        "\n",
        "\r\n",
        "\r",
        "\x1b[31m",
        "\u00a0",
        "\u200b",
        "â€™",
        "水車",
        "\u2028",
        "<b>",
        "]]>",
        "\ufffe",
    )
)
TEXTS = st.lists(PIECES | st.text(max_size=5), max_size=30).map("".join)


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_findings_lie_in_the_text_and_every_form_can_be_written(text: str) -> None:
    judged = examine(Document.read("a.txt", text), CONFIG)
    for defect in judged.defects:
        span = defect.span
        assert 0 <= span.start <= span.end <= len(text)
        assert (span.line, span.column) <= (span.end_line, span.end_column)
        assert not (defect.exact and span.end) or text[span.start : span.end] == defect.was
    found = results([judged], ["a.txt"])
    made = {form: "\n".join(write(found)) for form, write in FORMATS.items()}
    assert len(json.loads(made["json"])["inputs"][0]["findings"]) == len(judged.defects)
    assert len(json.loads(made["sarif"])["runs"][0]["results"]) == len(judged.defects)
    assert len(etree.fromstring(made["junit"].encode()).findall("testsuite/testcase/failure")) == len(judged.defects)
    assert len({defect.fingerprint for defect in judged.defects}) == len(judged.defects)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=20, unique=True), st.data())
def test_the_index_finds_what_it_holds(seeds: list[int], data: st.DataObject) -> None:
    docs = [Document.read(f"article-{seed}", said(seed)) for seed in seeds]
    known = [features(doc) for doc in docs]
    index = build(Entry(one.name, one.digest, one.sketch()) for one in known)
    assert bool(np.all(index.hashes[1:] >= index.hashes[:-1]))
    wanted = data.draw(st.sampled_from(known))
    assert index.near(wanted)[0] == wanted.name


def said(seed: int) -> str:
    """Some prose without sense, another for each number."""
    rng = np.random.default_rng(seed)
    return " ".join("".join(chr(97 + c) for c in rng.integers(0, 26, size)) for size in rng.integers(2, 9, 120))
