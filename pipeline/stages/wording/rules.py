"""Boundaries by plain rules: for languages without a model, and the baseline that the model is measured against.

The numbers are estimates of how often such a place is a lost space; they are not calibrated.
"""

from __future__ import annotations

import re

from pipeline.stages.wording.evidence import Witnesses
from pipeline.stages.wording.lexicon import lexicon
from pipeline.stages.wording.propose import Candidate

_STOPS = ".!?…"
_PAUSES = ",;:"
_ENDS_WORD = re.compile(r"[^\W\d_]{2}[.!?…]$")
_CODE = re.compile(r"[_=\\@{}<>*]|\(\)|::|\.\w+\(")
_BOUND = frozenset({
    "anti", "bio", "cardio", "chemo", "eco", "electro", "geo", "hyper", "hypo", "immuno", "inter", "intra",
    "meta", "micro", "multi", "neuro", "non", "oligo", "onco", "out", "over", "pre", "radio", "sub", "super",
    "trans", "ultra", "under",
})  # fmt: skip
_NO = 0.02


def estimate(text: str, found: Candidate, witnesses: Witnesses, language: str) -> float:
    """How likely a space is missing at the candidate, by rules alone."""
    left, right = text[found.at - 1], text[found.at]
    token = text[found.start : found.end]
    if _CODE.search(token):
        return _NO
    if left.isalpha() and right.isalpha():
        if left.islower() and right.isupper():
            return _case_change(text, found, witnesses)
        return _inside_word(found) if language == "en" else _NO
    if left.isalnum() and right.isalnum():
        return _digits(text, found) if language == "en" else _NO
    return _punctuation(text, found)


def _case_change(text: str, found: Candidate, witnesses: Witnesses) -> float:
    """lower|Upper: two words that both exist, or of which one does and the other is long enough for a name."""
    lex, left, right = lexicon(), found.left, found.right
    if found.run in lex.words or min(len(left), len(right)) < 2 or witnesses.alone[found.run] > 1:
        return _NO
    if right.startswith("innen") or text[found.at - len(left) : found.at].isupper():
        return _NO
    seen = (left in lex.core or witnesses.alone[left] > 0) + (right in lex.words or witnesses.alone[right] > 0)
    return (0.3, 0.6, 0.93)[seen]


def _inside_word(found: Candidate) -> float:
    """Letters that meet without a change of case, or after capitals."""
    lex, left, right = lexicon(), found.left, found.right
    if left in _BOUND or found.gain < 5 or found.run in lex.core or min(len(left), len(right)) < 2:
        return _NO
    if left in lex.core and right in lex.core:
        return 0.95
    return 0.85 if max(lex.words.get(left, -99.0), lex.words.get(right, -99.0)) > -8 else 0.3


def _digits(text: str, found: Candidate) -> float:
    lex = lexicon()
    word = found.left or found.right
    if word not in lex.core or lex.words[word] < -12 or text[found.at - 1].isupper():
        return _NO
    return 0.85 if len(word) > 2 else 0.5


def _punctuation(text: str, found: Candidate) -> float:
    left, right = text[found.at - 1], text[found.at]
    lead, rest = text[found.start : found.at], text[found.at : found.end]
    if left in _STOPS and right.isalpha():
        sound = _ENDS_WORD.search(lead) or lead[-2:-1] in ')]”"0123456789'
        return 0.96 if right.isupper() and sound and rest[1:2] != "." else 0.1
    if left in _PAUSES and right.isalpha():
        return 0.95 if lead[-2:-1].isalpha() or lead[-2:-1] in ')]”"' else 0.3
    if left in ")]" and right.isalpha():
        return 0.95 if lead.count("(") <= 1 and (len(found.right) > 2 or not lead[:1].isalpha()) else 0.3
    if right == "(" and left.isalpha():
        return 0.95 if rest[1:2].isupper() or ")" not in rest else 0.1
    return 0.05
