"""One start of the judge: a bar that fills while it trains, then its score on the test set."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from engine import SeedResult
from widgets.controls.score_bar import ScoreBar
from widgets.controls.score_scale import ScoreScale
from widgets.theme.look import Look
from widgets.theme.style import plain_label, set_role


class SeedRow(QWidget):
    """The row of one start."""

    def __init__(
        self, look: Look, number: int, scale: ScoreScale, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._scale = scale
        self._bar = ScoreBar(look)
        self._bar.set_tick(scale.tick)
        self._text = plain_label("–", "text")
        self._look = look
        self._name = plain_label(f"start {number}", "seed")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._name)
        row.addWidget(self._bar, stretch=1)
        row.addWidget(self._text)
        self._bar.setAccessibleName(f"start {number}")
        look.changed.connect(self._fit_text)
        self._fit_text()

    @property
    def bar(self) -> ScoreBar:
        """The bar that fills."""
        return self._bar

    @property
    def text_width(self) -> int:
        """The width that the score or its words need, in pixels."""
        return self._text.sizeHint().width()

    def set_text_width(self, width: int) -> None:
        """Give the score that width, so that the bars of several rows are equally long."""
        self._text.setFixedWidth(width)

    def _fit_text(self) -> None:
        self._name.setMinimumWidth(self._look.theme.room(52))

    @property
    def text(self) -> str:
        """The score in figures, or in which epoch the start diverged."""
        return self._text.text()

    @property
    def failed(self) -> bool:
        """Whether the row is painted in the colour of what went wrong."""
        return bool(self._text.property("role") == "seed-failed")

    def show_progress(self, validation_score: float | None) -> None:
        """Show the score on validation while the start still trains; None once it diverged."""
        self._bar.set_fraction(self._scale.fraction(validation_score))
        self._text.setText(self._scale.text(validation_score))

    def show_result(self, result: SeedResult) -> None:
        """Show the score on the test set, and whether it reached the threshold.

        A start that diverged has no score: its last finite weights do not count.
        """
        diverged = result.diverged_at is not None
        score = None if diverged else result.test_score
        self._bar.set_fraction(self._scale.fraction(score))
        self._bar.set_failed(not result.passed)
        text = f"diverged at epoch {result.diverged_at}" if diverged else self._scale.text(score)
        self._text.setText(text)
        set_role(self._text, "text" if result.passed else "seed-failed")
