"""Fit the confidence of a parse: `python training/citations_calibrate.py`.

Parses references that the model was not trained on, asks whether every field is right, and fits a logistic regression
of that on the signs of pipeline/citations/parse.py. Writes pipeline/models/citations.json.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from citations_render import Labelled, references

from pipeline.citations.identifiers import find_identifiers
from pipeline.citations.model import parse_model
from pipeline.citations.parse import SIGNS, signs
from pipeline.citations.rules import parse_rules
from pipeline.keys import key

FIELDS = ("author", "title", "container-title", "date", "volume", "issue", "page", "publisher")


def is_right(raw: str, parts: Labelled, spans: dict[str, tuple[int, int]]) -> bool:
    """Whether every field was found as it was rendered and none invented."""
    for field in FIELDS:
        truth = next((text for label, text in parts if label == field), "")
        found = raw[slice(*spans[field])] if field in spans else ""
        if key(truth) != key(found):
            return False
    return True


def rows(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """The signs of `count` parses, and whether each is right."""
    values, right = [], []
    for parts in references(count, seed):
        raw = "".join(text for _, text in parts)
        identifiers = list(find_identifiers(raw))
        reading, ruled = parse_model(raw, identifiers), parse_rules(raw, identifiers)
        values.append(signs(raw, reading, ruled, identifiers))
        right.append(is_right(raw, parts, reading.spans))
    return np.array(values), np.array(right, dtype=float)


def fit(x: np.ndarray, y: np.ndarray, ridge: float = 1e-2) -> np.ndarray:
    """Logistic regression by Newton's method."""
    weights = np.zeros(x.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        gradient = x.T @ (y - p) - ridge * weights
        hessian = (x * (p * (1 - p))[:, None]).T @ x + ridge * np.eye(x.shape[1])
        weights += np.linalg.solve(hessian, gradient)
    return weights


def high_limit(p: np.ndarray, y: np.ndarray, wanted: float) -> float:
    """The lowest confidence from which on at least the share `wanted` is right in every field."""
    order = np.argsort(-p)
    share = np.cumsum(y[order]) / np.arange(1, len(p) + 1)
    enough = np.flatnonzero(share >= wanted)
    return float(p[order][enough[-1]]) if len(enough) else 1.0


def main() -> None:
    """Fit, report, write."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=6000)
    options.add_argument("--seed", type=int, default=2)
    options.add_argument("--high", type=float, default=0.985)
    options.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "pipeline/models/citations.json")
    given = options.parse_args()
    x, y = rows(given.count, given.seed)
    weights = fit(x[::2], y[::2])
    p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
    limit = high_limit(p[::2], y[::2], given.high)
    sure = p[1::2] >= limit
    print(
        f"right {y.mean():.3f}; of the other half {sure.mean():.3f} are high, of these right {y[1::2][sure].mean():.3f}"
    )
    found = {
        "levels": {"high": round(limit, 3), "medium": 0.6},
        "weights": {name: round(float(w), 3) for name, w in zip(SIGNS, weights, strict=True)},
    }
    given.out.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
