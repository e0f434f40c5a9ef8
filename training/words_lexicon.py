"""Make pipeline/models/words_lexicon.npz from the word and pair frequencies of wordfreq and symspellpy.

    python training/words_lexicon.py

Takes about a minute. The result depends on nothing but the versions of the two packages.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from importlib import resources
from itertools import pairwise
from pathlib import Path

import numpy as np
import wordfreq
from numpy.typing import NDArray

from pipeline.stages.wording.lexicon import EIGHTHS, LETTERS, Lexicon, Pairs, codes
from pipeline.stages.wording.split import best_split

OUT = Path(__file__).parents[1] / "pipeline" / "models" / "words_lexicon.npz"
WORD = re.compile(r"[a-z]+(?:'[a-z]+)*")
PAIR_TOTAL = 1024908267229  # running words behind symspellpy's pair counts
RARE = 1e-9  # for the words that a dictionary has and wordfreq has not
Bytes = NDArray[np.uint8]


def frequencies() -> tuple[dict[str, float], set[str]]:
    """Word -> natural log of its frequency, and the words that symspellpy's dictionary holds."""
    counted = {w: f for w, f in wordfreq.get_frequency_dict("en", "large").items() if WORD.fullmatch(w)}
    listed = (resources.files("symspellpy") / "frequency_dictionary_en_82_765.txt").read_text("utf-8-sig")
    core = {word for line in listed.splitlines() if WORD.fullmatch(word := line.split()[0])}
    return {w: math.log(counted.get(w, RARE)) for w in sorted(counted.keys() | core)}, core


def pairs(words: dict[str, float]) -> list[tuple[str, str, float]]:
    """Neighbours and the natural log of their frequency, in order."""
    listed = (resources.files("symspellpy") / "frequency_bigramdictionary_en_243_342.txt").read_text("utf-8-sig")
    rows = (line.split() for line in listed.splitlines())
    return sorted((a, b, math.log(int(n) / PAIR_TOTAL)) for a, b, n in rows if a in words and b in words)


def letters(words: dict[str, float]) -> Bytes:
    """Costs of each letter after three others, over word types, each order backing off to the shorter one."""
    counts: list[dict[tuple[int, ...], float]] = [defaultdict(float) for _ in range(5)]
    for word in words:
        if len(word) > 2:
            row = codes(word)
            for end in range(3, len(row)):
                for order in range(1, 5):
                    counts[order][tuple(row[end - order + 1 : end + 1])] += 1
    share = np.full((LETTERS,) * 4, 1 / LETTERS)
    for order, weight in ((1, 1.0), (2, 5.0), (3, 10.0), (4, 15.0)):
        seen = np.zeros((LETTERS,) * order)
        for gram, n in counts[order].items():
            seen[gram] = n
        total = seen.sum(axis=-1, keepdims=True)
        share = (np.broadcast_to(seen, share.shape) + weight * share) / (total + weight)
    return np.clip(np.round(-np.log(share) * EIGHTHS), 0, 255).astype(np.uint8)


def accidents(lex: Lexicon) -> set[str]:
    """Counted words that are likelier two words run together ("ofthe", "tobe"); a dictionary's words never are."""
    return {w for w in lex.words if w not in lex.core and len(w) > 3 and best_split(lex, w).gain > 0}


def eighths(logs: list[float]) -> Bytes:
    """Logarithms as they are stored."""
    return np.clip(np.round(-np.array(logs) * EIGHTHS), 0, 255).astype(np.uint8)


def main() -> None:
    """Make the file and say what is in it."""
    words, core = frequencies()
    order = {word: i for i, word in enumerate(words)}
    rows = pairs(words)
    lex = Lexicon(words, frozenset(core), frozenset(), Pairs([], [], [], []), letters(words).tobytes())
    found = accidents(lex)
    left = [order[a] for a, _, _ in rows]
    right = np.array([order[b] for _, b, _ in rows])
    np.savez_compressed(
        OUT,
        words=np.frombuffer("\n".join(words).encode("ascii"), np.uint8),
        logs=eighths(list(words.values())),
        core=np.packbits([w in core for w in words]),
        accidents=np.packbits([w in found for w in words]),
        pair_left=np.array([b - a for a, b in pairwise([0, *left])], np.uint16),
        pair_right=np.array([right & 255, right >> 8 & 255, right >> 16], np.uint8),
        pair_logs=eighths([n for _, _, n in rows]),
        letters=np.frombuffer(lex.letters, np.uint8),
    )
    print(f"{len(words)} words, {len(core)} in the dictionary, {len(found)} accidents, {len(rows)} pairs")
    print(f"{OUT.name}: {OUT.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
