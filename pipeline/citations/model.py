"""The model's voice: a linear-chain CRF over tokens (card: pipeline/models/citations.md)."""

from __future__ import annotations

import lzma
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
# A blob is read in windows, so that time and memory stay linear in its length.
WINDOW, OVERLAP = 1500, 80
LEAST = 0.05
_PLAIN = str.maketrans({**dict.fromkeys("‐‑‒–—―−\u00ad", "-"), **dict.fromkeys("\u00a0\u2009\u202f\t\n", " ")})


def masked(raw: str, identifiers: Sequence[Identifier]) -> str:
    """The reference at its own length: identifiers as runs of tildes, dashes plain."""
    text = raw.translate(_PLAIN).replace("~", " ")
    for found in identifiers:
        text = text[: found.start] + "~" * (found.end - found.start) + text[found.end :]
    return text


@cache
def _weights(name: str) -> bytes:
    # Cached because the tagger reads this memory for as long as it lives, and does not own it.
    return lzma.decompress(resources.files("pipeline").joinpath(f"models/{name}.crfsuite.xz").read_bytes())


@cache
def _tagger(name: str) -> Tagger:
    import pycrfsuite

    tagger = pycrfsuite.Tagger()
    tagger.open_inmemory(_weights(name))
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
    tagger = _tagger("citations")
    labels = tagger.tag(features(tokens))
    runs = _runs(tokens, labels)
    return Reading(
        _settled(text, {label: _choose(label, found) for label, found in runs.items()}),
        math.log(max(1e-12, tagger.probability(labels))),
        min(tagger.marginal(label, i) for i, label in enumerate(labels)),
        sum(len(found) > 1 for found in runs.values()),
    )


def beginnings(text: str, identifiers: Sequence[Identifier]) -> dict[int, float]:
    """The places of a blob where a reference may begin, each with its probability."""
    tokens = tokenize(masked(text, identifiers), humps=True)
    tagger = _tagger("citations_split")
    found: dict[int, float] = {}
    for first in range(0, len(tokens), WINDOW):
        seen = tokens[max(0, first - OVERLAP) : first + WINDOW + OVERLAP]
        tagger.set(features(seen, alone=False))
        for i in range(min(first, OVERLAP), min(len(seen), min(first, OVERLAP) + WINDOW)):
            probability = tagger.marginal(BEGIN, i)
            if probability >= LEAST:
                found[seen[i].start] = probability
    return found


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
    if "title" in spans:
        spans["title"] = _grown(text, spans)
    return spans


_WORD = re.compile(r"[^\W\d_]{2}")
_BEFORE = re.compile(r"(?:\s*\([^()]{4,20}\))?[\s.,;:)\]]*")
_AFTER = re.compile(r"(?:: ?| (?=[a-z]{1,3} |[a-z]+ [a-z]))[^.,?!~\"“”]{2,160}?(?=[.?!][\"”')]?(?:\s|$)|$)")


def _grown(text: str, spans: dict[str, Span]) -> Span:
    """The title with what no field claims beside it: "Rooms:" before a subtitle, "in 1998" behind it."""
    start, end = spans["title"]
    left = max((e for field, (_, e) in spans.items() if e <= start and field != "title"), default=0)
    before = text[left:start]
    if before.rstrip().endswith(":") and len(before) < 80 and _WORD.search(before):
        skipped = _BEFORE.match(before)
        start = left + (skipped.end() if skipped else 0)
    right = min((s for field, (s, _) in spans.items() if s >= end and field != "title"), default=len(text))
    after = _AFTER.match(text, end, right)
    if after and _WORD.search(after.group()):
        end = after.end()
    return start, end


def _choose(label: str, runs: Sequence[Sequence[Token]]) -> Span:
    """The run that is the field: for a date the first with a year, for authors the first, else the longest.

    Runs of a title with next to nothing between them are one title.
    """
    spans = [(run[0].start, run[-1].end) for run in runs]
    if label == "date":
        dated = [
            span
            for span, run in zip(spans, runs, strict=True)
            if any(len(t.text) == 4 and t.text.isdigit() for t in run)
        ]
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
