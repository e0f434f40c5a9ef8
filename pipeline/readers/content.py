"""Which runs of a page are the article's own, and which are furniture: navigation, share boxes, related links ...

From the page to the line: what an element says of itself (tag, class, id, role) is believed where it holds a minor
part of the page's prose; the article is the smallest element with nearly all the rest; in it, what stands above the
first prose is front matter, what stands below the last is furniture, and what is links only leads elsewhere. "Home"
is the element whose own lines hold most of the prose: what stands in it is the article's even if it is short.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.keys import key
from pipeline.readers.shown import Box, Shown
from pipeline.readers.vocabulary import ASIDE, BODY, CALL, FRONT, STOP, Verdict, named

_LONG = 80  # a line this long is prose whether or not it ends in a stop
_TEASER = 600  # prose below a linked heading up to this size introduces another article
_CARDS = 3  # linked headings made alike, from which on they are a list of other articles
_SHORT = 50  # a heading right above the first prose is a standfirst if it is longer
_OUTSIDE = Verdict("furniture", "FUR005", "stands outside the article", 0.8)
_BELOW = Verdict("furniture", "FUR005", "stands below the article's text", 0.7)
_BARE = Verdict("furniture", "FUR005", "a heading with nothing of the article below it", 0.7)
_AGAIN = Verdict("furniture", "FUR005", "the title, said again", 0.8)
_FRONT = Verdict("credit", "FUR006", "stands above the article's text", 0.7)
_LINKS = Verdict("related", "FUR007", "nothing but links", 0.7)
_TEASES = Verdict("related", "FUR007", "a linked heading and its teaser", 0.7)
_CALLS = Verdict("related", "FUR007", "a call to readers", 0.6)
_NAMED_SO = Verdict("related", "FUR007", "its heading names it so", 0.8)


def verdicts(page: Shown, title: str | None = None) -> list[Verdict]:
    """One verdict a run."""
    if not page.runs:
        return []
    judge = _Judge(page, title)
    judge.by_name()
    judge.by_place()
    judge.above()
    judge.asides()
    judge.links()
    judge.below()
    return judge.out


class _Judge:
    """The runs of a page and what has been found of each so far."""

    def __init__(self, page: Shown, title: str | None) -> None:
        self.runs = page.runs
        self.boxes = page.boxes
        self.texts = [page.text[run.start : run.end] for run in page.runs]
        self.out = [Verdict("hidden", "HID001", run.unseen) if run.unseen else BODY for run in page.runs]
        self.heads = [i for i, run in enumerate(page.runs) if run.box.kind == "heading"]
        self.titles = _title_keys(title)
        self.prose = [self._prose(i) for i in range(len(page.runs))]
        self.home = self._home()
        self.cards = Counter(self._look(i) for i in self.heads)
        for here, after in self._sections():
            if self._is_teaser(here, after):
                self.prose[here:after] = [0] * (after - here)

    def _prose(self, i: int) -> int:
        """The characters of prose in a run: text of some length or with a stop, most of it not linked."""
        run, text = self.runs[i], self.texts[i]
        own = len(text) - run.linked
        if run.unseen or run.box.kind in ("heading", "caption") or own <= len(text) / 2:
            return 0
        return own if len(text) >= _LONG or (len(text) >= 40 and STOP.search(text)) else 0

    def _home(self) -> Box | None:
        held: Counter[Box] = Counter()
        for run, own in zip(self.runs, self.prose, strict=True):
            if own and run.box.parent:
                held[run.box.parent] += own
        return max(held, key=held.__getitem__) if held else None

    def _sections(self) -> Iterator[tuple[int, int]]:
        """Each heading with the runs up to the next."""
        return pairwise([*self.heads, len(self.runs)])

    def _is_teaser(self, here: int, after: int) -> bool:
        """A heading that is a link, with a little prose: it leads to another article, unless it stands at home."""
        run = self.runs[here]
        linked = run.linked > 0.8 * (run.end - run.start)
        alone = run.box.parent is self.home or self.cards[self._look(here)] < _CARDS
        return linked and not alone and sum(self.prose[here:after]) <= _TEASER

    def _look(self, i: int) -> tuple[str, str, str]:
        """How a heading is made: the cards of a list of articles are all made alike."""
        box = self.runs[i].box
        return box.tag, box.words, box.parent.words if box.parent else ""

    def _is_title(self, i: int) -> bool:
        return self.runs[i].box.kind == "heading" and key(self.texts[i]) in self.titles

    def _body(self) -> list[int]:
        return [i for i, verdict in enumerate(self.out) if verdict.role == "body"]

    def _weigh(self) -> None:
        """Give each box the sizes of the text, the linked text and the prose of the body in it."""
        for box in self.boxes:
            box.size = box.linked = box.prose = 0
        for run, own, verdict in zip(self.runs, self.prose, self.out, strict=True):
            if not run.unseen:
                run.box.size += run.end - run.start
                run.box.linked += run.linked
                run.box.prose += own if verdict.role == "body" else 0
        for box in reversed(self.boxes):
            if box.parent is not None:
                box.parent.size += box.size
                box.parent.linked += box.linked
                box.parent.prose += box.prose

    def by_name(self) -> None:
        """Believe the names of elements that hold a minor part of the prose."""
        self._weigh()
        most = 0.4 * self.boxes[0].prose
        found: dict[Box, Verdict] = {}
        for box in self.boxes:  # parents come before their children
            above = found[box.parent] if box.parent else BODY
            found[box] = above if above is not BODY or box.prose > most else named(box)
        for i in self._body():
            self.out[i] = found[self.runs[i].box]

    def by_place(self) -> None:
        """Leave out what stands outside the smallest element with nearly all prose that is left."""
        self._weigh()
        need = 0.8 * self.boxes[0].prose
        holders = [box for box in self.boxes if box.prose >= need and box.prose and box.tag not in ("p", "li")]
        inside = _subtree(self.boxes, holders[-1] if holders else self.boxes[0])
        body = self._body()
        title = next((i for i in body if self._is_title(i)), len(body))
        first = next((i for i in body if self.runs[i].box in inside), 0)
        for i in body:
            if i > title and self.texts[i] == self.texts[title] and self._is_title(i):
                self.out[i] = _AGAIN
            elif self.runs[i].box not in inside and not title <= i < first:
                self.out[i] = _OUTSIDE

    def above(self) -> None:
        """Date, byline, section and standfirst: above the first prose, and not in the same element as it."""
        body = self._body()
        first = next((i for i in body if self.prose[i]), None)
        if first is None:
            return
        place = self.runs[first].box.parent
        for i in body[: body.index(first)]:
            text = self.texts[i]
            there = self.runs[i].box.parent is place and not (len(text) < 100 and FRONT.match(text))
            there |= i == first - 1 and self.runs[i].box.kind == "heading" and len(text) < _SHORT
            if not there and not self._is_title(i):
                self.out[i] = _FRONT

    def asides(self) -> None:
        """Sections whose heading says that they are none of the article, and teasers of others."""
        for here, after in self._sections():
            if self.out[here].role != "body" or self._is_title(here):
                continue
            verdict = BODY
            if len(self.texts[here]) < 60 and ASIDE.match(self.texts[here]) and sum(self.prose[here:after]) <= _TEASER:
                verdict = _NAMED_SO
            elif self._is_teaser(here, after):
                verdict = _TEASES
            if verdict is not BODY:
                for i in range(here, after):
                    if self.out[i].role == "body":
                        self.out[i] = verdict

    def links(self) -> None:
        """Lists and short lines that hold nothing but links to other pages, and calls to readers."""
        for i in self._body():
            run, text = self.runs[i], self.texts[i]
            if run.box.kind == "list_item":
                box, most = _list_of(run.box), 150
            elif run.box.kind == "paragraph":
                box, most = run.box, 30
            else:
                continue
            if box.linked > 0.85 * box.size and len(text) < most and not STOP.search(text):
                self.out[i] = _LINKS
            elif run.box.kind == "paragraph" and len(text) < 160 and CALL.match(text):
                self.out[i] = _CALLS

    def below(self) -> None:
        """What follows the last prose outside its element, and headings with nothing left below them."""
        body = self._body()
        last = next((i for i in reversed(body) if self.prose[i]), None)
        if last is None or self.home is None:
            return
        home = _subtree(self.boxes, self.runs[last].box.parent or self.home)
        for i in body[body.index(last) + 1 :]:
            if self.runs[i].box not in home:
                self.out[i] = _BELOW
        for i in reversed(self._body()):
            if self.runs[i].box.kind != "heading" or self._is_title(i):
                break
            self.out[i] = _BARE


def _subtree(boxes: Sequence[Box], root: Box) -> set[Box]:
    """The box and all below it; parents come before their children."""
    found = {root}
    for box in boxes:
        if box.parent in found:
            found.add(box)
    return found


def _list_of(box: Box) -> Box:
    """The list that an item stands in."""
    while box.parent and box.tag not in ("ul", "ol", "dl"):
        box = box.parent
    return box


def _title_keys(title: str | None) -> set[str]:
    """The keys of a page's title, with and without the site's name after a separator."""
    whole = title or ""
    return {key(part) for part in (whole, *re.split(r"\s[|–—-]\s|\s*[|»]\s*", whole)) if len(part) > 3}
