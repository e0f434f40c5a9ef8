"""The trained model: boosted trees as plain arrays, walked for all candidates at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_AT_ONCE = 128  # what fits the cache of a processor: half the time of 4096


class Trees(NamedTuple):
    """Node i asks whether number `feature[i]` is at most `threshold[i]`: yes goes to `sons[2 * i]`, no to the next.

    Leaves point to themselves and hold `value`; `roots` are the trees' first nodes, `depth` the longest way down.
    """

    feature: NDArray[np.intp]
    threshold: NDArray[np.float32]
    sons: NDArray[np.intp]
    value: NDArray[np.float32]
    roots: NDArray[np.intp]
    depth: int
    slope: float
    offset: float

    def probabilities(self, rows: Sequence[Sequence[float]]) -> list[float]:
        """The calibrated probability of a lost space for each row."""
        out: list[float] = []
        for at in range(0, len(rows), _AT_ONCE):
            out += self._some(rows[at : at + _AT_ONCE])
        return out

    def _some(self, rows: Sequence[Sequence[float]]) -> list[float]:
        import numpy as np

        numbers = np.asarray(rows, np.float32)
        first = (np.arange(len(numbers)) * numbers.shape[1])[:, None]
        node = np.broadcast_to(self.roots, (len(numbers), len(self.roots)))
        for _ in range(self.depth):
            asked = np.take(numbers, np.take(self.feature, node) + first)
            node = np.take(self.sons, 2 * node + (asked > np.take(self.threshold, node)))
        score = np.take(self.value, node).sum(axis=1, dtype=np.float64) * self.slope + self.offset
        found: list[float] = (1 / (1 + np.exp(-score))).tolist()
        return found


class Model(NamedTuple):
    """The trees, and what was counted in training of single words (see features.Habits)."""

    trees: Trees
    habits: dict[str, tuple[float, float]]


@cache
def model() -> Model:
    """The model that comes with the package."""
    import numpy as np

    path = resources.files("pipeline") / "models" / "words.npz"
    with path.open("rb") as file, np.load(file) as data:
        parts: dict[str, Any] = {name: data[name] for name in data.files}
    index = {name: parts[name].astype(np.intp) for name in ("feature", "yes", "no", "roots")}
    depth, slope, offset = parts["shape"].tolist()
    trees = Trees(
        index["feature"], parts["threshold"], np.stack([index["yes"], index["no"]], axis=1).ravel(), parts["value"],
        index["roots"], int(depth), slope, offset,
    )  # fmt: skip
    words = parts["habit_words"].tobytes().decode("ascii").split("\n")
    left, right = (parts[f"habit_{side}"].astype(float).tolist() for side in ("left", "right"))
    return Model(trees, dict(zip(words, zip(left, right, strict=True), strict=True)))
