"""What does not fit: controls beyond the window, text that is cut."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QScrollBar,
    QWidget,
)

from widgets.controls.elided_label import ElidedLabel

CONTROLS = (QAbstractButton, QAbstractSlider, QAbstractSpinBox, QLineEdit, QLabel)


def scrolled_by(widget: QWidget) -> QAbstractScrollArea | None:
    """The scroll area in which the widget can be brought into sight; None for none."""
    parent = widget.parentWidget()
    while parent is not None:
        area = parent.parentWidget()
        if isinstance(area, QScrollArea) and area.viewport() is parent:
            return area
        parent = area
    return None


def words_cut(widget: QWidget) -> bool:
    """Whether the widget is smaller than its text."""
    if isinstance(widget, ElidedLabel):
        return False  # it gives way, and its tooltip has the rest
    if isinstance(widget, QLabel) and widget.text():
        if widget.wordWrap():
            return widget.height() < widget.heightForWidth(widget.width())
        return widget.width() < widget.sizeHint().width() - 1
    if isinstance(widget, QPushButton) and widget.text():
        return widget.width() < widget.sizeHint().width() - 1
    return False


def faults(window: QWidget) -> list[str]:
    """One line for each visible control that is beyond the window or cut."""
    found = []
    for widget in window.findChildren(QWidget):
        if not isinstance(widget, CONTROLS) or not widget.isVisible():
            continue
        if isinstance(widget, QScrollBar):
            continue
        name = f"{type(widget).__name__} “{widget.objectName() or widget.accessibleName()}”"
        if isinstance(widget, QLabel):
            name += f" “{widget.text()}”"
        area = scrolled_by(widget)
        if words_cut(widget):
            found.append(f"{name}: text cut at {widget.width()}×{widget.height()}")
        if area is None:
            place = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
            if not window.rect().contains(place):
                found.append(f"{name}: beyond the window at {place.getRect()}")
            elif widget.visibleRegion().boundingRect().size() != widget.size():
                found.append(f"{name}: covered or cut by what holds it")
        elif widget.width() > area.viewport().width():
            found.append(f"{name}: wider than what scrolls it")
    return found
