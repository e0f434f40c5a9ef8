"""One reference, as written, into a CSL-JSON item."""

from __future__ import annotations

from typing import Any, NamedTuple

from pipeline.citations.identifiers import find_identifiers
from pipeline.citations.item import build
from pipeline.citations.model import parse_model
from pipeline.citations.rules import parse_rules


class Parsed(NamedTuple):
    csl: dict[str, Any]
    confidence: float
    level: str
    spans: dict[str, tuple[int, int]]


def parse_reference(raw: str) -> Parsed:
    ids = list(find_identifiers(raw))
    spans, sure = parse_model(raw, ids)
    return Parsed(build(raw, spans, ids), sure, "low", spans)
