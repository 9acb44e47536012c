"""The page with the map of levels."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.session.game import Game
from app.window.keys import Actions
from app.window.top_bar import TopBar
from widgets.home.level_list import LevelList
from widgets.theme.style import icon, plain_label


class Home(QWidget):
    """The map below a bar with the game's name."""

    def __init__(self, game: Game, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("home")
        self._game = game
        bar = TopBar(game, actions)
        self._mark = QLabel()
        bar.left.setContentsMargins(8, 0, 0, 0)
        bar.left.addWidget(self._mark)
        bar.left.addWidget(plain_label("Neural Bonsai", "heading"))
        bar.left.addStretch(1)
        self.levels = LevelList(game.look)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.levels, stretch=1)
        self.levels.level_chosen.connect(game.open_id)
        game.look.changed.connect(self._tint)
        self._tint()
        self.refresh()
        self._select_last()

    def refresh(self) -> None:
        """Show the medals won since."""
        self.levels.set_levels(self._game.cards())

    def take_focus(self) -> None:
        """Give the map of levels the focus."""
        self.levels.setFocus()

    def _select_last(self) -> None:
        last = self._game.preferences.last_level
        if last in {level.id for level in self._game.campaign.levels}:
            self.levels.select(last)

    def _tint(self) -> None:
        drawn = icon("leaf", self._game.look.theme.moss)
        self._mark.setPixmap(drawn.pixmap(QSize(20, 20), self.devicePixelRatioF()))
