"""The parse of a dump back into its tree: bounded work, and what a tree says of its lines."""

from __future__ import annotations

import pytest

from pipeline.keys import key_map
from pipeline.stages import dumptree
from pipeline.stages.dumptree import parse_dump
from pipeline.stages.keyed import Line
from pipeline.stages.twice import Again, said, said_twice

SIZE = 4000
WORDS = [f"q{i}z" for i in range(SIZE)]
HOSTILE = {
    "equal lines": ["Yes"] * SIZE,
    "equal children": ["Yes" * SIZE, *["Yes"] * SIZE],
    "two by turns": ["aaa", "bbb"] * (SIZE // 2),
    "no letters": ["* * *"] * SIZE,
    "words and no letters": ["x1", "*"] * (SIZE // 2),
    "each in the one before": ["".join(WORDS[i:]) for i in range(400)],
    "each begins the next": ["".join(WORDS[:i]) for i in range(400)],
    "one line and its words": [" ".join(WORDS), *WORDS],
    "one line and other words": [" ".join(WORDS), *(word[::-1] for word in WORDS)],
    "wrappers": ["The light on Gull Point"] * SIZE,
    "strays": [" ".join(WORDS), *(w for word in WORDS for w in (word, "stray"))],
}


@pytest.mark.parametrize("name", HOSTILE)
def test_each_line_is_looked_at_a_bounded_number_of_times(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = 0
    locate = dumptree._Parser._locate

    def count(self: dumptree._Parser, *args: object, **kwargs: object) -> object:
        nonlocal looked
        looked += 1
        return locate(self, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(dumptree._Parser, "_locate", count)
    tree = parse_dump(HOSTILE[name])
    assert looked <= (dumptree.LOOK_PAST + dumptree.LOOK_PAST_EMPTY + 2) * len(tree.lines)


def test_deep_nesting_needs_no_stack() -> None:
    lines = ["The light on Gull Point"] * 20_000
    tree = parse_dump(lines)
    assert tree.roots == [0]


def test_one_long_line_is_mapped_only_where_it_is_asked() -> None:
    line = Line("word " * 1_000_000)
    assert line.offset(4) == 5
    assert len(line._maps) == 1


@pytest.mark.parametrize("text", ["", "a", "é—b", "ab cd. ef", "straße ﬁ x" * 100, "中文。" * 300])
def test_a_line_maps_like_a_key_map(text: str) -> None:
    line, whole = Line(text), key_map(text)
    assert line.key == whole.key
    assert [line.offset(i) for i in range(len(line.key))] == list(whole.offsets)


def test_a_page_of_many_blocks_is_found_as_a_whole() -> None:
    page = [
        said(f"Paragraph {i} of the page is long enough to be prose, for it tells of keeper {i}.") for i in range(500)
    ]
    assert said_twice(page * 3) == [Again(0, 500, 500), Again(0, 1000, 500)]
    assert said_twice([*page, *page, said("The end")]) == [Again(0, 500, 500)]
