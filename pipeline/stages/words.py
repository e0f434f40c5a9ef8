"""Words: give run-together text its spaces back, and leave all other text alone.

Scraping loses the spaces at inline tags: "havestage 4 (metastatic) breast cancerwhen". Each place where one may be
missing is a candidate; the document itself is asked first (a sibling line that has the space), then the model.

    >>> repair("the blood-brain barrieris a collection (of capillaries)that prevents toxins.In addition")
    'the blood-brain barrier is a collection (of capillaries) that prevents toxins. In addition'
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, zip_longest
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
_WORTH_A_LOOK = 0.05
_HYPHENS = "-‐\u00ad"
_LONGEST_PART = 32
_ROUNDS = 4
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


class _View(NamedTuple):
    """A document's text with some spaces put in; `put` are their offsets in it."""

    text: str
    blocks: tuple[Block, ...]
    put: tuple[int, ...] = ()

    def with_spaces(self, places: Sequence[int]) -> _View:
        moved = [at + bisect_right(places, at) for at in self.put] + [at + i for i, at in enumerate(places)]
        blocks = tuple(
            block._replace(
                start=block.start + bisect_right(places, block.start), end=block.end + bisect_left(places, block.end)
            )
            for block in self.blocks
        )
        return _View(insert(self.text, places), blocks, tuple(sorted(moved)))

    def has_put(self, place: Place) -> bool:
        """Whether one of the spaces lies there: what was put in here is no witness."""
        return bisect_left(self.put, place.start) < bisect_left(self.put, place.end)

    def back(self, at: int) -> int:
        """The offset in the document's own text."""
        return at - bisect_left(self.put, at)

    def told(self, found: Finding) -> Finding:
        """A finding on this text as one on the document's own."""
        evidence = tuple(Place(self.back(place.start), self.back(place.end)) for place in found.evidence)
        return replace(found, start=self.back(found.start), end=self.back(found.end), evidence=evidence)


def words(doc: Document, *, safe_above: float = SAFE, suggest_above: float = SUGGEST) -> Iterator[Finding]:
    """Findings for the lost spaces of a document's kept blocks; the unsafe ones are suggestions.

    `safe_above` is the probability from which a space is put in unasked, `suggest_above` that from which it is told.
    A repaired text is read again until nothing more is found in it, so that cleaning it once more changes nothing.
    """
    view, above = _View(doc.text, doc.blocks), (safe_above, suggest_above)
    suggested: list[Finding] = []
    for _ in range(_ROUNDS):
        found = list(_spaces(view, above))
        suggested = [view.told(one) for one in found if not one.safe]
        sure = [one for one in found if one.safe]
        yield from map(view.told, sure)
        if not sure:
            break
        view = view.with_spaces([one.start for one in sure])
    yield from suggested
    yield from _joins(doc, above)


def _asked(blocks: Sequence[Block]) -> list[Block]:
    return [block for block in blocks if block.role in KEPT and block.kind not in _LEFT_ALONE]


def _spaces(view: _View, above: tuple[float, float]) -> Iterator[Finding]:
    """What one reading of the text finds, in order."""
    blocks = _asked(view.blocks)
    texts = [view.text[block.start : block.end] for block in blocks]
    tongues = _languages(texts, language_of(view.text))
    spelling = Spelling(view.text, [(block.start, block.end) for block in view.blocks])
    for text, found, probability in decide(texts, tongues, _witnesses(view.text, view.blocks)):
        at = blocks[text].start + found.at
        places = spelling.spaced(at, len(found.left), len(found.right)) if probability > _WORTH_A_LOOK else ()
        places = tuple(place for place in places if not view.has_put(place))
        probability = max(probability, _WITNESSED) if places else probability
        if probability >= above[1]:
            yield _finding(view.text, at, round(probability, 4), probability >= above[0], tongues[text], places)


def _witnesses(text: str, blocks: Sequence[Block]) -> Witnesses:
    return Witnesses([text[block.start : block.end] for block in blocks if block.kind not in _LEFT_ALONE])


def _languages(texts: Sequence[str], default: str) -> list[str]:
    return [language_of(text, default) if has_candidates(text) else default for text in texts]


def _joins(doc: Document, above: tuple[float, float]) -> Iterator[Finding]:
    """Spaces inside words (English only), and words hyphenated across the end of a line or a block."""
    blocks, witnesses = _asked(doc.blocks), _witnesses(doc.text, doc.blocks)
    found = []
    for block, following in zip_longest(blocks, blocks[1:]):
        text, start, end = doc.block_text(block), block.start, block.end
        joins = list(spaces_inside(text, witnesses))
        if joins and language_of(text, language_of(doc.text)) in _BY:
            found += [("GLU005", start, join) for join in joins]
        if following and text[-1] in _HYPHENS and not doc.text[end : following.start].strip():
            end = min(following.end, following.start + _LONGEST_PART)  # the word may go on in the next block
        if end > block.end or "\n" in text:
            broken = hyphens(doc.text[start:end], witnesses)
            found += [("GLU006", start, join) for join in broken if start + join.start < block.end]
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
    tongues = [language] * len(texts) if language else _languages(texts, language_of(text))
    return [
        Boundary(lines[i][0] + found.at, probability, rule_of(texts[i], found.at))
        for i, found, probability in decide(texts, tongues, Witnesses(texts))
    ]


def repair(text: str, *, language: str | None = None, above: float = SAFE) -> str:
    """The text with every space put in that is missing with at least this probability."""
    for _ in range(_ROUNDS):
        sure = [found.at for found in boundaries(text, language=language) if found.probability >= above]
        if not sure:
            break
        text = insert(text, sure)
    return text


def insert(text: str, places: Sequence[int]) -> str:
    """The text with a space at each of the offsets, which are in order."""
    edges = [0, *places, len(text)]
    return " ".join(text[a:b] for a, b in pairwise(edges))
