"""The colours of both themes by role, the text size, and the object through which widgets get both.

Widgets read `Look.theme` while they paint and update on `Look.changed`; nothing else in the
program holds a colour.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import Final, Literal

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont

from widgets.theme.fonts import BODY, REGULAR, font

ThemeName = Literal["light", "dark"]
TEXT_SCALES: Final = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)
"""The text sizes on offer, as factors."""
_DRAWING_SCALES: Final = (0.9, 1.4)
_ICON_SCALE: Final = 1.5


@dataclass(frozen=True)
class Theme:
    """One theme at one text size; each colour is named by what it is for.

    Text is ink, muted, moss, warn, or blue, which reach a contrast of 4.5 on every ground; orange,
    blossom and faint do not, and are for marks.

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
        text_scale: how large text is, 0.8 to 2.
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
    text_scale: float = field(default=1.0, kw_only=True)

    def font(self, px: int = BODY, weight: int = REGULAR, *, italic: bool = False) -> QFont:
        """The font of text that is ``px`` pixels high at 100 %."""
        return font(max(round(px * self.text_scale), 8), weight, italic=italic)

    def drawing_font(self, px: int, weight: int = REGULAR, *, italic: bool = False) -> QFont:
        """The font of words in a drawing that has a zoom and spaces of its own, as the canvas has.

        It follows the text size between 90 % and 140 %, which is what the drawing has room for.
        """
        low, high = _DRAWING_SCALES
        return font(round(px * min(max(self.text_scale, low), high)), weight, italic=italic)

    def room(self, px: float) -> int:
        """A length that holds text, in pixels: it grows with the text and never shrinks."""
        return round(px * max(self.text_scale, 1.0))

    def icon_room(self, px: float) -> int:
        """The size of an icon or its button, in pixels: it grows with the text, up to half more."""
        return round(px * self.icon_growth)

    @property
    def icon_growth(self) -> float:
        """By how much icons are larger than at 100 %, 1 to 1.5."""
        return min(max(self.text_scale, 1.0), _ICON_SCALE)


ROLES: Final = tuple(item.name for item in fields(Theme) if item.type == "QColor")
"""The names of the colours."""
_LIGHT: Final = (
    "#F6F3EB #FCFAF5 #FFFFFF #24292E #5C6268 #A9A698 #E2DCCD #ECE7DA #3C6E52 #E9F0E7"
    " #1F6FB2 #C4661A #8DBBE0 #F0BE8C #F6F3EB #FFFFFF #213C321E #C65D7B #A4561B"
    " #6B4B35 #5B6B73 #4C8262 #C4C1B2"
)
_DARK: Final = (
    "#14181B #1A1F23 #21272C #E9E5DB #9BA1A5 #646B70 #2C3338 #20262A #86BC98 #22332A"
    " #62AEEA #F0A25A #2F6FA8 #B8692A #1A1F23 #21272C #73000000 #E48BA4 #F0A25A"
    " #7C5A41 #56656E #5A8F6D #38413F"
)


def _theme(name: ThemeName, colours: str) -> Theme:
    return Theme(name, *map(QColor, colours.split()))


LIGHT: Final = _theme("light", _LIGHT)
DARK: Final = _theme("dark", _DARK)


class Look(QObject):
    """Which theme is on, how large text is, and whether things may move.

    Signals:
        changed: the theme, the text size or the motion setting is another one; ask for the sizes
            of painted text again and repaint.
    """

    changed = Signal()

    def __init__(
        self, name: ThemeName = "light", parent: QObject | None = None, *, text_scale: float = 1.0
    ) -> None:
        super().__init__(parent)
        self._theme = replace(DARK if name == "dark" else LIGHT, text_scale=text_scale)
        self._reduced_motion = False

    @property
    def theme(self) -> Theme:
        """The theme that is on, at the text size that is on."""
        return self._theme

    @property
    def reduced_motion(self) -> bool:
        """Whether animations are to be skipped."""
        return self._reduced_motion

    def set_theme(self, name: ThemeName) -> None:
        """Switch to the theme of that name."""
        if name != self._theme.name:
            base = DARK if name == "dark" else LIGHT
            self._theme = replace(base, text_scale=self._theme.text_scale)
            self.changed.emit()

    def set_text_scale(self, scale: float) -> None:
        """Show text at another size, 0.8 to 2; what lies outside becomes the nearest of these."""
        scale = min(max(scale, TEXT_SCALES[0]), TEXT_SCALES[-1])
        if scale != self._theme.text_scale:
            self._theme = replace(self._theme, text_scale=scale)
            self.changed.emit()

    def set_reduced_motion(self, reduced: bool) -> None:
        """Allow or forbid animations."""
        if reduced != self._reduced_motion:
            self._reduced_motion = reduced
            self.changed.emit()


def next_text_scale(scale: float, steps: int) -> float:
    """The size on offer that lies that many steps above (or, negative, below) another one."""
    nearest = min(TEXT_SCALES, key=lambda own: abs(own - scale))
    place = TEXT_SCALES.index(nearest) + steps
    return TEXT_SCALES[min(max(place, 0), len(TEXT_SCALES) - 1)]
