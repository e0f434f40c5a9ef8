"""The judgement on a new input: what it is, whether it is better than what is there, and every defect in it.

The same stages as in `clean` report the same findings; here they are kept, the unsafe ones too, each with its place in
the source. Nothing is written, and nothing here touches a file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Literal, NamedTuple

from pipeline.config import Config, resolve
from pipeline.corpus.kin import Kin, Member, closest, member
from pipeline.corpus.recurring import known_furniture
from pipeline.defect import Defect, numbered, placed, whole
from pipeline.document import KEPT, LEFT_OUT, Document, Finding, apply
from pipeline.document import check as hold_to_laws
from pipeline.keys import key
from pipeline.rules import RULES, Rule

What = Literal["new", "copy", "fragment", "revision", "furniture", "unreadable"]

_ALONE = "no other input shares its text"
UNREADABLE, NO_CONTENT = "SRC001", "SRC002"


class Judgement(NamedTuple):
    """All that is known of one input. Without a `document` it could not be read, for `reason`.

    `lines` are the lines of the file for those of the source, where the source is not the text of the file itself.
    """

    name: str
    what: What
    reason: str
    defects: tuple[Defect, ...]
    document: Document | None = None
    kin: Kin | None = None
    lines: tuple[int, ...] | None = None

    @property
    def left_out(self) -> dict[str, float]:
        """The share of the letters that each role leaves out of the article."""
        if self.document is None:
            return {}
        sizes: Counter[str] = Counter()
        for block in self.document.blocks:
            sizes[block.role] += len(key(self.document.block_text(block)))
        total = sum(sizes.values())
        return {role: round(sizes[role] / total, 4) for role in sorted(sizes) if role in LEFT_OUT and total}


def rule_of(code: str) -> Rule | None:
    """The entry of a rule; a stage of the user's own has rules that no table knows."""
    return RULES.get(code)


def unreadable(name: str, why: str) -> Judgement:
    """The judgement on an input that cannot be read."""
    return Judgement(name, "unreadable", why, (whole(UNREADABLE, why, "error"),))


def examine(doc: Document, config: Config, furniture: frozenset[int] = frozenset()) -> Judgement:
    """Every defect of a document, and whether it holds an article at all.

    `furniture` are the digests of the blocks that the corpus knows as boilerplate. Raises LawError or ValueError where
    a stage breaks a law.
    """
    found = [placed(doc, f, doc.source[f.start : f.end], exact=True) for f in _readers_findings(doc)]
    read = doc
    for spec in config.stages:
        stage = resolve(spec)
        doc = _step(doc, stage(doc), found)
    if furniture:
        doc = _step(doc, known_furniture(doc, furniture), found)
    defects = list(numbered(sorted(found, key=lambda d: (d.span, d.rule, d.why))))
    if len(key(kept_text(doc))) >= config.shortest_article:
        return Judgement(read.name, "new", _ALONE, tuple(defects), doc)
    why = f"less than {config.shortest_article} letters of article text"
    return Judgement(read.name, "furniture", why, (whole(NO_CONTENT, why, "warning"), *defects), doc)


def compare(new: Judgement, others: Iterable[Document]) -> Judgement:
    """The same judgement, with what the input is to the closest of the others."""
    if new.document is None or new.what == "furniture":
        return new
    kin = closest(member(new.document), [member(other) for other in others])
    if kin is None:
        return new._replace(reason="no article there shares its text")
    return new._replace(what=kin.kind, reason=reason(kin), kin=kin)


def among(judgements: Sequence[Judgement]) -> list[Judgement]:
    """The judgements in their order; of new inputs with one text, all but the fullest are told to be its copies."""
    new = [(i, member(j.document)) for i, j in enumerate(judgements) if j.what == "new" and j.document]
    new.sort(key=lambda pair: (-pair[1].features.size, pair[1].document.name))
    out, before = list(judgements), list[Member]()
    for i, one in new:
        kin = closest(one, before)
        if kin:
            out[i] = judgements[i]._replace(what=kin.kind, reason=reason(kin), kin=kin)
        else:
            before.append(one)
    return out


def reason(kin: Kin) -> str:
    """What a new input has to give, in words."""
    said = [f"{kin.inside:.0%} of it stands there, and it holds {kin.around:.0%} of that"]
    if kin.adds:
        said.append(f"it has {kin.adds} letters that are not there")
    if kin.mends:
        said.append(f"it parts {kin.mends} places that run together there")
    if kin.breaks:
        said.append(f"it runs together {kin.breaks} places that are parted there")
    said.append("it is better" if kin.is_better else "it is no better")
    return "; ".join(said)


def select(judgement: Judgement, chosen: Sequence[str], ignored: Sequence[str]) -> Judgement:
    """The same judgement with the defects whose rule begins with a chosen prefix and with no ignored one.

    Of a prefix that is both, the longer one wins. That a part is a heading or a reference is no defect: such marks are
    left out unless a prefix chooses them.
    """
    defects = tuple(d for d in judgement.defects if _is_selected(d, chosen, ignored))
    return judgement._replace(defects=defects)


def _is_selected(defect: Defect, chosen: Sequence[str], ignored: Sequence[str]) -> bool:
    for_it = max((len(p) for p in chosen if defect.rule.startswith(p)), default=-1 if chosen else 0)
    against = max((len(p) for p in ignored if defect.rule.startswith(p)), default=-1)
    return for_it > against and (bool(chosen) or not defect.is_plain)


def kept_text(doc: Document) -> str:
    """The text that reaches the article, a block a line."""
    return "\n".join(doc.block_text(block) for block in doc.blocks if block.role in KEPT)


def _readers_findings(doc: Document) -> Iterator[Finding]:
    """What the reader had to say, once each; its spans are offsets of the source."""
    said = [*doc.notes, *(f for change in doc.changes for f in change.because)]
    said += [f for block in doc.blocks for f in block.because]
    yield from dict.fromkeys(said)


def _step(doc: Document, findings: Iterable[Finding], found: list[Defect]) -> Document:
    """The document after one stage; what the stage found is added to `found`."""
    findings = list(findings)
    for f in findings:
        start, end = doc.to_source(f.start, f.end)
        was = doc.text[f.start : f.end]
        found.append(placed(doc, replace(f, start=start, end=end), was, exact=doc.source[start:end] == was))
    doc = apply(doc, [f for f in findings if f.safe])
    hold_to_laws(doc)
    return doc
