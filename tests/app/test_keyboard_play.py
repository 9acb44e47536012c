"""The whole game by keyboard alone: from an empty canvas to a medal that stays."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from engine.training.run import RunState

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Hands:
    """Presses keys on whatever has the focus."""

    def __init__(self, qtbot) -> None:
        self._qtbot = qtbot

    @property
    def focus(self) -> QWidget:
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    def press(self, *keys: Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            self._qtbot.keyClick(self.focus, key, modifier)

    def tab_to(self, name: str) -> None:
        """Tab until the widget of that name has the focus."""
        for _ in range(80):
            if self.focus.objectName() == name:
                return
            self.press(Key.Key_Tab)
        pytest.fail(f"Tab does not lead to {name}")


def test_xor_is_won_without_a_mouse(start_window, qtbot) -> None:
    game, window = start_window()
    hands = Hands(qtbot)
    window.activateWindow()
    qtbot.waitUntil(lambda: window.isActiveWindow() and QApplication.focusWidget() is not None)

    # The map: the arrows walk over the levels, Enter opens one.
    for _ in range(8):
        if window.home.levels.current == "xor":
            break
        hands.press(Key.Key_Right)
    assert window.home.levels.current == "xor"
    hands.press(Key.Key_Return)
    qtbot.waitUntil(lambda: window.workbench is not None)
    session, view = game.session, window.workbench.view
    assert QApplication.focusWidget() is view

    # The palette: Enter puts a tile's thing at a sensible place.
    for name, times in (("palette-x1", 1), ("palette-x2", 1), ("palette-tanh", 3)):
        for _ in range(times):
            hands.tab_to(name)
            hands.press(Key.Key_Return)
    assert set(session.document.network.nodes) == {"x1", "x2", "h1", "h2", "h3", "y"}

    # The canvas: select everything, and connect column to column.
    view.setFocus()
    qtbot.keyClick(view, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    hands.press(Key.Key_C)
    assert session.document.network.parameters == 13

    hands.press(Key.Key_Space)
    qtbot.waitUntil(lambda: session.run.state is RunState.RUNNING)
    qtbot.waitUntil(lambda: "reached" in window.workbench.goal_bar.gap_text, timeout=30_000)
    hands.press(Key.Key_J)
    verdict = window.workbench.verdict
    qtbot.waitUntil(lambda: "starts reached" in verdict.summary, timeout=60_000)
    assert verdict.headline == "Branch"
    hands.press(Key.Key_Escape)
    assert verdict.isHidden()
    network = session.document.network

    game, window = start_window()
    game.open_id("xor")
    assert game.session.document.network == network
    assert game.session.judging.best.parameters == 13
