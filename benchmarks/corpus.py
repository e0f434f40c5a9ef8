"""Links, groups and merge on damaged copies of real articles: `python benchmarks/corpus.py BUNDLE [--sets mixed_text]`.

BUNDLE is a folder of raw files with their truth and its own `score.py`. The articles are split in two halves by the
hash of their names: `tune` may be looked at while building, `held` is for the record. `--chars` damages the truth
at random, merges 1, 3 and 5 such copies and a fragment of each article, and prints the character error.
"""

from __future__ import annotations

import argparse
import importlib
import json
import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from planted import glued, misspelt, sentences
from rapidfuzz.distance import Levenshtein
from xxhash import xxh3_64_intdigest

from pipeline.corpus.groups import groups
from pipeline.corpus.links import links, recurring_blocks
from pipeline.corpus.merge import Merged, merge
from pipeline.document import Document, Finding, apply
from pipeline.keys import key

Clean = Callable[[Document], Iterable[Finding]]
COLUMNS = ("P", "R", "F1", "lis", "chars", "words")
STAGES = ("normalise", "repeats", "words", "structure")


def stages(names: Sequence[str]) -> list[Clean]:
    """The stages of these names."""
    return [getattr(importlib.import_module(f"pipeline.stages.{name}"), name) for name in names]


def cleaned(path: Path, way: Sequence[Clean]) -> Document:
    """The document of a text file after the stages."""
    doc = Document.read(path.name, path.read_bytes().decode("utf-8", "replace"))
    for stage in way:
        doc = apply(doc, [finding for finding in stage(doc) if finding.safe])
    return doc


def furniture(doc: Document, known: frozenset[int]) -> list[Finding]:
    """The blocks that recur in otherwise different documents."""
    return [
        Finding("FUR001", block.start, block.end, "it recurs in other documents", role="furniture")
        for block in doc.blocks
        if xxh3_64_intdigest(key(doc.block_text(block)).encode()) in known
    ]


def half(article: str) -> str:
    """Which half an article belongs to."""
    return "held" if xxh3_64_intdigest(article.encode()) % 2 else "tune"


def as_article(number: int, merged: Merged) -> dict[str, Any]:
    """An article as the scorer reads it."""
    return {
        "id": f"{number:04}",
        "title": None,
        "blocks": [{"type": b.kind, "role": b.role, "level": b.level, "text": b.text} for b in merged.blocks],
        "sources": [{"path": f"raw/{doc.name}"} for doc in merged.documents],
    }


def run_set(bundle: Path, name: str, way: Sequence[Clean]) -> None:
    """Merge one set and print its scores for each half."""
    score = importlib.import_module("score")
    files = json.loads((bundle / name / "manifest.json").read_text())["files"]
    files = [file for file in files if file["path"].endswith(".txt")]
    docs = [cleaned(bundle / name / file["path"], way) for file in files]
    started = time.process_time()
    known = recurring_blocks(docs)
    docs = [apply(doc, furniture(doc, known)) for doc in docs]
    members = groups(docs, links(docs))
    linked = time.process_time()
    with tempfile.TemporaryDirectory() as out:
        for number, group in enumerate(members):
            article = as_article(number, merge(group))
            (Path(out) / f"{number:04}.json").write_text(json.dumps(article))
        merged = time.process_time()
        row = score.score_set(bundle, name, Path(out))
    size = sum(len(doc.source) for doc in docs) / 1e6
    print(f"{name}: {len(docs)} files, {len(members)} articles, cluster F1 {row['cluster']['F1']:.4f}, "
          f"space F1 {row['space_F1']:.4f}, headings {row['heading_F1']:.3f}, types {row['type_acc']:.3f}, "
          f"links {size / (linked - started):.2f} MB/s, merge {size / (merged - linked):.2f} MB/s")  # fmt: skip
    for part in ("tune", "held"):
        rows = [scores for article, scores in row["per_article"].items() if half(article) == part]
        means = {col: sum(r[col] or 0 for r in rows) / max(1, len(rows)) for col in COLUMNS}
        print(f"  {part:5} {len(rows):3} articles ", *(f"{col} {value:.4f} " for col, value in means.items()))
    worst = sorted((s["F1"], a) for a, s in row["per_article"].items() if half(a) == "tune")
    print("  worst of tune:", *(f"{article} {value:.2f}" for value, article in worst[:6]), sep="\n    ")


def full_copy(blocks: Sequence[str], rng: random.Random) -> str:
    """A damaged copy: spaces and dashes lost, letters wrong, quotes lost, sentences missing, lines cut."""
    lines = []
    for block in blocks:
        kept = block if rng.random() < 0.9 else " ".join(s for s in sentences([block]) if rng.random() < 0.7)
        text = misspelt(glued(kept, rng) if rng.random() < 0.5 else kept, rng, 0.002)
        lines += [text.replace("’", "?") if rng.random() < 0.1 else text]
    return "\n".join(lines)


def run_chars(bundle: Path) -> None:
    """The character error of articles merged from full copies, damaged at random, and a fragment."""
    for count in (1, 3, 5):
        errors = defaultdict(list)
        for path in sorted((bundle / "truth").glob("*.json")):
            rng = random.Random(path.stem)
            blocks = [block["text"] for block in json.loads(path.read_text())["blocks"] if key(block["text"])]
            docs = [Document.read(f"{i}", full_copy(blocks, rng)) for i in range(count)]
            part = [glued(s, rng) for s in sentences(blocks) if rng.random() < 0.3]
            text = "\n".join(block.text for block in merge([*docs, Document.read("f", "\n".join(part))]).blocks)
            want = "\n".join(blocks)
            alone = min(Levenshtein.distance(doc.source, want) for doc in docs)
            errors[half(path.stem)].append((Levenshtein.distance(text, want), alone, len(want)))
        for name, found in sorted(errors.items()):
            size = sum(length for _, _, length in found)
            error, alone = (sum(row[i] for row in found) / size for i in (0, 1))
            print(f"{count} full + 1 fragment, {name}: character error {error:.4f}; best copy alone {alone:.4f}")


def main() -> None:
    """Run what the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bundle", type=Path)
    parser.add_argument("--sets", nargs="*", default=["mixed_text", "hard_text", "mixed_html"])
    parser.add_argument("--stages", nargs="*", default=STAGES)
    parser.add_argument("--chars", action="store_true")
    args = parser.parse_args()
    sys.path.insert(0, str(args.bundle))
    way = stages(args.stages)
    for name in [] if args.chars else args.sets:
        run_set(args.bundle, name, way)
    if args.chars:
        run_chars(args.bundle)


if __name__ == "__main__":
    main()
