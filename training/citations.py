"""Train the model that parses references: `python training/citations.py`.

Makes references (seeded), labels their tokens, fits a linear-chain CRF and writes
pipeline/models/citations.crfsuite.xz.
The same command makes the same file.
"""

from __future__ import annotations

import argparse
import lzma
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pycrfsuite
from citations_render import Labelled, references

from pipeline.citations.identifiers import find_identifiers
from pipeline.citations.model import OTHER, masked
from pipeline.citations.rules import numbering
from pipeline.citations.tokens import features, tokenize

ROOT = Path(__file__).parents[1]


def labelled_tokens(parts: Labelled) -> tuple[list[list[str]], list[str]]:
    """Features and labels of one rendered reference."""
    raw = "".join(text for _, text in parts)
    labels: list[str] = []
    for label, text in parts:
        labels += [OTHER if label in ("", "number") else label] * len(text)
    text = masked(raw, list(find_identifiers(raw)))
    tokens = tokenize(text, numbering(text))
    found = ["ID" if token.text[0] == "~" else labels[token.start] for token in tokens]
    return features(tokens), [OTHER if label == "ID" else label for label in found]


def training_set(count: int, seed: int) -> Iterator[tuple[list[list[str]], list[str]]]:
    """Features and labels of `count` references."""
    for parts in references(count, seed):
        yield labelled_tokens(parts)


def main() -> None:
    """Train, pack, write."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=12_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--iterations", type=int, default=80)
    options.add_argument("--minfreq", type=int, default=4)
    options.add_argument("--c1", type=float, default=0.6)
    options.add_argument("--c2", type=float, default=0.02)
    options.add_argument("--out", type=Path, default=ROOT / "pipeline/models/citations.crfsuite.xz")
    given = options.parse_args()
    began = time.monotonic()
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    for rows, labels in training_set(given.count, given.seed):
        trainer.append(rows, labels)
    trainer.set_params({
        "c1": given.c1, "c2": given.c2, "max_iterations": given.iterations, "feature.minfreq": given.minfreq,
        "feature.possible_transitions": True,
    })  # fmt: skip
    print(f"features made in {time.monotonic() - began:.0f} s", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder, "model")
        trainer.train(str(plain))
        given.out.write_bytes(lzma.compress(plain.read_bytes(), preset=9 | lzma.PRESET_EXTREME))
    print(f"{given.out}: {given.out.stat().st_size:,} bytes, {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
