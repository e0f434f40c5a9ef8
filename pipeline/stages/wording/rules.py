"""Boundaries by plain rules: for languages without a model, and the baseline that the model is measured against.

The numbers are estimates of how often such a place is a lost space; they are not calibrated.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from pipeline.stages.wording.evidence import Witnesses
from pipeline.stages.wording.lexicon import lexicon
from pipeline.stages.wording.propose import RUN, Candidate, follows_path, opens_ending
from pipeline.stages.wording.split import LONGEST_WORD, split

_STOPS = ".!?…"
_PAUSES = ",;:"
_ENDS_WORD = re.compile(r"[^\W\d_]{2}[.!?…]$")
_CODE = re.compile(r"[_=\\@{}<>*]|\(\)|::|\.\w+\(")
_BOUND = frozenset({
    "anti", "bio", "cardio", "chemo", "eco", "electro", "geo", "hyper", "hypo", "immuno", "inter", "intra",
    "meta", "micro", "multi", "neuro", "non", "oligo", "onco", "out", "over", "pre", "radio", "sub", "super",
    "trans", "ultra", "under",
})  # fmt: skip
_INITIALS = re.compile(r"[A-Z]{2,3}")
_GOES_ON = re.compile(r" [^\W_]")
_ABBREVIATED = re.compile(r"(?<!\w)(?:e\.g|i\.e)\.$")
_NUMBERED = re.compile(r"(?<!\w)(?:Tables?|Figures?|Fig|Chapter|Section|Appendix)$")
_AL = re.compile(r" al\b")
_VOLUME = re.compile(r"\d+\(")
_QUOTED = re.compile(r"""[(\[]["'‘“]$""")  # what opens a quoted name: getItem("mainMenu")
_CALLED = re.compile(r"""\((?:\)|["'‘“]|\w{1,30}[,)])""")
_ARGUMENTS = re.compile(r"\(\w[\w.]{0,40}(?: = |, ?\w|[,)])|\(['\"#]")
_SPEAKS_OF_CODE = re.compile(
    r"""\w\((?:\)|["'])|[a-z]_[a-z]|\w::\w|\(\w[\w.]{0,40}\ =\ |\ <-\ |==
      |\b\w+\.(?:py|js|java|rb|cpp|hpp|cs|php)\b""",
    re.VERBOSE,
)
_NO = 0.02
_CLEAR = 11.0  # nats
_FREQUENT = -7.0
_FUNCTION_WORD = -6.5


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


def is_textbook(text: str, found: Candidate) -> bool:
    """Whether the place is one of the five that prose in good order hardly ever holds.

    Two dictionary words that often meet, or that have a capital between; a sentence that begins right behind a stop; a
    bracket of several words opened right behind a word, or closed right before one.
    """
    left, right = text[found.at - 1], text[found.at]
    lead, rest = text[found.start : found.at], text[found.at : found.end]
    if _CODE.search(lead + rest) or "." in lead[:-1] or "." in rest[1:-1]:
        return False
    lex = lexicon()
    if found.run:
        return left.islower() and (_often_meet(found) if right.islower() else _are_two_words(found))
    if left in _STOPS and right.isupper():
        sound = _ends_in_word(lead[:-1]) or _INITIALS.fullmatch(lead[:-1]) is not None
        return sound and len(found.right) > 1 and found.right in lex.words
    if right == "(" and len(found.left) > 2:
        inner = RUN.match(text, found.at + 1)
        several = inner is not None and _GOES_ON.match(text, inner.end()) is not None
        return several and _ends_in_word(lead)
    return left == ")" and found.right in lex.core and "(" not in lead and found.right not in _BOUND


def _ends_in_word(text: str) -> bool:
    """Whether a dictionary word, or several run together, stand at the end."""
    match = RUN.search(text, max(0, len(text) - LONGEST_WORD))
    while match is not None and match.end() < len(text):
        match = RUN.search(text, match.end())
    return match is not None and len(match.group()) > 1 and _is_made_of_words(match.group().lower())


def _is_made_of_words(run: str) -> bool:
    core = lexicon().core
    if run in core:
        return True
    cuts = split(run).cuts
    return bool(cuts) and all(run[a:b] in core for a, b in pairwise((0, *cuts, len(run))))


def _are_two_words(found: Candidate) -> bool:
    """lower|Upper between dictionary words: no brand that a word list knows, and no short part that may be a prefix."""
    known = lexicon().words
    return min(len(found.left), len(found.right)) > 2 and found.run not in known and _is_made_of_words(found.run)


def _often_meet(found: Candidate) -> bool:
    lex, left, right = lexicon(), found.left, found.right
    if found.gain < _CLEAR or left in _BOUND or not _is_made_of_words(found.run) or left not in lex.core:
        return False
    if right not in lex.core:
        return False
    return max(lex.words[left], lex.words[right]) > _FREQUENT or lex.pair(left, right) is not None


def may_be_name(text: str, found: Candidate, witnesses: Witnesses) -> bool:
    """Whether the cut would part a capitalised word that others write too, or that the document writes again."""
    if not found.run or not text[found.at - 1].islower() or not text[found.at].islower():
        return False
    lex, word = lexicon(), found.left + found.right
    if not text[found.at - len(found.left)].isupper():
        return False
    if max(lex.words.get(found.left, -99.0), lex.words.get(found.right, -99.0)) > _FUNCTION_WORD:
        return False
    return word in lex.words or witnesses.alone[word] > 1


def is_identifier(text: str, found: Candidate) -> bool:
    """Whether the cut lies at a capital in a name of program code, or before the arguments of one.

    Names in camelCase that are called, or quoted right behind a bracket; and, where the text speaks of code, all that
    are not a frequent word with a name behind it.
    """
    if text[found.at] == "(":
        return _ARGUMENTS.match(text, found.at) is not None and _speaks_of_code(text)
    if not found.run or not text[found.at].isalpha() or not (text[found.at].isupper() or text[found.at - 1].isupper()):
        return False
    match = _run_around(text, found)
    if match is None:
        return False
    start, end = match.span()
    if _QUOTED.search(text, max(0, start - 2), start):
        return True
    if _CALLED.match(text, end) and match.group()[:1].islower():
        return True
    return _speaks_of_code(text) and lexicon().words.get(found.left, -99.0) < _FREQUENT


def _run_around(text: str, found: Candidate) -> re.Match[str] | None:
    """The run of letters that holds the candidate."""
    for match in RUN.finditer(text, found.start, found.end):
        if match.end() > found.at:
            return match
    return None


@lru_cache(1 << 12)
def _speaks_of_code(text: str) -> bool:
    return _SPEAKS_OF_CODE.search(text) is not None


def is_certain(text: str, found: Candidate) -> bool:
    """Whether the place has a form that is never right without a space, rare as each of them is."""
    left, right = text[found.at - 1], text[found.at]
    lead, token, at = text[found.start : found.at], text[found.start : found.end], found.at - found.start
    if right.isdigit() and left.isalpha():
        return _NUMBERED.search(lead) is not None
    if left == "." and right.isalpha():
        return _ABBREVIATED.search(lead) is not None
    if right == "e" and found.right == "et":
        return _AL.match(text, found.end) is not None and lead[:1].isupper()
    return opens_ending(token, at) or follows_path(token, at)


def is_reference(text: str, found: Candidate, witnesses: Witnesses) -> bool:
    """Whether the punctuation belongs to a cited volume ("1996 Jul;42(1):35") or to a name that comes again.

    "NEWS.Debian" three times is a name; a sentence that ends in the same word as another begins with the same word
    as that one too only where that is a frequent one.
    """
    left, right = text[found.at - 1], text[found.at]
    if left == ";" and right.isdigit():
        return _VOLUME.match(text, found.at) is not None
    if left != "." or not right.isupper() or lexicon().words.get(found.right, -99.0) > _FREQUENT:
        return False
    lead = RUN.match(text[max(found.start, found.at - 1 - LONGEST_WORD) : found.at - 1][::-1])
    return lead is not None and witnesses.count(f"{lead.group()[::-1].lower()}.{found.right}") > 2
