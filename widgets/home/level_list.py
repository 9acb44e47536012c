"""The home page: the map of all levels, the one that is looked at, and the garden."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from widgets.home.level_card import LevelCard
from widgets.home.level_panel import Garden, LevelPanel
from widgets.home.tree.tree_map import TreeChapter, TreeLevel, TreeMap
from widgets.theme.look import Look

_SIDE: Final = 312
_LARGEST_SHARE: Final = 0.46
_ROOMY: Final = 600


class LevelList(QWidget):
    """All levels; one is looked at, and can be played.

    Signals:
        level_chosen: the id of the level that is to be played.
    """

    level_chosen = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards: dict[str, LevelCard] = {}
        self.setProperty("role", "paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.tree = TreeMap(look)
        self.panel = LevelPanel(look)
        self.garden = Garden()
        self._look = look
        self._side = _Side(self.panel, self.garden)
        self._row = row = QHBoxLayout(self)
        row.setSpacing(24)
        row.addWidget(self.tree, 1)
        row.addWidget(self._side)
        look.changed.connect(self._share_width)
        self.tree.selected.connect(self._show)
        self.tree.activated.connect(self._play)
        self.panel.play_requested.connect(self._play)

    @property
    def current(self) -> str:
        """Id of the level that is looked at."""
        return self.tree.current

    def set_levels(self, cards: Sequence[LevelCard]) -> None:
        """Show these levels, chapter by chapter in their order."""
        self._cards = {card.id: card for card in cards}
        self.tree.set_chapters(_chapters(cards))
        self.garden.set_cards(cards)
        self._show(self.tree.current)

    def select(self, level_id: str) -> None:
        """Look at a level."""
        self.tree.select(level_id)

    def _share_width(self) -> None:
        """Give the card the width that its text asks for, and the tree the rest."""
        share = round(self.width() * _LARGEST_SHARE)
        bar = self._side.verticalScrollBar().sizeHint().width()
        self._side.setFixedWidth(min(self._look.theme.room(_SIDE), share) + bar)
        low = self.height() < _ROOMY
        self.panel.set_low(low=low)
        edge = 12 if low else 28
        self._row.setContentsMargins(24, edge, 28 - bar, edge)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Distribute the width again."""
        super().resizeEvent(event)
        self._share_width()

    def _show(self, level_id: str) -> None:
        if level_id in self._cards:
            self.panel.set_card(self._cards[level_id])

    def _play(self, level_id: str) -> None:
        if self._cards[level_id].open:
            self.level_chosen.emit(level_id)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Pass the focus on to the map."""
        super().focusInEvent(event)
        self.tree.setFocus()


class _Side(QScrollArea):
    """The card and the garden; they scroll where there is too little height for them.

    The card's button stays in sight.
    """

    def __init__(self, panel: LevelPanel, garden: Garden) -> None:
        super().__init__()
        self._panel = panel
        panel.medals.installEventFilter(self)
        self._inner = inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(panel)
        column.addWidget(garden)
        column.addStretch(1)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setWidget(inner)

    def _keep_button(self) -> None:
        self._panel.keep_in_sight(self.viewport().height() - self._inner.y())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the button in sight."""
        super().resizeEvent(event)
        self._keep_button()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Keep the button in sight."""
        super().scrollContentsBy(dx, dy)
        self._keep_button()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Scroll the medals out from under the button when they get the keys."""
        if event.type() is QEvent.Type.FocusIn and watched is self._panel.medals:
            # `ensureWidgetVisible` would do nothing for what the button alone covers.
            end = self._panel.medals.geometry().bottom()
            self.ensureVisible(0, end, 0, self._panel.foot + 8)
        return super().eventFilter(watched, event)


def _chapters(cards: Sequence[LevelCard]) -> list[TreeChapter]:
    by_chapter: dict[str, list[TreeLevel]] = {}
    for card in cards:
        level = TreeLevel(card.id, card.title, card.medal, card.open, card.least_words)
        by_chapter.setdefault(card.chapter, []).append(level)
    return [TreeChapter(title, tuple(levels)) for title, levels in by_chapter.items()]
