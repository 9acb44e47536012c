"""Training settings: chips, their cards, locks with reasons, and what may be typed."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QWidget

from engine import Network, Task, TrainingSettings
from engine.settings import SETTINGS
from levels import Rules, Solution
from widgets.controls.popover import Popover
from widgets.document.document import Document
from widgets.settings.setting_editor import SettingEditor
from widgets.settings.settings_chips import SettingsChips

RATE, L2 = SETTINGS["learning_rate"], SETTINGS["l2"]
STOPPING, BATCH = SETTINGS["early_stopping"], SETTINGS["batch_size"]
NUMBERS = TrainingSettings(loss="squared-error")


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
    editor = chips_of(document, look, window).open_setting(RATE).findChild(SettingEditor)
    editor.type_in("0,005")
    assert document.solution.training.learning_rate == 0.005
    batch = SettingEditor(document, BATCH, look, window)
    batch.type_in("24")
    assert document.solution.training.batch_size == 24
    batch.type_in("all")
    assert document.solution.training.batch_size is None


@pytest.mark.parametrize(
    ("text", "message"),
    [("fast", "“fast” is no number for this."), ("-1", "Learning rate must be above 0")],
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
    card = chips.open_setting(RATE)
    assert any(label.text().startswith(reason) for label in card.findChildren(QLabel))
    assert not card.findChildren(QPushButton)
    assert chips.findChild(QPushButton, "setting-l2").toolTip().startswith("Pulls")


def test_the_rest_hides_behind_one_button(document, look, window):
    card = chips_of(document, look, window).open_more()
    assert card.findChild(QPushButton, "epochs-500") is not None
    assert card.findChild(QPushButton, "initializer-He") is not None


def test_the_levels_own_value_is_among_those_on_offer(xor, look, window):
    for epochs, offered in ((300, [200, 300, 500]), (7000, [2000, 5000, 7000]), (500, [200, 500])):
        rules = replace(xor.rules, training=replace(xor.rules.training, epochs=epochs))
        document = Document(xor.author_solution, xor.task, replace(rules, locked=frozenset()))
        editor = SettingEditor(document, SETTINGS["epochs"], look, window)
        texts = [button.text() for button in editor.findChildren(QPushButton)]
        values = [int(text) for text in texts]
        assert values == sorted(set(values))
        assert [value for value in values if value in offered] == offered


def test_a_level_that_takes_seven_samples_offers_seven_before_all(xor, look, window):
    rules = replace(xor.rules, training=replace(xor.rules.training, batch_size=700))
    document = Document(xor.author_solution, xor.task, rules)
    editor = SettingEditor(document, BATCH, look, window)
    texts = [button.text() for button in editor.findChildren(QPushButton)]
    assert texts == ["1", "10", "30", "100", "700", "all"]


def test_what_has_no_effect_offers_nothing_and_says_why(look, window):
    task = Task("regression", ("x1",))
    rules = Rules(task, ("x1",), ("tanh",), ("identity",), None, True, frozenset(), NUMBERS)
    document = Document(Solution("Mine", Network(), NUMBERS), task, rules)
    chips = chips_of(document, look, window)
    card = chips.open_more()
    assert "Numbers are learnt with the squared error only." in [
        label.text() for label in card.findChildren(QLabel) if label.isVisible()
    ]
    assert not card.findChild(QPushButton, "loss-Squared error").isVisible()
    more = chips.findChild(QWidget, "more-settings")
    assert "Loss: Squared error (no effect here)" in more.toolTip().splitlines()


def test_clipping_has_no_effect_while_the_random_nudge_is_on(document, look, window):
    editor = SettingEditor(document, SETTINGS["gradient_clipping"], look, window)
    editor.show()
    editor.findChild(QPushButton, "gradient_clipping-1").click()
    assert document.solution.training.gradient_clipping == 1.0
    reason = "The random nudge follows no gradient, so there is nothing to clip."
    document.set_training(replace(document.solution.training, optimizer="random-nudge"))
    shown = [label.text() for label in editor.findChildren(QLabel) if label.isVisible()]
    assert shown == [reason]
    assert not any(button.isVisible() for button in editor.findChildren(QPushButton))
    document.undo_stack.undo()
    assert editor.findChild(QPushButton, "gradient_clipping-1").isVisible()
    assert reason not in [one.text() for one in editor.findChildren(QLabel) if one.isVisible()]


def test_the_last_button_says_what_is_set_behind_it(document, look, window):
    more = chips_of(document, look, window).findChild(QWidget, "more-settings")
    document.set_training(replace(document.solution.training, early_stopping=300))
    assert more.toolTip().splitlines() == [
        "More training settings",
        "Epochs: 1000",
        "Loss: Cross-entropy",
        "Initializer: Glorot",
        "Early stopping: 300",
        "Gradient clipping: off",
    ]
    assert more.accessibleName() == "More training settings"


def test_a_card_closes_on_escape_and_on_a_press_elsewhere(document, look, window, qtbot):
    chips = chips_of(document, look, window)
    card = chips.open_setting(RATE)
    qtbot.keyClick(card, Qt.Key.Key_Escape)
    assert card.isHidden()
    other = chips.open_setting(RATE)
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
    card = chips.open_setting(L2)
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
    assert editor.message.startswith("Early stopping must be 1 to 1,000,000 epochs")


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
