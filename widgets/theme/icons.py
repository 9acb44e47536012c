"""Line icons in the colours of the theme."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

_FOLDER: Final = Path(__file__).with_name("icons")
_DENSITIES: Final = (1.0, 2.0, 3.0)


@lru_cache(maxsize=64)
def _drawing(name: str) -> str:
    return (_FOLDER / f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=256)
def icon_pixmap(name: str, color: str, px: int = 20, density: float = 1.0) -> QPixmap:
    """A line icon of ``widgets/theme/icons`` in one colour, ``px`` logical pixels wide and high."""
    renderer = QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", color).encode()))
    pixmap = QPixmap(round(px * density), round(px * density))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(density)
    return pixmap


def icon(name: str, color: QColor, px: int = 20, disabled: QColor | None = None) -> QIcon:
    """A line icon as a `QIcon`, sharp on dense screens; ``disabled`` colours its greyed form."""
    result = QIcon()
    for density in _DENSITIES:
        result.addPixmap(icon_pixmap(name, color.name(), px, density))
        if disabled is not None:
            greyed = icon_pixmap(name, disabled.name(), px, density)
            result.addPixmap(greyed, QIcon.Mode.Disabled)
    return result
