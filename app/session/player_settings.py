"""The player's preferences while the game runs: changed, saved, and followed by the look.

Needs neither NumPy nor pydantic, as the map of levels is shown before they are imported.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.storage.preferences import Preferences, ThemeName
from widgets.theme.look import Look, next_text_scale

if TYPE_CHECKING:
    from app.saving.preferences_keeper import PreferencesKeeper


class PlayerSettings(QObject):
    """Holds the preferences.

    Args:
        path: the file in which they are kept; None where they must not be.
        preferences: as they are at the start.
        look: follows them.

    Attributes:
        look: the theme.

    Signals:
        noticed: a sentence to show to the player.
    """

    noticed = Signal(str)

    def __init__(
        self, path: Path | None, preferences: Preferences, look: Look, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._path, self._preferences, self.look = path, preferences, look
        self._keeper: PreferencesKeeper | None = None

    @property
    def preferences(self) -> Preferences:
        """The player's preferences."""
        return self._preferences

    def toggle_theme(self) -> None:
        """Switch between the light and the dark theme."""
        name: ThemeName = "light" if self.look.theme.name == "dark" else "dark"
        self.look.set_theme(name)
        self.change(theme=name)

    def set_reduced_motion(self, reduced: bool) -> None:
        """Skip animations, or show them."""
        self.look.set_reduced_motion(reduced)
        self.change(reduced_motion=reduced)

    def set_text_scale(self, scale: float) -> None:
        """Show text at another size, 0.8 to 2 times the usual one."""
        self.look.set_text_scale(scale)
        self.change(text_scale=self.look.theme.text_scale)

    def step_text_scale(self, steps: int) -> None:
        """Show text that many sizes larger or smaller."""
        self.set_text_scale(next_text_scale(self.look.theme.text_scale, steps))

    def change(self, **changes: object) -> None:
        """Change preferences by name, and save them when they are other ones now.

        Raises:
            TypeError: when there is no preference of a name.
            ValueError: when a value is one that the game never writes.
        """
        preferred = replace(self._preferences, **changes)  # type: ignore[arg-type]  # by name
        if preferred == self._preferences:
            return
        self._preferences = preferred
        if self._keeper is None and self._path is not None:
            self._keeper = self._new_keeper(self._path)
        if self._keeper is not None:
            self._keeper.keep(preferred)

    def stop(self, seconds: float) -> bool:
        """Write what waits, and nothing more; False when that did not end in time."""
        return self._keeper is None or self._keeper.stop(seconds)

    def _new_keeper(self, path: Path) -> PreferencesKeeper:
        from app.saving.preferences_keeper import PreferencesKeeper  # not before a change

        keeper = PreferencesKeeper(path, self)
        keeper.failed.connect(self.noticed)
        return keeper
