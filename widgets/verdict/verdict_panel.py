"""The judge at work and the verdict: start by start, the medal, and why it failed if it did."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from engine import ACCURACY, JudgeProgress, Terms, Verdict
from engine.judging.tally import Sturdiness
from engine.wording import counted
from widgets.controls.explanation import Explainer
from widgets.controls.floating_card import SHADOW, FloatingCard
from widgets.controls.flow import FlowLayout
from widgets.controls.score_scale import ScoreScale
from widgets.glossary.terms import term
from widgets.theme.buttons import IconButton, LabelledButton
from widgets.theme.icons import icon_pixmap
from widgets.theme.look import Look
from widgets.theme.scroll_area import scroll_area
from widgets.theme.style import plain_label
from widgets.verdict.seed_row import SeedRow
from widgets.verdict.size_block import SizeBlock
from widgets.verdict.size_plot import Attempt, SizePlot
from widgets.verdict.starts_column import StartsColumn
from widgets.verdict.sturdiness_block import SturdinessBlock
from widgets.verdict.verdict_words import (
    VerdictNews,
    attempt_of,
    badge,
    cause_text,
    headline,
    search_text,
    searched_of,
    summary,
)

_WIDTH: Final = 720
_EDGE: Final = 28
_SPACING: Final = 18
_TWO_COLUMNS: Final = 560
_BADGE: Final = 36


class VerdictPanel(FloatingCard):
    """A card over the bench; the bench stays usable around it.

    Escape closes it, Enter presses the button with the focus, or else the first one. What does not
    fit is scrolled; headline and buttons stay in sight.

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
        super().__init__(look, parent)
        self.setObjectName("verdict")
        self._scale = ScoreScale(ACCURACY, 1.0)
        self._attempts: tuple[Attempt, ...] = ()
        self._badge_name, self._badge_won = "target", False
        self._build(look)
        self._lay_out()
        look.changed.connect(self._follow_look)

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
        return self._starts.cause

    @property
    def after(self) -> str:
        """The text shown to those who passed; empty otherwise."""
        return "" if self._after.isHidden() else self._after.text()

    @property
    def wrong_means(self) -> str:
        """Which points count as wrong; empty when there are none."""
        return "" if self._wrong_means.isHidden() else self._wrong_means.text()

    @property
    def rows(self) -> tuple[SeedRow, ...]:
        """The starts, in the judge's order."""
        return self._starts.rows

    @property
    def sturdiness(self) -> SturdinessBlock:
        """How sturdy the solution is; hidden until something is known."""
        return self._starts.sturdiness

    @property
    def plot(self) -> SizePlot:
        """Size against score."""
        return self._size.plot

    @property
    def size_block(self) -> SizeBlock:
        """The plot, its legend and the sentence on what a search found."""
        return self._size

    def begin(self, terms: Terms, chance: float = 0.5) -> None:
        """Show that the judge trains these starts."""
        self._scale = ScoreScale(terms.metric, terms.threshold, chance)
        self._starts.begin(self._scale, len(terms.seeds))
        self.sturdiness.hide()
        self._headline.setText("The judge is at work")
        self._summary.setText("Fresh starts are being trained.")
        self._badge_name, self._badge_won = "scales", False
        for part in (self._size, self._after, self._next):
            part.hide()
        self._show_wrong(None)
        self._close.setText("Stop judging")
        self._appear()

    def progress(self, progress: JudgeProgress) -> None:
        """Show how far the starts are."""
        self._starts.show_progress(progress.validation_score)
        starts = counted(len(self.rows), "fresh start")
        self._summary.setText(f"Training {starts}: epoch {progress.epoch} of {progress.epochs}")

    def show_verdict(self, verdict: Verdict, news: VerdictNews) -> None:
        """Show the verdict."""
        terms = verdict.terms
        if len(self.rows) != len(verdict.results):
            self._scale = ScoreScale(terms.metric, terms.threshold)
            self._starts.begin(self._scale, len(verdict.results))
        self._starts.show_results(verdict.results)
        self._headline.setText(headline(verdict, news))
        self._summary.setText(summary(verdict, news, self._scale))
        self._badge_name, self._badge_won = badge(verdict, news), verdict.passed
        self._attempts = (*news.attempts, attempt_of(verdict, "this"))
        self.plot.set_attempts(self._attempts, self._scale)
        self._size.show_search(searched_of(news), search_text(verdict, news))
        self._size.show()
        self._show_words(verdict, news)
        self._appear()

    def show_sturdiness(self, found: Sturdiness) -> None:
        """Show how sturdy the solution is, as far as it is known."""
        self.sturdiness.show_sturdiness(found)
        if self.sturdiness.isHidden():
            self.sturdiness.show()
            self.place()
        if found.is_complete:
            self._attempts = tuple(
                replace(own, sturdiness=found) if own.kind == "this" else own
                for own in self._attempts
            )
            self.plot.set_attempts(self._attempts, self._scale)

    def add_attempt(self, attempt: Attempt) -> None:
        """Show one more solution in the plot, known only now."""
        self._attempts = (*self._attempts, attempt)
        self.plot.set_attempts(self._attempts, self._scale)

    def _show_words(self, verdict: Verdict, news: VerdictNews) -> None:
        self._starts.set_cause(cause_text(verdict))
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

    def _appear(self) -> None:
        self._tint()
        self.show()
        self.place()
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
        side = theme.icon_room(_BADGE)
        density = self.devicePixelRatioF()
        self._badge.setPixmap(icon_pixmap(self._badge_name, color.name(), side, density))
        self.update()

    def _follow_look(self) -> None:
        self._tint()
        if not self.isHidden():
            self._starts.align_rows()
            self.place()

    def _build(self, look: Look) -> None:
        self._badge = QLabel()
        self._headline = plain_label("", "headline")
        self._summary = plain_label("", "muted", wrap=True)
        self._size = SizeBlock(look)
        self._starts = StartsColumn(look)
        self._after = plain_label("", wrap=True)
        self._next = LabelledButton(look, "Next level", role="primary")
        self._close = LabelledButton(look, "Prune further")
        self._wrong = LabelledButton(look, "Show wrong points")
        Explainer(look, self._wrong, term("wrong"))
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
        self._body = self._laid_out_body()
        # In a small window the middle is scrolled; elsewhere the area shows nothing of itself.
        self._area = area = scroll_area(self._body)
        self._buttons = buttons = FlowLayout(gap=12)
        for button in (self._next, self._close, self._wrong):
            buttons.addWidget(button)
        self._head = self._laid_out_head()
        card = QVBoxLayout(self)
        edge = _EDGE + SHADOW
        card.setContentsMargins(edge, edge - 4, edge, edge - 4)
        card.setSpacing(_SPACING)
        card.addLayout(self._head)
        card.addWidget(area, stretch=1)
        card.addLayout(buttons)

    def _laid_out_head(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._headline)
        words.addWidget(self._summary)
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(self._badge, alignment=Qt.AlignmentFlag.AlignVCenter)
        head.addLayout(words, stretch=1)
        head.addWidget(self._cross, alignment=Qt.AlignmentFlag.AlignTop)
        return head

    def _laid_out_body(self) -> QWidget:
        self._middle = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._middle.setSpacing(28)
        self._middle.addWidget(self._starts, stretch=11)
        self._middle.addWidget(self._size, stretch=9)
        body = QWidget()
        self._column = column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addLayout(self._middle)
        column.addWidget(self._after)
        column.addWidget(self._wrong_means)
        return body

    def size_in(self, room: QSize) -> QSize:
        """As high as its contents need and the room allows."""
        theme, edge = self._look.theme, 2 * (_EDGE + SHADOW)
        width = min(theme.room(_WIDTH) + 2 * SHADOW, room.width())
        inner = width - edge
        beside = inner >= theme.room(_TWO_COLUMNS)
        directions = QBoxLayout.Direction
        self._middle.setDirection(directions.LeftToRight if beside else directions.TopToBottom)
        self._starts.forget_size()
        self._size.forget_size()
        for layout in (self._middle, self._column):
            layout.invalidate()
        self._column.activate()
        least = self._column.totalSizeHint().height() if beside else 0
        body = max(self._column.totalHeightForWidth(inner), least)
        fixed = self._head.totalHeightForWidth(inner) + self._buttons.heightForWidth(inner)
        wanted = body + fixed + edge - 8 + 2 * _SPACING
        # Left to itself, a bar that is not needed takes width, so lines wrap, so it is needed.
        policies = Qt.ScrollBarPolicy
        fits = wanted <= room.height()
        self._area.setVerticalScrollBarPolicy(
            policies.ScrollBarAlwaysOff if fits else policies.ScrollBarAsNeeded
        )
        return QSize(width, min(wanted, room.height()))

    def leave(self) -> None:
        """Escape closes."""
        self._dismiss()

    def default_button(self) -> QPushButton:
        """Enter goes on, or back to the bench."""
        return self._close if self._next.isHidden() else self._next
