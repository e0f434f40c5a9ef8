"""The report's plots, as inline SVG without a style attribute: colours and fonts come from the classes.

Each function takes numbers with names and gives markup; whatever comes from a scrape is escaped by `Markup.format`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup


class Share(NamedTuple):
    """A part of a whole; `look` is the class that gives its colour."""

    name: str
    size: int
    look: str


class Branch(NamedTuple):
    """A part of a whole that is itself parted."""

    share: Share
    children: tuple[Share, ...] = ()


class Band(NamedTuple):
    """A node of the flow at its place: x is its column's, y and height are in the plot's units."""

    share: Share
    y: float
    height: float


_WIDTH = 1000  # of plots that stretch with the page; they hold no text
_FLOW_WIDTH, _NODE, _GAP, _LEAST = 450, 10, 14, 2.0
_COLUMNS = (0, 112, 266)


def bar(shares: Sequence[Share]) -> Markup:
    """One stacked bar, as wide as its place; a part that is there is never thinner than it can be seen."""
    total = sum(s.size for s in shares)
    drawn = [s for s in shares if s.size]
    least = 4.0
    room = _WIDTH - least * len(drawn)
    rects, x = [], 0.0
    for share in drawn:
        width = least + room * share.size / total
        rects.append(_rect(x, 0, max(width - 1.5, 1), 24, share.look, f"{share.name}: {share.size:,}"))
        x += width
    return Markup('<svg class="bar" viewBox="0 0 {} 24" preserveAspectRatio="none" aria-hidden="true">{}</svg>').format(
        _WIDTH, Markup("").join(rects)
    )


def line_bar(size: int, most: int, look: str) -> Markup:
    """A bar for one row of a table, beside which the number stands."""
    width = max(100 * size / most, 0.8) if size else 0
    return Markup(
        '<svg class="line-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">{}</svg>'
    ).format(_rect(0, 0, width, 8, look))


def histogram(counts: Sequence[int], look: str, label: str) -> Markup:
    """Columns of equal width with their numbers above; zero is a hairline. `label` says in words what is drawn."""
    width, height, foot = 300, 96, 1.5
    step, most = width / len(counts), max(*counts, 1)
    parts: list[Markup] = []
    for i, count in enumerate(counts):
        tall = max((height - 16) * count / most, 2.0) if count else 0
        parts.append(_rect(i * step + 1.5, height - tall - foot, step - 3, tall, look))
        if count:
            parts.append(
                Markup('<text class="count" x="{:.1f}" y="{:.1f}" text-anchor="middle">{}</text>').format(
                    (i + 0.5) * step, height - tall - foot - 4, short(count)
                )
            )
    return Markup(
        '<svg class="histogram" viewBox="0 0 {} {}" role="img" aria-label="{}">{}'
        '<rect class="axis" x="0" y="{}" width="{}" height="{}"></rect></svg>'
    ).format(width, height, label, Markup("").join(parts), height - foot, width, foot)


def short(number: int) -> str:
    """A number that fits above a column.

    >>> short(950), short(12_345), short(3_400_000)
    ('950', '12k', '3.4M')
    """
    if number < 1000:
        return str(number)
    for size, unit in ((1_000_000, "M"), (1000, "k")):
        if number >= size:
            value = number / size
            return f"{value:.1f}{unit}" if value < 10 and round(value, 1) % 1 else f"{value:.0f}{unit}"
    return str(number)


def flow(root: Share, branches: Sequence[Branch], label: str) -> Markup:
    """What came in, on the left, and what became of it, in two steps to the right."""
    branches = [b for b in branches if b.share.size]
    leaves = sum(max(len([c for c in b.children if c.size]), 1) for b in branches)
    height = max(170.0, 34.0 * leaves)
    room = height - _GAP * max(leaves - 1, 0)
    scale = room / max(root.size, 1)
    whole = Band(root, (height - max(room, _LEAST)) / 2, max(room, _LEAST))
    parts = list(_node(whole, 0))
    left, right = whole.y, 0.0
    for branch in branches:
        children = [c for c in branch.children if c.size]
        size = branch.share.size * scale
        span = size + _GAP * max(len(children) - 1, 0)
        middle = Band(branch.share, right + (span - size) / 2, max(size, _LEAST))
        parts += [_ribbon((0, left, size), (1, middle.y, size), branch.share.look), *_node(middle, 1)]
        inner, outer = middle.y, right
        for child in children:
            tall = child.size * scale
            parts += [_ribbon((1, inner, tall), (2, outer, tall), child.look)]
            parts += _node(Band(child, outer, max(tall, _LEAST)), 2)
            inner, outer = inner + tall, outer + tall + _GAP
        left, right = left + size, right + span + _GAP
    return Markup('<svg class="flow" viewBox="0 -14 {} {:.0f}" role="img" aria-label="{}">{}</svg>').format(
        _FLOW_WIDTH, height + 28, label, Markup("").join(parts)
    )


def _node(band: Band, column: int) -> Iterator[Markup]:
    x, share = _COLUMNS[column], band.share
    yield _rect(x, band.y, _NODE, band.height, share.look)
    yield Markup('<text x="{}" y="{:.1f}" dy="0.35em"><tspan class="count">{:,}</tspan> {}</text>').format(
        x + _NODE + 7, band.y + band.height / 2, share.size, share.name
    )


def _ribbon(start: tuple[int, float, float], end: tuple[int, float, float], look: str) -> Markup:
    (one, y1, h1), (two, y2, h2) = start, end
    x1, x2 = _COLUMNS[one] + _NODE, _COLUMNS[two]
    h1, h2, bend = max(h1, _LEAST), max(h2, _LEAST), (x1 + x2) / 2
    there = f"M{x1} {y1:.1f}C{bend} {y1:.1f} {bend} {y2:.1f} {x2} {y2:.1f}V{y2 + h2:.1f}"
    back = f"C{bend} {y2 + h2:.1f} {bend} {y1 + h1:.1f} {x1} {y1 + h1:.1f}Z"
    return Markup('<path class="ribbon {}" d="{}"></path>').format(look, there + back)


def _rect(x: float, y: float, width: float, height: float, look: str, title: str = "") -> Markup:
    return Markup('<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.2f}" height="{:.1f}">{}</rect>').format(
        look, x, y, width, height, Markup("<title>{}</title>").format(title) if title else ""
    )
