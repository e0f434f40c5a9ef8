"""Which runs of a page are the article's own, and which are furniture: navigation, share boxes, related links ...

From the page to the line: what an element says of itself (tag, class, id, role) is believed where it holds a minor
part of the page's prose; the article is the smallest element with nearly all the rest; in it, what stands above the
first prose is front matter, lists and lines that are links only are related links, and headings with nothing under
them at the end belong to what was left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.document import Role
from pipeline.keys import key
from pipeline.read.shown import Box, Run, Shown, names


class Verdict(NamedTuple):
    """The role of a run, and for any but the body the rule and the reason."""

    role: Role
    rule: str = ""
    why: str = ""
    confidence: float = 1.0


BODY = Verdict("body")
_TAGS = names("nav footer aside form dialog menu search button fieldset")
# Words that name furniture wherever they stand in a class or an id ...
_PARTS = re.compile(
    r"menu|navbar|navigat|breadcrumb|side-?_?bar|side-?_?nav|footer|comment|disqus|sharing|sharedaddy|social|relate[ds]|"
    r"recommend|promo(?!te)|newsletter|subscri|sign-?_?up|opt-?_?in|cookie|consent|gdpr|advert|sponsor|pop-?_?up|modal|"
    r"overlay|paginat|toolbar|masthead|trending|most-?_?(?:read|popular)|you-?_?may|read-?_?(?:more|next)|see-?_?also|"
    r"more-?_?(?:from|stories|news|articles|posts)|up-?_?next|teaser|tag-?_?(?:list|cloud|links)|copyright|bookmark|"
    r"paywall|skip-?_?(?:to|link)|ad-?_?block|adb-|editsection|hatnote|complementary|contentinfo|dropdown|(?<!\w)banner|"
    r"notification|widget-?_?area|right-?_?rail|author-?_?(?:bio|box|info|card)|about-?_?(?:the-?_?)?author|call-?_?to-?_?action|ticker"
)
# ... and words that do so only as a whole word.
_WHOLE = names(
    "nav ad ads advert share shares follow tags tag toc rating ratings search login signin print respond reply donate cta rail "
    "carousel slider feedback latest popular sitemap pager paging noprint"
)
_CREDIT = names("byline author authors bio dateline timestamp published pubdate credit credits date meta avatar")
_PULLED = re.compile(r"pull-?_?quote|call-?_?out")
_TOKEN = re.compile(r"[a-z]+")
_STOP = re.compile(r"[.!?…:;。！？।؟][\"'”’»)\]]*$")
_FRONT = re.compile(
    r"(?:by|written by|words by|posted|published|updated|last (?:updated|modified)|photos?(?: by)?|images?|estimated "
    r"reading time|reading time|\d+ min(?:ute)?s? read|filed under|tagged|categor(?:y|ies))\b|.{0,20}\b(?:19|20)\d\d\b.{0,20}$",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"(?:(?:please )?(?:subscribe|sign up|follow (?:us|me|@)|like us|share (?:this|on)|join (?:us|our|the conversation)|get the latest|click (?:here )?to|"
    r"read (?:more|also|next)|see also|also read|related|more|advertisement|recommended|continue reading|download our|stay (?:tuned|up))\b|"
    r"(?:this|our) (?:web)?site uses cookies|we use cookies|photo by|image[: ])",
    re.IGNORECASE,
)
_LONG = 80  # a line this long is prose whether or not it ends in a stop
_TEASER = 600  # prose below a linked heading up to this size introduces another article


def verdicts(page: Shown, title: str | None = None) -> list[Verdict]:
    """One verdict a run."""
    if not page.boxes:
        return []
    prose = list(_prose(page))
    _weigh(page, prose)
    named = _named_boxes(page)
    out = [_first(run, named[run.box]) for run in page.runs]
    _weigh(page, [own if v.role == "body" else 0 for own, v in zip(prose, out, strict=True)])
    inside = _below(page.boxes, _main(page))
    titles = _title_keys(title)
    for i, run in enumerate(page.runs):
        if out[i].role == "body" and run.box not in inside and not _is_title(page, run, titles):
            out[i] = Verdict("furniture", "FUR005", "stands outside the article", 0.8)
    _front_matter(page, prose, out, titles)
    _links_only(page, out)
    _bare_headings(page, out)
    return out


def _prose(page: Shown) -> Iterator[int]:
    """For each run its characters of prose: text of some length or with a stop, not linked, not a teaser."""
    sizes = []
    for run in page.runs:
        own = run.end - run.start - run.linked
        text = page.text[run.start : run.end]
        long = len(text) >= _LONG or (len(text) >= 40 and _STOP.search(text) is not None)
        own_text = not run.unseen and run.box.kind not in ("heading", "caption") and own > len(text) / 2
        sizes.append(own if long and own_text else 0)
    heads = [i for i, run in enumerate(page.runs) if run.box.kind == "heading"]
    for here, after in zip(heads, [*heads[1:], len(page.runs)], strict=True):
        run = page.runs[here]
        if run.linked > 0.8 * (run.end - run.start) and sum(sizes[here:after]) <= _TEASER:
            sizes[here:after] = [0] * (after - here)
    yield from sizes


def _weigh(page: Shown, prose: Sequence[int]) -> None:
    """Give each box the sizes of the text, the linked text and the prose in it."""
    for box in page.boxes:
        box.size = box.linked = box.prose = 0
    for run, own in zip(page.runs, prose, strict=True):
        if not run.unseen:
            run.box.size += run.end - run.start
            run.box.linked += run.linked
            run.box.prose += own
    for box in reversed(page.boxes):
        if box.parent is not None:
            box.parent.size += box.size
            box.parent.linked += box.linked
            box.parent.prose += box.prose


def _named_boxes(page: Shown) -> dict[Box, Verdict]:
    """What each element is called, its own name or that of one around it; parents come before children."""
    out: dict[Box, Verdict] = {}
    most = 0.4 * page.boxes[0].prose
    for box in page.boxes:
        above = out[box.parent] if box.parent else BODY
        out[box] = above if above.role != "body" or box.prose > most else _named(box)
    return out


def _named(box: Box) -> Verdict:
    if box.tag in ("html", "body", "[document]"):
        return BODY
    if _PULLED.search(box.words):
        return Verdict("callout", "STR020", "its element is named a pull quote", 0.9)
    if box.tag in _TAGS:
        return Verdict("furniture", "FUR005", f"stands in <{box.tag}>", 0.9)
    if not box.words.strip():
        return BODY
    found = _PARTS.search(box.words)
    tokens = set(_TOKEN.findall(box.words))
    if found or tokens & _WHOLE:
        name = found.group() if found else min(tokens & _WHOLE)
        return Verdict("furniture", "FUR005", f"its element is named {name}", 0.85)
    if tokens & _CREDIT and box.size < 1000:
        return Verdict("credit", "FUR006", f"its element is named {min(tokens & _CREDIT)}", 0.8)
    return BODY


def _first(run: Run, named: Verdict) -> Verdict:
    return Verdict("hidden", "HID001", run.unseen) if run.unseen else named


def _main(page: Shown) -> Box:
    """The smallest element that holds nearly all prose."""
    best = page.boxes[0]
    need = 0.8 * best.prose
    for box in page.boxes:
        if box.prose >= need and box.tag not in ("p", "li") and box.prose:
            best = box
    return best


def _below(boxes: Sequence[Box], main: Box) -> set[Box]:
    inside = {main}
    for box in boxes:
        if box.parent in inside:
            inside.add(box)
    return inside


def _title_keys(title: str | None) -> set[str]:
    """The keys of a page's title, with and without the site's name after a separator."""
    whole = title or ""
    return {key(part) for part in (whole, *re.split(r"\s[|–—-]\s|\s*[|»]\s*", whole)) if len(part) > 3}


def _is_title(page: Shown, run: Run, titles: set[str]) -> bool:
    return run.box.kind == "heading" and key(page.text[run.start : run.end]) in titles


def _front_matter(page: Shown, prose: Sequence[int], out: list[Verdict], titles: set[str]) -> None:
    """Date, byline, section and standfirst: what stands above the first prose, in other elements than it."""
    body = [i for i, verdict in enumerate(out) if verdict.role == "body"]
    first = next((i for i in body if prose[i]), None)
    if first is None:
        return
    home = page.runs[first].box.parent
    for i in body[: body.index(first)]:
        run = page.runs[i]
        text = page.text[run.start : run.end]
        at_home = run.box.parent is home and not (len(text) < 100 and _FRONT.match(text))
        if not at_home and not _is_title(page, run, titles):
            out[i] = Verdict("credit", "FUR006", "stands above the text", 0.7)


def _links_only(page: Shown, out: list[Verdict]) -> None:
    """Lists and lines in the article that hold nothing but links to other pages."""
    for i, run in enumerate(page.runs):
        if out[i].role != "body" or run.box.kind not in ("list_item", "paragraph"):
            continue
        box, text = run.box, page.text[run.start : run.end]
        most = 30
        if run.box.kind == "list_item":
            most = 150
            while box.parent and box.tag not in ("ul", "ol", "dl"):
                box = box.parent
        if box.linked > 0.85 * box.size and len(text) < most and not _STOP.search(text):
            out[i] = Verdict("related", "FUR007", "nothing but links", 0.7)
        elif len(text) < 160 and _CALL.match(text):
            out[i] = Verdict("related", "FUR007", "a call to readers", 0.6)


def _bare_headings(page: Shown, out: list[Verdict]) -> None:
    """Headings at the end of the article with nothing left below them."""
    for i in range(len(out) - 1, -1, -1):
        if out[i].role != "body":
            continue
        if page.runs[i].box.kind != "heading" or page.runs[i].box.level == 1:
            return
        out[i] = Verdict("furniture", "FUR005", "a heading with nothing below it", 0.7)
