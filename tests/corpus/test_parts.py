"""Files whose lines come from several articles, and the laws of cutting a document."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from pipeline.config import Config
from pipeline.corpus.groups import groups
from pipeline.corpus.links import links
from pipeline.corpus.parts import parted, shared_out
from pipeline.corpus.sketch import features
from pipeline.document import Document, Finding, Place, apply, check
from pipeline.run import make_of

RNG = random.Random(8)
WORDS = ["".join(RNG.choices("abdegiklmnorstu", k=RNG.randint(3, 9))) for _ in range(1500)]


def article(seed: int, count: int = 30) -> list[str]:
    rng = random.Random(seed)
    return [" ".join(rng.choices(WORDS, k=rng.randint(8, 16))).capitalize() + "." for _ in range(count)]


def doc(name: str, lines: list[str]) -> Document:
    return Document.read(name, "\n".join(lines))


def shared(docs: list[Document]) -> list[list[str]]:
    found = groups(docs, links(docs))
    return [[doc.name for doc in group] for group in shared_out(found, {doc.name: features(doc) for doc in docs})[0]]


def test_a_fragment_of_two_articles_is_shared_out() -> None:
    one, two = article(1), article(2)
    docs = [doc("a", one), doc("b", two), doc("mix", [*one[2:8], *two[:6], one[20]])]
    assert shared(docs) == [["a", "mix#1", "mix#3"], ["b", "mix#2"]]
    assert shared([*docs, doc("mix#2", article(3))]) == [["a", "mix#1", "mix#4"], ["b", "mix#3"], ["mix#2"]]


def test_what_has_lines_of_its_own_or_is_no_fragment_stays_whole() -> None:
    one, two, own = article(1), article(2), article(3, 2)
    for lines in ([*one[:6], *two[:6], *own], [*one[:20], *two[:20]]):
        docs = [doc("a", one), doc("b", two), doc("mix", lines)]
        assert ["mix"] in shared(docs)


def test_a_filled_form_is_no_fragment_of_others() -> None:
    def form(seed: int) -> list[str]:
        rng = random.Random(seed)
        frame = article(9, 12)
        return [f"{line} It was seen in {rng.randint(1000, 9999)} by {rng.randint(100, 999)} people." for line in frame]

    docs = [doc("a", [*form(1), *article(1)]), doc("b", [*form(2), *article(2)]), doc("c", form(3))]
    assert not shared_out([(one,) for one in docs], {one.name: features(one) for one in docs})[1]


def test_the_parts_are_inputs_of_the_run_and_all_is_accounted_for() -> None:
    one, two = article(1), article(2)
    texts = {"a.txt": one, "b.txt": two, "mix.txt": [*one[:6], "", *two[:6], ""]}
    made = make_of({name: "\n".join(lines).encode() for name, lines in texts.items()}, Config(stages=()))
    assert [i.path for i in made.manifest.inputs] == ["a.txt", "b.txt", "mix.txt#1", "mix.txt#2"]
    assert made.manifest.counts.used == 4
    assert [{s.path for s in a.sources} for a in sorted(made.articles, key=lambda a: a.sources[0].path)] == [
        {"a.txt", "mix.txt#1"},
        {"b.txt", "mix.txt#2"},
    ]


@given(st.lists(st.text("ab .\t", max_size=12), min_size=1, max_size=8), st.integers(0, 10**9))
def test_the_parts_of_a_document_are_lawful_and_make_the_whole(lines: list[str], seed: int) -> None:
    rng = random.Random(seed)
    whole = Document.read("a", "\n".join(lines))
    at = sorted({rng.randint(b.start, b.end) for b in whole.blocks for _ in range(2)})
    fixes = [Finding("X", i, i, "in", fix="cd", evidence=(Place(0, i),)) for i in at[::2]]
    fixes += [Finding("Y", i, i + 1, "out", fix="") for i in at[1::2] if i < len(whole.text) and whole.text[i] in "ab"]
    marks = [Finding("M", *block[:2], "left out", role="furniture") for block in whole.blocks[::3]]
    whole = apply(whole, [*fixes, *marks, Finding("N", 0, len(whole.text), "a note")])
    cuts = sorted({block.start for block in rng.sample(whole.blocks, len(whole.blocks) // 2) if block.start})
    parts = parted(whole, cuts, [f"a#{i}" for i in range(len(cuts) + 1)])
    assert "".join(part.source for part in parts) == whole.source
    assert "".join(part.text for part in parts) == whole.text
    assert [part.block_text(b) for part in parts for b in part.blocks] == [whole.block_text(b) for b in whole.blocks]
    assert sum(len(part.notes) for part in parts) == len(whole.notes)
    for part in parts:
        check(part)
        for finding in (f for piece in part.pieces for f in piece.because):
            assert 0 <= finding.start <= finding.end <= len(part.source)
