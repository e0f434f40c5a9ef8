"""How long one new file against a large finished corpus takes: python benchmarks/checking.py [--articles 100000]

Writes a finished folder of synthetic articles (random words of a made-up vocabulary, the same for the same number),
makes its index, then times what `onetext check` does after start-up: open the index, judge the file, look it up, load
and compare the candidates. Start-up (imports, word model) is timed by itself.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import tempfile
import time
from pathlib import Path

from pipeline.article import Article, ArticleBlock, encode
from pipeline.config import Config
from pipeline.folder import MANIFEST
from pipeline.index import CACHE, open_index
from pipeline.inputs import Listed
from pipeline.survey import corpus, survey

SENTENCES, PARAGRAPHS = 4, 8
SYLLABLES = [a + b for a in "bdfgklmnprstvw" for b in ("a", "e", "i", "o", "u", "an", "er", "is", "ol")]


def paragraph(rng: random.Random, vocabulary: list[str]) -> str:
    """Some sentences of random words."""
    sentences = [" ".join(rng.choices(vocabulary, k=rng.randint(8, 16))).capitalize() + "." for _ in range(SENTENCES)]
    return " ".join(sentences)


def texts(number: int, vocabulary: list[str]) -> list[str]:
    """The paragraphs of one article, always the same."""
    rng = random.Random(number)
    return [paragraph(rng, vocabulary) for _ in range(PARAGRAPHS)]


def words() -> list[str]:
    """The made-up vocabulary."""
    rng = random.Random(0)
    return ["".join(rng.choices(SYLLABLES, k=rng.randint(1, 4))) for _ in range(20_000)]


def write_corpus(folder: Path, count: int, vocabulary: list[str]) -> None:
    """Write a finished folder, as far as a check reads it."""
    (folder / "articles").mkdir(parents=True)
    for number in range(count):
        blocks = [
            ArticleBlock(type="paragraph", role="body", level=None, text=text, sources=[])
            for text in texts(number, vocabulary)
        ]
        article = Article(
            schema_version="1", id=f"article-{number}", title=None, authors=[], published=None, language=None, url=None,
            blocks=blocks, citations=[], readings=[], sources=[],
        )  # fmt: skip
        (folder / "articles" / f"article-{number}.json").write_bytes(encode(article))
    (folder / "ledger.jsonl").write_bytes(b"")
    (folder / MANIFEST).write_bytes(encode({"synthetic": count}))


def silent(_what: str, _done: int, _total: int) -> None:
    """No progress is shown."""


def main() -> None:
    """Make the corpus and its index, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    vocabulary = words()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "cleaned"
        write_corpus(folder, given.articles, vocabulary)
        began = time.perf_counter()
        index = open_index(folder, given.workers, silent)
        size = sum(path.stat().st_size for path in (folder / CACHE).rglob("*") if path.is_file())
        print(f"{given.articles} articles, {len(index.hashes)} hashes")
        print(f"index made in {time.perf_counter() - began:.1f} s, {size / 1e6:.0f} MB on disk")
        del index
        measure(Path(name), folder, given.articles, given.runs, vocabulary)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def measure(place: Path, folder: Path, count: int, runs: int, vocabulary: list[str]) -> None:
    """Time one file of each kind; each must be judged as what it is."""
    warm = place / "warm.txt"
    warm.write_text("\n".join(texts(count + 1, vocabulary)), encoding="utf-8")
    began = time.perf_counter()
    survey([Listed(warm, warm.name)], Config(), None, 0, silent)
    print(f"start-up (imports are done, models are loaded): {time.perf_counter() - began:.2f} s")
    middle = texts(count // 2, vocabulary)
    kinds = {
        "copy": middle,
        "fragment": middle[2:4],
        "revision": [*middle[:6], *texts(count + 2, vocabulary)[:2]],
        "new": texts(count + 3, vocabulary),
    }
    for expected, paragraphs in kinds.items():
        path = place / f"{expected}.txt"
        path.write_text("\n".join(paragraphs), encoding="utf-8")
        times = []
        for _ in range(runs):
            began = time.perf_counter()
            (judged,) = survey([Listed(path, path.name)], Config(), corpus(folder, 0, silent), 0, silent)
            times.append(time.perf_counter() - began)
            assert judged.what == expected, (judged.what, judged.reason)
        print(f"{expected:9} first {times[0]:.3f} s, median of {runs}: {statistics.median(times):.3f} s")


if __name__ == "__main__":
    main()
