"""Works into labelled references: the templates of citations_styles.txt, then the damage of scraping.

A rendered reference is a list of (label, text); label "" is what stands between the fields.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from citations_data import Maker, Person, Work
from citations_titles import words

Labelled = list[tuple[str, str]]

# How a template's field is labelled, where its name is not the label.
LABEL = {
    "journal": "container-title", "host": "container-title", "conference": "container-title", "year": "date",
    "yearletter": "date",
    "issued": "date", "month": "date", "place": "publisher-place", "institution": "publisher",
    "series": "collection-title",
    "reportno": "genre", "volumes": "note", "ids": "", "seriesname": "container-title", "pagecount": "page",
}  # fmt: skip
GENRES = [
    "PhD thesis",
    "Ph.D. thesis",
    "Doctoral dissertation",
    "(Doctoral dissertation)",
    "(Unpublished doctoral dissertation)",
    "Ph.D. diss.",
    "Ph.D. dissertation",
    "Master's thesis",
    "Diss.",
    "Dissertation",
    "Thèse de doctorat",
    "dissertation",
    "MA thesis",
    "Tese de Doutorado",
]


@cache
def templates() -> tuple[list[str], list[int]]:
    """The templates and their weights."""
    lines = Path(__file__).with_name("citations_styles.txt").read_text("utf-8").split("\n")
    rows = [line.split(" ", 1) for line in lines if line and not line.startswith("#")]
    return [text for _, text in rows], [int(weight) for weight, _ in rows]


def references(count: int, seed: int) -> Iterator[Labelled]:
    """`count` references in random styles, the damage included."""
    maker = Maker(seed)
    texts, weights = templates()
    for template in maker.rng.choices(texts, weights, k=count):
        yield damaged(clean(Renderer(maker).render(template)), maker.rng)


def clean(parts: Labelled) -> Labelled:
    """Without empty fields, and without a stop after a title that ends in a mark of its own."""
    out: Labelled = []
    for label, text in parts:
        if not text:
            continue
        if (
            out
            and not label
            and text[0] in ".,?"
            and out[-1][1][-1:] in ".?!"
            and (text[0] == "." or out[-1][1][-1] == "?")
        ):
            text = text[1:]
        if text:
            out.append((label, text))
    return out


def damaged(parts: Labelled, rng: random.Random) -> Labelled:
    """Numbers before it, spaces lost between fields, other dashes, dashes lost, words broken at a line's end."""
    glue = rng.random()
    out: Labelled = []
    for label, text in parts:
        if not label and glue < 0.10 and rng.random() < 0.6 and text.strip():
            text = text.strip() if glue < 0.05 else text.rstrip()
        if label == "page" and rng.random() < 0.015:
            text = re.sub(r"[-–—]+", "", text)
        if label == "title" and rng.random() < 0.02:
            text = re.sub(r"(?<=[a-z]{4}) ?(?=[a-z]{3} )", "- ", text, count=1)
        out.append((label, text))
    if rng.random() < 0.2:
        out.insert(0, ("number", rng.choice(["[%d] ", "%d. ", "(%d) ", "%d ", "[%d]", "%d) "]) % rng.randint(1, 250)))
    return out


class Renderer:
    """Writes one work in one template."""

    def __init__(self, maker: Maker) -> None:
        self.maker, self.rng = maker, maker.rng
        self.work: Work = maker.work()
        self.dash = self.rng.choice(["-", "-", "-", "–", "–", "–", "--", "—", " - ", " – "])

    def render(self, template: str) -> Labelled:
        """The work as the template writes it."""
        parts, _ = self._sequence(template, 0, "")
        return parts

    def _sequence(self, text: str, at: int, closing: str) -> tuple[Labelled, int]:
        """Expand text[at:] up to one of the characters of `closing`."""
        out: Labelled = []
        while at < len(text) and text[at] not in closing:
            char = text[at]
            if char == "\\":
                out.append(("", text[at + 1]))
                at += 2
            elif char == "{":
                end = text.index("}", at)
                name, _, form = text[at + 1 : end].partition(":")
                out += self._field(name, form)
                at = end + 1
            elif char in "<[":
                options, at = self._options(text, at)
                out += options
            else:
                out.append(("", char))
                at += 1
        return _joined(out), at

    def _options(self, text: str, at: int) -> tuple[Labelled, int]:
        closing = ">" if text[at] == "<" else "]"
        share = 0.5
        if closing == "]" and (stated := re.compile(r"\[(\d+):").match(text, at)):
            share = int(stated.group(1)) / 100
            at = stated.end() - 1
        options = []
        while text[at] != closing:
            option, at = self._sequence(text, at + 1, "|" + closing)
            options.append(option)
        if closing == "]" and self.rng.random() >= share:
            return [], at + 1
        return self.rng.choice(options), at + 1

    def _field(self, name: str, form: str) -> Labelled:
        if name == "ids":
            return self._ids()
        if name in self.work.numbers:
            return [("ID", self.work.numbers[name])]
        if name in ("author", "editor", "translator", "director"):
            people = self.work.authors if name == "author" else self.work.editors
            return [(name, self._people(people, form))]
        return [(LABEL.get(name, name), str(getattr(self, f"_{name}", lambda _: getattr(self.work, name))(form)))]

    def _ids(self) -> Labelled:
        rng, numbers = self.rng, self.work.numbers
        x = rng.random()
        if x < 0.65:
            return [
                ("", rng.choice([" ", ". ", " ", ", "])),
                ("ID", rng.choice(["doi:", "doi: ", "DOI: ", "https://doi.org/", "DOI:", "", "doi "]) + numbers["doi"]),
                ("", rng.choice(["", ".", ""])),
            ]
        if x < 0.85:
            return [("", " "), ("ID", "PMID: " + numbers["pmid"]), ("", rng.choice(["", "."]))]
        if x < 0.9:
            return [("", " "), ("ID", "PMC" + numbers["pmc"]), ("", ".")]
        return [("", " "), ("ID", numbers["url"]), ("", rng.choice(["", "."]))]

    def _people(self, people: list[Person], form: str) -> str:
        return People(self.rng, self.work.body).write(people, form)

    def _page(self, _: str) -> str:
        first, last = self.work.pages
        return f"{first}{self.dash}{last}" if last else first

    def _seriesname(self, _: str) -> str:
        return self.rng.choice(
            [
                "Lecture Notes in Computer Science",
                "LNCS",
                "Graduate Texts in Mathematics",
                "SIGPLAN Notices",
                f"Studies in {self.rng.choice(words('fields'))}",
                f"{self.rng.choice(words('fields'))} Series",
            ]
        )

    def _pagecount(self, _: str) -> str:
        return f"{self.rng.randint(60, 900)}{self.rng.choice([' p', ' pp', 'p', ' pages'])}"

    def _volumes(self, _: str) -> str:
        return str(self.rng.randint(2, 6))

    def _yearletter(self, _: str) -> str:
        return f"{self.work.year}{self.rng.choice('abc') if self.rng.random() < 0.07 else ''}"

    def _month(self, _: str) -> str:
        return words("months")[self.work.month - 1]

    def _issued(self, form: str) -> str:
        month, day, year = words("months")[self.work.month - 1], self.work.day, self.work.year
        short = month[:3]
        forms = {
            "vancouver": [str(year)] * 4 + [f"{year} {short}", f"{year} {short} {day}"],
            "monthfirst": [short, f"{short} {day}", f"{month} {day}, {year}", f"{month}"],
            "long": [f"{month} {day}, {year}", f"{short}. {day}, {year}", f"{day} {month} {year}", f"{month} {year}"],
            "apa": [str(year), "n.d.", f"{year}, {month} {day}", f"{year}, {month}"],
            "day": [f"{day} {month} {year}", f"{day} {short}. {year}", f"{month} {day}, {year}",
            f"{short} {day}, {year}"],
            "monthyear": [f"{self.rng.choice(['Spring', 'Summer', 'Fall', 'Winter'])} {year}",
            f"{month}/{words('months')[self.work.month % 12]} {year}", f"{day} {month} {year}", str(year), str(year),
            f"{month} {year}", f"{short}. {year}", f"{short} {year}", f"{month}, {year}"],
        }  # fmt: skip
        return self.rng.choice(forms[form])

    def _accessed(self, _: str) -> str:
        month, day, year = self.rng.choice(words("months")), self.rng.randint(1, 28), self.rng.randint(2001, 2024)
        return self.rng.choice(
            [
                f"{month} {day}, {year}",
                f"{day} {month} {year}",
                f"{day} {month[:3]}. {year}",
                f"{year} {month[:3]} {day}",
            ]
        )

    def _note(self, form: str) -> str:
        when = self._accessed("")
        forms = {
            "cited": [f"cited {when}", f"accessed {when}"], "available": ["Available from:", "Available at:",
            "Available from"],
            "retrieved": [f"Retrieved {when}, from", "Retrieved from", f"Retrieved {when} from", "Available at",
            "Retrieved on " + when + " from:"],
            "inpress": ["in press", "In press", "forthcoming", "to appear", "submitted"], "www": ["Web", "Online"],
        }  # fmt: skip
        return self.rng.choice(forms[form])

    def _edition(self, _: str) -> str:
        return self.rng.choice(["2nd", "3rd", "4th", "5th", "Rev.", "2d", "First", "Second", "10th"])

    def _genre(self, _: str) -> str:
        return self.rng.choice(GENRES)

    def _reportno(self, _: str) -> str:
        return self.rng.choice(
            [
                f"No. {self.rng.randint(1, 300)}",
                f"CS-TR-{self.rng.randint(100, 400)}-{self.rng.randint(80, 99)}",
                f"MIT/LCS/TR-{self.rng.randint(100, 400)}",
                f"#{self.rng.randint(10, 400)}",
                f"TR-{self.rng.randint(80, 99)}-{self.rng.randint(1, 50)}",
                f"{self.rng.randint(1000, 9999)}",
                f"CS-{self.rng.randint(100, 999)}",
            ]
        )

    def _series(self, _: str) -> str:
        return self.rng.choice(
            [
                "Lecture Notes in Computer Science",
                "LNCS",
                "SIGPLAN Notices",
                "Studies in " + self.rng.choice(["Logic", "Language", "History"]),
            ]
        )

    def _institution(self, _: str) -> str:
        return self.rng.choice(
            [
                self.work.university,
                self.work.university,
                f"Dept. of Computer Science, {self.work.university}",
                f"Department of {self.rng.choice(words('fields'))}, {self.work.university}",
                f"{self.rng.choice(['DIKU', 'MIT', 'LIP6', 'INRIA', 'SRI'])}, {self.work.university}",
                "MIT Lincoln Labs",
                self.work.body,
            ]
        )


class People:
    """Writes a list of people in one of the usual forms."""

    def __init__(self, rng: random.Random, body: str) -> None:
        self.rng, self.body = rng, body

    def write(self, people: list[Person], form: str) -> str:
        """The people in one of the forms that the templates name."""
        rng = self.rng
        if form.endswith("body"):
            return self.body.upper() if form.startswith("caps") else self.body
        if form in ("apa", "mla", "ieee", "plain") and rng.random() < 0.035:
            return self.body
        if form == "eds":
            listed = self._listed(
                people, rng.choice(["initials-first", "initials-first", "full", "apa"]), rng.choice(["and", "&", "&"])
            )
            ending = rng.choice([" (Eds.)", " (Ed.)", " (eds.)", ", eds.", " (eds)", ", editors", ", editor", " (ed.)"])
            return listed + ending
        if form == "director":
            return self._listed(people[:2], "apa", "&") + rng.choice(
                [" (Director)", " (Producer)", " (Writer/Director)", " (Directors)"]
            )
        if form == "hg":
            return self._listed(people, rng.choice(["full", "inverted"]), "und") + rng.choice(
                [" (Hrsg.)", " (Hg.)", " (ed.)"]
            )
        style, conjunction = self._style(form)
        kept, etal = people, ""
        limit = rng.choice([None, None, 1, 3, 6])
        if limit and len(people) > limit and form not in ("full", "caps"):
            kept, etal = people[:limit], rng.choice([", et al.", " et al.", ", et al", " et al"])
        if form == "vancouver" and etal:
            etal = rng.choice([", et al", ", et al."])
        return self._listed(kept, style, "" if etal else conjunction) + etal

    def _style(self, form: str) -> tuple[str, str]:
        rng = self.rng
        styles = {
            "vancouver": ["bare"], "vancouver-dots": ["bare-dots", "bare-dots-tight"], "apa": ["apa", "apa", "apa",
            "apa-tight"], "apa0": ["apa-tight", "apa", "nocomma"],
            "firstinverted": ["first-inverted"], "mla": ["mla", "mla", "mla", "mla", "mla", "inverted"],
            "ieee": ["initials-first", "initials-first", "initials-tight", "full"], "nature": ["apa"],
            "plain": ["initials-first", "full", "full", "initials-tight", "first-inverted"], "full": ["full"],
            "physics": ["initials-first", "initials-tight"],
            "semicolon": ["semicolon", "semicolon-tight", "semicolon-full"], "inv": ["inverted", "mla"],
            "bibl": ["mla", "full", "family-only"], "caps": ["caps", "caps-full", "caps-bare", "caps-nocomma"],
        }  # fmt: skip
        words = {
            "apa": ["&", "&", "and", "", "et"],
            "apa0": ["and", "&", ""],
            "mla": ["and", "and", "and", "&", "und", "et", "y", "e"],
            "nature": ["&"],
            "vancouver": [""],
            "caps": ["", "&", "et", "e", "; "],
        }
        return rng.choice(styles[form]), rng.choice(words.get(form, ["and", "and", "&", ""]))

    def _listed(self, people: list[Person], style: str, conjunction: str) -> str:
        names = [self._name(person, style, i) for i, person in enumerate(people)]
        comma = "; " if style.startswith("semicolon") or conjunction == "; " else ", "
        if style == "inverted" and conjunction not in ("", "; ") and len(names) < 4 and self.rng.random() < 0.6:
            return f" {conjunction} ".join(names)
        if len(names) == 1 or conjunction in ("", "; "):
            return comma.join(names)
        oxford = comma if len(names) > 2 or style in ("apa", "mla", "inverted", "semicolon") else " "
        if self.rng.random() < 0.3:
            oxford = " "
        return comma.join(names[:-1]) + oxford + conjunction + " " + names[-1]

    def _name(self, person: Person, style: str, i: int) -> str:
        family, given = person.family, person.given
        dotted, tight = self._initials(given, ". ") + ".", self._initials(given, ".") + "."
        bare = self._initials(given, "")
        full = given[0] + "".join(f" {g[0]}." if self.rng.random() < 0.7 else f" {g}" for g in given[1:])
        suffix = self.rng.choice([" Jr", " Jr.", " III"]) if self.rng.random() < 0.008 else ""
        return {
            "bare": f"{family} {bare}{suffix}", "bare-dots": f"{family} {dotted}",
            "bare-dots-tight": f"{family} {tight}",
            "apa": f"{family}, {dotted}{',' + suffix if suffix else ''}", "apa-tight": f"{family}, {tight}",
            "nocomma": f"{family} {tight}",
            "first-inverted": f"{dotted} {family}" if i else f"{family}, {dotted}",
            "mla": f"{full} {family}{suffix}" if i else f"{family}, {full}{suffix}",
            "family-only": family, "inverted": f"{family}, {full}", "initials-first": f"{dotted} {family}{suffix}",
            "initials-tight": f"{tight} {family}",
            "full": f"{full} {family}{suffix}", "semicolon": f"{family}, {dotted}",
            "semicolon-tight": f"{family}, {tight}", "semicolon-full": f"{family}, {full}",
            "caps": f"{family.upper()}, {dotted}",
            "caps-full": f"{family.upper()}{self.rng.choice([' ', ', '])}{full}",
            "caps-bare": f"{family.upper()} {tight}", "caps-nocomma": f"{family.upper()} {bare}",
        }[style]  # fmt: skip

    def _initials(self, given: list[str], joint: str) -> str:
        letters = [part[0] for part in given]
        if "-" in given[0] and len(given) == 1:
            letters = [part[0].upper() for part in given[0].split("-")]
            return ("-" if not joint else ".-").join(letters)
        return joint.join(letters)


def _joined(parts: Labelled) -> Labelled:
    """Neighbours of one label as one."""
    out: Labelled = []
    for label, text in parts:
        if out and out[-1][0] == label:
            out[-1] = (label, out[-1][1] + text)
        else:
            out.append((label, text))
    return out
