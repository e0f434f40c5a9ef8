"""What is linked and what must not be, on made-up texts."""

from __future__ import annotations

import random

import pytest
from xxhash import xxh3_64_intdigest

from pipeline.corpus.groups import grouped, groups
from pipeline.corpus.links import Link, links, recurring_blocks
from pipeline.document import Block, Document
from pipeline.keys import key

RNG = random.Random(5)
SYLLABLES = [a + b for a in "bdfgklmnprstv" for b in "aeiou"]
WORDS = ["".join(RNG.choices(SYLLABLES, k=RNG.choice((1, 2, 3)))) for _ in range(2000)]


def sentence(rng: random.Random) -> str:
    return " ".join(rng.choices(WORDS, k=rng.randint(8, 16))).capitalize() + "."


def article(seed: int, count: int = 24) -> list[str]:
    rng = random.Random(seed)
    return [sentence(rng) for _ in range(count)]


def doc(name: str, lines: list[str]) -> Document:
    return Document.read(name, "\n".join(lines))


def paragraphs(found: list[str]) -> list[str]:
    return [" ".join(found[i : i + 4]) for i in range(0, len(found), 4)]


def kinds(docs: list[Document]) -> list[tuple[str, str, str]]:
    return [(link.one, link.two, link.kind) for link in links(docs)]


def test_a_copy_a_fragment_and_a_stranger() -> None:
    one = article(1)
    docs = [
        doc("full", paragraphs(one)),
        doc("glued", [line.replace(" ", "", 5) for line in paragraphs(one)]),
        doc("lines", one[2:20:3]),
        doc("other", paragraphs(article(2))),
    ]
    found = links(docs)
    assert kinds(docs) == [("full", "glued", "copy"), ("lines", "full", "fragment")]
    assert found[0].why == "their keys are equal"
    assert "1.00 of lines stands in full" in found[1].why
    assert [[d.name for d in group] for group in groups(docs, found)] == [["full", "glued", "lines"], ["other"]]
    assert links(docs[::-1]) == found


def test_a_revision_is_called_so() -> None:
    one, two = article(1), article(2)
    assert kinds([doc("a", paragraphs(one)), doc("b", paragraphs([*one[:20], *two[:3]]))]) == [("b", "a", "revision")]


def test_a_damaged_fragment_is_found() -> None:
    rng = random.Random(3)
    one = article(1, 40)
    part = ["".join("x" if rng.random() < 0.01 else c for c in line) for line in one[::3]]
    assert kinds([doc("full", paragraphs(one)), doc("part", part)]) == [("part", "full", "fragment")]


def test_pages_of_one_site_are_not_linked_and_their_furniture_recurs() -> None:
    menu = [" ".join(random.Random(9).choices(WORDS, k=2)) + f" {i}" for i in range(40)]
    docs = [doc(f"p{i}", [*menu[:20], *paragraphs(article(10 + i, 8)), *menu[20:]]) for i in range(4)]
    assert not links(docs)
    assert recurring_blocks(docs) == {xxh3_64_intdigest(key(line).encode()) for line in menu}


def test_two_pages_of_one_site_are_not_linked() -> None:
    menu = [" ".join(random.Random(9).choices(WORDS, k=4)) for _ in range(40)]
    assert not links([doc(f"p{i}", [*menu, *paragraphs(article(10 + i, 12))]) for i in range(2)])


def test_copies_of_one_article_have_no_recurring_blocks() -> None:
    text = paragraphs(article(1))
    assert not recurring_blocks([doc(f"{i}", [*text, *paragraphs(article(50 + i, 4))]) for i in range(5)])
    assert not recurring_blocks([doc("a", ["The refrain of it all"] * 5)])


def test_filled_forms_are_not_linked() -> None:
    rng = random.Random(4)

    def weather(town: str) -> list[str]:
        low, high, wind = (rng.randint(10, 99) for _ in range(3))
        return [
            f"Tonight in {town} the low is {low} degrees, and tomorrow the high will be {high} degrees near {town}.",
            f"Winds from the north at {wind} miles an hour, with a {high} percent chance of rain by {low} past.",
            f"The record for this day, {high + 9} degrees, was set in {rng.randint(1900, 2000)} at {town} Field.",
        ]

    assert not links([doc("a", weather("Brimfield")), doc("b", weather("Oakhurst"))])


def test_two_articles_that_quote_one_release_are_not_linked() -> None:
    release = paragraphs(article(7, 8))
    assert not links([doc(f"{i}", [*paragraphs(article(20 + i, 12)), *release]) for i in range(2)])


def test_tiny_documents_are_one_only_if_equal() -> None:
    docs = [doc("a", ["Page not found."]), doc("b", ["Page not found!"]), doc("c", ["Page was not found."])]
    assert kinds(docs) == [("a", "b", "copy")]
    assert not links([doc("a", []), doc("b", [])])


def test_only_kept_blocks_count() -> None:
    text = "\n".join(paragraphs(article(1)))
    left_out = Document.read("a", text, [Block(0, len(text), role="furniture")])
    assert not links([left_out, Document.read("b", text)])


def test_a_text_of_two_hundred_copies_comes_together() -> None:
    one = article(1)
    docs = [doc(f"{i:03}", [*paragraphs(one), sentence(random.Random(i))]) for i in range(200)]
    assert len(groups(docs, links(docs))) == 1


def test_a_fragment_of_two_articles_bridges_nothing() -> None:
    one, two = article(1), article(2)
    docs = [doc("a", paragraphs(one)), doc("b", paragraphs(two)), doc("part", [*one[:6], *two[:6]])]
    assert [[d.name for d in group] for group in groups(docs, links(docs))] == [["a"], ["b"], ["part"]]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([("a", "b", 0.55), ("b", "c", 0.5)], [("a", "b"), ("c",)]),
        ([("a", "b", 0.8), ("b", "c", 0.55)], [("a", "b", "c")]),
        ([("a", "b", 0.55), ("b", "c", 0.5), ("a", "c", 0.5)], [("a", "b", "c")]),
        ([], [("a",), ("b",), ("c",)]),
    ],
    ids=["a chain", "a chain so close that its ends must be alike", "all are alike", "no link"],
)
def test_no_chains(found: list[tuple[str, str, float]], expected: list[tuple[str, ...]]) -> None:
    assert grouped("abc", [Link(one, two, "copy", score, "", score, score, 9) for one, two, score in found]) == expected


def test_a_fragment_of_two_like_groups_goes_to_neither() -> None:
    held = [Link("f", to, "fragment", 0.2, "", 0.8, 0.2, 9) for to in ("a", "b")]
    assert grouped("abf", held) == [("a",), ("b",), ("f",)]
    clear = [held[0], Link("f", "b", "fragment", 0.2, "", 0.95, 0.2, 9)]
    assert grouped("abf", clear) == [("a",), ("b", "f")]


def test_a_short_text_and_its_copy_are_linked() -> None:
    lines = article(3, 2)
    assert kinds([doc("a", lines), doc("b", ["The mill at the weir", *lines])]) == [("a", "b", "copy")]
