"""The model's voice: a linear-chain CRF over tokens (card: pipeline/models/citations.md)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from pipeline.citations.identifiers import Identifier
from pipeline.citations.item import Span
from pipeline.citations.rules import numbering
from pipeline.citations.tokens import Token, features, tokenize

if TYPE_CHECKING:
    from pycrfsuite import Tagger

OTHER = "O"
_PLAIN = str.maketrans({**dict.fromkeys("‐‑‒–—―−\u00ad", "-"), **dict.fromkeys("\u00a0\u2009\u202f\t\n", " ")})


def masked(raw: str, identifiers: Sequence[Identifier]) -> str:
    """The reference at its own length: identifiers as runs of tildes, dashes plain."""
    text = raw.translate(_PLAIN).replace("~", " ")
    for found in identifiers:
        text = text[: found.start] + "~" * (found.end - found.start) + text[found.end :]
    return text


@cache
def _weights() -> bytes:
    # Cached because the tagger reads this memory for as long as it lives, and does not own it.
    return resources.files("pipeline").joinpath("models/citations.crfsuite").read_bytes()


@cache
def _tagger() -> Tagger:
    import pycrfsuite

    tagger = pycrfsuite.Tagger()
    tagger.open_inmemory(_weights())
    return tagger


def parse_model(raw: str, identifiers: Sequence[Identifier]) -> tuple[dict[str, Span], float]:
    """The spans of the fields as the model sees them, and how probable it holds the whole labelling to be."""
    text = masked(raw, identifiers)
    tokens = tokenize(text, numbering(text))
    if not tokens:
        return {}, 0.0
    tagger = _tagger()
    labels = tagger.tag(features(tokens))
    return _spans(tokens, labels), tagger.probability(labels) ** (1 / len(labels))


def _spans(tokens: Sequence[Token], labels: Sequence[str]) -> dict[str, Span]:
    """One span a field: of several runs the longest, for authors the first."""
    runs: dict[str, list[Span]] = {}
    previous = OTHER
    for token, label in zip(tokens, labels, strict=True):
        if label == previous and label != OTHER:
            runs[label][-1] = (runs[label][-1][0], token.end)
        elif label != OTHER:
            runs.setdefault(label, []).append((token.start, token.end))
        previous = label
    return {label: found[0] if label == "author" else max(found, key=lambda span: span[1] - span[0]) for label, found in runs.items()}
