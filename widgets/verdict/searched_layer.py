"""The frontier in the plot of sizes: its stairs, and the hatched ground where nothing passes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from widgets.theme.fonts import MEDIUM, SEMIBOLD
from widgets.theme.hatching import hatch
from widgets.theme.look import Theme
from widgets.verdict.frontier_words import barren_lines
from widgets.verdict.label_places import place_sliding
from widgets.verdict.searched import Searched
from widgets.verdict.size_axes import SizeAxes

_HALF_STROKE: Final = 1.5
_BEYOND: Final = 10.0
_REACH: Final = 0.75
_BESIDE: Final = 8.0


@dataclass(frozen=True, slots=True)
class BarrenLabel:
    """The words on the hatched ground, or in one line beside it where it is narrow."""

    lines: tuple[str, ...]
    place: QRectF


@dataclass(frozen=True, slots=True)
class SearchedLayer:
    """What of a search is painted, and where.

    Attributes:
        searched: what the search found.
        axes: of the plot.
        theme: colours and text size.
    """

    searched: Searched
    axes: SizeAxes
    theme: Theme

    @property
    def barren(self) -> QRectF:
        """The hatched ground; empty where there is none."""
        area, up_to = self.axes.area, self.searched.barren_up_to
        width = (self.axes.x(up_to + _REACH) - area.left()) if up_to else 0.0
        return QRectF(area.left(), area.top(), width, area.height())

    @property
    def stairs(self) -> QPolygonF:
        """The best score up to each size; a wall where all below it was tried in vain."""
        axes, steps = self.axes, self.searched.steps(self.axes.scale.metric)
        steps = tuple(own for own in steps if own.parameters <= axes.most)
        if not steps:
            return QPolygonF()
        first, last = steps[0], steps[-1]
        points = [axes.place(first.parameters, first.score)]
        if first.parameters <= self.searched.barren_up_to + 1:
            points.insert(0, QPointF(points[0].x(), axes.area.bottom()))
        for before, own in pairwise(steps):
            points.append(axes.place(own.parameters, before.score))
            points.append(axes.place(own.parameters, own.score))
        points.append(QPointF(axes.area.right() + _BEYOND, axes.y(last.score)))
        return QPolygonF(points)

    def obstacles(self) -> list[QRectF]:
        """The stairs, as thin rectangles."""
        stroke = _HALF_STROKE
        return [
            QRectF(one, other).normalized().adjusted(-stroke, -stroke, stroke, stroke)
            for one, other in pairwise(self.stairs.toList())
        ]

    def label(self, taken: Sequence[QRectF]) -> BarrenLabel | None:
        """The words for the hatched ground; None where there is none, or no room for them."""
        ground = self.barren
        if ground.isEmpty():
            return None
        lines = barren_lines(self.searched.barren_wirings)
        size = self._stacked(lines)
        if size.width() <= ground.width():
            place = place_sliding(size, ground, taken)
            return None if place is None else BarrenLabel(lines, place)
        line = f"← {' '.join(lines)}"
        width = self._measure(line, self._small).width() + 4
        wall = self.axes.x(self.searched.barren_up_to + 1)
        span = QRectF(wall + _BESIDE, ground.top(), width, ground.height())
        if span.right() > self.axes.area.right() + _BEYOND:
            return None
        place = place_sliding(QSizeF(width, QFontMetricsF(self._small).height()), span, taken)
        return None if place is None else BarrenLabel((line,), place)

    def paint(self, painter: QPainter) -> None:
        """Paint ground and stairs."""
        hatch(painter, self.barren, self.theme)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        smallest = self.searched.smallest
        if smallest is not None:
            x, area = self.axes.x(smallest), self.axes.area
            painter.setPen(QPen(self.theme.moss, 1.2, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        painter.setPen(QPen(self.theme.moss, 2))
        painter.drawPolyline(self.stairs)

    def paint_label(self, painter: QPainter, label: BarrenLabel) -> None:
        """Paint the words on the hatched ground, the number in the middle large."""
        place, stacked = label.place, len(label.lines) > 1
        painter.fillRect(place, self.theme.panel)
        top = place.top()
        for index, line in enumerate(label.lines):
            large = stacked and index == 1
            font = self._large if large else self._small
            height = QFontMetricsF(font).height()
            painter.setFont(font)
            painter.setPen(self.theme.ink if large else self.theme.muted)
            row = QRectF(place.left(), top, place.width(), height)
            painter.drawText(row, Qt.AlignmentFlag.AlignCenter, line)
            top += height

    @property
    def _small(self) -> QFont:
        return self.theme.font(11, MEDIUM)

    @property
    def _large(self) -> QFont:
        return self.theme.font(13, SEMIBOLD)

    def _measure(self, text: str, font: QFont) -> QSizeF:
        metrics = QFontMetricsF(font)
        return QSizeF(metrics.horizontalAdvance(text), metrics.height())

    def _stacked(self, lines: tuple[str, str, str]) -> QSizeF:
        fonts = (self._small, self._large, self._small)
        sizes = [self._measure(line, own) for line, own in zip(lines, fonts, strict=True)]
        return QSizeF(max(own.width() for own in sizes) + 4, sum(own.height() for own in sizes))
