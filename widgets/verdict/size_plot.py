"""Size against score: where a solution lies among the player's own and the author's."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine import ACCURACY
from engine.judging.tally import Sturdiness
from engine.wording import counted
from widgets.controls.score_scale import ScoreScale
from widgets.plots.ticks import nice_ticks
from widgets.theme.fonts import MEDIUM, SEMIBOLD
from widgets.theme.look import Look
from widgets.theme.tooltips import hide_tooltip, show_tooltip
from widgets.verdict.label_places import Label, place_labels
from widgets.verdict.sturdiness_words import sturdiness_text

Kind = Literal["this", "own", "author"]
_NAMES: Final = {"this": "this one", "own": "yours", "author": "the author’s"}
_LABELS: Final = {"this": "this one", "author": "author"}
_RADIUS: Final = {"this": 6.0, "own": 4.5, "author": 9.0}
_NEAR: Final = 10.0
_TITLE: Final = 26
_AXIS: Final = 46
_BOTTOM: Final = 38
_MOST_TICKS: Final = 5


@dataclass(frozen=True, slots=True)
class Attempt:
    """A judged solution: its size, the test score that decided, and whose it is.

    The score is None where the start that decided diverged; ``sturdiness`` is None while it is not
    known.
    """

    parameters: int
    score: float | None
    kind: Kind = "own"
    sturdiness: Sturdiness | None = None


def score_ticks(scale: ScoreScale) -> list[tuple[float, str]]:
    """The numbers on the score's axis: how far up each is, 0 to 1, and its text."""
    if not scale.metric.logarithmic:
        values = nice_ticks(scale.chance, scale.metric.best, _MOST_TICKS)
        return [(scale.fraction(value), scale.metric.format_tick(value)) for value in values]
    decades = range(math.floor(math.log10(scale.threshold)) - 1, 7)
    values = [factor * 10.0**decade for decade in decades for factor in (1, 3)]
    found = [(scale.fraction(value), scale.metric.format_tick(value)) for value in values]
    return [own for own in found if 0.0 < own[0] < 1.0]


class SizePlot(QWidget):
    """A small plot: parameters to the right, score upwards, the threshold dashed."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._scale = ScoreScale(ACCURACY, 1.0)
        self._attempts: tuple[Attempt, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        look.changed.connect(self.updateGeometry)
        look.changed.connect(self.update)

    @property
    def frontier(self) -> tuple[Attempt, ...]:
        """The attempts that no smaller or equally small one outdoes, by size."""
        rank = self._scale.metric.rank
        scored = [own for own in self._attempts if own.score is not None]
        best: list[Attempt] = []
        for attempt in sorted(scored, key=lambda own: (own.parameters, -rank(own.score))):
            if not best or rank(attempt.score) > rank(best[-1].score):
                best.append(attempt)
        return tuple(best)

    def set_attempts(self, attempts: Sequence[Attempt], scale: ScoreScale) -> None:
        """Show these; the one just judged is painted last, so that nothing hides it."""
        order = {"own": 0, "author": 1, "this": 2}
        self._attempts = tuple(sorted(attempts, key=lambda own: order[own.kind]))
        self._scale = scale
        self.setAccessibleName("; ".join(map(self.explain, self._attempts)))
        self.update()

    def explain(self, attempt: Attempt) -> str:
        """One attempt in words."""
        score = "no score" if attempt.score is None else self._scale.text(attempt.score)
        text = f"{_NAMES[attempt.kind]}: {counted(attempt.parameters, 'parameter')}, {score}"
        found = attempt.sturdiness
        return text if found is None else f"{text}, {sturdiness_text(found)}"

    def label_rects(self) -> dict[str, QRectF]:
        """Where each label is printed, by its text, in pixels."""
        labels = self._labels()
        places = place_labels(labels, self._obstacles(), QRectF(self.rect()))
        return {label.text: place for label, place in zip(labels, places, strict=True)}

    def place_of(self, attempt: Attempt) -> QPointF:
        """Where an attempt is painted, in pixels; one without a score lies at the bottom."""
        low, high = self._sizes()
        area = self._area()
        share = (attempt.parameters - low) / (high - low)
        height = self._scale.fraction(attempt.score) * area.height()
        return QPointF(area.left() + share * area.width(), area.bottom() - height)

    def _sizes(self) -> tuple[float, float]:
        """From nothing, so that half the width is half the size."""
        return 0.0, max(max((own.parameters for own in self._attempts), default=0) * 1.12, 4.0)

    def _area(self) -> QRectF:
        room = self._look.theme.room
        return QRectF(self.rect()).adjusted(room(_AXIS), room(_TITLE) + 8, -12, -room(_BOTTOM))

    def _threshold_line(self) -> QRectF:
        area = self._area()
        y = area.bottom() - self._scale.tick * area.height()
        return QRectF(area.left() - 6, y - 1, area.width() + 16, 2)

    def _labels(self) -> list[Label]:
        """The goal and the attempts that have a name, the present one first."""
        metrics = QFontMetricsF(self._look.theme.font(11, MEDIUM))
        named = [own for own in reversed(self._attempts) if own.kind in _LABELS]
        points = [(_LABELS[own.kind], self.place_of(own), _RADIUS[own.kind]) for own in named]
        line = self._threshold_line()
        goal = self._scale.goal
        half = metrics.horizontalAdvance(goal) / 2
        ends = [line.right() - half, self._area().left() + half + 4]
        # Where an attempt has taken the right end, a label beside it would lie off the line.
        crowded = any(abs(at.x() - ends[0]) < 4 * half for _, at, _ in points)
        points.append((goal, QPointF(ends[int(crowded)], line.center().y()), 2.0))
        height = metrics.height()
        return [
            Label(text, point, QSizeF(metrics.horizontalAdvance(text) + 4, height), clear)
            for text, point, clear in points
        ]

    def _obstacles(self) -> list[QRectF]:
        """Title, axes, threshold and points: nothing may be printed over them."""
        area, whole = self._area(), QRectF(self.rect())
        discs = [
            QRectF(place.x() - radius, place.y() - radius, 2 * radius, 2 * radius)
            for place, radius in ((self.place_of(a), _RADIUS[a.kind]) for a in self._attempts)
        ]
        title = QRectF(0, 0, whole.width(), self._look.theme.room(_TITLE) - 6)
        left = QRectF(0, 0, area.left() - 4, whole.height())
        below = QRectF(0, area.bottom() + 1, whole.width(), whole.bottom() - area.bottom())
        return [title, left, below, self._threshold_line(), *discs]

    def sizeHint(self) -> QSize:
        """The preferred size."""
        room = self._look.theme.room
        return QSize(room(280), 190 + room(60))

    def event(self, event: QEvent) -> bool:
        """Explain the attempt under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            for attempt in reversed(self._attempts):
                away = self.place_of(attempt) - QPointF(event.pos())
                if away.manhattanLength() < _NEAR:
                    show_tooltip(event.globalPos(), self.explain(attempt), self)
                    return True
            hide_tooltip()
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint axes, frontier, threshold, attempts and labels."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_score_axis(painter)
        self._paint_size_axis(painter)
        theme = self._look.theme
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.moss, 1.5))
        painter.drawPolyline(QPolygonF([self.place_of(attempt) for attempt in self.frontier]))
        line = self._threshold_line()
        painter.setPen(QPen(theme.ink, 1.2, Qt.PenStyle.DashLine))
        painter.drawLine(
            QPointF(line.left(), line.center().y()), QPointF(line.right(), line.center().y())
        )
        for attempt in self._attempts:
            self._paint_attempt(painter, attempt)
        painter.setFont(theme.font(11, MEDIUM))
        painter.setPen(theme.ink)
        for text, place in self.label_rects().items():
            painter.fillRect(place, theme.panel)  # a hairline of the grid may lie behind
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_score_axis(self, painter: QPainter) -> None:
        theme, area = self._look.theme, self._area()
        painter.setFont(theme.font(12, SEMIBOLD))
        painter.setPen(theme.ink)
        title = QRectF(0, 0, self.width(), theme.room(_TITLE) - 6)
        side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(title, side, "Size against score")
        painter.setFont(theme.font(11))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for height, text in score_ticks(self._scale):
            y = area.bottom() - height * area.height()
            painter.setPen(QPen(theme.line, 1))
            painter.drawLine(QPointF(area.left() - 6, y), QPointF(area.right() + 10, y))
            painter.setPen(theme.muted)
            painter.drawText(QRectF(0, y - 15, area.left() - 10, 30), right, text)

    def _paint_size_axis(self, painter: QPainter) -> None:
        theme, area = self._look.theme, self._area()
        line = theme.room(16)
        painter.setPen(QPen(theme.line, 1))
        painter.drawLine(area.bottomLeft() - QPointF(6, 0), area.bottomRight() + QPointF(10, 0))
        painter.setFont(theme.font(11))
        painter.setPen(theme.muted)
        for size in nice_ticks(*self._sizes()):
            if size >= 0 and size == int(size):
                x = self.place_of(Attempt(int(size), None)).x()
                place = QRectF(x - 30, area.bottom() + 4, 60, line)
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, f"{size:g}")
        place = QRectF(0, area.bottom() + 4 + line, self.width(), line)
        painter.drawText(place, Qt.AlignmentFlag.AlignRight, "parameters")

    def _paint_attempt(self, painter: QPainter, attempt: Attempt) -> None:
        theme, place = self._look.theme, self.place_of(attempt)
        radius = _RADIUS[attempt.kind]
        color = {"this": theme.blossom, "own": theme.muted, "author": theme.moss}[attempt.kind]
        if attempt.score is None:
            painter.setPen(QPen(theme.warn, 2))
            for side in (-1, 1):
                slope = QPointF(4.0 * side, 4.0)
                painter.drawLine(place - slope, place + slope)
            return
        if attempt.kind == "author":
            # A ring, so that an attempt at the same place shows within it.
            painter.setPen(QPen(color, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        else:
            painter.setPen(QPen(theme.panel, 1.5))
            painter.setBrush(color)
        painter.drawEllipse(place, radius, radius)
