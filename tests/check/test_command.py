"""The command: exit codes, choice of rules, and that it writes nothing."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from tests.check.folders import Command, finished, put

PROSE = "The mill at Aldwater was built in 1742 by two brothers from the coast, who had seen such wheels in the north."
CLEAN, DAMAGED = f"{PROSE}\n", f"{PROSE} It\u00a0was so.\n"
UNCHANGED = Path(__file__).parent.parent / "cases" / "unchanged"


@pytest.mark.parametrize(
    ("files", "options", "code"),
    [
        ({"a.txt": CLEAN}, [], 0),
        ({"a.txt": DAMAGED}, [], 1),
        ({"a.txt": DAMAGED}, ["--exit-zero"], 0),
        ({"a.txt": DAMAGED}, ["--max-findings", "1"], 0),
        ({"a.txt": DAMAGED * 2}, ["--max-findings", "1"], 1),
        ({"a.txt": DAMAGED}, ["--ignore", "SPC"], 0),
        ({"a.txt": DAMAGED}, ["--select", "GLU,REP"], 0),
        ({"a.txt": DAMAGED}, ["--select", "spc001"], 1),
        ({"a.txt": DAMAGED}, ["--select", "SPC001", "--ignore", "SPC"], 1),
        ({"a.txt": DAMAGED}, ["--select", "SPC", "--ignore", "SPC001"], 0),
        ({"a.txt": DAMAGED}, ["--diff"], 1),
        ({"a.txt": CLEAN, "b.pdf": "%PDF-1.7"}, [], 3),
        ({"a.txt": CLEAN, "b.pdf": "%PDF-1.7"}, ["--exit-zero"], 3),
        ({"a.txt": DAMAGED}, ["--select", "SPX"], 2),
        ({"a.txt": DAMAGED}, ["--format", "xml"], 2),
        ({"a.txt": DAMAGED}, ["--config", "none.toml"], 2),
        ({}, [], 2),
        ({"a.txt": CLEAN}, ["--against", "new"], 4),
    ],
)
def test_exit_codes(files: dict[str, str], options: list[str], code: int, tmp_path: Path, command: Command) -> None:
    put(tmp_path / "new", files)
    done = command("new", *options)
    assert done.exit_code == code, done.output
    if code in (2, 4):
        assert done.stdout == ""
        assert "Traceback" not in done.stderr


def test_marks_of_kept_text_are_no_defects_unless_chosen(tmp_path: Path, command: Command) -> None:
    put(tmp_path / "new", {"a.md": f"# Mills\n\n{PROSE}\n\n- one of the wheels\n- and another wheel\n"})
    assert command("new").exit_code == 0
    assert command("new", "--select", "STR").exit_code == 1


def test_nothing_is_written(tmp_path: Path, command: Command) -> None:
    put(tmp_path / "new", {"a.txt": DAMAGED})
    finished(tmp_path / "out", {"b.txt": CLEAN})
    before = digests(tmp_path)
    command("new", "--against", "out")
    assert {n: d for n, d in digests(tmp_path).items() if ".onetext-index" not in n} == before


def test_order_of_arguments_and_workers_do_not_show(tmp_path: Path, command: Command) -> None:
    put(tmp_path / "new", {f"{n}.txt": DAMAGED + f"Number {n} ends here.\n" for n in range(3)})
    one = command("new/0.txt", "new/2.txt", "new/1.txt", "--format", "json").stdout
    two = command("new/2.txt", "new/1.txt", "new/0.txt", "--format", "json", "-j", "2").stdout
    assert one == two
    assert [record["path"] for record in json.loads(one)["inputs"]] == ["new/0.txt", "new/1.txt", "new/2.txt"]


def test_paths_are_those_of_the_repository(tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    put(tmp_path / "new", {"a.txt": DAMAGED})
    monkeypatch.chdir(tmp_path / "new")
    assert json.loads(command("a.txt", "--format", "json").stdout)["inputs"][0]["path"] == "new/a.txt"


def test_files_of_one_name_are_told_apart(tmp_path: Path, command: Command) -> None:
    put(tmp_path / "one", {"a.txt": CLEAN})
    put(tmp_path / "two", {"a.txt": CLEAN})
    done = command("one/a.txt", "two/a.txt", "one", "--format", "json")
    assert [(r["path"], r["what"], r["of"]) for r in json.loads(done.stdout)["inputs"]] == [
        ("one/a.txt", "new", None),
        ("two/a.txt", "copy", "one/a.txt"),
    ]


def test_what_the_corpus_knows_as_furniture_is_found(tmp_path: Path, command: Command) -> None:
    notice = "This story was first told to the valley desk and is shown here by kind leave of its teller."
    stories = [
        "The bridge at Hollen was painted green in the year of the great frost, and nobody could say why.",
        "Beekeepers of the upper farms count their hives at midsummer, when the lime trees are in flower.",
        "A school for boatmen stood on the island until the river was straightened and the island was no more.",
    ]
    finished(tmp_path / "out", {f"{n}.txt": f"{story}\n\n{notice}\n" for n, story in enumerate(stories)})
    put(tmp_path / "new", {"a.txt": f"{PROSE}\n\n{notice}\n"})
    (record,) = json.loads(command("new", "--against", "out", "--format", "json").stdout)["inputs"]
    assert [(f["rule"], f["line"], f["was"]) for f in record["findings"]] == [("FUR004", 3, notice)]
    assert record["what"] == "new"


def test_an_index_that_is_damaged_or_old_is_made_anew(tmp_path: Path, command: Command) -> None:
    put(tmp_path / "new", {"a.txt": CLEAN})
    finished(tmp_path / "out", {"b.txt": CLEAN})
    one = command("new", "--against", "out", "--format", "json").stdout
    (index,) = [path for path in (tmp_path / "out" / ".onetext-index").iterdir() if path.is_dir()]
    (index / "hashes.npy").write_bytes(b"\x93NUMPY")
    assert command("new", "--against", "out", "--format", "json").stdout == one
    finished(tmp_path / "out", {"c.txt": "Another text lies here now, and it is about sourdough and its patience.\n"})
    assert json.loads(command("new", "--against", "out", "--format", "json").stdout)["inputs"][0]["what"] == "new"
    assert [path.name for path in (tmp_path / "out" / ".onetext-index").iterdir() if path.is_dir()] != [index.name]


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
