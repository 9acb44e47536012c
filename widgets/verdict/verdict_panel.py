"""The judge at work and the verdict: start by start, the medal, and why it failed if it did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engine import ACCURACY, JudgeProgress, Terms, Verdict
from levels import Medal
from widgets.controls.score_scale import ScoreScale
from widgets.theme.buttons import IconButton, LabelledButton
from widgets.theme.look import Look
from widgets.theme.style import icon_pixmap, plain_label
from widgets.verdict.seed_row import SeedRow
from widgets.verdict.size_plot import Attempt, Kind, SizePlot

_WIDTH: Final = 720
_SHADOW: Final = 14
_RADIUS: Final = 14.0


@dataclass(frozen=True)
class VerdictNews:
    """What a verdict means for the player, beside the judge's own figures.

    Attributes:
        medal: what was won; None when it did not pass. star: smaller than the author's.
        best: the smallest size with which the player has passed, this one included.
        after: the level's text for those who passed.
        attempts: the player's other solutions and the author's.
        has_next: whether there is a level to go on to.
    """

    medal: Medal | None = None
    star: bool = False
    best: int | None = None
    after: str = ""
    attempts: Sequence[Attempt] = ()
    has_next: bool = True


def attempt_of(verdict: Verdict, kind: Kind) -> Attempt:
    """The verdict as a point of the plot."""
    return Attempt(verdict.parameters, verdict.deciding_score, kind)


class VerdictPanel(QWidget):
    """A card over the bench; the bench stays usable around it, and Escape closes it.

    Signals:
        closed: the card was closed, or the player goes back to the bench.
        next_requested: on to the next level.
        wrong_points_requested: the wrong points are to be marked on the map.

    Args:
        look: the theme.
        parent: what it floats over, in its middle.
    """

    closed = Signal()
    next_requested = Signal()
    wrong_points_requested = Signal()

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("verdict")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._look = look
        self._floor = parent
        self._scale = ScoreScale(ACCURACY, 1.0)
        self._rows: list[SeedRow] = []
        self._attempts: tuple[Attempt, ...] = ()
        self._badge_name, self._badge_won = "target", False
        self._build(look)
        self._lay_out()
        parent.installEventFilter(self)
        look.changed.connect(self._tint)
        self.hide()

    @property
    def headline(self) -> str:
        """The medal, "Not yet", or that the judge is at work."""
        return self._headline.text()

    @property
    def summary(self) -> str:
        """The line below the headline."""
        return self._summary.text()

    @property
    def cause(self) -> str:
        """Why it failed, or what was unlucky; empty when there is nothing to say."""
        return "" if self._cause_box.isHidden() else self._cause.text()

    @property
    def after(self) -> str:
        """What is told to those who passed; empty otherwise."""
        return "" if self._after.isHidden() else self._after.text()

    @property
    def wrong_means(self) -> str:
        """Which points count as wrong; empty when there are none."""
        return "" if self._wrong_means.isHidden() else self._wrong_means.text()

    @property
    def rows(self) -> tuple[SeedRow, ...]:
        """The starts, in the judge's order."""
        return tuple(self._rows)

    @property
    def plot(self) -> SizePlot:
        """Size against score."""
        return self._plot

    def begin(self, terms: Terms, chance: float = 0.5) -> None:
        """Show that the judge trains these starts."""
        self._scale = ScoreScale(terms.metric, terms.threshold, chance)
        self._set_rows(len(terms.seeds))
        self._headline.setText("The judge is at work")
        self._summary.setText("Fresh starts are being trained.")
        self._badge_name, self._badge_won = "scales", False
        for part in (self._cause_box, self._plot, self._after, self._next):
            part.hide()
        self._show_wrong(None)
        self._close.setText("Stop judging")
        self._appear()

    def progress(self, progress: JudgeProgress) -> None:
        """Show how far the starts are."""
        for row, score in zip(self._rows, progress.validation_score, strict=True):
            row.show_progress(score)
        self._summary.setText(
            f"Training {len(self._rows)} fresh starts: epoch {progress.epoch} of {progress.epochs}"
        )

    def show_verdict(self, verdict: Verdict, news: VerdictNews) -> None:
        """Show what came of it."""
        terms = verdict.terms
        if len(self._rows) != len(verdict.results):
            self._scale = ScoreScale(terms.metric, terms.threshold)
            self._set_rows(len(verdict.results))
        for row, result in zip(self._rows, verdict.results, strict=True):
            row.show_result(result)
        self._headline.setText(_headline(verdict, news))
        self._summary.setText(self._summary_of(verdict, news))
        self._badge_name, self._badge_won = _badge(verdict, news), verdict.passed
        self._attempts = (*news.attempts, attempt_of(verdict, "this"))
        self._plot.set_attempts(self._attempts, self._scale)
        self._plot.show()
        self._show_words(verdict, news)
        self._appear()

    def add_attempt(self, attempt: Attempt) -> None:
        """Show one more solution in the plot, known only now."""
        self._attempts = (*self._attempts, attempt)
        self._plot.set_attempts(self._attempts, self._scale)

    def _show_words(self, verdict: Verdict, news: VerdictNews) -> None:
        self._cause.setText(_cause_text(verdict))
        self._cause_box.setVisible(bool(self._cause.text()))
        self._after.setText(news.after)
        self._after.setVisible(verdict.passed and bool(news.after))
        self._next.setVisible(verdict.passed and news.has_next)
        self._close.setText("Prune further" if verdict.passed else "Back to the bench")
        self._show_wrong(verdict)

    def _show_wrong(self, verdict: Verdict | None) -> None:
        """Offer to mark the wrong points, and say which those are; None while none are known."""
        known = verdict is not None and any(len(result.wrong) for result in verdict.results)
        if verdict is not None:
            self._wrong_means.setText(f"Wrong: {verdict.terms.wrong_means}.")
        self._wrong.setVisible(known)
        self._wrong_means.setVisible(known)

    def _summary_of(self, verdict: Verdict, news: VerdictNews) -> str:
        reached = sum(result.passed for result in verdict.results)
        goal = self._scale.goal[2:]
        text = (
            f"{verdict.parameters} parameters · {reached} of {len(verdict.results)} starts "
            f"reached {goal} on the sealed test set"
        )
        if not verdict.passed:
            return f"{text}, {verdict.terms.needed} are needed"
        if news.best is not None and news.best < verdict.parameters:
            return f"{text} · your best is {news.best}"
        return text

    def _set_rows(self, count: int) -> None:
        for row in self._rows:
            self._starts.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [SeedRow(self._look, index + 1, self._scale) for index in range(count)]
        for row in self._rows:
            self._starts.insertWidget(self._starts.count() - 2, row)

    def _appear(self) -> None:
        self._tint()
        self.show()
        self._place()
        self.raise_()
        self.setFocus()

    def _dismiss(self) -> None:
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def _go_on(self) -> None:
        self.hide()
        self.next_requested.emit()

    def _tint(self) -> None:
        theme = self._look.theme
        color = theme.blossom if self._badge_won else theme.moss
        if self._badge_name == "warning":
            color = theme.warn
        density = self.devicePixelRatioF()
        self._badge.setPixmap(icon_pixmap(self._badge_name, color.name(), 36, density))
        self.update()

    def _build(self, look: Look) -> None:
        self._badge = QLabel()
        self._headline = plain_label("", "headline")
        self._summary = plain_label("", "muted", wrap=True)
        self._plot = SizePlot(look)
        self._cause = plain_label("", wrap=True)
        self._cause_box = QFrame()
        self._cause_box.setProperty("role", "inset")
        self._after = plain_label("", wrap=True)
        self._next = LabelledButton(look, "Next level", role="primary")
        self._close = LabelledButton(look, "Prune further")
        self._wrong = LabelledButton(look, "Show wrong points")
        self._wrong_means = plain_label("", "muted", wrap=True)
        self._cross = IconButton(look, "cross", "Close (Esc)")
        for button, name, slot in (
            (self._next, "verdict-next", self._go_on),
            (self._close, "verdict-back", self._dismiss),
            (self._wrong, "verdict-wrong", self.wrong_points_requested.emit),
            (self._cross, "verdict-close", self._dismiss),
        ):
            button.setObjectName(name)
            button.clicked.connect(slot)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._headline)
        words.addWidget(self._summary)
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(self._badge, alignment=Qt.AlignmentFlag.AlignVCenter)
        head.addLayout(words, stretch=1)
        head.addWidget(self._cross, alignment=Qt.AlignmentFlag.AlignTop)
        cause = QVBoxLayout(self._cause_box)
        cause.setContentsMargins(14, 10, 14, 10)
        cause.addWidget(self._cause)
        self._starts = QVBoxLayout()
        self._starts.setSpacing(8)
        self._starts.addWidget(self._cause_box)
        self._starts.addStretch()
        middle = QHBoxLayout()
        middle.setSpacing(28)
        middle.addLayout(self._starts, stretch=11)
        middle.addWidget(self._plot, stretch=9)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        for button in (self._next, self._close, self._wrong):
            buttons.addWidget(button)
        buttons.addWidget(self._wrong_means, stretch=1)
        buttons.addStretch()
        self._card = card = QVBoxLayout(self)
        edge = 28 + _SHADOW
        card.setContentsMargins(edge, edge - 4, edge, edge - 4)
        card.setSpacing(18)
        card.addLayout(head)
        card.addLayout(middle)
        card.addWidget(self._after)
        card.addLayout(buttons)

    def _place(self) -> None:
        room = self._floor.rect()
        width = min(_WIDTH + 2 * _SHADOW, room.width())
        self._card.activate()
        height = max(self._card.totalHeightForWidth(width), self.sizeHint().height())
        height = min(height, room.height())
        self.setGeometry((room.width() - width) // 2, (room.height() - height) // 2, width, height)

    def minimumSizeHint(self) -> QSize:
        """Small enough for any window."""
        return QSize(320, 240)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle when the parent changes its size."""
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self._dismiss()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the card and the soft shadow around it."""
        del event
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = QRectF(self.rect()).adjusted(_SHADOW, _SHADOW, -_SHADOW, -_SHADOW)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for grow in range(_SHADOW):
            shade = QColor(theme.shadow)
            shade.setAlphaF(shade.alphaF() * (1 - grow / _SHADOW) ** 2)
            painter.setPen(QPen(shade, 1.4))
            ring = card.adjusted(-grow, -grow + 2, grow, grow)
            painter.drawRoundedRect(ring, _RADIUS + grow, _RADIUS + grow)
        painter.setPen(QPen(theme.line, 1))
        painter.setBrush(theme.panel)
        painter.drawRoundedRect(card, _RADIUS, _RADIUS)


def _headline(verdict: Verdict, news: VerdictNews) -> str:
    if not verdict.passed:
        return "Not yet"
    medal = news.medal.label.capitalize() if news.medal is not None else "Passed"
    return f"{medal} with a star" if news.star else medal


def _badge(verdict: Verdict, news: VerdictNews) -> str:
    if not verdict.passed:
        return "warning"
    if news.star:
        return "star"
    return news.medal.label if news.medal is not None else "leaf"


def _cause_text(verdict: Verdict) -> str:
    """Why it failed as a whole; of one that passed, why its first failed start did."""
    if verdict.cause is not None:
        return verdict.cause.text
    for result in verdict.results:
        if not result.passed and result.cause is not None:
            return result.cause.text
    return ""
