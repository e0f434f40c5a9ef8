"""Run-together words: the stage beside wordninja, wordsegment, symspellpy and plain rules, on the same lines.

    python benchmarks/words.py ../shared            # the half that no threshold was set on
    python benchmarks/words.py ../shared --half 0   # the half that they were set on

Each library is used as one would use it: on tokens that no word list knows, letters only, with the same rules for
punctuation and case around it; given every token it would break far more.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from pipeline.stages.wording.evidence import Witnesses
from pipeline.stages.wording.features import ask
from pipeline.stages.wording.language import language
from pipeline.stages.wording.lexicon import lexicon
from pipeline.stages.wording.model import model
from pipeline.stages.wording.propose import RUN, is_trusted
from pipeline.stages.wording.rules import estimate
from pipeline.stages.words import SAFE, boundaries

KINDS = ("all", "lower|lower", "lower|Upper", "punctuation", "digit", "capitals")
Repairer = Callable[[Sequence[str]], list[set[int]]]  # lines of a document -> offsets of the lost spaces in each


class Pair(NamedTuple):
    """A damaged line, the offsets where spaces were lost, and its clean reading."""

    damaged: str
    lost: frozenset[int]
    clean: str


def load(shared: Path, half: int) -> list[list[Pair]]:
    """The documents of one half of the sites."""
    found: dict[str, list[Pair]] = defaultdict(list)
    for line in (shared / "glue" / "dev.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if int(hashlib.sha256(row["site"].encode()).hexdigest(), 16) % 2 == half:
            lost = frozenset(at for at, is_lost in row["glue"] if is_lost and 0 < at < len(row["damaged"]))
            found[row["doc"]].append(Pair(row["damaged"], lost, row["truth"]))
    return [found[name] for name in sorted(found)]


def kind(text: str, at: int) -> str:
    """What stands on the two sides of a boundary."""
    left, right = text[at - 1], text[at]
    if not (left.isalnum() and right.isalnum()):
        return "punctuation"
    if left.isdigit() or right.isdigit():
        return "digit"
    if left.islower():
        return "lower|lower" if right.islower() else "lower|Upper"
    return "capitals"


def stage(lines: Sequence[str]) -> list[set[int]]:
    """The stage, all lines of a document at once."""
    text, starts = "\n".join(lines), [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    out: list[set[int]] = [set() for _ in lines]
    i = 0
    for found in boundaries(text):
        while found.at >= starts[i + 1]:
            i += 1
        if found.probability >= SAFE:
            out[i].add(found.at - starts[i])
    return out


def each_alone(lines: Sequence[str]) -> list[set[int]]:
    """The stage, each line its own document."""
    return [{found.at for found in boundaries(line) if found.probability >= SAFE} for line in lines]


def rules(lines: Sequence[str]) -> list[set[int]]:
    """The plain rules, without the model."""
    witnesses = Witnesses(lines)
    default = language("\n".join(lines), "en")
    tongues = [language(line, default) for line in lines]
    out: list[set[int]] = [set() for _ in lines]
    for one in ask(lines, tongues, witnesses):
        if one.estimate >= SAFE:
            out[one.text].add(one.found.at)
    return out


def library(split: Callable[[str], Iterable[str]]) -> Repairer:
    """A segmenter on unknown runs of letters, with the rules for all other places."""

    def repairer(lines: Sequence[str]) -> list[set[int]]:
        witnesses = Witnesses(lines)
        out: list[set[int]] = []
        for line in lines:
            found = {
                one.found.at
                for one in ask([line], ["de"], witnesses)  # no rule of that language cuts inside a lower-case run
                if estimate(line, one.found, witnesses, "de") >= SAFE
            }
            for match in RUN.finditer(line):
                if not is_trusted(match.group()) and len(match.group()) > 3:
                    found |= {match.start() + at for at in cuts(match.group(), split)}
            out.append(found)
        return out

    return repairer


def cuts(run: str, split: Callable[[str], Iterable[str]]) -> list[int]:
    """Where a segmenter cuts a run; none where it gives back other letters."""
    parts = list(split(run))
    if "".join(parts).lower() != run.lower():
        return []
    ends, at = [], 0
    for part in parts[:-1]:
        at += len(part)
        ends.append(at)
    return ends


def peers() -> dict[str, Repairer]:
    """The libraries."""
    from importlib import resources

    import wordninja
    import wordsegment
    from symspellpy import SymSpell

    wordsegment.load()
    symspell = SymSpell()
    folder = resources.files("symspellpy")
    symspell.load_dictionary(str(folder / "frequency_dictionary_en_82_765.txt"), 0, 1)
    symspell.load_bigram_dictionary(str(folder / "frequency_bigramdictionary_en_243_342.txt"), 0, 2)

    def symspell_split(run: str) -> list[str]:
        return symspell.word_segmentation(run.lower(), max_edit_distance=0).segmented_string.split()

    return {
        "wordninja": library(wordninja.split),
        "wordsegment": library(wordsegment.segment),
        "symspellpy": library(symspell_split),
    }


def score(docs: Sequence[Sequence[Pair]], repairer: Repairer) -> dict[str, tuple[float, float, float]]:
    """Precision, recall and F1 by kind of boundary."""
    count: Counter[tuple[str, str]] = Counter()
    for doc in docs:
        for pair, got in zip(doc, repairer([pair.damaged for pair in doc]), strict=True):
            for at in got | pair.lost:
                what = "right" if at in got and at in pair.lost else "wrong" if at in got else "missed"
                count["all", what] += 1
                count[kind(pair.damaged, at), what] += 1
    return {name: _prf(*(count[name, what] for what in ("right", "wrong", "missed"))) for name in KINDS}


def _prf(right: int, wrong: int, missed: int) -> tuple[float, float, float]:
    precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def harm(docs: Sequence[Sequence[str]], repairer: Repairer) -> tuple[float, list[str]]:
    """Insertions in clean text for 10,000 words, and the places."""
    words, places = 0, []
    for doc in docs:
        words += sum(len(line.split()) for line in doc)
        for line, got in zip(doc, repairer(doc), strict=True):
            places += [f"{line[max(0, at - 20) : at]}|{line[at : at + 20]}" for at in sorted(got)]
    return 1e4 * len(places) / max(1, words), places


def speed(lines: Sequence[str], repairer: Repairer) -> float:
    """Megabytes a second of processor time, each line met for the first time in this run by this repairer."""
    size = sum(len(line.encode()) for line in lines)
    before = time.process_time()
    repairer(lines)
    return size / 1e6 / (time.process_time() - before)


def clean_control(shared: Path) -> list[list[str]]:
    """The devset's clean articles."""
    paths = sorted((shared / "devset" / "solo_G" / "raw").iterdir())
    return [[line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()] for path in paths]


def main() -> None:
    """Print the tables."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("shared", type=Path)
    options.add_argument("--half", type=int, default=1)
    options.add_argument("--only", nargs="*", help="names of rows")
    options.add_argument("--places", action="store_true", help="print the wrong insertions in clean text")
    chosen = options.parse_args()
    lexicon()
    model()  # 0.3 s, once in a process: no part of the speed
    docs = load(chosen.shared, chosen.half)
    clean = clean_control(chosen.shared)
    made: dict[str, Repairer] = {"onetext": stage, "onetext, line by line": each_alone, "rules alone": rules}
    if not made.keys() >= set(chosen.only or ["peers"]):
        made |= peers()  # imported only where asked for
    print(
        "| | "
        + " | ".join(f"{name} P/R/F1" for name in KINDS)
        + " | harm pages | harm articles | MB/s clean | damaged |"
    )
    for name, repairer in made.items():
        if chosen.only and name not in chosen.only:
            continue
        fast = speed([line for doc in clean for line in doc], repairer)
        slow = speed([pair.damaged for doc in docs for pair in doc], repairer)
        cells = ["/".join(f"{x:.3f}" for x in row) for row in score(docs, repairer).values()]
        on_pages, _ = harm([[pair.clean for pair in doc] for doc in docs], repairer)
        on_articles, places = harm(clean, repairer)
        print(f"| {name} | " + " | ".join(cells) + f" | {on_pages:.1f} | {on_articles:.1f} | {fast:.2f} | {slow:.2f} |")
        if chosen.places:
            print("\n".join(places))


if __name__ == "__main__":
    main()
