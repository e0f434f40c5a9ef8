"""What a browser shows of a page: its text in runs, each one block of inline content.

White space collapses as in a browser (not in `pre`); elements of block kind part runs, inline ones neither part nor
join anything; `br` is a line break and two of them part runs. A data table is one run, its cells parted by a tab and
its rows by a line break. Runs are parted by a line break. So the offsets are those of the shown text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from bs4 import Tag
from bs4.element import CData, NavigableString

from pipeline.document import Kind
from pipeline.readers.tree import elements


def names(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


_BLOCKS = names(
    "[document] html body address article aside blockquote caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li listing main menu nav ol optgroup "
    "option p plaintext pre search section summary table tbody td tfoot th thead tr ul xmp"
)
_NO_TEXT = names("script style template title meta link base")
# Elements whose text is not part of what is read: fallbacks, form fields, pictures, readings of ruby, sources of math.
_UNSEEN = names(
    "noscript noframes iframe object video audio canvas svg textarea select datalist rt rp annotation annotation-xml"
)
_CELLS = names("td th")
_PRE = names("pre listing xmp plaintext")
_NOT_IN_DATA = names("table h1 h2 h3 h4 h5 h6 ul ol dl pre blockquote figure article section form")
_KINDS: dict[str, tuple[Kind, int | None]] = {
    **{f"h{n}": ("heading", n) for n in range(1, 7)},
    **dict.fromkeys(("pre", "listing", "xmp", "plaintext"), ("code", None)),
    **dict.fromkeys(("figcaption", "caption"), ("caption", None)),
    **dict.fromkeys(("li", "dt", "dd"), ("list_item", None)),
    "blockquote": ("quote", None),
    **dict.fromkeys(("article", "main", "section", "body", "td", "th"), ("paragraph", None)),
}
_HIDING_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|(?:font-size|opacity)\s*:\s*0(?![.\d])",
    re.IGNORECASE,
)
_HIDING_CLASS = re.compile(
    r"(?<![\w-])(?:sr-only|visually-?hidden|screen-reader(?:-text|-only)?|a11y-hidden|assistive-text)(?![\w-])",
    re.IGNORECASE,
)
_SPACES = re.compile(r"[ \t\n\r\f]+")
_CAPTION = re.compile(r"caption(?!ed)")
_LONGEST_CELL = 1000


@dataclass(slots=True, eq=False)
class Box:
    """An element of block kind. `words` are its class, id and role; `kind` and `level` are those of a run in it."""

    tag: str
    words: str
    parent: Box | None
    kind: Kind = "paragraph"
    level: int | None = None
    unseen: str = ""
    is_table: bool = False
    size: int = 0  # of the text in it, and below it of the linked part and of the prose: see `content.weigh`
    linked: int = 0
    prose: int = 0


class Cut(NamedTuple):
    """A stretch within a run that is not shown, and why."""

    start: int
    end: int
    why: str


@dataclass(slots=True, eq=False)
class Run:
    """text[start:end], the inline content of one box between two breaks; `linked` characters of it stand in links."""

    box: Box
    start: int
    end: int = 0
    linked: int = 0
    cuts: list[Cut] = field(default_factory=list)
    unseen: str = ""  # why the whole run is not shown, or nothing


class Shown(NamedTuple):
    """The text that a page shows, its runs, all boxes in document order, and how deep the tree is."""

    text: str
    runs: list[Run]
    boxes: list[Box]
    depth: int


def shown(root: Tag, url: str | None = None) -> Shown:
    """Walk the tree below `root` once, without recursion: pages can be nested thousands of levels deep."""
    walk = _Walk(url)
    walk.enter(root)
    stack = [(root, iter(root.contents))]
    depth = 0
    while stack:
        depth = max(depth, len(stack))
        tag, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            walk.leave(tag)
        elif isinstance(child, Tag):
            if child.name not in _NO_TEXT:
                walk.enter(child)
                stack.append((child, iter(child.contents)))
        elif type(child) in (NavigableString, CData):
            walk.text(str(child))
    walk.close()
    return Shown("".join(walk.parts), walk.runs, walk.boxes, depth)


class _Walk:
    """The state of the walk: the open boxes, the run being filled, and what is written."""

    def __init__(self, url: str | None) -> None:
        self._url = (url or "").rstrip("/")
        self.parts: list[str] = []
        self.size = 0
        self.runs: list[Run] = []
        self.boxes: list[Box] = []
        self._open: list[tuple[Tag, Box]] = []
        self._run: Run | None = None
        self._filled: list[str] = []  # the text of the open run
        self._fill = 0  # and its size
        self._links = self._pre = 0
        self._unseen: list[tuple[Tag, str]] = []  # open inline elements that are not shown
        self._pending = ""  # a table's separators, written before its next text

    def enter(self, tag: Tag) -> None:
        name = tag.name
        if name == "br":
            self._line_break()
        elif name not in _BLOCKS:
            self._links += self._leads_away(tag)
            if why := _why_unseen(tag):
                self._unseen.append((tag, why))
        elif self._open and self._open[-1][1].is_table and name != "caption":
            self._enter_cell(name)
        else:
            self._enter_box(tag)

    def leave(self, tag: Tag) -> None:
        if self._open[-1][0] is tag:
            self.close()
            self._open.pop()
            self._pre -= tag.name in _PRE
        elif tag.name in _BLOCKS:
            self._soft_break()
        else:
            self._links -= self._leads_away(tag)
            if self._unseen and self._unseen[-1][0] is tag:
                self._unseen.pop()

    def _leads_away(self, tag: Tag) -> bool:
        """Whether an element links to another page; a link within the page is none."""
        if tag.name != "a" or not tag.attrs:
            return False
        page, mark, _ = str(tag.attrs.get("href", "#")).partition("#")
        return not (mark and page.rstrip("/") in ("", self._url))

    def _enter_box(self, tag: Tag) -> None:
        self.close()
        parent = self._open[-1][1] if self._open else None
        words = _words(tag)
        kind, level = _KINDS.get(tag.name) or ((parent.kind, parent.level) if parent else ("paragraph", None))
        kind = "caption" if kind == "paragraph" and _CAPTION.search(words) else kind
        is_table = tag.name == "table" and _is_data(tag)
        unseen = (parent.unseen if parent else "") or _why_unseen(tag)
        box = Box(tag.name, words, parent, "table" if is_table else kind, level, unseen, is_table)
        self.boxes.append(box)
        self._open.append((tag, box))
        self._pre += tag.name in _PRE

    def _enter_cell(self, name: str) -> None:
        if name == "tr":
            self._pending = "\n"
        elif name in _CELLS:
            self._pending += "\t" if self._pending != "\n" and self._run else ""
        else:
            self._soft_break()

    def text(self, text: str) -> None:
        """Add inline text to the open run, opening one at the first that is not white space."""
        if not self._pre:
            text = _SPACES.sub(" ", text)
            if text.startswith(" ") and (not self._run or self._pending or self._filled[-1][-1] in " \n\t"):
                text = text[1:]
        if not text or (not self._run and text.isspace() and text.isascii()):
            return
        if not self._run:
            text = text.lstrip("\r\n") if self._pre else text
            self._run, self._filled, self._fill = Run(self._open[-1][1], self.size), [], 0
        elif self._pending:
            self._trim()
            self._put(self._pending)
        self._pending = ""
        if self._unseen:
            self._run.cuts.append(Cut(self._fill, self._fill + len(text), self._unseen[-1][1]))
        elif self._links:
            self._run.linked += len(text)
        self._put(text)

    def _put(self, text: str) -> None:
        self._filled.append(text)
        self._fill += len(text)

    def _trim(self) -> None:
        """Take the white space off the end of the open run."""
        while self._filled:
            kept = self._filled[-1].rstrip(" \t\n\r\f")
            self._fill -= len(self._filled[-1]) - len(kept)
            self._filled[-1] = kept
            if kept:
                return
            self._filled.pop()

    def _soft_break(self) -> None:
        """A block inside a data table's cell, or a break there: a space."""
        if self._run and not self._pending:
            self.text(" ")

    def _line_break(self) -> None:
        if not self._run:
            return
        if self._run.box.is_table:
            self._soft_break()
        elif self._pre:
            self._put("\n")
        elif self._filled[-1].endswith("\n"):
            self.close()
        else:
            self._trim()
            self._put("\n")

    def close(self) -> None:
        """End the open run; what holds nothing but white space is none."""
        run, self._run, self._pending = self._run, None, ""
        if not run:
            return
        self._trim()
        text = "".join(self._filled)
        if not text or text.isspace():
            return
        start = self.size
        run.start = start + len(text) - len(text.lstrip())
        run.end = start + len(text.rstrip())
        run.unseen = run.box.unseen
        if run.cuts:
            left = "".join(
                f" {text[a.end : b.start]}" for a, b in pairwise((Cut(0, 0, ""), *run.cuts, Cut(len(text), 0, "")))
            )
            run.unseen = run.unseen or ("" if left.strip() else run.cuts[0].why)
            run.cuts = (
                [] if run.unseen else [Cut(c.start + start, min(c.end, len(text)) + start, c.why) for c in run.cuts]
            )
        self.parts += (text, "\n")
        self.size = start + len(text) + 1
        self.runs.append(run)


def _words(tag: Tag) -> str:
    attrs = tag.attrs
    return f"{attrs.get('class', '')} {attrs.get('id', '')} {attrs.get('role', '')}".lower() if attrs else ""


def _why_unseen(tag: Tag) -> str:
    """Why an element is not shown, or nothing."""
    if tag.name in _UNSEEN:
        return f"<{tag.name}> is not part of the shown text"
    attrs = tag.attrs
    if not attrs:
        return ""
    if "hidden" in attrs and attrs["hidden"] != "until-found":
        return "hidden by its attribute"
    if str(attrs.get("aria-hidden", "")).lower() == "true":
        return "hidden by aria-hidden"
    if "style" in attrs and _HIDING_STYLE.search(str(attrs["style"])):
        return "hidden by its style"
    if "class" in attrs and _HIDING_CLASS.search(str(attrs["class"])):
        return "for screen readers only"
    return ""


def _is_data(table: Tag) -> bool:
    """Whether a table holds data, not the layout of a page: at least two rows of cells with short plain content."""
    if str(table.get("role", "")).lower() in ("presentation", "none"):
        return False
    # First whether anything in it speaks against it, so that nested tables are not walked once for each level.
    if any(tag.name in _NOT_IN_DATA for tag in elements(table)):
        return False
    rows = cells = 0
    for tag in elements(table):
        rows += tag.name == "tr"
        if tag.name in _CELLS:
            cells += 1
            if sum(len(text) for text in tag.find_all(string=True)) > _LONGEST_CELL:
                return False
            if sum(isinstance(c, Tag) and c.name in ("p", "div") for c in tag.contents) > 1:
                return False
    return rows >= 2 and cells >= 2 * rows - 1
