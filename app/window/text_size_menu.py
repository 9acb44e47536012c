"""The menu that chooses how large text is."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from app.session.player_settings import PlayerSettings
from app.window.keys import Actions
from widgets.theme.look import TEXT_SCALES


class TextSizeMenu(QMenu):
    """One entry for each text size, the present one checked; then larger, smaller and usual."""

    def __init__(self, settings: PlayerSettings, actions: Actions, parent: QWidget) -> None:
        super().__init__("Text size", parent)
        self.setObjectName("text-size")
        self._settings = settings
        self._group = QActionGroup(self)
        self._sizes: dict[float, QAction] = {}
        for scale in TEXT_SCALES:
            action = QAction(f"{scale * 100:.0f} %", self._group, checkable=True)
            action.triggered.connect(partial(self._choose, scale))
            self.addAction(action)
            self._sizes[scale] = action
        self.addSeparator()
        for name in ("larger-text", "smaller-text", "usual-text"):
            self.addAction(actions[name])
        settings.look.changed.connect(self._show_size)
        self._show_size()

    def _choose(self, scale: float, _checked: bool = False) -> None:
        self._settings.set_text_scale(scale)

    def _show_size(self) -> None:
        now = self._settings.look.theme.text_scale
        nearest = min(self._sizes, key=lambda own: abs(own - now))
        self._sizes[nearest].setChecked(True)
