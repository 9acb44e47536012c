"""The menu of a view offers what its header does."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from widgets.controls.menu import find_entry
from widgets.dock.view_frame import ViewFrame
from widgets.theme.look import Look


@pytest.fixture
def frame(qtbot):
    frame = ViewFrame("Map", QWidget(objectName="view-map"), Look())
    qtbot.addWidget(frame)
    return frame


def texts(frame: ViewFrame) -> list[str]:
    return [entry.text for entry in frame.entries() if entry is not None]


def test_the_menu_keeps_throws_and_closes(frame, qtbot):
    assert texts(frame) == ["Keep when another view opens", "Show large", "Close Map"]
    keep = find_entry(frame.entries(), "Keep when another view opens")
    assert keep.checked is False
    with qtbot.waitSignal(frame.pin_toggled) as pinned:
        keep.act()
    assert pinned.args == [True]
    assert find_entry(frame.entries(), keep.text).checked is True
    with qtbot.waitSignal(frame.throw_requested):
        find_entry(frame.entries(), "Show large").act()
    with qtbot.waitSignal(frame.close_requested):
        find_entry(frame.entries(), "Close Map").act()


def test_a_view_that_is_shown_large_can_go_back(frame, qtbot):
    frame.set_state(pinned=False, thrown=True)
    assert texts(frame) == ["Back to the right", "Close Map"]
    with qtbot.waitSignal(frame.throw_requested):
        find_entry(frame.entries(), "Back to the right").act()
