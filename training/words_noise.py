"""Things that running text has and documentation lacks: references, abbreviations, symbols of genes and drugs, dates,
names and brands. They are made up here and strewn into prose, so that the model sees where spaces do not belong.
"""

from __future__ import annotations

import random
import string
from collections.abc import Sequence

_MONTHS = (
    "Jan",
    "Feb",
    "March",
    "April",
    "May",
    "June",
    "July",
    "Aug",
    "Sept",
    "Oct",
    "Nov",
    "Dec",
    "October",
    "December",
)
_UNITS = ("mg", "kg", "ml", "mm", "cm", "km", "kDa", "mmHg", "GB", "MHz", "px", "h", "min", "nM", "%", "°C")
_ENDINGS = (
    "mab",
    "tinib",
    "statin",
    "olol",
    "pril",
    "cillin",
    "azole",
    "emia",
    "itis",
    "oma",
    "ectomy",
    "ase",
    "ine",
    "ide",
)
_STARTS = ("tras", "per", "lapa", "capeci", "oligo", "neuro", "hepato", "cardio", "levo", "meta", "gastro", "broncho")
_MIDDLES = ("tuzu", "ti", "ro", "ni", "lo", "xi", "va", "me", "plas", "ra", "to", "cy", "phar")
_LATIN = ("in vitro", "in vivo", "et al.", "e.g.", "i.e.", "a priori", "vs", "cf.")
_SPECIES = ("E. coli", "M. tuberculosis", "S. aureus", "C. elegans", "D. melanogaster", "A. thaliana", "H. pylori")


def strew(lines: Sequence[str], rng: random.Random) -> list[str]:
    """The lines with made-up tokens put in between their words; a brand of the document comes back again and again."""
    names = [
        "".join(rng.choices(string.ascii_uppercase, k=rng.randint(2, 5))) + rng.choice(("", "", "1", "2", "-2", "2A"))
    ]
    pool = [word for line in lines for word in line.split() if word.isalpha() and 3 < len(word) < 9]
    if len(pool) > 4:
        names += [_brand(rng.choice(pool), rng.choice(pool), rng) for _ in range(2)]
    out = []
    for line in lines:
        words = line.split(" ")
        for _ in range(rng.choice((0, 0, 1, 1, 2, 3)) if len(words) > 4 else 0):
            token = rng.choice(names) if rng.random() < 0.4 else _token(rng)
            words.insert(rng.randrange(1, len(words)), token)
        if len(words) > 7 and rng.random() < 0.15:
            first = rng.randrange(1, len(words) - 4)
            last = first + rng.randint(1, 4)
            opened, closed = rng.choice(('""', '""', "“”", "()", "''", "[]"))
            words[first], words[last] = opened + words[first], words[last] + rng.choice(("", ",", ".", "")) + closed
        if len(words) > 7 and rng.random() < 0.15:
            words.insert(rng.randrange(2, len(words) - 1), rng.choice("–—-:"))
        out.append(" ".join(words))
    return out


def _brand(one: str, two: str, rng: random.Random) -> str:
    """VeryWell, Verywell, veryWell, eWell, McWell."""
    forms = (
        one.capitalize() + two.capitalize(), one.capitalize() + two.lower(),
        rng.choice("eiemx") + two.capitalize(), rng.choice(("Mc", "Mac", "De", "Le", "Fitz")) + two.capitalize(),
        one.capitalize() + rng.choice(("ly", "ify", "hub", "io", "tech", "net", "med")),
    )  # fmt: skip
    return rng.choice(forms)


def _token(rng: random.Random) -> str:
    """Something that is no plain word."""
    number, small = rng.randint(1, 2021), rng.randint(1, 99)
    kinds = (
        lambda: f"[{small}]", lambda: f"[{small},{small + 2}]", lambda: f"[{small}–{small + 4}]", lambda: f"({small})",
        lambda: f"(Figure {small})", lambda: f"(Fig. {small}{rng.choice('ABCabc')})", lambda: f"Table {small}",
        lambda: f"in Table {small}.", lambda: f"Figure {small}{rng.choice('ABC')}",
        lambda: f"({_author(rng)} et al., {number})", lambda: f"({_author(rng)} and {_author(rng)}, {number})",
        lambda: f"{_author(rng)} et al. [{small}]", lambda: f"(P < 0.0{small})", lambda: f"(p = 0.{small})",
        lambda: f"(n = {small})", lambda: f"{small}.{small}%", lambda: f"{small}{rng.choice(_UNITS)}",
        lambda: f"{small} {rng.choice(_UNITS)}", lambda: rng.choice(_LATIN), lambda: rng.choice(_SPECIES),
        lambda: f"{rng.choice(_MONTHS)} {small % 28 + 1}, {1990 + small % 35}", lambda: f"{number}s",
        lambda: f"{small}th",
        lambda: _gene(rng), lambda: _gene(rng), lambda: f"{_gene(rng)}-positive", lambda: f"({_gene(rng)})",
        lambda: _drug(rng), lambda: _drug(rng), lambda: f"{_drug(rng)} ({_drug(rng).capitalize()})",
        lambda: f"{_author(rng)} {rng.choice(string.ascii_uppercase)}.",
        lambda: f"{rng.choice('JKM')}.{rng.choice('RST')}.",
        lambda: f"{_author(rng)} {_author(rng)}", lambda: f"Dr. {_author(rng)}", lambda: f"{small}:{small % 50 + 10}pm",
        lambda: f"10.{number}/{_gene(rng).lower()}.{number}",
        lambda: f"{number};{small}({small % 12 + 1}):{number}-{number + 9}",
        lambda: f"word{'(s)'}", lambda: f"${small},{number % 900 + 100}", lambda: f"“{_drug(rng)}”",
        lambda: f"#{_drug(rng)}",
    )  # fmt: skip
    return rng.choice(kinds)()


def _author(rng: random.Random) -> str:
    return rng.choice(_STARTS).capitalize() + rng.choice(
        ("man", "son", "berg", "ney", "ski", "ez", "etti", "ard", "er")
    )


def _drug(rng: random.Random) -> str:
    return rng.choice(_STARTS) + rng.choice(_MIDDLES) + rng.choice(_ENDINGS)


def _gene(rng: random.Random) -> str:
    capitals = "".join(rng.choices(string.ascii_uppercase, k=rng.randint(2, 4)))
    forms = (
        f"{capitals}{rng.randint(1, 9)}", f"{capitals}-{rng.randint(1, 19)}", f"{rng.choice('cmrspbt')}{capitals}",
        f"p{rng.randint(10, 99)}", f"{capitals}{rng.randint(1, 9)}/{rng.randint(1, 9)}", f"{capitals.capitalize()}C",
        f"T-{capitals[:2]}{rng.randint(1, 3)}", capitals,
    )  # fmt: skip
    return rng.choice(forms)
