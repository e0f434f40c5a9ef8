"""The program from Python: the same few verbs as the command line has, on text and bytes in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from os import PathLike
from pathlib import Path
from typing import NamedTuple

from pipeline.article import Article, LedgerRow, Manifest
from pipeline.config import Config
from pipeline.document import Document
from pipeline.proof import Failure


class Cleaned(NamedTuple):
    """What `clean` returns: the articles, every row of the ledger, and the manifest."""

    articles: tuple[Article, ...]
    rows: tuple[LedgerRow, ...]
    manifest: Manifest


def read(data: bytes | str, name: str = "text.txt") -> Document:
    """One input as a Document, before any stage. The ending of `name` may tell its form.

    Raises pipeline.read.Unreadable, which has a reason and a remedy, for what is no text.
    """
    from pipeline.readers import read as read_bytes

    return read_bytes(_bytes(data), name)


def clean(inputs: Mapping[str, bytes | str] | Iterable[bytes | str] | str, config: Config | None = None) -> Cleaned:
    r"""Clean copies and fragments into one article for each group of them.

    `inputs` maps names to text or bytes; a plain list gets the names 1.txt, 2.txt, …

        >>> made = clean(["The mill was built in 1742.In summer it stood still, and the miller went fishing.\n"])
        >>> made.articles[0].blocks[0].text
        'The mill was built in 1742. In summer it stood still, and the miller went fishing.'
        >>> made.rows[0].rule, made.rows[0].start, made.rows[0].now
        ('GLU001', 27, ' ')
    """
    from pipeline.run import make_of

    named: Mapping[str, bytes | str]
    if isinstance(inputs, Mapping):
        named = inputs
    else:
        listed = [inputs] if isinstance(inputs, str) else inputs
        named = {f"{number}.txt": data for number, data in enumerate(listed, start=1)}
    made = make_of({name: _bytes(data) for name, data in named.items()}, config or Config())
    return Cleaned(made.articles, made.rows, made.manifest)


def audit(folder: str | PathLike[str]) -> list[Failure]:
    """Prove a finished output folder; an empty list is the proof."""
    from pipeline.folder import audit_folder

    return audit_folder(Path(folder))


def _bytes(data: bytes | str) -> bytes:
    return data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
