"""The bubble says its sentence, stays inside, and goes by itself."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from widgets.canvas.bubble import Bubble
from widgets.theme.look import Look

LONG = "This level has no skip links: all paths to “y” must be equally long, wherever they begin."


@pytest.fixture
def ground(qtbot):
    widget = QWidget()
    widget.resize(500, 400)
    qtbot.addWidget(widget)
    widget.show()
    return widget


@pytest.mark.parametrize("at", [(0, 0), (499, 0), (0, 399), (499, 399), (250, 200)])
@pytest.mark.parametrize("text", ["No.", LONG])
def test_it_stays_inside(ground, at, text):
    bubble = Bubble(Look(parent=ground), ground)
    bubble.say(text, QPoint(*at))
    assert ground.rect().contains(bubble.geometry())
    assert bubble.accessibleName() == text
    bubble.hush()


def test_it_goes_by_itself(qtbot, ground):
    bubble = Bubble(Look(parent=ground), ground)
    bubble._timer.setInterval(10)
    bubble.say("No.", QPoint(100, 100))
    assert bubble.isVisible()
    qtbot.waitUntil(lambda: not bubble.isVisible())
    assert bubble.text == ""
