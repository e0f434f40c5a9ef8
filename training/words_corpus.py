"""Run-together text with its truth, made from documentation that Debian ships.

HTML is damaged the way that scrapers damage it: the text nodes of a block are joined without the white space at their
edges. Prose without mark-up is damaged at places drawn as inline tags lie on real pages: around names, terms and
phrases, where two sentences or a title and its text meet. Every third document stays as it is.
"""

from __future__ import annotations

import gzip
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from lxml import etree, html

from training.words_noise import strew

# Package -> how many lines of it to take at most: many sources weigh more than much of one.
MARKED_UP = {
    "anarchism": 5000, "debian-handbook": 5000, "debian-policy": 4000, "debian-reference-en": 4000,
    "debian-history": 2500, "debian-faq": 2500, "gimp-help-en": 4000, "git-doc": 4000, "gnome-user-docs": 4000,
    "libreoffice-help-en-us": 4000, "octave-doc": 2500, "postgresql-doc-15": 5000, "python-biopython-doc": 5000,
    "python-django-doc": 4000, "python-pandas-doc": 2000, "r-base-core": 2000, "sqlite3-doc": 5000,
    "aptitude-doc-en": 3000, "exim4-doc-html": 3000, "maint-guide": 2000, "lilypond-doc-html": 3000, "maxima-doc":
    2000, "bash-doc": 1500,
}  # fmt: skip
PROSE = {"wordnet-base": 20000, "fortunes": 6000, "anarchism": 20000, "debian-handbook": 8000}
_ENGLISH = re.compile(r"/(?:en|en-US|C)/|^(?!.*/(?:help/[a-z]{2,3}|[a-z]{2}-[A-Z]{2})(?:[_@][A-Za-z]+)?/).*$")
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li",
    "main", "nav", "ol", "p", "section", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "ul",
    "br", "page", "item", "steps", "list", "info", "note", "terms", "media", "subtitle", "comment",
})  # fmt: skip
_SKIPPED = frozenset({
    "head", "script", "style", "pre", "noscript", "svg", "math", "textarea", "select", "info", "screen",
})  # fmt: skip
_SPACE = re.compile(r"\s+")
_LINES_A_DOCUMENT = (2, 8, 30, 60)  # short texts too: the model must do without company


class Line(NamedTuple):
    """A damaged line and the offsets in it where a space was lost."""

    text: str
    lost: frozenset[int]


def documents(folder: Path, seed: int = 1) -> list[list[Line]]:
    """The training documents from a folder with one unpacked package a subfolder; the same for the same folder."""
    rng = random.Random(seed)
    found: list[list[Line]] = []
    for package, most in MARKED_UP.items():
        paths = _files(folder / package, (".html", ".page", ".html.gz"))
        rng.shuffle(paths)
        found += _cut(map(_page, paths), most, rng)
    for package, most in PROSE.items():
        lines = list(dict.fromkeys(_prose(folder / package)))
        starts = list(range(0, len(lines), max(_LINES_A_DOCUMENT)))
        rng.shuffle(starts)
        chunks = (strew(lines[at : at + max(_LINES_A_DOCUMENT)], rng) for at in starts)
        found += _cut(([glue_prose(line, rng) for line in chunk] for chunk in chunks), most, rng)
    rng.shuffle(found)
    return [clean(doc) if i % 3 == 0 else doc for i, doc in enumerate(found)]


def clean(doc: Sequence[Line]) -> list[Line]:
    """The document as it was before it was damaged."""
    out = []
    for line in doc:
        edges = [0, *sorted(line.lost), len(line.text)]
        out.append(Line(" ".join(line.text[a:b] for a, b in pairwise(edges)), frozenset()))
    return out


def _cut(pages: Iterable[list[Line]], most: int, rng: random.Random) -> list[list[Line]]:
    out: list[list[Line]] = []
    seen: set[Line] = set()
    count = 0
    for page in pages:
        lines = [line for line in page if line not in seen and len(line.text) > 3]
        seen.update(lines)
        while lines:
            size = rng.choice(_LINES_A_DOCUMENT)
            out.append(lines[:size])
            del lines[:size]
            count += len(out[-1])
            if count >= most:
                return out
    return out


def _files(folder: Path, ends: tuple[str, ...]) -> list[Path]:
    paths = sorted(p for p in folder.rglob("*") if p.name.endswith(ends) and p.is_file() and not p.is_symlink())
    inside = [p for p in paths if _ENGLISH.search(str(p.relative_to(folder)))]
    return [p for p in inside if not re.search(r"/(?:genindex|search|_modules|_sources|generated)", str(p))]


def _page(path: Path) -> list[Line]:
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    try:
        root = etree.fromstring(data) if path.suffix == ".page" else html.document_fromstring(data)
    except (etree.ParserError, etree.XMLSyntaxError):
        return []
    blocks: list[list[str]] = [[]]
    _walk(root, blocks)
    return [line for pieces in blocks if (line := glue_pieces(pieces)).text]


def _walk(element: etree._Element, blocks: list[list[str]]) -> None:
    name = etree.QName(element).localname if isinstance(element.tag, str) else ""
    is_block = name in _BLOCKS
    if is_block:
        blocks.append([])
    if name and name not in _SKIPPED:
        blocks[-1].append(element.text or "")
        for child in element:
            _walk(child, blocks)
            blocks[-1].append(child.tail or "")
    if is_block:
        blocks.append([])


def glue_pieces(pieces: Sequence[str]) -> Line:
    """Text nodes joined without the white space at their edges."""
    text, lost, spaced = "", set(), False
    for piece in pieces:
        core = _SPACE.sub(" ", piece).strip()
        if core:
            if text and (spaced or piece[0].isspace()):
                lost.add(len(text))
            text += core
            spaced = piece[-1].isspace()
        else:
            spaced = spaced or bool(piece)
    return Line(text, frozenset(lost))


def _prose(folder: Path) -> Iterator[str]:
    """Lines of running text."""
    if folder.name == "wordnet-base":
        for path in sorted(folder.rglob("data.*")):
            for line in path.read_text("ascii").splitlines():
                if " | " in line:
                    words, gloss = line.split(" | ", 1)
                    entry = words.split()[4].replace("_", " ").split("(")[0]
                    yield _SPACE.sub(" ", f"{entry}: {gloss}" if entry[:1].isupper() else _sentences(gloss)).strip()
    elif folder.name == "fortunes":
        for path in sorted(p for p in folder.rglob("fortunes/*") if not p.suffix and p.is_file()):
            for entry in path.read_text("utf-8", "replace").split("\n%\n"):
                yield _SPACE.sub(" ", entry).strip()
    else:
        for path in _files(folder, (".html",)):
            yield from (line.text for line in clean(_page(path)))


def _sentences(gloss: str) -> str:
    """A gloss of several parts as sentences."""
    parts = [part.strip() for part in gloss.split(";") if part.strip()]
    return " ".join(part[0].upper() + part[1:] + "." for part in parts) if len(parts) > 1 else gloss


# How often a line gets a glued phrase, and a phrase a glued end, follows what was counted on real pages: about three
# lost spaces a damaged line, in pairs around a phrase of one to four words, half of them names or terms.
_PHRASES = (1, 1, 1, 1, 2, 2, 3, 4)


def glue_prose(text: str, rng: random.Random) -> Line:
    """A line with some phrases run together with their neighbours, and sometimes two sentences."""
    spaces = [match.start() for match in re.finditer(" ", text)]
    drop: set[int] = set()
    stops_lost = rng.choice((0.0, 0.2, 0.2, 0.8))
    for _ in range(min(6, 1 + len(spaces) // 14)):
        if len(spaces) < 2 or rng.random() < 0.15:
            continue
        first = rng.randrange(len(spaces))
        if rng.random() < 0.6:
            names = [i for i, at in enumerate(spaces) if text[at + 1 : at + 2] and not text[at + 1].islower()]
            first = rng.choice(names) if names else first
        last = min(len(spaces) - 1, first + rng.choice(_PHRASES))
        drop |= {at for at in (spaces[first], spaces[last]) if rng.random() < 0.85}
    stops = [at for at in spaces if text[at - 1] in '.!?:;)"”–—' and rng.random() < stops_lost]
    out, lost, here = "", set(), 0
    for at in sorted(drop.union(stops)):
        out += text[here:at]
        lost.add(len(out))
        here = at + 1
    return Line(out + text[here:], frozenset(lost))
