"""Size against score: where a solution lies among the player's own and the author's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from engine import ACCURACY
from widgets.controls.score_scale import ScoreScale
from widgets.plots.ticks import nice_ticks
from widgets.theme.look import Look
from widgets.theme.style import MEDIUM, SEMIBOLD, font

Kind = Literal["this", "own", "author"]
_NAMES: Final = {"this": "this one", "own": "yours", "author": "the author’s"}
_RADIUS: Final = {"this": 6.5, "own": 4.5, "author": 5.0}
_NEAR: Final = 10.0


@dataclass(frozen=True, slots=True)
class Attempt:
    """A judged solution: its size, the test score that decided if there is one, and whose it is."""

    parameters: int
    score: float | None
    kind: Kind = "own"


class SizePlot(QWidget):
    """A small plot: parameters to the right, score upwards, the threshold dashed."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._scale = ScoreScale(ACCURACY, 1.0)
        self._attempts: tuple[Attempt, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
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
        return f"{_NAMES[attempt.kind]}: {attempt.parameters} parameters, {score}"

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
        return QRectF(self.rect()).adjusted(10, 30, -10, -40)

    def sizeHint(self) -> QSize:
        """As in the sketches."""
        return QSize(260, 260)

    def event(self, event: QEvent) -> bool:
        """Explain the attempt under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            for attempt in reversed(self._attempts):
                away = self.place_of(attempt) - QPointF(event.pos())
                if away.manhattanLength() < _NEAR:
                    QToolTip.showText(event.globalPos(), self.explain(attempt), self)
                    return True
            QToolTip.hideText()
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint axes, frontier, threshold and attempts."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_axes(painter)
        theme = self._look.theme
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.moss, 1.5))
        painter.drawPolyline(QPolygonF([self.place_of(attempt) for attempt in self.frontier]))
        self._paint_threshold(painter)
        for attempt in self._attempts:
            self._paint_attempt(painter, attempt)

    def _paint_axes(self, painter: QPainter) -> None:
        theme, area = self._look.theme, self._area()
        painter.setFont(font(12, SEMIBOLD))
        painter.setPen(theme.ink)
        painter.drawText(QPointF(0, 14), "Size against score")
        painter.setPen(QPen(theme.line, 1))
        for step in range(5):
            y = area.bottom() - area.height() * step / 4
            painter.drawLine(QPointF(area.left() - 10, y), QPointF(area.right() + 10, y))
        painter.setFont(font(11))
        painter.setPen(theme.muted)
        for size in nice_ticks(*self._sizes()):
            if size >= 0 and size == int(size):
                x = self.place_of(Attempt(int(size), 0.0)).x()
                place = QRectF(x - 20, area.bottom() + 4, 40, 16)
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, f"{size:g}")
        place = QRectF(0, area.bottom() + 20, self.width(), 16)
        painter.drawText(place, Qt.AlignmentFlag.AlignRight, "parameters")

    def _paint_threshold(self, painter: QPainter) -> None:
        theme, area = self._look.theme, self._area()
        y = area.bottom() - self._scale.tick * area.height()
        painter.setPen(QPen(theme.ink, 1.2, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(area.left() - 10, y), QPointF(area.right() + 10, y))
        painter.setFont(font(11))
        painter.setPen(theme.muted)
        place = QRectF(0, y + 3, self.width(), 16)
        crowd = QRectF(area.right() - 60, y - 10, 70, 40)
        crowded = any(crowd.contains(self.place_of(attempt)) for attempt in self._attempts)
        side = Qt.AlignmentFlag.AlignLeft if crowded else Qt.AlignmentFlag.AlignRight
        painter.drawText(place, side, self._scale.goal)

    def _paint_attempt(self, painter: QPainter, attempt: Attempt) -> None:
        theme, place = self._look.theme, self.place_of(attempt)
        radius = _RADIUS[attempt.kind]
        color = {"this": theme.blossom, "own": theme.muted, "author": theme.moss}[attempt.kind]
        painter.setPen(QPen(theme.panel, 2) if attempt.kind != "author" else QPen(color, 2))
        painter.setBrush(color if attempt.kind != "author" else theme.panel)
        painter.drawEllipse(place, radius, radius)
        if attempt.kind == "own":
            return
        painter.setFont(font(11, MEDIUM))
        painter.setPen(theme.ink)
        text = "this one" if attempt.kind == "this" else "author"
        beside = QRectF(place.x() - 50, place.y() - 24, 100, 16)
        if attempt.kind == "author" or self._would_cross_threshold(beside):
            beside.translate(0, 32)
        beside.moveLeft(min(max(beside.left(), -22.0), self.width() - 78.0))
        painter.drawText(beside, Qt.AlignmentFlag.AlignCenter, text)

    def _would_cross_threshold(self, label: QRectF) -> bool:
        y = self._area().bottom() - self._scale.tick * self._area().height()
        return label.top() - 2 < y < label.bottom() + 2
