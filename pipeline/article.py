"""What is written: the article, the rows of the ledger, the manifest. Their JSON Schema is made from these types.

All of it is UTF-8 JSON with sorted keys, no NaN and no time stamps, so the same input gives the same bytes.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from pipeline.document import Kind, Role

SCHEMA_VERSION: Literal["1"] = "1"
SCHEMA_BASE = "https://onetext.invalid/schema/"

LinkKind = Literal["base", "copy", "fragment", "revision"]
Status = Literal["used", "quarantined", "skipped"]


class Record(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A written record; unknown fields are an error when it is read back."""


class SourceSpan(Record):
    """path[start:end] (characters of the decoded source) reads as text[text_start:text_end] of a block."""

    path: str
    start: int
    end: int
    text_start: int
    text_end: int


class ArticleBlock(Record):
    """One block of the article, with every stretch of every source that it stands for."""

    type: Kind
    role: Role
    level: int | None
    text: str
    sources: list[SourceSpan]


class Span(Record):
    """path[start:end], in characters of the decoded source."""

    path: str
    start: int
    end: int


class Citation(Record):
    """A reference of the article: a CSL-JSON item, the string that it was read from, and where that stands."""

    id: str
    block: int
    raw: str
    csl: dict[str, Any]
    confidence: float
    sources: list[Span]


class Rejected(Record):
    """A reading that was not taken, as it is written in the source."""

    text: str
    path: str
    start: int
    end: int


class Reading(Record):
    """A place where the copies disagree: blocks[block].text[start:end] was chosen, and why."""

    block: int
    start: int
    end: int
    chosen: str
    chosen_by: list[str]
    rejected: list[Rejected]
    why: str


class ArticleSource(Record):
    """A file that the article was made from. `containment` is the share of its kept text that the article holds."""

    path: str
    sha256: str
    kind: LinkKind
    containment: float


class Article(Record):
    """One canonical article."""

    schema_version: Literal["1"]
    id: str
    title: str | None
    authors: list[str]
    published: str | None
    language: str | None
    url: str | None
    blocks: list[ArticleBlock]
    citations: list[Citation]
    readings: list[Reading]
    sources: list[ArticleSource]


class Earlier(Record):
    """A finding that an applied one was built upon, at the same place."""

    rule: str
    why: str
    confidence: float


class LedgerRow(Record):
    """One applied finding: source[start:end], where `was` stands, reads `now`, or is what the marks say.

    A row with neither is a note. A row of rule "SEP" is the white space between two blocks, written down only where it
    is more than one line feed.
    """

    source: str
    start: int
    end: int
    was: str
    rule: str
    why: str
    confidence: float
    evidence: list[Span]
    now: str | None = None
    role: Role | None = None
    kind: Kind | None = None
    level: int | None = None
    earlier: list[Earlier] = []


class Input(Record):
    """One listed input and what became of it. `text_sha256` is that of the decoded text, in UTF-8.

    `warnings` are the names of rules that ask for a look at it, such as "encoding_guessed".
    """

    path: str
    status: Status
    bytes: int
    sha256: str | None
    text_sha256: str | None = None
    articles: list[str] = []
    warnings: list[str] = []
    reason: str | None = None
    detail: str | None = None


class Counts(Record):
    """used + quarantined + skipped == listed, always."""

    listed: int
    used: int
    quarantined: int
    skipped: int
    articles: int


class Manifest(Record):
    """What a run read, with what configuration and versions, and the hash of all that it wrote."""

    schema_version: Literal["1"]
    tool: str
    versions: dict[str, str]
    config: dict[str, Any]
    config_sha256: str
    counts: Counts
    inputs: list[Input]
    outputs: dict[str, str]


WRITTEN: dict[str, type[Record]] = {"article": Article, "ledger-row": LedgerRow, "manifest": Manifest}


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a written type; `name` is a key of WRITTEN."""
    made = msgspec.json.schema(WRITTEN[name])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{SCHEMA_BASE}{name}-{SCHEMA_VERSION}.json",
    } | made


def encode(record: object, *, pretty: bool = True) -> bytes:
    """The one JSON form of a record: sorted keys, UTF-8, a final line feed."""
    raw = msgspec.json.encode(record, order="sorted")
    return (msgspec.json.format(raw, indent=1) if pretty else raw) + b"\n"
