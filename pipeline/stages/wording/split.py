"""The best reading of a run of letters as several words, by word frequencies alone."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from pipeline.stages.wording.lexicon import EIGHTHS, SHORT, UNKNOWN_WORD, Lexicon, codes, letter_costs, lexicon

LONGEST_WORD = 24
LONGEST_RUN = 80
_NEVER = -1e9
_CASE = 3.0  # what a change of case inside a run is worth as a sign of a boundary, in nats


class Split(NamedTuple):
    """Where to cut a run, and by how many nats the parts are likelier than the run as one word."""

    gain: float
    cuts: tuple[int, ...]


@lru_cache(1 << 16)
def split(run: str, hints: tuple[int, ...] = (), known: frozenset[str] = frozenset()) -> Split:
    """Cut a lower-case run into at least two words; `hints` are offsets where its case changes.

    Words of `known` (seen standing alone in the document) count as frequent names.

    >>> split("canceris").cuts, split("canceris").gain > 5
    ((6,), True)
    """
    if not 3 <= len(run) <= LONGEST_RUN:
        return Split(_NEVER, ())
    return best_split(lexicon(), run, hints, known)


def best_split(lex: Lexicon, run: str, hints: tuple[int, ...] = (), known: frozenset[str] = frozenset()) -> Split:
    """`split` with a given lexicon."""
    size = len(run)
    start_cost, end_cost, upto = _spelling(lex, run)
    words, best, back = lex.words, [0.0] + [_NEVER] * size, [0] * (size + 1)
    for end in range(1, size + 1):
        for start in range(max(0, end - LONGEST_WORD), end):
            length = end - start
            if length == size:
                continue
            part = run[start:end]
            score = words.get(part, _NEVER) if length > 2 or part in SHORT else _NEVER
            if length == 3 and part not in lex.core:
                score = min(score, -13.0)
            if length > 2:
                unknown = UNKNOWN_WORD - (start_cost[start] + upto[end] - upto[start + 3] + end_cost[end]) / EIGHTHS
                score = max(score, unknown, -13.0 if part in known else _NEVER)
            score += best[start] + (_CASE if start in hints else 0.0)
            if score > best[end]:
                best[end], back[end] = score, start
    cuts, at = [], size
    while at := back[at]:
        cuts.append(at)
    whole = max(words.get(run, _NEVER), lex.spelling(run))
    return Split(best[size] - whole, tuple(reversed(cuts)))


def _spelling(lex: Lexicon, run: str) -> tuple[list[int], list[int], list[int]]:
    """Costs to begin a word's first three letters at each offset, to end one there, and of the letters up to there."""
    size = len(run)
    begins = [_begin(lex, run[at : at + 3]) for at in range(size)]
    ends = [0] * 3 + [_end(lex, run[at - 3 : at]) for at in range(3, size + 1)]
    upto = [0] * 4
    for cost in letter_costs(lex.letters, codes(run)[3:-1]):
        upto.append(upto[-1] + cost)
    return begins, ends, upto + [upto[-1]] * (size + 1 - len(upto))


@lru_cache(1 << 15)
def _begin(lex: Lexicon, letters: str) -> int:
    return sum(letter_costs(lex.letters, codes(letters)[:-1]))


@lru_cache(1 << 15)
def _end(lex: Lexicon, letters: str) -> int:
    return letter_costs(lex.letters, codes(letters)[3:])[0]
