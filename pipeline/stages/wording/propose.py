"""Where a space could be missing: every place that the model is asked about.

Most words are known and most tokens are plain; one look into a cache passes them. Only the others are taken apart:
at changes of class (letter, digit, case, punctuation) and, inside unknown runs of letters, where word frequencies cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from pipeline.stages.wording.lexicon import SHORT, lexicon
from pipeline.stages.wording.protect import is_shielded, protected
from pipeline.stages.wording.split import LONGEST_RUN, Split, split

RUN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_PLAIN = re.compile(
    r"""[(\[“"'‘«]{0,2}                                     # opened
        ([^\W\d_]+(?:['’][^\W\d_]+)*(?:[-‐‑–—/][^\W\d_]+(?:['’][^\W\d_]+)*)*)   # words, perhaps joined by dashes
        (?:['’][sS]?)?[.,;:!?)\]”"'’»…]{0,4}                # closed""",
    re.VERBOSE,
)
_NUMBER = re.compile(r"[(\[“$€£#~<>±+−-]{0,2}\d+(?:[.,:/–-]\d+)*[%°]?[.,;:!?)\]”%]{0,3}")
_CLOSERS = frozenset(".,;:!?)]}”’»\"'*…>")
_OPENERS = frozenset("([{“‘«\"'<*_~@#`")
_DOMAIN_END = re.compile(r"(?:com|org|net|gov|edu|html?|php|pdf|txt|py|gz|h|c)(?=[a-z]{2})")
_ENDS = frozenset(".,;:!?)")
_BEFORE_ENDINGS = frozenset({"an", "and", "any", "both", "each", "from", "of", "or", "the", "this", "your"})
_AFTER_PATHS = frozenset({"and", "are", "directory", "for", "is", "or", "that", "the", "was", "which", "with"})
_LEAST_GAIN = -8.0  # below it the parts are too unlikely to be worth a question
_FREQUENT = -6.5  # the 100 or so most frequent words
_LONGEST_TOKEN = 400
_MOST_HINTS = 12


class Candidate(NamedTuple):
    """A place where a space may be missing: before text[at], inside the token text[start:end].

    `left` and `right` are the lower-case words that would meet there, `run` the letters that they are cut from.
    """

    at: int
    left: str
    right: str
    run: str
    gain: float
    start: int
    end: int


@lru_cache(1 << 17)
def is_plain(token: str) -> bool:
    """Whether a token needs no look: known words in usual punctuation, or a number."""
    word = token[:-1] if token[-1:] in _ENDS else token
    if word.isalpha():  # nine tokens in ten
        return is_trusted(word)
    match = _PLAIN.fullmatch(token)
    if match is None:
        return _NUMBER.fullmatch(token) is not None
    return all(is_trusted(part) for part in re.split(r"[-‐‑–—/]", match[1]))


@lru_cache(1 << 16)
def is_trusted(word: str) -> bool:
    """Whether a word, written in one of the usual ways, is one that no frequency speaks against."""
    lower = word.lower()
    if word not in (lower, lower.capitalize(), word.upper()):
        return False
    lower = lower.replace("’", "'")
    lex = lexicon()
    if lower in lex.words:
        return lower not in lex.accidents
    return len(lower) < 3 or (lower.endswith("'s") and is_trusted(lower[:-2]))


def propose(text: str, known: frozenset[str] = frozenset()) -> Iterator[Candidate]:
    """All candidates of a text, in order; `known` are words that stand alone elsewhere in the document."""
    end = 0
    for token in odd_tokens(text):
        if 2 <= len(token) <= _LONGEST_TOKEN:
            start = _find_token(text, token, end)
            end = start + len(token)
            lower = token.lower().replace("’", "'")
            for found in _inside(token, frozenset(word for word in known if word in lower)):
                yield found._replace(at=start + found.at, start=start, end=end)


@lru_cache(1 << 12)
def odd_tokens(text: str) -> tuple[str, ...]:
    """The tokens of a text that need a look."""
    return tuple(token for token in text.split() if not is_plain(token))


def _find_token(text: str, token: str, start: int) -> int:
    """Where the next token that reads so begins; other tokens may hold it."""
    while True:
        start = text.index(token, start)
        end = start + len(token)
        if not text[start - 1 : start].strip() and not text[end : end + 1].strip():
            return start
        start += 1


@lru_cache(1 << 14)
def _inside(token: str, known: frozenset[str]) -> tuple[Candidate, ...]:
    """The candidates of a token by itself: nothing around it matters."""
    found: dict[int, Candidate] = {}
    shields, end = protected(token), len(token)
    for match in RUN.finditer(token):
        a, b = match.span()
        cuts = _run_cuts(match.group(), known, token[a - 1 : a] == ".", b < end and token[b] in "-_0123456789:")
        for at, left, right, gain in cuts:
            if is_shielded(a + at, shields) and not _at_address(token, a, a + at, (left, right)):
                continue
            found[a + at] = Candidate(a + at, left, right, token[a:b].lower(), gain, 0, end)
    for at in range(1, end):
        if at in found or not _changes_class(token, at):
            continue
        if not is_shielded(at, shields) or opens_ending(token, at) or follows_path(token, at):
            found[at] = Candidate(at, _word_before(token, at), _word_after(token, at), "", 0.0, 0, end)
    return tuple(found[at] for at in sorted(found))


def _at_address(token: str, begin: int, at: int, words: tuple[str, str]) -> bool:
    """Whether a cut parts a frequent word from an address: "athost.example.org", "host.example.orgfor"."""
    if token[begin - 1 : begin] == ".":
        end = _DOMAIN_END.match(token, begin)
        return end is not None and end.end() == at
    run = RUN.match(token, begin)
    if begin or run is None or token.startswith("www."):
        return False
    return token[run.end() : run.end() + 1] not in ("", "(") and any(map(_is_frequent, words))


def _is_frequent(word: str) -> bool:
    return lexicon().words.get(word, -99.0) > _FREQUENT


def _word_before(token: str, at: int) -> str:
    match = RUN.match(token[max(0, at - LONGEST_RUN) : at][::-1])
    return match.group()[::-1].lower() if match else ""


def _word_after(token: str, at: int) -> str:
    match = RUN.match(token, at)
    return match.group().lower() if match else ""


@lru_cache(1 << 16)
def _run_cuts(run: str, known: frozenset[str], after_dot: bool, goes_on: bool) -> list[tuple[int, str, str, float]]:
    """The cuts inside a run of letters: offset, the words on both sides, the gain of the whole split."""
    lower = run.lower().replace("’", "'")
    if len(run) > LONGEST_RUN or len(lower) != len(run) or is_trusted(run):
        return []
    hints = _case_changes(run)
    if len(hints) > _MOST_HINTS:
        return []
    lex = lexicon()
    best = split(lower, hints, known) if lower.isascii() or not lower.isupper() else Split(-1e9, ())
    cuts = sorted({*hints, *(best.cuts if best.gain > _LEAST_GAIN else ())})
    edges = [0, *cuts, len(run)]
    found = {at: (at, lower[before:at], lower[at:after], best.gain)
             for before, at, after in zip(edges, cuts, edges[2:], strict=False)}  # fmt: skip
    for at in _loose_ends(lower, after_dot, goes_on):
        parts = (lower[:at], lower[at:])
        found.setdefault(at, (at, *parts, sum(map(lex.log, parts)) - lex.log(lower)))
    return [found[at] for at in sorted(found)]


def _loose_ends(run: str, after_dot: bool, goes_on: bool) -> list[int]:
    """Cuts behind a frequent word (or the end of an address) that opens a run, and before one that closes it.

    The other part may be any name: "usemsguntypot" is no likelier as two words than as one.
    """
    al = [len(run) - 2] if run.endswith("et") and len(run) > 4 else []  # "Smithet al."
    fronts = [at for at in range(2, min(8, len(run))) if _is_frequent(run[:at]) and _may_end(run[at:], goes_on)]
    backs = [at for at in range(max(2, len(run) - 7), len(run) - 1) if _is_frequent(run[at:])]
    found = {*al, *(at for at in (*fronts, *backs) if _may_part(run[:at], run[at:]))}
    if after_dot and (match := _DOMAIN_END.match(run)) and is_trusted(run[match.end() :]):
        found.add(match.end())
    return sorted(found)


def _may_end(rest: str, goes_on: bool) -> bool:
    """Whether a frequent word may be cut off before so short a rest: where more of its token follows ("dh_", "s3")."""
    return len(rest) > 2 or goes_on


def _may_part(left: str, right: str) -> bool:
    return all(len(word) > 2 or word in SHORT or not _is_frequent(word) for word in (left, right))


def _case_changes(run: str) -> tuple[int, ...]:
    """Offsets where the case says that a word may begin: aA, AAa (both sides of the last capital)."""
    found = []
    for at in range(1, len(run)):
        left, right = run[at - 1], run[at]
        after_capitals = at >= 2 and left.isupper() and run[at - 2].isupper()
        if right.isupper():
            begins = left.islower() or (left.isupper() and at + 1 < len(run) and run[at + 1].islower())
        else:
            begins = after_capitals and right.islower()
        if begins:
            found.append(at)
    return tuple(found)


def _changes_class(token: str, at: int) -> bool:
    """Whether a space could stand between two characters that are not both letters."""
    left, right = token[at - 1], token[at]
    if left.isalnum() and right.isalnum():
        return left.isdigit() != right.isdigit()
    if right.isalnum():
        return _opens_after(token, at)
    if left.isalnum():
        return _opens_before(token, at)
    return (left in _CLOSERS and right in _OPENERS and left != right) or (left + right == "/(")


def opens_ending(token: str, at: int) -> bool:
    """Whether a dot opens the ending of a file's name right behind a word that names no file: "the.tar.gz"."""
    return token[at] == "." and token[at + 1 : at + 2].islower() and token[:at].lower() in _BEFORE_ENDINGS


def follows_path(token: str, at: int) -> bool:
    """Whether a bracket, or a word that names no file, follows the slash at the end of a path."""
    if token[at - 1] != "/" or token.count("/", 0, at) < 2:
        return False
    return token[at] == "(" or token[at:].rstrip(".,;:!?)") in _AFTER_PATHS


def _opens_after(token: str, at: int) -> bool:
    """Punctuation before a letter or digit: not where it opens the token, not a hyphen inside a word."""
    left = token[at - 1]
    if at == 1:
        return left in ".,;:!?)]}”…" or (left in "–—" and token[at].isalpha())
    if left in "-‐‑'’&+([{“‘«#@$£€~<\\=" or (left == "_" and token[at - 2] != "_"):
        return False
    return left != "/" or token[at].isupper() or token.count("/") > 1


def _opens_before(token: str, at: int) -> bool:
    """A letter or digit before punctuation: only where that opens something, or is a dash with a space behind it."""
    right, after = token[at], token[at + 1 : at + 2]
    if right in '([{“‘«<_"*@#~`$£€\\':
        return bool(after) and (right not in '"*_' or (after.isalnum() and right != "_") or after in "_.")
    if right in "-–—":
        return after == "-" if right == "-" else not after  # "estrogen- and progesterone-dependent" is as it should be
    if right == "/":
        return after.isalpha() and token.count("/") > 1
    return right == "." and (after.islower() or (after != "" and after in "/."))


def has_candidates(text: str) -> bool:
    """Whether any token of the text needs a look."""
    return bool(odd_tokens(text))
