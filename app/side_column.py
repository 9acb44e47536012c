"""The right column: the big map, and below it the curves or what is selected."""

from __future__ import annotations

from typing import Final

from numpy.typing import ArrayLike
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from engine import Dataset, LinkKey, Samples
from engine.judge import Terms
from widgets.editor.document import Document
from widgets.inspector import Inspector
from widgets.look import Look
from widgets.plots.curves_panel import CurvesPanel
from widgets.plots.output_map import OutputMap
from widgets.run_model import RunModel

ROOM_FOR_BOTH: Final = 840


class SideColumn(QFrame):
    """Map above, curves below; a selection is inspected in place of the curves.

    A column at least `ROOM_FOR_BOTH` high shows the curves and the inspector together.

    Attributes:
        output_map, curves, inspector: its parts.
    """

    def __init__(
        self, document: Document, run: RunModel, look: Look, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("right-column")
        self.setProperty("role", "right-column")
        self.output_map = OutputMap(run, document.task, look)
        self.curves = CurvesPanel(run, look)
        self.inspector = Inspector(document, run, look)
        self._something_selected = False
        column = QVBoxLayout(self)
        column.setContentsMargins(19, 16, 20, 12)
        column.setSpacing(12)
        column.addWidget(self.output_map)
        column.addWidget(self.curves, stretch=1)
        column.addWidget(self.inspector, stretch=1)
        self._share()

    def show_level(self, dataset: Dataset, terms: Terms, chance: float) -> None:
        """Show another level's points and goal."""
        self.output_map.set_samples(dataset.train, dataset.validation)
        self.curves.set_goal(terms, chance)

    def set_selection(self, nodes: tuple[str, ...], links: tuple[LinkKey, ...]) -> None:
        """Inspect what is selected; a single node is shown on the map too."""
        self._something_selected = bool(nodes or links)
        self.inspector.set_selection(nodes, links)
        self.output_map.set_node(nodes[0] if len(nodes) == 1 and not links else None)
        self._share()

    def mark_wrong(self, samples: Samples | None, wrong: ArrayLike | None) -> None:
        """Ring the points that were got wrong; None rings none."""
        self.output_map.set_wrong_points(samples, wrong)

    def _share(self) -> None:
        roomy = self.height() >= ROOM_FOR_BOTH
        self.curves.setVisible(roomy or not self._something_selected)
        self.inspector.setVisible(self._something_selected)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self._share()
