"""Notices: short, in place, and gone by themselves."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from widgets.controls.toast import Toast


@pytest.fixture
def floor(qtbot):
    widget = QWidget()
    widget.resize(800, 500)
    qtbot.addWidget(widget)
    widget.show()
    return widget


def test_a_message_floats_in_the_middle_and_takes_no_focus(look, floor):
    toast = Toast(look, floor)
    assert toast.text == ""
    toast.say("This link would make a cycle.", warning=True)
    assert toast.text == "This link would make a cycle."
    assert toast.isVisible()
    assert abs(toast.geometry().center().x() - floor.rect().center().x()) <= 1
    assert not toast.hasFocus()


def test_a_long_message_wraps_and_stays_inside(look, floor):
    toast = Toast(look, floor)
    toast.say("A rather long sentence about what happened. " * 6)
    assert floor.rect().contains(toast.geometry())
    floor.resize(420, 500)
    assert floor.rect().contains(toast.geometry())


def test_a_message_never_covers_the_bar_of_controls(look, floor):
    bar = QFrame(floor)
    bar.setProperty("role", "bottom-bar")
    bar.setGeometry(0, 436, 800, 64)
    bar.show()
    toast = Toast(look, floor)
    toast.say("Nothing is linked to the output yet: link something first, then judge it.")
    assert not toast.geometry().intersects(bar.geometry())
    bar.hide()
    toast.say("Saved.")
    assert toast.geometry().bottom() > 436


@pytest.mark.parametrize("scale", [0.8, 2.0])
def test_a_message_follows_the_text_size(look, floor, scale):
    toast = Toast(look, floor)
    toast.say("A rather long sentence about what happened. " * 4)
    look.set_text_scale(scale)
    assert floor.rect().contains(toast.geometry())
    assert toast.height() >= toast.heightForWidth(toast.width())


def test_a_press_sends_it_away(look, floor, qtbot):
    toast = Toast(look, floor)
    toast.say("Saved.")
    qtbot.mouseClick(toast, Qt.MouseButton.LeftButton)
    assert toast.text == ""


def test_an_offer_has_a_button_that_does_it_once(look, floor, qtbot):
    toast, done = Toast(look, floor), []
    toast.offer("“Two lines” was deleted.", "Undo", lambda: done.append(True))
    button = toast.findChild(QPushButton, "toast-action")
    assert (button.text(), button.isVisible()) == ("Undo", True)
    assert floor.rect().contains(toast.geometry())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert done == [True]
    assert toast.text == ""
    toast.say("Saved.")
    assert not button.isVisible()
    button.click()
    assert done == [True]


def test_an_offer_can_be_taken_by_key(look, floor, qtbot):
    toast, done = Toast(look, floor), []
    toast.offer("“Two lines” was deleted.", "Undo", lambda: done.append(True))
    button = toast.findChild(QPushButton, "toast-action")
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert done == [True]


def test_an_offer_is_taken_back_and_a_message_is_not(look, floor):
    toast = Toast(look, floor)
    toast.offer("“Two lines” was deleted.", "Undo", lambda: None)
    toast.withdraw()
    assert toast.text == ""
    toast.say("Saved.")
    toast.withdraw()
    assert toast.text == "Saved."
