"""What a run works on: the listing of the inputs, and the stamp that tells whether anything has changed since.

Kept apart from the run, and light: an output folder that is up to date is recognised without loading a single stage.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from pipeline.article import encode
from pipeline.config import Config
from pipeline.folder import STAMP, FolderError, load_manifest

# What changes the text that a run makes; their versions are in the manifest and in the key of "nothing to do".
LIBRARIES = ("beautifulsoup4", "charset-normalizer", "ftfy", "lxml", "numpy", "python-crfsuite", "rapidfuzz")


class Listed(NamedTuple):
    """A file of the listing and the name that it has in the output."""

    path: Path
    name: str


def listing(raws: Sequence[Path], out: Path | None = None) -> list[Listed]:
    """All files under the given files and folders, sorted by name; what lies in `out` is no input.

    A name begins with the last part of the path that was given, so it does not depend on where that lies. Raises
    FolderError when a path is not there, or when two inputs would have one name.
    """
    out = out.resolve() if out else None
    found: dict[str, Listed] = {}
    for raw in raws:
        if not raw.exists():
            raise FolderError(f"{raw}: there is no such file or folder")
        root = raw.resolve()
        for path in _files(root):
            if out and out in path.parents:
                continue
            name = _printable(Path(root.name, path.relative_to(root)).as_posix() if path != root else root.name)
            if name in found and found[name].path != path:
                raise FolderError(
                    f"{path} and {found[name].path} would both be called {name}; rename one of the folders"
                )
            found[name] = Listed(path, name)
    return sorted(found.values(), key=lambda item: item.name)


def _files(root: Path) -> Iterator[Path]:
    if not root.is_dir():
        yield root
        return
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(folder, name) for name in sorted(files))


def _printable(name: str) -> str:
    """A file name as UTF-8; bytes that are none are written out in hexadecimal."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


@cache
def versions() -> dict[str, str]:
    """The versions of this tool and of the libraries that shape its output."""
    return {name: metadata.version(name) for name in sorted(("onetext", *LIBRARIES))}


def up_to_date(items: Sequence[Listed], out: Path, config: Config) -> bool:
    """Whether the folder already holds what these inputs make: same bytes, names, configuration and program."""
    try:
        if (out / STAMP).read_text(encoding="utf-8") != stamp_text(items, config):
            return False
        outputs = load_manifest(out).outputs
        return all(hashlib.sha256((out / name).read_bytes()).hexdigest() == known for name, known in outputs.items())
    except (FolderError, OSError):
        return False


def stamp_text(items: Sequence[Listed], config: Config) -> str:
    """The hash of all that shapes the output: inputs, configuration, versions, and this program's own files."""
    digest = hashlib.sha256(encode([config.as_dict(), versions()], pretty=False))
    for item in items:
        digest.update(item.name.encode() + b"\0" + _file_digest(item.path))
    package = Path(__file__).parent
    for path in sorted(p for p in package.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
        digest.update(path.relative_to(package).as_posix().encode() + b"\0" + _file_digest(path))
    return digest.hexdigest() + "\n"


def _file_digest(path: Path) -> bytes:
    if not path.is_file():
        return b"no file"  # a pipe would be waited for, for ever
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    except OSError:
        return b"unreadable"
