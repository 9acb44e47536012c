"""Training settings: chips, their cards, locks with reasons, and what may be typed."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QWidget

from widgets.controls.popover import Popover
from widgets.document.document import Document
from widgets.settings.setting_editor import SettingEditor
from widgets.settings.settings_chips import SettingsChips
from widgets.settings.training_options import OPTIONS

RATE = next(option for option in OPTIONS if option.field == "learning_rate")
L2 = next(option for option in OPTIONS if option.field == "l2")
STOPPING = next(option for option in OPTIONS if option.field == "early_stopping")
BATCH = next(option for option in OPTIONS if option.field == "batch_size")


@pytest.fixture
def window(qtbot):
    widget = QWidget()
    widget.resize(900, 600)
    qtbot.addWidget(widget)
    widget.show()
    return widget


def chips_of(document, look, window):
    chips = SettingsChips(document, look, window)
    chips.move(20, 540)
    chips.show()
    return chips


def test_chips_say_what_is_set(document, look, window):
    document.set_training(replace(document.solution.training, learning_rate=0.1, batch_size=16))
    chips = chips_of(document, look, window)
    assert chips.texts["learning_rate"] == "rate 0.1"
    assert chips.texts["batch_size"] == "batch 16"
    document.undo_stack.undo()
    assert chips.texts["batch_size"] == "batch all"


def test_a_choice_is_one_undo_step(document, look, window, qtbot):
    chips = chips_of(document, look, window)
    qtbot.mouseClick(chips.findChild(QWidget, "setting-learning_rate"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(window.findChild(QPushButton, "learning_rate-0.3"), Qt.MouseButton.LeftButton)
    assert document.solution.training.learning_rate == 0.3
    assert document.undo_stack.count() == 1


def test_any_other_value_can_be_typed(document, look, window):
    editor = chips_of(document, look, window).open_option(RATE).findChild(SettingEditor)
    editor.type_in("0,005")
    assert document.solution.training.learning_rate == 0.005
    batch = SettingEditor(document, BATCH, look, window)
    batch.type_in("24")
    assert document.solution.training.batch_size == 24
    batch.type_in("all")
    assert document.solution.training.batch_size is None


@pytest.mark.parametrize(
    ("text", "message"),
    [("fast", "“fast” is no number for this."), ("-1", "The learning rate must be above 0")],
)
def test_a_bad_value_changes_nothing_and_is_explained(document, look, window, text, message):
    before = document.solution
    editor = SettingEditor(document, RATE, look, window)
    editor.type_in(text)
    assert editor.message.startswith(message)
    assert document.solution == before
    editor.choose(0.1)
    assert editor.message == ""


def test_a_locked_setting_shows_a_lock_and_says_why(xor, look, window):
    rules = replace(xor.rules, locked=frozenset({"learning_rate"}))
    document = Document(xor.author_solution, xor.task, rules)
    chips = chips_of(document, look, window)
    reason = "This level fixes the learning rate at"
    chip = chips.findChild(QPushButton, "setting-learning_rate")
    assert chip.toolTip().startswith(reason)
    card = chips.open_option(RATE)
    assert any(label.text().startswith(reason) for label in card.findChildren(QLabel))
    assert not card.findChildren(QPushButton)
    assert chips.findChild(QPushButton, "setting-l2").toolTip().startswith("Pulls")


def test_the_rest_hides_behind_one_button(document, look, window):
    card = chips_of(document, look, window).open_more()
    assert card.findChild(QPushButton, "epochs-500") is not None
    assert card.findChild(QPushButton, "initializer-He") is not None


def test_a_card_closes_on_escape_and_on_a_press_elsewhere(document, look, window, qtbot):
    chips = chips_of(document, look, window)
    card = chips.open_option(RATE)
    qtbot.keyClick(card, Qt.Key.Key_Escape)
    assert card.isHidden()
    other = chips.open_option(RATE)
    qtbot.mouseClick(other, Qt.MouseButton.LeftButton)
    assert not other.isHidden()
    qtbot.mouseClick(window, Qt.MouseButton.LeftButton)
    assert other.isHidden()


def test_a_card_stays_within_its_window(document, look, window):
    chips = chips_of(document, look, window)
    chips.move(window.width() - 60, 540)
    card = chips.open_more()
    assert isinstance(card, Popover)
    assert window.rect().contains(card.geometry())


def test_l1_stands_beside_l2_on_one_card_and_one_chip(document, look, window):
    chips = chips_of(document, look, window)
    assert chips.texts["l2"] == "L2 0"
    card = chips.open_option(L2)
    card.findChild(QPushButton, "l1-0.003").click()
    assert document.solution.training.l1 == 0.003
    assert chips.texts["l2"] == "L2 0 · L1 0.003"
    assert window.rect().contains(card.geometry())


def test_early_stopping_is_switched_on_and_off(document, look, window):
    editor = SettingEditor(document, STOPPING, look, window)
    editor.type_in("250")
    assert document.solution.training.early_stopping == 250
    editor.type_in("off")
    assert document.solution.training.early_stopping is None
    editor.type_in("0")
    assert editor.message.startswith("Early stopping must wait 1 to 1,000,000 epochs")


def test_a_card_too_long_for_the_window_is_scrolled_and_never_leaves_it(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    anchor = QPushButton("more", window)
    for height, scrolled in ((900, False), (300, True)):
        window.resize(600, height)
        anchor.move(400, height - 50)
        window.show()
        card = Popover("A long card", "With many lines.", anchor)
        for number in range(14):
            card.body.addWidget(QPushButton(f"choice {number}"))
        card.open()
        assert window.rect().contains(card.geometry())
        assert not card.geometry().intersects(anchor.geometry())
        area = card.findChild(QScrollArea)
        assert (area.verticalScrollBar().maximum() > 0) is scrolled
        card.dismiss()
