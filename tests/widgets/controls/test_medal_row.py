"""The row of medals: what is won differs in shape, and each medal explains itself."""

import math

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from widgets.controls.medal_row import MedalRow, rosette

SIZES = (("leaf", None), ("branch", 13), ("blossom", 9), ("bonsai", 1))
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(700, 500)
    QVBoxLayout(widget)
    widget.show()
    return widget


@pytest.fixture
def row(look, window):
    widget = MedalRow(look)
    widget.set_sizes(SIZES)
    window.layout().addWidget(widget)
    window.layout().activate()
    return widget


def outline(row, name):
    """How far from its centre each ray first leaves the medal's colour, in pixels."""
    image, cell = row.grab().toImage(), row.medal_rect(name)
    ground = image.pixelColor(cell.left(), 0)
    centre = (cell.center().x() + 0.5, 17.0)
    reach = []
    for step in range(120):
        angle = math.tau * step / 120
        for distance in [18 - own / 4 for own in range(40)]:
            x, y = (round(centre[i] + (math.cos, math.sin)[i](angle) * distance) for i in (0, 1))
            if image.pixelColor(x, max(y, 0)) != ground:
                reach.append(distance)
                break
    return reach


def test_a_medal_that_is_won_has_a_scalloped_edge_and_one_to_win_a_round_one(row):
    row.set_parameters(9)
    round_edge = outline(row, "branch")
    row.set_best("branch")
    scalloped = outline(row, "branch")
    assert max(round_edge) - min(round_edge) < 1.8
    assert max(scalloped) - min(scalloped) > 1.9


def test_the_rosette_keeps_its_radius():
    box = rosette(QPointF(50, 50), 15.0).boundingRect()
    assert 28 < box.width() <= 31
    assert 28 < box.height() <= 31


def test_a_size_of_one_is_singular(row):
    assert row.explain("bonsai") == "Bonsai: pass with 1 parameter or fewer."


def test_a_press_explains_the_medal_below_it(row):
    QTest.mouseMove(row, row.medal_rect("blossom").center())
    QTest.mouseClick(row, LEFT, pos=row.medal_rect("blossom").center())
    assert row.explainer.card.text == "Blossom: Pass with 9 parameters or fewer."
    QTest.mouseMove(row, row.medal_rect("branch").center())
    assert row.explainer.card is None


def test_the_pointer_at_rest_explains_it(row, qtbot):
    place = QPointF(row.medal_rect("branch").center())
    QApplication.sendEvent(row, QEnterEvent(place, place, place))
    QTest.mouseMove(row, place.toPoint())
    qtbot.waitUntil(lambda: row.explainer.card is not None)
    assert row.explainer.card.text.startswith("Branch: Pass with 13")
    QApplication.sendEvent(row, QEvent(QEvent.Type.Leave))
    assert row.explainer.card is None


def test_arrows_and_enter_explain_it_too(row, qtbot):
    row.set_best("leaf")
    row.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(row, Qt.Key.Key_Return)
    assert row.explainer.card.text == "Leaf: Pass with any number of parameters. Won."
    qtbot.keyClick(row, Qt.Key.Key_Right)
    qtbot.keyClick(row, Qt.Key.Key_Return)
    assert row.explainer.card.text.startswith("Branch")
    qtbot.keyClick(row, Qt.Key.Key_Escape)
    assert row.explainer.card is None


@pytest.mark.parametrize("scale", [0.8, 1.0, 1.5, 2.0])
def test_it_follows_the_text_size(row, look, window, scale):
    look.set_text_scale(scale)
    window.layout().activate()
    QApplication.processEvents()
    assert row.size() == row.sizeHint()
    assert row.medal_rect("bonsai").right() <= row.width()
