"""What holds for any text."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.citations.find import find_identifiers, looks_like_reference
from pipeline.citations.parse import parse_reference
from pipeline.citations.repair import mended, separators
from pipeline.citations.split import split_references
from pipeline.keys import key

PIECES = st.sampled_from(
    [
        "Doe AB",
        ", ",
        ". ",
        ".",
        "Roe, C.",
        "et al",
        "A Study",
        "of sites",
        "2017",
        ";8(1):7-9",
        "(2010)",
        "doi:10.1234/ab.c",
        "PMID: 123456",
        "https://a.org/b",
        "“",
        "”",
        "\n",
        "[1]",
        "2. ",
        "In ",
        "(Eds.)",
        "é́",
        "ß",
        "\xa0",
        "–",
        "~",
        "``",
        "American Society",
        "New York: ",
        "10.1/",
        "Å",
        "文献",
        "۱",
        "🙂",
    ]
)
NO_DEADLINE = settings(deadline=None)  # the first call loads the models
TEXTS = st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=80)


@NO_DEADLINE
@given(TEXTS)
def test_identifiers_are_in_order_and_apart(text):
    found = list(find_identifiers(text))
    assert all(one.end <= two.start for one, two in pairwise(found))
    assert all(0 <= i.start <= i.at < i.end <= len(text) and i.value for i in found)


@NO_DEADLINE
@given(TEXTS)
def test_splitting_loses_nothing_behind_the_first(text):
    spans = split_references(text)
    assert all(start < end for start, end in spans)
    assert all(not text[one[1] : two[0]].strip() for one, two in pairwise(spans))
    assert not spans or not text[spans[-1][1] :].strip()


@NO_DEADLINE
@given(TEXTS)
def test_repair_only_inserts_and_is_done_at_once(text):
    once = mended(text)
    assert key(once) == key(text)
    assert mended(once) == once
    assert all(fix.text in (" ", "-") and (fix.safe or fix.text == "-") for fix in separators(text))


@NO_DEADLINE
@given(TEXTS)
def test_any_text_can_be_parsed(text):
    parsed = parse_reference(text)
    assert parsed == parse_reference(text)
    assert 0 <= parsed.confidence <= 1
    assert all(0 <= start < end <= len(text) for start, end in parsed.spans.values())
    assert 0 <= looks_like_reference(text) <= 1
