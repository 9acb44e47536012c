"""The numbers of what is selected, live while it trains, and there to be changed by hand."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from levels import Solution
from widgets.bench import Bench
from widgets.controls.flow import height_at
from widgets.theme.style import plain_label
from widgets.views.inspector_cards import (
    HEAD_WIDTH,
    LONE_ROW_WIDTH,
    ROW_WIDTH,
    Card,
    card_for,
)

_INTERVAL_MS: Final = 100
_GAP: Final = 20
_MOST_COLUMNS: Final = 3


class Inspector(QScrollArea):
    """Shows and edits what is selected; where it is wide, numbers are beside their head.

    Args:
        bench: whose selection it is. Live values are read ten times a second at most.

    Signals:
        outgrown: what it shows needs another height.
    """

    outgrown = Signal()

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.setObjectName("inspector")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._bench = bench
        self._card: Card | None = None
        self._empty = plain_label(
            "Select a neuron or a link to see its numbers.", "muted", wrap=True
        )
        self._message = plain_label("", "warn", wrap=True)
        self._score = plain_label("", "muted", wrap=True)
        self._score.setObjectName("score-now")
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 4, 0)
        self._column.addWidget(self._empty)
        self._column.addWidget(self._message)
        self._column.addWidget(self._score)
        self._column.addStretch()
        self.setWidget(inner)
        self._message.hide()
        self._timer = QTimer(self, singleShot=True, interval=_INTERVAL_MS)
        self._timer.timeout.connect(self.refresh)
        bench.run.frame_changed.connect(self._schedule)
        bench.document.changed.connect(self._document_changed)
        bench.selection.changed.connect(self._rebuild)
        self._rebuild()

    @property
    def card(self) -> Card | None:
        """What is shown; None when nothing is selected."""
        return self._card

    @property
    def message(self) -> str:
        """Why the last edit was refused; empty when it was not."""
        return self._message.text()

    def refresh(self) -> None:
        """Show the present numbers."""
        if self._card is not None:
            self._card.refresh()
        text = self.score_text if self._card is not None else ""
        known = not self._score.isHidden()
        self._score.setText(text)
        self._score.setVisible(bool(text))
        if bool(text) is not known:
            self.outgrown.emit()

    @property
    def score_text(self) -> str:
        """How good the network on screen is, shown beside the numbers that change it."""
        run, frame = self._bench.run, self._bench.run.frame
        if run.unscored:
            return f"No score: {run.unscored}."
        if frame is None or frame.now is None or run.score is None:
            return ""
        metric = self._bench.level.terms.metric
        score = metric.format(run.score)
        return f"Validation {metric.label} {score}, loss {frame.now.validation_loss:.3g}"

    def height_at(self, width: int) -> int:
        """The height at which nothing has to be scrolled, px."""
        if self._card is not None:
            self._card.set_beside(self._columns_beside(width))
        return height_at(self._column, width)

    def stacked_at(self, width: int) -> bool:
        """Whether the numbers lie below their head at that width, px."""
        return self._columns_beside(width) == 0

    def _schedule(self) -> None:
        if self.isVisible() and self._card is not None and not self._timer.isActive():
            self._timer.start()

    def _document_changed(self, before: Solution, after: Solution) -> None:
        """Rebuild when nodes or links came or went; else only show the new numbers."""
        one, other = before.network, after.network
        same = one.nodes.keys() == other.nodes.keys()
        if same and one.link_by_key.keys() == other.link_by_key.keys():
            self.refresh()
        else:
            self._rebuild()

    def _rebuild(self) -> None:
        if self._card is not None:
            self._column.removeWidget(self._card)
            self._card.hide()
            self._card.deleteLater()
        self._show_refusal("")
        selection = self._bench.selection
        self._card = card_for(self._bench, selection.nodes, selection.links)
        self._empty.setVisible(self._card is None)
        self.refresh()
        if self._card is not None:
            self._card.refused.connect(self._show_refusal)
            self._card.set_beside(self._columns_beside(self.viewport().width()))
            self._column.insertWidget(0, self._card)
            self._card.show()  # now, not with the next event: its height may be asked for at once

    def _show_refusal(self, reason: str) -> None:
        self._message.setText(reason)
        self._message.setVisible(bool(reason))

    def sizeHint(self) -> QSize:
        """As wide as the column it is in, as high as what it shows."""
        return QSize(320, self._column.sizeHint().height())

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what has changed while it was hidden."""
        super().showEvent(event)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set the numbers beside their head, or below it."""
        super().resizeEvent(event)
        if self._card is not None:
            self._card.set_beside(self._columns_beside(self.viewport().width()))

    def _columns_beside(self, width: int) -> int:
        """How many columns of numbers are beside the head; 0 where there is no room."""
        room = self._bench.look.theme.room
        if width < room(HEAD_WIDTH) + _GAP + room(LONE_ROW_WIDTH):
            return 0
        columns = (width - room(HEAD_WIDTH)) // (room(ROW_WIDTH) + _GAP)
        return min(columns, _MOST_COLUMNS)
