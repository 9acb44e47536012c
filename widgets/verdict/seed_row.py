"""One start of the judge: a bar that fills while it trains, then its score on the test set."""

from __future__ import annotations

from PySide6.QtCore import Qt
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
        self._text.setMinimumWidth(64)
        name = plain_label(f"start {number}", "seed")
        name.setMinimumWidth(52)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(name)
        row.addWidget(self._bar, stretch=1)
        row.addWidget(self._text, alignment=Qt.AlignmentFlag.AlignLeft)
        self._bar.setAccessibleName(f"start {number}")

    @property
    def bar(self) -> ScoreBar:
        """The bar that fills."""
        return self._bar

    @property
    def text(self) -> str:
        """The score in figures, or that the start diverged."""
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
        """Show the score on the test set, and whether it reached the threshold."""
        self._bar.set_fraction(self._scale.fraction(result.test_score))
        self._bar.set_failed(not result.passed)
        diverged = result.diverged_at is not None
        self._text.setText("diverged" if diverged else self._scale.text(result.test_score))
        set_role(self._text, "text" if result.passed else "seed-failed")
