"""The laws of a run: the same bytes whatever the circumstances, nothing lost, one bad input stops nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from random import Random

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pipeline
from pipeline import clean
from pipeline.api import Cleaned
from pipeline.article import WRITTEN, encode, schema
from pipeline.document import LEFT_OUT, Change
from pipeline.folder import audit_folder, differences, write
from pipeline.proof import Stretch, changes_inside, restore, used_stretches

REPOSITORY = Path(__file__).parent.parent
MILL = """\
The river town built its first mill on the northern bank, and for two hundred years it ground the barley of every farm.
In 1951 the county engineers measured the flow and decided that a small turbine would pay for itself in nine years.
Volunteers opened the building again in 2009, and about 12,500 people now come each summer to see the stones turn.
A second survey found that eels had come back to the upper pond for the first time since the weir was raised.
The trust sells electricity to the grid in windless winter nights, when the stream runs high and prices are at a peak.
"""
OTHER = """\
The lighthouse keeper wrote down every ship that passed the point between March and November of that year.
His daughter copied the list into a school exercise book, which was found behind a stove during repairs in 1987.
The museum has put both on its wall, and visitors like to look for the misspelt names of the fishing boats.
"""


def onetext(*words: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *map(str, words)],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), **environment},
    )


def tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def proved(made: Cleaned, inputs: dict[str, str]) -> None:
    """Every used input is rebuilt from the articles and the ledger alone."""
    used = used_stretches(made.articles)
    for item in made.manifest.inputs:
        if item.status == "used":
            rows = [row for row in made.rows if row.source == item.path]
            assert restore(used.get(item.path, ()), rows) == inputs[item.path]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    (folder / "deeper").mkdir(parents=True)
    (folder / "a.txt").write_text(MILL)
    (folder / "deeper" / "b.txt").write_text(MILL.replace("engineers measured", "engineersmeasured"))
    (folder / "fragment.txt").write_text("".join(MILL.splitlines(keepends=True)[1:3]))
    (folder / "other.txt").write_text(OTHER)
    return folder


def test_the_same_bytes_whatever_the_circumstances(corpus: Path, tmp_path: Path) -> None:
    made = []
    for number, (jobs, seed, locale) in enumerate([("2", "1", "C"), ("1", "2", "C.UTF-8"), ("0", "3", "POSIX")]):
        out = tmp_path / f"out{number}"
        where = [tmp_path, corpus, REPOSITORY][number]
        done = onetext("clean", corpus, "-o", out, "-j", jobs, cwd=where, PYTHONHASHSEED=seed, LC_ALL=locale)
        assert done.returncode == 0, done.stderr
        made.append(tree(out))
    assert made[0] == made[1] == made[2]
    assert len([name for name in made[0] if name.endswith(".json") and name.startswith("articles/")]) == 2


def test_a_second_run_does_nothing_and_a_change_is_seen(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert onetext("clean", corpus, "-o", out, cwd=tmp_path).returncode == 0
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*")}
    again = onetext("clean", corpus, "-o", out, cwd=tmp_path)
    assert (again.returncode, again.stderr) == (0, f"{out}: up to date\n")
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*")} == before
    (corpus / "other.txt").unlink()
    assert onetext("clean", corpus, "-o", out, "--check", cwd=tmp_path).returncode == 1
    assert onetext("clean", corpus, "-o", out, cwd=tmp_path).returncode == 0
    assert len(list((out / "articles").glob("*.json"))) == 1
    assert onetext("clean", corpus, "-o", out, "--check", cwd=tmp_path).returncode == 0


def test_bad_input_is_named_and_stops_nothing(corpus: Path, tmp_path: Path) -> None:
    (corpus / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (corpus / "empty.txt").write_bytes(b"")
    (corpus / "latin.txt").write_bytes(OTHER.replace("stove", "stöve").encode() + b"\xff\xfe bad bytes stay visible.\n")
    (corpus / "link.txt").symlink_to(corpus / "nowhere")
    done = onetext("clean", corpus, "-o", tmp_path / "out", cwd=tmp_path)
    assert done.returncode == 3
    for name in ("binary.txt", "empty.txt", "link.txt"):
        assert f"raw/{name}: " in done.stderr
    assert "Traceback" not in done.stderr
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    counts = manifest["counts"]
    assert counts["used"] + counts["quarantined"] + counts["skipped"] == counts["listed"] == 8
    assert {i["path"]: i["status"] for i in manifest["inputs"]}["raw/latin.txt"] == "used"
    assert audit_folder(tmp_path / "out") == []


def test_an_empty_folder_is_said_to_be_empty(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    done = onetext("clean", "raw", cwd=tmp_path)
    assert done.returncode == 3
    assert "raw: no files to clean" in done.stderr
    assert not (tmp_path / "cleaned").exists()


def test_the_audit_sees_a_changed_output(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    onetext("clean", corpus, "-o", out, cwd=tmp_path)
    assert onetext("audit", out, cwd=tmp_path).returncode == 0
    ledger = out / "ledger.jsonl"
    article = next((out / "articles").glob("*.json"))
    for path, old, new in ((article, "eels", "eel5"), (ledger, '"now":" "', '"now":"-"')):
        whole = path.read_text()
        if old in whole:
            path.write_text(whole.replace(old, new))
            assert onetext("audit", out, cwd=tmp_path).returncode == 1
            path.write_text(whole)
    assert onetext("audit", out, cwd=tmp_path).returncode == 0


def test_what_is_written_is_valid_by_the_published_schema(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    onetext("clean", corpus, "-o", out, cwd=tmp_path)
    schemas = {name: json.loads((REPOSITORY / f"docs/schema/{name}-1.json").read_text()) for name in WRITTEN}
    for path in (out / "articles").glob("*.json"):
        jsonschema.validate(json.loads(path.read_text()), schemas["article"])
    jsonschema.validate(json.loads((out / "manifest.json").read_text()), schemas["manifest"])
    rows = [json.loads(line) for line in (out / "ledger.jsonl").read_text().splitlines()]
    assert rows
    for row in rows:
        jsonschema.validate(row, schemas["ledger-row"])


@pytest.mark.parametrize("name", sorted(WRITTEN))
def test_the_published_schema_is_that_of_the_types(name: str) -> None:
    assert (REPOSITORY / f"docs/schema/{name}-1.json").read_bytes() == encode(schema(name))


def test_writing_leaves_the_files_of_others_alone(tmp_path: Path) -> None:
    (tmp_path / "ledger.jsonl").write_text("mine\n")
    with pytest.raises(Exception, match=r"ledger\.jsonl was not made by onetext"):
        write({"ledger.jsonl": b"", "manifest.json": b"{}"}, tmp_path, "stamp\n")
    assert (tmp_path / "ledger.jsonl").read_text() == "mine\n"
    assert not (tmp_path / "manifest.json").exists()


def test_an_exact_copy_changes_only_the_sources() -> None:
    one = clean({"a": MILL, "o": OTHER})
    two = clean({"a": MILL, "b": MILL, "o": OTHER})
    assert [a.id for a in one.articles] == [a.id for a in two.articles]
    for before, after in zip(one.articles, two.articles, strict=True):
        assert [(b.type, b.role, b.level, b.text) for b in before.blocks] == [
            (b.type, b.role, b.level, b.text) for b in after.blocks
        ]
    assert {s.path for a in two.articles for s in a.sources} == {"a", "b", "o"}


def test_a_fragment_changes_no_text() -> None:
    lines = MILL.splitlines()
    whole = clean({"a": MILL})
    both = clean({"a": MILL, "f": "\n".join([lines[3].replace(" pond", "pond"), lines[1]])})
    assert [b.text for a in both.articles for b in a.blocks] == [b.text for a in whole.articles for b in a.blocks]
    assert [(s.path, s.kind) for s in both.articles[0].sources] == [("a", "base"), ("f", "fragment")]


def test_the_verbs_stay_functions_whatever_was_imported() -> None:
    pipeline.clean([MILL])
    assert pipeline.read(MILL, "a.txt").text == MILL
    assert callable(pipeline.audit)


def test_cleaning_the_cleaned_changes_nothing(raw: Path) -> None:
    first = clean({path.name: path.read_bytes() for path in raw.iterdir()})
    text = "\n".join(b.text for b in first.articles[0].blocks if b.type != "gap")
    second = clean({"cleaned.txt": text})
    assert [b.text for b in second.articles[0].blocks if b.type != "gap"] == text.split("\n")
    assert [row for row in second.rows if row.now is not None] == []


_VOCABULARY = [
    "mill",
    "weir",
    "eel",
    "1951",
    "HER2",
    "e.g.",
    "Dr.",
    "it’s",
    "—",
    "(",
    ")",
    ",",
    ".",
    ":",
    "A",
    "an",
    "of",
]
_WORDS = st.lists(st.sampled_from(_VOCABULARY), max_size=25)
_LINES = st.lists(st.builds(" ".join, _WORDS), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None)
@given(st.lists(_LINES, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_every_character_of_random_files_is_accounted_for(files: list[list[str]], random: Random) -> None:
    inputs = {}
    for number, lines in enumerate(files):
        shuffled = [random.choice(files[0]) if random.random() < 0.5 else line for line in lines] * random.choice(
            [1, 2]
        )
        text = random.choice(["\n", "\n\n", "\r\n"]).join(shuffled)
        inputs[f"{number}.txt"] = "".join(c for c in text if not (c == " " and random.random() < 0.1)) + MILL
    made = clean(inputs)
    assert all(item.status == "used" for item in made.manifest.inputs), made.manifest.inputs
    proved(made, inputs)
    assert all(row.role is None or row.role not in LEFT_OUT or row.why for row in made.rows)


def test_differences_names_what_would_change(tmp_path: Path) -> None:
    write({"a": b"1", "manifest.json": b'{"outputs":{"a":""}}'}, tmp_path, "")
    assert differences({"a": b"1", "manifest.json": b'{"outputs":{"a":""}}'}, tmp_path) == []
    assert differences({"b": b"2", "manifest.json": b'{"outputs":{"a":""}}'}, tmp_path) == ["a", "b"]


def test_of_insertions_at_both_edges_the_one_that_stands_there_is_taken() -> None:
    stretch = Stretch(5, 8, ")abc")
    changes = [Change(5, "", ")"), Change(8, "", " ")]
    assert changes_inside(stretch, changes) == changes[:1]
    assert changes_inside(Stretch(5, 8, "abc "), changes) == changes[1:]
