"""Cleans the ten damaged sets of the development data and prints their scores.

    python benchmarks/devset.py [--sets solo_A mixed_text] [--shared ../shared] [--json scores.json]

The data and the scorer lie outside this repository, in the folder that --shared names.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from pipeline.config import Config
from pipeline.folder import write
from pipeline.inputs import listing
from pipeline.run import make, silent

REPOSITORY = Path(__file__).resolve().parent.parent


def scorer(shared: Path) -> Any:
    """The scorer's module, from the data's own folder."""
    sys.path.insert(0, str(shared / "devset"))
    return importlib.import_module("score")


def scores(shared: Path, sets: list[str] | None = None, jobs: int | None = None) -> list[dict[str, Any]]:
    """The scorer's row for each set."""
    score = scorer(shared)
    bundle = shared / "devset"
    names = sets or sorted(path.parent.name for path in bundle.glob("*/manifest.json"))
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            out = Path(folder) / name
            began = time.perf_counter()
            made = make(listing([bundle / name / "raw"], out), Config(), jobs or os.cpu_count() or 1, silent)
            write(made.files, out, "")
            seconds = time.perf_counter() - began
            rows.append({**score.score_set(bundle, name, out), "seconds": seconds, "counts": made.manifest.counts})
    return rows


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=REPOSITORY.parent / "shared")
    parser.add_argument("--sets", nargs="*")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    rows = scores(args.shared, args.sets)
    scorer(args.shared).table(rows)
    for row in rows:
        counts = row.pop("counts")
        print(f"{row['set']}: {row['seconds']:.1f} s, {counts.listed} files, {counts.articles} articles, "
              f"{counts.quarantined} quarantined, wrong spaces {row['wrong']}, broken {row['broken']}, "
              f"blocks unchanged {row['same_blocks']:.3f}")  # fmt: skip
    if args.json:
        args.json.write_text(json.dumps(rows, indent=1))


if __name__ == "__main__":
    main()
