"""Groups of documents that are one article, without chains: A~B~C with A unlike C is not one article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from pipeline.corpus.links import Link
from pipeline.document import KEPT, Document

_MOST = 0.5  # so many of the pairs of two groups must be linked before the groups become one
_ALIKE = 0.1  # two documents that must share so much (Jaccard) because of others between them are not unlike
_CLEAR = 0.1  # a fragment goes to the group that holds so much more of it than any other does


def fullest(docs: Iterable[Document]) -> Document:
    """The document with the most kept text."""
    return max(docs, key=lambda doc: (sum(b.end - b.start for b in doc.blocks if b.role in KEPT), doc.name))


def groups(docs: Iterable[Document], links: Iterable[Link]) -> list[tuple[Document, ...]]:
    """The documents of each article, sorted by name."""
    named = {doc.name: doc for doc in docs}
    return [tuple(named[name] for name in names) for names in grouped(named, links)]


def grouped(names: Iterable[str], links: Iterable[Link]) -> list[tuple[str, ...]]:
    """The groups, sorted, each with its names sorted; a document without a link is alone.

    Copies come together first, the most alike first, where most pairs are linked. A fragment then joins the one group
    that holds it best; where two unlike groups hold it equally well, it stays alone.

    >>> link = lambda one, two, score: Link(one, two, "copy", score, "", score, score, 99)
    >>> grouped("abc", [link("a", "b", 0.55), link("b", "c", 0.5)])
    [('a', 'b'), ('c',)]
    """
    known = sorted(links, key=lambda link: (-link.score, link.one, link.two))
    equal = _equal(names, known)
    group = {name: {name} for name in equal.values()}
    scores: dict[str, dict[str, float]] = defaultdict(dict)
    held: dict[str, list[Link]] = defaultdict(list)
    for link in known:
        one, two = equal[link.one], equal[link.two]
        if one != two:
            scores[one][two] = scores[two][one] = link.score
            if link.kind == "fragment":
                held[one].append(link)
    for link in known:
        if link.kind != "fragment":
            _join(group, equal[link.one], equal[link.two], scores)
    for name in sorted(held, key=lambda name: (-len(group[name]), name)):
        _attach(group, name, [(equal[link.two], link.one_in_two) for link in held[name]])
    out: dict[int, list[str]] = defaultdict(list)
    for name, first in sorted(equal.items()):
        out[id(group[first])].append(name)
    return sorted(tuple(members) for members in out.values())


def _equal(names: Iterable[str], known: Iterable[Link]) -> dict[str, str]:
    """For each name the first of the documents that are equal to it."""
    first = {name: name for name in sorted(names)}
    for link in known:
        if link.score == 1.0:
            one, two = sorted((first[link.one], first[link.two]))
            first = {name: one if to == two else to for name, to in first.items()}
    return first


def _join(group: dict[str, set[str]], one: str, two: str, scores: Mapping[str, Mapping[str, float]]) -> None:
    left, right = group[one], group[two]
    if left is right:
        return
    linked = sum(name in scores[other] or _implied(name, other, (one, two), scores) for name in left for other in right)
    if linked > _MOST * len(left) * len(right):
        merged = left | right
        for name in merged:
            group[name] = merged


def _implied(name: str, other: str, link: tuple[str, str], scores: Mapping[str, Mapping[str, float]]) -> bool:
    """Whether two documents must be alike because of others between them: Jaccard distances obey the triangle.

    Two heavy revisions of one text (.6 and .6 of it) are below the threshold of a link, but no strangers.
    """
    one, two = link
    way = (1.0 if name == one else scores[name].get(one, 0.0)) + scores[one][two]
    way += 1.0 if other == two else scores[other].get(two, 0.0)
    return way >= 2 + _ALIKE


def _attach(group: dict[str, set[str]], name: str, homes: Iterable[tuple[str, float]]) -> None:
    """Give a fragment to the group that holds it best, if one does so clearly."""
    best: dict[str, float] = {}
    for home, score in homes:
        if group[home] is not group[name]:
            best[min(group[home])] = max(best.get(min(group[home]), 0.0), score)
    ranking = sorted(best.items(), key=lambda entry: (-entry[1], entry[0]))
    if ranking and (len(ranking) == 1 or ranking[0][1] >= ranking[1][1] + _CLEAR):
        merged = group[ranking[0][0]] | group[name]
        for member in merged:
            group[member] = merged
