"""Every annotation quotes what stands at its place, and leads to the place in the article that it speaks of."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import unquote

import pytest

from pipeline.api import Cleaned
from pipeline.write.exports import export


@pytest.fixture(scope="session")
def pages(seeds: Cleaned) -> list[dict]:
    return [json.loads(data) for _, data in export("annotations", seeds.articles, seeds.rows)]


def test_selectors_agree_with_the_source(pages: list[dict], raw: Path) -> None:
    for item in (item for page in pages for item in page["items"]):
        text = (raw.parent / unquote(item["target"]["source"])).read_text(encoding="utf-8")
        position, quotation = item["target"]["selector"]
        assert text[position["start"] : position["end"]] == quotation["exact"]
        assert text[: position["start"]].endswith(quotation["prefix"])
        assert text[position["end"] :].startswith(quotation["suffix"])


def test_bodies_lead_into_the_article(pages: list[dict], seeds: Cleaned) -> None:
    for page, made in zip(pages, seeds.articles, strict=True):
        linked = [item for item in page["items"] if item["motivation"] == "linking"]
        spans = [(i, s.text_start, s.text_end) for i, b in enumerate(made.blocks) for s in b.sources]
        found = []
        for item in linked:
            selector = item["body"]["selector"]
            _, blocks, number, text = selector["value"].split("/")
            assert (blocks, text) == ("blocks", "text")
            found.append((int(number), selector["refinedBy"]["start"], selector["refinedBy"]["end"]))
        assert found == spans


def test_all_that_the_ledger_says_is_there(pages: list[dict], seeds: Cleaned) -> None:
    items = [item for page in pages for item in page["items"] if item["motivation"] != "linking"]
    assert len(items) == sum(row.rule != "SEP" for row in seeds.rows)
    edits = [item for item in items if item["motivation"] == "editing"]
    assert len(edits) == sum(row.now is not None for row in seeds.rows)
    assert len({item["id"] for page in pages for item in page["items"]}) == sum(len(page["items"]) for page in pages)
