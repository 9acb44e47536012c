"""How far the goal is, what the network costs, and which medals are in reach."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from engine import ACCURACY, Terms
from engine.wording import counted, noun_for
from levels import Medal, Medals
from widgets.controls.explained_label import ExplainedLabel
from widgets.controls.medal_row import MedalRow
from widgets.controls.menu import Entries, Entry
from widgets.controls.menu_opener import MenuOpener
from widgets.controls.score_bar import ScoreBar
from widgets.controls.score_scale import ScoreScale
from widgets.glossary.notes import Notes
from widgets.glossary.terms import metric_term, term
from widgets.keys import key_of
from widgets.theme.look import Look
from widgets.theme.style import plain_label, set_role
from widgets.theme.tooltips import set_tooltip

_NARROWEST: Final = 280
_ROOMY: Final = 600
_LEAST_BAR: Final = 160
_WORDS: Final = "validation "
_WIDEST_SCORE: Final = "100.0 %"


class GoalBar(QFrame):
    """The bar above the canvas: threshold, validation score, parameters, medals.

    Where it is narrow for its text, title and goal are shortened first; then parameters and medals
    go below the bar, at last in a line each where there is height for it.

    Signals:
        folded: it needs another height.
        judge_requested: the solution is to be judged.
    """

    folded = Signal()
    judge_requested = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setObjectName("goal-bar")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._scale = ScoreScale(ACCURACY, 1.0)
        self._score: float | None = None
        self._reason = ""
        self._judge_refusal = ""
        self._look = look
        self._compact, self._wordy, self._low = False, True, False
        self._title = ExplainedLabel(look, "Test accuracy", metric_term(ACCURACY), "muted")
        self._goal = ExplainedLabel(look, "", term("goal"), "heading")
        self._bar = ScoreBar(look)
        self._score_text = ExplainedLabel(look, "", term("validation"), "muted", word="validation")
        self._gap = plain_label("", "muted")
        self._size_title = ExplainedLabel(look, "Parameters", term("parameters"), "muted")
        self._parameters = plain_label("0", "number")
        self._parameters.setObjectName("parameters")
        self._medals = MedalRow(look)
        self._lay_out()
        MenuOpener(self, self.entries)
        look.changed.connect(self._fit)
        self.set_score(None)

    @property
    def bar(self) -> ScoreBar:
        """The bar that fills."""
        return self._bar

    @property
    def medals(self) -> MedalRow:
        """The row of medals."""
        return self._medals

    def entries(self) -> Entries:
        """The menu: the judge, and what the words mean that are shown."""
        shown = [label.explainer for label in self.explained if not label.isHidden()]
        words = tuple(Entry(one.term.title, one.toggle) for one in shown if one.term is not None)
        judge = ("Judge the solution", self.judge_requested.emit, key_of("judge"))
        return (
            Entry(*judge, self._judge_refusal),
            Entry("What it means", children=words),
        )

    @property
    def explained(self) -> tuple[ExplainedLabel, ...]:
        """The words that explain themselves."""
        return (self._title, self._goal, self._score_text, self._size_title)

    @property
    def gap_text(self) -> str:
        """The distance to the goal, in words."""
        return self._gap.text()

    def set_goal(self, terms: Terms, medals: Medals, chance: float = 0.5) -> None:
        """Show another level's goal.

        ``chance`` is the score of guessing, at which the bar begins; see `Metric.chance`.
        """
        self._scale = ScoreScale(terms.metric, terms.threshold, chance)
        self._title.setText(self._scale.title)
        self._title.set_term(metric_term(terms.metric))
        self._goal.setText(self._scale.goal)
        starts = counted(len(terms.seeds), "fresh start")
        self._goal.set_note(f"Here: on the test set, in {terms.needed} of {starts}.")
        self._bar.set_tick(self._scale.tick)
        self._medals.set_sizes([(medal.label, most) for medal, most in medals.sizes()])
        self.set_score(None)
        self.set_best(None)

    def set_notes(self, notes: Notes) -> None:
        """Add what the words mean in this level (see `widgets.glossary.notes`)."""
        for label, key in ((self._score_text, "validation"), (self._title, "score")):
            label.set_note(notes.get(key, ""))

    def set_judge_refusal(self, refusal: str) -> None:
        """Say in the menu why the judge would not take the solution; "" when it would."""
        self._judge_refusal = refusal

    def set_parameters(self, parameters: int) -> None:
        """Show the size of the network on the bench."""
        self._parameters.setText(str(parameters))
        self._size_title.setText(noun_for(parameters, "Parameter"))
        self._medals.set_parameters(parameters)

    def set_score(self, score: float | None, reason: str = "") -> None:
        """Show the validation score of the network on screen; None with the reason for none."""
        refit = reason != self._reason
        self._score, self._reason = score, reason
        self._bar.set_fraction(self._scale.fraction(score))
        self._bar.setAccessibleName(f"validation {self._scale.text(score)}, {self._distance}")
        self._show_words()
        if refit:
            self._fit()

    @property
    def _short_goal(self) -> str:
        return f"goal {self._scale.goal[2:]}"

    @property
    def _short_gap(self) -> str:
        return self._reason or self._short_goal

    @property
    def _distance(self) -> str:
        return self._reason or self._scale.gap_text(self._score)

    def _show_words(self) -> None:
        text = self._scale.text(self._score)
        self._score_text.setText(f"{_WORDS}{text}" if self._wordy else text)
        # A reason for having no score takes the room of the score.
        self._score_text.setVisible(not (self._compact and self._reason))
        self._gap.setText(self._short_gap if self._compact else self._distance)
        set_tooltip(self._gap, self._distance)
        set_role(self._gap, "accent" if self._scale.reached(self._score) else "muted")

    def set_low(self, *, low: bool) -> None:
        """Whether there is too little height for more than two lines."""
        if low is not self._low:
            self._low = low
            self._fit()

    def set_best(self, best: Medal | None, *, star: bool = False) -> None:
        """Fill the medals that are won; a star for a network smaller than the author's."""
        self._medals.set_best(None if best is None else best.label, star=star)

    def _fit(self) -> None:
        """Shorten the words, then use two lines, where there is little room."""
        width = self.width()
        self._set_compact(width < self._look.theme.room(_ROOMY))
        stacked = self._compact and width < self._one_line()
        self._set_stacked(stacked)
        self._place_size(width - 26, stacked=stacked)
        self._wordy = not self._compact or (stacked and self._captions(_WORDS) <= width - 24)
        self._show_words()
        self.folded.emit()

    def _place_size(self, room: int, *, stacked: bool) -> None:
        """Where the size and the medals do not fit into one line, these come closer.

        Where that is not enough, the size takes a line of its own; in a low window it is left to
        the tab of the solution.
        """
        words = self._size_title.sizeHint().width() + 12
        close = stacked and words + self._medals.width_for(close=False) > room
        self._medals.set_close(close=close)
        crowded = close and words + self._medals.width_for(close=True) > room
        apart = crowded and not self._low
        for label in (self._size_title, self._parameters):
            label.setVisible(apart or not crowded)
        directions = QBoxLayout.Direction
        self._cost.setDirection(directions.TopToBottom if apart else directions.LeftToRight)
        self._cost.setSpacing(4 if apart else 12)
        self._size.setDirection(directions.LeftToRight if apart else directions.TopToBottom)
        self._size.setSpacing(8 if apart else 0)
        self._size.setStretch(self._size.count() - 1, int(apart))

    def _captions(self, words: str) -> int:
        """The width of the short captions below the bar, with words before the score."""
        gap = self._gap.fontMetrics().horizontalAdvance(self._short_gap)
        if self._reason:
            return gap
        score = self._score_text.fontMetrics().horizontalAdvance(f"{words}{_WIDEST_SCORE}")
        return score + 12 + gap

    def _one_line(self) -> int:
        """The width that the short form needs in one line, in pixels."""
        captions = self._captions("")
        size = max(self._size_title.sizeHint().width(), self._parameters.sizeHint().width())
        return max(captions, _LEAST_BAR) + size + self._medals.width_for(close=False) + 62

    def _set_compact(self, compact: bool) -> None:
        """Where there is little room, the goal moves below the bar and takes the words' place."""
        if compact == self._compact:
            return
        self._compact = compact
        self._title.setVisible(not compact)
        self._goal.setVisible(not compact)
        self._row.setSpacing(12 if compact else 20)
        self._row.setContentsMargins(12 if compact else 20, 8, 12, 8)

    def _set_stacked(self, stacked: bool) -> None:
        directions = QBoxLayout.Direction
        self._row.setDirection(directions.TopToBottom if stacked else directions.LeftToRight)
        self._row.setSpacing(4 if stacked else 12 if self._compact else 20)
        self._hairline.setVisible(not stacked)

    def _lay_out(self) -> None:
        self._row = row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        row.setContentsMargins(20, 8, 12, 8)
        row.setSpacing(20)
        row.addLayout(_column(self._title, self._goal))
        self.setMinimumWidth(_NARROWEST)
        row.addLayout(self._middle(), stretch=1)
        self._hairline = QFrame()
        self._hairline.setProperty("role", "hairline")
        self._hairline.setFixedWidth(1)
        row.addWidget(self._hairline)
        self._cost = cost = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        cost.setSpacing(12)
        self._size = _column(self._size_title, self._parameters)
        cost.addLayout(self._size)
        cost.addStretch()
        cost.addWidget(self._medals)
        row.addLayout(cost)

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
        """Shorten the words where there is little room."""
        super().resizeEvent(event)
        self._fit()


def _column(above: QLabel, below: QLabel) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addStretch()
    column.addWidget(above, alignment=Qt.AlignmentFlag.AlignLeft)
    column.addWidget(below, alignment=Qt.AlignmentFlag.AlignLeft)
    column.addStretch()
    return column
