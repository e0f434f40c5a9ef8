"""A corpus with planted copies, fragments and look-alikes, and how well the links find them.

    python benchmarks/planted.py [--documents 20000] [--seed 1]

All text is made up from syllables, so any machine makes the same corpus. Copies share .5 to 1.0 of their text,
fragments are a quarter to a half of the sentences, clean and damaged; hard negatives are pages of one site with the
same furniture, filled templates (weather, obituaries, products), articles that quote the same release, and
translations. A pair counts as found when both documents come into one group.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.corpus.groups import groups
from pipeline.corpus.links import Link, links
from pipeline.document import Document

Pairs = set[tuple[str, str]]


class Planted(NamedTuple):
    """The documents, the pairs that are copies, the pairs of a fragment with a full copy, and of two fragments."""

    docs: list[Document]
    copies: Pairs
    clean: Pairs
    damaged: Pairs
    parts: Pairs


class Language:
    """Made-up words with the frequencies of a language."""

    def __init__(self, rng: random.Random, size: int = 6000) -> None:
        onsets, ends = [*"bcdfglmnprstv", "st", "tr", "pl"], ["", "n", "r", "s", "l", "nt"]
        self.rng = rng
        parts = [onset + vowel + end for onset in onsets for vowel in "aeiou" for end in ends]
        self.words = sorted({"".join(rng.choices(parts, k=rng.choice((1, 2, 2, 3)))) for _ in range(size)})
        rng.shuffle(self.words)
        self.weights = [1 / (i + 8) for i in range(len(self.words))]

    def sentence(self) -> str:
        """A sentence with a name or a number here and there."""
        words = self.rng.choices(self.words, self.weights, k=self.rng.randint(6, 22))
        for i in range(1, len(words)):
            chance = self.rng.random()
            words[i] = (
                words[i].capitalize()
                if chance < 0.06
                else str(self.rng.randint(2, 2030))
                if chance < 0.09
                else words[i]
            )
        if len(words) > 10:
            words[4] += self.rng.choice((",", " —", ";"))
        return " ".join(words).capitalize() + self.rng.choice("....?")

    def article(self) -> list[str]:
        """Paragraphs."""
        return [
            " ".join(self.sentence() for _ in range(self.rng.randint(2, 6))) for _ in range(self.rng.randint(4, 14))
        ]

    def lines(self, count: int) -> list[str]:
        """Lines of a menu."""
        return [" ".join(self.rng.choices(self.words, k=self.rng.randint(1, 4))).title() for _ in range(count)]


def glued(text: str, rng: random.Random) -> str:
    """Some spaces and all dashes lost."""
    kept = [char for char in text if not (char == " " and rng.random() < 0.03) and char not in "—–"]
    return "".join(kept)


def misspelt(text: str, rng: random.Random, rate: float = 0.01) -> str:
    """A share of the letters replaced."""
    return "".join(rng.choice("aeiou") if char.isalpha() and rng.random() < rate else char for char in text)


def sentences(paragraphs: Sequence[str]) -> list[str]:
    """The sentences of the paragraphs."""
    return [s for p in paragraphs for s in p.replace("? ", "?\n").replace(". ", ".\n").split("\n")]


def revised(paragraphs: Sequence[str], language: Language, share: float) -> list[str]:
    """The article with a share of its sentences replaced."""
    rng = language.rng
    return [
        " ".join(language.sentence() if rng.random() < share else s for s in sentences([paragraph]))
        for paragraph in paragraphs
    ]


def template(language: Language, count: int) -> Callable[[], list[str]]:
    """A page of fixed sentences with places for facts."""
    rng = language.rng
    frames = [language.sentence().rstrip(".?").split(" ") for _ in range(count)]

    def filled() -> list[str]:
        out = []
        for frame in frames:
            words = list(frame)
            for _ in range(2):
                fact = str(rng.randint(1, 2000)) if rng.random() < 0.6 else " ".join(language.lines(1)[0].split()[:2])
                words[rng.randrange(1, len(words))] = fact
            out.append(" ".join(words) + ".")
        return [" ".join(out[i : i + 3]) for i in range(0, len(out), 3)]

    return filled


def planted(count: int, seed: int) -> Planted:
    """A corpus of about `count` documents."""
    rng = random.Random(seed)
    language, other = Language(rng), Language(rng)
    out = Planted([], set(), set(), set(), set())
    texts: list[list[str]] = []

    def add(lines: Sequence[str]) -> str:
        texts.append(list(lines))
        return f"{len(texts) - 1:06}"

    makers = (_copies, _fragments, _site, _templates, _release, _translation, _alone)
    while len(texts) < count:
        rng.choices(makers, (3, 3, 1, 1, 1, 1, 4))[0](language, other, add, out)
    out.docs.extend(Document.read(f"{i:06}", "\n".join(lines)) for i, lines in enumerate(texts))
    rng.shuffle(out.docs)
    return out


Add = Callable[[Sequence[str]], str]


def _copies(language: Language, _: Language, add: Add, out: Planted) -> None:
    article, rng = language.article(), language.rng
    names = [add(article)]
    for share in rng.choices((0, 0, 0.03, 0.08, 0.12, 0.2), k=rng.randint(1, 3)):
        names += [add([glued(line, rng) for line in revised(article, language, share)])]
    out.copies.update((one, two) for one in names for two in names if one < two)


def _fragments(language: Language, _: Language, add: Add, out: Planted) -> None:
    article, rng = language.article(), language.rng
    full = add(article)
    names: list[str] = []
    for damage in (False, True):
        share = rng.uniform(0.25, 0.5)
        lines = [s for s in sentences(article) if rng.random() < share]
        if sum(map(len, lines)) < 250:
            continue
        name = add([misspelt(glued(line, rng), rng) for line in lines] if damage else lines)
        (out.damaged if damage else out.clean).add((full, name))
        names.append(name)
    out.parts.update(pairwise(names))


def _site(language: Language, _: Language, add: Add, __: Planted) -> None:
    furniture = language.lines(language.rng.randint(15, 40)) + [language.sentence() for _ in range(3)]
    for _page in range(language.rng.randint(2, 5)):
        add([*furniture[:8], *language.article()[:5], *furniture[8:]])


def _templates(language: Language, _: Language, add: Add, __: Planted) -> None:
    filled = template(language, language.rng.randint(8, 20))
    for _page in range(language.rng.randint(2, 5)):
        add(filled())


def _release(language: Language, _: Language, add: Add, __: Planted) -> None:
    release = language.article()[:2]
    for _page in range(2):
        own = language.article()[:5]
        add([*own[:2], *release, *own[2:]])


def _translation(language: Language, other: Language, add: Add, _: Planted) -> None:
    add(language.article())
    add(other.article())


def _alone(language: Language, _: Language, add: Add, __: Planted) -> None:
    add(language.article())


def rates(found: Pairs, wanted: Pairs, allowed: Pairs) -> str:
    """Precision, recall and F1; `allowed` pairs are neither right nor wrong."""
    right = len(found & wanted)
    wrong = len(found - wanted - allowed)
    precision, recall = right / max(1, right + wrong), right / max(1, len(wanted))
    return f"P {precision:.4f} R {recall:.4f} F1 {2 * precision * recall / max(1e-9, precision + recall):.4f}"


def grouped(docs: Sequence[Document], found: Sequence[Link]) -> Pairs:
    """The pairs that come into one group."""
    return {
        (one.name, two.name)
        for members in groups(docs, found)
        for one in members
        for two in members
        if one.name < two.name
    }


def main() -> None:
    """Make the corpus, link it, print the rates."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    corpus = planted(args.documents, args.seed)
    size = sum(len(doc.source) for doc in corpus.docs) / 1e6
    started = time.process_time()
    found = links(corpus.docs)
    seconds = time.process_time() - started
    together = grouped(corpus.docs, found)
    every = corpus.copies | corpus.clean | corpus.damaged | corpus.parts
    print(
        f"{len(corpus.docs)} documents, {size:.1f} MB, {len(found)} links in {seconds:.1f} s, {size / seconds:.2f} MB/s"
    )
    for name, wanted in (("near-duplicates", corpus.copies), ("clean fragments", corpus.clean)):
        print(f"{name:18}", rates(together, wanted, every))
    print("damaged fragments ", rates(together, corpus.damaged, every))


if __name__ == "__main__":
    main()
