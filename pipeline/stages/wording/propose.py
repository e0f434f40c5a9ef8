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

TOKEN = re.compile(r"\S+")
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
    shields: list[tuple[int, int]] | None = None
    for match in TOKEN.finditer(text):
        token = match.group()
        if is_plain(token) or len(token) < 2:
            continue
        if shields is None:
            shields = protected(text)
        if len(token) <= _LONGEST_TOKEN:
            yield from _inside(text, match.start(), match.end(), shields, known)


def _inside(
    text: str, start: int, end: int, shields: list[tuple[int, int]], known: frozenset[str]
) -> Iterator[Candidate]:
    found: dict[int, Candidate] = {}
    for match in RUN.finditer(text, start, end):
        a, b = match.span()
        cuts = _run_cuts(text[a:b], known, text[a - 1 : a] == ".", b < end and text[b] in "-_0123456789:")
        for at, left, right, gain in cuts:
            if is_shielded(a + at, shields) and not _at_address(text, a, a + at, (left, right), start):
                continue
            found[a + at] = Candidate(a + at, left, right, text[a:b].lower(), gain, start, end)
    for at in range(start + 1, end):
        if at not in found and _changes_class(text, at, start, end) and not is_shielded(at, shields):
            found[at] = Candidate(at, _word_before(text, at, start), _word_after(text, at, end), "", 0.0, start, end)
    yield from (found[at] for at in sorted(found))


def _at_address(text: str, begin: int, at: int, words: tuple[str, str], start: int) -> bool:
    """Whether a cut parts a frequent word from an address: "athost.example.org", "host.example.orgfor"."""
    if text[begin - 1 : begin] == ".":
        end = _DOMAIN_END.match(text, begin)
        return end is not None and end.end() == at
    run = RUN.match(text, begin)
    if begin != start or run is None or text.startswith("www.", begin):
        return False
    return text[run.end() : run.end() + 1] not in ("", "(") and any(map(_is_frequent, words))


def _is_frequent(word: str) -> bool:
    return lexicon().words.get(word, -99.0) > _FREQUENT


def _word_before(text: str, at: int, start: int) -> str:
    match = RUN.match(text[max(start, at - LONGEST_RUN) : at][::-1])
    return match.group()[::-1].lower() if match else ""


def _word_after(text: str, at: int, end: int) -> str:
    match = RUN.match(text, at, end)
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
    fronts = [at for at in range(2, min(8, len(run))) if _is_frequent(run[:at]) and _may_end(run[at:], goes_on)]
    backs = [at for at in range(max(2, len(run) - 7), len(run) - 1) if _is_frequent(run[at:])]
    found = {at for at in (*fronts, *backs) if _may_part(run[:at], run[at:])}
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


def _changes_class(text: str, at: int, start: int, end: int) -> bool:
    """Whether a space could stand between two characters that are not both letters."""
    left, right = text[at - 1], text[at]
    if left.isalnum() and right.isalnum():
        return left.isdigit() != right.isdigit()
    if right.isalnum():
        return _opens_after(text, at, start, end)
    if left.isalnum():
        return _opens_before(text, at, start, end)
    return left in _CLOSERS and right in _OPENERS and left != right


def _opens_after(text: str, at: int, start: int, end: int) -> bool:
    """Punctuation before a letter or digit: not where it opens the token, not a hyphen inside a word."""
    left = text[at - 1]
    if at - 1 == start:
        return left in ".,;:!?)]}”…" or (left in "–—" and text[at].isalpha())
    if left in "-‐‑'’&+([{“‘«#@$£€~<\\=" or (left == "_" and text[at - 2] != "_"):
        return False
    return left != "/" or text[at].isupper() or text.count("/", start, end) > 1


def _opens_before(text: str, at: int, start: int, end: int) -> bool:
    """A letter or digit before punctuation: only where that opens something, or is a dash with a space behind it."""
    right = text[at]
    after = text[at + 1] if at + 1 < end else ""
    if right in '([{“‘«<_"*@#~`$£€\\':
        return bool(after) and (right not in '"*_' or (after.isalnum() and right != "_") or after in "_.")
    if right in "-–—":
        return after == "-" if right == "-" else not after  # "estrogen- and progesterone-dependent" is as it should be
    if right == "/":
        return after.isalpha() and text.count("/", start, end) > 1
    return right == "." and (after.islower() or (after != "" and after in "/."))


def has_candidates(text: str) -> bool:
    """Whether any token of the text needs a look."""
    return not all(map(is_plain, text.split()))
