"""The axes of the plot of sizes: where a size and a score lie, and the numbers beside them."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF

from widgets.controls.score_scale import ScoreScale
from widgets.plots.ticks import nice_ticks

_MOST_TICKS: Final = 5
_APART: Final = 6.0


@dataclass(frozen=True, slots=True)
class SizeTick:
    """A number on the axis of sizes: where it is printed, and whether it stands out."""

    size: int
    text: str
    place: QRectF
    strong: bool


@dataclass(frozen=True, slots=True)
class SizeAxes:
    """Sizes to the right, scores upwards.

    Attributes:
        area: where the two span, in pixels.
        scale: of the scores.
        most: the size at the right edge; the left edge is 0, so that half the width is half the
            size.
    """

    area: QRectF
    scale: ScoreScale
    most: float

    def x(self, parameters: float) -> float:
        """How far to the right a size lies, in pixels."""
        return self.area.left() + parameters / self.most * self.area.width()

    def y(self, score: float | None) -> float:
        """How far down a score lies, in pixels; none lies at the bottom."""
        return self.area.bottom() - self.scale.fraction(score) * self.area.height()

    def place(self, parameters: float, score: float | None) -> QPointF:
        """Where a network of that size and score lies."""
        return QPointF(self.x(parameters), self.y(score))


def score_ticks(scale: ScoreScale) -> list[tuple[float, str]]:
    """The numbers on the score's axis: how far up each is, 0 to 1, and its text."""
    if not scale.metric.logarithmic:
        values = nice_ticks(scale.chance, scale.metric.best, _MOST_TICKS)
        return [(scale.fraction(value), scale.metric.format_tick(value)) for value in values]
    decades = range(math.floor(math.log10(scale.threshold)) - 1, 7)
    values = [factor * 10.0**decade for decade in decades for factor in (1, 3)]
    found = [(scale.fraction(value), scale.metric.format_tick(value)) for value in values]
    return [own for own in found if 0.0 < own[0] < 1.0]


def size_ticks(
    axes: SizeAxes, named: int | None, measure: Callable[[str], QSizeF], edge: float
) -> list[SizeTick]:
    """The numbers below the axis of sizes, none of which is printed over another.

    Args:
        axes: the axes.
        named: a size that stands out and gives way to no other; None for none.
        measure: the size of a text in pixels.
        edge: how far to the right, in pixels, a number may reach.
    """
    sizes = [] if named is None else [named]
    sizes += [int(size) for size in nice_ticks(0, axes.most) if size >= 0 and size == int(size)]
    ticks: list[SizeTick] = []
    for size in sizes:
        text = f"{size:,}"
        place = QRectF(QPointF(0, axes.area.bottom() + 4), measure(text))
        place.moveLeft(min(axes.x(size) - place.width() / 2, edge - place.width()))
        wide = place.adjusted(-_APART, 0, _APART, 0)
        if not any(wide.intersects(own.place) for own in ticks):
            ticks.append(SizeTick(size, text, place, strong=size == named))
    return ticks
