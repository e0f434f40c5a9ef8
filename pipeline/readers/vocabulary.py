"""What the elements and the lines of a page call themselves: the names that web pages give to their furniture.

General words only, as class names, ids and headings use them on pages of every kind; no site and no product is named.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.document import Role
from pipeline.readers.shown import Box, names


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
    r"menu|navbar|navigat|breadcrumb|side-?_?bar|side-?_?nav|footer|comment|disqus|sharing|sharedaddy|"
    r"social|relate[ds]|"
    r"recommend|promo(?!te)|newsletter|subscri|sign-?_?up|opt-?_?in|cookie|consent|gdpr|advert|sponsor|"
    r"pop-?_?up|modal|"
    r"overlay|paginat|toolbar|masthead|trending|most-?_?(?:read|popular)|you-?_?may|read-?_?(?:more|next)|"
    r"see-?_?also|"
    r"more-?_?(?:from|stories|news|articles|posts)|up-?_?next|teaser|tag-?_?(?:list|cloud|links)|copyright|bookmark|"
    r"paywall|skip-?_?(?:to|link)|ad-?_?block|editsection|hatnote|complementary|contentinfo|dropdown|(?<!\w)banner|"
    r"notification|widget-?_?area|right-?_?rail|author-?_?(?:bio|box|info|card)|about-?_?(?:the-?_?)?author|"
    r"call-?_?to-?_?action|ticker|cross-?_?link|also-?_?(?:like|read)"
)
# ... and words that do so only as a whole word.
_WHOLE = names(
    "nav ad ads advert share shares follow tags tag toc rating ratings search login signin print respond "
    "reply donate cta "
    "rail carousel slider feedback latest popular sitemap pager paging noprint adb"
)
_CREDIT = names("byline author authors bio dateline timestamp published pubdate credit credits date meta avatar")
_NAMELESS = names("[document] html body h1 h2 h3 h4 h5 h6")  # the ids of headings are made of their words
_PULLED = re.compile(r"pull-?_?quote|call-?_?out")
_TOKEN = re.compile(r"[a-z]+")

STOP = re.compile(r"[.!?…:;。！？।؟][\"'”’»)\]]*$")
FRONT = re.compile(
    r"(?:by|written by|words by|posted|published|updated|last (?:updated|modified)|photos?(?: by)?|images?|estimated "
    r"reading time|reading time|\d+ min(?:ute)?s? read|filed under|tagged|categor(?:y|ies))\b|"
    r".{0,20}\b(?:19|20)\d\d\b.{0,20}$",
    re.IGNORECASE,
)
CALL = re.compile(
    r"(?:(?:please )?subscribe|sign up|follow (?:us|me|@)|like us|share (?:this|on)|join (?:us|our|the conversation)|"
    r"get the latest|click (?:here )?to|read (?:more|also|next)|see also|also read|related|more (?:from|"
    r"on|about)|more:|advertisement|recommended|"
    r"continue reading|download our|stay (?:tuned|up))\b|(?:this|our) (?:web)?site uses cookies|we use cookies",
    re.IGNORECASE,
)
ASIDE = re.compile(
    r"(?:you (?:might|may|will|'ll) (?:also )?(?:like|enjoy|be interested)|related\b|more (?:from|in|on|"
    r"stories|news|posts|"
    r"articles)\b|leave a (?:reply|comment)|(?:\d+ )?(?:comments?|responses?|replies|thoughts on)\b|"
    r"share (?:this|on|with)|"
    r"about (?:the )?authors?|about me$|newsletters?$|subscribe|sign up|popular (?:posts|stories|"
    r"articles)|trending|latest "
    r"|recent (?:posts|articles|comments|news|stories)|recommended|follow us|advertisement|post navigation|featured"
    r"|most (?:read|popular)|(?:what to )?read next|up next|editor'?s'? picks?|don'?t miss|join (?:our|the)|just in|"
    r"must reads?|tags$|categories$|archives$|search$|contact(?: us)?$|share$|videos?$|sponsored|get (?:our|the) )",
    re.IGNORECASE,
)


def named(box: Box) -> Verdict:
    """What an element says of itself by its tag, its classes, its id and its role."""
    if box.tag in _NAMELESS:
        return BODY
    words = box.words
    if _PULLED.search(words):
        return Verdict("callout", "STR012", "its element is named a pull quote", 0.9)
    if box.tag in _TAGS:
        return Verdict("furniture", "FUR005", f"stands in <{box.tag}>", 0.9)
    if found := _PARTS.search(words):
        return Verdict("furniture", "FUR005", f"its element is named {found.group()}", 0.85)
    tokens = set(_TOKEN.findall(words))
    if whole := tokens & _WHOLE:
        return Verdict("furniture", "FUR005", f"its element is named {min(whole)}", 0.85)
    if (credit := tokens & _CREDIT) and box.size < 1000:
        return Verdict("credit", "FUR006", f"its element is named {min(credit)}", 0.8)
    return BODY
