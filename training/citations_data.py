"""Made-up metadata of works, from which training/citations_styles.py renders references.

People and towns come from Faker (MIT), words from citations_words.txt and Faker's; journals and publishers are put together
from parts, beside some well-known names, which are facts. Nothing is taken from labelled references.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from faker import Faker

LOCALES = (
    "en_US en_GB de_DE fr_FR es_ES it_IT nl_NL pt_BR pl_PL sv_SE no_NO da_DK fi_FI cs_CZ tr_TR hu_HU ro_RO en_IN id_ID hr_HR"
).split()


@cache
def words(section: str) -> list[str]:
    """The items of one section of citations_words.txt."""
    text = Path(__file__).with_name("citations_words.txt").read_text("utf-8")
    _, _, body = text.partition(f"[{section}]\n")
    items = body.split("\n[", 1)[0].replace("\n", " ").split("|")
    return [item.strip() for item in items if item.strip()]


@cache
def abbreviated() -> dict[str, str]:
    """Words of journal names and how they are abbreviated."""
    return dict(pair.split("=") for pair in words("abbreviated"))


@dataclass
class Person:
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


@cache
def fakers() -> list[Faker]:
    made = [Faker(locale) for locale in LOCALES]
    for i, one in enumerate(made):
        one.seed_instance(i)
    return made


@cache
def pools() -> dict[str, list[str]]:
    """Names, towns and plain words, drawn once: asking Faker each time is slow."""
    out: dict[str, list[str]] = {"family": [], "given": [], "town": [], "word": []}
    for one in fakers():
        out["family"] += [one.last_name() for _ in range(600)]
        out["given"] += [one.first_name() for _ in range(400)]
        if one.locales != ["it_IT"]:  # Faker draws these from a set: other towns with every hash seed
            out["town"] += [one.city() for _ in range(60)]
    out["word"] = sorted({w for w in fakers()[0].words(5000) if len(w) > 2})
    for i in (2, 3, 4, 5):
        out[LOCALES[i][:2]] = sorted(set(fakers()[i].words(4000)))
    return out


class Maker:
    """Makes works from a seed."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)

    def chance(self, p: float) -> bool:
        return self.rng.random() < p

    def family(self) -> str:
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
        given = [self.given() for _ in range(2 if self.chance(0.45) else 1)]
        if self.chance(0.03):
            given.append(self.given())
        return Person(self.family(), given)

    def given(self) -> str:
        return self.rng.choice(words("east_given") if self.chance(0.15) else pools()["given"])

    def people(self, counts: list[int]) -> list[Person]:
        return [self.person() for _ in range(self.rng.choice(counts))]

    def title(self) -> str:
        x = self.rng.random()
        if x < 0.77:
            return self._plain_title()
        if x < 0.87:  # "Short: what it is about"
            head = " ".join(
                self._word(words("humanities") + words("science") + words("medicine"))
                for _ in range(self.rng.choice([1, 1, 2, 3]))
            )
            head = (
                head.title() if self.chance(0.7) else head.upper() if self.chance(0.3) else head[:1].upper() + head[1:]
            )
            return f"{head}{self.rng.choice([': ', ': ', ': ', ' : ', '. ', '?: ', '! '])}{self._plain_title()}"
        if x < 0.93:  # "One, Two, and Three"
            parts = [
                self._word(words("humanities") + words("science") + words("medicine"))
                for _ in range(self.rng.choice([2, 3, 3, 4]))
            ]
            parts = [" ".join([w, self._word(words("science"))]) if self.chance(0.3) else w for w in parts]
            listed = ", ".join(parts[:-1]) + self.rng.choice([", and ", " and ", ", & ", ", or "]) + parts[-1]
            listed = (
                listed.title().replace(" And ", " and ").replace(" Or ", " or ")
                if self.chance(0.65)
                else listed[:1].upper() + listed[1:]
            )
            return (
                f"{listed}: {self._plain_title()}"
                if self.chance(0.3)
                else f"{self._plain_title()} {listed}"
                if self.chance(0.2)
                else listed
            )
        if x < 0.97:
            parts = self._plain_title().split(" ")
            at = self.rng.randrange(len(parts))
            parts[at] += self.rng.choice([
                f" ({self.rng.randint(1500, 2000)})", f" ({self.rng.randint(1500, 1800)}-{self.rng.randint(1801, 1999)})", f", {self.rng.randint(1800, 1950)}–{self.rng.randint(1951, 2010)}",
                " “" + self._word(words('humanities')) + " " + self._word(words('science')) + "”", ' "' + self._word(words('humanities')) + '"', " ‘" + self._word(words('humanities')) + "’", " [Ca2+]i", f" ({self._word(words('science'))} {self._word(words('science'))})",
                f", {self.place()}", f" in {self.rng.choice(pools()['town'])}, {self.rng.choice(words('countries'))}", f" of the {self.rng.choice(pools()['town'])} {self.rng.choice(['River', 'Valley', 'region', 'Basin'])}, {self.rng.choice(words('countries'))}", ". II.", " I: " + self._word(words('science')).title(), ", Part 2:", f" no. {self.rng.randint(2, 90)}:", " vs.", " (ACR12)", ", Ca, Cu, and Zn", " U.S.", " et al.", " in Vitro", f" in {self.rng.randint(1900, 2015)}",
            ])  # fmt: skip
            return " ".join(parts).rstrip(".:")
        return f"{self._plain_title()}. {self._plain_title()}"

    def _plain_title(self) -> str:
        length = self.rng.choice([1, 2, 3, 4, 4, 5, 6, 7, 8, 9, 10, 12, 14, 17, 20])
        if self.chance(0.08):
            language = self.rng.choice(["de", "fr", "es", "it"])
            return self._sentence(
                [
                    self.rng.choice(words(f"small_{language}") if i % 2 and i < length - 1 else pools()[language])
                    for i in range(length)
                ]
            )
        pool = self.rng.choice(
            [
                words("medicine"),
                words("science"),
                words("humanities"),
                words("medicine") + words("science"),
                words("science") + words("humanities"),
            ]
        )
        parts: list[str] = []
        for i in range(length):
            after_small = not parts or parts[-1] in words("small")
            parts.append(
                self.rng.choice(words("small"))
                if i and not after_small and i < length - 1 and self.chance(0.42)
                else self._word(pool)
            )
        if self.chance(0.12):
            parts.insert(
                0,
                self.rng.choice(
                    ["The", "A", "On the", "Toward", "An", "How", "Why", "Towards a", "In", "What Is", "Some"]
                ),
            )
        return self._sentence(parts)

    def _word(self, pool: list[str]) -> str:
        x = self.rng.random()
        if x < 0.6:
            return self.rng.choice(pool)
        if x < 0.88:
            return self.rng.choice(pools()["word"])
        if x < 0.91:
            return self.rng.choice(words("acronyms"))
        if x < 0.94:
            return self.rng.choice(pools()["town"])
        if x < 0.96:
            return self.rng.choice(pools()["family"])
        if x < 0.98:
            return str(
                self.rng.choice(
                    [2, 3, 4, 5, 10, 12, 24, 50, 100, 1918, 1945, 1968, 1989, 2000, 2008, "1914-1918", "18th"]
                )
            )
        return f"{self.rng.choice(pool)}-{self.rng.choice(pool)}"

    def _sentence(self, parts: list[str]) -> str:
        if len(parts) > 5 and self.chance(0.35):
            at = self.rng.randrange(2, len(parts) - 2)
            parts[at] += self.rng.choice([":", ":", ":", ":", " –", " -", ",", "?", ".", ","])
            if self.chance(0.7) and parts[at][-1] != ",":
                parts[at + 1] = parts[at + 1][:1].upper() + parts[at + 1][1:]
        if self.chance(0.07):
            at = self.rng.randrange(len(parts))
            parts[at] = f"({parts[at]})"
        text = " ".join(parts)
        text = text[:1].upper() + text[1:]
        if self.chance(0.33):
            text = " ".join(w if w in words("small") else w[:1].upper() + w[1:] for w in text.split())
        return text.upper() if self.chance(0.015) else text

    def journal(self) -> str:
        if self.chance(0.33):
            return self.rng.choice(words("journals"))
        if self.chance(0.2):
            one, two = (
                self._word(words("humanities") + words("science")).title(),
                self._word(words("humanities") + words("medicine")).title(),
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
            f"Journal of {b}", f"Journal of {a} {b}", f"{a} Journal of {b}", f"{b} Research", f"Annals of {b}", f"{b} and {c}", f"{b} & {c}",
            f"International Journal of {b} and {c}", f"{a} {b}", f"{b} Review", f"Archives of {b}", f"{b} Letters", f"Advances in {b}",
            f"Trends in {b}", f"Transactions of the {a} Society of {b}", f"Bulletin of the {a} {b} Society", b, f"Current Opinion in {b}",
            f"Frontiers in {b}", f"BMC {b}", f"Reviews of {a} {b}", f"Acta {b}", f"{b} Quarterly", f"Studies in {b}", f"Journal of {b}: {c}",
            f"IEEE Transactions on {b}", f"Proceedings of the {a} Society", f"The {b} Journal", f"{self.rng.choice(pools()['town'])} Review",
            f"The Journal of the {a} {b} Association", f"Zeitschrift für {b}", f"Revue de {b}", f"Revista de {b}", f"{b}, {c} and {self.rng.choice(words('fields'))}",
        ])  # fmt: skip
        if self.chance(0.5):
            name = " ".join(
                abbreviated().get(w, w) for w in name.split() if w not in ("of", "the", "in", "and", "on", "&")
            )
            if self.chance(0.4):
                name = " ".join(w + "." if w in abbreviated().values() else w for w in name.split())
        return f"{name} ({self.rng.choice(pools()['town'])})" if self.chance(0.04) else name

    def conference(self) -> str:
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
            f"Proceedings of the {ordinal}International Conference on {b}", f"Proc. {ordinal}Int. Conf. on {b}", f"Proc. {short}{year}",
            f"Proceedings of the {ordinal}Annual Meeting of the {a} Society for {b}", f"Proc. of the {ordinal}ACM Symposium on {b}",
            f"Proceedings of {short}{year}", f"{short}{year}", f"IEEE International Workshop on {b}", f"{a} Conference on {b}",
            f"Proceedings of the {ordinal}{a} Conference on {b} ({short})", f"{ordinal}ACM {short} Conference on {b}", f"Proceedings of the {short} Workshop on {b}",
        ])  # fmt: skip

    def body(self) -> str:
        return self.rng.choice(words("bodies")).format(
            f=self.rng.choice(words("fields")), t=self.rng.choice(pools()["town"])
        )

    def publisher(self) -> str:
        if self.chance(0.6):
            return self.rng.choice(words("publishers"))
        if self.chance(0.4):
            a, b, c = (self.rng.choice(pools()["family"]) for _ in range(3))
            word = self.rng.choice([*pools()["fr"], *pools()["es"], *pools()["it"], *pools()["word"]]).title()
            return self.rng.choice([
                f"{a}, {b} and {c}", f"{a} and {b}", f"{a}, {b}", f"{a} & Co.", f"{a} and Co. Ltd.", f"{a}, Inc.", f"{a}, {b} & Co", f"Printed for {a}, {b}, and {c}", f"Printed by J. {a}", self.body(),
                f"Companhia das {word}", f"Edizioni {word}", f"Library of {word}", f"{word} Classics", f"{word} Pictures", f"{word} and {a}", f"{word} House", f"Editorial {word}", f"{word}", f"Les Éditions du {word}", f"{a} Bros.", f"Amer. {word} Soc.",
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
        if self.chance(0.7):
            return self.rng.choice(words("places"))
        town = self.rng.choice(pools()["town"])
        return (
            f"{town}, {self.rng.choice(words('countries'))}"
            if self.chance(0.4)
            else f"{town} (VT)"
            if self.chance(0.05)
            else town
        )

    def pages(self) -> tuple[str, str]:
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
        rng = self.rng
        year = rng.randint(1950, 2024) if self.chance(0.93) else rng.randint(1750, 1950)
        journal = self.journal()
        stem = "".join(c for c in journal.lower() if c.isalpha())[:6] or "abc"
        doi = rng.choice([
            f"10.{rng.randint(1000, 9999)}/{stem}.{year}.{rng.randint(1, 9999)}", f"10.1016/s{rng.randint(1000, 9999)}-{rng.randint(1000, 9999)}({year % 100:02d}){rng.randint(10000, 99999)}-{rng.randint(0, 9)}",
            f"10.{rng.randint(1000, 99999)}/{rng.randint(10**6, 10**9)}", f"10.1371/journal.pone.{rng.randint(10**6, 9 * 10**6):07d}",
        ])  # fmt: skip
        plain = pools()["word"]
        url = f"http{rng.choice(['', 's'])}://www.{rng.choice(plain)}{rng.choice(['.org', '.com', '.gov', '.edu'])}/{rng.choice(plain)}/{rng.choice(plain)}{rng.choice(['', '', '.html', '/', '.pdf'])}"
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
            authors=self.people([1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5, 6, 7, 8, 12]), editors=self.people([1, 1, 2, 2, 3]), body=self.body(), title=self.title(), host=self.title(),
            journal=journal, conference=self.conference(), year=year, month=rng.randint(1, 12), day=rng.randint(1, 28), volume=volume, issue=issue, pages=self.pages(),
            publisher=self.publisher(), place=self.place(), university=f"University of {rng.choice(pools()['town'])}" if self.chance(0.5) else f"{rng.choice(pools()['town'])} University",
            numbers={"doi": doi, "url": url, "pmid": str(rng.randint(10**6, 4 * 10**7)), "pmc": str(rng.randint(10**5, 10**7)), "arxiv": f"{rng.randint(801, 2312):04d}.{rng.randint(1, 9999):04d}"},
        )  # fmt: skip
