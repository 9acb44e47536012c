"""The bundled font."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QWidget

FAMILY: Final = "Inter"
REGULAR: Final = 400
MEDIUM: Final = 500
SEMIBOLD: Final = 600
BODY: Final = 13
"""Height of ordinary text at 100 %, in pixels."""
_FOLDER: Final = Path(__file__).with_name("fonts")
_FONT_FILES: Final = ("Inter-Regular", "Inter-Italic", "Inter-Medium", "Inter-SemiBold")


def install_font() -> None:
    """Make the bundled font known to Qt; calling it again does nothing.

    Raises:
        RuntimeError: when a font file cannot be read; the installation is damaged.
    """
    if FAMILY in QFontDatabase.families() and "SemiBold" in QFontDatabase.styles(FAMILY):
        return
    for name in _FONT_FILES:
        content = (_FOLDER / f"{name}.ttf").read_bytes()
        if QFontDatabase.addApplicationFontFromData(QByteArray(content)) < 0:
            raise RuntimeError(f"The font {name}.ttf cannot be read; please install the game anew.")


def font(px: int = BODY, weight: int = REGULAR, *, italic: bool = False) -> QFont:
    """The bundled font with tabular figures, ``px`` pixels high whatever the text size.

    Widgets that paint text use `Theme.font`, which follows the player's text size.
    """
    result = QFont(FAMILY)
    result.setPixelSize(px)
    result.setWeight(QFont.Weight(weight))
    result.setItalic(italic)
    # Numbers change many times a second; equal widths keep them from trembling.
    result.setFeature(QFont.Tag("tnum"), 1)
    return result


def text_room(widget: QWidget, px: int) -> int:
    """A length that holds text in a widget without a `Look`: ``px`` at 100 % or below, else more.

    It is read from the font that the stylesheet gives the widget.
    """
    widget.ensurePolished()
    return round(px * max(widget.font().pixelSize() / BODY, 1.0))
