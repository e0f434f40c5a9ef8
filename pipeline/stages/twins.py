"""Whether two keys are one text in different damage: an encoding that lost letters, a word that went missing.

Only for keys that stand at the same place of a dump. Elsewhere likeness proves nothing: "is curable" and "is not
curable" are alike. Digits must be equal, too, unless the caller keeps the text elsewhere.

    >>> alike("theriverrosetwicein1742andfloodedthemill", "theriverrosein1742andfloodedthemill")
    True
    >>> alike("theriverrosetwicein1742andfloodedthemill", "theriverrosetwicein1743andfloodedthemill")
    False
"""

from __future__ import annotations

SLACK = 0.2  # a twin is at most this much shorter or longer
RATIO = 85
SHORTEST = 24  # a shorter text is matched exactly or not at all
_ANCHOR = 16
_LONG = 2000  # texts longer than this are compared by samples
_SAMPLES = 64
_GRAM = 12


def lost_letters(one: str, two: str) -> bool:
    """Whether the keys differ only in letters outside ASCII, which a wrong encoding garbles or loses."""
    longer = max(len(one), len(two))
    if one == two or abs(len(one) - len(two)) > SLACK * longer:
        return False
    plain = one.encode("ascii", "ignore")
    return len(plain) > 0.6 * longer and plain == two.encode("ascii", "ignore")


def alike(one: str, two: str, *, any_digits: bool = False) -> bool:
    """Whether two keys at the same place of a dump are one text in different damage."""
    longer = max(len(one), len(two))
    if one == two or lost_letters(one, two):
        return True
    if longer < _GRAM or abs(len(one) - len(two)) > SLACK * longer:
        return False
    if not any_digits and _digits(one) != _digits(two):
        return False
    if longer > _LONG:
        return _share_samples(one, two)
    from rapidfuzz import fuzz

    return fuzz.ratio(one, two, score_cutoff=RATIO) > 0


def twin_end(text: str, start: int, twin: str, *, any_digits: bool = False) -> int | None:
    """Where the damaged twin of a key ends that begins at text[start], or None if none does."""
    size = len(twin)
    if size < SHORTEST or len(text) - start < (1 - SLACK) * size:
        return None
    slack = int(SLACK * size)
    tail = text.find(twin[-_ANCHOR:], start + size - slack - _ANCHOR, start + size + slack)
    end = tail + _ANCHOR
    return end if tail >= 0 and alike(text[start:end], twin, any_digits=any_digits) else None


def _share_samples(one: str, two: str) -> bool:
    """Whether most of some pieces of one text stand at about the same place of the other."""
    slack = abs(len(one) - len(two)) + len(one) // 50 + _GRAM
    step = (len(one) - _GRAM) // _SAMPLES
    hits = 0
    for at in range(0, step * _SAMPLES, step):
        hits += two.find(one[at : at + _GRAM], max(0, at - slack), at + slack + _GRAM) >= 0
    return hits >= 0.75 * _SAMPLES


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))
