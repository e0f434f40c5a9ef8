"""What holds for every text: nothing but white space changes, in order, inside the text."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.document import Document, apply, check
from pipeline.stages.words import boundaries, repair, words

PARTS = [
    "the",
    "cancer",
    "is",
    "In",
    "HER2",
    "(",
    ")",
    ".",
    ",",
    "-",
    "\n",
    " ",
    "https://x.org/a",
    "œuvre",
    "乳腺癌",
    "'",
    "_",
    "3",
]
TEXTS = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PARTS), max_size=25).map("".join))


@settings(deadline=None, max_examples=150)
@given(TEXTS)
@example("e\u0301\u0301-\n\u0301")
@example("a" * 500 + "Б" * 500)
@example("(" * 300 + "the.In" * 50)
def test_only_spaces_are_put_in(text: str) -> None:
    repaired = repair(text)
    assert "".join(repaired.split()) == "".join(text.split())
    found = boundaries(text)
    assert [one.at for one in found] == sorted({one.at for one in found})
    assert all(0 < one.at < len(text) and 0 <= one.probability <= 1 for one in found)


@settings(deadline=None, max_examples=150)
@given(TEXTS)
def test_findings_can_be_applied(text: str) -> None:
    doc = Document.read("any", text)
    found = list(words(doc))
    check(apply(doc, found))
    assert all(one.fix is not None and one.rule.startswith("GLU00") for one in found)
