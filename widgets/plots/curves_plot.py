"""The plot of a run's curves. Importing this module imports pyqtgraph (a third of a second)."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from widgets.controls.score_scale import ScoreScale
from widgets.plots.curve_set import CurveSet
from widgets.plots.ticks import nice_ticks, tick_text
from widgets.theme.look import Look
from widgets.theme.style import plain_label

_LEFT_AXIS: Final = 44
_BOTTOM_AXIS: Final = 22
_DOT_ROOM: Final = 0.016
"""Room for half the dot of now at both ends, as a share of the width."""


class CurvesPlot(QWidget):
    """One plot with axes: other starts faint behind, train dashed, validation solid."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._set: CurveSet | None = None
        self._scale: ScoreScale | None = None
        # Put together from its parts: a PlotItem brings menus that outlive it.
        self._plot = pg.GraphicsLayoutWidget()
        self._view = pg.ViewBox(enableMenu=False, enableMouse=False, defaultPadding=0.0)
        self._axes = {name: pg.AxisItem(name) for name in ("left", "bottom")}
        self._others, self._train, self._validation = (
            pg.PlotCurveItem(antialias=True) for _ in range(3)
        )
        self._end = pg.ScatterPlotItem(size=8, pxMode=True)
        self._threshold = pg.InfiniteLine(angle=0)
        self._pointer = pg.InfiniteLine(angle=90)
        self._readout = plain_label("", "readout")
        self._readout.setParent(self)
        self._readout.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._prepare()
        look.changed.connect(self._retheme)
        self._retheme()

    @property
    def readout(self) -> str:
        """The values under the pointer; empty when it is elsewhere."""
        return self._readout.text() if self._readout.isVisibleTo(self) else ""

    @property
    def lines(self) -> dict[str, tuple[Any, Any]]:
        """The drawn curves by name: abscissae and values as they are shown (log10 when log)."""
        items = {"others": self._others, "train": self._train, "validation": self._validation}
        return {name: item.getData() for name, item in items.items()}

    @property
    def end_point(self) -> tuple[float, float] | None:
        """Where the dot at the end of the validation curve is, as it is shown."""
        epochs, values = self._end.getData()
        return (float(epochs[0]), float(values[0])) if len(epochs) else None

    @property
    def threshold(self) -> float | None:
        """Where the threshold's line is, as it is shown; None when there is no line."""
        return float(self._threshold.value()) if self._threshold.isVisible() else None

    def show_set(self, curves: CurveSet, end: float, scale: ScoreScale | None) -> None:
        """Draw these curves up to epoch ``end``; with a scale they are scores."""
        self._set, self._scale = curves, scale
        shown = np.log10 if curves.log else np.asarray
        epochs, others = curves.joined_others()
        self._others.setData(epochs, shown(others), connect="finite")
        self._train.setData(curves.epochs, shown(curves.train), connect="finite")
        self._validation.setData(curves.epochs, shown(curves.validation), connect="finite")
        end_point = curves.end
        if end_point is None:
            self._end.clear()
        else:
            self._end.setData([end_point[0]], [float(shown(end_point[1]))])
        low, high = _upright_range(curves, scale)
        room = _DOT_ROOM * end
        self._view.setRange(xRange=(-room, end + room), yRange=(low, high), padding=0)
        self._set_ticks(end, low, high)
        self._threshold.setVisible(scale is not None)
        if scale is not None:
            self._threshold.setValue(float(shown(scale.threshold)))
        self._write_readout()

    def show_others(self, *, shown: bool) -> None:
        """Show the other starts, or leave them out."""
        self._others.setVisible(shown)

    def point_at(self, epoch: float | None) -> None:
        """Show the values at that epoch; None to show none."""
        known = self._set is not None and epoch is not None and self._set.epochs.size
        self._pointer.setVisible(bool(known))
        if known and epoch is not None:
            self._pointer.setValue(epoch)
        self._write_readout()

    def _prepare(self) -> None:
        self._plot.setBackground(None)
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for part in (self._plot, self._plot.viewport()):
            # A drag across it would leave what it has not entered, and Qt would log a warning.
            part.setAcceptDrops(False)
            part.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        layout = self._plot.ci
        layout.setSpacing(0)
        # Room for half a label at the ends of both axes.
        layout.setContentsMargins(0, 8, 14, 0)
        layout.addItem(self._axes["left"], 0, 0)
        layout.addItem(self._view, 0, 1)
        layout.addItem(self._axes["bottom"], 1, 1)
        for axis in self._axes.values():
            axis.linkToView(self._view)
            axis.setStyle(tickLength=0, hideOverlappingLabels=False)
            axis.setPen(None)
        for curve in (self._others, self._train, self._validation, self._end):
            self._view.addItem(curve)
        for line in (self._threshold, self._pointer):
            self._view.addItem(line, ignoreBounds=True)
            line.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._plot)
        self._readout.raise_()
        self._plot.setMouseTracking(True)
        self._plot.scene().sigMouseMoved.connect(self._pointer_moved)

    def _pen(self, color: QColor, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
        """A pen as wide on a dense screen as on another: pyqtgraph's count physical pixels."""
        return QPen(pg.mkPen(color, width=width * self.devicePixelRatioF(), style=style))

    def _retheme(self) -> None:
        theme = self._look.theme
        self._others.setPen(self._pen(theme.faint, 1))
        self._train.setPen(self._pen(theme.ink, 1.6, Qt.PenStyle.DashLine))
        self._validation.setPen(self._pen(theme.moss, 2.4))
        self._end.setPen(self._pen(theme.paper, 1.5))
        self._end.setBrush(pg.mkBrush(theme.moss))
        self._threshold.setPen(self._pen(theme.ink, 1, Qt.PenStyle.DotLine))
        self._pointer.setPen(self._pen(theme.faint, 1))
        self._axes["left"].setWidth(theme.room(_LEFT_AXIS))
        self._axes["bottom"].setHeight(theme.room(_BOTTOM_AXIS))
        for axis in self._axes.values():
            axis.setStyle(tickFont=theme.font(11))
            axis.setTextPen(pg.mkPen(theme.muted))
            axis.setTickPen(pg.mkPen(theme.line, width=1))
        # Hairlines across the plot at the upright axis' ticks, none upright.
        self._axes["left"].setGrid(255)

    def _set_ticks(self, end: float, low: float, high: float) -> None:
        epochs = [(value, tick_text(value)) for value in nice_ticks(0, end, 4)]
        self._axes["bottom"].setTicks([epochs])
        if self._set is not None and self._set.log:
            upright = [(place, _log_text(place)) for place in _log_ticks(low, high)]
        else:
            upright = [(value, self._score_text(value)) for value in nice_ticks(low, high, 4)]
        self._axes["left"].setTicks([upright])

    def _score_text(self, value: float) -> str:
        return tick_text(value) if self._scale is None else self._scale.metric.format_tick(value)

    def _pointer_moved(self, place: QPointF) -> None:
        view = self._view
        inside = view.sceneBoundingRect().contains(place)
        self.point_at(view.mapSceneToView(place).x() if inside else None)

    def _write_readout(self) -> None:
        """Write the values under the pointer on the card beside it."""
        curves = self._set
        row = None if curves is None else curves.nearest(self._pointer.value())
        if curves is None or row is None or not self._pointer.isVisible():
            self._readout.hide()
            return
        said = self._scale.text if self._scale is not None else _loss_text
        moment = ", now" if curves.now and row == curves.epochs.size - 1 else ""
        lines = [f"epoch {curves.epochs[row]:g}{moment}"]
        lines.append(f"validation {said(float(curves.validation[row]))}")
        lines.append(f"train {said(float(curves.train[row]))}")
        others = curves.others[row][np.isfinite(curves.others[row])]
        if others.size:
            span = f"{said(float(others.min()))} to {said(float(others.max()))}"
            lines.append(f"other starts {span}")
        self._readout.setText("\n".join(lines))
        self._readout.adjustSize()
        self._place_readout()
        self._readout.show()

    def _place_readout(self) -> None:
        x = self._view.mapViewToScene(QPointF(self._pointer.value(), 0)).x()
        card = self._readout
        left = x + 10 if x + 14 + card.width() < self.width() else x - 10 - card.width()
        card.move(round(max(left, 0)), 6)

    def event(self, event: QEvent) -> bool:
        """Take other pens on a screen of another density."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._retheme()
        return super().event(event)

    def leaveEvent(self, event: object) -> None:
        """Hide the values when the pointer leaves."""
        del event
        self.point_at(None)


def _upright_range(curves: CurveSet, scale: ScoreScale | None) -> tuple[float, float]:
    """Low and high of the upright axis as it is shown (log10 when log)."""
    found = curves.range()
    if curves.log:
        low, high = found or (0.1, 1.0)
        if scale is not None:
            low, high = min(low, scale.threshold), max(high, scale.threshold)
        bottom = math.floor(math.log10(low) * 2) / 2
        return _roomy(bottom, max(math.ceil(math.log10(high) * 2) / 2, bottom + 0.5))
    if scale is None:
        return _roomy(*(found or (0.0, 1.0)))
    # From chance, or from below it where a curve goes there, in tenths.
    worst, best = scale.metric.worst, scale.metric.best
    low = min(found[0] if found else best, scale.threshold, scale.chance)
    return _roomy(math.floor(max(low, worst) * 10) / 10, best)


def _roomy(low: float, high: float) -> tuple[float, float]:
    """The range with room for half a label at its ends; pyqtgraph drops labels that are cut."""
    room = 0.05 * (high - low)
    return low - room, high + room


def _log_ticks(low: float, high: float) -> list[float]:
    decades = [float(place) for place in range(math.ceil(low), math.floor(high) + 1)]
    if len(decades) > 5:
        return decades[:: math.ceil(len(decades) / 5)]
    if len(decades) >= 3:
        return decades
    halves = (math.log10(factor) for factor in (1, 2, 5))
    every = sorted(place + part for part in halves for place in range(-12, 13))
    return [place for place in every if low <= place <= high]


def _log_text(place: float) -> str:
    return f"{10.0**place:.3g}"


def _loss_text(value: float) -> str:
    return f"{value:.3g}" if math.isfinite(value) else "–"
