r"""Bytes to text: by byte order mark, strict UTF-8, declared label, and only then by guessing.

What was guessed or lost is a note: ENC010 (encoding guessed), ENC011 (invalid bytes), ENC012 (mixed encodings).

    >>> decode(b"\xef\xbb\xbfcaf\xc3\xa9", "a.txt").text
    'café'
    >>> [(n.rule, n.why) for n in decode(b"caf\xc3\xa9 \xff bad", "a.txt").notes]
    [('ENC011', 'byte 0xff at byte offset 6 is not valid UTF-8')]
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from pipeline.document import Finding
from pipeline.readers.errors import Unreadable

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The WHATWG Encoding Standard gives these labels other meanings than Python's codecs do.
_WHATWG = {
    label: codec
    for codec, labels in (
        ("cp1252", ("ascii", "us-ascii", "iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "latin-1", "l1", "cp819")),
        ("cp1254", ("iso-8859-9", "iso8859-9", "latin5", "l5")),
        ("cp874", ("iso-8859-11", "iso8859-11", "tis-620")),
        ("gb18030", ("gb2312", "gbk", "gb_2312-80", "x-gbk", "chinese")),
        ("cp932", ("shift_jis", "shift-jis", "sjis", "x-sjis", "ms_kanji")),
        ("cp949", ("euc-kr", "ks_c_5601-1987", "ksc5601", "korean")),
        ("big5hkscs", ("big5", "big5-hkscs", "x-x-big5")),
        ("mac_roman", ("macintosh", "x-mac-roman")),
        # Markup that can be read as ASCII to find this label is not UTF-16.
        ("utf-8", ("utf8", "utf-16", "utf-16le", "utf-16be", "unicode", "unicode-1-1-utf-8")),
    )
    for label in labels
}
_NO_TEXT = bytes(set(range(0x20)) - set(b"\t\n\v\f\r\x1a\x1b\x1c\x1d\x1e\x1f"))
_HIGH = re.compile(rb"[\x80-\xff]")
_LATIN = re.compile(rb"[A-Za-z]")
_WIDE = re.compile("[^\x00-\x7f\udc80-\udcff]")
_ESCAPED = re.compile("[\udc80-\udcff]+")
# How letters and marks of Western text stand: accented letters beside a letter, quotes, dashes and signs.
_WESTERN = re.compile(
    r"(?<=[^\W\d_])[À-ÖØ-öø-þ]|[À-ÖØ-öø-þ](?=[^\W\d_])|(?<= )[ÀÉÈàéèóú](?= )"
    r"|[\xa0€…‘’“”•–—™¡£§©«®°±²³´µ·¹º»¼½¾¿×ß]"
)
_SAMPLE = 1 << 16
_MOST_NOTES = 50


class Decoded(NamedTuple):
    """A text and what had to be guessed about its encoding."""

    text: str
    notes: tuple[Finding, ...] = ()


def decode(data: bytes, name: str, declared: str | None = None) -> Decoded:
    """The text of `data`. `declared` is the label that the file or its carrier gives.

    Raises Unreadable ("binary", "undecodable").
    """
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return _by_label(data[len(mark) :], codec)
    if guessed := _utf16_without_mark(data):
        text, notes = _by_label(data, guessed)
        return Decoded(text, (_guess(guessed, "every second byte is NUL"), *notes))
    _refuse_binary(data, name)
    label = codec_of(declared)
    if label == "iso2022_jp":  # all its bytes are ASCII
        return _by_label(data, label)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _not_utf8(data, name, label)
    # Text of another encoding is hardly ever valid UTF-8 by chance, wrong labels are common: the bytes win.
    if label not in (None, "utf-8") and not text.isascii():
        return Decoded(text, (_guess("utf-8", f"the bytes are valid UTF-8, declared is {label}"),))
    return Decoded(text)


def codec_of(label: str | None) -> str | None:
    """The Python codec for a WHATWG label; None for no label or an unknown one.

    >>> codec_of("ISO-8859-1"), codec_of("rot13"), codec_of("klingon")
    ('cp1252', None, None)
    """
    plain = (label or "").strip().strip("\"'").lower()
    codec = _WHATWG.get(plain, plain)
    try:
        b"a".decode(codec)  # LookupError for the codecs that are no text encodings (rot13, zip)
        name = codecs.lookup(codec).name
    except (LookupError, ValueError):
        return None
    return None if name in ("idna", "punycode", "utf-7", "undefined") or "escape" in name else name


def _guess(codec: str, why: str) -> Finding:
    return Finding("ENC010", 0, 0, f"encoding guessed: {codec} ({why})", confidence=0.9)


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 of mostly Latin text has a NUL in every second byte."""
    head = data[:4096]
    even, odd, half = head[::2].count(0), head[1::2].count(0), len(head) // 2
    if half >= 2 and odd > half * 0.3 and even <= half * 0.02:
        return "utf-16-le"
    if half >= 2 and even > half * 0.3 and odd <= half * 0.02:
        return "utf-16-be"
    return None


def _refuse_binary(data: bytes, name: str) -> None:
    """Refuse what has NULs and control characters beyond a stray few."""
    head = data[:_SAMPLE]
    if len(head) - len(head.translate(None, _NO_TEXT)) > max(4, len(head) // 50):
        raise Unreadable(name, "binary", "this is not text; convert it to text or HTML, or leave it out of the folder")


def _by_label(data: bytes, codec: str) -> Decoded:
    """Decode by the mark or label that the file has; what does not fit becomes U+FFFD."""
    if codec == "utf-8":
        return _patched(data.decode(codec, "surrogateescape"), None)
    text = data.decode(codec, "replace")
    bad, first = text.count("\ufffd"), text.find("\ufffd")
    why = f"{bad} byte sequences are not valid {codec}"
    return Decoded(text, (Finding("ENC011", first, first + 1, why),) if bad else ())


def _not_utf8(data: bytes, name: str, label: str | None) -> Decoded:
    """Damaged UTF-8, UTF-8 mixed with another encoding, or another encoding altogether."""
    text = data.decode("utf-8", "surrogateescape")
    valid, invalid = len(_WIDE.findall(text)), sum(map(len, _ESCAPED.findall(text)))
    other = label if label != "utf-8" else None
    if other and valid <= invalid:
        return _by_label(data, other)
    western = _western_share(data)
    if valid * 10 > invalid or (invalid <= 3 and western < 1):
        return _patched(text, other)
    if western > 0.9:
        return Decoded(data.decode("cp1252", "replace"), (_guess("cp1252", "Western letters and marks"),))
    return _detected(data, name)


def _western_share(data: bytes) -> float:
    """The share of the bytes above ASCII that stand like letters and marks of windows-1252."""
    sample = data[:_SAMPLE]
    high, letters = len(_HIGH.findall(sample)), len(_LATIN.findall(sample))
    if not high or high > 0.3 * (letters + high):
        return 0.0
    return len(_WESTERN.findall(sample.decode("cp1252", "replace"))) / high


def _detected(data: bytes, name: str) -> Decoded:
    """Ask charset-normalizer; where nothing fits the text is set aside."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE], cp_exclusion=["utf_8", "utf_16", "utf_32", "utf_7"]).best()
    if best is None:
        raise Unreadable(name, "undecodable", "its encoding cannot be told; save it as UTF-8")
    return Decoded(data.decode(best.encoding, "replace"), (_guess(best.encoding, "detected from the bytes"),))


def _patched(text: str, codec: str | None) -> Decoded:
    """UTF-8 decoded with surrogate escapes: each escape read as `codec` or windows-1252 where it fits, else U+FFFD."""
    parts: list[str] = []
    lost: list[Finding] = []
    mixed: list[Finding] = []
    here = size = offset = 0
    for match in _ESCAPED.finditer(text):
        kept, raw = text[here : match.start()], match.group().encode("utf-8", "surrogateescape")
        size += len(kept)
        offset += len(kept.encode("utf-8"))
        read = _in_other(raw, text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1], codec)
        if read:
            why = f"not UTF-8 but {codec or 'cp1252'} from byte offset {offset}"
            mixed.append(Finding("ENC012", size, size + len(read), why, confidence=0.9))
        else:
            read = raw.decode("utf-8", "replace")
            lost.append(Finding("ENC011", size, size + len(read), _invalid(raw, offset)))
        parts += [kept, read]
        size += len(read)
        offset += len(raw)
        here = match.end()
    return Decoded("".join([*parts, text[here:]]), (*_few(mixed), *_few(lost)))


def _in_other(raw: bytes, before: str, after: str, codec: str | None) -> str | None:
    """The stray bytes in the other encoding of the file, if they make sense there."""
    try:
        read = raw.decode(codec or "cp1252")
    except UnicodeDecodeError:
        return None
    if codec:
        return read
    found = _WESTERN.findall(f"{before}{read}{after}")
    return read if len(raw) <= 3 and len(found) >= len(read) else None


def _invalid(raw: bytes, offset: int) -> str:
    shown = (
        f"byte 0x{raw.hex()} at byte offset {offset} is"
        if len(raw) == 1
        else (f"bytes 0x{raw[:8].hex()} at byte offset {offset} are")
    )
    return f"{shown} not valid UTF-8"


def _few(notes: list[Finding]) -> list[Finding]:
    """The first notes and one that counts the rest: a badly damaged file needs no note for each byte."""
    if len(notes) <= _MOST_NOTES:
        return notes
    last = notes[_MOST_NOTES]
    rest = Finding(last.rule, last.start, last.end, f"{len(notes) - _MOST_NOTES} more such places from here on")
    return [*notes[:_MOST_NOTES], rest]
