"""One reference, as written, into a CSL-JSON item with a confidence.

Two voters read it: the model, which knows many styles, and the rules, which know anchors. The model's reading is
taken; where it left a field empty that an anchor decides, the rules fill it. That the two agree is the best sign that
both are right, so agreement is what the confidence is made of.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, Literal, NamedTuple

from pipeline.citations.identifiers import Identifier, find_identifiers
from pipeline.citations.item import Span, build
from pipeline.citations.model import Reading, parse_model
from pipeline.citations.rules import parse_rules
from pipeline.keys import key

Level = Literal["high", "medium", "low"]


class Parsed(NamedTuple):
    """A parsed reference: `spans` says where in the raw string each field stands."""

    csl: dict[str, Any]
    confidence: float
    level: Level
    spans: dict[str, Span]


def parse_reference(raw: str) -> Parsed:
    """The CSL-JSON item (without id) of one reference. A field that is doubtful is left out.

    >>> found = parse_reference("Wu Q, Li J, et al. A study of sites. Oncotarget. 2017;8(17):27990-27996.")
    >>> found.csl["author"][0], found.csl["container-title"], found.csl["page"]
    ({'family': 'Wu', 'given': 'Q.'}, 'Oncotarget', '27990-27996')
    """
    identifiers = list(find_identifiers(raw))
    reading = parse_model(raw, identifiers)
    ruled = parse_rules(raw, identifiers)
    spans = _vote(raw, reading.spans, ruled)
    confidence = _confidence(signs(raw, reading, ruled, identifiers))
    return Parsed(build(raw, spans, identifiers), round(confidence, 3), _level(confidence), spans)


# Fields in which the rules are right where the model found nothing (11 of 14 dates, measured on the labelled
# references that were looked at; volumes 13 of 105, which is why they are not among them).
_ANCHORED = ("date", "accessed")


def _vote(raw: str, read: Mapping[str, Span], ruled: Mapping[str, Span]) -> dict[str, Span]:
    """The model's spans, with what only the rules found where no other field stands."""
    spans = dict(read)
    for field in _ANCHORED:
        if field in ruled and field not in spans and not _overlaps(ruled[field], spans.values()):
            spans[field] = ruled[field]
    if (
        "container-title" not in spans
        and {"title", "volume"} <= spans.keys() & ruled.keys()
        and "container-title" in ruled
    ):
        host, title = ruled["container-title"], spans["title"]
        if title[0] < host[0] < host[1] <= title[1] and ruled["title"][0] == title[0]:
            spans["title"], spans["container-title"] = ruled["title"], host
    if "title" in spans and raw[spans["title"][1] : spans["title"][1] + 1] in ("?", "!"):
        spans["title"] = (spans["title"][0], spans["title"][1] + 1)
    return spans


def _overlaps(span: Span, others: Any) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


SIGNS = (
    "bias", "doubt", "weakest", "author", "title", "container-title", "date", "volume", "issue", "page", "publisher",
    "no title", "no author", "broken", "unread", "both",
)  # fmt: skip


def signs(raw: str, reading: Reading, ruled: Mapping[str, Span], identifiers: Sequence[Identifier]) -> list[float]:
    """What speaks for and against a parse, in the order of SIGNS: 1 for a field in which the voters differ."""
    read = reading.spans
    differ = [float(not _same(raw, read.get(field), ruled.get(field))) for field in SIGNS[3:11]]
    known = sum(end - start for start, end in read.values()) + sum(i.end - i.start for i in identifiers)
    unread = max(0.0, 1 - known / max(1, len(raw.strip())) - 0.12)
    return [
        1.0, max(-12.0, reading.log_probability), 1 - reading.weakest, *differ,
        float("title" not in read), float("author" not in read), float(reading.broken), unread, float(sum(differ) < 1),
    ]  # fmt: skip


def _same(raw: str, one: Span | None, two: Span | None) -> bool:
    if one is None or two is None:
        return one is two
    return one == two or key(raw[one[0] : one[1]]) == key(raw[two[0] : two[1]])


@cache
def _calibration() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(resources.files("pipeline").joinpath("models/citations.json").read_text("utf-8"))
    return found


def _confidence(values: Sequence[float]) -> float:
    weights = _calibration()["weights"]
    score = sum(weights[name] * value for name, value in zip(SIGNS, values, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def _level(confidence: float) -> Level:
    limits = _calibration()["levels"]
    return "high" if confidence >= limits["high"] else "medium" if confidence >= limits["medium"] else "low"
