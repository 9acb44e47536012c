"""The colours of both themes by role, and the one object that tells every widget which is on.

Widgets read `Look.theme` while they paint and update on `Look.changed`; nothing else in the
program holds a colour.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final, Literal

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor

ThemeName = Literal["light", "dark"]


@dataclass(frozen=True)
class Theme:
    """One theme; each colour is named by what it is for.

    Attributes:
        name: "light" or "dark".
        paper, panel, raised: grounds, from the canvas to what floats above it.
        ink, muted, faint: text, second-rank text, and what is hardly there.
        line, grid: hairlines and the dots of the canvas.
        moss, mossbg: what can be done, and its quiet ground.
        blue, orange: positive and negative, class 1 and class 0; never anything else.
        bluebg, orangebg, mid: the ends and the middle of the decision map's scale.
        node: ground of a node; shadow: under what floats.
        blossom: what was won; warn: what went wrong.
        bark, pot, foliage, dormant: the bonsai on the map: its leaves, and those to come.
    """

    name: ThemeName
    paper: QColor
    panel: QColor
    raised: QColor
    ink: QColor
    muted: QColor
    faint: QColor
    line: QColor
    grid: QColor
    moss: QColor
    mossbg: QColor
    blue: QColor
    orange: QColor
    bluebg: QColor
    orangebg: QColor
    mid: QColor
    node: QColor
    shadow: QColor
    blossom: QColor
    warn: QColor
    bark: QColor
    pot: QColor
    foliage: QColor
    dormant: QColor


_ROLES: Final = tuple(item.name for item in fields(Theme))[1:]
_LIGHT: Final = (
    "#F6F3EB #FCFAF5 #FFFFFF #24292E #666C72 #A9A698 #E2DCCD #ECE7DA #3C6E52 #E4EEE4"
    " #1F6FB2 #C4661A #8DBBE0 #F0BE8C #F6F3EB #FFFFFF #213C321E #C65D7B #A4561B"
    " #6B4B35 #5B6B73 #4C8262 #C4C1B2"
)
_DARK: Final = (
    "#14181B #1A1F23 #21272C #E9E5DB #9BA1A5 #646B70 #2C3338 #20262A #86BC98 #22332A"
    " #62AEEA #F0A25A #2F6FA8 #B8692A #1A1F23 #21272C #73000000 #E48BA4 #F0A25A"
    " #7C5A41 #56656E #5A8F6D #38413F"
)


def _theme(name: ThemeName, colours: str) -> Theme:
    return Theme(name, **dict(zip(_ROLES, map(QColor, colours.split()), strict=True)))


LIGHT: Final = _theme("light", _LIGHT)
DARK: Final = _theme("dark", _DARK)


class Look(QObject):
    """Which theme is on, and whether things may move.

    Signals:
        changed: the theme or the motion setting is another one; repaint.
    """

    changed = Signal()

    def __init__(self, name: ThemeName = "light", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = DARK if name == "dark" else LIGHT
        self._reduced_motion = False

    @property
    def theme(self) -> Theme:
        """The theme that is on."""
        return self._theme

    @property
    def reduced_motion(self) -> bool:
        """Whether animations are to be skipped."""
        return self._reduced_motion

    def set_theme(self, name: ThemeName) -> None:
        """Switch to the theme of that name."""
        theme = DARK if name == "dark" else LIGHT
        if theme is not self._theme:
            self._theme = theme
            self.changed.emit()

    def set_reduced_motion(self, reduced: bool) -> None:
        """Allow or forbid animations."""
        if reduced != self._reduced_motion:
            self._reduced_motion = reduced
            self.changed.emit()
