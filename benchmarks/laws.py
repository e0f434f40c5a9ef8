"""Prints what the laws cost: the share of a run's CPU time that goes into checking them before anything is written.

python benchmarks/laws.py [FOLDER]        default: raw/
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from pipeline import engine, run
from pipeline.config import Config
from pipeline.corpus import merge
from pipeline.inputs import listing

REPOSITORY = Path(__file__).resolve().parent.parent
CHECKS = (
    (engine, "check", "each stage's document rebuilds its source"),
    (merge, "check_merge", "each use reads like the article"),
    (engine, "restore", "each source is rebuilt from article and ledger"),
    (run, "audit", "the whole folder is audited before it is written"),
)


def main() -> None:
    """The command."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else REPOSITORY / "raw"
    spent: Counter[str] = Counter()
    for module, name, _ in CHECKS:
        setattr(module, name, _timed(getattr(module, name), name, spent))
    began = time.process_time()
    run.make(listing([folder]), Config(), 0, run.silent)
    total = time.process_time() - began
    for _, name, what in CHECKS:
        print(f"{what:<52}{spent[name]:>8.3f} s{100 * spent[name] / total:>7.1f} %")
    print(f"{'the whole run':<52}{total:>8.3f} s")


def _timed(function: Any, name: str, spent: Counter[str]) -> Any:
    def timed(*args: Any, **options: Any) -> Any:
        began = time.process_time()
        try:
            return function(*args, **options)
        finally:
            spent[name] += time.process_time() - began

    return timed


if __name__ == "__main__":
    main()
