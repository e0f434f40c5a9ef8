"""The laws of the document, on random texts and findings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.document import (
    Block,
    Document,
    Finding,
    LawError,
    Place,
    apply,
    check,
    cut,
    line_blocks,
    rebuild,
)

TEXT = st.text(alphabet="ab. \n\té—漢", max_size=60)


@st.composite
def findings(draw: st.DrawFn, doc: Document, *, fixes: bool) -> list[Finding]:
    """Fixes that do not overlap (outside blocks only white space), or marks; and notes."""
    out: list[Finding] = []
    here = 0
    for _ in range(draw(st.integers(0, 6))):
        if here > len(doc.text):
            break
        start = draw(st.integers(here, len(doc.text)))
        end = draw(st.integers(start, min(len(doc.text), start + 6)))
        if draw(st.booleans()):
            out.append(Finding("NOTE", start, end, "a note"))
        elif fixes:
            inside = any(b.start <= start and end <= b.end and b.start < b.end for b in doc.blocks)
            alphabet = "xy \n—" if inside else " \n"
            out.append(Finding("FIX", start, end, "a fix", fix=draw(st.text(alphabet=alphabet, max_size=3))))
            here = end + 1
        elif start < end:
            out.append(Finding("MARK", start, end, "a mark", role=draw(st.sampled_from(["repeat", "callout"]))))
        else:
            out.append(Finding("GAP", start, end, "a gap", kind="gap"))
    return out


@given(st.data())
def test_any_findings_keep_the_laws(data: st.DataObject) -> None:
    doc = Document.read("d", data.draw(TEXT))
    for fixes in (False, True, False, True):
        doc = apply(doc, data.draw(findings(doc, fixes=fixes)))
        check(doc)
        for block in doc.blocks:
            start, end = doc.to_source(block.start, block.end)
            assert 0 <= start <= end <= len(doc.source)


@given(st.data())
def test_fixes_read_as_they_say(data: st.DataObject) -> None:
    doc = Document.read("d", data.draw(TEXT))
    made = data.draw(findings(doc, fixes=True))
    expected, here = [], 0
    for f in sorted((f for f in made if f.fix is not None), key=lambda f: (f.start, f.end)):
        expected += [doc.text[here : f.start], f.fix]
        here = f.end
    assert apply(doc, made).text == "".join([*expected, doc.text[here:]])


@given(st.data())
def test_a_cut_changes_no_text_and_gives_every_span_its_own_tiles(data: st.DataObject) -> None:
    doc = Document.read("d", data.draw(TEXT))
    doc = apply(doc, data.draw(findings(doc, fixes=True)))
    offsets = data.draw(st.lists(st.integers(0, len(doc.text)), max_size=5))
    parted = cut(doc, offsets)
    assert (parted.text, parted.source) == (doc.text, doc.source)
    check(parted)
    starts, here = set(), 0
    for piece in parted.pieces:
        starts.add(here)
        here += piece.size
    assert set(offsets) <= starts | {here}


@given(TEXT)
def test_line_blocks_hold_all_but_white_space(text: str) -> None:
    blocks = list(line_blocks(text))
    assert "".join("".join(text[b.start : b.end] for b in blocks).split()) == "".join(text.split())
    assert all(not text[b.start].isspace() and not text[b.end - 1].isspace() for b in blocks)


def test_a_mark_on_a_part_splits_its_block() -> None:
    doc = apply(Document.read("d", "one two"), [Finding("R", 0, 3, "", role="repeat")])
    assert [(doc.block_text(b), b.role) for b in doc.blocks] == [("one", "repeat"), ("two", "body")]


def test_a_fix_over_a_line_break_joins_two_blocks() -> None:
    doc = apply(Document.read("d", "one\ntwo\n\nthree"), [Finding("J", 3, 4, "", fix=" ")])
    assert [doc.block_text(b) for b in doc.blocks] == ["one two", "three"]


def test_a_fix_that_keeps_the_line_break_joins_nothing() -> None:
    doc = apply(Document.read("d", "one\r\ntwo"), [Finding("L", 3, 5, "", fix="\n")])
    assert [doc.block_text(b) for b in doc.blocks] == ["one", "two"]


def test_evidence_and_reasons_are_kept_in_offsets_of_the_source() -> None:
    doc = apply(Document.read("d", "a  b c"), [Finding("S", 1, 3, "", fix=" ")])
    doc = apply(doc, [Finding("M", 4, 5, "", kind="heading", evidence=(Place(0, 1), Place(7, 9, "other")))])
    (reason,) = doc.blocks[-1].because
    assert (reason.start, reason.end) == (5, 6)
    assert reason.evidence == (Place(0, 1, "d"), Place(7, 9, "other"))


@pytest.mark.parametrize(
    "wrong",
    [
        [Finding("A", 2, 9, "", fix="x")],
        [Finding("A", 0, 2, "", fix="x"), Finding("A", 1, 3, "", fix="y")],
        [Finding("A", 1, 1, "", kind="heading")],
    ],
)
def test_findings_that_cannot_be_made_are_refused(wrong: list[Finding]) -> None:
    with pytest.raises(ValueError, match="A:"):
        apply(Document.read("d", "abcd"), wrong)


def test_a_broken_law_is_named() -> None:
    whole = Document.read("d", "one two")
    with pytest.raises(LawError, match="d: text outside any block at 0"):
        check(Document("d", whole.source, whole.pieces, (Block(4, 7),)))
    with pytest.raises(LawError, match="does not rebuild"):
        check(Document("d", "one too", (whole.pieces[0]._replace(text="x", end=3),), ()))
    with pytest.raises(LawError, match="does not belong"):
        rebuild("abc", [*apply(whole, [Finding("F", 0, 3, "", fix="ONE")]).changes])
