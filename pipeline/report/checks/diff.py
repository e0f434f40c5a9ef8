"""The repair as a unified diff: what `clean` would read in each input."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence

from pipeline.judge import kept_text
from pipeline.report.checks.result import Result
from pipeline.report.terminal import visible


def as_diff(found: Sequence[Result]) -> Iterator[str]:
    """For each input whose text would change, the diff from its source to the text that reaches the article."""
    for result in found:
        document = result.judgement.document
        if document is not None:
            before, after = document.source.splitlines(), kept_text(document).splitlines()
            lines = difflib.unified_diff(before, after, f"a/{result.shown}", f"b/{result.shown}", lineterm="", n=1)
            yield from map(visible, lines)
