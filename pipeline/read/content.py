"""Which runs of a page are the article's own, and which are furniture: navigation, share boxes, related links ..."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.document import Role
from pipeline.read.shown import Box, Run, Shown, names


class Verdict(NamedTuple):
    """The role of a run, and for any but the body the rule and the reason."""

    role: Role
    rule: str = ""
    why: str = ""
    confidence: float = 1.0


_BODY = Verdict("body")
_FURNITURE = names("nav footer aside form dialog menu")


def verdicts(page: Shown) -> list[Verdict]:
    """One verdict a run."""
    return [_verdict(run) for run in page.runs]


def _verdict(run: Run) -> Verdict:
    if run.unseen:
        return Verdict("hidden", "HID001", run.unseen)
    box: Box | None = run.box
    while box is not None:
        if box.tag in _FURNITURE:
            return Verdict("furniture", "FUR005", f"stands in <{box.tag}>", 0.9)
        box = box.parent
    return _BODY
