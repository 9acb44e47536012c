"""How often each class was taken for which, as a table that follows training."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine import confusion_matrix, predictions
from engine.data import Labels
from widgets.bench import Bench
from widgets.marks import Mark, masked
from widgets.plots.markers import draw_marker
from widgets.theme.focus_ring import draw_focus_ring
from widgets.theme.fonts import MEDIUM, SEMIBOLD
from widgets.theme.look import Look, Theme
from widgets.theme.style import blend, contrast
from widgets.views.answers import Answers, AnswersView

Cell = tuple[int, int]
_LEFT: Final = 46.0
_TOP: Final = 42.0
_GAP: Final = 4.0
_RADIUS: Final = 9.0
_MARKER: Final = 5.0
_LOWEST: Final = 38.0
"""A cell lower than this shows its count alone, px."""
_LEAST_CONTRAST: Final = 4.5
_WAYS: Final = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class ConfusionView(AnswersView):
    """The confusion matrix; pointing at a cell rings its samples on the map."""

    def __init__(self, bench: Bench) -> None:
        self.table = ConfusionTable(bench.level.task.classes, bench.look)
        super().__init__(Answers(bench), self.table)
        self.setObjectName("view-confusion")
        self._bench = bench
        self.answers.changed.connect(self._show)
        self.table.pointed.connect(self._ring)
        self._show()

    def _show(self) -> None:
        outputs, samples = self.answers.outputs, self.answers.samples
        if outputs is None:
            self.table.set_counts(None)
            self.summary.setText("Train, or link something, to see what is taken for what.")
            return
        counts = confusion_matrix(self._bench.level.task, outputs, samples)
        self.table.set_counts(counts)
        right, total = int(np.trace(counts)), int(counts.sum())
        self.summary.setText(f"{right} of {total} {self.answers.which} points are right.")
        if self.table.cell is not None:
            self._ring(self.table.cell)

    def _ring(self, cell: Cell | None) -> None:
        outputs, samples = self.answers.outputs, self.answers.samples
        if cell is None or outputs is None:
            self._bench.marks.point_out(None)
            return
        found = np.asarray(predictions(self._bench.level.task, outputs))
        mask = np.asarray((samples.labels == cell[0]) & (found == cell[1]), dtype=np.bool_)
        self._bench.marks.point_out(Mark(masked(samples, mask), "in this cell"))

    def hideEvent(self, event: QHideEvent) -> None:
        """Remove the rings."""
        super().hideEvent(event)
        self.table.point_at(None)


class ConfusionTable(QWidget):
    """Rows are the true classes, columns the answers; each cell has its count and its row's share.

    Args:
        classes: how many there are.
        look: the theme.

    Signals:
        pointed: another cell (row, column) is pointed at, or None.
    """

    pointed = Signal(object)

    def __init__(self, classes: int, look: Look) -> None:
        super().__init__()
        self.setObjectName("confusion-table")
        self._classes = classes
        self._look = look
        self._counts: Labels | None = None
        self._cell: Cell | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        look.changed.connect(self.update)

    @property
    def cell(self) -> Cell | None:
        """The cell that is pointed at."""
        return self._cell

    def set_counts(self, counts: Labels | None) -> None:
        """Show these counts, shape (classes, classes); None for none."""
        self._counts = counts
        self._describe()
        self.update()

    def point_at(self, cell: Cell | None) -> None:
        """Point at a cell; None for none."""
        if cell != self._cell:
            self._cell = cell
            self._describe()
            self.update()
            self.pointed.emit(cell)

    def share(self, cell: Cell) -> float:
        """The part of the cell's row that lies in it, 0 to 1; 0 for an empty row."""
        if self._counts is None:
            return 0.0
        total = int(self._counts[cell[0]].sum())
        return int(self._counts[cell]) / total if total else 0.0

    def rect_of(self, cell: Cell) -> QRectF:
        """Where a cell lies in the widget."""
        left, top = self._edges()
        wide = (self.width() - left) / self._classes
        high = (self.height() - top) / self._classes
        corner = QPointF(left + cell[1] * wide, top + cell[0] * high)
        return QRectF(corner, QPointF(corner.x() + wide - _GAP, corner.y() + high - _GAP))

    def _edges(self) -> tuple[int, int]:
        """The room of the heads at the left and above."""
        room = self._look.theme.room
        return room(_LEFT), room(_TOP)

    def _describe(self) -> None:
        cell, counts = self._cell, self._counts
        if counts is None:
            text = ""
        elif cell is None:
            text = f"{int(np.trace(counts))} of {int(counts.sum())} right"
        else:
            text = f"class {cell[0]} taken for class {cell[1]}: {int(counts[cell])}"
        self.setAccessibleName("Confusion matrix")
        self.setAccessibleDescription(text)

    def _cell_at(self, place: QPointF) -> Cell | None:
        every = [(row, column) for row in range(self._classes) for column in range(self._classes)]
        return next((cell for cell in every if self.rect_of(cell).contains(place)), None)

    # -- painting ----------------------------------------------------------------------------------

    def _ground(self, theme: Theme, cell: Cell) -> QColor:
        strong = theme.moss if cell[0] == cell[1] else theme.warn
        return blend(theme.raised, strong, 0.06 + 0.72 * self.share(cell))

    def _draw_cell(self, painter: QPainter, cell: Cell) -> None:
        theme, rect = self._look.theme, self.rect_of(cell)
        ground = self._ground(theme, cell)
        painter.setPen(QPen(theme.ink, 2) if cell == self._cell else QPen(theme.line, 1))
        painter.setBrush(ground)
        painter.drawRoundedRect(rect, _RADIUS, _RADIUS)
        if self._counts is None:
            return
        painter.setPen(readable(theme, ground))
        centre = Qt.AlignmentFlag.AlignHCenter
        count, share = str(int(self._counts[cell])), f"{100 * self.share(cell):.0f} %"
        big = _font_that_fits(theme, count, rect.width() - 8)
        if (
            rect.height() < theme.room(_LOWEST)
            or QFontMetricsF(theme.font(11)).horizontalAdvance(share) > rect.width()
        ):
            painter.setFont(big)
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, count)
            return
        middle = rect.center().y()
        painter.setFont(big)
        upper = QRectF(rect.left(), rect.top(), rect.width(), rect.height() / 2)
        painter.drawText(upper, centre | Qt.AlignmentFlag.AlignBottom, count)
        painter.setFont(theme.font(11))
        lower = QRectF(rect.left(), middle + 1, rect.width(), rect.height() / 2)
        painter.drawText(lower, centre | Qt.AlignmentFlag.AlignTop, share)

    def _draw_heads(self, painter: QPainter) -> None:
        theme, (left, top) = self._look.theme, self._edges()
        line = theme.room(16)
        painter.setFont(theme.font(11, MEDIUM))
        painter.setPen(theme.muted)
        centre = Qt.AlignmentFlag.AlignCenter
        painter.drawText(QRectF(left, 0, self.width() - left, line), centre, "the network says")
        painter.save()
        painter.translate(0, self.height())
        painter.rotate(-90)
        painter.drawText(QRectF(0, 0, self.height() - top, line), centre, "it is")
        painter.restore()
        for label in range(self._classes):
            across, down = self.rect_of((0, label)), self.rect_of((label, 0))
            for place in (
                QPointF(across.center().x(), top - 13),
                QPointF(left - 15, down.center().y()),
            ):
                draw_marker(painter, theme, place, label, filled=True, radius=_MARKER)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the heads and the cells."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_heads(painter)
        for row in range(self._classes):
            for column in range(self._classes):
                self._draw_cell(painter, (row, column))
        painter.end()
        if self.hasFocus():
            draw_focus_ring(self, self._look.theme.moss, 8)

    # -- Qt ----------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """Room for a count and a share in each cell."""
        return QSize(288, self._edges()[1] + max(44 * self._classes, 176))

    def minimumSizeHint(self) -> QSize:
        """Room for a count in each cell."""
        return QSize(160, self._edges()[1] + 20 * self._classes)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at the cell under the pointer."""
        self.point_at(self._cell_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        super().leaveEvent(event)
        self.point_at(None)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Point at nothing."""
        super().focusOutEvent(event)
        self.point_at(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk from cell to cell."""
        way = _WAYS.get(Qt.Key(event.key()))
        if way is None:
            super().keyPressEvent(event)
            return
        row, column = self._cell or (0, 0)
        if self._cell is not None:
            last = self._classes - 1
            row, column = (
                min(max(place + step, 0), last) for place, step in zip(self._cell, way, strict=True)
            )
        self.point_at((row, column))


def readable(theme: Theme, ground: QColor) -> QColor:
    """The colour of text on a ground: the theme's own, or black or white where those are weak.

    Of black and white one always has a contrast of at least 4.58 (WCAG 2.2, relative luminance).
    """
    own = max((theme.ink, theme.raised), key=lambda ink: contrast(ink, ground))
    if contrast(own, ground) >= _LEAST_CONTRAST:
        return own
    return max((QColor("black"), QColor("white")), key=lambda ink: contrast(ink, ground))


def _font_that_fits(theme: Theme, text: str, width: float) -> QFont:
    """The count's font: 18 px, or smaller where the cell is narrow."""
    for px in (18, 15, 13, 11):
        face = theme.font(px, SEMIBOLD)
        if QFontMetricsF(face).horizontalAdvance(text) <= width:
            return face
    return theme.font(9)
