"""A word that explains itself: by pointer, press and keyboard."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from widgets.controls.explained_label import ExplainedLabel
from widgets.controls.explanation import HOVER_MS, Explainer, ExplanationCard
from widgets.glossary.terms import term

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(800, 600)
    QVBoxLayout(widget)
    widget.show()
    return widget


@pytest.fixture
def label(look, window):
    widget = ExplainedLabel(look, "validation 95.4 %", term("validation"), word="validation")
    window.layout().addWidget(widget, alignment=Qt.AlignmentFlag.AlignLeft)
    window.layout().activate()
    return widget


def enter(widget):
    middle = QPointF(widget.rect().center())
    QApplication.sendEvent(widget, QEnterEvent(middle, middle, middle))


def leave(widget):
    QApplication.sendEvent(widget, QEvent(QEvent.Type.Leave))


def test_the_card_opens_when_the_pointer_rests_and_goes_with_it(label, qtbot):
    enter(label)
    assert label.explainer.card is None
    qtbot.waitUntil(lambda: label.explainer.card is not None, timeout=4 * HOVER_MS)
    assert label.explainer.card.text.startswith("Validation: Points that the network does not")
    leave(label)
    assert label.explainer.card is None


def test_a_pointer_that_passes_by_opens_nothing(label, qtbot):
    enter(label)
    leave(label)
    qtbot.wait(HOVER_MS + 100)
    assert label.explainer.card is None


def test_a_press_opens_it_until_something_else_is_pressed(label, window):
    QTest.mouseClick(label, LEFT)
    assert label.explainer.card is not None
    leave(label)
    assert label.explainer.card is not None
    QTest.mouseClick(window, LEFT, pos=QPoint(700, 20))
    assert label.explainer.card is None


def test_a_second_press_puts_it_away(label):
    for opened in (True, False, True, False):
        QTest.mouseClick(label, LEFT)
        assert (label.explainer.card is not None) is opened


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_keys_open_it_and_escape_closes_it(label, qtbot, key):
    label.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(label, key)
    assert label.explainer.card is not None
    qtbot.keyClick(label, Qt.Key.Key_Escape)
    assert label.explainer.card is None


def test_the_card_takes_no_focus_and_goes_when_the_focus_goes(label, window, qtbot):
    button = QPushButton("other")
    window.layout().addWidget(button)
    window.activateWindow()
    label.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(label, Qt.Key.Key_Return)
    assert label.hasFocus()
    button.setFocus()
    qtbot.waitUntil(lambda: label.explainer.card is None)


@pytest.mark.parametrize("place", [QPoint(4, 4), QPoint(640, 4), QPoint(4, 570), QPoint(640, 570)])
def test_the_card_lies_in_the_window_and_never_covers_its_word(look, window, place):
    word = ExplainedLabel(look, "parameters", term("parameters"), parent=window)
    word.move(place)
    word.adjustSize()
    word.show()
    QTest.mouseClick(word, LEFT)
    card = word.explainer.card
    assert window.rect().contains(card.geometry())
    assert not card.geometry().intersects(word.geometry())
    QTest.mouseClick(word, LEFT)


def test_a_note_about_the_level_is_said_too(label):
    label.set_note("In this level one in five is wrong.")
    assert label.accessibleDescription().endswith("In this level one in five is wrong.")
    QTest.mouseClick(label, LEFT)
    assert label.explainer.card.text.endswith("In this level one in five is wrong.")
    QTest.mouseClick(label, LEFT)


def test_only_the_word_is_underlined(label):
    whole = label.fontMetrics().horizontalAdvance(label.text())
    assert label.word_rect.width() == label.fontMetrics().horizontalAdvance("validation")
    assert label.word_rect.width() < whole
    label.setText("95.4 %")
    assert label.word_rect.width() == label.fontMetrics().horizontalAdvance("95.4 %")


def test_a_mark_stands_before_the_word(label):
    before = label.word_rect.left()
    label.set_mark(lambda painter, box, theme: painter.fillRect(box, theme.moss), 13)
    assert label.word_rect.left() == before + 16
    assert label.grab().toImage().pixelColor(5, label.height() // 2).name() == "#3c6e52"


def test_hiding_the_word_closes_the_card(label):
    QTest.mouseClick(label, LEFT)
    label.hide()
    assert label.explainer.card is None


def test_a_button_is_explained_without_losing_its_press(look, window, qtbot):
    button = QPushButton("Judge it")
    window.layout().addWidget(button)
    explainer = Explainer(look, button, term("judge"))
    enter(button)
    qtbot.waitUntil(lambda: explainer.card is not None, timeout=4 * HOVER_MS)
    with qtbot.waitSignal(button.clicked):
        QTest.mouseClick(button, LEFT)
    assert explainer.card is None
    qtbot.keyClick(button, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    assert explainer.card is not None
    explainer.close()


def test_a_note_wraps_and_nothing_is_cut(look, window):
    note = "In this level " + "one label in five is wrong and " * 8 + "so on."
    word = ExplainedLabel(look, "loss", term("loss"), parent=window)
    word.set_note(note)
    word.adjustSize()
    word.show()
    QTest.mouseClick(word, LEFT)
    card = word.explainer.card
    assert isinstance(card, ExplanationCard)
    assert card.height() >= card.layout().heightForWidth(card.width())
    word.explainer.close()
