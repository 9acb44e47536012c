"""Loss and score of the run as curves, with the other starts behind them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from engine import ACCURACY, Terms
from widgets.controls.explained_label import ExplainedLabel
from widgets.controls.explanation import Explainer
from widgets.controls.flow import FlowLayout
from widgets.controls.menu import Entries, Entry
from widgets.controls.score_scale import ScoreScale
from widgets.glossary.notes import Notes
from widgets.glossary.terms import metric_term, term
from widgets.plots.clipboard import copy_picture
from widgets.plots.curve_set import CurveSet, Kind, nice_end
from widgets.run_model import RunModel
from widgets.theme.look import Look, Theme

if TYPE_CHECKING:
    from widgets.plots.curves_plot import CurvesPlot

_INTERVAL_MS: Final = 50
_LONGEST_TAB: Final = len("Accuracy")  # a longer one would push the legend out
_LEGEND: Final = ("validation", "train", "other starts")
_STROKE: Final = 13
_LOWEST: Final = 160


class CurvesPanel(QWidget):
    """Two plots in one place, loss and score, redrawn at most 20 times a second.

    pyqtgraph is imported only after the panel has been painted once, so that the first window does
    not wait for it.

    Args:
        run: whose curves are shown.
        look: the theme.
    """

    def __init__(self, run: RunModel, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("curves")
        self._run = run
        self._look = look
        self._kind: Kind = "loss"
        self._scale: ScoreScale | None = None
        self._plot: CurvesPlot | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addLayout(self._head())
        self._column.addStretch()
        self._others_shown = True
        self._timer = QTimer(self, singleShot=True, interval=_INTERVAL_MS)
        self._timer.timeout.connect(self.refresh)
        look.changed.connect(self._fit_text)
        self._fit_text()
        run.frame_changed.connect(self._schedule)
        run.epochs_changed.connect(self._schedule)

    @property
    def kind(self) -> Kind:
        """Which curves are shown: "loss" or "score"."""
        return self._kind

    @property
    def plot(self) -> CurvesPlot | None:
        """The plot; None until the panel was shown."""
        return self._plot

    def set_goal(self, terms: Terms, chance: float = 0.5) -> None:
        """Take the score's metric and threshold from the level."""
        self._scale = ScoreScale(terms.metric, terms.threshold, chance)
        title = terms.metric.title
        self._score.setText(title if len(title) <= _LONGEST_TAB else "Score")
        self._score.setAccessibleName(title)
        self._explainers["score"].set_term(metric_term(terms.metric))
        self._schedule()

    def set_notes(self, notes: Notes) -> None:
        """Add what the words mean in this level (see `widgets.glossary.notes`)."""
        for entry, key in zip(self._legend.entries, _LEGEND, strict=True):
            entry.set_note(notes.get(key, ""))
        self._explainers["loss"].set_note(notes.get("loss", ""))
        self._explainers["score"].set_note(notes.get("score", ""))

    @property
    def legend(self) -> tuple[ExplainedLabel, ...]:
        """The entries of the legend: validation, train, other starts."""
        return self._legend.entries

    def set_kind(self, kind: Kind) -> None:
        """Show the loss or the score."""
        self._kind = kind
        (self._loss if kind == "loss" else self._score).setChecked(True)
        self.refresh()

    def menu_entries(self) -> Entries:
        """What can be done with the curves."""
        return (
            Entry("Loss", partial(self.set_kind, "loss"), checked=self._kind == "loss"),
            Entry(
                self._score.accessibleName() or "Score",
                partial(self.set_kind, "score"),
                checked=self._kind == "score",
            ),
            None,
            Entry("Other starts", self.toggle_others, checked=self._others_shown),
            Entry("Copy the picture", partial(copy_picture, self)),
        )

    def toggle_others(self) -> None:
        """Show the other starts, or leave them out."""
        self._others_shown = not self._others_shown
        self._legend.entries[-1].setVisible(self._others_shown)
        self.refresh()

    def refresh(self) -> None:
        """Draw the newest frame now."""
        frame = self._run.frame
        if self._plot is None:
            return
        self._plot.setVisible(frame is not None)
        self._plot.show_others(shown=self._others_shown)
        if frame is None:
            return
        scale = self._scale if self._kind == "score" else None
        log = self._kind == "loss" or (scale is not None and scale.metric.logarithmic)
        now = None if frame.now is None or self._run.unscored else (self._run.epoch, frame.now)
        curves = CurveSet.of(frame.snapshot.curves, self._kind, log=log, now=now)
        self._plot.show_set(curves, nice_end(frame.snapshot.epoch, self._run.epochs), scale)

    def _head(self) -> FlowLayout:
        self._loss = QPushButton("Loss")
        self._score = QPushButton("Score")
        self._tabs = QButtonGroup(self)
        head = QHBoxLayout()
        head.setSpacing(8)
        for button, name in ((self._loss, "curves-loss"), (self._score, "curves-score")):
            button.setCheckable(True)
            button.setProperty("role", "switch")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setObjectName(name)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            self._tabs.addButton(button)
            head.addWidget(button)
        self._loss.setChecked(True)
        self._tabs.buttonClicked.connect(self._tab_clicked)
        self._legend = _CurveLegend(self._look)
        self._explainers = {
            "loss": Explainer(self._look, self._loss, term("loss")),
            "score": Explainer(self._look, self._score, metric_term(ACCURACY)),
        }
        wrapped = FlowLayout(gap=4, spread=True)
        wrapped.add_layout(head)
        wrapped.add_layout(self._legend)
        return wrapped

    def _tab_clicked(self, button: QWidget) -> None:
        self.set_kind("loss" if button is self._loss else "score")

    def _schedule(self) -> None:
        if self.isVisible() and not self._timer.isActive():
            self._timer.start()

    def _build(self) -> None:
        from widgets.plots.curves_plot import CurvesPlot

        self._plot = CurvesPlot(self._look)
        # Hidden before the first frame, it must still hold the head at the top.
        policy = self._plot.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._plot.setSizePolicy(policy)
        self._column.takeAt(1)
        self._column.addWidget(self._plot, stretch=1)
        self.refresh()

    def sizeHint(self) -> QSize:
        """Wide enough for its legend."""
        return QSize(320, 230)

    def _fit_text(self) -> None:
        self.setMinimumHeight(self._look.theme.room(_LOWEST))

    def hasHeightForWidth(self) -> bool:
        """Its plot takes whatever height is left, though the legend may wrap."""
        return False

    def showEvent(self, event: object) -> None:
        """Catch up with what happened while hidden."""
        del event
        self._schedule()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a placeholder; after the first painting, make the plot."""
        del event
        if self._plot is None:
            QTimer.singleShot(0, self, self._build_once)
        if self._run.frame is None:
            painter = QPainter(self)
            painter.setFont(self._look.theme.font(12))
            painter.setPen(self._look.theme.muted)
            text = "Press Train to see the network learn."
            painter.drawText(self.rect().adjusted(0, 32, 0, 0), Qt.AlignmentFlag.AlignCenter, text)

    def _build_once(self) -> None:
        if self._plot is None:
            self._build()


class _CurveLegend(FlowLayout):
    """A short stroke of each curve with its name, which explains itself."""

    def __init__(self, look: Look) -> None:
        super().__init__(gap=8)
        self.entries = tuple(ExplainedLabel(look, key, term(key), "legend") for key in _LEGEND)
        for entry, mark in zip(self.entries, (_solid, _dashed, _faint), strict=True):
            entry.set_mark(mark, _STROKE)
            self.addWidget(entry)


def _solid(painter: QPainter, box: QRectF, theme: Theme) -> None:
    _stroke(painter, box, QPen(theme.moss, 2.4))


def _dashed(painter: QPainter, box: QRectF, theme: Theme) -> None:
    _stroke(painter, box, QPen(theme.ink, 1.6, Qt.PenStyle.DashLine))


def _faint(painter: QPainter, box: QRectF, theme: Theme) -> None:
    _stroke(painter, box, QPen(theme.faint, 1.2))


def _stroke(painter: QPainter, box: QRectF, pen: QPen) -> None:
    painter.setPen(pen)
    painter.drawLine(QPointF(box.left(), box.center().y()), QPointF(box.right(), box.center().y()))
