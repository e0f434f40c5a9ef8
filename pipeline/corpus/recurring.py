"""Blocks that recur across otherwise different documents: the furniture of a site or of a corpus."""

from __future__ import annotations

from collections.abc import Iterator

import xxhash

from pipeline.document import KEPT, Document, Finding
from pipeline.keys import key

RECURRING = "FUR004"


def known_furniture(doc: Document, known: frozenset[int]) -> Iterator[Finding]:
    """Findings FUR004 for the kept blocks whose key has a digest (xxh3_64) in `known`."""
    for block in doc.blocks:
        if block.role in KEPT and block.role != "references" and block.kind != "gap":
            said = key(doc.block_text(block))
            if said and xxhash.xxh3_64_intdigest(said.encode()) in known:
                why = "the same block stands in three or more otherwise different documents"
                yield Finding(RECURRING, block.start, block.end, why, role="furniture", confidence=0.9)
