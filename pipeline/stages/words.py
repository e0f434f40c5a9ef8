"""Words: give run-together text its spaces back, and leave all other text alone.

Scraping loses the spaces at inline tags: "havestage 4 (metastatic) breast cancerwhen". Each place where one may be
missing is a candidate; the document itself is asked first (a sibling line that has the space), then the model.

    >>> repair("the blood-brain barrieris a collection (of capillaries)that prevents toxins.In addition")
    'the blood-brain barrier is a collection (of capillaries) that prevents toxins. In addition'
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.document import KEPT, Block, Document, Finding, Place, line_blocks
from pipeline.stages.wording.decide import decide
from pipeline.stages.wording.evidence import Spelling, Witnesses
from pipeline.stages.wording.joins import hyphens, spaces_inside
from pipeline.stages.wording.language import language as language_of
from pipeline.stages.wording.propose import has_candidates

SAFE = 0.8
SUGGEST = 0.3
_LEFT_ALONE = frozenset({"code", "reference", "gap"})
_WITNESSED = 0.99
_WORTH_A_LOOK = 0.02
_HYPHENS = "-‐\u00ad"
_LONGEST_PART = 32
_BY = {"en": "by the English model", "": "by the English model"}

_RULES = {
    "GLU001": "no space beside punctuation",
    "GLU002": "words run together at a change of case",
    "GLU003": "words run together",
    "GLU004": "a letter and a digit run together",
    "GLU005": "a space inside a word",
    "GLU006": "a word hyphenated across the end of a line",
}


class Boundary(NamedTuple):
    """A place in a text where a space is missing with this probability, and the rule that it falls under."""

    at: int
    probability: float
    rule: str


def words(doc: Document, *, safe_above: float = SAFE, suggest_above: float = SUGGEST) -> Iterator[Finding]:
    """Findings for the lost spaces of a document's kept blocks; the unsafe ones are suggestions.

    `safe_above` is the probability from which a space is put in unasked, `suggest_above` that from which it is told.
    """
    blocks = [block for block in doc.blocks if block.role in KEPT and block.kind not in _LEFT_ALONE]
    texts = [doc.block_text(block) for block in blocks]
    witnesses = Witnesses([doc.block_text(block) for block in doc.blocks if block.kind not in _LEFT_ALONE])
    spelling = Spelling(doc.text, [(block.start, block.end) for block in doc.blocks])
    default = language_of(doc.text)
    tongues = [language_of(text, default) if has_candidates(text) else default for text in texts]
    for text, found, probability in decide(texts, tongues, witnesses):
        at = blocks[text].start + found.at
        places = spelling.spaced(at) if probability > _WORTH_A_LOOK else ()
        probability = max(probability, _WITNESSED) if places else probability
        if probability >= suggest_above:
            is_safe = probability >= safe_above
            yield _finding(doc.text, at, round(probability, 4), is_safe, tongues[text], places)
    yield from _joins(doc, blocks, tongues, witnesses, (safe_above, suggest_above))


def _joins(
    doc: Document, blocks: Sequence[Block], tongues: Sequence[str], witnesses: Witnesses, above: tuple[float, float]
) -> Iterator[Finding]:
    """Spaces inside words (English only), and words hyphenated across the end of a line or a block."""
    found = []
    for i, (block, tongue) in enumerate(zip(blocks, tongues, strict=True)):
        text = doc.block_text(block)
        if tongue in _BY:
            found += [("GLU005", block.start, join) for join in spaces_inside(text, witnesses)]
        start, end = block.start, block.end
        if i + 1 < len(blocks) and text[-1] in _HYPHENS and not doc.text[end : blocks[i + 1].start].strip():
            end = blocks[i + 1].start + _LONGEST_PART  # the word may go on in the next block
        if tongue != "none" and (end > block.end or "\n" in text):
            found += [("GLU006", start, join) for join in hyphens(doc.text[start:end], witnesses)]
    for rule, base, join in found:
        if join.probability >= above[1]:
            start, end = base + join.start, base + join.end
            why = f"{_RULES[rule]}: “{doc.text[max(0, start - 12) : end + 12]}”"
            is_safe = join.probability >= above[0]
            yield Finding(rule, start, end, why, fix=join.fix, confidence=join.probability, safe=is_safe)


def _finding(text: str, at: int, confidence: float, is_safe: bool, tongue: str, places: tuple[Place, ...]) -> Finding:
    rule = rule_of(text, at)
    by = "spaced elsewhere in the document" if places else _BY.get(tongue, f"by the rules for {tongue}")
    why = f"{_RULES[rule]}: “{text[max(0, at - 12) : at]}|{text[at : at + 12]}”; {by}"
    return Finding(rule, at, at, why, fix=" ", confidence=confidence, safe=is_safe, evidence=places)


def rule_of(text: str, at: int) -> str:
    """The rule for a boundary between text[at - 1] and text[at]."""
    left, right = text[at - 1], text[at]
    if not (left.isalnum() and right.isalnum()):
        return "GLU001"
    if left.isdigit() or right.isdigit():
        return "GLU004"
    return "GLU003" if left.islower() == right.islower() else "GLU002"


def boundaries(text: str, *, language: str | None = None) -> list[Boundary]:
    """Every place of a text where a space may be missing, with its probability, in order."""
    lines = [(block.start, text[block.start : block.end]) for block in line_blocks(text)]
    texts = [line for _, line in lines]
    default = language_of(text)
    tongues = [language or (language_of(line, default) if has_candidates(line) else default) for line in texts]
    return [
        Boundary(lines[i][0] + found.at, probability, rule_of(texts[i], found.at))
        for i, found, probability in decide(texts, tongues, Witnesses(texts))
    ]


def repair(text: str, *, language: str | None = None, above: float = SAFE) -> str:
    """The text with every space put in that is missing with at least this probability."""
    return insert(text, [found.at for found in boundaries(text, language=language) if found.probability >= above])


def insert(text: str, places: Sequence[int]) -> str:
    """The text with a space at each of the offsets, which are in order."""
    edges = [0, *places, len(text)]
    return " ".join(text[a:b] for a, b in pairwise(edges))
