"""Where everything in an article comes from, as W3C Web Annotations (JSON-LD), one AnnotationPage for each article.

An annotation's target is a stretch of a source, by position and by quotation; its body is the place in the article
that the stretch became, or what the ledger says of it. Offsets count characters of the source's decoded text; of HTML
that is the text of its nodes in document order, as the Web Annotation model counts them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from pipeline.article import Article, LedgerRow, SourceSpan, encode
from pipeline.proof import SEPARATOR, restore, used_stretches

_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_JSON_POINTER = "http://tools.ietf.org/rfc/rfc6901"
_AROUND = 32  # characters of prefix and suffix, as Hypothesis and other annotation tools write them

Annotation = dict[str, Any]


def annotation_page(article: Article, rows: Mapping[str, Sequence[LedgerRow]]) -> bytes:
    """The AnnotationPage of an article: each stretch of its blocks, then each row of the ledger about its sources."""
    used = used_stretches([article])
    texts = {s.path: restore(used.get(s.path, ()), rows.get(s.path, ())) for s in article.sources}
    items = [
        *_blocks(article, texts),
        *(one for source in article.sources for one in _ledger(article, rows.get(source.path, ()), texts[source.path])),
    ]
    page = {"@context": _CONTEXT, "id": f"urn:onetext:{article.id}", "type": "AnnotationPage", "items": items}
    return encode(page)


def _blocks(article: Article, texts: Mapping[str, str]) -> Iterator[Annotation]:
    for number, block in enumerate(article.blocks):
        for part, span in enumerate(block.sources):
            yield {
                "id": f"urn:onetext:{article.id}:block:{number}:{part}",
                "type": "Annotation",
                "motivation": "linking",
                "body": _place(article, number, span),
                "target": _target(span.path, span.start, span.end, texts[span.path]),
            }


def _place(article: Article, number: int, span: SourceSpan) -> Annotation:
    """A stretch of a block, in the article's own JSON file."""
    return {
        "type": "SpecificResource",
        "source": f"articles/{article.id}.json",
        "selector": {
            "type": "FragmentSelector",
            "conformsTo": _JSON_POINTER,
            "value": f"/blocks/{number}/text",
            "refinedBy": {"type": "TextPositionSelector", "start": span.text_start, "end": span.text_end},
        },
    }


def _ledger(article: Article, rows: Sequence[LedgerRow], text: str) -> Iterator[Annotation]:
    for number, row in enumerate(row for row in rows if row.rule != SEPARATOR):
        yield {
            "id": f"urn:onetext:{article.id}:ledger:{quote(row.source, safe='')}:{number}",
            "type": "Annotation",
            "motivation": "editing" if row.now is not None else "classifying" if row.role or row.kind else "commenting",
            "body": list(_said(row)),
            "target": _target(row.source, row.start, row.end, text),
        }


def _said(row: LedgerRow) -> Iterator[Annotation]:
    if row.now is not None:
        yield {"type": "TextualBody", "purpose": "editing", "value": row.now}
    for value in (row.role, row.kind):
        if value is not None:
            yield {"type": "TextualBody", "purpose": "classifying", "value": value}
    yield {"type": "TextualBody", "purpose": "commenting", "value": f"{row.rule} ({row.confidence:g}): {row.why}"}


def _target(path: str, start: int, end: int, text: str) -> Annotation:
    return {
        "type": "SpecificResource",
        "source": quote(path),
        "selector": [
            {"type": "TextPositionSelector", "start": start, "end": end},
            {
                "type": "TextQuoteSelector",
                "exact": text[start:end],
                "prefix": text[max(0, start - _AROUND) : start],
                "suffix": text[end : end + _AROUND],
            },
        ],
    }
