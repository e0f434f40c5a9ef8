"""The corpus at a glance: the numbers that the report's first page draws."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.article import Article, LedgerRow, Manifest
from pipeline.document import LEFT_OUT
from pipeline.proof import SEPARATOR
from pipeline.report.trace import Tally, Trace
from pipeline.rules import RULES

# Families of rules, by the letters of their codes; a code of no known family is of family "oth".
FAMILIES = {
    "ENC": "characters",
    "SPC": "white space",
    "GLU": "run-together words",
    "REP": "repeats",
    "FUR": "furniture",
    "HID": "hidden text",
    "STR": "structure",
    "CIT": "references",
    "MRG": "merge of copies",
    "SRC": "source",
}
BINS = 10
_MANY = 9  # copies of one article that are counted as "this many or more"


class RuleCount(NamedTuple):
    """What one rule did: places changed, blocks left out, other marks and notes; the characters of the first two."""

    rule: str
    family: str
    title: str
    changed: int
    left_out: int
    other: int
    characters: int
    lowest: float

    @property
    def total(self) -> int:
        """All of its findings."""
        return self.changed + self.left_out + self.other


@dataclass
class Glance:
    """The numbers of a run."""

    statuses: dict[str, int]
    kinds: Counter[str] = field(default_factory=Counter)
    reasons: Counter[tuple[str, str]] = field(default_factory=Counter)
    copies: Counter[int] = field(default_factory=Counter)
    findings: list[int] = field(default_factory=lambda: [0] * BINS)
    citations: list[int] = field(default_factory=lambda: [0] * BINS)
    readings: int = 0
    tally: Tally = field(default_factory=Tally)
    rules: list[RuleCount] = field(default_factory=list)

    def add(self, article: Article, trace: Trace) -> None:
        """Count an article."""
        self.kinds.update(source.kind for source in article.sources)
        self.copies[min(len(article.sources), _MANY)] += 1
        self.readings += len(article.readings)
        for citation in article.citations:
            self.citations[bin_of(citation.confidence)] += 1
        for source in trace.sources:
            self.tally.add(source.tally)


def glance(manifest: Manifest, rows: Sequence[LedgerRow]) -> Glance:
    """The numbers that need no article; `Glance.add` counts those."""
    counts = manifest.counts
    out = Glance({"used": counts.used, "quarantined": counts.quarantined, "skipped": counts.skipped})
    out.reasons.update((i.status, i.reason or "no reason given") for i in manifest.inputs if i.status != "used")
    out.rules = rule_counts(rows)
    for row in rows:
        if row.rule != SEPARATOR:
            out.findings[bin_of(row.confidence)] += 1
    return out


def bin_of(confidence: float) -> int:
    """The tenth that a confidence lies in; 1.0 is in the last."""
    return min(max(int(confidence * BINS), 0), BINS - 1)


def family(rule: str) -> str:
    """The family of a rule, as it is in the names of the style sheet."""
    return rule[:3].lower() if rule[:3] in FAMILIES else "oth"


def rule_counts(rows: Iterable[LedgerRow]) -> list[RuleCount]:
    """What each rule did, the busiest first."""
    by_rule: dict[str, list[LedgerRow]] = {}
    for row in rows:
        if row.rule != SEPARATOR:
            by_rule.setdefault(row.rule, []).append(row)
    counts = [_rule_count(rule, found) for rule, found in by_rule.items()]
    return sorted(counts, key=lambda count: (-count.total, count.rule))


def _rule_count(rule: str, rows: Sequence[LedgerRow]) -> RuleCount:
    changed = [row for row in rows if row.now is not None]
    left_out = [row for row in rows if row.role in LEFT_OUT]
    return RuleCount(
        rule=rule,
        family=family(rule),
        title=RULES[rule].title if rule in RULES else "",
        changed=len(changed),
        left_out=len(left_out),
        other=len(rows) - len(changed) - len(left_out),
        characters=sum(max(len(r.was), len(r.now or "")) for r in changed) + sum(len(r.was) for r in left_out),
        lowest=min(row.confidence for row in rows),
    )
