"""The page with the map of levels."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.session.player_settings import PlayerSettings
from app.window.keys import Actions
from app.window.top_bar import TopBar
from widgets.home.level_card import LevelCard
from widgets.home.level_list import LevelList
from widgets.theme.style import icon, plain_label


class Home(QWidget):
    """The map below a bar with the game's name.

    Args:
        settings: the player's preferences.
        actions: of the window.
        cards: the levels.

    Signals:
        level_chosen: the id of the level that is to be played.
    """

    level_chosen = Signal(str)

    def __init__(
        self,
        settings: PlayerSettings,
        actions: Actions,
        cards: Sequence[LevelCard],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("home")
        self._look = settings.look
        self._cards: list[LevelCard] = []
        bar = TopBar(settings, actions)
        self._mark = QLabel()
        bar.left.setContentsMargins(8, 0, 0, 0)
        bar.left.addWidget(self._mark)
        bar.left.addWidget(plain_label("Neural Bonsai", "heading"))
        bar.left.addStretch(1)
        self.levels = LevelList(self._look)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.levels, stretch=1)
        self.levels.level_chosen.connect(self.level_chosen)
        self._look.changed.connect(self._tint)
        self._tint()
        self.show_cards(cards)
        last = settings.preferences.last_level
        if last in {card.id for card in cards}:
            self.levels.select(last)

    def show_cards(self, cards: Sequence[LevelCard]) -> None:
        """Show the levels as they are now; what has not changed stays untouched."""
        if self._cards != [*cards]:
            self._cards = [*cards]
            self.levels.set_levels(self._cards)

    def take_focus(self) -> None:
        """Give the map of levels the focus."""
        self.levels.setFocus()

    def _tint(self) -> None:
        drawn = icon("leaf", self._look.theme.moss)
        self._mark.setPixmap(drawn.pixmap(QSize(20, 20), self.devicePixelRatioF()))
