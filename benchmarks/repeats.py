"""How well the repeats stage tells what a dump says again, beside exact line dedup.

    python benchmarks/repeats.py BUNDLE [--half 0|1] [--show N]

BUNDLE is a devset folder (truth/, solo_*/, hard_text/, score.py). Two measurements, each over one half of the articles
(by hash of the article's name; constants were set on half 0):

- pages: the bundle's HTML pages are dumped here, in several styles, so that it is known of every line whether it is a
  leaf, a container or an inline element. P/R/F1 over blocks by key; `lost` is how many of the page's blocks the text
  that is left does not say at all any more, joined to others or not.
- sets: the bundle's own raw files against its truth (which knows nothing of a page's furniture, so P is low for
  every method). `lost` counts the truth's sentences that the raw file has and the output has not.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, TypeGuard

import ftfy
from bs4 import BeautifulSoup, Tag
from bs4.element import PreformattedString

from pipeline.document import LEFT_OUT, Document, apply
from pipeline.keys import key
from pipeline.stages.repeats import repeats

BLOCK = re.compile(
    "address|article|aside|blockquote|body|button|caption|center|dd|details|dialog|div|dl|dt|fieldset|figcaption|figure"
    "|footer|form|h[1-6r]|header|html|legend|li|main|menu|nav|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul"
)
INLINE = ["a", "em", "strong", "b", "i", "code", "cite"]
SKIP = re.compile("head|script|style|noscript|template|svg|iframe|textarea|select|object|canvas|audio|video")

Method = Callable[[list[str]], list[str]]


class Style(NamedTuple):
    """How a dump is printed: how many of the containers, what joins their parts, how many inline elements."""

    containers: float
    joint: str
    inline: float
    damage: float


STYLES = {
    "all": Style(1.0, "", 0.0, 0.0),
    "third": Style(0.35, "", 0.0, 0.0),
    "spaced": Style(0.7, " ", 0.0, 0.0),
    "inline": Style(0.7, "", 0.5, 0.0),
    "damaged": Style(0.7, "", 0.0, 0.02),
    "leaves": Style(0.0, "", 0.0, 0.0),
}


def ours(lines: list[str]) -> list[str]:
    """What the stage keeps."""
    doc = Document.read("a", "\n".join(lines))
    doc = apply(doc, repeats(doc))
    return [doc.block_text(b) for b in doc.blocks if b.role not in LEFT_OUT]


def line_dedup(lines: list[str]) -> list[str]:
    """What people do today: each line once."""
    return list(dict.fromkeys(lines))


METHODS: dict[str, Method] = {"as found": lambda lines: lines, "line dedup": line_dedup, "repeats": ours}


def half_of(article: str) -> int:
    """Which half of the articles this one is in."""
    return hashlib.sha256(article.encode()).digest()[0] % 2


# ------------------------------------------------------------------------------------------------- pages, dumped here


class Dump:
    """A page printed: each block element a line, containers before their children; `leaves` are its true blocks."""

    def __init__(self, root: Tag, style: Style, seed: str) -> None:
        self.lines: list[str] = []
        self.leaves: list[str] = []
        self._style = style
        self._random = random.Random(seed)
        self._walk(root, is_said=False)
        self.leaves = [leaf for leaf in self.leaves if key(leaf)]

    def _text(self, el: Tag) -> str:
        return self._style.joint.join(" ".join(piece.split()) for piece in pieces(el))

    def _say(self, text: str) -> None:
        if self._style.damage:
            text = "".join(self._random.choice("\ufffd?") if self._is_lost(c) else c for c in text)
            text = " ".join(w for w in text.split(" ") if self._random.random() > self._style.damage / 10)
        if text:
            self.lines.append(text)

    def _is_lost(self, c: str) -> bool:
        return not c.isascii() and self._random.random() < 0.3

    def _walk(self, el: Tag, *, is_said: bool) -> None:
        """Print an element and what is in it; `is_said`: an element around it has been printed."""
        if not any(is_block(inner) for inner in el.descendants):
            self._say(self._text(el))
            self.leaves.append(self._text(el))
            self._print_inline(el)
            return
        if self._random.random() < self._style.containers:
            self._say(self._text(el))
            is_said = True
        run: list[str] = []
        self._inside(el, run, is_said=is_said)
        self._end(run, is_said=is_said)

    def _inside(self, el: Tag, run: list[str], *, is_said: bool) -> None:
        for child in el.children:
            if is_block(child):
                self._end(run, is_said=is_said)
                self._walk(child, is_said=is_said)
            elif isinstance(child, Tag):
                self._inside(child, run, is_said=is_said)
            elif str(child).strip() and not isinstance(child, PreformattedString):
                run.append(" ".join(str(child).split()))

    def _end(self, run: list[str], *, is_said: bool) -> None:
        """Text directly in a container is a block of its own, if any printed element has it."""
        if run and is_said:
            self.leaves.append(self._style.joint.join(run))
        run.clear()

    def _print_inline(self, el: Tag) -> None:
        for child in el.find_all(INLINE):
            if self._style.inline and self._random.random() < self._style.inline and len(pieces(child)) == 1:
                self.lines.append(" ".join(pieces(child)[0].split()))


def is_block(node: object) -> TypeGuard[Tag]:
    """Whether a node is a block element with text."""
    return isinstance(node, Tag) and bool(BLOCK.fullmatch(node.name)) and bool(node.get_text(strip=True))


def pieces(el: Tag) -> list[str]:
    """The texts in an element, but comments and the like."""
    texts = (t for t in el.find_all(string=True) if not isinstance(t, PreformattedString))
    return [s for s in (t.strip() for t in texts) if s]


def pages(bundle: Path, half: int) -> Iterator[tuple[str, Tag]]:
    """The articles of one half and the bodies of their pages."""
    for entry in json.loads((bundle / "solo_C" / "manifest.json").read_text(encoding="utf-8"))["files"]:
        if half_of(entry["article"]) != half:
            continue
        soup = BeautifulSoup((bundle / "solo_C" / entry["path"]).read_bytes(), "lxml")
        for tag in soup.find_all(SKIP):
            tag.decompose()
        yield entry["article"], soup.body or soup


class Score(NamedTuple):
    """Blocks: those that match, those put out, those of the truth, and those of the truth that are said no more."""

    matched: int
    out: int
    truth: int
    lost: int

    def row(self) -> str:
        """P, R and F1, and what is lost."""
        p, r = self.matched / max(1, self.out), self.matched / max(1, self.truth)
        return f"{p:.4f} {r:.4f} {2 * p * r / max(1e-9, p + r):.4f}  lost {self.lost:4} of {self.truth}"


def add(scores: Iterable[Score]) -> Score:
    """The sums."""
    return Score(*(sum(column) for column in zip(*scores, strict=True)))


def score_page(found: Dump, out: list[str], show: list[str]) -> Score:
    """Count one page; its errors are added to `show`."""
    truth, got = Counter(map(key, found.leaves)), Counter(k for k in map(key, out) if k)
    whole = "".join(map(key, out))
    gone = truth - got
    lost = sum(k not in whole for k in gone)
    show += [f"- {k[:150]}" for k in gone] + [f"+ {k[:150]}" for k in got - truth]
    return Score(sum((truth & got).values()), got.total(), truth.total(), lost)


def measure_pages(bundle: Path, half: int, shown: int) -> None:
    """Print a row for each style and method."""
    everything = list(pages(bundle, half))
    for name, style in STYLES.items():
        dumps = [(article, Dump(body, style, article)) for article, body in everything]
        for method, run in METHODS.items():
            scores = []
            for article, found in dumps:
                show: list[str] = []
                scores.append(score_page(found, run(found.lines), show))
                if show and method == "repeats" and shown:
                    print(f"  {name} {article}:", *show[:shown], sep="\n    ")
            print(f"pages {name:8} {method:11} {add(scores).row()}")


# ------------------------------------------------------------------------------------------------- the bundle's sets


class Entry(NamedTuple):
    """A raw file: its lines, its truth, and the keys of the truth's sentences that it has."""

    lines: list[str]
    truth: list[list[str]]
    sentences: list[str]
    size: int


def entries(bundle: Path, name: str, half: int, score: Any, common: Any) -> Iterator[Entry]:
    """The raw files of one half of a set, but fragments."""
    for f in json.loads((bundle / name / "manifest.json").read_text(encoding="utf-8"))["files"]:
        if half_of(f["article"]) != half or f["model"] == "B":
            continue
        raw = (bundle / name / f["path"]).read_text(encoding="utf-8")
        lines = [line.strip() for line in raw.split("\n") if line.strip()]
        if f["model"] == "E":
            lines = [ftfy.fix_text(line) for line in lines]
        article = json.loads((bundle / "truth" / f"{f['article']}.json").read_text(encoding="utf-8"))
        truth = [[v["text"] for v in t["variants"]] for t in score.truth_blocks(article, [f])]
        found = "\n".join(map(key, lines))
        sentences = {key(s) for texts in truth for text in texts for s in common.sentences(text)}
        yield Entry(lines, truth, sorted(k for k in sentences if len(k) >= 12 and k in found), len(raw.encode()))


def measure_sets(bundle: Path, half: int) -> None:
    """Print a row for each set and method."""
    sys.path.insert(0, str(bundle))
    score, common = importlib.import_module("score"), importlib.import_module("common")
    for name in ("solo_A", "solo_F", "solo_E", "hard_text", "solo_G", "solo_D"):
        files = list(entries(bundle, name, half, score, common))
        for method, run in METHODS.items():
            scores, seconds = [], 0.0
            for f in files:
                started = time.process_time()
                out = [text for text in run(f.lines) if key(text)]
                seconds += time.process_time() - started
                left = "\n".join(map(key, out))
                lost = sum(k not in left for k in f.sentences)
                scores.append(Score(len(score.match(f.truth, out)), len(out), len(f.truth), lost))
            total = add(scores)
            sentences, megabytes = sum(len(f.sentences) for f in files), sum(f.size for f in files) / 1e6
            row = f"{total.row().split('  ')[0]}  sentences lost {total.lost} of {sentences}"
            print(f"set {name:9} {method:11} {row}  {megabytes / max(seconds, 1e-9):.1f} MB/s")


def main() -> None:
    """Print both measurements."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bundle", type=Path)
    parser.add_argument("--half", type=int, default=0, choices=(0, 1))
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print up to N errors of each page")
    args = parser.parse_args()
    measure_pages(args.bundle, args.half, args.show)
    measure_sets(args.bundle, args.half)


if __name__ == "__main__":
    main()
