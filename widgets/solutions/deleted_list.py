"""The deleted solutions of a level, each with a button that restores it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QDateTime, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from widgets.controls.popover import Popover
from widgets.document.names import counted
from widgets.theme.style import plain_label

_NAME_WIDTH = 150


@dataclass(frozen=True, slots=True)
class DeletedSolution:
    """What a row shows: id, name, number of parameters, and when (seconds since 1970)."""

    id: str
    name: str
    parameters: int
    deleted: float


class DeletedList(Popover):
    """A card with the deleted solutions, the last deleted first.

    Signals:
        chosen: the solution of that id is to be restored.
    """

    chosen = Signal(str)

    def __init__(self, solutions: Sequence[DeletedSolution], anchor: QWidget) -> None:
        kept = "Each is kept for 30 days, and the last 50 for good."
        super().__init__(
            "Deleted solutions", kept if solutions else "Nothing was deleted here.", anchor
        )
        self.setObjectName("deleted-solutions")
        grid = QGridLayout()
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(0, 1)
        for row, solution in enumerate(solutions):
            grid.addLayout(self._words(solution), row, 0)
            grid.addWidget(self._button(solution), row, 1, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(grid)

    def _words(self, solution: DeletedSolution) -> QVBoxLayout:
        name = plain_label(solution.name)
        metrics = QFontMetrics(name.font())
        elide = Qt.TextElideMode.ElideRight
        name.setText(metrics.elidedText(solution.name, elide, _NAME_WIDTH))
        moment = QDateTime.fromSecsSinceEpoch(round(solution.deleted))
        size = counted(solution.parameters, "parameter")
        when = plain_label(f"{size}, {moment.toString('d MMM, HH:mm')}", "muted")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(name)
        words.addWidget(when)
        return words

    def _button(self, solution: DeletedSolution) -> QPushButton:
        button = QPushButton("Restore")
        button.setProperty("role", "chip")
        button.setObjectName(f"restore-{solution.id}")
        button.setAccessibleName(f"Restore {solution.name}")
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(partial(self._choose, solution.id))
        return button

    def _choose(self, solution_id: str, _checked: bool = False) -> None:
        self.dismiss()
        self.chosen.emit(solution_id)
