"""The index of a finished folder: which of its articles a new text may be a copy, fragment or revision of.

It holds the sketches of all articles as one sorted array, so that a lookup costs a few dozen page reads whatever the
size of the corpus. It is made at its first use, lies in a cache folder inside the output, and is thrown away when the
manifest changes. Where that folder cannot be written the index is made anew each time.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from pipeline import engine
from pipeline.article import Article
from pipeline.corpus.grams import Hashes
from pipeline.corpus.links import COMMON
from pipeline.corpus.recurring import RECURRING
from pipeline.corpus.sketch import Features, Sketch, block_digest, features
from pipeline.corpus.stream import Ints
from pipeline.document import Block, Document
from pipeline.folder import MANIFEST, FolderError, load_rows

CACHE = ".onetext-index"
_VERSION = "1"
_CANDIDATE = 0.3  # share of the smaller sketch that makes an article worth a look, as in `links`
_MOST = 12  # articles that are judged for one input
_BATCH = 64  # articles of one job
_NAMES = "names.txt"

Numbers = npt.NDArray[np.uint32]
Progress = Callable[[str, int, int], None]


class Entry(NamedTuple):
    """What the index holds of one article: its name, the digest of its key, and its sketch."""

    name: str
    digest: int
    sketch: Sketch


class Index(NamedTuple):
    """Sorted hashes with their owners, and for each article its name, digest and number of hashes.

    `furniture` are the digests of the blocks that the corpus knows as boilerplate.
    """

    names: Sequence[str]
    digests: Hashes
    sizes: Numbers
    hashes: Hashes
    owners: Numbers
    furniture: Hashes

    def near(self, new: Features) -> list[str]:
        """The articles worth a look for a new text, the likeliest first; equal ones always."""
        wanted = new.sketch().hashes
        equal = np.flatnonzero(self.digests == np.uint64(new.digest)) if new.size else np.zeros(0, np.int64)
        if not len(wanted) or not len(self.hashes):
            return [self.names[i] for i in equal[:_MOST].tolist()]
        low = np.searchsorted(self.hashes, wanted, "left")
        high = np.searchsorted(self.hashes, wanted, "right")
        counts = high - low
        take = (counts > 0) & (counts <= COMMON)
        owners = self.owners[_ranges(low[take], counts[take])]
        found, shared = np.unique(owners, return_counts=True)
        smaller = np.minimum(self.sizes[found], len(wanted))
        enough = shared >= np.maximum(1, _CANDIDATE * smaller)
        order = np.lexsort((found[enough], -shared[enough]))
        ranked = [*equal.tolist(), *found[enough][order].tolist()]
        return [self.names[i] for i in islice(dict.fromkeys(ranked), _MOST)]


def _ranges(starts: Ints, counts: Ints) -> Ints:
    """All numbers of the ranges that start there and are so long, one after the other."""
    ends = np.cumsum(counts)
    if not len(ends):
        return np.zeros(0, np.int64)
    out: Ints = np.arange(ends[-1]) + np.repeat(starts - ends + counts, counts)
    return out


def build(entries: Iterable[Entry], furniture: Iterable[int] = ()) -> Index:
    """The index of some articles, in memory."""
    known = list(entries)
    sizes = np.array([len(one.sketch.hashes) for one in known], np.uint32)
    hashes = np.concatenate([one.sketch.hashes for one in known]) if known else np.zeros(0, np.uint64)
    order = np.argsort(hashes, kind="stable")
    return Index(
        [one.name for one in known],
        np.array([one.digest for one in known], np.uint64),
        sizes,
        hashes[order],
        np.repeat(np.arange(len(known), dtype=np.uint32), sizes)[order],
        np.array(sorted(set(furniture)), np.uint64),
    )


def article_document(article: Article) -> Document:
    """A finished article as a document again."""
    blocks, texts, here = [], [], 0
    for block in article.blocks:
        blocks.append(Block(here, here + len(block.text), block.type, block.role, block.level))
        texts.append(block.text)
        here += len(block.text) + 1
    return Document.read(article.id, "\n".join(texts), blocks)


def load_document(out: Path, name: str) -> Document:
    """One article of a finished folder. Raises FolderError when it is not there or not one."""
    path = out / "articles" / f"{name}.json"
    try:
        return article_document(msgspec.json.decode(path.read_bytes(), type=Article))
    except OSError as error:
        raise FolderError(f"{path}: cannot be read ({error.strerror})") from error
    except msgspec.DecodeError as error:
        raise FolderError(f"{path}: is not an article of this version ({error})") from error


def open_index(out: Path, workers: int, progress: Progress) -> Index:
    """The index of a finished folder, from its cache or made now.

    Raises FolderError when the folder is not one that `clean` has made.
    """
    folder = out / CACHE / _key(out)
    found = _load(folder)
    if found is None:
        found = _of_folder(out, workers, progress)
        _save(found, folder)
    return found


def _key(out: Path) -> str:
    """What the index belongs to: the manifest, and the form of the index itself."""
    try:
        with (out / MANIFEST).open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        why = f"{out / MANIFEST}: cannot be read ({error.strerror}); is this a folder of onetext clean?"
        raise FolderError(why) from error
    return f"{_VERSION}-{digest[:32]}"


def _of_folder(out: Path, workers: int, progress: Progress) -> Index:
    paths = sorted((out / "articles").glob("*.json"))
    batches = [paths[i : i + _BATCH] for i in range(0, len(paths), _BATCH)]
    entries: list[Entry] = []
    for result in engine.each(_entries, batches, workers, float("inf")):
        if isinstance(result, Exception):
            raise FolderError(f"{out}: {result}") from result
        entries += result
        progress("indexing", len(entries), len(paths))
    counted = Counter(block_digest(row.was) for row in load_rows(out) if row.rule == RECURRING)
    return build(entries, counted)


def _entries(paths: Sequence[Path]) -> list[Entry]:
    out = []
    for path in paths:
        known = features(load_document(path.parent.parent, path.stem))
        out.append(Entry(known.name, known.digest, known.sketch()))
    return out


def _load(folder: Path) -> Index | None:
    """The index in the folder, its arrays left on the disk until they are read."""
    try:
        names = (folder / _NAMES).read_text(encoding="utf-8").split("\n")
        digests, sizes, hashes, owners, furniture = (
            np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False) for name in Index._fields[1:]
        )
    except (OSError, ValueError):
        return None
    names = names if names != [""] else []
    if not (len(names) == len(digests) == len(sizes) and len(hashes) == len(owners) == sizes.sum()):
        return None
    return Index(names, digests, sizes, hashes, owners, furniture)


def _save(index: Index, folder: Path) -> None:
    """Keep the index: the folder whole or not at all, and no older one. A cache that cannot be written is no fault."""
    try:
        folder.parent.mkdir(exist_ok=True)
        (folder.parent / ".gitignore").write_text("*\n", encoding="utf-8")
        made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".new-"))
    except OSError:
        return
    try:
        for name, array in zip(Index._fields[1:], index[1:], strict=True):
            np.save(made / f"{name}.npy", np.asarray(array), allow_pickle=False)
        (made / _NAMES).write_text("\n".join(index.names), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        made.rename(folder)
        for other in folder.parent.iterdir():
            if other.is_dir() and other != folder:
                shutil.rmtree(other, ignore_errors=True)
    except OSError:
        shutil.rmtree(made, ignore_errors=True)
