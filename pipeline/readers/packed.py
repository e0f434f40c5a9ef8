"""Compressed bytes unpacked within limits: gzip always, Zstandard where `zstandard` is installed."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator

from pipeline.readers.errors import Limits, Unreadable, optional
from pipeline.readers.forms import Form

_CHUNK = 1 << 20
_PIECE = 1 << 16  # of input: a file of many members copies no more than this for each
_WINDOW = 1 << 27
_FREE = 1 << 20  # bytes that may come out whatever went in: a small file of spaces is no bomb


def unpack(data: bytes, form: Form, name: str, limits: Limits) -> bytes:
    """What the packed bytes hold.

    Raises Unreadable ("truncated", "damaged", "too_large", "unsupported").
    """
    chunks = _gunzip(data, name) if form is Form.GZIP else _unzstd(data, name)
    out, size = [], 0
    most = min(limits.size, max(limits.ratio * len(data), _FREE))
    for chunk in chunks:
        size += len(chunk)
        if size > most:
            raise Unreadable(name, "too_large", f"it unpacks to more than {most} bytes; raise the size or ratio limit")
        out.append(chunk)
    return b"".join(out)


def _gunzip(data: bytes, name: str) -> Iterator[bytes]:
    """All members of a gzip file; what comes after the last is padding."""
    at = 0
    while data.startswith(b"\x1f\x8b", at):
        member = zlib.decompressobj(wbits=31)
        while not member.eof:
            piece = data[at : at + _PIECE]
            if not piece:
                raise Unreadable(name, "truncated", "its gzip data end too early; fetch it again")
            try:
                yield member.decompress(piece, _CHUNK)
            except zlib.error as error:
                raise Unreadable(name, "damaged", f"its gzip data are damaged ({error}); fetch it again") from error
            at += len(piece) - len(member.unconsumed_tail) - len(member.unused_data)


def _unzstd(data: bytes, name: str) -> Iterator[bytes]:
    zstandard = optional("zstandard", name)
    decoder = zstandard.ZstdDecompressor(max_window_size=_WINDOW)
    try:
        with decoder.stream_reader(io.BytesIO(data), read_across_frames=True) as stream:
            yield from iter(lambda: stream.read(_CHUNK), b"")
        # The reader takes a frame that ends early for a whole one; the other interface tells. Its output is bounded
        # by what the loop above has let through.
        frame, rest = None, data
        while rest:
            frame = decoder.decompressobj()
            frame.decompress(rest)
            rest = frame.unused_data
        if frame is not None and not frame.eof:
            raise Unreadable(name, "truncated", "its Zstandard data end too early; fetch it again")
    except zstandard.ZstdError as error:
        raise Unreadable(name, "damaged", f"its Zstandard data are damaged ({error}); fetch it again") from error
