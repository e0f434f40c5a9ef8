"""Made-up titles, and the words and names that all made-up metadata is put together from.

People and towns come from Faker (MIT), words from citations_words.txt and Faker's lists.
"""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

from faker import Faker

LOCALES = [
    "en_US",
    "en_GB",
    "de_DE",
    "fr_FR",
    "es_ES",
    "it_IT",
    "nl_NL",
    "pt_BR",
    "pl_PL",
    "sv_SE",
    "no_NO",
    "da_DK",
    "fi_FI",
    "cs_CZ",
    "tr_TR",
    "hu_HU",
    "ro_RO",
    "en_IN",
    "id_ID",
    "hr_HR",
]


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


@cache
def fakers() -> list[Faker]:
    """One seeded Faker for each locale."""
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


def place(rng: random.Random) -> str:
    """A place of publication."""
    if rng.random() < (0.7):
        return rng.choice(words("places"))
    town = rng.choice(pools()["town"])
    return (
        f"{town}, {rng.choice(words('countries'))}"
        if rng.random() < (0.4)
        else f"{town} (VT)"
        if rng.random() < (0.05)
        else town
    )


class Titles:
    """Makes titles."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng

    def chance(self, p: float) -> bool:
        """True in the share p of the cases."""
        return self.rng.random() < p

    def title(self) -> str:
        """A title of one of the shapes that titles have."""
        x = self.rng.random()
        if x < 0.77:
            return self._plain_title()
        if x < 0.87:  # "Short: what it is about"
            head = " ".join(
                self.word(words("humanities") + words("science") + words("medicine"))
                for _ in range(self.rng.choice([1, 1, 2, 3]))
            )
            head = (
                head.title() if self.chance(0.7) else head.upper() if self.chance(0.3) else head[:1].upper() + head[1:]
            )
            return f"{head}{self.rng.choice([': ', ': ', ': ', ' : ', '. ', '?: ', '! '])}{self._plain_title()}"
        if x < 0.93:  # "One, Two, and Three"
            parts = [
                self.word(words("humanities") + words("science") + words("medicine"))
                for _ in range(self.rng.choice([2, 3, 3, 4]))
            ]
            parts = [" ".join([w, self.word(words("science"))]) if self.chance(0.3) else w for w in parts]
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
                f" ({self.rng.randint(1500, 2000)})",
                f" ({self.rng.randint(1500, 1800)}-{self.rng.randint(1801, 1999)})",
                f", {self.rng.randint(1800, 1950)}–{self.rng.randint(1951, 2010)}",
                " “" + self.word(words('humanities')) + " " + self.word(words('science')) + "”",
                ' "' + self.word(words('humanities')) + '"', " ‘" + self.word(words('humanities')) + "’",
                " [Ca2+]i", f" ({self.word(words('science'))} {self.word(words('science'))})",
                f", {place(self.rng)}", f" in {self.rng.choice(pools()['town'])}, "
                                        f"{self.rng.choice(words('countries'))}",
                f" of the {self.rng.choice(pools()['town'])} "
                f"{self.rng.choice(['River', 'Valley', 'region', 'Basin'])}, "
                f"{self.rng.choice(words('countries'))}", ". II.", " I: " + self.word(words('science')).title(),
                ", Part 2:", f" no. {self.rng.randint(2, 90)}:", " vs.", " (ACR12)", ", Ca, Cu, and Zn", " U.S.",
                " et al.", " in Vitro", f" in {self.rng.randint(1900, 2015)}",
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
                else self.word(pool)
            )
        if self.chance(0.12):
            parts.insert(
                0,
                self.rng.choice(
                    ["The", "A", "On the", "Toward", "An", "How", "Why", "Towards a", "In", "What Is", "Some"]
                ),
            )
        return self._sentence(parts)

    def word(self, pool: list[str]) -> str:
        """A word of a title: mostly from the pool, now and then a name, number or compound."""
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
