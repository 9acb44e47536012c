"""How far the goal is, what the network costs, and which medals are in reach."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from engine import ACCURACY, Terms
from levels import Medal, Medals
from widgets.controls.medal_row import MedalRow
from widgets.controls.score_bar import ScoreBar
from widgets.controls.score_scale import ScoreScale
from widgets.theme.look import Look
from widgets.theme.style import plain_label, set_role

_NARROWEST: Final = 420
_ROOMY: Final = 600


class GoalBar(QFrame):
    """The bar above the canvas: threshold, validation score, parameters, medals."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setObjectName("goal-bar")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._scale = ScoreScale(ACCURACY, 1.0)
        self._score: float | None = None
        self._compact = False
        self._title = plain_label("Test accuracy", "muted")
        self._goal = plain_label("", "heading")
        self._bar = ScoreBar(look)
        self._score_text = plain_label("", "muted")
        self._gap = plain_label("", "muted")
        self._parameters = plain_label("0", "number")
        self._medals = MedalRow(look)
        self._lay_out()
        self.set_score(None)

    @property
    def bar(self) -> ScoreBar:
        """The bar that fills."""
        return self._bar

    @property
    def medals(self) -> MedalRow:
        """The row of medals."""
        return self._medals

    @property
    def gap_text(self) -> str:
        """What is said of the distance to the goal."""
        return self._gap.text()

    def set_goal(self, terms: Terms, medals: Medals, chance: float = 0.5) -> None:
        """Show another level's goal.

        ``chance`` is the score of guessing, at which the bar begins; see `Metric.chance`.
        """
        self._scale = ScoreScale(terms.metric, terms.threshold, chance)
        self._title.setText(self._scale.title)
        self._goal.setText(self._scale.goal)
        self._goal.setToolTip(
            f"On the sealed test set, in {terms.needed} of {len(terms.seeds)} fresh starts."
        )
        self._bar.set_tick(self._scale.tick)
        self._medals.set_sizes([(medal.label, most) for medal, most in medals.sizes()])
        self.set_score(None)
        self.set_best(None)

    def set_parameters(self, parameters: int) -> None:
        """Show the size of the network on the bench."""
        self._parameters.setText(str(parameters))
        self._medals.set_parameters(parameters)

    def set_score(self, score: float | None) -> None:
        """Show the present validation score; None before there is one."""
        self._score = score
        self._bar.set_fraction(self._scale.fraction(score))
        self._bar.setAccessibleName(f"validation {self._scale.text(score)}, {self._distance}")
        self._show_words()

    @property
    def _distance(self) -> str:
        return self._scale.gap_text(self._score)

    def _show_words(self) -> None:
        text = self._scale.text(self._score)
        self._score_text.setText(text if self._compact else f"validation {text}")
        goal = f"goal {self._scale.goal[2:]}"
        self._gap.setText(goal if self._compact else self._distance)
        self._gap.setToolTip(self._distance)
        set_role(self._gap, "accent" if self._scale.reached(self._score) else "muted")

    def set_best(self, best: Medal | None, *, star: bool = False) -> None:
        """Fill the medals that are won; a star for a network smaller than the author's."""
        self._medals.set_best(None if best is None else best.label, star=star)

    def _set_compact(self, compact: bool) -> None:
        """Where there is little room, the goal moves below the bar and takes the words' place."""
        self._compact = compact
        self._title.setVisible(not compact)
        self._goal.setVisible(not compact)
        self._row.setSpacing(12 if compact else 20)
        self._row.setContentsMargins(12 if compact else 20, 8, 12, 8)
        self._show_words()

    def _lay_out(self) -> None:
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(20, 8, 12, 8)
        row.setSpacing(20)
        row.addLayout(_column(self._title, self._goal))
        self.setMinimumWidth(_NARROWEST)
        row.addLayout(self._middle(), stretch=1)
        hairline = QFrame()
        hairline.setProperty("role", "hairline")
        hairline.setFixedSize(1, 40)
        row.addWidget(hairline)
        row.addLayout(_column(plain_label("Parameters", "muted"), self._parameters))
        row.addWidget(self._medals)

    def _middle(self) -> QVBoxLayout:
        captions = QHBoxLayout()
        captions.addWidget(self._score_text)
        captions.addStretch()
        captions.addWidget(self._gap)
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addStretch()
        middle.addWidget(self._bar)
        middle.addLayout(captions)
        middle.addStretch()
        return middle

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say less where there is little room."""
        compact = event.size().width() < _ROOMY
        if compact != self._compact:
            self._set_compact(compact)


def _column(above: QWidget, below: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addStretch()
    column.addWidget(above)
    column.addWidget(below, alignment=Qt.AlignmentFlag.AlignLeft)
    column.addStretch()
    return column
