"""Articles for the tests of the writers, made by hand or by chance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from pipeline.article import Article, ArticleBlock, Citation
from pipeline.document import KEPT, KINDS

# Characters that some format takes as a mark, that no format can hold, or that count double somewhere.
NASTY = "ab1. )(*_`#<>&;[]|~$\\-+=!:@^/'\"{}%\t\n\r\u00a0\u2028\u200b\x00\x0b\x1f\x85é漢👩🏽\u202e\ufeff"


def block(text: str, kind: str = "paragraph", role: str = "body", level: int | None = None) -> ArticleBlock:
    return ArticleBlock(type=kind, role=role, level=level, text=text, sources=[])  # type: ignore[arg-type]


def article(blocks: Sequence[ArticleBlock], **fields: Any) -> Article:
    citations = [_citation(i, b.text) for i, b in enumerate(blocks) if b.type == "reference"]
    plain: dict[str, Any] = dict.fromkeys(("title", "published", "language", "url"))
    plain |= {"id": "made", "authors": []}
    return Article(
        schema_version="1", blocks=list(blocks), citations=citations, readings=[], sources=[], **(plain | fields)
    )


def _citation(index: int, text: str) -> Citation:
    csl = {"id": f"ref-{index}", "type": "book", "title": text}
    return Citation(id=f"ref-{index}", block=index, raw=text, csl=csl, confidence=1.0, sources=[])


texts = st.text(st.sampled_from(NASTY), max_size=30).map(str.strip).filter(bool) | st.text(
    st.characters(exclude_categories=["Cs"]), max_size=30
).map(str.strip).filter(bool)


@st.composite
def blocks(draw: st.DrawFn) -> ArticleBlock:
    kind = draw(st.sampled_from(KINDS))
    role = draw(st.sampled_from(sorted(KEPT)))
    level = draw(st.integers(1, 6)) if kind == "heading" else None
    return block("" if kind == "gap" else draw(texts), kind, role, level)


articles = st.builds(
    article,
    st.lists(blocks(), min_size=1, max_size=6),
    title=st.none() | texts,
    authors=st.lists(texts, max_size=2),
    url=st.none() | st.just("https://example.org/a?b=1&c=<d>"),
    published=st.sampled_from([None, "2020", "2020-02-03", "2020-02-03T04:05:06Z", "last week"]),
    language=st.sampled_from([None, "en", "de-AT", "zz", "not a language"]),
)
