"""The right column: the big map, and below it what is selected and the curves, or the list."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from engine import Dataset, LinkKey, Samples
from engine.inspection.maps import DecisionMaps
from engine.judging.judge import Terms, Verdict
from widgets.document.document import Document
from widgets.plots.curves_panel import CurvesPanel
from widgets.plots.output_map import OutputMap
from widgets.run_model import RunModel
from widgets.theme.look import Look
from widgets.views.inspector import Inspector
from widgets.views.outline import Outline

LOWEST_CURVES: Final = 190
_ANY_HEIGHT: Final = 16_777_215  # Qt's own word for “no limit”


class SideColumn(QFrame):
    """Map above, curves below; a selection is inspected between them, or in place of the curves.

    The curves stay below the inspector where at least `LOWEST_CURVES` pixels are left for them. The
    network as a list takes the place of both while it is wanted.

    Attributes:
        output_map, curves, inspector: its parts.

    Signals:
        chosen: other nodes (tuple of ids) and links (tuple of keys) were selected in the list.
        refused: a deletion in the list was refused (the reason).
    """

    chosen = Signal(object, object)
    refused = Signal(str)

    def __init__(
        self, document: Document, run: RunModel, look: Look, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("right-column")
        self.setProperty("role", "right-column")
        self.output_map = OutputMap(run, document.task, look)
        self.curves = CurvesPanel(run, look)
        self.inspector = Inspector(document, run, look)
        self._document, self._run = document, run
        self._selection: tuple[tuple[str, ...], tuple[LinkKey, ...]] = ((), ())
        self._outline: Outline | None = None
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(19, 16, 20, 12)
        column.setSpacing(12)
        column.addWidget(self.output_map)
        column.addWidget(self.inspector, stretch=1)
        column.addWidget(self.curves, stretch=1)
        self._share()

    def show_level(self, dataset: Dataset, terms: Terms, chance: float) -> None:
        """Show another level's points and goal."""
        self.output_map.set_samples(dataset.train, dataset.validation)
        self.curves.set_goal(terms, chance)

    def set_selection(self, nodes: tuple[str, ...], links: tuple[LinkKey, ...]) -> None:
        """Inspect what is selected; a single node is shown on the map too."""
        self._selection = (nodes, links)
        self.inspector.set_selection(nodes, links)
        self.output_map.set_node(nodes[0] if len(nodes) == 1 and not links else None)
        if self._outline is not None:
            self._outline.select(nodes, links)
        self._share()

    def toggle_outline(self) -> None:
        """Show the network as a list, or take the list away."""
        outline, self._outline = self._outline, None
        if outline is None:
            self._show_outline()
        else:
            self._column.removeWidget(outline)
            outline.hide()
            outline.deleteLater()
        self._share()

    def _show_outline(self) -> None:
        # Made only while it is wanted: it writes every weight in every frame.
        self._outline = Outline(self._document, self._run)
        self._outline.setHeaderHidden(True)
        self._outline.chosen.connect(self.chosen)
        self._outline.refused.connect(self.refused)
        self._outline.select(*self._selection)
        self._column.addWidget(self._outline, stretch=1)
        self._outline.show()
        self._outline.setFocus()

    def mark_wrong(self, verdict: Verdict | None, samples: Samples) -> None:
        """Ring the test samples that a verdict counts as wrong, on the map of that start.

        Of several starts the first that failed is shown. None shows the bench again.
        """
        frame = self._run.frame
        if verdict is None or frame is None:
            self.output_map.set_wrong_points(None)
            return
        failed = [place for place, result in enumerate(verdict.results) if not result.passed]
        place = failed[0] if failed else 0
        wrong = np.zeros(len(samples), dtype=bool)
        wrong[verdict.results[place].wrong] = True
        maps = DecisionMaps(verdict.plan, frame.grid, self._document.task.columns)
        output = verdict.plan.index(self._document.task.output_ids[0])
        values = maps(verdict.weights[place])[output].astype(np.float32)
        means = f"Wrong: {verdict.terms.wrong_means}."
        self.output_map.set_wrong_points(samples, wrong, values, means)

    def _share(self) -> None:
        selected, listed = any(self._selection), self._outline is not None
        inspected = self.inspector.sizeHint().height()
        margins = self._column.contentsMargins()
        taken = self.output_map.sizeHint().height() + inspected + 2 * self._column.spacing()
        left = self.height() - margins.top() - margins.bottom() - taken
        both = selected and left >= LOWEST_CURVES
        self.inspector.setMaximumHeight(inspected if both else _ANY_HEIGHT)
        self.curves.setVisible(not listed and (both or not selected))
        self.inspector.setVisible(not listed and selected)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self._share()
