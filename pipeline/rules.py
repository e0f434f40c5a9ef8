"""What each rule means. `onetext rule CODE` prints an entry; codes are stable and never used again for another rule."""

from __future__ import annotations

from typing import NamedTuple


class Rule(NamedTuple):
    """A short stable name, a title for lists, and what the rule finds, what it does, and what it leaves alone.

    What `warns` is named among the warnings of an input in the manifest.
    """

    name: str
    title: str
    text: str
    warns: bool = False


RULES: dict[str, Rule] = {
    "CIT001": Rule(
        "reference_heading",
        "heading of a reference section",
        "A line such as 'References' or '11 Sources' with references below it. A stated count is compared with the "
        "number of references found.",
    ),
    "CIT002": Rule(
        "reference",
        "a reference",
        "A line that reads like a bibliographic reference, under a reference heading or in a run of at least three.",
    ),
    "CIT003": Rule(
        "glued_references",
        "one of several references in one line",
        "A line that holds several references whose line breaks were lost is parted by its structure: where one ends "
        "(a DOI, a locator, a stop) and a list of authors or a body begins.",
    ),
    "CIT004": Rule(
        "reference_space",
        "lost space inside a reference",
        "A space is put back after the authors, the title or the journal. Nothing inside a DOI or a URL is touched.",
    ),
    "CIT005": Rule(
        "broken_reference",
        "line break inside a reference",
        "In a numbered list of references a line without a number goes on with the one before it.",
    ),
    "ENC001": Rule(
        "mojibake",
        "UTF-8 that was read as another encoding",
        "Runs such as 'â€™' are decoded back, with ftfy. Text that only looks like it is left alone: a false repair "
        "costs more than a missed one. Curly quotes are not straightened.",
    ),
    "ENC002": Rule(
        "c1_control",
        "windows-1252 that was read as Latin-1",
        "Control characters from U+0080 to U+009F stand where windows-1252 has quotes and dashes.",
    ),
    "ENC003": Rule(
        "entity",
        "undecoded entity in a text dump",
        "A character reference such as '&amp;' in plain text is decoded once.",
    ),
    "ENC004": Rule(
        "invisible",
        "invisible character",
        "Zero-width spaces, soft hyphens and direction marks are taken out, but for joiners that scripts need: the "
        "non-joiner between Arabic letters, the joiner in emoji.",
    ),
    "ENC005": Rule(
        "hidden_text",
        "invisible tag characters that hide text",
        "Unicode tag characters spell text that no reader sees; they are taken out, and the ledger keeps them.",
        warns=True,
    ),
    "ENC006": Rule("ligature", "typographic ligature", "Ligatures such as 'ﬁ' become their letters."),
    "ENC007": Rule("terminal_escape", "terminal escape sequence", "ANSI escape sequences are taken out."),
    "ENC008": Rule(
        "composed", "letter and mark that are one character", "Text is put into Unicode's composed form, NFC."
    ),
    "ENC009": Rule(
        "odd_chars", "control or noncharacter", "Characters that are part of no text are taken out.", warns=True
    ),
    "ENC010": Rule(
        "encoding_guessed",
        "the encoding was guessed",
        "A note: neither a byte order mark nor a label nor valid UTF-8 told the encoding.",
        warns=True,
    ),
    "ENC011": Rule(
        "invalid_bytes",
        "bytes that the encoding does not have",
        "A note: each such byte reads as U+FFFD; the byte offset is in the reason.",
        warns=True,
    ),
    "ENC012": Rule(
        "mixed_encodings",
        "several encodings in one file",
        "A note: lines were decoded with different encodings.",
        warns=True,
    ),
    "ENC013": Rule(
        "mixed_script",
        "letters of two scripts in one word",
        "A note: such words are left as they are, and not split.",
        warns=True,
    ),
    "FUR001": Rule(
        "widget",
        "label, button or notice of the page",
        "A whole line that is a label, a row of labels, or a notice above or below the article. Sentences of an "
        "article that speak of such things stay.",
    ),
    "FUR002": Rule(
        "below_article",
        "below the end of the article",
        "What comes after the references, or after a line that ends an article ('Related posts', 'Leave a reply').",
    ),
    "FUR003": Rule(
        "publisher_note",
        "the publisher speaks of itself",
        "A sentence on the site's own sources or editorial process between the heading of the references and the "
        "first.",
    ),
    "FUR004": Rule(
        "site_boilerplate",
        "block that recurs across the corpus",
        "The same block stands in three or more otherwise different documents. A refrain inside one document is none.",
    ),
    "FUR005": Rule(
        "page_furniture",
        "page furniture by its markup",
        "Navigation, headers, footers, forms, comments and the like, told by elements, names and the share of links.",
    ),
    "FUR006": Rule("page_credit", "credit by its markup", "An element that names authors or makers of images."),
    "FUR007": Rule("page_related", "related links by their markup", "A list that holds nothing but links elsewhere."),
    "FUR008": Rule(
        "about_article", "byline, date or rights", "Lines that tell of the article; they are kept as credits."
    ),
    "FUR009": Rule(
        "elsewhere",
        "title or teaser of another page",
        "A short line among the page's labels above or below the article; it is kept as a related link.",
    ),
    "GLU001": Rule(
        "space_at_punctuation",
        "no space beside punctuation",
        "'disease.In addition', 'radiotherapy(SBRT)can'. Numbers, initials, URLs, file names and abbreviations stay.",
    ),
    "GLU002": Rule(
        "run_together_case",
        "words run together at a change of case",
        "'inLancet' reads 'in Lancet'; 'iPhone', 'McDonald', 'HER2' and camelCase names stay.",
    ),
    "GLU003": Rule(
        "run_together",
        "words run together",
        "'cancerwhen' reads 'cancer when', where the parts are likelier than the whole, from how common they are and "
        "from what the document itself says elsewhere.",
    ),
    "GLU004": Rule("run_together_digit", "a letter and a digit run together", "'2018study' reads '2018 study'."),
    "GLU005": Rule(
        "space_inside", "a space inside a word", "'treat ment' reads 'treatment', where only the whole is a word."
    ),
    "GLU006": Rule(
        "hyphenation",
        "a word hyphenated across the end of a line",
        "'treat-' and 'ment' on the next line read 'treatment'; 'HER2-' and 'positive' keep the hyphen.",
    ),
    "HID001": Rule("hidden", "text that the page hides", "Text under display:none, hidden or aria-hidden."),
    "MRG001": Rule(
        "reading_separator",
        "spacing or punctuation read from another copy",
        "What lies between two letters is a reading, and every copy is a witness to it. Spaces and dashes get lost in "
        "scraping and are hardly ever invented, so a witness that has one outweighs one that has none.",
    ),
    "MRG002": Rule(
        "conflicting_readings",
        "letters or digits read from another copy",
        "The copies disagree; the article has one reading, and the others are kept among its readings.",
        warns=True,
    ),
    "MRG003": Rule(
        "superseded", "block that another copy says better", "The block has no place of its own in the article."
    ),
    "REP001": Rule(
        "container",
        "container that its children say again",
        "A dump printed an element's whole text and then that of its children. The children are kept; text that lies "
        "directly in the container becomes a block. Only in a document that proves to print its containers.",
    ),
    "REP002": Rule(
        "said_twice",
        "the same block once more",
        "A page, paragraph or title that stands there again. Refrains, clauses, answers and list items stay.",
    ),
    "REP003": Rule(
        "inline_fragment",
        "inline element that was printed again",
        "A line that only repeats a part of the paragraph above it; the paragraph is kept.",
    ),
    "SEP": Rule(
        "separator",
        "white space between blocks",
        "Written down only where it is more than one line feed, so that sources can be rebuilt to the character.",
    ),
    "SPC001": Rule("odd_space", "another character for a space", "No-break and typographic spaces become a space."),
    "SPC002": Rule("space_run", "run of spaces", "Several spaces become one, but not in code."),
    "SPC003": Rule("odd_line_break", "another character for a line break", "It becomes a line feed."),
    "SRC001": Rule("unreadable", "an input that cannot be read", "The reason says why, and what can be done."),
    "SRC002": Rule("no_content", "an input without article text", "All of it is furniture, repeats or hidden."),
    "STR001": Rule(
        "heading",
        "heading",
        "A short line without a stop that stands over prose, a list or code, in a source that shows no headings.",
    ),
    "STR002": Rule("list_item", "list item", "A bulleted or numbered line, or one of a run of short lines."),
    "STR003": Rule("code", "line of code", "A prompt, or operators and calls with many signs; it is never repaired."),
    "STR004": Rule(
        "callout",
        "call-out box",
        "A container over one title and a little prose, in a page whose other sections have none.",
    ),
    "STR005": Rule("credit", "credit of an image", "'Photo: R. Alder', 'Daily Sound / Ines Warga'. It is kept."),
    "STR006": Rule(
        "related",
        "title of another page",
        "A title that nothing belongs to, in a page that proves to have such lines by one after its last prose.",
    ),
    "STR007": Rule(
        "gap",
        "announced and missing",
        "A line that ends with a colon, and then a heading or the end: what it announced is in no copy.",
    ),
    "STR008": Rule(
        "odd_block",
        "long block that is hardly text",
        "A note: one sign, word or name over and over, or pages without white space. It is kept as it is.",
        warns=True,
    ),
    "STR010": Rule(
        "broken_line",
        "line break inside a sentence",
        "Lines of a dump that broke at every inline tag, or of hard-wrapped text, are joined. Poems, lists and files "
        "of one sentence a line stay.",
    ),
    "STR011": Rule("code_lines", "lines of source code", "A run of lines that is a program; it is never repaired."),
    "STR012": Rule("pull_quote", "pull quote by its markup", "An element that is named a pull quote."),
    "STR013": Rule(
        "markdown_mark",
        "mark of Markdown",
        "The signs of Markdown say what a block is, and are taken out of its text.",
    ),
}
