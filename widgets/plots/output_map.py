"""The big map: what the network, or one of its nodes, makes of the plane."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine import Samples, Task
from widgets.plots.line_view import LineView
from widgets.plots.markers import draw_marker, draw_ring
from widgets.plots.picture import MapPicture
from widgets.plots.plane_view import PlaneView
from widgets.run_model import RunModel
from widgets.theme.look import Look
from widgets.theme.style import font, plain_label

_MARK: Final = 4.0


class OutputMap(QWidget):
    """The map with the samples on it, and a legend below.

    One column is plotted as a curve, two as a map; of more, the map shows the first two while the
    others stay at their mean, and says so.

    Args:
        run: whose newest frame is shown.
        task: what is asked of the network.
        look: the theme.
    """

    def __init__(
        self, run: RunModel, task: Task, look: Look, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("output-map")
        self._task = task
        self._picture = MapPicture(run, task, self)
        single = len(task.columns) == 1
        view_type = LineView if single else PlaneView
        self._view: LineView | PlaneView = view_type(self._picture, look)
        self._view.setAccessibleName("What the network gives over its inputs")
        self._legend = _Legend(self._picture, look)
        self._caption = plain_label("", "muted")
        self._wrong_means = plain_label("", "muted", wrap=True)
        self._wrong_means.hide()
        self._lay_out()
        self._picture.values_changed.connect(self._show_caption)
        self._show_caption()

    @property
    def picture(self) -> MapPicture:
        """What is shown."""
        return self._picture

    @property
    def view(self) -> LineView | PlaneView:
        """Where it is painted."""
        return self._view

    @property
    def legend_entries(self) -> tuple[str, ...]:
        """The words of the legend."""
        return self._legend.entries

    @property
    def caption(self) -> str:
        """What is said beside the legend: the node that is shown, when it is not the output."""
        return self._caption.text()

    @property
    def wrong_means(self) -> str:
        """The sentence that says which points are ringed; empty when none are."""
        return "" if self._wrong_means.isHidden() else self._wrong_means.text()

    def set_samples(self, train: Samples, validation: Samples) -> None:
        """Show these samples, train filled and validation hollow."""
        self._picture.set_samples(train, validation)

    def set_wrong_points(
        self,
        samples: Samples | None,
        wrong: ArrayLike | None = None,
        values: NDArray[np.float32] | None = None,
        means: str = "",
    ) -> None:
        """Ring the samples where ``wrong``, shape (samples,), is true; None rings nothing.

        ``values``, shape (rows, columns), is what the network gave that got them wrong; it is shown
        until other points are ringed, or none. ``means`` says in a sentence which are wrong.
        """
        self._picture.set_wrong(samples, wrong, values)
        self._wrong_means.setText(means)
        self._wrong_means.setVisible(bool(means) and self._picture.wrong is not None)

    def set_node(self, node_id: str | None) -> None:
        """Show what that node gives; None for the output."""
        self._picture.set_node(node_id)

    def _show_caption(self) -> None:
        node = self._picture.node
        if self._picture.judged:
            self._caption.setText("as judged")
        elif node not in self._task.output_ids or self._task.outputs > 1:
            self._caption.setText(f"shows {self._picture.title}")
        elif len(self._task.columns) > 2:
            self._caption.setText("others at their mean")
        else:
            self._caption.setText("")

    def _lay_out(self) -> None:
        below = QHBoxLayout()
        below.addWidget(self._legend)
        below.addStretch()
        below.addWidget(self._caption)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._view)
        column.addLayout(below)
        column.addWidget(self._wrong_means)


class _Legend(QWidget):
    """Which marks are train, which are validation, and that rings are wrong."""

    def __init__(self, picture: MapPicture, look: Look) -> None:
        super().__init__()
        self._picture = picture
        self._look = look
        picture.samples_changed.connect(self._refresh)
        look.changed.connect(self.update)
        self._refresh()

    @property
    def entries(self) -> tuple[str, ...]:
        """The words, in order."""
        return ("train", "validation", *(("wrong",) if self._picture.wrong is not None else ()))

    def _refresh(self) -> None:
        self.setAccessibleName("Filled marks: train. Hollow marks: validation.")
        self.updateGeometry()
        self.update()

    def _labels(self) -> tuple[int, ...]:
        return tuple(reversed(range(max(self._picture.task.classes, 2))))[:4]

    def _entry_width(self, text: str) -> float:
        marks = 1 if text == "wrong" else len(self._labels())
        return marks * 14 + 4 + QFontMetricsF(font(12)).horizontalAdvance(text) + 16

    def sizeHint(self) -> QSize:
        """As wide as its words."""
        return QSize(round(sum(map(self._entry_width, self.entries))), 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the marks and their words."""
        del event
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = 0.0
        for text in self.entries:
            labels = (1,) if text == "wrong" else self._labels()
            for index, label in enumerate(labels):
                place = QPointF(left + 7 + 14 * index, 10)
                if text == "wrong":
                    draw_ring(painter, theme, place, 5.5)
                else:
                    filled = text == "train"
                    draw_marker(painter, theme, place, label, filled=filled, radius=_MARK)
            painter.setFont(font(12))
            painter.setPen(theme.muted)
            painter.drawText(QPointF(left + 14 * len(labels) + 4, 14.5), text)
            left += self._entry_width(text)
