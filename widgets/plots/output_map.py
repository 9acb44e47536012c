"""The big map: what the network, or one of its nodes, makes of the plane."""

from __future__ import annotations

from functools import partial
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine import Samples, Task
from widgets.controls.explained_label import ExplainedLabel
from widgets.controls.flow import FlowLayout
from widgets.glossary.notes import Notes
from widgets.glossary.terms import term
from widgets.plots.line_view import LineView
from widgets.plots.markers import draw_marker, draw_ring
from widgets.plots.picture import MapPicture
from widgets.plots.plane_view import PlaneView
from widgets.run_model import RunModel
from widgets.theme.look import Look, Theme
from widgets.theme.style import plain_label

_MARK: Final = 4.0
_ENTRIES: Final = ("train", "validation", "wrong")


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

    def set_samples(self, train: Samples, validation: Samples) -> None:
        """Show these samples, train filled and validation hollow."""
        self._picture.set_samples(train, validation)

    def set_wrong_points(
        self,
        samples: Samples | None,
        wrong: ArrayLike | None = None,
        values: NDArray[np.float32] | None = None,
    ) -> None:
        """Ring the samples where ``wrong``, shape (samples,), is true; None rings nothing.

        ``values``, shape (rows, columns), is what the network gave that got them wrong; it is shown
        until other points are ringed, or none.
        """
        self._picture.set_wrong(samples, wrong, values)

    def set_notes(self, notes: Notes) -> None:
        """Add what the words of the legend mean in this level (see `widgets.glossary.notes`)."""
        self._legend.set_notes(notes)

    def set_node(self, node_id: str | None) -> None:
        """Show what that node gives; None for the output."""
        self._picture.set_node(node_id)

    def hasHeightForWidth(self) -> bool:
        """The map is as high as it is wide; a legend that wraps takes its room from the map."""
        return False

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
        below.addLayout(self._legend, stretch=1)
        below.addWidget(self._caption)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._view)
        column.addLayout(below)


class _Legend(FlowLayout):
    """Which marks are train, which are validation, and that rings are wrong; each word explains."""

    def __init__(self, picture: MapPicture, look: Look) -> None:
        super().__init__(gap=12)
        self._picture = picture
        self._labels = {key: ExplainedLabel(look, key, term(key), "muted") for key in _ENTRIES}
        for key, label in self._labels.items():
            label.set_mark(partial(self._paint_marks, key), self._marks_width(key))
            self.addWidget(label)
        picture.samples_changed.connect(self._refresh)
        self._refresh()

    @property
    def entries(self) -> tuple[str, ...]:
        """The words, in order."""
        return tuple(key for key, label in self._labels.items() if not label.isHidden())

    def set_notes(self, notes: Notes) -> None:
        """Add what the words mean in this level."""
        for key, label in self._labels.items():
            label.set_note(notes.get(key, ""))

    def _refresh(self) -> None:
        self._labels["wrong"].setVisible(self._picture.wrong is not None)

    def _classes(self) -> tuple[int, ...]:
        return tuple(reversed(range(max(self._picture.task.classes, 2))))[:4]

    def _marks_width(self, key: str) -> int:
        return 14 * (1 if key == "wrong" else len(self._classes()))

    def _paint_marks(self, key: str, painter: QPainter, box: QRectF, theme: Theme) -> None:
        middle = box.center().y()
        if key == "wrong":
            draw_ring(painter, theme, QPointF(box.center().x(), middle), 5.5)
            return
        for index, label in enumerate(self._classes()):
            place = QPointF(box.left() + 7 + 14 * index, middle)
            draw_marker(painter, theme, place, label, filled=key == "train", radius=_MARK)
