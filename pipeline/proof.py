"""The proof of conservation: every source is rebuilt from the articles and the ledger alone, character by character.

A source is the stretches that articles hold (with the changes of the ledger undone), the blocks that the ledger leaves
out, and what lies between. If the hash of the whole is the one that the manifest names, nothing of it was lost.
Text of an article that no source claims is not looked for.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pipeline.article import Article, Input, LedgerRow, Manifest
from pipeline.document import LEFT_OUT, Change, LawError, rebuild

SEPARATOR = "SEP"
LINE_FEED = "\n"


class Stretch(NamedTuple):
    """source[start:end] reads as `text` in an article."""

    start: int
    end: int
    text: str


class Part(NamedTuple):
    """source[start:end] is `text`."""

    start: int
    end: int
    text: str


class Failure(NamedTuple):
    """An input whose account does not add up."""

    path: str
    why: str


def text_sha256(text: str) -> str:
    """The hash of a decoded source; a lone surrogate, which UTF-8 cannot hold, is hashed as it would be escaped."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def audit(manifest: Manifest, articles: Iterable[Article], rows: Iterable[LedgerRow]) -> list[Failure]:
    """All inputs that the output does not account for; an empty list is the proof."""
    stretches = used_stretches(articles)
    by_source: dict[str, list[LedgerRow]] = defaultdict(list)
    for row in rows:
        by_source[row.source].append(row)
    failures = [f for item in manifest.inputs if (f := _audit_one(item, stretches, by_source))]
    listed = {item.path for item in manifest.inputs}
    unknown = sorted((set(stretches) | set(by_source)) - listed)
    failures += [Failure(path, "is in the output but not in the manifest") for path in unknown]
    counts = manifest.counts
    if counts.used + counts.quarantined + counts.skipped != counts.listed or counts.listed != len(manifest.inputs):
        failures.append(Failure("manifest.json", "used + quarantined + skipped is not what was listed"))
    return failures


def _audit_one(
    item: Input, stretches: Mapping[str, Sequence[Stretch]], rows: Mapping[str, Sequence[LedgerRow]]
) -> Failure | None:
    if item.text_sha256 is None:  # never decoded: set aside or skipped, with its reason
        return None if item.status != "used" and item.reason else Failure(item.path, "is not accounted for at all")
    try:
        source = restore(stretches.get(item.path, ()), rows.get(item.path, ()))
    except LawError as error:
        return Failure(item.path, str(error))
    if text_sha256(source) != item.text_sha256:
        return Failure(item.path, "what the output rebuilds is not the text that was read")
    return None


def used_stretches(articles: Iterable[Article]) -> dict[str, list[Stretch]]:
    """For each source, what the articles hold of it."""
    out: dict[str, list[Stretch]] = defaultdict(list)
    for article in articles:
        for block in article.blocks:
            for s in block.sources:
                out[s.path].append(Stretch(s.start, s.end, block.text[s.text_start : s.text_end]))
    return out


def restore(used: Sequence[Stretch], rows: Sequence[LedgerRow]) -> str:
    """The decoded source, from what articles hold of it and its rows of the ledger.

    Raises LawError where stretches overlap, a change does not fit, or a part is missing.
    """
    # Stable: of two insertions at one place, the order of the rows is the order of the text.
    changes = sorted((Change(r.start, r.was, r.now) for r in rows if r.now is not None), key=lambda c: c.start)
    parts = [Part(r.start, r.end, r.was) for r in rows if r.role in LEFT_OUT or r.rule == SEPARATOR]
    parts += [Part(s.start, s.end, rebuild(s.text, changes_inside(s, changes), s.start)) for s in used]
    parts.sort()
    parts += [Part(c.start, c.start + len(c.was), c.was) for c in changes if c.was and not _covered(c, parts)]
    return _joined(sorted(parts))


def _joined(parts: Iterable[Part]) -> str:
    out, here = [], 0
    for part in parts:
        if part.start < here or len(part.text) != part.end - part.start:
            raise LawError(f"two accounts of the same text at {part.start}")
        if part.start - here > 1:
            raise LawError(f"no account of the text from {here} to {part.start}")
        out.append(LINE_FEED * (part.start - here) + part.text)
        here = part.end
    return "".join(out)


def _covered(change: Change, parts: Sequence[Part]) -> bool:
    i = bisect_right(parts, change.start, key=lambda part: part.start) - 1
    return i >= 0 and change.start + len(change.was) <= parts[i].end


def changes_inside(stretch: Stretch, changes: Sequence[Change]) -> list[Change]:
    """The changes that made the stretch. Insertions at its two edges are its own where its length says so."""
    low = bisect_left(changes, stretch.start, key=lambda c: c.start)
    high = bisect_right(changes, stretch.end, key=lambda c: c.start)
    near = [c for c in changes[low:high] if c.start + len(c.was) <= stretch.end]
    left = [c for c in near if not c.was and c.start == stretch.start]
    right = [c for c in near if not c.was and c.start == stretch.end > stretch.start]
    inner = [c for c in near if c.was or stretch.start < c.start < stretch.end]
    missing = len(stretch.text) - (stretch.end - stretch.start) - sum(len(c.now) - len(c.was) for c in inner)
    for i in range(len(left), -1, -1):
        for j in range(len(right) + 1):
            if sum(len(c.now) for c in (*left[i:], *right[:j])) == missing:
                chosen = [*left[i:], *inner, *right[:j]]
                if _belongs(stretch, chosen):
                    return chosen
    raise LawError(f"the ledger does not belong to the text at {stretch.start}")


def _belongs(stretch: Stretch, changes: Sequence[Change]) -> bool:
    """Whether the stretch reads as the changes say: of two insertions of one length, at its two edges, one does."""
    try:
        rebuild(stretch.text, changes, stretch.start)
    except LawError:
        return False
    return True
