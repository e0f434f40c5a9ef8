"""The output folder on disk: written all or nothing, compared, loaded and proved."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeVar

import msgspec

from pipeline.article import Article, LedgerRow, Manifest, Record
from pipeline.proof import Failure, audit

MANIFEST = "manifest.json"
STAMP = ".onetext-stamp"  # what the folder was made from; beside the output, not part of it
Loaded = TypeVar("Loaded", bound=Record)


class FolderError(Exception):
    """A folder or file cannot be read or written; the message names it and the remedy."""


def differences(files: Mapping[str, bytes], out: Path) -> list[str]:
    """The names of the output's files that are not, byte for byte, what they should be."""
    stale = {name for name in _recorded(out) if name not in files and (out / name).exists()}
    return sorted({name for name, data in files.items() if not _holds(out / name, data)} | stale)


def write(files: Mapping[str, bytes], out: Path, stamp: str) -> None:
    """Write the output folder: each file whole or not at all, the manifest last, nothing that is not ours touched.

    Raises FolderError when the folder cannot be written, or holds files that this program has not made.
    """
    recorded = _recorded(out)
    try:
        foreign = [n for n in files if (out / n).exists() and n not in recorded and n != MANIFEST]
        if foreign and not (out / MANIFEST).exists():
            raise FolderError(f"{out / foreign[0]} was not made by onetext; choose another folder with -o")
        for name in sorted(files, key=lambda n: (n == MANIFEST, n)):
            if not _holds(out / name, files[name]):
                replace_file(out / name, files[name])
        for name in sorted(recorded - set(files)):
            (out / name).unlink(missing_ok=True)
        replace_file(out / STAMP, stamp.encode())
    except OSError as error:
        raise FolderError(f"{error.filename or out}: cannot be written ({error.strerror})") from error


def _holds(path: Path, data: bytes) -> bool:
    return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data


def replace_file(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".onetext-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _recorded(out: Path) -> set[str]:
    """The files that an earlier run wrote there."""
    try:
        return set(msgspec.json.decode((out / MANIFEST).read_bytes())["outputs"])
    except (OSError, msgspec.DecodeError, KeyError, TypeError):
        return set()


def load_manifest(out: Path) -> Manifest:
    """The manifest of a finished folder. Raises FolderError when it is not there or not one."""
    return _load(out / MANIFEST, Manifest)


def load_articles(out: Path) -> Iterator[Article]:
    """The articles of a finished folder, in the order of their ids."""
    for path in sorted((out / "articles").glob("*.json")):
        yield _load(path, Article)


def load_rows(out: Path) -> Iterator[LedgerRow]:
    """The rows of a finished folder's ledger, in order."""
    path = out / "ledger.jsonl"
    try:
        with path.open("rb") as file:
            for line in file:
                yield msgspec.json.decode(line, type=LedgerRow)
    except OSError as error:
        raise FolderError(f"{path}: cannot be read ({error.strerror})") from error
    except msgspec.DecodeError as error:
        raise FolderError(f"{path}: is not a ledger of this version ({error})") from error


def _load(path: Path, kind: type[Loaded]) -> Loaded:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except OSError as error:
        raise FolderError(f"{path}: cannot be read ({error.strerror}); is this a folder of onetext clean?") from error
    except msgspec.DecodeError as error:
        raise FolderError(f"{path}: is not a {kind.__name__.lower()} of this version ({error})") from error


def audit_folder(out: Path) -> list[Failure]:
    """Prove a finished folder: every output as recorded, every source rebuilt. An empty list is the proof."""
    manifest = load_manifest(out)
    failures = [
        Failure(name, "is not the file that the manifest records")
        for name, digest in sorted(manifest.outputs.items())
        if not (out / name).is_file() or hashlib.sha256((out / name).read_bytes()).hexdigest() != digest
    ]
    return failures + audit(manifest, load_articles(out), load_rows(out))
