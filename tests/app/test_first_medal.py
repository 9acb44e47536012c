"""A newcomer who has only read the brief: three gestures to the first medal."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

LEFT = Qt.MouseButton.LeftButton
MOST_GESTURES = 5


class Newcomer:
    """Does one thing after the other with the mouse, and counts."""

    def __init__(self, page: QWidget) -> None:
        self._page = page
        self.gestures = 0

    def drag(self, view, start, end) -> None:
        self.gestures += 1
        QTest.mousePress(view.viewport(), LEFT, pos=start)
        for step in range(1, 9):
            QTest.mouseMove(view.viewport(), start + (end - start) * step / 8)
        QTest.mouseRelease(view.viewport(), LEFT, pos=end)

    def press(self, name: str) -> None:
        self.gestures += 1
        QTest.mouseClick(self._page.findChild(QWidget, name), LEFT)


@pytest.mark.parametrize("start", ["port_position", "node_centre"])
def test_the_first_medal_takes_few_gestures(start_window, qtbot, start: str) -> None:
    game, window = start_window()
    game.open_id("first-line")
    qtbot.waitUntil(lambda: window.workbench is not None)
    view, verdict = window.workbench.view, window.workbench.verdict
    newcomer = Newcomer(window.workbench)

    assert view.hint == "Drag from the green dot to y"
    newcomer.drag(view, getattr(view, start)("x1"), view.node_centre("y"))
    assert set(game.session.document.network.link_by_key) == {("x1", "y")}
    newcomer.press("train")
    newcomer.press("judge")
    qtbot.waitUntil(lambda: "starts reached" in verdict.summary, timeout=30_000)

    best = game.session.judging.best
    assert game.session.level.medals.medal_for(best.parameters).label == "bonsai"
    assert newcomer.gestures <= MOST_GESTURES
