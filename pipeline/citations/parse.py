"""One reference, as written, into a CSL-JSON item."""

from __future__ import annotations

from pipeline.citations.identifiers import find_identifiers
from pipeline.citations.item import build
from pipeline.citations.rules import parse_rules
from typing import NamedTuple, Any


class Parsed(NamedTuple):
    csl: dict[str, Any]
    confidence: float
    level: str
    spans: dict[str, tuple[int, int]]


def parse_reference(raw: str) -> Parsed:
    ids = list(find_identifiers(raw))
    spans = parse_rules(raw, ids)
    return Parsed(build(raw, spans, ids), 0.5, "low", spans)
