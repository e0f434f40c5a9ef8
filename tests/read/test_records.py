"""Files that hold several documents, and compressed ones."""

from __future__ import annotations

import gzip
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.document import Document, check
from pipeline.readers import Limits, Unreadable, read, read_many

PAGE = b"<html><head><title>T</title></head><body><h1>Mill</h1><p>It turns.</p></body></html>"


def names(data: bytes, name: str) -> list[tuple[str, str]]:
    """(name, text or reason) of what is read."""
    return [(d.name, d.text.strip() if isinstance(d, Document) else d.reason) for d in read_many(data, name)]


def test_json_lines_are_numbered_by_line_and_bad_ones_stand_alone() -> None:
    lines = [
        '{"text": "one", "url": "https://a.example", "metadata": {"author": "A. Reed", "lang": "en"}}',
        "",
        '{"id": NaN, "text": "two"}',
        '{"text": null}',
        "[1]",
        '{"raw_html": "<p>th<b>ree</b>"}',
        '{"content": "\\ud83d\\ude00 \\ud800"}',
        '{"n": 1e999, "text": "five"}',
        '{"text": "' + "x" * 9 + '", "n": ' + "9" * 5000 + "}",
        "[" * 99_999,
    ]
    data = "\n".join(lines).encode()
    assert names(data, "a.jsonl") == [
        ("a.jsonl#1", "one"),
        ("a.jsonl#3", "bad_record"),
        ("a.jsonl#4", "bad_record"),
        ("a.jsonl#5", "bad_record"),
        ("a.jsonl#6", "three"),
        ("a.jsonl#7", "\U0001f600 \ufffd"),
        ("a.jsonl#8", "bad_record"),
        ("a.jsonl#9", "bad_record"),
        ("a.jsonl#10", "bad_record"),
    ]
    first = next(read_many(data, "a.jsonl"))
    assert isinstance(first, Document)
    assert first.meta == (None, ("A. Reed",), None, "en", "https://a.example")


def test_json_files() -> None:
    assert names(b'[{"text": "one"}, 2]', "a.json") == [("a.json#1", "one"), ("a.json#2", "bad_record")]
    assert names(b'{"html": "<p>one"}', "a.json") == [("a.json", "one")]
    assert names(b"[" * 99_999, "a.json") == [("a.json", "bad_json")]


def test_gzip_members_limits_and_damage() -> None:
    packed = gzip.compress(b"first\n") + gzip.compress(b"second")
    assert read(packed, "a.txt.gz").text == "first\nsecond"
    assert names(gzip.compress(PAGE), "a.html.gz") == [("a.html.gz", "Mill\nIt turns.")]
    assert names(packed[:-9], "a.txt.gz") == [("a.txt.gz", "truncated")]
    assert names(packed[:12] + b"\xff" * 9 + packed[21:], "a.txt.gz")[0][1] in {"damaged", "truncated"}
    bomb = gzip.compress(b" " * 10_000_000)
    assert names(bomb, "a.txt.gz") == [("a.txt.gz", "too_large")]
    assert names(gzip.compress(gzip.compress(gzip.compress(b"x"))), "a.gz") == [("a.gz", "unsupported")]


def test_size_limit() -> None:
    (found,) = read_many(b"x" * 11, "a.txt", limits=Limits(size=10))
    assert isinstance(found, Unreadable)
    assert found.reason == "too_large"


def test_line_limit() -> None:
    (found,) = read_many(b"short\n" + b"x" * 11, "a.txt", limits=Limits(line=10))
    assert isinstance(found, Unreadable)
    assert found.reason == "too_large"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"<div><p>A <b>mill</b></p></div>", "A mill"),
        (b"<p> is the tag of a paragraph.", "<p> is the tag of a paragraph."),
        (b"Write <p>so</p>.", "Write <p>so</p>."),
    ],
)
def test_a_fragment_of_a_page_under_a_name_of_text(data: bytes, text: str) -> None:
    assert read(data, "a.txt").text.strip() == text


def test_one_document_is_asked_for_and_two_are_there() -> None:
    with pytest.raises(Unreadable, match="several"):
        read(b'{"text": "one"}\n{"text": "two"}', "a.jsonl")


def test_mhtml() -> None:
    data = (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
        b"Content-Type: text/html; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n"
        b"Content-Location: https://a.example/\r\n\r\n<p>M=FChle=20=96 alt\r\n"
        b"--x\r\nContent-Type: image/png\r\n\r\n...\r\n--x--"
    )
    doc = read(data, "a.mhtml")
    assert (doc.text, doc.meta.url) == ("Mühle – alt\n", "https://a.example/")
    assert names(b"Subject: none\r\n\r\ntext", "a.mht") == [("a.mht", "unsupported")]


def test_zstandard() -> None:
    zstandard = pytest.importorskip("zstandard")
    packed = zstandard.ZstdCompressor().compress(b"some text " * 99)
    assert read(packed, "a.txt.zst").text.strip() == ("some text " * 99).strip()
    assert names(packed[:-5], "a.txt.zst")[0][1] in {"truncated", "damaged"}


def warc(*records: tuple[str, str, bytes]) -> bytes:
    out = b""
    for status, kind, body in records:
        http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + body
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/\r\nContent-Length: {len(http)}\r\n"
        )
        out += gzip.compress(
            f"{head}Content-Type: application/http; msgtype=response\r\n\r\n".encode() + http + b"\r\n" * 2
        )
    return out


def test_warc() -> None:
    pytest.importorskip("warcio")
    html = "text/html; charset=utf-8"
    data = warc(("404 Not Found", html, PAGE), ("200 OK", html, PAGE), ("200 OK", "image/png", b"..."))
    (doc,) = read_many(data, "a.warc.gz")
    assert isinstance(doc, Document)
    assert (doc.name, doc.meta.url, doc.text) == ("a.warc.gz#2", "https://a.example/", "Mill\nIt turns.\n")


def test_parquet() -> None:
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    out = io.BytesIO()
    parquet.write_table(
        arrow.table({"text": ["one", None], "url": ["https://a.example", ""], "score": [1.0, 2.0]}), out
    )
    assert names(out.getvalue(), "a.parquet") == [("a.parquet#1", "one"), ("a.parquet#2", "bad_record")]
    assert names(out.getvalue()[:-9], "a.parquet") == [("a.parquet", "damaged")]


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_any_json_value_is_read_or_refused(value: object) -> None:
    data = json.dumps({"text": value, "metadata": value, "authors": value, "title": value}).encode()
    for found in read_many(data, "a.jsonl"):
        if isinstance(found, Document):
            check(found)
            found.source.encode()
