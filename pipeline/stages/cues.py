"""What page furniture says: short patterns of general web language, in English and, where cheap, six other languages.

A *label* is a whole line; a *boilerplate* pattern is searched in a sentence and counts only at the edges of a page; an
*end* says that the article is over. None of them names a site.
"""

from __future__ import annotations

import re

_NETWORKS = (
    r"facebook|twitter|x|pinterest|linked ?in|reddit|whats ?app|telegram|tumblr|instagram|youtube|email|"
    r"e-mail|print|rss|"
    r"flipboard|pocket|mastodon|bluesky|threads|messenger|sms|copy link|link"
)

# Labels that are nothing else, wherever they stand; the rest may be a heading or an item of a list.
SURE_LABEL = re.compile(
    r"(?:share|tweet|pin) (?:this|on|it|via|to)\b.{0,40}|advertisements?|sponsored content|skip to (?:main )?content|"
    r"toggle navigation|(?:story|article) continues below.{0,30}|follow us(?: on)?.{0,40}|back to top|tweet this|"
    r"(?:was|is|did) this (?:page|article|answer|content|post|information)?\s?"
    r"(?:helpful|useful|help(?: you)?)\b.{0,40}|"
    r"(?:join|subscribe to|sign up (?:for|to)|get) (?:our|the) (?:free )?(?:daily |weekly |monthly )?newsletters?|"
    r"thanks? (?:you )?for your feedback\W*|(?:share|send|give|leave) (?:your )?feedback|sign up now|subscribe now|"
    r"\d+ (?:comments?|shares?|views|likes)|your e-?mail address will not be published\b.{0,60}",
    re.IGNORECASE,
)

LABEL = re.compile(
    r"(?:share|tweet|pin|pin it|like|follow|print|save|copy link|bookmark|subscribe|subscribe now|sign in|sign up|"
    r"sign up now|log ?in|log ?out|register|join now|menu|main menu|search|skip to (?:main )?content|"
    r"toggle navigation|navigation|"
    r"advertisements?|advertising|sponsored(?: content)?|promoted|loading\W*|close|cancel|submit|send|"
    r"reply|next|previous|prev|older posts|newer posts|"
    r"back to top|top|home|contact|contact us|about|about us|privacy|privacy policy|terms(?: of (?:use|"
    r"service))?|cookie policy|"
    r"accept(?: all)?(?: cookies)?|reject all|manage (?:cookies|preferences)|(?:read|learn|show|load|view|"
    r"see|find out) (?:more|all|less)|"
    r"continue reading|comments?|no comments(?: yet)?|name ?\*?|e-?mail ?\*?|website|"
    r"(?:share|send|give|leave) (?:your )?feedback|share (?:this|on|via|to)\b.{0,40}|(?:click|"
    r"tap) to .{0,40}|tweet this|"
    r"(?:join|subscribe to|sign up (?:for|to)|get) (?:our|the) (?:free )?(?:daily |weekly |monthly )?newsletters?|"
    r"follow us(?: on)?.{0,40}|rate this .{0,30}|report an? (?:error|problem|correction)|"
    r"(?:was|is|did) this (?:page|article|answer|content|post|information)?\s?(?:helpful|useful|"
    r"help(?: you)?)\b.{0,40}|"
    r"thanks? (?:you )?for your feedback\W*|what is your feedback\W*|(?:story|article) continues below.{0,30}|"
    r"\d+ (?:comments?|shares?|views|likes|replies|claps)|(?:comments?|shares?|views) ?\(?\d+\)?|"
    r"teilen|drucken|anmelden|abonnieren|suche|startseite|impressum|datenschutz|kommentare?|weiterlesen|"
    r"partager|imprimer|s['’]abonner|se connecter|rechercher|accueil|commentaires?|lire la suite|"
    r"compartir|imprimir|suscr[ií]bete|iniciar sesi[oó]n|buscar|inicio|comentarios?|leer m[aá]s|"
    r"condividi|stampa|iscriviti|accedi|cerca|commenti|leggi tutto|compartilhar|assine|entrar|"
    r"coment[aá]rios?|leia mais|"
    r"delen|afdrukken|inloggen|zoeken|reacties|lees meer)[\s:.!…»>→]*",
    re.IGNORECASE,
)

END = re.compile(
    r"(?:related(?: (?:posts?|articles?|stories|content|terms|links|reading|topics|news|coverage))?|"
    r"(?:you (?:may|might) also (?:like|enjoy|be interested in)|more (?:from|in|on|stories|articles|news|"
    r"like this)\b.{0,40}|"
    r"(?:also )?read (?:next|also)|up next|what to read next|latest (?:news|posts|on|from|stories)\b.{0,40}|"
    r"recommended(?: for you| articles| stories| reading)?|trending(?: now)?|most (?:read|popular|viewed)|"
    r"popular posts?|recent posts?|"
    r"editors?['’]? (?:picks?|choice)|don['’]t miss|in this (?:section|series)|further reading on this site)|"
    r"(?:leave|post|add|write) (?:a |your )?(?:reply|comment)s?.{0,30}|(?:\d+ )?(?:comments|"
    r"responses)(?: on .{0,60})?|"
    r"join the (?:discussion|conversation)|continue the discussion|about the authors?|"
    r"(?:post )?(?:tags?|tagged(?: with| in)?|categories|category|filed under|posted in|topics|labels|"
    r"keywords)\b ?:?.{0,120}|"
    r"reuse this content.{0,40}|post navigation.{0,80}|sign up (?:for|to)\b.{0,80}|subscribe to\b.{0,80}|"
    r"newsletters?\b.{0,60}|"
    r"share this(?: (?:post|article|page|story))?.{0,60}|advertisement|"
    r"das k[oö]nnte sie auch interessieren|[aä]hnliche (?:artikel|beitr[aä]ge)|mehr zum thema|"
    r"schlagw[oö]rter.{0,80}|"
    r"articles? (?:similaires|li[eé]s)|[aà] lire aussi|mots-cl[eé]s.{0,80}|"
    r"art[ií]culos relacionados|noticias relacionadas|etiquetas.{0,80}|te puede interesar|"
    r"articoli correlati|potrebbe interessarti.{0,20}|artigos relacionados|leia tamb[eé]m|"
    r"gerelateerde artikelen|lees ook)[\s:.!…]*",
    re.IGNORECASE,
)

BOILERPLATE = re.compile(
    r"(?:sign(?:ed)? up|subscrib\w+|register|get|receive|join)\b.{0,80}\b(?:newsletters?|inbox|"
    r"mailing list|e-?mail (?:updates|alerts))|"
    r"delivered (?:straight |directly )?to your (?:inbox|e-?mail)|(?:we|this (?:web)?site|"
    r"our (?:web)?site) uses? cookies|"
    r"by (?:clicking|continuing|signing up|subscribing|using this)\b.{0,80}\byou (?:agree|accept|consent)|"
    r"(?:your )?e-?mail address will not be published|required fields are marked|this site uses akismet|"
    r"(?:please )?(?:enable|turn on|activate) javascript|javascript (?:is (?:disabled|required)|must be enabled)|"
    r"you have (?:reached|read) your (?:limit|free)|subscribe to (?:continue|read|keep)|(?:for|"
    r"to) subscribers only|"
    r"already (?:a )?(?:subscriber|member|have an account)|log in to (?:continue|comment|reply|post)|"
    r"(?:verify|confirm)(?:ing)? (?:that )?you are (?:a )?human|checking your browser|"
    r"follow us on (?:facebook|twitter|instagram|linkedin)|(?:share|follow) (?:this|"
    r"us)\b.{0,40}\b(?:facebook|twitter)|"
    r"(?:read|see|view) our (?:privacy|cookie|editorial|comment) (?:policy|process|guidelines)|powered by \w+|"
    r"(?:terms of (?:use|service)|privacy policy)\b.{0,40}(?:privacy|terms|cookies|apply)",
    re.IGNORECASE,
)

# A publisher speaking of itself: what stands between the heading of a reference section and the first reference.
PUBLISHER = re.compile(
    r"\b(?:our|we|us)\b.{0,120}\b(?:editorial|fact[- ]?check\w*|sources?|sourcing|standards|policy|"
    r"policies|guidelines|"
    r"process|accura\w+|trustworthy|reviewed|content|articles)\b|"
    r"\b(?:editorial|fact[- ]?check\w*|sourcing|content)\b.{0,80}\b(?:policy|process|guidelines|standards|team)\b",
    re.IGNORECASE,
)

BYLINE = re.compile(
    r"(?:(?:written|posted|published|reviewed|edited|medically reviewed|fact[- ]checked|"
    r"words)\s)?(?i:by)\s?:?\s?[^\W\d_a-z]|"
    r"(?:[Ww]ritten|[Pp]osted|[Pp]ublished|[Rr]eviewed) [Bb]y\b|(?:[Vv]on|[Pp]ar|[Pp]or|[Dd]i|[Dd]oor) [^\W\d_a-z]",
)
_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|mai|okt|dez|janv|févr|avr|juil|août|déc|ene|abr|ago|dic)"
    r"[a-zéû]*"
)
DATE = re.compile(
    rf"(?:(?:published|posted|updated|last (?:updated|modified|reviewed)|on)\b ?(?:on)?:? ?)?(?:\w{{3,9}},? )?"
    rf"(?:{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?,? (?:19|20)\d\d|"
    rf"\d{{1,2}}(?:st|nd|rd|th|\.)? {_MONTH}\.?,? (?:19|20)\d\d|"
    r"(?:19|20)\d\d-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./](?:19|20)?\d\d)"
    r"(?:,? (?:at )?\d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)?)?.{0,24}",
    re.IGNORECASE,
)
READING_TIME = re.compile(
    r"(?:reading time:? )?\d+[ -]?min(?:ute)?s?\b(?: (?:read|to read|de lecture|lesezeit))?"
    r"(?:\W+[\d,]+ words)?\W*|[\d,]+ words",
    re.IGNORECASE,
)
NETWORK = re.compile(rf"(?:{_NETWORKS})\W*", re.IGNORECASE)
RIGHTS = re.compile(r"(?:©|\(c\)|copyright\b).{0,120}|.{0,160}\ball rights reserved\W*", re.IGNORECASE)

_UI_WORDS = frozenset(
    f"{_NETWORKS}|share|tweet|pin|post|feed|subscribe|submit|cancel|helpful|other|report|error|an|a|yes|no|sign|in|up|log|login|"
    "register|search|menu|home|contact|about|us|newsletter|print|comment|comments|reply|follow|send|save|more|next|previous|"
    "privacy|policy|terms|cookies|accept|close|open|toggle|copy|on|to|via|our|syndicate|blog|news|top|back|edit|history|"
    "help|account|cart|shop|careers|press|faq|sitemap|archive|archives|view|all|like|bookmark|download|app".split("|")
)
_CHUNK = re.compile(r"[^\W\d_]+")
_CASE_CHANGE = re.compile(r"(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ])")


def is_label_run(text: str) -> bool:
    """A row of buttons or menu entries, glued or not: "OtherHelpfulReport an ErrorSubmit".

    >>> is_label_run("Facebook 0Twitter Email RSS feed"), is_label_run("She shared the post on her blog")
    (True, False)
    """
    if len(text) > 120 or text[-1:] in '.;:!?…”"':
        return False
    words = [word.lower() for chunk in _CHUNK.findall(text) for word in _CASE_CHANGE.split(chunk)]
    return len(words) >= 3 and 10 * sum(word in _UI_WORDS for word in words) >= 8 * len(words)
