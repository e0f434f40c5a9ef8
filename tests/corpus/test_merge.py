"""The laws of the merge, on random copies of random texts with random damage."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.corpus.merge import Merged, MergedBlock, check_merge, merge
from pipeline.corpus.tell import Use
from pipeline.document import Document, Finding, LawError, apply
from pipeline.keys import key

WORDS = re.split(
    " ",
    "river stone Anna walks slowly under the old bridge while rain falls on 12 boats and 3,400 people wait in line "
    "because naïve plans fail again “today” Mr. Orlov said it’s fine—maybe not (see below) co-operation costs 5–10 mg",
)


@st.composite
def articles(draw: st.DrawFn, least: int = 3) -> list[str]:
    """Paragraphs of sentences that are all different."""
    rng = random.Random(draw(st.integers(0, 10**9)))
    number = 0
    out = []
    for _ in range(draw(st.integers(least, 8))):
        sentences = []
        for _ in range(rng.randint(1, 4)):
            number += 1
            words = [f"Item{number}x{rng.randint(100, 999)}", *(rng.choice(WORDS) for _ in range(rng.randint(5, 14)))]
            sentences.append(" ".join(words) + rng.choice(".?!"))
        out.append(" ".join(sentences))
    return out


def sentences(text: str) -> list[str]:
    return re.findall(r"Item.*?[.?!](?=\s+Item|$)", text)


def damaged(paragraphs: list[str], rng: random.Random, *, drop: float = 0.1) -> list[str]:
    """A full copy as scraping leaves it; a share of the paragraphs, `drop`, loses sentences."""
    out = []
    for paragraph in paragraphs:
        if rng.random() < drop:
            paragraph = " ".join(s for s in sentences(paragraph) if rng.random() < 0.7)
        words = paragraph.split(" ")
        text = "".join(word + ("" if rng.random() < 0.05 else " ") for word in words).strip()
        if rng.random() < 0.3:
            text = text.replace("—", "").replace("–", "")
        if rng.random() < 0.2:
            text = text.replace("’", rng.choice(["?", "\ufffd", "'", "â€™"]))
        if rng.random() < 0.1:
            text = text.replace("bridge", rng.choice(["bride", "bridges", "viaduct"]))
        lines = re.split(r"(?<=[a-z]) (?=[a-z])", text, maxsplit=1) if rng.random() < 0.1 else [text]
        out += [line for line in lines if line.strip()]
    return out


def fragment(paragraphs: list[str], rng: random.Random) -> list[str]:
    """A third of the sentences, one a line, without dashes."""
    found = [s for paragraph in paragraphs for s in sentences(paragraph)]
    return [s.replace("—", "").replace("–", "") for s in found if rng.random() < 0.35] or found[:1]


def doc(name: str, lines: list[str]) -> Document:
    return Document.read(name, "\n".join(lines))


def texts(merged: Merged) -> list[str]:
    return [block.text for block in merged.blocks]


seeds = st.integers(0, 10**9)


@settings(deadline=None)
@given(articles(), seeds, st.integers(1, 4))
def test_any_damage_is_merged_lawfully_whatever_the_order(paragraphs: list[str], seed: int, count: int) -> None:
    rng = random.Random(seed)
    docs = [doc(f"{i}.txt", damaged(paragraphs, rng)) for i in range(count)]
    docs += [doc(f"f{i}.txt", fragment(paragraphs, rng)) for i in range(rng.randint(0, 2))]
    merged = merge(docs)
    check_merge(merged)
    rng.shuffle(docs)
    assert merge(docs) == merged
    assert {d.name for d in merged.documents} == {d.name for d in docs}
    for reading in merged.readings:
        assert merged.blocks[reading.block].text[reading.start : reading.end] == reading.chosen
        for text, name, start, end in reading.rejected:
            assert next(d for d in docs if d.name == name).source[start:end] == text


@settings(deadline=None)
@given(articles(), seeds)
def test_one_document_comes_out_as_it_is(paragraphs: list[str], seed: int) -> None:
    lines = damaged(paragraphs, random.Random(seed))
    merged = merge([doc("a.txt", [*lines[:1], "* * *", *lines[1:]])])
    assert texts(merged) == [*lines[:1], "* * *", *lines[1:]]
    assert not merged.readings
    assert all(not d.changes for d in merged.documents)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_single_text_comes_out_as_it_is(text: str) -> None:
    document = Document.read("a.txt", text)
    merged = merge([document])
    assert texts(merged) == [document.block_text(block) for block in document.blocks]
    assert merged.documents == (document,)


@settings(deadline=None)
@given(st.lists(st.text(alphabet="ab1 .,-\n“\u0301ﬁé½*", max_size=60), min_size=1, max_size=4))
def test_any_texts_are_merged_lawfully(sources: list[str]) -> None:
    merged = merge([Document.read(f"{i}.txt", source) for i, source in enumerate(sources)])
    check_merge(merged)
    assert merge([Document.read(f"{i}.txt", source) for i, source in enumerate(sources)][::-1]) == merged


@settings(deadline=None)
@given(articles(), seeds)
def test_an_exact_copy_changes_only_the_sources(paragraphs: list[str], seed: int) -> None:
    rng = random.Random(seed)
    docs = [doc(f"{i}.txt", damaged(paragraphs, rng)) for i in range(3)]
    copy = Document.read("copy.txt", rng.choice(docs).source)
    one, two = merge(docs), merge([*docs, copy])
    assert two.blocks == one.blocks
    assert {d.name: d for d in one.documents}.items() <= {d.name: d for d in two.documents}.items()


@pytest.mark.xfail(
    strict=True,
    reason="where three damaged copies disagree in many places, about one random article in a hundred, a fragment can "
    "still move the alignment of the others",
)
@settings(deadline=None, derandomize=True)
@given(articles(least=4), seeds)
def test_a_fragment_changes_no_text(paragraphs: list[str], seed: int) -> None:
    rng = random.Random(seed)
    docs = [doc(f"{i}.txt", damaged(paragraphs, rng)) for i in range(2)]
    docs.append(doc("whole.txt", paragraphs))
    small = fragment(paragraphs, rng)
    if len(key("".join(small))) < 0.5 * len(key("".join(paragraphs))):
        assert merge([*docs, doc("fragment.txt", small)]).blocks == merge(docs).blocks


@settings(deadline=None)
@given(articles(least=4), seeds)
def test_a_fragment_changes_no_text_of_a_whole_copy(paragraphs: list[str], seed: int) -> None:
    whole, small = doc("whole.txt", paragraphs), fragment(paragraphs, random.Random(seed))
    if len(key("".join(small))) < 0.5 * len(key("".join(paragraphs))):
        assert merge([whole, doc("fragment.txt", small)]).blocks == merge([whole]).blocks


def lossy_copies(paragraphs: list[str], seed: int) -> list[Document]:
    """Three copies without damage, each without a fifth of the sentences."""
    rng = random.Random(seed)
    copies = []
    for i in range(3):
        kept = [[s for s in sentences(paragraph) if rng.random() < 0.8] for paragraph in paragraphs]
        copies.append(doc(f"{i}.txt", [" ".join(part) for part in kept if part]))
    return copies


def standing(paragraphs: list[str], copies: list[Document]) -> list[str]:
    every = [s for paragraph in paragraphs for s in sentences(paragraph)]
    return [s for s in every if any(s in copy.source for copy in copies)]


# Known and open, in about one random article of a hundred: where copies lack different neighbours their order is
# guessed, a copy that knows better is then aligned against the guess, and the first word of a sentence may be taken for
# that of another. So the search is the same in every run, and one such article stands here as an expected failure.
ORDER_GUESSED = [
    "Item1x782 fail Anna stone river fine—maybe costs old the on line because walks? Item2x566 on costs fine—maybe "
    "it’s because (see falls 5–10 because (see costs Mr. fail! Item3x232 stone 12 not below) 5–10 rain walks! "
    "Item4x660 on boats the 12 line stone 5–10 5–10 while 5–10 line again?",
    "Item5x296 plans again below) stone rain bridge line because? "
    "Item6x158 not “today” on slowly slowly line old (see rain in 12!",
    "Item7x870 slowly people rain 3,400 mg costs.",
    "Item8x974 river in costs co-operation line wait costs (see while it’s the river again river? "
    "Item9x110 Anna while “today” line people. "
    "Item10x537 under below) said because 3,400 mg 5–10 12 3,400 co-operation it’s wait because.",
]


@settings(deadline=None, derandomize=True)
@example(paragraphs=ORDER_GUESSED, seed=505).xfail(reason="a guessed order", raises=AssertionError)
@given(articles(), seeds)
def test_no_sentence_of_a_good_copy_is_lost(paragraphs: list[str], seed: int) -> None:
    copies = lossy_copies(paragraphs, seed)
    text = key(" ".join(texts(merge(copies))))
    assert [s for s in standing(paragraphs, copies) if key(s) not in text] == []


@settings(deadline=None)
@given(articles(), seeds)
def test_no_sentence_is_lost_but_for_its_first_word(paragraphs: list[str], seed: int) -> None:
    copies = lossy_copies(paragraphs, seed)
    text = key(" ".join(texts(merge(copies))))
    assert [s for s in standing(paragraphs, copies) if key(s.partition(" ")[2]) not in text] == []


@settings(deadline=None)
@given(articles(), seeds)
def test_merging_again_changes_nothing(paragraphs: list[str], seed: int) -> None:
    rng = random.Random(seed)
    once = merge([doc(f"{i}.txt", damaged(paragraphs, rng, drop=0)) for i in range(3)])
    assert " ".join(texts(merge(once.documents))) == " ".join(texts(once))
    assert texts(merge([doc("article.txt", texts(once))])) == texts(once)


def test_a_line_break_that_a_stage_took_out_speaks_against_no_block() -> None:
    lines = [f"{name}, who plays the {what}" for name, what in (("Anna", "horn"), ("Boris", "oboe"), ("Carla", "lute"))]
    source = "\n".join(lines)
    breaks = [i for i, char in enumerate(source) if char == "\n"]
    joined = apply(doc("b.txt", lines), [Finding("STR010", i, i + 1, "inside a sentence", fix=" ") for i in breaks])
    assert len(joined.blocks) == 1
    assert texts(merge([doc("a.txt", lines), joined])) == lines


@pytest.mark.parametrize(
    ("copies", "why"),
    [
        (["They met in the bar—in vain.", "They met in the barin vain."], "spaces, dashes and marks get lost"),
        (["It’s a long way to the sea.", "Itâ€™s a long way to the sea."], "the other readings are damaged"),
        (["It took 12 days to go.", "It took 13 days to go.", "It took 12 days to go!"], "most copies (2 of 3 copies"),
        (["It took 12 days in the end.", "It took 13 days."], "the fuller copy (1 of 2 copies"),
    ],
)
def test_a_reading_says_why_it_won(copies: list[str], why: str) -> None:
    (reading,) = merge([doc(f"{i}.txt", [copy]) for i, copy in enumerate(copies)]).readings[:1]
    assert reading.why.startswith(why)


@pytest.mark.xfail(reason="where two copies each lack one of two sentences, only a third knows which comes first")
def test_order_is_learnt_from_a_later_copy() -> None:
    one, two, three = "The first line of all is this.", "A second thing was said then.", "Nobody knows how it ended."
    docs = [
        doc("a.txt", [one, two, "And so on it went for very long."]),
        doc("b.txt", [one, three, "Some time passed by."]),
    ]
    docs.append(doc("c.txt", [one, three, two]))
    assert texts(merge(docs))[:3] == [one, three, two]


def test_a_broken_merge_is_refused() -> None:
    good = merge([doc("a.txt", ["One line here.", "And another line."])])
    wrong = Merged((MergedBlock("One lime here."), *good.blocks[1:]), good.documents, good.uses, ())
    with pytest.raises(LawError, match="does not read like its place"):
        check_merge(wrong)
    with pytest.raises(LawError, match="has no place in the article"):
        check_merge(Merged(good.blocks, good.documents, (good.uses[0][:1],), ()))
    with pytest.raises(LawError, match="overlap"):
        check_merge(Merged(good.blocks, good.documents, ((Use(0, 0, 0, 14), Use(0, 4, 4, 14), good.uses[0][1]),), ()))
