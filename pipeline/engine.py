"""Runs the stages over many documents on worker processes. A document that fails or runs over ends alone.

Each document is bounded by `seconds_per_document` in a worker that can be killed: no input can hang or stop a run.
"""

from __future__ import annotations

import math
import multiprocessing
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import TimeoutError as FutureTimeoutError
from typing import NamedTuple, TypeVar

from pipeline.article import Article, LedgerRow, LinkKind
from pipeline.assemble import Origin, article, rows, with_cuts
from pipeline.config import Config, resolve
from pipeline.corpus.groups import fullest, groups
from pipeline.corpus.links import Link, linked, recurring
from pipeline.corpus.merge import merge
from pipeline.corpus.parts import shared_out
from pipeline.corpus.recurring import known_furniture
from pipeline.corpus.sketch import features
from pipeline.document import KEPT, Document, LawError, apply, check
from pipeline.keys import key
from pipeline.proof import restore, used_stretches
from pipeline.readers import Unreadable, read_many

Job = TypeVar("Job")
Result = TypeVar("Result")


class Outcome(NamedTuple):
    """What became of one document of a file: the document, or the reason why it was set aside.

    `of` names the document that it is a part of.
    """

    name: str
    document: Document | None = None
    reason: str | None = None
    detail: str | None = None
    of: str | None = None


class Group(NamedTuple):
    """Documents that are one article, and how each relates to the fullest of them."""

    documents: tuple[Document, ...]
    origins: tuple[Origin, ...]


class Account(NamedTuple):
    """An article with all rows of the ledger about the documents that it was made from.

    `parts` are those of them that are parts of a document which several articles share.
    """

    article: Article
    rows: tuple[LedgerRow, ...]
    parts: tuple[Outcome, ...] = ()


def clean(doc: Document, config: Config = Config()) -> Document:
    """The document with all safe findings of all stages made. Raises LawError if a stage breaks a law."""
    for spec in config.stages:
        stage = resolve(spec)
        doc = apply(doc, [finding for finding in stage(doc) if finding.safe])
        check(doc)
    return doc


def clean_bytes(data: bytes, name: str, config: Config) -> list[Outcome]:
    """All documents of one file, cleaned; what cannot be read or cleaned is an outcome with its reason."""
    try:
        found = [_clean_one(item, config) for item in read_many(data, name)]
    except Unreadable as error:
        return [_unread(error)]
    return found or [Outcome(name, None, "empty", "the file holds no document")]


def _unread(error: Unreadable) -> Outcome:
    return Outcome(error.name, None, error.reason, error.remedy)


def _clean_one(doc: Document | Unreadable, config: Config) -> Outcome:
    if isinstance(doc, Unreadable):
        return _unread(doc)
    try:
        cleaned = clean(doc, config)
    except (LawError, ValueError, RecursionError, MemoryError) as error:
        return Outcome(doc.name, None, "failed", f"{type(error).__name__}: {error}")
    if len(key(_kept_text(cleaned))) < config.shortest_article:
        return Outcome(doc.name, None, "no_content", f"less than {config.shortest_article} letters of article text")
    return Outcome(doc.name, cleaned)


def _kept_text(doc: Document) -> str:
    return "\n".join(doc.block_text(block) for block in doc.blocks if block.role in KEPT)


def articles(docs: Sequence[Document], hashes: Mapping[str, str], workers: int) -> Iterator[Account | list[Outcome]]:
    """The articles of a corpus in the order of their ids, each with its account, whatever the order of `docs`.

    `hashes` has the SHA-256 of each document's file. Where a group cannot be merged lawfully its documents come back
    as outcomes with the reason.
    """
    ordered = sorted(docs, key=lambda d: d.name)
    known = {doc.name: features(doc) for doc in ordered}
    furniture = recurring(known.values())
    for i, doc in enumerate(ordered):
        told = list(known_furniture(doc, furniture)) if furniture else []
        if told:
            ordered[i] = apply(doc, told)
            known[doc.name] = features(ordered[i])
    found = linked(known.values())
    grouped, shared = shared_out(groups(ordered, found), known)
    found += [part.link for part in shared]
    hashes = {**hashes, **{part.document.name: hashes[part.of] for part in shared}}
    whole = {part.document.name: part.of for part in shared}
    jobs = [_group(members, found, hashes) for members in grouped]
    for group, result in zip(jobs, each(account, jobs, workers, math.inf), strict=True):
        if isinstance(result, Exception):
            why = f"{type(result).__name__}: {result}"
            yield [Outcome(doc.name, None, "failed", why, whole.get(doc.name)) for doc in group.documents]
        else:
            parts = (Outcome(doc.name, doc, of=whole[doc.name]) for doc in group.documents if doc.name in whole)
            yield result._replace(parts=tuple(parts))


def _group(members: Sequence[Document], found: Sequence[Link], hashes: Mapping[str, str]) -> Group:
    """The documents of an article, and each one's strongest link to the fullest of them."""
    base = fullest(members)
    to_base: dict[str, tuple[LinkKind, float]] = {}
    for link in found:
        if base.name in (link.one, link.two):
            inside = link.one_in_two if link.two == base.name else link.two_in_one
            to_base[link.one if link.two == base.name else link.two] = (link.kind, inside)
    origins = []
    for doc in members:
        kind: LinkKind = "base" if doc is base else "copy"
        kind, inside = to_base.get(doc.name, (kind, 1.0))
        origins.append(Origin(hashes[doc.name], kind, inside))
    return Group(tuple(members), tuple(origins))


def account(group: Group) -> Account:
    """Merge a group and account for every character of it. Raises LawError where that fails."""
    merged = with_cuts(merge(group.documents))
    origins = {doc.name: origin for doc, origin in zip(group.documents, group.origins, strict=True)}
    made = article(merged, origins)
    used = used_stretches([made])
    out: list[LedgerRow] = []
    for doc, uses in zip(merged.documents, merged.uses, strict=True):
        told = rows(doc, uses)
        if restore(used.get(doc.name, ()), told) != doc.source:
            raise LawError(f"{doc.name}: the article and the ledger do not rebuild the source")
        out += told
    return Account(made, tuple(sorted(out, key=lambda r: r.source)))


def each(
    work: Callable[[Job], Result], jobs: Sequence[Job], workers: int, seconds: float
) -> Iterator[Result | Exception]:
    """The results of `work` on each job, in order; a job that raised, died or ran over gives its exception.

    With no workers the jobs run in this process, without a limit of time.
    """
    if not jobs:
        return
    if workers == 0:
        yield from (_guarded(work, job) for job in jobs)
        return
    from pebble import ProcessPool

    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("fork" if "fork" in methods else "spawn")
    with ProcessPool(max_workers=min(workers, len(jobs)), context=context) as pool:
        results = pool.map(work, jobs, timeout=None if math.isinf(seconds) else seconds).result()
        while True:
            try:
                yield next(results)
            except StopIteration:
                return
            except FutureTimeoutError:
                yield TimeoutError(f"took more than {seconds:g} s")
            except Exception as error:  # whatever a worker raised belongs to its job
                yield error


def _guarded(work: Callable[[Job], Result], job: Job) -> Result | Exception:
    try:
        return work(job)
    except Exception as error:
        return error
