"""The repeats stage: what goes, what stays, and that nothing is said no more."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.document import LEFT_OUT, Block, Document, apply, check
from pipeline.keys import key
from pipeline.stages.repeats import repeats

ROOT = Path(__file__).parents[2]
CASES = [
    pytest.param(case, id=f"{path.stem}: {case['name']}")
    for path in sorted((ROOT / "tests" / "cases" / "repeats").glob("*.json"))
    for case in json.loads(path.read_text(encoding="utf-8"))
]
SEED = ROOT / "raw" / "000_cab73a0c172a3a85.txt"


def cleaned(lines: list[str]) -> Document:
    doc = Document.read("a.txt", "\n".join(lines))
    doc = apply(doc, repeats(doc))
    check(doc)
    return doc


def kept(doc: Document) -> list[str]:
    return [doc.block_text(b) for b in doc.blocks if b.role not in LEFT_OUT]


@pytest.mark.parametrize("case", CASES)
def test_case(case: dict[str, list[str]]) -> None:
    assert kept(cleaned(case["lines"])) == case.get("kept", case["lines"]), case["why"]


@pytest.mark.parametrize("case", CASES)
def test_what_is_left_has_no_more_repeats(case: dict[str, list[str]]) -> None:
    left = kept(cleaned(case["lines"]))
    assert kept(cleaned(left)) == left


@pytest.mark.parametrize("case", [case for case in CASES if str(case.id).startswith("unchanged")])
def test_what_must_stay_stays_in_a_dump_of_containers(case: dict[str, list[str]]) -> None:
    lines = case["lines"]
    half = len(lines) // 2
    halves = [*["".join(lines[:half])], *lines[:half], *["".join(lines[half:])], *lines[half:]]
    left = kept(cleaned(["".join(lines), "".join(lines), *halves]))
    assert left == lines, case["why"]


def test_seed() -> None:
    doc = Document.read(SEED.name, SEED.read_text(encoding="utf-8"))
    lines = doc.text.split("\n")
    found = {f.start: f for f in repeats(doc)}
    starts = [sum(map(len, lines[:i])) + i for i in range(len(lines))]
    whole = [i + 1 for i, at in enumerate(starts) if at in found and found[at].end == at + len(lines[i])]
    assert whole == [10, 49, 51, 53, 67]
    rest = [f for f in found.values() if f.start not in {starts[n - 1] for n in whole}]
    assert [doc.text[f.start : f.end] for f in rest] == ["What is your feedback?"]
    assert rest[0].start == starts[69]
    assert found[starts[9]].why == "container: says again what stands in lines 11-12"


def test_code_and_blocks_with_a_role_are_left_alone() -> None:
    text = "one long line of a program that somebody wrote for the lamp of a lighthouse and its clock work\n" * 2
    size = len(text) // 2
    code = [Block(0, size - 1, "code"), Block(size, 2 * size - 1, "code")]
    assert not list(repeats(Document.read("a.txt", text, code)))
    assert list(repeats(Document.read("a.txt", text)))
    marked = [Block(0, size - 1), Block(size, 2 * size - 1, role="credit")]
    assert not list(repeats(Document.read("a.txt", text, marked)))


# ----------------------------------------------------------------------------------------------------------- properties


@st.composite
def trees(draw: st.DrawFn) -> tuple[list[str], list[str]]:
    """The lines of a dump whose leaves have no word in common, and the leaves."""
    shape = draw(
        st.recursive(st.just(0), lambda inner: st.lists(inner, min_size=2, max_size=4), max_leaves=12).filter(bool)
    )
    lines: list[str] = []
    leaves: list[str] = []

    def walk(node: object) -> str:
        place = len(lines)
        lines.append("")
        if isinstance(node, list):
            lines[place] = "".join(walk(child) for child in node)
        else:
            n = len(leaves)
            lines[place] = f"Sentence number{n} of the page, about the keeper{n} of the lamp."
            leaves.append(lines[place])
        return lines[place]

    walk(shape)
    return lines, leaves


@given(trees())
def test_a_dump_is_read_back(dump: tuple[list[str], list[str]]) -> None:
    lines, leaves = dump
    assert kept(cleaned(lines)) == leaves


@given(trees(), st.data())
def test_a_dump_that_skips_containers_is_read_back(dump: tuple[list[str], list[str]], data: st.DataObject) -> None:
    lines, leaves = dump
    lines = [line for line in lines if line in leaves or data.draw(st.booleans())]
    assert kept(cleaned(lines)) == leaves


def ends_in_kept_text(doc: Document, start: int, end: int, path: tuple[tuple[int, int], ...] = ()) -> bool:
    """Whether all of text[start:end] is kept, or said by what its reasons name, and so on, without going in circles."""
    for block in doc.blocks:
        if block.end <= start or end <= block.start or block.role not in LEFT_OUT:
            continue
        for place in block.because[-1].evidence:
            here = (place.start, place.end)
            if here in path or not ends_in_kept_text(doc, *here, (*path, here)):
                return False
    return True


@settings(max_examples=200)
@given(
    st.lists(
        st.lists(st.sampled_from(["ab", "ba", "aab", "1", "!", "abba", "B."]), min_size=1, max_size=5).map("".join),
        max_size=25,
    )
)
def test_whatever_the_lines_what_goes_is_said_by_what_stays(lines: list[str]) -> None:
    doc = cleaned(lines)
    for block in doc.blocks:
        for reason in block.because:
            evidence = "".join(key(doc.text[p.start : p.end]) for p in reason.evidence)
            assert key(doc.text[reason.start : reason.end]) in evidence
        assert ends_in_kept_text(doc, block.start, block.end)


@given(st.text(alphabet="ab \n.é中\t*", max_size=80))
def test_any_text(text: str) -> None:
    doc = Document.read("a.txt", text)
    check(apply(doc, repeats(doc)))
