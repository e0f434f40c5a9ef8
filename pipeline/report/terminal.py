"""What the terminal shows: summaries, diffs, a progress bar. Text of a scrape never reaches it raw."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from pipeline.article import Article, LedgerRow, Manifest
from pipeline.proof import restore, used_stretches

_ESCAPED = {code: f"\\x{code:02x}" for code in (*range(32), *range(0x7F, 0xA0)) if code not in (0x0A, 0x09)}
_ESCAPED |= {code: f"\\u{code:04x}" for code in (0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))}


def visible(text: str) -> str:
    """The text with control and direction characters written out, so that no scrape can steer a terminal."""
    return text.translate(_ESCAPED).encode("utf-8", "backslashreplace").decode()


def summary(manifest: Manifest, out: Path) -> Iterator[str]:
    """A line for each input that was set aside, then one for the run."""
    for item in manifest.inputs:
        if item.status != "used":
            yield visible(f"{item.path}: {item.status} ({item.reason}): {item.detail or ''}")
    c = manifest.counts
    yield (
        f"{c.listed} inputs: {c.used} used, {c.quarantined} quarantined, {c.skipped} skipped; "
        f"{c.articles} {'article' if c.articles == 1 else 'articles'} in {out}"
    )


def diffs(articles: Sequence[Article], rows: Sequence[LedgerRow]) -> Iterator[str]:
    """For each source, a unified diff from the text as read to the text that the articles hold of it."""
    by_source: dict[str, list[LedgerRow]] = defaultdict(list)
    for row in rows:
        by_source[row.source].append(row)
    for path, stretches in sorted(used_stretches(articles).items()):
        before = restore(stretches, by_source[path]).splitlines()
        after = [line for s in sorted(stretches) for line in s.text.splitlines()]
        lines = difflib.unified_diff(before, after, path, f"{path} (cleaned)", lineterm="", n=1)
        yield from (visible(line) + "\n" for line in lines)


def progress_bar() -> Callable[[str, int, int], None]:
    """A tqdm bar on standard error, one for each step of a run."""
    from tqdm import tqdm

    bars: dict[str, Any] = {}

    def show(what: str, done: int, total: int) -> None:
        if what not in bars:
            for bar in bars.values():
                bar.close()
            bars[what] = tqdm(desc=what, total=total or None, unit=" documents", leave=False, delay=0.5)
        bars[what].update(done - bars[what].n)

    return show
