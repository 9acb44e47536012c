"""The left half of a verdict: start by start, why it failed, and how sturdy the solution is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from engine import ACCURACY, SeedResult
from widgets.controls.explained_label import ExplainedLabel
from widgets.controls.score_scale import ScoreScale
from widgets.glossary.terms import metric_term, term
from widgets.theme.look import Look
from widgets.theme.style import plain_label
from widgets.verdict.seed_row import SeedRow
from widgets.verdict.sturdiness_block import SturdinessBlock


class StartsColumn(QWidget):
    """The judge's starts in its order, each with a bar.

    Args:
        look: the theme.
    """

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._rows: list[SeedRow] = []
        self._title = ExplainedLabel(look, "Fresh starts", term("start"), "label")
        self._measure = ExplainedLabel(look, "", metric_term(ACCURACY), "label")
        self._test = ExplainedLabel(look, "on the test set", term("test"), "label", word="test set")
        self._cause = plain_label("", wrap=True)
        self._cause_box = QFrame()
        self._cause_box.setProperty("role", "inset")
        self._sturdiness = SturdinessBlock(look)
        self._sturdiness.hide()
        self._lay_out()

    @property
    def rows(self) -> tuple[SeedRow, ...]:
        """The starts."""
        return tuple(self._rows)

    @property
    def cause(self) -> str:
        """Why it failed, or what was unlucky; empty when there is nothing to say."""
        return "" if self._cause_box.isHidden() else self._cause.text()

    @property
    def sturdiness(self) -> SturdinessBlock:
        """How sturdy the solution is; hidden until something is known."""
        return self._sturdiness

    def begin(self, scale: ScoreScale, count: int) -> None:
        """Make room for that many starts."""
        for row in self._rows:
            self._starts.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [SeedRow(self._look, index + 1, scale) for index in range(count)]
        for row in self._rows:
            self._starts.addWidget(row)
            row.set_text_width(self._look.theme.room(56))
        self._measure.setText(scale.metric.title)
        self._measure.set_term(metric_term(scale.metric))
        self.set_cause("")

    def show_progress(self, scores: Sequence[float | None]) -> None:
        """Show how far the starts are."""
        for row, score in zip(self._rows, scores, strict=True):
            row.show_progress(score)

    def show_results(self, results: Sequence[SeedResult]) -> None:
        """Show how the starts ended."""
        for row, result in zip(self._rows, results, strict=True):
            row.show_result(result)
        self.align_rows()

    def set_cause(self, text: str) -> None:
        """Say why it failed; empty for nothing."""
        self._cause.setText(text)
        self._cause_box.setVisible(bool(text))

    def align_rows(self) -> None:
        """Make all bars equally long."""
        width = max((row.text_width for row in self._rows), default=0)
        for row in self._rows:
            row.set_text_width(width)

    def forget_size(self) -> None:
        """Let the layouts measure again what may be hidden or filled since."""
        for layout in (self._starts, self._column):
            layout.invalidate()

    def _lay_out(self) -> None:
        cause = QVBoxLayout(self._cause_box)
        cause.setContentsMargins(14, 10, 14, 10)
        cause.addWidget(self._cause)
        titles = QHBoxLayout()
        titles.setSpacing(4)
        titles.addWidget(self._title)
        titles.addStretch()
        titles.addWidget(self._measure)
        titles.addWidget(self._test)
        self._starts = QVBoxLayout()
        self._starts.setSpacing(8)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(titles)
        column.addLayout(self._starts)
        column.addWidget(self._cause_box)
        column.addWidget(self._sturdiness)
        column.addStretch()
