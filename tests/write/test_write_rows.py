"""Rows as those read them who use them: Hugging Face datasets, pyarrow, and dolma by the form of its data."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given

from pipeline.api import Cleaned
from pipeline.article import Article
from pipeline.write.exports import export
from pipeline.write.flat import by_source, flat, repairs
from pipeline.write.rows import jsonl, row, shards
from tests.write.make import article, articles, block


class InputSpec(msgspec.Struct):
    """A document as dolma 1.2 decodes it (dolma.core.data_types)."""

    id: str
    text: str
    source: str
    version: str | None = None


class OutputSpec(msgspec.Struct):
    """The attributes of a document as dolma 1.2 decodes them."""

    id: str
    attributes: dict[str, list[tuple[int, int, float]]]
    source: str | None = None


@pytest.fixture(scope="session")
def dolma(seeds: Cleaned) -> dict[str, list[bytes]]:
    files = export("dolma", seeds.articles, seeds.rows)
    return {name: gzip.decompress(data).splitlines() for name, data in files}


@pytest.mark.parametrize(("to", "builder"), [("jsonl", "json"), ("parquet", "parquet")])
def test_datasets_reads_it(to: str, builder: str, seeds: Cleaned, tmp_path: Path) -> None:
    import datasets

    for name, data in export(to, seeds.articles, seeds.rows):
        (tmp_path / name).write_bytes(data)
    files = [str(path) for path in sorted(tmp_path.iterdir())]
    rows = datasets.load_dataset(builder, data_files=files, split="train", cache_dir=str(tmp_path / "cache"))
    assert list(rows) == [row(one) for one in seeds.articles]


def test_parquet_has_row_groups_and_zstd(seeds: Cleaned, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    many = [msgspec.structs.replace(seeds.articles[0], id=f"a{i}") for i in range(1_500)]
    ((name, data),) = export("parquet", many)
    (tmp_path / name).write_bytes(data)
    found = pq.ParquetFile(tmp_path / name).metadata
    assert [found.row_group(i).num_rows for i in range(found.num_row_groups)] == [1_000, 500]
    assert found.row_group(0).column(0).compression == "ZSTD"


@given(articles)
def test_a_row_holds_the_blocks_at_their_offsets(made: Article) -> None:
    (line,) = jsonl([made]).splitlines()
    got = json.loads(line)
    assert [got["text"][b["start"] : b["end"]] for b in got["metadata"]["blocks"]] == [b.text for b in made.blocks]
    assert got["text"] == "\n\n".join(b.text for b in made.blocks if b.text)


def test_shards_are_cut_by_size() -> None:
    made = [article([block("x" * size)]) for size in (40, 40, 40, 200, 10)]
    assert [len(run) for run in shards(made, shard_bytes=100)] == [2, 1, 1, 1]


def test_dolma_reads_it_line_for_line(dolma: dict[str, list[bytes]], seeds: Cleaned) -> None:
    documents = {name: lines for name, lines in dolma.items() if name.startswith("documents/")}
    assert len(documents) == 2
    for name, lines in documents.items():
        read = [msgspec.json.decode(line, type=InputSpec) for line in lines]
        told = [msgspec.json.decode(x, type=OutputSpec) for x in dolma[name.replace("documents", "attributes/onetext")]]
        assert [document.id for document in read] == [spans.id for spans in told]
        for document, spans in zip(read, told, strict=True):
            assert document.source == spans.source
            for found in spans.attributes.values():
                assert all(0 <= start <= end <= len(document.text) and 0 <= score <= 1 for start, end, score in found)


def test_dolma_cuts_what_was_left_out(dolma: dict[str, list[bytes]], seeds: Cleaned, raw: Path) -> None:
    told = {x["id"]: x["attributes"] for x in map(json.loads, dolma["attributes/onetext/sources-00000.jsonl.gz"])}
    for document in map(json.loads, dolma["documents/sources-00000.jsonl.gz"]):
        text = document["text"]
        assert text == (raw.parent / document["id"]).read_text(encoding="utf-8")
        for role in ("repeat", "furniture", "hidden", "superseded"):
            rows = {(r.start, r.end, r.was) for r in seeds.rows if r.source == document["id"] and r.role == role}
            spans = told[document["id"]][f"onetext__clean__{role}"]
            assert {(start, end, text[start:end]) for start, end, _ in spans} == rows


def test_repairs_stand_where_the_text_reads_as_repaired(seeds: Cleaned) -> None:
    for made in seeds.articles:
        found = list(repairs(made, flat(made), by_source(seeds.rows)))
        assert found
        for repair in found:
            assert flat(made).text[repair.start : repair.end] == repair.row.now
