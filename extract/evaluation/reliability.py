"""Whether confidences mean what they say: of what was given 0.8, are four in five right?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

BANDS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0)  # finer where most confidences are


@dataclass(frozen=True, slots=True)
class Band:
    """Confidences from `low` (included) to `high` (excluded, but for 1): how many, their mean, and the share that was right."""

    low: float
    high: float
    count: int
    said: float
    right: float


def reliability(trust: Iterable[tuple[float, bool]]) -> tuple[list[Band], float]:
    """The bands that hold anything, and the expected calibration error: the mean distance between said and right, weighted by count
    (Naeini, Cooper & Hauskrecht 2015)."""
    pairs = sorted(trust)
    bands = []
    for low, high in pairwise(BANDS):
        inside = [(said, right) for said, right in pairs if low <= said < high or (high == BANDS[-1] and said >= high)]
        if inside:
            bands.append(Band(low, high, len(inside), _mean(said for said, _ in inside), _mean(right for _, right in inside)))
    return bands, round(sum(band.count * abs(band.said - band.right) for band in bands) / (len(pairs) or 1), 4)


def _mean(values: Iterable[float]) -> float:
    values = list(values)
    return round(sum(values) / len(values), 4)
