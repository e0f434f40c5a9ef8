"""What a reader says when it cannot read: a short stable reason and what the user can do about it."""

from __future__ import annotations

from importlib import import_module
from typing import Any, NamedTuple


class Unreadable(Exception):  # noqa: N818 - it names the state of an input, not a fault of the program
    """An input, or one record of it, that must be set aside. `reason` is short and stable, `remedy` is advice."""

    def __init__(self, name: str, reason: str, remedy: str) -> None:
        super().__init__(name, reason, remedy)
        self.name = name
        self.reason = reason
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}: {self.remedy}"


class Limits(NamedTuple):
    """How much of an input the readers take in; what is over a limit is set aside as `too_large` or `too_deep`.

    `size` is in bytes, before decompression and after it; `ratio` is decompressed over compressed size (real text
    stays below 100, a bomb reaches 1000 and more); `depth` is in levels of HTML elements or JSON values;
    `line` is in characters.
    """

    size: int = 64 * 2**20
    ratio: int = 300
    depth: int = 100_000
    line: int = 4 * 2**20


def optional(module: str, name: str) -> Any:
    """A library that only some forms need.

    Raises Unreadable ("unsupported") for the input `name` where it is not installed.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        raise Unreadable(
            name, "unsupported", f"install {module.partition('.')[0]} to read files of this form"
        ) from error
