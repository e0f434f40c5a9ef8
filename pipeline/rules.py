"""What each rule means. `onetext rule CODE` prints an entry; codes are stable and never used again for another rule."""

from __future__ import annotations

from typing import NamedTuple


class Rule(NamedTuple):
    """A title for lists, and a text that says what the rule finds, what it does, and what it leaves alone."""

    title: str
    text: str


RULES: dict[str, Rule] = {}
