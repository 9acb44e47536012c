"""Target minus answer of each sample over the answer, as a plot that follows training."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine import r_squared
from engine.data import Floats
from widgets.bench import Bench
from widgets.document.names import node_title
from widgets.marks import Mark, masked
from widgets.plots.markers import draw_marker, draw_ring
from widgets.plots.readout import draw_readout
from widgets.plots.ticks import nice_ticks, tick_text, value_text
from widgets.theme.fonts import MEDIUM
from widgets.theme.look import Look
from widgets.theme.style import blend
from widgets.views.answers import Answers, AnswersView

_EDGES: Final = (44, 10, -12, -36)
_RADIUS: Final = 3.2
_RING: Final = 6.0
_REACH: Final = 12.0
_MOST_DRAWN: Final = 1000
_ROOM: Final = 0.08
_INSIDE: Final = 1  # the class whose colour, blue, and shape, a circle, a sample of the band gets
_BEYOND: Final = 0


class ResidualsView(AnswersView):
    """Residuals of one output: of the selected output neuron, else of the first.

    A band reaches as far as the level's metric tolerates; a sample beyond it is wrong. Pointing at
    a sample rings it on the map.
    """

    def __init__(self, bench: Bench) -> None:
        self.plot = ResidualPlot(bench.look)
        super().__init__(Answers(bench), self.plot)
        self.setObjectName("view-residuals")
        self._bench = bench
        self.answers.changed.connect(self._show)
        bench.selection.changed.connect(self._show)
        self.plot.pointed.connect(self._ring)
        self._show()

    def _output(self) -> int:
        ids = self._bench.level.task.output_ids
        selected = self._bench.selection.single_node
        return ids.index(selected) if selected in ids else 0

    def _show(self) -> None:
        outputs, samples, place = self.answers.outputs, self.answers.samples, self._output()
        terms = self._bench.level.terms
        band = terms.metric.tolerance(terms.threshold)
        name = self._bench.level.task.output_ids[place]
        title = node_title(self._bench.document.network, name, self._bench.level.task)
        self.setWindowTitle(f"Output {title}")
        if outputs is None:
            self.plot.set_residuals(None, None, band)
            self.summary.setText("Train, or link something, to see how far the answers are off.")
            return
        residuals = samples.y[:, place] - outputs[place]
        self.plot.set_residuals(outputs[place], residuals, band)
        self.summary.setText(_summary(residuals, float(r_squared(outputs, samples)), band))

    def _ring(self, sample: int | None) -> None:
        samples = self.answers.samples
        if sample is None or sample >= len(samples):
            self._bench.marks.point_out(None)
            return
        mask = np.arange(len(samples)) == sample
        self._bench.marks.point_out(Mark(masked(samples, mask), "this point"))

    def hideEvent(self, event: QHideEvent) -> None:
        """Remove the rings."""
        super().hideEvent(event)
        self.plot.point_at(None)


class ResidualPlot(QWidget):
    """A scatter plot around a zero line, with a band; what lies beyond the band stands out.

    Args:
        look: the theme.

    Signals:
        pointed: another sample (its number) is pointed at, or None.
    """

    pointed = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("residual-plot")
        self.setAccessibleName("Residuals over answers")
        self._look = look
        self._answers: Floats | None = None
        self._residuals: Floats | None = None
        self._band: float | None = None
        self._sample: int | None = None
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        look.changed.connect(self.update)

    @property
    def sample(self) -> int | None:
        """Number of the sample that is pointed at."""
        return self._sample

    @property
    def readout(self) -> str:
        """What is said of the sample that is pointed at; empty when none is."""
        if self._sample is None or self._answers is None or self._residuals is None:
            return ""
        answer, residual = self._answers[self._sample], self._residuals[self._sample]
        target = value_text(float(answer + residual))
        return f"answer {value_text(float(answer))}   target {target}"

    def set_residuals(
        self, answers: Floats | None, residuals: Floats | None, band: float | None
    ) -> None:
        """Show these, each of shape (samples,); ``band`` is the half height of the band."""
        self._answers, self._residuals, self._band = answers, residuals, band
        if self._sample is not None and (answers is None or self._sample >= len(answers)):
            self.point_at(None)
        self.update()

    def point_at(self, sample: int | None) -> None:
        """Point at a sample; None for none."""
        if sample != self._sample:
            self._sample = sample
            self.update()
            self.pointed.emit(sample)

    def pixel_of(self, answer: float, residual: float) -> QPointF:
        """Where a sample lies in the widget."""
        area, (left, right), (low, high) = self._area(), self._across(), self._upright()
        return QPointF(
            area.left() + (answer - left) / (right - left) * area.width(),
            area.bottom() - (residual - low) / (high - low) * area.height(),
        )

    def _area(self) -> QRectF:
        left, top, right, bottom = map(self._look.theme.room, _EDGES)
        return QRectF(self.rect()).adjusted(left, top, right, bottom)

    def _across(self) -> tuple[float, float]:
        if self._answers is None or not np.isfinite(self._answers).any():
            return -1.0, 1.0
        low, high = float(np.nanmin(self._answers)), float(np.nanmax(self._answers))
        room = (high - low) * _ROOM or 1.0
        return low - room, high + room

    def _upright(self) -> tuple[float, float]:
        reach = 2 * self._band if self._band is not None else 0.0
        if self._residuals is not None and np.isfinite(self._residuals).any():
            reach = max(reach, float(np.nanmax(np.abs(self._residuals))))
        reach = reach * (1 + _ROOM) or 1.0
        return -reach, reach

    def _drawn(self) -> list[int]:
        """Numbers of the samples that are drawn: of very many some of all."""
        if self._answers is None:
            return []
        count = len(self._answers)
        return [int(one) for one in np.linspace(0, count - 1, min(count, _MOST_DRAWN))]

    # -- painting ----------------------------------------------------------------------------------

    def _draw_axes(self, painter: QPainter) -> None:
        theme, area = self._look.theme, self._area()
        line = theme.room(16)
        painter.setFont(theme.font(11))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for value in nice_ticks(*self._upright()):
            y = self.pixel_of(0.0, value).y()
            painter.setPen(QPen(theme.line, 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(theme.muted)
            painter.drawText(QRectF(0, y - 20, area.left() - 6, 40), right, tick_text(value))
        painter.setPen(theme.muted)
        for value in nice_ticks(*self._across()):
            x = self.pixel_of(value, 0.0).x()
            place = QRectF(x - 60, area.bottom() + 3, 120, line)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, tick_text(value))
        painter.setFont(theme.font(11, MEDIUM))
        below = QRectF(area.left(), area.bottom() + 3 + line, area.width(), line)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, "↑ target − answer")
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, "answer →")

    def _draw_band(self, painter: QPainter) -> None:
        theme, area = self._look.theme, self._area()
        zero = self.pixel_of(0.0, 0.0).y()
        if self._band is not None:
            top = self.pixel_of(0.0, self._band).y()
            band = QRectF(area.left(), top, area.width(), 2 * (zero - top))
            painter.fillRect(band, blend(theme.panel, theme.moss, 0.14))
            painter.setPen(QPen(theme.moss, 1, Qt.PenStyle.DashLine))
            painter.drawLine(band.topLeft(), band.topRight())
            painter.drawLine(band.bottomLeft(), band.bottomRight())
        painter.setPen(QPen(theme.ink, 1.2))
        painter.drawLine(QPointF(area.left(), zero), QPointF(area.right(), zero))

    def _draw_samples(self, painter: QPainter) -> None:
        theme = self._look.theme
        if self._answers is None or self._residuals is None:
            return
        for number in self._drawn():
            answer, residual = float(self._answers[number]), float(self._residuals[number])
            if not (math.isfinite(answer) and math.isfinite(residual)):
                continue
            beyond = self._band is not None and abs(residual) > self._band
            place = self.pixel_of(answer, residual)
            label = _BEYOND if beyond else _INSIDE
            draw_marker(painter, theme, place, label, filled=True, radius=_RADIUS)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint band, axes, samples and readout."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_band(painter)
        self._draw_axes(painter)
        self._draw_samples(painter)
        if self._sample is None or self._answers is None or self._residuals is None:
            return
        place = self.pixel_of(
            float(self._answers[self._sample]), float(self._residuals[self._sample])
        )
        draw_ring(painter, self._look.theme, place, _RING)
        draw_readout(painter, self._look.theme, place, self.readout, QRectF(self.rect()))

    # -- Qt ----------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """About as high as the curves."""
        return QSize(288, 230)

    def minimumSizeHint(self) -> QSize:
        """Room for both axes."""
        return QSize(160, 110)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at the sample under the pointer."""
        if self._answers is None or self._residuals is None:
            return
        drawn = self._drawn()
        there = event.position()
        away = [
            QPointF(self.pixel_of(float(self._answers[n]), float(self._residuals[n])) - there)
            for n in drawn
        ]
        distances = [math.hypot(one.x(), one.y()) for one in away]
        nearest = min(range(len(drawn)), key=distances.__getitem__, default=None)
        near = nearest is not None and distances[nearest] <= _REACH
        self.point_at(drawn[nearest] if near and nearest is not None else None)

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        super().leaveEvent(event)
        self.point_at(None)


def _summary(residuals: Floats, r2: float, band: float | None) -> str:
    root = math.sqrt(float(np.mean(np.square(residuals))))
    text = f"Root mean square {root:.3g}, R² {r2:.3f}".replace("-", "−")
    if band is None:
        return f"{text}."
    wrong = int(np.count_nonzero(np.abs(residuals) > band))
    return f"{text}. {wrong} of {len(residuals)} points are wrong: beyond ±{band:.3g}."
