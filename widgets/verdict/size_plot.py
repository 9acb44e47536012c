"""Size against score: where a solution lies among the player's own and the author's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine import ACCURACY
from engine.judging.tally import Sturdiness
from engine.wording import counted
from widgets.controls.score_scale import ScoreScale
from widgets.theme.fonts import MEDIUM, REGULAR, SEMIBOLD
from widgets.theme.look import Look
from widgets.theme.tooltips import hide_tooltip, show_tooltip
from widgets.verdict.frontier_words import barren_text, best_text
from widgets.verdict.label_places import Label, place_labels
from widgets.verdict.searched import Searched
from widgets.verdict.searched_layer import BarrenLabel, SearchedLayer
from widgets.verdict.size_axes import SizeAxes, SizeTick, score_ticks, size_ticks
from widgets.verdict.sturdiness_words import sturdiness_text

Kind = Literal["this", "own", "author"]
_NAMES: Final = {"this": "this one", "own": "yours", "author": "the author’s"}
_LABELS: Final = {"this": "this one", "author": "author"}
_RADIUS: Final = {"this": 6.0, "own": 4.5, "author": 9.0}
_NEAR: Final = 10.0
_TOP: Final = 26
_AXIS: Final = 46
_BOTTOM: Final = 38
_RIGHT: Final = 12
_LEAST_SIZE: Final = 4.0


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


class SizePlot(QWidget):
    """A small plot: parameters to the right, score upwards, the threshold dashed."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._scale = ScoreScale(ACCURACY, 1.0)
        self._attempts: tuple[Attempt, ...] = ()
        self._searched: Searched | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        look.changed.connect(self.updateGeometry)
        look.changed.connect(self.update)

    @property
    def edge(self) -> tuple[Attempt, ...]:
        """The attempts that no smaller or equally small one outdoes, by size."""
        rank = self._scale.metric.rank
        scored = [own for own in self._attempts if own.score is not None]
        best: list[Attempt] = []
        for attempt in sorted(scored, key=lambda own: (own.parameters, -rank(own.score))):
            if not best or rank(attempt.score) > rank(best[-1].score):
                best.append(attempt)
        return tuple(best)

    @property
    def searched(self) -> Searched | None:
        """What a search found of the level; None before one."""
        return self._searched

    @property
    def axes(self) -> SizeAxes:
        """Where sizes and scores lie, in pixels."""
        room = self._look.theme.room
        area = QRectF(self.rect()).adjusted(room(_AXIS), room(_TOP), -_RIGHT, -room(_BOTTOM))
        sizes = [1.12 * own.parameters for own in self._attempts]
        if self._searched is not None:
            sizes += [1.6 * (self._searched.smallest or 0), 1.3 * self._searched.barren_up_to]
        return SizeAxes(area, self._scale, max(_LEAST_SIZE, *sizes, 0.0))

    def set_attempts(self, attempts: Sequence[Attempt], scale: ScoreScale) -> None:
        """Show these; the one just judged is painted last, so that nothing hides it."""
        order = {"own": 0, "author": 1, "this": 2}
        self._attempts = tuple(sorted(attempts, key=lambda own: order[own.kind]))
        self._scale = scale
        self._describe()

    def set_searched(self, searched: Searched | None) -> None:
        """Show what a search found of the level; None for nothing."""
        self._searched = searched
        self._describe()

    def explain(self, attempt: Attempt) -> str:
        """One attempt in words."""
        score = "no score" if attempt.score is None else self._scale.text(attempt.score)
        text = f"{_NAMES[attempt.kind]}: {counted(attempt.parameters, 'parameter')}, {score}"
        found = attempt.sturdiness
        return text if found is None else f"{text}, {sturdiness_text(found)}"

    def label_rects(self) -> dict[str, QRectF]:
        """Where each label is printed, by its text, in pixels; numbers of axes are none."""
        places = self._label_places()
        barren = self._barren_label(places)
        return places if barren is None else places | {" ".join(barren.lines): barren.place}

    def place_of(self, attempt: Attempt) -> QPointF:
        """Where an attempt is painted, in pixels; one without a score lies at the bottom."""
        return self.axes.place(attempt.parameters, attempt.score)

    def size_ticks(self) -> list[SizeTick]:
        """The numbers on the axis of sizes."""
        metrics = QFontMetricsF(self._look.theme.font(11, SEMIBOLD))
        line = self._look.theme.room(16)
        return size_ticks(
            self.axes,
            None if self._searched is None else self._searched.smallest,
            lambda text: QSizeF(metrics.horizontalAdvance(text) + 2, line),
            self.width(),
        )

    def explain_at(self, position: QPointF) -> str:
        """What is at a place, in words; empty where there is nothing."""
        axes = self.axes
        for attempt in reversed(self._attempts):
            if (self.place_of(attempt) - position).manhattanLength() < _NEAR:
                return self.explain(attempt)
        layer = self._layer()
        if layer is None:
            return ""
        for step in layer.searched.steps(self._scale.metric):
            away = axes.place(step.parameters, step.score) - position
            if away.manhattanLength() < _NEAR:
                return best_text(step, self._scale.text(step.score))
        inside = layer.barren.contains(position)
        return barren_text(layer.searched.frontier) if inside else ""

    # -- places ----------------------------------------------------------------------------------

    def _layer(self) -> SearchedLayer | None:
        if self._searched is None:
            return None
        return SearchedLayer(self._searched, self.axes, self._look.theme)

    def _threshold_line(self) -> QRectF:
        area = self.axes.area
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
        ends = [line.right() - half, self.axes.area.left() + half + 4]
        # Where an attempt has taken the right end, a label beside it would lie off the line.
        crowded = any(abs(at.x() - ends[0]) < 4 * half for _, at, _ in points)
        points.append((goal, QPointF(ends[int(crowded)], line.center().y()), 2.0))
        height = metrics.height()
        return [
            Label(text, point, QSizeF(metrics.horizontalAdvance(text) + 4, height), clear)
            for text, point, clear in points
        ]

    def _label_places(self) -> dict[str, QRectF]:
        labels = self._labels()
        places = place_labels(labels, self._obstacles(), QRectF(self.rect()))
        return {label.text: place for label, place in zip(labels, places, strict=True)}

    def _barren_label(self, places: Mapping[str, QRectF]) -> BarrenLabel | None:
        layer = self._layer()
        return None if layer is None else layer.label([*self._obstacles(), *places.values()])

    def _obstacles(self) -> list[QRectF]:
        """Axes, threshold, stairs and points: nothing may be printed over them."""
        area, whole = self.axes.area, QRectF(self.rect())
        discs = [
            QRectF(place.x() - radius, place.y() - radius, 2 * radius, 2 * radius)
            for place, radius in ((self.place_of(a), _RADIUS[a.kind]) for a in self._attempts)
        ]
        left = QRectF(0, 0, area.left() - 4, whole.height())
        below = QRectF(0, area.bottom() + 1, whole.width(), whole.bottom() - area.bottom())
        layer = self._layer()
        stairs = [] if layer is None else layer.obstacles()
        return [left, below, self._threshold_line(), *discs, *stairs]

    def _describe(self) -> None:
        said = [self.explain(own) for own in self._attempts]
        if self._searched is not None:
            steps = self._searched.steps(self._scale.metric)
            said += [best_text(own, self._scale.text(own.score)) for own in steps]
            said.append(barren_text(self._searched.frontier))
        self.setAccessibleName("; ".join(filter(None, said)))
        self.update()

    # -- painting --------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """The preferred size."""
        room = self._look.theme.room
        return QSize(room(280), 184 + room(40))

    def minimumSizeHint(self) -> QSize:
        """So large that numbers and labels have their places."""
        room = self._look.theme.room
        return QSize(room(190), 110 + room(64))

    def event(self, event: QEvent) -> bool:
        """Explain what is under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            text = self.explain_at(QPointF(event.pos()))
            if text:
                show_tooltip(event.globalPos(), text[0].upper() + text[1:], self)
            else:
                hide_tooltip()
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint axes, frontier, threshold, attempts and labels."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, layer = self._look.theme, self._layer()
        self._paint_score_axis(painter)
        if layer is not None:
            layer.paint(painter)
        else:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.moss, 1.5))
            painter.drawPolyline(QPolygonF([self.place_of(attempt) for attempt in self.edge]))
        self._paint_size_axis(painter)
        line = self._threshold_line()
        painter.setPen(QPen(theme.ink, 1.2, Qt.PenStyle.DashLine))
        painter.drawLine(
            QPointF(line.left(), line.center().y()), QPointF(line.right(), line.center().y())
        )
        for attempt in self._attempts:
            self._paint_attempt(painter, attempt)
        self._paint_labels(painter, layer)

    def _paint_labels(self, painter: QPainter, layer: SearchedLayer | None) -> None:
        theme, places = self._look.theme, self._label_places()
        painter.setFont(theme.font(11, MEDIUM))
        painter.setPen(theme.ink)
        for text, place in places.items():
            painter.fillRect(place, theme.panel)  # a hairline of the grid may lie behind
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
        barren = self._barren_label(places)
        if layer is not None and barren is not None:
            layer.paint_label(painter, barren)

    def _paint_score_axis(self, painter: QPainter) -> None:
        theme, area = self._look.theme, self.axes.area
        painter.setFont(theme.font(11))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for height, text in score_ticks(self._scale):
            y = area.bottom() - height * area.height()
            painter.setPen(QPen(theme.line, 1))
            painter.drawLine(QPointF(area.left() - 6, y), QPointF(area.right() + 10, y))
            painter.setPen(theme.muted)
            painter.drawText(QRectF(0, y - 15, area.left() - 10, 30), right, text)

    def _paint_size_axis(self, painter: QPainter) -> None:
        theme, area = self._look.theme, self.axes.area
        line = theme.room(16)
        painter.setPen(QPen(theme.line, 1))
        painter.drawLine(area.bottomLeft() - QPointF(6, 0), area.bottomRight() + QPointF(10, 0))
        for tick in self.size_ticks():
            painter.setFont(theme.font(11, SEMIBOLD if tick.strong else REGULAR))
            painter.setPen(theme.moss if tick.strong else theme.muted)
            painter.drawText(tick.place, Qt.AlignmentFlag.AlignCenter, tick.text)
        painter.setFont(theme.font(11))
        painter.setPen(theme.muted)
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
