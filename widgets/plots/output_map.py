"""The big map: what the network, or one of its nodes, makes of the plane."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine import Samples, Task
from widgets.controls.explained_label import ExplainedLabel
from widgets.controls.flow import FlowLayout
from widgets.glossary.notes import Notes
from widgets.glossary.terms import term
from widgets.marks import Mark
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
        self._wrong_means = plain_label("", "muted", wrap=True)
        self._wrong_means.hide()
        self._lay_out()
        self._show_caption()
        self._picture.samples_changed.connect(self._show_wrong)

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
        """What is said beside the legend: where columns lie that the map cannot show."""
        return self._caption.text()

    @property
    def wrong_means(self) -> str:
        """The sentence that says which points are ringed; empty when none are."""
        return "" if self._wrong_means.isHidden() else self._wrong_means.text()

    def set_samples(self, train: Samples, validation: Samples) -> None:
        """Show these samples, train filled and validation hollow."""
        self._picture.set_samples(train, validation)

    def set_mark(self, mark: Mark | None) -> None:
        """Ring the samples of a mark; None rings nothing.

        The values that the mark brings are shown until there is another one, or none.
        """
        self._picture.set_mark(mark)

    def set_notes(self, notes: Notes) -> None:
        """Add what the words of the legend mean in this level (see `widgets.glossary.notes`)."""
        self._legend.set_notes(notes)
        self._wrong_means.setText(notes.get("wrong", ""))
        self._show_wrong()

    def set_node(self, node_id: str | None) -> None:
        """Show what that node gives; None for the output."""
        self._picture.set_node(node_id)

    def height_at(self, width: int) -> int:
        """The height at which the map fills the width, with the legend below it."""
        height = width + self._column.spacing() + self._below.heightForWidth(width)
        if self._wrong_means.isHidden():
            return height
        return height + self._column.spacing() + self._wrong_means.heightForWidth(width)

    def hasHeightForWidth(self) -> bool:
        """The map is as high as it is wide; a legend that wraps takes its room from the map."""
        return False

    def _show_caption(self) -> None:
        others = len(self._task.columns) > 2
        self._caption.setText("others at their mean" if others else "")

    def _show_wrong(self) -> None:
        """Say which points are wrong while those are ringed."""
        self._wrong_means.setVisible(self._legend.wrong and bool(self._wrong_means.text()))

    def _lay_out(self) -> None:
        self._below = below = QHBoxLayout()
        below.addLayout(self._legend, stretch=1)
        below.addWidget(self._caption, alignment=Qt.AlignmentFlag.AlignTop)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        grows = isinstance(self._view, LineView)
        column.addWidget(self._view, stretch=int(grows))
        column.addLayout(below)
        column.addWidget(self._wrong_means)
        if not grows:
            column.addStretch(1)  # what a square leaves over is below its legend


class _Legend(FlowLayout):
    """Which marks are train, which validation, and what rings mean; each word explains itself."""

    def __init__(self, picture: MapPicture, look: Look) -> None:
        super().__init__(gap=12)
        self._picture = picture
        self._labels = {key: ExplainedLabel(look, key, term(key), "muted") for key in _ENTRIES}
        for key, label in self._labels.items():
            label.set_mark(partial(self._paint_marks, key), self._marks_width(key))
            self.addWidget(label)
        self._other = plain_label("", "muted")
        self.addWidget(self._other)
        picture.samples_changed.connect(self._refresh)
        self._refresh()

    @property
    def entries(self) -> tuple[str, ...]:
        """The words, in order."""
        known = (key for key, label in self._labels.items() if not label.isHidden())
        return (*known, *([] if self._other.isHidden() else [self._other.text()[2:]]))

    @property
    def wrong(self) -> bool:
        """Whether wrong points are ringed."""
        return not self._labels["wrong"].isHidden()

    def set_notes(self, notes: Notes) -> None:
        """Add what the words mean in this level."""
        for key, label in self._labels.items():
            label.set_note(notes.get(key, ""))

    def _refresh(self) -> None:
        mark = self._picture.mark
        label = mark.label if mark is not None and mark.samples is not None else ""
        self._labels["wrong"].setVisible(label == "wrong")
        self._other.setText(f"○ {label}")
        self._other.setVisible(label not in ("", "wrong"))

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
