"""The reference section: its heading, each reference a block of its own, lost spaces inside them put back.

A section is a heading that names one and the references after it, or a run of references without a heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.citations.find import (
    is_reference_heading,
    looks_like_reference,
    reference_heading_end,
    stated_count,
)
from pipeline.citations.identifiers import find_identifiers
from pipeline.citations.repair import separators
from pipeline.citations.section import is_numbered, reference_section
from pipeline.citations.split import split_references
from pipeline.document import KEPT, Block, Document, Finding

HEADING, REFERENCE, SPLIT, SEPARATOR, BROKEN = "CIT001", "CIT002", "CIT003", "CIT004", "CIT005"

# Without one of these no line outside a section scores _ALONE; most prose is passed over by this one search.
_HOPEFUL = re.compile(r"\b(?:19|20)\d\d\b|10\.\d{4}|://|\bdoi|\bPM(?:C?ID|C)\b")
_ALONE = 0.75
_GLUED = 0.5
_SHORTEST_RUN = 3


def references(doc: Document) -> Iterator[Finding]:
    """Findings CIT001 (heading), CIT002 (reference), CIT003 (one of a glued blob), CIT004 (a lost space) and CIT005."""
    blocks = [b for b in doc.blocks if b.role in KEPT and b.kind not in ("gap", "code", "table")]
    texts = [doc.block_text(b) for b in blocks]
    inside: set[int] = set()
    for i, text in enumerate(texts):
        if is_reference_heading(text):
            members = reference_section(texts, i + 1)
            if members:
                broken = _continued(texts, members)
                inside.update(members)
                yield _heading(blocks[i], text, len(members) - len(broken))
                yield from (_join(blocks[j - 1], blocks[j], texts[j - 1]) for j in broken)
        elif glued := reference_heading_end(text):
            spans = split_references(text[glued:])
            if len(spans) > 1 or looks_like_reference(text[glued:]) >= _ALONE:
                inside.add(i)
                yield _heading(blocks[i]._replace(end=blocks[i].start + glued), text[:glued], len(spans))
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


def _continued(texts: Sequence[str], members: Sequence[int]) -> list[int]:
    """In a numbered list, the lines without a number: each goes on where the line before it broke off."""
    numbered = [i for i in members if is_numbered(texts[i])]
    if len(numbered) < 2 or numbered[0] != members[0] or 2 * len(numbered) < len(members):
        return []
    return [i for i in members if i not in numbered and i - 1 in members]


def _join(before: Block, block: Block, text: str) -> Finding:
    """The line break inside a reference: a space, but nothing inside a DOI or a URL that broke at one of its signs."""
    inside = text[-1:] in "-/_.=&?" and any(found.end >= len(text) - 1 for found in find_identifiers(text))
    why = "a line without a number goes on with the reference before it"
    return Finding(BROKEN, before.end, block.start, why, fix="" if inside else " ", confidence=0.85)


def _runs(scores: Sequence[float]) -> Iterator[tuple[int, int]]:
    low = 0
    for i, score in enumerate([*scores, 0.0]):
        if score < _ALONE:
            if i - low >= _SHORTEST_RUN:
                yield low, i
            low = i + 1


def _reference(block: Block, text: str) -> Iterator[Finding]:
    spans = _spans(text)
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


def _spans(text: str) -> list[tuple[int, int]]:
    """The references in a line; a numbered line is one, unless what is glued to it reads like another."""
    spans = [(start, end) for start, end in split_references(text) if text[start:end].strip()]
    others = [text[start:end] for start, end in spans[1:]]
    if is_numbered(text) and not all(is_numbered(o) or looks_like_reference(o) >= _GLUED for o in others):
        spans = [(spans[0][0], spans[-1][1])]
    return spans or [(0, len(text))]
