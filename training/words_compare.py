"""What other model families make of the words stage's candidates, for the table in the model's card.

    python training/words_compare.py FOLDER

All see the same rows of the same documents; one document in ten is held out. Needs lightgbm, scikit-learn and
python-crfsuite. A boundary that was never proposed does not count here: benchmarks/words.py counts all.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import lightgbm
import numpy as np
import pycrfsuite
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from pipeline.stages.wording.evidence import Witnesses
from pipeline.stages.wording.features import ask
from training.words_corpus import Line, documents
from training.words_model import TREES, measure, table

DOCUMENTS = 900
WINDOW = 8  # characters on each side that the character network sees
CHARACTERS = " abcdefghijklmnopqrstuvwxyzA0.,:;()-'\"/_?"
Probabilities = NDArray[np.float64]


class Rows(NamedTuple):
    """The candidates as numbers, as windows of characters, as answers, and by line."""

    numbers: NDArray[np.float32]
    windows: NDArray[np.float32]
    lost: NDArray[np.bool_]
    line: NDArray[np.int32]
    held: NDArray[np.bool_]


def rows_of(docs: Sequence[Sequence[Line]]) -> Rows:
    """The rows of the shipped model, and beside each the characters around its place."""
    data, _ = table(docs)
    windows, lines, line = [], [], -1
    for doc in docs:
        texts = [one.text for one in doc]
        last = -1
        for one in ask(texts, ["en"] * len(texts), Witnesses(texts)):
            line += one.text != last
            last = one.text
            windows.append(window(texts[one.text], one.found.at))
            lines.append(line)
        line += 1
    return Rows(data.numbers, np.array(windows), data.lost, np.array(lines, np.int32), data.document % 10 == 0)


def window(text: str, at: int) -> NDArray[np.float32]:
    """One-hot codes of the characters around an offset; capitals are a letter and a mark."""
    out = np.zeros((2 * WINDOW, len(CHARACTERS)), np.float32)
    for i, char in enumerate(text[max(0, at - WINDOW) : at + WINDOW].rjust(WINDOW + min(WINDOW, len(text) - at))):
        known = "0" if char.isdigit() else char.lower()
        out[i, CHARACTERS.find(known)] = 1.0
        out[i, CHARACTERS.index("A")] = float(char.isupper())
    return out.ravel()


def trees(data: Rows) -> Probabilities:
    """The shipped family."""
    made = lightgbm.LGBMClassifier(**TREES).fit(data.numbers[~data.held], data.lost[~data.held])
    return np.asarray(made.predict_proba(data.numbers[data.held])[:, 1])


def logistic(data: Rows) -> Probabilities:
    """A straight line through the same numbers."""
    return _scaled(LogisticRegression(max_iter=200), data, data.numbers)


def network(data: Rows) -> Probabilities:
    """One hidden layer over the same numbers."""
    return _scaled(MLPClassifier((48,), early_stopping=True, max_iter=20, random_state=1), data, data.numbers)


def characters(data: Rows) -> Probabilities:
    """Two hidden layers over the characters around the place: no lexicon, no document."""
    model = MLPClassifier((96, 32), early_stopping=True, max_iter=12, random_state=1)
    model.fit(data.windows[~data.held], data.lost[~data.held])
    return np.asarray(model.predict_proba(data.windows[data.held])[:, 1])


def _scaled(model: LogisticRegression | MLPClassifier, data: Rows, numbers: NDArray[np.float32]) -> Probabilities:
    made = make_pipeline(StandardScaler(), model).fit(numbers[~data.held], data.lost[~data.held])
    return np.asarray(made.predict_proba(numbers[data.held])[:, 1])


def crf(data: Rows) -> Probabilities:
    """A chain over the candidates of each line, its attributes the numbers cut into ten steps each."""
    edges = [np.unique(np.quantile(column, np.linspace(0.1, 0.9, 9))) for column in data.numbers.T]
    steps = np.stack(
        [np.searchsorted(edge, column) for edge, column in zip(edges, data.numbers.T, strict=True)], axis=1
    )
    named = [[f"{i}={step}" for i, step in enumerate(row)] for row in steps.tolist()]
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"c1": 0.1, "c2": 0.05, "max_iterations": 60})
    chains = np.split(np.arange(len(named)), np.flatnonzero(np.diff(data.line)) + 1)
    for chain in chains:
        if not data.held[chain[0]]:
            trainer.append([named[i] for i in chain], [str(int(data.lost[i])) for i in chain])
    with TemporaryDirectory() as folder:
        trainer.train(f"{folder}/model")
        tagger = pycrfsuite.Tagger()
        tagger.open(f"{folder}/model")
        out = []
        for chain in chains:
            if data.held[chain[0]]:
                tagger.set([named[i] for i in chain])
                out += [tagger.marginal("1", at) for at in range(len(chain))]
    return np.array(out)


FAMILIES: dict[str, Callable[[Rows], Probabilities]] = {
    "boosted trees (shipped)": trees,
    "logistic regression": logistic,
    "network on the same numbers": network,
    "network on characters alone": characters,
    "conditional random field": crf,
}


def main() -> None:
    """Print a line for each family."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    data = rows_of(documents(options.parse_args().folder)[:DOCUMENTS])
    print(f"{len(data.lost)} candidates, {data.held.sum()} held out")
    for name, family in FAMILIES.items():
        before = time.process_time()
        print(name, measure(family(data), data.lost[data.held]), f"{time.process_time() - before:.0f} s", flush=True)


if __name__ == "__main__":
    main()
