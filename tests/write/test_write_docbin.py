"""A DocBin as plain spaCy reads it."""

from __future__ import annotations

import spacy
from hypothesis import given, settings
from spacy.tokens import Doc, DocBin

from pipeline.api import Cleaned
from pipeline.article import Article
from pipeline.write.docbin import docbin
from pipeline.write.flat import flat
from tests.write.make import article, articles, block

VOCAB = spacy.blank("xx").vocab


def read(*made: Article) -> list[Doc]:
    return list(DocBin().from_bytes(docbin(made)).get_docs(VOCAB))


@settings(deadline=None)
@given(articles)
def test_the_text_is_the_exported_text_always(made: Article) -> None:
    (doc,) = read(made)
    assert doc.text == flat(made).text
    assert [doc.text[b["start"] : b["end"]] for b in doc.user_data["blocks"]] == [b.text for b in made.blocks]


def test_blocks_and_citations_are_spans(seeds: Cleaned) -> None:
    docs = read(*seeds.articles)
    for doc, made in zip(docs, seeds.articles, strict=True):
        with_text = [b for b in made.blocks if b.text]
        assert [span.text for span in doc.spans["blocks"]] == [b.text for b in with_text]
        assert [(s.label_, s.kb_id_) for s in doc.spans["blocks"]] == [(b.type, b.role) for b in with_text]
        assert [(s.id_, s.text) for s in doc.spans["citations"]] == [(c.id, c.raw) for c in made.citations]
        assert len(doc.spans["readings"]) == len(made.readings)
        for span, reading in zip(doc.spans["readings"], made.readings, strict=True):
            assert reading.chosen in span.text
        assert doc.user_data["id"] == made.id


def test_sentences_end_with_their_block() -> None:
    made = article(
        [block("A heading", "heading", level=2), block("It rained. He slept."), block("No stop"), block("Then")]
    )
    (doc,) = read(made)
    assert [s.text.strip() for s in doc.sents] == ["A heading", "It rained.", "He slept.", "No stop", "Then"]


def test_a_language_whose_tokenizer_is_not_installed_is_written_all_the_same() -> None:
    made = [article([block("日本語の文。")], language=tag) for tag in ("ja", "zz", "pt-BR", None)]
    assert [doc.text for doc in read(*made)] == ["日本語の文。"] * 4
