"""Prints how long the program takes to start and to clean the two seed files, in fresh processes.

python benchmarks/startup.py [--runs 5]
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent


def timed(*words: str) -> tuple[float, float]:
    """Wall and CPU seconds of one fresh process and its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "pipeline", *words], cwd=REPOSITORY, check=True, capture_output=True)
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder) / "cleaned")
        cases = {
            "onetext --version": ["--version"],
            "clean the seeds, one process": ["clean", "raw", "-o", out, "--diff", "-j", "0"],
            "clean the seeds, two workers": ["clean", "raw", "-o", out, "--diff", "-j", "2"],
        }
        print(f"{'best of ' + str(runs):<34}{'wall s':>8}{'CPU s':>8}")
        for name, words in cases.items():
            best = min(timed(*words) for _ in range(runs))
            print(f"{name:<34}{best[0]:>8.2f}{best[1]:>8.2f}")


if __name__ == "__main__":
    main()
