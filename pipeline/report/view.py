"""An article as the report's script reads it: names instead of offsets where people look, numbers where it counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from pipeline.article import Article, LedgerRow, LinkKind, Span
from pipeline.document import LEFT_OUT, Kind, Role
from pipeline.report.trace import Part, SourceTrace, Trace, Use, utf16_units

_EXCERPT = 160
_CONTEXT = 24
_EVIDENCE = 3  # places that are shown for a finding; the ledger has them all
_LABEL = 110


class Evidence(msgspec.Struct, omit_defaults=True):
    """A place that speaks for a finding; its text is known where it stands in a source of the same article."""

    path: str
    start: int
    line: int | None = None
    before: str = ""
    text: str = ""
    after: str = ""


class Step(msgspec.Struct):
    """A finding that another was built upon."""

    rule: str
    why: str
    confidence: float


class RowView(msgspec.Struct, omit_defaults=True):
    """A row of the ledger; `was` only where no block has the same text, `why` as a number in the article's list."""

    source: int
    line: int
    column: int
    rule: str
    why: int
    confidence: float
    was: str = ""
    now: str | None = None
    role: Role | None = None
    kind: Kind | None = None
    level: int | None = None
    evidence: list[Evidence] = []
    more_evidence: int = 0
    earlier: list[Step] = []


class Mark(NamedTuple):
    """block.text[start:end] is what the rows made of their sources."""

    start: int
    end: int
    rows: list[int]


class BlockView(msgspec.Struct, omit_defaults=True):
    """A block with what supports it, what was changed in it, and which rows say what it is."""

    type: Kind
    role: Role
    text: str
    uses: list[Use]
    level: int | None = None
    marks: list[Mark] = []
    tags: list[int] = []


class SourceView(msgspec.Struct):
    """A source, part by part. `counts` are its characters: kept, changed, left out, white space between blocks."""

    path: str
    kind: LinkKind
    containment: float
    sha256: str
    counts: list[int]
    parts: list[Part]
    notes: list[int]


class RejectedView(msgspec.Struct):
    """A reading that was not taken, and where it stands."""

    text: str
    source: int | None
    line: int
    column: int


class ReadingView(msgspec.Struct):
    """A place where the copies disagree."""

    block: int
    start: int
    end: int
    chosen: str
    chosen_by: list[int]
    rejected: list[RejectedView]
    why: str


class CitationView(msgspec.Struct):
    """A reference of the article."""

    id: str
    block: int
    raw: str
    csl: dict[str, Any]
    confidence: float


class ArticleView(msgspec.Struct):
    """All that the report shows of an article."""

    id: str
    title: str | None
    label: str
    authors: list[str]
    published: str | None
    language: str | None
    url: str | None
    blocks: list[BlockView]
    sources: list[SourceView]
    rows: list[RowView]
    whys: list[str]
    readings: list[ReadingView]
    citations: list[CitationView]


class Entry(msgspec.Struct, omit_defaults=True):
    """An article in a list of articles. `page` is the number of the page that shows it."""

    id: str
    label: str
    titled: bool
    sources: int
    blocks: int
    repairs: int
    left_out: int
    readings: int
    citations: int
    lowest: float
    rules: list[str]
    roles: list[Role]
    authors: list[str] = []
    language: str | None = None
    page: int = 0


def article_view(article: Article, trace: Trace) -> ArticleView:
    """The article as the script reads it."""
    whys = {why: number for number, why in enumerate(dict.fromkeys(row.why for row in trace.rows))}
    by_path = {source.path: source for source in trace.sources}
    number_of = {source.path: number for number, source in enumerate(trace.sources)}
    return ArticleView(
        id=article.id,
        title=article.title,
        label=label(article),
        authors=article.authors,
        published=article.published,
        language=article.language,
        url=article.url,
        blocks=list(_blocks(article, trace)),
        sources=list(_sources(article, trace)),
        rows=[_row(row, number_of, by_path, whys) for row in trace.rows],
        whys=list(whys),
        readings=list(_readings(article, number_of, by_path)),
        citations=[
            CitationView(id=c.id, block=c.block, raw=c.raw, csl=c.csl, confidence=c.confidence)
            for c in article.citations
        ],
    )


def entry(article: Article, trace: Trace, page: int) -> Entry:
    """The article's line in a list."""
    rows = [row for row in trace.rows if row.rule != "SEP"]
    return Entry(
        id=article.id,
        label=label(article),
        titled=article.title is not None,
        sources=len(article.sources),
        blocks=len(article.blocks),
        repairs=sum(row.now is not None for row in rows),
        left_out=sum(row.role in LEFT_OUT for row in rows),
        readings=len(article.readings),
        citations=len(article.citations),
        lowest=min([row.confidence for row in rows] + [c.confidence for c in article.citations], default=1.0),
        rules=sorted({row.rule for row in rows}),
        roles=sorted({row.role for row in rows if row.role in LEFT_OUT} | {b.role for b in article.blocks}),
        authors=article.authors,
        language=article.language,
        page=page,
    )


def label(article: Article) -> str:
    """What to call the article: its title, or how its text begins where no source has one."""
    words = article.title or next((b.text for b in article.blocks if b.text.strip()), "") or article.id
    flat = " ".join(words.split())
    return flat if len(flat) <= _LABEL else flat[: _LABEL - 1].rstrip() + "…"


def _blocks(article: Article, trace: Trace) -> Iterator[BlockView]:
    for block, found in zip(article.blocks, trace.blocks, strict=True):
        yield BlockView(
            type=block.type,
            role=block.role,
            text=block.text,
            level=block.level,
            uses=found.uses,
            marks=[Mark(start, end, rows) for (start, end), rows in sorted(found.marks.items())],
            tags=found.tags,
        )


def _sources(article: Article, trace: Trace) -> Iterator[SourceView]:
    for source, found in zip(article.sources, trace.sources, strict=True):
        tally = found.tally
        yield SourceView(
            path=source.path,
            kind=source.kind,
            containment=source.containment,
            sha256=source.sha256,
            counts=[tally.kept, tally.changed, sum(tally.left_out.values()), tally.between],
            parts=found.parts,
            notes=found.notes,
        )


def _row(
    row: LedgerRow, number_of: Mapping[str, int], by_path: Mapping[str, SourceTrace], whys: Mapping[str, int]
) -> RowView:
    line, column = by_path[row.source].place(row.start)
    return RowView(
        source=number_of[row.source],
        line=line,
        column=column,
        rule=row.rule,
        why=whys[row.why],
        confidence=row.confidence,
        was=row.was if row.now is not None or row.role in LEFT_OUT else "",
        now=row.now,
        role=row.role,
        kind=row.kind,
        level=row.level,
        evidence=[_evidence(span, by_path) for span in row.evidence[:_EVIDENCE]],
        more_evidence=max(0, len(row.evidence) - _EVIDENCE),
        earlier=[Step(rule=step.rule, why=step.why, confidence=step.confidence) for step in row.earlier],
    )


def _evidence(span: Span, by_path: Mapping[str, SourceTrace]) -> Evidence:
    source = by_path.get(span.path)
    if source is None:
        return Evidence(path=span.path, start=span.start)
    end = min(span.end, span.start + _EXCERPT)
    return Evidence(
        path=span.path,
        start=span.start,
        line=source.place(span.start)[0],
        before=source.text[max(0, span.start - _CONTEXT) : span.start],
        text=source.text[span.start : end] + ("…" if end < span.end else ""),
        after=source.text[end : end + _CONTEXT] if end == span.end else "",
    )


def _readings(
    article: Article, number_of: Mapping[str, int], by_path: Mapping[str, SourceTrace]
) -> Iterator[ReadingView]:
    for reading in article.readings:
        units = utf16_units(article.blocks[reading.block].text)
        yield ReadingView(
            block=reading.block,
            start=units(reading.start),
            end=units(reading.end),
            chosen=reading.chosen,
            chosen_by=[number_of[path] for path in reading.chosen_by if path in number_of],
            rejected=[
                RejectedView(
                    r.text, number_of.get(r.path), *(by_path[r.path].place(r.start) if r.path in by_path else (0, 0))
                )
                for r in reading.rejected
            ],
            why=reading.why,
        )
