"""The match key: what is in it, and the map back to the text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.keys import key, key_map


@given(st.text(max_size=80))
def test_the_map_has_an_offset_for_each_character_of_the_key(text: str) -> None:
    mapped = key_map(text)
    assert mapped.key == key(text)
    assert len(mapped.key) == len(mapped.offsets)
    assert list(mapped.offsets) == sorted(mapped.offsets)
    for at, char in zip(mapped.offsets, mapped.key, strict=True):
        assert char in key("a" + text[at : at + 40])


@given(st.text(max_size=60), st.text(alphabet=" \n-–—.,;'’\"“”()\u00ad\u200b", max_size=3))
def test_punctuation_and_space_do_not_show(text: str, noise: str) -> None:
    assert key(noise.join(text.split(" "))) == key("".join(text.split(" ")))


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("cancer—in which", "cancerin which"),
        ("27990–27996", "2799027996"),
        ("führte", unicodedata.normalize("NFD", "führte")),
        ("ﬁeld ①", "field 1"),
        ("STRASSE", "Straße"),
    ],
)
def test_damage_that_leaves_the_key(one: str, two: str) -> None:
    assert key(one) == key(two)


def test_vowel_signs_are_part_of_a_word() -> None:
    assert key("की") != key("का")


def test_a_span_of_the_key_is_a_span_of_the_text() -> None:
    mapped = key_map("It is «ﬁne», so.")
    start = mapped.key.index("fine")
    assert "It is «ﬁne», so."[slice(*mapped.span(start, start + 4))] == "ﬁne"
