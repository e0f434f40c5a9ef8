"""How well references are parsed and split, by style and field, beside a regex baseline (and refextract if installed).

    python benchmarks/citations.py [--shared ../shared] [--half held|tuned|all] [--by-style]

Reads the labelled references of shared/citations (not part of this repository). "tuned" is what was looked at while
the parser was made (the files core, good and bad), "held" what was not (gold, and ugly, whose labels were made by
program and are wrong in many places).
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

from pipeline.citations.identifiers import find_identifiers
from pipeline.citations.item import build
from pipeline.citations.parse import parse_reference
from pipeline.citations.rules import numbering, parse_rules
from pipeline.citations.split import split_references

HELD = ("gold.xml", "ugly.xml")
Parser = Callable[[str], dict[str, Any]]

_BASELINE = re.compile(
    r"(?P<authors>[^.]+?(?:\bet al)?)\.\s*(?P<title>[^.?!]+[.?!])\s*(?P<container>[^.;\d]+?)\.?\s*(?P<year>(?:19"
    r"|20)\d\d)[^;:]{0,10};"
    r"\s*(?P<volume>\d+)?(?:\((?P<issue>[^)]+)\))?(?::\s*(?P<page>[\w–-]+))?"
)
_DOI = re.compile(r"10\.\d{4,9}/\S+")


def load_scorer(folder: Path) -> ModuleType:
    """The scorer that lies beside the labelled references."""
    spec = importlib.util.spec_from_file_location("citation_score", folder / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(folder / "score.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["citation_score"] = module
    spec.loader.exec_module(module)
    return module


def ours(raw: str) -> dict[str, Any]:
    """What this project reads."""
    parsed = parse_reference(raw)
    return {"csl": parsed.csl, "confidence": parsed.level}


def rules_alone(raw: str) -> dict[str, Any]:
    """The second voter without the first."""
    identifiers = list(find_identifiers(raw))
    return {"csl": build(raw, parse_rules(raw, identifiers), identifiers), "confidence": "low"}


def baseline(raw: str) -> dict[str, Any]:
    """What one regular expression for Vancouver style gets."""
    item: dict[str, Any] = {}
    if doi := _DOI.search(raw):
        item["DOI"] = doi.group().rstrip(".")
    if match := _BASELINE.match(raw):
        names = [part.rsplit(" ", 1)[0].strip() for part in match["authors"].replace("et al", "").split(",")]
        item |= {
            "author": [{"family": name} for name in names if name],
            "title": match["title"].rstrip("."),
            "container-title": match["container"],
        }
        item |= {field: match[field] for field in ("volume", "issue", "page") if match[field]}
        item["issued"] = {"date-parts": [[int(match["year"])]]}
    elif year := re.search(r"\b(?:19|20)\d\d\b", raw):
        item["issued"] = {"date-parts": [[int(year.group())]]}
    return {"csl": item, "confidence": "low"}


def refextract_parser() -> Parser | None:
    """The parser of refextract, None where it is not installed."""
    try:
        from refextract import extract_references_from_string
    except ImportError:
        return None

    def parse(raw: str) -> dict[str, Any]:
        found = (extract_references_from_string(raw) or [{}])[0]
        item: dict[str, Any] = {}
        for field, name in (
            ("title", "title"),
            ("container-title", "journal_title"),
            ("volume", "journal_volume"),
            ("page", "journal_page"),
            ("issue", "journal_issue"),
            ("DOI", "doi"),
        ):
            if found.get(name):
                item[field] = str(found[name][0]).removeprefix("doi:")
        years = found.get("year") or found.get("journal_year")
        if years:
            item["issued"] = {"date-parts": [[int(str(years[0])[:4])]]}
        return {"csl": item, "confidence": "low"}

    return parse


def glued(raw: str) -> str:
    """The reference as a dump prints it: no space after stops, colons and semicolons outside identifiers."""
    kept = [(i.start, i.end) for i in find_identifiers(raw)]
    return re.sub(
        r"(?<=[.;:,]) (?=\S)",
        lambda m: " " if any(a <= m.start() < b for a, b in kept) or raw[m.start() - 1] == "," else "",
        raw,
    )


def blobs(rows: Iterable[dict[str, Any]], joint: str, seed: int = 4) -> Iterable[tuple[str, set[tuple[int, int]]]]:
    """Sixty blobs of eight references and where each stands."""
    rng = random.Random(seed)
    pool = [raw[numbering(raw) :].strip() for row in rows if len(raw := row["raw"].strip()) > 30]
    for _ in range(60 if len(pool) >= 8 else 0):
        text, spans = "", set()
        for reference in rng.sample(pool, 8):
            text += joint if text and text[-1] in '.?!)]"”/' else f".{joint}" if text and joint else ""
            spans.add((len(text), len(text) + len(reference)))
            text += reference
        yield text, spans


def report_split(rows: list[dict[str, Any]]) -> None:
    """Print how many references are found exactly in blobs, and how many single ones stay whole."""
    by_style: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_style[row["style"]].append(row)
    by_style["vancouver+web"] = by_style["vancouver"] + by_style["web"] * 3
    for style, some in by_style.items():
        whole = sum(split_references(row["raw"].strip()) == [(0, len(row["raw"].strip()))] for row in some) / len(some)
        cells = [f"{style:18} kept whole {whole:.3f}"]
        for joint in ("", " "):
            right = want = 0
            for text, spans in blobs(some, joint):
                right += len(spans & set(split_references(text)))
                want += len(spans)
            cells.append(f"joined by {joint!r}: exact {right / max(want, 1):.3f}")
        print("  ".join(cells))


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--shared", type=Path, default=Path(__file__).parents[2] / "shared")
    options.add_argument("--half", choices=["held", "tuned", "all"], default="held")
    options.add_argument("--by-style", action="store_true")
    given = options.parse_args()
    folder = given.shared / "citations"
    if not folder.exists():
        print(f"{folder} is not there; nothing measured")
        return
    scorer = load_scorer(folder)
    rows = [json.loads(line) for line in (folder / "dev.jsonl").read_text("utf-8").splitlines()]
    rows = [
        row for row in rows if given.half == "all" or row["id"].split("#")[0].endswith(HELD) == (given.half == "held")
    ]
    parsers: dict[str, Parser | None] = {
        "onetext": ours, "onetext, glued": lambda raw: ours(glued(raw)), "rules alone": rules_alone,
        "one regex": baseline,
        "one regex, glued": lambda raw: baseline(glued(raw)), "refextract": refextract_parser(),
    }  # fmt: skip
    for name, parse in parsers.items():
        if parse is None:
            print(f"{name}: not installed")
            continue
        began = time.process_time()
        found = {row["id"]: parse(row["raw"]) for row in rows}
        seconds = time.process_time() - began
        print(f"{name}: {len(rows) / seconds:.0f} references per CPU second\n  {'all':16}", scorer.table(rows, found))
        for style, _ in Counter(row["style"] for row in rows).most_common() if given.by_style else []:
            print(f"  {style:16}", scorer.table([row for row in rows if row["style"] == style], found))
        clean = [row for row in rows if row["style"] == "vancouver" and "ugly" not in row["id"]]
        print("  vancouver, not ugly", scorer.table(clean, found))
    report_split(rows)


if __name__ == "__main__":
    main()
