"""The command line: streams, exit codes, and errors that name what is wrong and what to do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli import main

GLUED = "The dose was published inLancet Oncology.In addition it istreatable, as the survey says.\n"
REFERENCES = (
    "Warga I, Alder RT. Return of eels to a dammed stream. J Pond Ecol. 2011;4(2):33-41. doi:10.5555/jpe.2011.33\n"
    "Holm P, Sand EV, et al. Weirs and spates. Hydrol Lett. 2014;9:101-118. doi:10.5555/hl.2014.101\n"
)


def onetext(*words: str | Path, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], input=stdin)


@pytest.fixture
def cleaned(raw: Path, tmp_path: Path) -> Path:
    out = tmp_path / "cleaned"
    assert onetext("clean", raw, "-o", out, "-j", "0").exit_code == 0
    return out


def test_words_is_a_filter() -> None:
    done = onetext("words", stdin=GLUED)
    assert (
        done.stdout == "The dose was published in Lancet Oncology. In addition it is treatable, as the survey says.\n"
    )


def test_words_gives_one_line_for_each_line() -> None:
    text = f"{GLUED}\n  spaced  out \r\n{GLUED}"
    assert len(onetext("words", "--lines", stdin=text).stdout.split("\n")) == len(text.split("\n"))


def test_words_shows_and_suggests() -> None:
    assert "in| |Lancet" in onetext("words", "--show", stdin=GLUED).stdout
    assert onetext("words", "--suggest", stdin="Nothing to suggest here.\n").stdout == ""


@pytest.mark.parametrize("form", ["csl", "bibtex", "ris", "jats", "markdown"])
def test_cite_writes_every_format(form: str) -> None:
    done = onetext("cite", "--lines", "--format", form, stdin=REFERENCES)
    assert done.exit_code == 0
    assert "eels" in done.stdout.lower()
    assert "10.5555/hl.2014.101" in done.stdout.replace("\\", "")


def test_cite_jsonl_has_a_line_for_each_line() -> None:
    records = [
        json.loads(line)
        for line in onetext("cite", "--lines", "--format", "jsonl", stdin=REFERENCES).stdout.splitlines()
    ]
    assert [record["raw"] for record in records] == REFERENCES.splitlines()
    assert [record["csl"]["DOI"] for record in records] == ["10.5555/jpe.2011.33", "10.5555/hl.2014.101"]
    assert {record["confidence"] for record in records} <= {"high", "medium", "low"}


def test_cite_finds_the_references_of_a_text(raw: Path) -> None:
    found = json.loads(onetext("cite", raw / "000_cab73a0c172a3a85.txt").stdout)
    assert len(found) == 11


def test_explain_tells_of_files_lines_and_blocks(cleaned: Path) -> None:
    file = onetext("explain", "-o", cleaned, "raw/003_63c1464b5ff0fbd9.txt")
    assert (file.exit_code, "MRG001" in file.stdout) == (0, True)
    line = onetext("explain", "-o", cleaned, "raw/000_cab73a0c172a3a85.txt:10")
    assert "REP001: repeat" in line.stdout
    article = next((cleaned / "articles").glob("*.json")).stem
    assert "reading: " in onetext("explain", "-o", cleaned, f"{article}#7").stdout


@pytest.mark.parametrize("where", ["nothing.txt", "raw/000_cab73a0c172a3a85.txt:999", "metastatic#999"])
def test_explain_says_what_is_not_there(cleaned: Path, where: str) -> None:
    done = onetext("explain", "-o", cleaned, where)
    assert done.exit_code == 2
    assert where.split(":")[0].split("#")[0] in done.stderr


def test_export_and_report(cleaned: Path, tmp_path: Path) -> None:
    done = onetext("export", cleaned, "--to", "jsonl", "-d", tmp_path / "rows")
    (file,) = done.stdout.split()
    assert json.loads(Path(file).read_text(encoding="utf-8"))["text"].startswith("Metastatic")
    assert onetext("export", cleaned, "--to", "paper", "-d", tmp_path / "rows").exit_code == 2
    assert onetext("report", cleaned, "-d", tmp_path / "page").exit_code == 0
    assert (tmp_path / "page/report.html").read_bytes() == (cleaned / "report.html").read_bytes()


def test_rule() -> None:
    assert "container" in onetext("rule", "rep001").stdout
    assert len(onetext("rule").stdout.splitlines()) > 40
    assert onetext("rule", "XYZ999").exit_code == 2


def test_a_folder_that_is_not_ours_is_an_error(tmp_path: Path) -> None:
    done = onetext("audit", tmp_path)
    assert done.exit_code == 4
    assert "manifest.json" in done.stderr


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ("stagez = []", "unknown entry 'stagez'"),
        ('stages = ["pipeline.nowhere:no"]', 'there is no stage "pipeline.nowhere:no"'),
        ('stages = [{use = "pipeline.stages.words:words", colour = 1}]', "has no option 'colour'"),
        ("seconds_per_document = -1", "must be a number above 0"),
        ("stages = [", "is not TOML"),
    ],
)
def test_a_wrong_configuration_is_named_before_a_file_is_read(
    raw: Path, tmp_path: Path, config: str, said: str
) -> None:
    file = tmp_path / "onetext.toml"
    file.write_text(config)
    done = onetext("clean", raw, "-o", tmp_path / "out", "--config", file)
    assert done.exit_code == 2
    assert said in done.stderr
    assert str(file) in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_stage_of_the_users_own(raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "own_stage.py").write_text(
        "from pipeline import Finding\n"
        "def shout(doc, *, role='furniture'):\n"
        "    for b in doc.blocks:\n"
        "        if b.role == 'body' and doc.block_text(b).startswith('Options'):\n"
        "            yield Finding('OWN001', b.start, b.end, 'an option', role=role)\n"
    )
    (tmp_path / "onetext.toml").write_text('stages = [{use = "own_stage:shout", role = "hidden"}]\n')
    monkeypatch.syspath_prepend(str(tmp_path))
    done = onetext("clean", raw, "-o", tmp_path / "out", "--config", tmp_path / "onetext.toml", "-j", "0")
    assert done.exit_code == 0
    assert '"rule":"OWN001"' in (tmp_path / "out/ledger.jsonl").read_text()
    assert onetext("audit", tmp_path / "out").exit_code == 0


def test_a_stage_that_breaks_a_law_is_refused(raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lawless_stage.py").write_text(
        "from pipeline import Finding\n"
        "def invent(doc):\n"
        "    at = doc.blocks[0].end + 1\n"
        "    yield Finding('OWN002', at, at, 'outside any block', fix='invented ')\n"
    )
    (tmp_path / "onetext.toml").write_text('stages = ["lawless_stage:invent"]\n')
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw/a.txt").write_text("The first of two lines.\n\n\nThe second of the two lines of this text.\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    done = onetext("clean", tmp_path / "raw", "-o", tmp_path / "out", "--config", tmp_path / "onetext.toml", "-j", "0")
    assert done.exit_code == 3
    assert "raw/a.txt: quarantined (failed): LawError: raw/a.txt: text outside any block" in done.stderr
    assert "invented" not in (tmp_path / "out/ledger.jsonl").read_text()
