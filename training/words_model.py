"""Train the words stage's model and write pipeline/models/words.npz.

    python training/words_model.py FOLDER

FOLDER/<package>/ holds each unpacked Debian package of words_corpus.py (apt-get download, dpkg -x). Needs lightgbm
and lxml. Seeded: the same packages make the same model. One document in ten is held out for calibration.
"""

from __future__ import annotations

import argparse
import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import lightgbm
import numpy as np
from numpy.typing import NDArray

from pipeline.stages.wording.evidence import Witnesses
from pipeline.stages.wording.features import NAMES, Asked, ask, rows
from training.words_corpus import Line, documents

OUT = Path(__file__).parents[1] / "pipeline" / "models" / "words.npz"
MOST_DOCUMENTS = 7500
LEAST_ASKED = 6  # times that a word must have been asked about to have habits
TREES = {
    "n_estimators": 320, "num_leaves": 31, "max_depth": 9, "learning_rate": 0.08, "min_child_samples": 40,
    "subsample": 0.8,
    "subsample_freq": 1, "colsample_bytree": 0.6, "random_state": 1, "deterministic": True, "force_row_wise": True,
    "n_jobs": 2, "verbose": -1,
}  # fmt: skip


class Table(NamedTuple):
    """Candidates as rows of numbers, whether a space was lost there, and which document each is from."""

    numbers: NDArray[np.float32]
    lost: NDArray[np.bool_]
    document: NDArray[np.int32]


def table(docs: Sequence[Sequence[Line]]) -> tuple[Table, dict[str, tuple[float, float]]]:
    """The candidates of all documents, and the habits of all their words.

    The rows of each half of the documents hold the habits that were counted in the other half: a word that occurs
    once must not tell the trees its own answer.
    """
    texts = [[line.text for line in doc] for doc in docs]
    witnesses = [Witnesses(lines) for lines in texts]
    asked = [ask(lines, ["en"] * len(lines), seen) for lines, seen in zip(texts, witnesses, strict=True)]
    lost = [[one.found.at in doc[one.text].lost for one in some] for doc, some in zip(docs, asked, strict=True)]
    halves = [habits(asked[side::2], lost[side::2]) for side in (0, 1)]
    numbers = [
        np.array(rows(lines, some, seen, halves[1 - i % 2]), np.float32).reshape(-1, len(NAMES))
        for i, (lines, some, seen) in enumerate(zip(texts, asked, witnesses, strict=True))
    ]
    owner = np.repeat(np.arange(len(docs)), [len(some) for some in asked])
    flat = [answer for some in lost for answer in some]
    return Table(np.concatenate(numbers), np.array(flat), owner), habits(asked, lost)


def habits(asked: Sequence[Sequence[Asked]], lost: Sequence[Sequence[bool]]) -> dict[str, tuple[float, float]]:
    """How often each word that was often asked about had lost its space, against all words: smoothed log odds."""
    count: Counter[tuple[str, int, bool]] = Counter()
    for some, answers in zip(asked, lost, strict=True):
        for one, answer in zip(some, answers, strict=True):
            if one.found.run:
                count[one.found.left, 0, answer] += 1
                count[one.found.right, 1, answer] += 1
                count["", 0, answer] += 1
    base = math.log((count["", 0, True] + 1) / (count["", 0, False] + 1))
    words = sorted({word for word, _, _ in count if word.isascii() and word})

    def odds(word: str, side: int) -> float:
        yes, no = count[word, side, True], count[word, side, False]
        return math.log((yes + 2 * math.exp(base)) / (no + 2)) - base

    often = [word for word in words if sum(count[word, s, a] for s in (0, 1) for a in (True, False)) >= LEAST_ASKED]
    return {word: (round(odds(word, 0), 2), round(odds(word, 1), 2)) for word in often}


def calibration(scores: NDArray[np.float64], lost: NDArray[np.bool_]) -> tuple[float, float]:
    """Slope and offset of the logistic curve that fits the held-out scores best (Newton's method)."""
    design = np.stack([scores, np.ones_like(scores)], axis=1)
    weights = np.array([1.0, 0.0])
    for _ in range(20):
        p = 1 / (1 + np.exp(-design @ weights))
        hessian = design.T @ (design * (p * (1 - p))[:, None])
        weights += np.linalg.solve(hessian, design.T @ (lost - p))
    return float(weights[0]), float(weights[1])


def arrays(booster: Any, slope: float, offset: float) -> dict[str, NDArray[Any]]:
    """The trees as flat arrays; see pipeline.stages.wording.model.Trees."""
    nodes: list[tuple[int, float, int, int, float]] = []
    deepest = 0

    def add(tree: dict[str, Any], depth: int) -> int:
        nonlocal deepest
        deepest, here = max(deepest, depth), len(nodes)
        if "leaf_value" in tree:
            nodes.append((0, 0.0, here, here, tree["leaf_value"]))
            return here
        nodes.append((0, 0.0, 0, 0, 0.0))
        yes, no = add(tree["left_child"], depth + 1), add(tree["right_child"], depth + 1)
        nodes[here] = (tree["split_feature"], tree["threshold"], yes, no, 0.0)
        return here

    roots = [add(tree["tree_structure"], 0) for tree in booster.dump_model()["tree_info"]]
    feature, threshold, yes, no, value = zip(*nodes, strict=True)
    return {
        "feature": np.array(feature, np.uint8), "threshold": np.array(threshold, np.float32),
        "yes": np.array(yes, np.uint16), "no": np.array(no, np.uint16), "value": np.array(value, np.float32),
        "roots": np.array(roots, np.uint16), "shape": np.array([deepest, slope, offset]),
    }  # fmt: skip


def stored(habitual: dict[str, tuple[float, float]]) -> dict[str, NDArray[Any]]:
    """The habits as arrays."""
    left, right = np.array(list(habitual.values()), np.float16).T
    words = np.frombuffer("\n".join(habitual).encode("ascii"), np.uint8)
    return {"habit_words": words, "habit_left": left, "habit_right": right}


def measure(probabilities: NDArray[np.float64], lost: NDArray[np.bool_]) -> str:
    """Scores among the candidates (a boundary that was never proposed does not count here)."""
    got = probabilities >= 0.5
    precision, recall = lost[got].mean(), got[lost].mean()
    order = np.argsort(-probabilities)
    right = np.cumsum(lost[order])
    sure = np.flatnonzero(right / np.arange(1, len(right) + 1) >= 0.98)
    most = right[sure[-1]] / lost.sum() if len(sure) else 0.0
    f1 = 2 * precision * recall / (precision + recall)
    return f"P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  R at P .98 {most:.3f}"


def main() -> None:
    """Make the model and say how it does on the held-out documents."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    chosen = options.parse_args()
    data, habitual = table(documents(chosen.folder)[:MOST_DOCUMENTS])
    held = data.document % 10 == 0
    print(f"{len(data.lost)} candidates, {data.lost.mean():.3f} lost", flush=True)
    made = lightgbm.LGBMClassifier(**TREES).fit(data.numbers[~held], data.lost[~held])
    scores = made.predict(data.numbers[held], raw_score=True)
    slope, offset = calibration(scores, data.lost[held])
    np.savez_compressed(OUT, **arrays(made.booster_, slope, offset), **stored(habitual))
    print(f"calibrated with slope {slope:.3f}, offset {offset:.3f}")
    print("boosted trees", measure(1 / (1 + np.exp(-(slope * scores + offset))), data.lost[held]))


if __name__ == "__main__":
    main()
