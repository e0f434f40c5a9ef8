"""How well and how fast pages and dumps are read, beside trafilatura.

    python benchmarks/reading.py ../shared/devset [--sets solo_C solo_D] [--half all|tune|test] [--worst 5]

The bundle brings its own scorer (`score.py`), which is imported from it; articles are split in halves by the checksum
of their names, and rules are tuned on the half `tune` only. Without `--half` both halves are printed.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from pipeline.document import KEPT, Document, apply
from pipeline.readers import Unreadable, read

STAGES = ("normalise", "lines", "repeats", "furniture")
Reader = Callable[[bytes, str], list[dict[str, Any]]]


def stage_list(names: Iterable[str]) -> list[Any]:
    """The stages of these names, without those that are not there."""
    out = []
    for name in names:
        try:
            out.append(getattr(importlib.import_module(f"pipeline.stages.{name}"), name))
        except ModuleNotFoundError:
            print(f"no stage {name}", file=sys.stderr)
    return out


def blocks_of(doc: Document) -> list[dict[str, Any]]:
    """The blocks that would reach an article, as the scorer reads them."""
    return [
        {"type": b.kind, "role": b.role, "level": b.level, "text": doc.block_text(b)}
        for b in doc.blocks
        if b.role in KEPT
    ]


def ours(data: bytes, name: str, stages: Sequence[str] = STAGES) -> list[dict[str, Any]]:
    """Read, and run the stages that belong to reading."""
    try:
        doc = read(data, name)
    except Unreadable:
        return []
    for stage in stage_list(stages):
        doc = apply(doc, stage(doc))
    return blocks_of(doc)


def trafilatura_blocks(data: bytes, _name: str) -> list[dict[str, Any]]:
    """The XML of trafilatura, block for block."""
    import trafilatura
    from lxml import etree

    xml = trafilatura.extract(data, output_format="xml", include_comments=False, include_tables=True)
    kinds = {
        "p": "paragraph",
        "head": "heading",
        "item": "list_item",
        "quote": "quote",
        "code": "code",
        "cell": "table",
    }
    out: list[dict[str, Any]] = []
    for element in etree.fromstring(xml.encode()).find("main").iter() if xml else ():
        if element.tag in kinds and not any(child.tag in kinds for child in element):
            level = int(element.get("rend", "h2")[1:] or 2) if element.tag == "head" else None
            out.append({"type": kinds[element.tag], "level": level, "text": " ".join(element.itertext())})
    return out


def half_of(article: str) -> str:
    """Which half an article is in, by its name alone."""
    return "tune" if zlib.crc32(article.encode()) % 2 else "test"


def run(bundle: Path, name: str, reader: Reader, out: Path, half: str) -> dict[str, Any]:
    """Read one set with one reader and score it."""
    score = importlib.import_module("score")
    files = json.loads((bundle / name / "manifest.json").read_text(encoding="utf-8"))["files"]
    files = [file for file in files if half in ("all", half_of(file["article"]))]
    view, made = out / "bundle", out / "made" / name
    (view / name).mkdir(parents=True)
    made.mkdir(parents=True)
    (view / "truth").symlink_to((bundle / "truth").resolve())
    (view / name / "manifest.json").write_text(json.dumps({"set": name, "files": files}), encoding="utf-8")
    spent = 0.0
    for file in files:
        data = (bundle / name / file["path"]).read_bytes()
        begun = time.process_time()
        blocks = reader(data, Path(file["path"]).name)
        spent += time.process_time() - begun
        stem = Path(file["path"]).stem
        article = {"id": stem, "title": "", "blocks": blocks, "sources": [{"path": file["path"]}]}
        (made / f"{stem}.json").write_text(json.dumps(article), encoding="utf-8")
    row: dict[str, Any] = score.score_set(view, name, made)
    return {**row, "seconds": spent, "stems": {file["article"]: Path(file["path"]).stem for file in files}}


def print_row(label: str, row: dict[str, Any], worst: int) -> None:
    """One line of numbers, and the articles that score lowest."""
    columns = ("block_P", "block_R", "block_F1", "heading_F1", "type_acc", "word_F1", "same_blocks")
    print(label, *(f"{row[name]:6.3f}" for name in columns), f"{row['seconds']:6.2f}", flush=True)
    for article, parts in sorted(row["per_article"].items(), key=lambda item: item[1]["F1"])[:worst]:
        numbers = " ".join(f"{name} {parts[name]:.3f}" for name in ("P", "R", "F1"))
        print(f"    {row['stems'][article][:8]} {numbers} {article}")


def main() -> None:
    """Print a row for each set, half and reader."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bundle", type=Path)
    parser.add_argument("--sets", nargs="*", default=["solo_A", "solo_C", "solo_D", "solo_E", "solo_G"])
    parser.add_argument("--half", choices=("all", "tune", "test"), action="append")
    parser.add_argument("--worst", type=int, default=0, help="print the articles that score lowest")
    parser.add_argument("--no-peer", action="store_true")
    args = parser.parse_args()
    sys.path.insert(0, str(args.bundle))
    print(f"{'set':8} {'half':5} {'reader':12} blockP blockR blockF1 headF1   type wordF1 same seconds")
    for name in args.sets:
        for half in args.half or ("tune", "test"):
            readers: dict[str, Reader] = {"ours": ours}
            if name == "solo_C" and not args.no_peer:
                readers["trafilatura"] = trafilatura_blocks
            for who, reader in readers.items():
                with tempfile.TemporaryDirectory() as out:
                    row = run(args.bundle, name, reader, Path(out), half)
                print_row(f"{name:8} {half:5} {who:12}", row, args.worst)


if __name__ == "__main__":
    main()
