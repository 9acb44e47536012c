"""The home page: the map of all levels, the one that is looked at, and the garden."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from widgets.home.level_card import LevelCard
from widgets.home.level_panel import Garden, LevelPanel
from widgets.home.tree.tree_map import TreeChapter, TreeLevel, TreeMap
from widgets.theme.look import Look

_SIDE: Final = 312


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
        side = QVBoxLayout()
        side.setSpacing(16)
        side.addWidget(self.panel)
        side.addWidget(self.garden)
        side.addStretch(1)
        self.panel.setFixedWidth(_SIDE)
        self.garden.setFixedWidth(_SIDE)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 28, 28, 28)
        row.setSpacing(24)
        row.addWidget(self.tree, 1)
        row.addLayout(side)
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

    def _show(self, level_id: str) -> None:
        if level_id in self._cards:
            self.panel.set_card(self._cards[level_id])

    def _play(self, level_id: str) -> None:
        if self._cards[level_id].open:
            self.level_chosen.emit(level_id)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The map takes the keys."""
        super().focusInEvent(event)
        self.tree.setFocus()


def _chapters(cards: Sequence[LevelCard]) -> list[TreeChapter]:
    by_chapter: dict[str, list[TreeLevel]] = {}
    for card in cards:
        level = TreeLevel(card.id, card.title, card.medal, card.open)
        by_chapter.setdefault(card.chapter, []).append(level)
    return [TreeChapter(title, tuple(levels)) for title, levels in by_chapter.items()]
