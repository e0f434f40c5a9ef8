"""What a document says again: containers of its own lines, inline elements printed as lines, blocks said twice.

REP001 a dump printed an element's text and then that of its children: the children are kept, they show where blocks
       part; text that stands in the container alone stays a block of its own.
REP003 the dump printed an inline element of a paragraph as a line of its own: the paragraph is kept.
REP002 the same block once more.

REP001 and REP003 are reported only in a document that proves to print its containers: a line that the lines after it
tile from end to end, glued together or long, does not come about by chance.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pipeline.document import Block, Document, Finding, Place
from pipeline.stages.containers import Containers, prove
from pipeline.stages.dumptree import parse_dump
from pipeline.stages.keyed import Line
from pipeline.stages.twice import Said, said, said_twice


def repeats(doc: Document) -> Iterable[Finding]:
    """Mark what the document says again. Code, and blocks that have a role already, are left alone."""
    blocks = [b for b in doc.blocks if b.role == "body" and b.kind not in ("gap", "code")]
    texts = [doc.block_text(b) for b in blocks]
    tree = parse_dump(texts)
    proof = prove(tree)
    if proof.spaced:
        tree = parse_dump(texts, spaced=True)
    whole: set[int] = set()
    cut: set[int] = set()
    if proof.found:
        containers = Containers(doc.text, blocks, tree)
        yield from containers.findings()
        whole, cut = containers.whole, containers.cut
    left = [i for i in range(len(blocks)) if i not in whole]
    row = [Said(f"\0{i}", "", False) if i in cut else said(texts[i], blocks[i].kind, tree.lines[i].key) for i in left]
    yield from _once_more([blocks[i] for i in left], [tree.lines[i] for i in left], row)


def _once_more(blocks: Sequence[Block], lines: Sequence[Line], row: Sequence[Said]) -> Iterator[Finding]:
    """Mark the worse copy of what is said once more: the one that lost letters or spaces, else the later one."""
    kept: dict[int, int] = {}
    for first, second, size in said_twice(row):
        one = [kept.get(i, i) for i in range(first, first + size)]
        two = list(range(second, second + size))
        if _quality(lines[i] for i in two) > _quality(lines[i] for i in one):
            one, two = two, one
            kept.update(zip(range(first, first + size), one, strict=True))
        kept.update(zip(range(second, second + size), one, strict=True))
        for better, worse in zip(one, two, strict=True):
            place = Place(blocks[better].start, blocks[better].end)
            why = "says once more what another block says"
            yield Finding("REP002", blocks[worse].start, blocks[worse].end, why, role="repeat", evidence=(place,))


def _quality(lines: Iterable[Line]) -> tuple[int, int]:
    """Letters, then words: both get lost, neither is invented."""
    letters, words = 0, 0
    for line in lines:
        letters += len(line.key)
        words += len(line.text.split())
    return letters, words
