"""An area that scrolls what is in it, and shows nothing of itself."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


def scroll_area(inner: QWidget) -> QScrollArea:
    """An area that scrolls up and down where it is too low for its content.

    It has no frame and takes no keys; the content is as wide as the area.

    Args:
        inner: the content; the area owns it.
    """
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidgetResizable(True)
    area.setWidget(inner)
    return area
