"""Which language a paragraph is in, by a vote of its function words; enough to know where English rules may be used.

>>> language("The diagnosis often comes as a shock to many."), language("Die Diagnose ist für viele ein Schock.")
('en', 'de')
>>> language("诊断往往令人震惊"), language("Approach to Treatment"), language("Xeloda")
('none', 'en', '')
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

_FUNCTION_WORDS = {
    "en": "the of and to in is that for it was with as be by on are this at from or an have not which but has had "
    "were their they his her can will its been more when who your you our may also than these if we there my "
    "about how what a i do no me he so us new",
    "de": "der die und den das von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er "
    "hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor "
    "zur bis mehr",
    "fr": "de la le et les des en un du une que est pour qui dans par plus pas au sur ne se ce il sont avec son "
    "cette aux ses mais comme ou nous leur être été elle deux ont même aussi sans fait où",
    "es": "de la que el en y los se del las un por con una para es su al lo como más o pero sus le ha este sí "
    "porque esta entre cuando muy sin sobre también hasta hay donde quien desde todo nos durante",
    "it": "di e il la che è un per in non una sono da del con si le dei alla nel al i della più anche lo gli come "
    "ma ha delle o dal questo su ed nella se degli fra tra essere stato",
    "pt": "de a o que e do da em um para com não uma os no se na por mais as dos como mas ao ele das à seu sua ou "
    "quando muito nos já eu também só pelo pela até isso ela entre depois sem mesmo são foi",
    "nl": "de van het een en in is dat op te zijn met voor niet aan er die om ook als dan bij nog uit naar heeft ze "
    "door maar wordt of over tot deze hebben wij kan geen worden meer werd",
}
_WORD = re.compile(r"[^\W\d_]+")
_NO_SPACES = re.compile(
    r"[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_OTHER_SCRIPT = re.compile(r"[^\W\d_a-zA-ZÀ-ɏ]")
_LOOK = 800  # characters
_LEAST = 1.0  # votes that a language needs against the default
_LEAD = 1.5  # how many times the votes of the next language a language needs


def language(text: str, default: str = "") -> str:
    """A code of two letters, "none" for scripts that this stage leaves alone, `default` where nothing tells."""
    return _language(text[:_LOOK], default)


@lru_cache(1 << 12)
def _language(head: str, default: str) -> str:
    if not head.isascii():
        letters = sum(map(str.isalpha, head))
        if 4 * len(_NO_SPACES.findall(head)) > letters or 2 * len(_OTHER_SCRIPT.findall(head)) > letters:
            return "none"
    votes: dict[str, float] = dict.fromkeys(_FUNCTION_WORDS, 0.0)
    voters = _voters()
    for word in _WORD.findall(head.lower()):
        for name in voters.get(word, ()):
            votes[name] += 1 / len(voters[word])
    ranked = sorted(votes, key=lambda name: (-votes[name], name))
    best, second = votes[ranked[0]], votes[ranked[1]]
    if best <= _LEAD * second or (default and best < _LEAST):
        return default
    return ranked[0]


@cache
def _voters() -> dict[str, list[str]]:
    """Function word -> the languages that it speaks for."""
    found: dict[str, list[str]] = {}
    for name, words in _FUNCTION_WORDS.items():
        for word in dict.fromkeys(words.split()):
            found.setdefault(word, []).append(name)
    return found
