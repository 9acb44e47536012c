"""The bar at the top of both pages: what is open on the left, the game's own buttons right."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QWidget

from app.session.player_settings import PlayerSettings
from app.window.keys import Actions
from app.window.text_size_menu import TextSizeMenu
from widgets.controls.menu import Entries, Entry
from widgets.controls.menu_opener import MenuOpener
from widgets.keys import key_of, tip
from widgets.theme.buttons import IconButton

HEIGHT = 49


class TopBar(QFrame):
    """A bar with room on the left; theme and menu are on its right.

    Attributes:
        left: where a page puts what is its own.
        right: where it puts buttons, before the game's.
    """

    def __init__(
        self, settings: PlayerSettings, actions: Actions, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self.setObjectName("top-bar")
        self.setProperty("role", "top-bar")
        self.left, self.right = QHBoxLayout(), QHBoxLayout()
        self.left.setSpacing(8)
        self.right.setSpacing(4)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 16, 0)
        row.setSpacing(4)
        row.addLayout(self.left, stretch=1)
        row.addLayout(self.right)
        self._theme = IconButton(settings.look, "moon", "")
        self._theme.setObjectName("theme")
        self._theme.clicked.connect(actions["theme"].trigger)
        menu_button = IconButton(settings.look, "settings", "Settings and keys")
        menu_button.setObjectName("menu")
        menu_button.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)
        menu_button.setMenu(self._menu(actions))
        row.addWidget(self._theme)
        row.addWidget(menu_button)
        self._actions = actions
        MenuOpener(self, self.entries)
        settings.look.changed.connect(self._follow_look)
        self._follow_look()

    def entries(self) -> Entries:
        """The menu of the bar: the game's own actions, those that can be done now."""
        names = ("back", "theme", "larger-text", "smaller-text", "shortcuts", "quit")
        known = ((name, self._actions[name]) for name in names)
        return [
            Entry(action.text(), action.trigger, key_of(name))
            for name, action in known
            if action.isEnabled()
        ]

    def _menu(self, actions: Actions) -> QMenu:
        menu = QMenu(self)
        motion = QAction("Reduced motion", menu, checkable=True)
        motion.setChecked(self._settings.preferences.reduced_motion)
        motion.toggled.connect(self._settings.set_reduced_motion)
        menu.addAction(motion)
        menu.addMenu(TextSizeMenu(self._settings, actions, menu))
        menu.addAction(actions["shortcuts"])
        menu.addSeparator()
        menu.addAction(actions["quit"])
        return menu

    def _follow_look(self) -> None:
        self.setFixedHeight(self._settings.look.theme.room(HEIGHT))
        dark = self._settings.look.theme.name == "dark"
        self._theme.set_icon_name("sun" if dark else "moon")
        self._theme.set_tooltip(tip("theme", "Light theme" if dark else "Dark theme"))
