"""What happened at a place of a source or of an article, told from the written output alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.article import Article, ArticleBlock, LedgerRow, Manifest
from pipeline.proof import restore, used_stretches
from pipeline.report.terminal import visible

_EXCERPT = 72


class UnknownPlaceError(ValueError):
    """The place names no source, line or block of the output."""


def explained(where: str, manifest: Manifest, articles: Sequence[Article], rows: Sequence[LedgerRow]) -> Iterator[str]:
    """The lines of `onetext explain`. Raises UnknownPlaceError."""
    article_block = re.fullmatch(r"(.+)#(\d+)", where)
    if article_block and (article := _article(article_block[1], articles)):
        yield from _block(article, int(article_block[2]), rows)
        return
    path, line = where, None
    if (file_line := re.fullmatch(r"(.+):(\d+)", where)) and not _inputs(where, manifest):
        path, line = file_line[1], int(file_line[2])
    matches = _inputs(path, manifest)
    if len(matches) != 1:
        raise UnknownPlaceError(
            f"{where}: {'names several inputs' if matches else 'is no input, line or ARTICLE#BLOCK'}"
        )
    yield from _source(matches[0], line, manifest, articles, rows)


def _article(name: str, articles: Sequence[Article]) -> Article | None:
    name = name.rsplit("/", 1)[-1].removesuffix(".json").removesuffix(".md")
    found = [a for a in articles if a.id == name] or [a for a in articles if a.id.startswith(name)]
    return found[0] if len(found) == 1 else None


def _inputs(path: str, manifest: Manifest) -> list[str]:
    names = [item.path for item in manifest.inputs]
    exact = [name for name in names if name == path]
    return exact or [name for name in names if path.endswith("/" + name) or name.endswith("/" + path)]


def _source(
    path: str, line: int | None, manifest: Manifest, articles: Sequence[Article], rows: Sequence[LedgerRow]
) -> Iterator[str]:
    item = next(i for i in manifest.inputs if i.path == path)
    if item.status != "used":
        yield visible(f"{path}: {item.status} ({item.reason}): {item.detail or ''}")
        return
    mine = [row for row in rows if row.source == path]
    text = restore(used_stretches(articles).get(path, ()), mine)
    starts = [0, *(m.end() for m in re.finditer("\n", text))]
    low, high = 0, len(text)
    if line is not None:
        if not 1 <= line <= len(starts):
            raise UnknownPlaceError(f"{path}:{line}: the file has {len(starts)} lines")
        low = starts[line - 1]
        high = starts[line] if line < len(starts) else len(text)
        yield visible(f"{path}:{line}: {_excerpt(text[low:high])}")
    else:
        yield visible(f"{path}: {item.status}, in {', '.join(item.articles)}")
    yield from _uses(path, low, high, articles)
    for row in mine:
        if row.start < high and (row.end > low or row.start == row.end >= low):
            yield from _told(row, 1 + text.count("\n", 0, row.start))


def _uses(path: str, low: int, high: int, articles: Sequence[Article]) -> Iterator[str]:
    for article in articles:
        for number, block in enumerate(article.blocks):
            if any(s.path == path and s.start < high and s.end > low for s in block.sources):
                yield visible(f"  in {article.id}#{number} ({_what(block)}): {_excerpt(block.text)}")


def _what(block: ArticleBlock) -> str:
    level = f" {block.level}" if block.level else ""
    return f"{block.type}{level}, {block.role}"


def _block(article: Article, number: int, rows: Sequence[LedgerRow]) -> Iterator[str]:
    if not number < len(article.blocks):
        raise UnknownPlaceError(f"{article.id}#{number}: the article has blocks 0 to {len(article.blocks) - 1}")
    block = article.blocks[number]
    yield visible(f"{article.id}#{number} ({_what(block)})")
    yield visible(block.text)
    for span in block.sources:
        yield visible(f"  from {span.path}[{span.start}:{span.end}]")
        for row in rows:
            if row.source == span.path and row.start < span.end and row.end > span.start:
                yield from _told(row, None)
    for reading in article.readings:
        if reading.block == number:
            yield visible(f"  reading: {reading.chosen!r} in {', '.join(reading.chosen_by)}: {reading.why}")
            for rejected in reading.rejected:
                yield visible(f"    not {rejected.text!r} in {rejected.path}[{rejected.start}:{rejected.end}]")


def _told(row: LedgerRow, line: int | None) -> Iterator[str]:
    place = f"line {line}, " if line else ""
    marks = ", ".join(str(x) for x in (row.role, row.kind, row.level and f"level {row.level}") if x)
    said = f"{_excerpt(row.was)!r} → {_excerpt(row.now)!r}" if row.now is not None else marks or "note"
    yield visible(f"  {place}{row.start}-{row.end} {row.rule}: {said}: {row.why} ({row.confidence:.0%})")
    for step in row.earlier:
        yield visible(f"    after {step.rule}: {step.why} ({step.confidence:.0%})")
    for span in row.evidence[:5]:
        yield visible(f"    evidence: {span.path}[{span.start}:{span.end}]")


def _excerpt(text: str) -> str:
    flat = " ".join(text.split()) or text
    return flat if len(flat) <= _EXCERPT else f"{flat[: _EXCERPT - 12]} … {flat[-9:]}"
