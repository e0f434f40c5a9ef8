"""From candidates to probabilities: the model for English, rules for other languages, and no two cuts that clash."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.stages.wording.evidence import Witnesses
from pipeline.stages.wording.features import Asked, ask, rows
from pipeline.stages.wording.lexicon import SHORT, lexicon
from pipeline.stages.wording.model import model
from pipeline.stages.wording.propose import Candidate
from pipeline.stages.wording.rules import is_certain, is_identifier, is_reference, is_textbook, may_be_name
from pipeline.stages.wording.split import LONGEST_WORD

_EVEN = 0.5
_DOUBT = 0.25
_TEXTBOOK = 0.9
_CERTAIN = 0.95
_NAME = 0.6
_NO_WORD = -17.0
# Two cuts that are both sure leave a name between them: on the tuning half that is right in 87 of 90 places.
_SURE = 0.8
_LEAST_NAME = 4


class Decision(NamedTuple):
    """The probability that a space is missing at a candidate of one of the texts."""

    text: int
    found: Candidate
    probability: float


def decide(texts: Sequence[str], languages: Sequence[str], witnesses: Witnesses) -> list[Decision]:
    """All candidates of a document's texts, in order."""
    asked = ask(texts, languages, witnesses)
    english = [one for one in asked if languages[one.text] in ("en", "")]
    learned = dict(zip(map(_place, english), _learned(texts, english, witnesses), strict=True))
    decisions = [
        Decision(
            one.text, one.found, _agreed(texts[one.text], one.found, learned.get(_place(one), one.estimate), witnesses)
        )
        for one in asked
    ]
    return _settled(texts, decisions)


def _agreed(text: str, found: Candidate, probability: float, witnesses: Witnesses) -> float:
    """The model doubts a lone place in a text that is clean otherwise; where the case is clear, half a doubt is none.

    On the tuning half, clear cases that the model gives .25 to .8 are lost spaces three times in four, and in clean
    articles there are next to none. What may be a name is told, never done.
    """
    if probability > _DOUBT and is_identifier(text, found):
        return min(probability, _NAME)
    if is_certain(text, found):
        return max(probability, _CERTAIN)
    if probability > _DOUBT and (may_be_name(text, found, witnesses) or is_reference(text, found, witnesses)):
        return min(probability, _NAME)
    return _TEXTBOOK if _DOUBT < probability < _TEXTBOOK and is_textbook(text, found) else probability


def _place(one: Asked) -> tuple[int, int]:
    return one.text, one.found.at


def _learned(texts: Sequence[str], asked: Sequence[Asked], witnesses: Witnesses) -> list[float]:
    if not asked:
        return []
    made = model()
    return made.trees.probabilities(rows(texts, asked, witnesses, made.habits))


def _settled(texts: Sequence[str], decisions: Sequence[Decision]) -> list[Decision]:
    """Of two likely cuts that leave no word between them, the less likely one is given up."""
    kept: list[Decision] = []
    last: int | None = None  # the last likely cut
    for one in decisions:
        kept.append(one)
        if one.probability <= _EVEN:
            continue
        here = len(kept) - 1
        if last is not None and _clash(texts, kept[last], one):
            loser = last if kept[last].probability < one.probability else here
            kept[loser] = kept[loser]._replace(probability=1 - kept[loser].probability)
            last = here if loser == last else last
        else:
            last = here
    return kept


def _clash(texts: Sequence[str], one: Decision, two: Decision) -> bool:
    """Whether two cuts, each with other words in mind, leave something between them that is no word."""
    if one.text != two.text or two.found.at - one.found.at > LONGEST_WORD:
        return False
    middle = texts[one.text][one.found.at : two.found.at].lower()
    if not middle.isalpha() or (len(middle) >= _LEAST_NAME and min(one.probability, two.probability) >= _SURE):
        return False
    if len(middle) < 3:
        return middle not in SHORT
    return middle not in (one.found.right, two.found.left) and lexicon().words.get(middle, _NO_WORD) <= _NO_WORD
