"""A bare area: it scrolls up and down, and the keys pass it by."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from widgets.theme.scroll_area import scroll_area


def test_what_is_too_high_is_scrolled_and_as_wide_as_the_area(qtbot):
    inner = QWidget()
    column = QVBoxLayout(inner)
    buttons = [QPushButton(f"{number}") for number in range(20)]
    for button in buttons:
        column.addWidget(button)
    area = scroll_area(inner)
    qtbot.addWidget(area)
    area.resize(300, 100)
    area.show()
    assert area.verticalScrollBar().maximum() > 0
    assert inner.width() == area.viewport().width()
    area.ensureWidgetVisible(buttons[-1])
    assert area.verticalScrollBar().value() > 0
    assert area.focusPolicy() == Qt.FocusPolicy.NoFocus
    assert area.frameShape() == QFrame.Shape.NoFrame


def test_it_never_scrolls_sideways(qtbot):
    inner = QWidget()
    inner.setMinimumWidth(900)
    area = scroll_area(inner)
    qtbot.addWidget(area)
    area.resize(300, 100)
    area.show()
    assert not area.horizontalScrollBar().isVisible()
