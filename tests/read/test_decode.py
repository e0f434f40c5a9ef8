"""Encodings: what is certain is decoded silently, what is guessed or lost is a note."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.readers import Unreadable, read
from pipeline.readers.decode import decode

TEXT = "Die Mühle – “alt” – steht am Fluß.\n"
RUSSIAN = "Мельница была построена в 1742 году. Два века колесо мололо ячмень для всех.\n" * 3


def rules(data: bytes, declared: str | None = None) -> list[str]:
    return [note.rule for note in decode(data, "a.txt", declared).notes]


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides_and_is_no_text(codec: str) -> None:
    found = decode(TEXT.encode(codec), "a.txt", "koi8-r")
    assert found == (TEXT, ())


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_guessed(codec: str) -> None:
    data = TEXT.encode(codec)
    assert decode(data, "a.txt").text == TEXT
    assert rules(data) == ["ENC010"]


@pytest.mark.parametrize(
    ("label", "codec"),
    [("iso-8859-1", "cp1252"), ("latin1", "cp1252"), ("windows-1252", "cp1252"), ("gb2312", "gb18030")],
)
def test_labels_mean_what_browsers_take_them_for(label: str, codec: str) -> None:
    assert decode(TEXT.encode(codec), "a.txt", label) == (TEXT, ())


def test_bytes_that_are_utf_8_win_over_a_wrong_label() -> None:
    assert decode(TEXT.encode(), "a.txt", "iso-8859-1").text == TEXT
    assert rules(TEXT.encode(), "iso-8859-1") == ["ENC010"]
    assert rules(b"plain", "iso-8859-1") == []


@pytest.mark.parametrize("codec", ["koi8-r", "cp1251"])
def test_undeclared_cyrillic_is_guessed_right_or_refused(codec: str) -> None:
    assert decode(RUSSIAN.encode(codec), "a.txt").text == RUSSIAN
    assert rules(RUSSIAN.encode(codec)) == ["ENC010"]


def test_undeclared_western_text_is_windows_1252() -> None:
    data = ("Plain words and more plain words. " * 5 + TEXT).encode("cp1252")
    assert decode(data, "a.txt").text.endswith(TEXT)
    assert rules(data) == ["ENC010"]


def test_one_bad_byte_costs_one_character_and_is_named_with_its_offset() -> None:
    found = decode(b"ab\xffcd", "a.txt")
    assert found.text == "ab\ufffdcd"
    (note,) = found.notes
    assert (note.rule, note.start, note.end) == ("ENC011", 2, 3)
    assert "0xff at byte offset 2" in note.why


def test_a_cut_character_at_the_end() -> None:
    assert decode("Ende der Mühle €".encode()[:-1], "a.txt").text == "Ende der Mühle \ufffd"


def test_two_encodings_in_one_file() -> None:
    data = "café één\n".encode() + "“résumé” – naïve\n".encode("cp1252")
    assert decode(data, "a.txt").text == "café één\n“résumé” – naïve\n"
    assert set(rules(data)) == {"ENC012"}


def test_a_badly_damaged_file_gets_a_few_notes_and_a_count() -> None:
    notes = decode("é".encode() * 999 + b"a\xff " * 999, "a.txt").notes
    assert len(notes) < 60
    assert "more such places" in notes[-1].why


@pytest.mark.parametrize("label", ["rot13", "zip", "base64", "unicode_escape", "idna", "klingon", "\ud800", ""])
def test_a_label_reaches_no_codec_that_is_no_encoding(label: str) -> None:
    assert decode(b"abc", "a.txt", label).text == "abc"


@given(st.text())
def test_valid_utf_8_comes_through_to_the_character(text: str) -> None:
    data = text.encode()
    if not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) and "\0" not in text:
        try:
            assert decode(data, "a.txt").text == text
        except Unreadable as error:
            assert error.reason == "binary"


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"", "a.txt", "empty"),
        (b" \n\t\r\n", "a.txt", "empty"),
        (b"<html><body><script>x()</script></body></html>", "a.html", "empty"),
        (bytes(range(256)) * 9, "a.txt", "binary"),
        (b"\x89PNG\r\n\x1a\n....", "a.txt", "unsupported"),
        (b"%PDF-1.7\n", "a.pdf", "unsupported"),
        (b"PK\x03\x04....", "a.zip", "unsupported"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, name: str, reason: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(data, name)
    assert (caught.value.name, caught.value.reason) == (name, reason)
    assert caught.value.remedy
