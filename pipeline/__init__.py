"""onetext: many damaged scraped copies of an article in, one canonical article out, every character accounted for.

The story in reading order:

    document    a text, its tiling and its blocks; findings, and `apply`
    keys        what two damaged copies of a text have in common
    citations   references found, split, parsed and written
    readers     bytes → Document
    stages      Document → findings, one module each
    corpus      links between documents, groups, and the merge of a group
    article     what is written, and its schema;  assemble  makes it;  proof  proves it
    write       article → files
    report      findings → terminal
    engine, run, cli, api   the stages over many documents, the shell, the two ways in
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.api import audit, clean, read
    from pipeline.document import Block, Document, Finding, LawError, Place, Stage, apply, check, rebuild
    from pipeline.keys import key

__all__ = [
    "Block", "Document", "Finding", "LawError", "Place", "Stage",
    "apply", "audit", "check", "clean", "key", "read", "rebuild",
]  # fmt: skip
_HOMES = {"audit": "api", "clean": "api", "read": "api", "key": "keys"}


def __getattr__(name: str) -> Any:
    """The public names, imported when first asked for: `import pipeline` alone loads nothing."""
    if name not in __all__:
        raise AttributeError(f"module 'pipeline' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"pipeline.{_HOMES.get(name, 'document')}"), name)
