"""Made-up metadata of works, from which training/citations_styles.py renders references.

People and towns come from Faker (MIT), words from citations_words.txt and Faker's; journals and publishers are put
together from parts, beside some well-known names, which are facts. Nothing is taken from labelled references.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from citations_titles import Titles, abbreviated, place, pools, words


@dataclass
class Person:
    """A made-up person."""

    family: str
    given: list[str]


@dataclass
class Work:
    """What there is to say about one made-up work."""

    authors: list[Person]
    editors: list[Person]
    body: str
    title: str
    host: str
    journal: str
    conference: str
    year: int
    month: int
    day: int
    volume: str
    issue: str
    pages: tuple[str, str]
    publisher: str
    place: str
    university: str
    numbers: dict[str, str] = field(default_factory=dict)


class Maker:
    """Makes works from a seed."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.titles = Titles(self.rng)

    def chance(self, p: float) -> bool:
        """True in the share p of the cases."""
        return self.rng.random() < p

    def family(self) -> str:
        """A family name, some with particles or of two."""
        if self.chance(0.2):
            return self.rng.choice(words("east_family"))
        name = self.rng.choice(pools()["family"])
        x = self.rng.random()
        if x > 0.95:
            return f"{name}-{self.rng.choice(pools()['family'])}"
        if x > 0.90:
            return (
                self.rng.choice(
                    [
                        "van ",
                        "van der ",
                        "de ",
                        "von ",
                        "Van ",
                        "De ",
                        "Le ",
                        "di ",
                        "del ",
                        "da ",
                        "Van den ",
                        "O’",
                        "O'",
                        "Mc",
                        "Mac",
                        "D'",
                        "Mendes da ",
                        "De la ",
                    ]
                )
                + name
            )
        return name

    def person(self) -> Person:
        """A person of one to three given names."""
        given = [self.given() for _ in range(2 if self.chance(0.45) else 1)]
        if self.chance(0.03):
            given.append(self.given())
        return Person(self.family(), given)

    def given(self) -> str:
        """A given name."""
        return self.rng.choice(words("east_given") if self.chance(0.15) else pools()["given"])

    def people(self, counts: list[int]) -> list[Person]:
        """As many people as one of `counts` says."""
        return [self.person() for _ in range(self.rng.choice(counts))]

    def title(self) -> str:
        """A title."""
        return self.titles.title()

    def journal(self) -> str:
        """A journal, half of them abbreviated."""
        if self.chance(0.33):
            return self.rng.choice(words("journals"))
        if self.chance(0.2):
            one, two = (
                self.titles.word(words("humanities") + words("science")).title(),
                self.titles.word(words("humanities") + words("medicine")).title(),
            )
            town = self.rng.choice(pools()["town"])
            foreign = self.rng.choice([*pools()["fr"], *pools()["es"], *pools()["it"], *pools()["de"]]).title()
            return self.rng.choice(
                [
                    one,
                    f"{one} {two}",
                    f"{one} and {two}",
                    f"{one} & {two}",
                    f"{one} in {town}",
                    f"The {one}",
                    f"{town} {one}",
                    f"{one[:4]}. {two[:4]}.",
                    f"{town} Bull.",
                    f"{foreign} {one}",
                    f"Le {foreign.lower()} {foreign}",
                    f"{foreign}",
                    f"{one}: {two}, {foreign}",
                ]
            )
        a, b, c = (
            self.rng.choice(words("adjectives")),
            self.rng.choice(words("fields")),
            self.rng.choice(words("fields")),
        )
        name = self.rng.choice([
            f"Journal of {b}", f"Journal of {a} {b}", f"{a} Journal of {b}", f"{b} Research", f"Annals of {b}",
            f"{b} and {c}", f"{b} & {c}",
            f"International Journal of {b} and {c}", f"{a} {b}", f"{b} Review", f"Archives of {b}", f"{b} Letters",
            f"Advances in {b}",
            f"Trends in {b}", f"Transactions of the {a} Society of {b}", f"Bulletin of the {a} {b} Society", b,
            f"Current Opinion in {b}",
            f"Frontiers in {b}", f"BMC {b}", f"Reviews of {a} {b}", f"Acta {b}", f"{b} Quarterly", f"Studies in {b}",
            f"Journal of {b}: {c}",
            f"IEEE Transactions on {b}", f"Proceedings of the {a} Society", f"The {b} Journal",
            f"{self.rng.choice(pools()['town'])} Review",
            f"The Journal of the {a} {b} Association", f"Zeitschrift für {b}", f"Revue de {b}", f"Revista de {b}",
            f"{b}, {c} and {self.rng.choice(words('fields'))}",
        ])  # fmt: skip
        if self.chance(0.5):
            name = " ".join(
                abbreviated().get(w, w) for w in name.split() if w not in ("of", "the", "in", "and", "on", "&")
            )
            if self.chance(0.4):
                name = " ".join(w + "." if w in abbreviated().values() else w for w in name.split())
        return f"{name} ({self.rng.choice(pools()['town'])})" if self.chance(0.04) else name

    def conference(self) -> str:
        """The proceedings of a meeting."""
        ordinal = self.rng.choice(
            ["", "12th ", "21st ", "3rd ", "Fourth ", "Twenty-Third ", f"{self.rng.randint(1975, 2015)} "]
        )
        a, b = self.rng.choice(words("adjectives")), self.rng.choice(words("fields"))
        short = self.rng.choice(
            [
                "ACL",
                "CVPR",
                "ICML",
                "SIGIR",
                "KDD",
                "NIPS",
                "CHI",
                "VLDB",
                "PLDI",
                "SIGMOD",
                "SOSP",
                "ICRA",
                "AAAI-93",
                "IJCAI",
                "POPL",
                "ISCA",
            ]
        )
        year = self.rng.choice(["", f" {self.rng.randint(1980, 2016)}", f" '{self.rng.randint(80, 99)}"])
        return self.rng.choice([
            f"Proceedings of the {ordinal}International Conference on {b}", f"Proc. {ordinal}Int. Conf. on {b}",
            f"Proc. {short}{year}",
            f"Proceedings of the {ordinal}Annual Meeting of the {a} Society for {b}",
            f"Proc. of the {ordinal}ACM Symposium on {b}",
            f"Proceedings of {short}{year}", f"{short}{year}", f"IEEE International Workshop on {b}",
            f"{a} Conference on {b}",
            f"Proceedings of the {ordinal}{a} Conference on {b} ({short})", f"{ordinal}ACM {short} Conference on {b}",
            f"Proceedings of the {short} Workshop on {b}",
        ])  # fmt: skip

    def body(self) -> str:
        """A corporate author."""
        return self.rng.choice(words("bodies")).format(
            f=self.rng.choice(words("fields")), t=self.rng.choice(pools()["town"])
        )

    def publisher(self) -> str:
        """A publishing house."""
        if self.chance(0.6):
            return self.rng.choice(words("publishers"))
        if self.chance(0.4):
            a, b, c = (self.rng.choice(pools()["family"]) for _ in range(3))
            word = self.rng.choice([*pools()["fr"], *pools()["es"], *pools()["it"], *pools()["word"]]).title()
            return self.rng.choice([
                f"{a}, {b} and {c}", f"{a} and {b}", f"{a}, {b}", f"{a} & Co.", f"{a} and Co. Ltd.", f"{a}, Inc.",
                f"{a}, {b} & Co", f"Printed for {a}, {b}, and {c}", f"Printed by J. {a}", self.body(),
                f"Companhia das {word}", f"Edizioni {word}", f"Library of {word}", f"{word} Classics",
                f"{word} Pictures", f"{word} and {a}", f"{word} House", f"Editorial {word}", f"{word}",
                f"Les Éditions du {word}", f"{a} Bros.", f"Amer. {word} Soc.",
            ])  # fmt: skip
        town, family = self.rng.choice(pools()["town"]), self.rng.choice(pools()["family"])
        return self.rng.choice(
            [
                f"University of {town} Press",
                f"{town} University Press",
                f"{family} Verlag",
                f"{town} Univ. Press",
                f"Presses universitaires de {town}",
                f"{family} & Sons",
                f"{family} Publishing Company",
                f"{family} & {self.family()}",
                f"Éditions {family}",
                f"{family}",
                f"{town} UP",
                f"{family} Publishing",
                f"Editora {family}",
                f"{family} Books",
            ]
        )

    def place(self) -> str:
        """A place of publication."""
        return place(self.rng)

    def pages(self) -> tuple[str, str]:
        """First and last page; the last is empty for an article number."""
        x = self.rng.random()
        if x < 0.1:
            return self.rng.choice(
                [
                    f"e{self.rng.randint(1, 99999)}",
                    str(self.rng.randint(10**5, 10**7)),
                    f"S{self.rng.randint(1, 400)}",
                    str(self.rng.randint(1, 1500)),
                    f"{self.rng.randint(0, 20000):06d}",
                    f"L{self.rng.randint(1, 90)}",
                ]
            ), ""
        first = self.rng.choice(
            [
                self.rng.randint(1, 99),
                self.rng.randint(100, 999),
                self.rng.randint(1000, 9999),
                self.rng.randint(10000, 40000),
            ]
        )
        last = str(first + self.rng.randint(1, 40))
        if self.chance(0.4) and len(str(first)) == len(last):
            common = 0
            while common < len(last) - 1 and last[common] == str(first)[common]:
                common += 1
            last = last[common:]
        prefix = self.rng.choice(["S", "e", "R", "L"]) if self.chance(0.05) else ""
        return f"{prefix}{first}", f"{prefix if self.chance(0.5) else ''}{last}"

    def work(self) -> Work:
        """Everything that a reference could say of one work."""
        rng = self.rng
        year = rng.randint(1950, 2024) if self.chance(0.93) else rng.randint(1750, 1950)
        journal = self.journal()
        stem = "".join(c for c in journal.lower() if c.isalpha())[:6] or "abc"
        doi = rng.choice([
            f"10.{rng.randint(1000, 9999)}/{stem}.{year}.{rng.randint(1, 9999)}",
            f"10.1016/s{rng.randint(1000, 9999)}-{rng.randint(1000, 9999)}({year % 100:02d})"
            f"{rng.randint(10000, 99999)}-{rng.randint(0, 9)}",
            f"10.{rng.randint(1000, 99999)}/{rng.randint(10**6, 10**9)}",
            f"10.1371/journal.pone.{rng.randint(10**6, 9 * 10**6):07d}",
        ])  # fmt: skip
        plain = pools()["word"]
        url = (
            f"http{rng.choice(['', 's'])}://www.{rng.choice(plain)}{rng.choice(['.org', '.com', '.gov', '.edu'])}"
            f"/{rng.choice(plain)}/{rng.choice(plain)}{rng.choice(['', '', '.html', '/', '.pdf'])}"
        )
        volume = str(rng.choice([rng.randint(1, 40), rng.randint(1, 150), rng.randint(100, 900)]))
        if self.chance(0.06):
            volume = (
                rng.choice(["A", "B", "D", "E"]) + volume
                if self.chance(0.5)
                else rng.choice(["XII", "IV", "XXIV", "LX", "VII", "LXV", "XCI", "II", "III"])
            )
        issue = (
            str(rng.randint(1, 12))
            if self.chance(0.85)
            else rng.choice(["3-4", "1/2", "Suppl 1", "Pt 2", "11 Suppl", "4 Suppl 2", "15s", "1–2"])
        )
        return Work(
            authors=self.people([1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5, 6, 7, 8, 12]), editors=self.people([1, 1, 2, 2, 3]),
            body=self.body(), title=self.title(), host=self.title(),
            journal=journal, conference=self.conference(), year=year, month=rng.randint(1, 12), day=rng.randint(1,
            28), volume=volume, issue=issue, pages=self.pages(),
            publisher=self.publisher(), place=self.place(),
            university=f"University of "
                       f"{rng.choice(pools()['town'])}" if self.chance(0.5) else f"{rng.choice(pools()['town'])}"
                                                                                 f" University",
            numbers={"doi": doi, "url": url, "pmid": str(rng.randint(10**6, 4 * 10**7)), "pmc": str(rng.randint(10**5,
            10**7)), "arxiv": f"{rng.randint(801, 2312):04d}.{rng.randint(1, 9999):04d}"},
        )  # fmt: skip
