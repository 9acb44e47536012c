"""The training data of a level as a small picture: points in a square, without NumPy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from engine import Samples, Task

MOST_POINTS: Final = 200
_DIGITS: Final = 4
"""Decimals of a place: far finer than the picture."""


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """Points to draw.

    Attributes:
        points: across and up, both 0 to 1, and the class of each, which is 1 for a regression.
        aspect: width by height of what the square stands for; None where the two have no common
            scale.
    """

    points: tuple[tuple[float, float, int], ...] = ()
    aspect: float | None = None


def thumbnail_of(task: Task, samples: Samples) -> Thumbnail:
    """The picture of the first `MOST_POINTS` samples, one at least.

    Shown are their first two columns, or the only column against the answer.
    """
    x, y = samples.x[:MOST_POINTS], samples.y[:MOST_POINTS]
    is_plane = x.shape[1] > 1
    across, width = _unit(x[:, 0].tolist())
    up, height = _unit((x[:, 1] if is_plane else y[:, 0]).tolist())
    answers = y[:, 0].tolist()
    labels = [1 if task.kind == "regression" else int(answer) for answer in answers]
    aspect = round(width / height, _DIGITS) if is_plane else None
    return Thumbnail(tuple(zip(across, up, labels, strict=True)), aspect)


def _unit(values: Sequence[float]) -> tuple[list[float], float]:
    """The values scaled so that they run from 0 to 1, and how far they ran before."""
    low, high = min(values), max(values)
    extent = high - low if high > low else 1.0
    return [round((value - low) / extent, _DIGITS) for value in values], extent
