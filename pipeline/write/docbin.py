"""Articles as a spaCy DocBin: tokens, sentences, and spans of blocks, citations and readings.

`doc.text` is the exported text, always: spaCy's tokenizers keep every character. The file is read back by spaCy alone,
`DocBin().from_bytes(data).get_docs(vocab)`: all is in tokens, `doc.spans` and `doc.user_data`, none in extensions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from pipeline.article import Article
from pipeline.write.flat import Flat, flat

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span

_ANY_LANGUAGE = "xx"


def docbin(articles: Iterable[Article]) -> bytes:
    """The bytes of one DocBin, with a Doc for each article."""
    from spacy.tokens import DocBin

    box = DocBin(attrs=["ORTH", "SPACY", "SENT_START"], store_user_data=True)
    for article in articles:
        box.add(_doc(article))
    data: bytes = box.to_bytes()
    return data


def _doc(article: Article) -> Doc:
    nlp = _blank((article.language or _ANY_LANGUAGE).partition("-")[0].lower())
    text = flat(article)
    doc = nlp.get_pipe("sentencizer")(nlp.make_doc(text.text))
    _part_at_blocks(doc, text)
    doc.spans["blocks"] = [
        span
        for i, (block, (start, end)) in enumerate(zip(article.blocks, text.spans, strict=True))
        for span in _span(doc, start, end, block.type, block.role, str(i))
    ]
    doc.spans["citations"] = [
        span for c in article.citations for span in _span(doc, *text.spans[c.block], "citation", "", c.id)
    ]
    starts = [start for start, _ in text.spans]
    doc.spans["readings"] = [
        span
        for i, r in enumerate(article.readings)
        for span in _span(doc, starts[r.block] + r.start, starts[r.block] + r.end, "reading", "", str(i))
    ]
    doc.user_data |= _user_data(article, text)
    return doc


def _span(doc: Doc, start: int, end: int, label: str, role: str, name: str) -> Iterator[Span]:
    """The tokens that text[start:end] touches; none where it is empty. The exact offsets are in the user data."""
    span = doc.char_span(start, end, label=label, kb_id=role, alignment_mode="expand") if start < end else None
    if span is not None:
        span.id_ = name
        yield span


def _part_at_blocks(doc: Doc, text: Flat) -> None:
    """A block begins a sentence, and the white space between blocks does not."""
    begins = {start for start, end in text.spans if start < end}
    for token in doc:
        if token.idx in begins:
            token.is_sent_start = True
        elif token.is_space:
            if token.is_sent_start and token.i + 1 < len(doc):
                doc[token.i + 1].is_sent_start = True
            token.is_sent_start = token.i == 0


def _user_data(article: Article, text: Flat) -> dict[str, Any]:
    """What Docs have no place for, under plain keys."""
    starts = [start for start, _ in text.spans]
    return {
        "id": article.id,
        "title": article.title,
        "authors": article.authors,
        "published": article.published,
        "language": article.language,
        "url": article.url,
        "sources": [{"path": s.path, "sha256": s.sha256, "kind": s.kind} for s in article.sources],
        "blocks": [
            {"start": start, "end": end, "type": block.type, "role": block.role, "level": block.level}
            for block, (start, end) in zip(article.blocks, text.spans, strict=True)
        ],
        "citations": [citation.csl for citation in article.citations],
        "readings": [
            {
                "start": starts[r.block] + r.start,
                "end": starts[r.block] + r.end,
                "rejected": [rejected.text for rejected in r.rejected],
                "why": r.why,
            }
            for r in article.readings
        ],
    }


@cache
def _blank(language: str) -> Language:
    """SpaCy's tokenizer of a language; the one for any language where there is none, or its own package is missing."""
    import spacy

    try:
        nlp = spacy.blank(language)
    except (ImportError, ValueError):
        nlp = spacy.blank(_ANY_LANGUAGE)
    nlp.add_pipe("sentencizer")
    return nlp
