"""A text dump as a Document: each line that is not blank is a block.

A line ends at LF, CR, CRLF, VT, FF, NEL, LS, PS and the separators FS, GS and RS; nothing else ends one. Lines are
never joined here: whether a line break stands inside a sentence is for the stage `lines` to say.
"""

from __future__ import annotations

from pipeline.document import Document


def read_text(text: str, name: str) -> Document:
    """A dump as it stands."""
    return Document.read(name, text)
