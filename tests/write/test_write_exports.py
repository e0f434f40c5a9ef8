"""All exports: the same bytes each time, names that are safe, and errors that say what to do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import PurePosixPath

import pytest

from pipeline.api import Cleaned
from pipeline.write import exports
from pipeline.write.exports import EXPORTS, ExportError, export

PROGRAM = """
import hashlib
from pathlib import Path
from pipeline.api import clean
from pipeline.write.exports import EXPORTS, export
made = clean({f"raw/{p.name}": p.read_bytes() for p in sorted(Path("raw").glob("*.txt"))})
for to in EXPORTS:
    for name, data in export(to, made.articles, made.rows):
        print(to, name, hashlib.sha256(data).hexdigest())
"""


@pytest.mark.parametrize("to", EXPORTS)
def test_names_are_relative_and_data_is_there(to: str, seeds: Cleaned) -> None:
    files = list(export(to, seeds.articles, seeds.rows))
    assert files
    assert len({name for name, _ in files}) == len(files)
    for name, data in files:
        assert data
        assert ".." not in PurePosixPath(name).parts
        assert not PurePosixPath(name).is_absolute()


@pytest.mark.slow
def test_the_hash_seed_does_not_show() -> None:
    """Two other processes, each with its own hash seed, make the same bytes."""
    runs = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1
    assert all(f"{to} ".encode() in next(iter(runs)) for to in EXPORTS)


def test_errors_name_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ExportError, match="there are jsonl, "):
        export("docx", [])
    monkeypatch.setattr(exports, "find_spec", lambda name: None)
    with pytest.raises(ExportError, match="pip install pyarrow"):
        export("parquet", [])


@pytest.mark.parametrize("to", EXPORTS)
def test_nothing_in_nothing_out(to: str) -> None:
    assert [name for name, _ in export(to, [])] in ([], ["references.json"])
