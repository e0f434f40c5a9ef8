"""A list of names as it is written in a reference, into the names of CSL-JSON.

>>> parse_names("Krop IE, Kim S-B, van der Berg A, et al")[2]
{'family': 'Berg', 'given': 'A.', 'non-dropping-particle': 'van der'}
>>> parse_names("American Cancer Society.")
[{'literal': 'American Cancer Society'}]
"""

from __future__ import annotations

import re
from typing import Literal

Name = dict[str, str]

_UP = r"A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĢĪİĶŁĻŃŅŇŐŒŘŚŞŠŢŤŪŮŰŸŹŻŽΑ-ΩА-Я"
_PARTICLE = (
    "van|von|vom|zu|zur|zum|der|den|de|del|della|dello|di|da|dal|das|dos|do|du|des|la|le|lo|ten|ter|te|"
    "el|al|ibn|bin|ben|af|av|auf|y|e|’t|'t|d’|d'"
)
# What stands for given names: "S. M.", "S.M.", "SM", "S-B", "J.-P.", "Ch."
_INITIALS = re.compile(
    rf"(?:[{_UP}][a-z]?\.\s?[-‐–]?\s?){{1,5}}[{_UP}]?|[{_UP}]{{1,3}}(?:[-‐–][{_UP}]{{1,2}})?|[{_UP}](?:\s[{_UP}]"
    rf"){{1,3}}|[{_UP}][-‐–]\s?[{_UP}]\."
)
_SUFFIX = re.compile(r"(?:Jr|Sr|jr|sr|II|III|IV|2nd|3rd|MD|PhD)\.?")
_ET_AL = re.compile(
    r"[\s,;&]*(?:\b(?:and|und|et|y|e)\s+)?(?:\bet\.?\s?al\b\.?|\b(?:and|&)\s+(?:others|colleagues|coworkers)\b|"
    r"\bothers\b"
    r"|\bu\.\s?a\.|…|\.\s?\.\s?\.)[\s.,;:]*$",
    re.IGNORECASE,
)
_LAST_STOP = re.compile(r"(?<=[^\W\d_]{3})\.$|(?<=[^\W\d_.\s-][^\W\d_])\.$")
_ELLIPSIS = re.compile(r",?\s*(?:…|\.\s?\.\s?\.|\bet al\b\.?,?)\s*(?:&\s*)?")
_ROLE = re.compile(
    r"[\s,]*(?:[(\[]\s?(?:[Ee]ds?|EDS?|[Ee]ditors?|Hrsg|Hg|[éÉ]ds?|[Dd]irs?|[Cc]oords?|[Cc]omps?|[Tt]rans|[Tt]ra"
    r"nslators?"
    r"|(?:Writer/)?[Dd]irector|[Pp]roducer)\b\.?\s?[)\]]|\b(?:[Ee]ds?\.|[Ee]ditors?\b|[Ee]dited by\b|Hrsg\.|Hg\."
    r"|[Tt]ranslated by\b"
    r"|[éÉ]ds?\.|dirs?\.|coords?\.|[Tt]rans\.|a cura di\b))[\s.,:]*"
)
_MARKS = re.compile(r"^\s*[\[(]?\d{1,3}[.)\]]\s*|[*†‡§¶]")
_LEADING_IN = re.compile(r"^\s*(?:in|en|dans)\b\s*:?\s*", re.IGNORECASE)
_AND = re.compile(r"\s*(?:,\s*)?(?:&(?:amp;)?|\b(?:[Aa]nd|AND|[Uu]nd|et|en)\b|\b[ey]\b(?=\s+[A-ZÀ-Þ]))\s*")
_COMMA = re.compile(r"\s*,\s*")
_ORGANISATION = re.compile(
    r"\b(?:Society|Societies|Association|Administration|Institutes?|Organi[sz]ation|Foundation|Departments?|Ministry|"
    r"Universit\w+|Centers?|Centres?|Agency|Council|Clinic|College|Committee|Commission|Academy|Network|Library|"
    r"Services?|"
    r"Bureau|Group|Federation|Union|Hospital|Consortium|Collaborat\w+|Investigators|Team|Office|Nations|Government|"
    r"Health|News|Press|Program(?:me)?|Project|Corporation|Inc|Ltd|GmbH|Company|Survey|Laborator\w+|Alliance|Authority|"
    r"Board|Working|Initiative|Task Force|International|National|European|Bank|Trust|Coalition|Campaign|"
    r"Gesellschaft|Institut|Bundes\w+|Verband|Ministère|Société|Ministerio|Instituto|Sociedad|Associa\w+)\b"
)

Form = Literal["initials", "family-initials", "initials-family", "words", "word"]
_FAMILY_INITIALS = re.compile(
    rf"(?P<family>(?:(?:{_PARTICLE})\s+)*[^\W\d_][\w’'‐-]*(?:[ ][^\W\d_][\w’'‐-]*){{0,3}}?)\s+(?P<given>"
    rf"{_INITIALS.pattern})"
    rf"(?:\s+(?P<suffix>{_SUFFIX.pattern}))?"
)
_INITIALS_FAMILY = re.compile(
    rf"(?P<given>(?:[{_UP}][a-z]?\.\s?[-‐–]?\s?){{1,5}}(?:[{_UP}]\s)?|[{_UP}]{{1,2}}\s)(?P<family>.+)"
)
_LEADING_PARTICLES = re.compile(rf"^(?:(?:{_PARTICLE})(?:\s+|(?<=['’])))+(?=[{_UP}])")
_CAPITAL_PARTICLES = re.compile(
    r"^(?:(?:Di|De|Da|Du|Des|Del|Della|Dos|La|Le|Van|Von|Ten|Ter|El|Al|St\.?|San)\s+(?:(?:der|den|de|la)\s+)?)+"
)
_INNER_PARTICLES = re.compile(rf"\s(?P<particle>(?:(?:{_PARTICLE})\s+)*(?:(?:{_PARTICLE})\s+|d['’]))(?=[{_UP}])")


def parse_names(text: str) -> list[Name]:
    """The names in order, "et al." and roles dropped. A name that is no person's is a literal; nothing is guessed."""
    text = _MARKS.sub("", text)
    text = _LEADING_IN.sub("", _ROLE.sub(", ", text)).strip(" ,;:()[]–—-_\t")
    text = _LAST_STOP.sub("", _ET_AL.sub("", text)).strip(" ,;:&")
    if not re.search(r"[^\W\d_]", text):
        return []
    if is_organisation(text):
        return [{"literal": text.rstrip(".")}]
    text = _ELLIPSIS.sub(", ", text)
    if ";" in text:
        return [name for part in text.split(";") if (name := _inverted(_AND.sub(" ", part).strip(" ,")))]
    pieces = [piece.strip(" ,") for piece in _AND.split(text) if piece.strip(" ,.")]
    if len(pieces) > 1 and all(piece.count(",") == 1 and _is_inverted(piece) for piece in pieces):
        return [_inverted(piece) for piece in pieces]
    parts = [part for piece in pieces for part in _COMMA.split(piece) if part.strip(" .")]
    return _in_sequence(parts, first_is_inverted=_is_inverted(pieces[0]) if pieces else False)


def is_organisation(text: str) -> bool:
    """Whether a whole author field names a body: it says so, and it is no list of names with initials."""
    return bool(_ORGANISATION.search(text)) and not re.search(
        rf",\s*[{_UP}]\.|\b[{_UP}][{_UP}]?(?:,|$)|[{_UP}]\.\s[{_UP}]", text
    )


def _is_inverted(piece: str) -> bool:
    """Whether it is "Keller, Arthur M.": a lone word before the comma, given names and no more behind it."""
    family, comma, given = piece.partition(",")
    given = given.split(",")[0].strip()
    return bool(comma and given) and _form(family.strip()) == "word" and _form(given) != "initials-family"


def _form(part: str) -> Form:
    if _INITIALS.fullmatch(part):
        return "initials"
    if _FAMILY_INITIALS.fullmatch(part):
        return "family-initials"
    if _INITIALS_FAMILY.fullmatch(part):
        return "initials-family"
    bare = _CAPITAL_PARTICLES.sub("", _LEADING_PARTICLES.sub("", part))
    return "words" if " " in bare.strip() else "word"


def _in_sequence(parts: list[str], *, first_is_inverted: bool) -> list[Name]:
    """Join the parts between commas to names: what is only initials belongs to the part before it."""
    names: list[Name] = []
    i = 0
    while i < len(parts):
        part, following = parts[i].strip(), parts[i + 1].strip() if i + 1 < len(parts) else ""
        if _SUFFIX.fullmatch(part) and names:
            names[-1]["suffix"] = part
            i += 1
        elif _takes_next(part, following, is_first=i == 0 and first_is_inverted):
            names.append(_name(part, following))
            i += 2
        else:
            names.append(_one(part))
            i += 1
    return [name for name in names if name]


def _takes_next(part: str, following: str, *, is_first: bool) -> bool:
    """Whether `following` holds the given names of the family name `part`."""
    if not following or _form(part) in ("initials", "initials-family", "family-initials"):
        return False
    form = _form(following)
    return form == "initials" or (is_first and form in ("word", "words", "family-initials"))


def _inverted(part: str) -> Name:
    family, comma, given = part.partition(",")
    return _name(family, given) if comma and given.strip() else _one(part)


def _one(part: str) -> Name:
    """A single name without a comma in it."""
    part = part.strip()
    if (match := _FAMILY_INITIALS.fullmatch(part)) and _FORM_IS_SURE.search(part):
        return _name(match["family"], match["given"], match["suffix"] or "")
    if match := _INITIALS_FAMILY.fullmatch(part):
        natural = _natural(match["family"])
        natural["given"] = " ".join(filter(None, [spaced_initials(match["given"]), natural.get("given", "")]))
        return natural
    return _natural(part)


_FORM_IS_SURE = re.compile(rf"[{_UP}]$|[{_UP}]\.$|{_SUFFIX.pattern}$|[{_UP}][a-z]{{1,2}}\.$")


def _natural(part: str) -> Name:
    """Read "Lars Ole Andersen": the last word is the family name, with the particles before it."""
    words = part.rstrip(".").split()
    if len(words) == 1:
        return {"family": words[0]} if words[0][:1].isalpha() else {}
    suffix = words.pop() if len(words) > 2 and _SUFFIX.fullmatch(words[-1]) else ""
    joined = " ".join(words)
    if match := _INNER_PARTICLES.search(joined):
        return _name(joined[match.start("particle") :], joined[: match.start()], suffix)
    return _name(words[-1], " ".join(words[:-1]), suffix)


def _name(family: str, given: str, suffix: str = "") -> Name:
    family, given = family.strip(" .,"), given.strip(" ,")
    if trailing := re.search(rf"[\s,]+({_SUFFIX.pattern})$", given):
        given, suffix = given[: trailing.start()], trailing.group(1)
    name: Name = {}
    particles = _LEADING_PARTICLES.match(family)
    if particles:
        family = family[particles.end() :]
    if behind := re.search(rf"\s((?:(?:{_PARTICLE})\s*)+)$", given):
        name["non-dropping-particle"] = behind.group(1).strip()
        given = given[: behind.start()]
    name["family"] = family
    if given:
        name["given"] = spaced_initials(given)
    if particles:
        name["non-dropping-particle"] = particles.group().strip()
    if suffix:
        name["suffix"] = suffix
    return name


def spaced_initials(given: str) -> str:
    """Given names as CSL has them: initials with stops and spaces, names as written.

    >>> [spaced_initials(given) for given in ("SM", "S-B", "S.M.", "Lars O.", "J.-P.")]
    ['S. M.', 'S.-B.', 'S. M.', 'Lars O.', 'J.-P.']
    """
    given = re.sub(r"[‐–]", "-", given.strip())
    if not _INITIALS.fullmatch(given):
        return given
    if "." not in given:
        letters = re.findall(rf"-?[{_UP}]", given)
        return " ".join(f"{letter}." for letter in letters).replace(" -", "-")
    return re.sub(r"\s*-\s*", "-", re.sub(r"\.\s*(?=\w)", ". ", given))
