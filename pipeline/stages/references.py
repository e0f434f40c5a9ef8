"""The reference section: its heading, each reference a block of its own, lost spaces inside them put back.

A section is a heading that names one and the references after it, or a run of references without a heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.citations.find import is_reference_heading, looks_like_reference, stated_count
from pipeline.citations.repair import separators
from pipeline.citations.split import split_references
from pipeline.document import KEPT, Block, Document, Finding

HEADING, REFERENCE, SPLIT, SEPARATOR = "CIT001", "CIT002", "CIT003", "CIT004"

# Without one of these no line outside a section scores _ALONE; most prose is passed over by this one search.
_HOPEFUL = re.compile(r"\b(?:19|20)\d\d\b|10\.\d{4}|://|\bdoi|\bPM(?:C?ID|C)\b")
_UNDER_HEADING = 0.3
_ALONE = 0.75
_SHORTEST_RUN = 3


def references(doc: Document) -> Iterator[Finding]:
    """Findings CIT001 (heading), CIT002 (reference), CIT003 (one of a glued blob), CIT004 (a lost space)."""
    blocks = [b for b in doc.blocks if b.role in KEPT and b.kind not in ("gap", "code", "table")]
    texts = [doc.block_text(b) for b in blocks]
    inside: set[int] = set()
    for i, text in enumerate(texts):
        if is_reference_heading(text):
            members = _section(texts, i + 1)
            if members:
                inside.update(members)
                yield _heading(blocks[i], text, len(members))
    scores = [
        looks_like_reference(text) if i not in inside and _HOPEFUL.search(text) else 0.0 for i, text in enumerate(texts)
    ]
    for low, high in _runs(scores):
        inside.update(range(low, high))
    for i in sorted(inside):
        yield from _reference(blocks[i], texts[i])


def _heading(block: Block, text: str, found: int) -> Finding:
    count = stated_count(text)
    why = "names the references that follow"
    if count is not None:
        why += f"; it states {count}, and {found} {'line follows' if found == 1 else 'lines follow'}"
    level = block.level if block.kind == "heading" else 2
    return Finding(HEADING, block.start, block.end, why, kind="heading", level=level, role="references")


def _section(texts: Sequence[str], start: int) -> list[int]:
    """The references from `start` on: up to the first two lines in a row that are none."""
    members: list[int] = []
    for i in range(start, len(texts)):
        if looks_like_reference(texts[i]) >= _UNDER_HEADING or len(split_references(texts[i])) > 1:
            members.append(i)
        elif i - (members[-1] if members else start - 1) > 1:
            break
    return members


def _runs(scores: Sequence[float]) -> Iterator[tuple[int, int]]:
    low = 0
    for i, score in enumerate([*scores, 0.0]):
        if score < _ALONE:
            if i - low >= _SHORTEST_RUN:
                yield low, i
            low = i + 1


def _reference(block: Block, text: str) -> Iterator[Finding]:
    spans = split_references(text) or [(0, len(text))]
    for start, end in spans:
        rule, why = (REFERENCE, "a reference") if len(spans) == 1 else (SPLIT, f"one of {len(spans)} glued references")
        at = block.start + start
        yield Finding(rule, at, block.start + end, why, kind="reference", role="references", confidence=0.9)
        for fix in separators(text[start:end]):
            yield Finding(
                SEPARATOR,
                at + fix.at,
                at + fix.at,
                fix.why,
                fix=fix.text,
                confidence=fix.confidence,
                safe=fix.safe,
            )
