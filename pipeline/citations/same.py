"""The same reference said twice: in another copy, another style, with or without its DOI."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein

from pipeline.citations.item import Item
from pipeline.keys import key

_PREPRINTS = ("arxiv", "biorxiv", "medrxiv", "ssrn", "researchsquare", "preprint")
# Titles of this similarity are one title: a lost hyphen or a plural passes, another part number does not.
_ALIKE = 0.95


def same_reference(one: Item, two: Item) -> bool:
    """Whether two items name one work. A preprint and its journal version are two.

    >>> a = {"type": "article-journal", "title": "One study", "DOI": "10.1000/1"}
    >>> same_reference(a, a | {"DOI": "10.1000/1."}), same_reference(a, a | {"DOI": "10.1000/2"})
    (True, False)
    """
    for field in ("DOI", "PMID", "PMCID"):
        if one.get(field) and two.get(field):
            return _identifier(one[field]) == _identifier(two[field])
    if _is_preprint(one) != _is_preprint(two) or _conflict(one, two):
        return False
    return _alike(key(one.get("title", "")), key(two.get("title", ""))) and _authors_agree(one, two)


def group_references(items: Sequence[Item]) -> list[list[int]]:
    """The places in `items` that name one work, each group in order, the groups by their first."""
    groups: list[list[int]] = []
    by_sign: dict[str, list[int]] = defaultdict(list)
    for i, item in enumerate(items):
        signs = _signs(item)
        candidates = dict.fromkeys(group for sign in signs for group in by_sign[sign])
        home = next((g for g in candidates if all(same_reference(items[j], item) for j in groups[g])), None)
        if home is None:
            home = len(groups)
            groups.append([])
        groups[home].append(i)
        for sign in signs:
            if home not in by_sign[sign]:
                by_sign[sign].append(home)
    return groups


def _signs(item: Item) -> list[str]:
    """What equal references share one of: an identifier, or one of the title's halves."""
    title = key(item.get("title", ""))
    half = len(title) // 2
    signs = [f"{field}:{_identifier(item[field])}" for field in ("DOI", "PMID", "PMCID", "URL") if item.get(field)]
    return signs + ([f"<{title[:16]}", f">{title[-16:]}"] if half >= 4 else [f"={title}"])


def _identifier(text: str) -> str:
    return text.lower().rstrip("./")


def _is_preprint(item: Item) -> bool:
    host = key(str(item.get("container-title", "")) + str(item.get("number", "")))
    return item.get("type") == "article" or any(name in host for name in _PREPRINTS)


def _conflict(one: Item, two: Item) -> bool:
    """Whether they differ in what one work has only once."""
    for field in ("issued", "volume", "page"):
        a, b = _value(one, field), _value(two, field)
        if a and b and a != b:
            return True
    return False


def _value(item: Item, field: str) -> str:
    if field == "issued":
        parts = (item.get("issued") or {}).get("date-parts") or [[""]]
        return str(parts[0][0]) if parts[0] else ""
    return key(str(item.get(field, "")).partition("-")[0])


def _alike(one: str, two: str) -> bool:
    if not one or not two:
        return False
    return one == two or (
        min(len(one), len(two)) >= 20
        and Levenshtein.normalized_similarity(one, two) >= _ALIKE
        and _digits(one) == _digits(two)
    )


def _digits(title: str) -> str:
    return "".join(c for c in title if c.isdigit())


def _authors_agree(one: Item, two: Item) -> bool:
    """Whether the first authors are one, as far as both are known."""
    names = [item["author"][0] if item.get("author") else None for item in (one, two)]
    if names[0] is None or names[1] is None:
        return True
    first, second = (key(name.get("family", "") or name.get("literal", "")) for name in names if name)
    return first == second or not first or not second
