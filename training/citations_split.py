"""Train the model that finds where references begin in a blob: `python training/citations_split.py`.

Makes blobs of references (seeded), most of one style, glued or spaced, and fits a linear-chain CRF whose labels are
the first token of a reference and, coarsely, the field of the others. Writes
pipeline/models/citations_split.crfsuite.xz.
"""

from __future__ import annotations

import argparse
import lzma
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pycrfsuite
from citations_data import Maker
from citations_render import Labelled, Renderer, clean, damaged, templates

from pipeline.citations.identifiers import find_identifiers
from pipeline.citations.model import BEGIN, masked
from pipeline.citations.tokens import features, tokenize

ROOT = Path(__file__).parents[1]
COARSE = {
    "author": "A", "editor": "A", "translator": "A", "director": "A", "title": "T", "container-title": "C",
    "date": "D", "ID": "I",
    "publisher": "P", "publisher-place": "P",
}  # fmt: skip


def blobs(count: int, seed: int) -> Iterator[list[Labelled]]:
    """Lists of references as one page has them: one template or a few of its neighbours, some web pages among them."""
    maker = Maker(seed)
    rng = maker.rng
    texts, weights = templates()
    for _ in range(count):
        at = rng.choices(range(len(texts)), weights)[0]
        near = texts[max(0, at - 2) : at + 3]
        web = [text for text in texts if "{author:body}" in text]
        out = []
        for _ in range(rng.randint(2, 7)):
            x = rng.random()
            template = (
                texts[at]
                if x < 0.6
                else rng.choice(near)
                if x < 0.85
                else rng.choice(web)
                if x < 0.95
                else rng.choices(texts, weights)[0]
            )
            parts = damaged(clean(Renderer(maker).render(template)), rng)
            out.append([part for part in parts if part[0] != "number"])
        yield out


def glue(references: list[Labelled], rng: random.Random) -> tuple[str, list[str]]:
    """The blob's text and a label for each character; "B" for the first of a reference."""
    joint = rng.choice(["", "", " ", " ", ". "])
    text, labels = "", []
    for parts in references:
        between = " " if text and joint != "" and text[-1] in ".?!" else joint
        text += between
        labels += ["O"] * len(between)
        begin = len(text)
        for label, piece in parts:
            text += piece
            labels += [COARSE.get(label, "O")] * len(piece)
        while begin < len(text) and text[begin].isspace():
            begin += 1
        if begin < len(text):
            labels[begin] = BEGIN
    return text, labels


def labelled_tokens(text: str, labels: list[str]) -> tuple[list[list[str]], list[str]]:
    """Features and labels of one blob."""
    tokens = tokenize(masked(text, list(find_identifiers(text))), humps=True)
    return features(tokens, alone=False), [labels[token.start] for token in tokens]


def main() -> None:
    """Train, pack, write."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=2200)
    options.add_argument("--seed", type=int, default=3)
    options.add_argument("--iterations", type=int, default=60)
    options.add_argument("--minfreq", type=int, default=6)
    options.add_argument("--c1", type=float, default=1.0)
    options.add_argument("--out", type=Path, default=ROOT / "pipeline/models/citations_split.crfsuite.xz")
    given = options.parse_args()
    began = time.monotonic()
    rng = random.Random(given.seed)
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    for references in blobs(given.count, given.seed):
        trainer.append(*labelled_tokens(*glue(references, rng)))
    trainer.set_params({
        "c1": given.c1, "c2": 0.02, "max_iterations": given.iterations, "feature.minfreq": given.minfreq,
        "feature.possible_transitions": True,
    })  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder, "model")
        trainer.train(str(plain))
        given.out.write_bytes(lzma.compress(plain.read_bytes(), preset=9 | lzma.PRESET_EXTREME))
    print(f"{given.out}: {given.out.stat().st_size:,} bytes, {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
