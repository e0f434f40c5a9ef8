"""The model's voice: a linear-chain CRF over tokens (card: pipeline/models/citations.md)."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

from pipeline.citations.identifiers import Identifier
from pipeline.citations.item import Span
from pipeline.citations.rules import numbering
from pipeline.citations.tokens import Token, features, tokenize

if TYPE_CHECKING:
    from pycrfsuite import Tagger

OTHER = "O"
BEGIN = "B"
MOST = 600
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


class Reading(NamedTuple):
    """What the model reads: spans of fields, how probable the whole is, and its least sure token."""

    spans: dict[str, Span]
    log_probability: float = -99.0
    weakest: float = 0.0
    broken: int = 0  # fields of more than one run


def parse_model(raw: str, identifiers: Sequence[Identifier]) -> Reading:
    """The fields as the model sees them. A reference of more than MOST tokens is read up to there."""
    text = masked(raw, identifiers)
    tokens = tokenize(text, numbering(text))[:MOST]
    if not tokens:
        return Reading({})
    tagger = _tagger()
    labels = tagger.tag(features(tokens))
    runs = _runs(tokens, labels)
    return Reading(
        _settled(text, {label: _choose(label, found) for label, found in runs.items()}),
        math.log(max(1e-12, tagger.probability(labels))),
        min(tagger.marginal(label, i) for i, label in enumerate(labels)),
        sum(len(found) > 1 for found in runs.values()),
    )


def _runs(tokens: Sequence[Token], labels: Sequence[str]) -> dict[str, list[list[Token]]]:
    """The runs of equal labels, by label."""
    runs: dict[str, list[list[Token]]] = {}
    previous = OTHER
    for token, label in zip(tokens, labels, strict=True):
        if label == previous and label != OTHER:
            runs[label][-1].append(token)
        elif label != OTHER:
            runs.setdefault(label, []).append([token])
        previous = label
    return runs


_EDITORS_MARK = re.compile(r"[\s,]*[(\[]?(?:[Ee]ds?\b\.?|[Ee]ditors?\b|Hrsg|Hg\b|[Éé]ds?\b)")


def _settled(text: str, spans: dict[str, Span]) -> dict[str, Span]:
    """Names that are marked as editors are editors; a book without title is its container."""
    if "author" in spans and "editor" not in spans and _EDITORS_MARK.match(text, spans["author"][1]):
        spans["editor"] = spans.pop("author")
    if "title" not in spans and "container-title" in spans and not {"volume", "issue", "page"} & spans.keys():
        spans["title"] = spans.pop("container-title")
    return spans


def _choose(label: str, runs: Sequence[Sequence[Token]]) -> Span:
    """The run that is the field: for a date the first with a year, for authors the first, else the longest.

    Runs of a title with next to nothing between them are one title.
    """
    spans = [(run[0].start, run[-1].end) for run in runs]
    if label == "date":
        dated = [span for span, run in zip(spans, runs, strict=True) if any(len(t.text) == 4 and t.text.isdigit() for t in run)]
        return (dated or spans)[0]
    if label == "author":
        return spans[0]
    joined = spans[:1]
    for start, end in spans[1:]:
        if label in _JOINED and start - joined[-1][1] <= _JOINED[label]:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return max(joined, key=lambda span: span[1] - span[0])


# How many characters may lie between two runs of one field.
_JOINED = {"title": 12, "container-title": 4, "publisher": 4}
