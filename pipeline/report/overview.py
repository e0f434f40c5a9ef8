"""What the overview draws: the numbers of `Glance` as named shares and plots."""

from __future__ import annotations

from typing import NamedTuple

from markupsafe import Markup

from pipeline.document import Role
from pipeline.report.glance import BINS, Glance, RuleCount
from pipeline.report.plots import Branch, Share, bar, flow, histogram, line_bar
from pipeline.report.terminal import visible

_KINDS = {"base": "as base", "copy": "as copy", "fragment": "as fragment", "revision": "as revision"}
_LEFT_OUT: dict[Role, str] = {
    "repeat": "left out: repeats",
    "furniture": "left out: furniture",
    "hidden": "left out: hidden",
    "superseded": "left out: superseded",
}
_REASONS = 5  # of each status; the rest is one "other"
_MANY_COPIES = 9


class RuleLine(NamedTuple):
    """A line of the table of rules, with its bar."""

    did: RuleCount
    bar: Markup


class Overview(NamedTuple):
    """All plots of the first page, and the numbers that stand beside them."""

    flow: Markup
    characters: list[Share]
    character_bar: Markup
    rules: list[RuleLine]
    findings: Markup
    citations: Markup | None
    copies: Markup


def overview(seen: Glance) -> Overview:
    """The first page's plots."""
    characters = _characters(seen)
    most = max((count.total for count in seen.rules), default=1)
    return Overview(
        flow=_flow(seen),
        characters=characters,
        character_bar=bar(characters),
        rules=[RuleLine(c, line_bar(c.total, most, f"look-{c.family}")) for c in seen.rules],
        findings=histogram(seen.findings, "look-sure", f"Findings by confidence: {_told(seen.findings)}"),
        citations=(
            histogram(seen.citations, "look-cit", f"References by confidence: {_told(seen.citations)}")
            if any(seen.citations)
            else None
        ),
        copies=_copies(seen),
    )


def _told(counts: list[int]) -> str:
    width = 100 // BINS
    said = [f"{n} from {i * width} to {(i + 1) * width} %" for i, n in enumerate(counts) if n]
    return "; ".join(said) or "none"


def _flow(seen: Glance) -> Markup:
    kinds = tuple(Share(name, seen.kinds[kind], f"look-{kind}") for kind, name in _KINDS.items())
    looks = {"used": "look-used", "quarantined": "look-quarantined", "skipped": "look-skipped"}
    branches = [
        Branch(
            Share(status, number, looks[status]), kinds if status == "used" else _reasons(seen, status, looks[status])
        )
        for status, number in seen.statuses.items()
    ]
    listed = sum(seen.statuses.values())
    said = ", ".join(f"{number} {status}" for status, number in seen.statuses.items())
    return flow(Share("inputs", listed, "look-all"), branches, f"{listed} inputs: {said}")


def _reasons(seen: Glance, status: str, look: str) -> tuple[Share, ...]:
    found = sorted(
        ((n, why) for (of, why), n in seen.reasons.items() if of == status), key=lambda pair: (-pair[0], pair[1])
    )
    shares = [Share(visible(why.replace("_", " ")), n, look) for n, why in found[:_REASONS]]
    rest = sum(n for n, _ in found[_REASONS:])
    return (*shares, Share("other", rest, look)) if rest else tuple(shares)


def _characters(seen: Glance) -> list[Share]:
    tally = seen.tally
    shares = [Share("kept as written", tally.kept, "look-kept"), Share("changed", tally.changed, "look-changed")]
    shares += [Share(name, tally.left_out.get(role, 0), f"look-{role}") for role, name in _LEFT_OUT.items()]
    shares.append(Share("white space between blocks", tally.between, "look-between"))
    return [share for share in shares if share.size]


def _copies(seen: Glance) -> Markup:
    counts = [seen.copies[n] for n in range(1, _MANY_COPIES + 1)]
    said = "; ".join(f"{n} of {i} {'source' if i == 1 else 'sources'}" for i, n in enumerate(counts, start=1) if n)
    return histogram(counts, "look-base", f"Articles by number of sources: {said or 'none'}")
