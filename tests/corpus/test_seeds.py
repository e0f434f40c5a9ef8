"""The two seed files: one fragment link, one group, one lawful merge with exactly three readings."""

from __future__ import annotations

from itertools import accumulate
from pathlib import Path

import pytest

from pipeline.corpus.groups import groups
from pipeline.corpus.links import links
from pipeline.corpus.merge import check_merge, merge
from pipeline.document import Document, Finding, apply

RAW = Path(__file__).parents[2] / "raw"
FULL, PART = "000_cab73a0c172a3a85.txt", "003_63c1464b5ff0fbd9.txt"
CONTAINERS = (10, 49, 51, 53, 67, 70)


@pytest.fixture(scope="module")
def seeds() -> list[Document]:
    full, part = (Document.read(name, (RAW / name).read_text(encoding="utf-8")) for name in (FULL, PART))
    lines = full.source.split("\n")
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    marks = [
        Finding("REP001", starts[n - 1], starts[n - 1] + len(lines[n - 1]), "container", role="repeat")
        for n in CONTAINERS
    ]
    return [apply(full, marks), part]


def test_the_seeds_are_a_copy_and_its_fragment(seeds: list[Document]) -> None:
    (link,) = links(seeds)
    assert (link.one, link.two, link.kind) == (PART, FULL, "fragment")
    assert link.one_in_two > 0.95 and link.two_in_one < 0.5
    assert [[doc.name for doc in group] for group in groups(seeds, [link])] == [[FULL, PART]]


def test_the_fragment_changes_nothing_and_its_losses_are_readings(seeds: list[Document]) -> None:
    merged = merge(seeds)
    check_merge(merged)
    assert merged.blocks == merge(seeds[:1]).blocks
    assert [doc.name for doc in merged.documents] == [FULL, PART]
    assert not merged.documents[0].changes
    assert len(merged.uses[1]) == 34
    assert [(reading.chosen, [rejected.text for rejected in reading.rejected]) for reading in merged.readings] == [
        ("cancer—in which", ["cancerin which"]),
        ("27990–27996", ["2799027996"]),
        ("1671–1679", ["16711679"]),
    ]
    for reading in merged.readings:
        assert reading.chosen_by == (FULL,)
        for rejected in reading.rejected:
            assert seeds[1].source[rejected.start : rejected.end] == rejected.text


def test_the_place_in_the_article_is_where_the_words_stand(seeds: list[Document]) -> None:
    merged = merge(seeds)
    part = merged.documents[1]
    credit = next(use for use in merged.uses[1] if part.text[use.start : use.end].startswith("Verywell /"))
    assert merged.blocks[credit.block].text == part.text[credit.start : credit.end]
    assert credit.block == 2
