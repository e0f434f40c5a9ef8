"""Hashes of all 12-grams of a key: the common coin of links (which documents share text) and alignment (where).

A polynomial hash of the code points, mixed so that any range of the 64 bits is a fair sample.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Hashes: TypeAlias = npt.NDArray[np.uint64]

SIZE = 12
_FEW = 4096  # so few grams are all taken
_BASE = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xD6E8FEB86659FD93)
_HALF = np.uint64(32)


def grams(points: npt.NDArray[np.uint32]) -> Hashes:
    """The hash of each 12-gram, in order; none where the key is shorter."""
    count = len(points) - SIZE + 1
    if count <= 0:
        return np.zeros(0, np.uint64)
    letters = points.astype(np.uint64) + np.uint64(1)
    hashes = letters[:count].copy()
    for i in range(1, SIZE):
        hashes *= _BASE
        hashes += letters[i : i + count]
    for _ in range(2):
        hashes ^= hashes >> _HALF
        hashes *= _MIX
    hashes ^= hashes >> _HALF
    return hashes


def sampled(points: npt.NDArray[np.uint32]) -> tuple[Hashes, npt.NDArray[np.int64]]:
    """A quarter of the 12-grams, the same in any text, and where they are.

    Between two of them there are seldom more than twelve letters, and sorting them is what alignment costs.
    """
    hashes = grams(points)
    if len(hashes) < _FEW:
        return hashes, np.arange(len(hashes), dtype=np.int64)
    places = np.flatnonzero(hashes & np.uint64(3) == 0)
    if len(places) < len(hashes) // 8:  # one line over and over: a sample may miss it
        return hashes, np.arange(len(hashes), dtype=np.int64)
    return hashes[places], places


def ranked(hashes: Hashes) -> Hashes:
    """Each hash made unique by its rank among its equals: the first "the" of one text is the first of another.

    So repeated stretches pair off one to one, and a text of a million equal lines costs no more than any other.
    """
    order = np.argsort(hashes, kind="stable")
    inorder = hashes[order]
    places = np.arange(len(hashes), dtype=np.int64)
    fresh = np.append(True, inorder[1:] != inorder[:-1])[: len(hashes)]
    rank = places - np.maximum.accumulate(np.where(fresh, places, 0))
    out = np.empty_like(hashes)
    out[order] = inorder + rank.astype(np.uint64) * _BASE
    return out
