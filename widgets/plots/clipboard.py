"""Pictures of what a widget shows, for the clipboard."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication, QPixmap, QRegion
from PySide6.QtWidgets import QWidget


def copy_picture(widget: QWidget) -> None:
    """Put what a widget shows on the clipboard, on the ground of its window."""
    picture = QPixmap(widget.size() * widget.devicePixelRatioF())
    picture.setDevicePixelRatio(widget.devicePixelRatioF())
    picture.fill(widget.window().palette().window().color())
    widget.render(picture, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)
    QGuiApplication.clipboard().setPixmap(picture)
