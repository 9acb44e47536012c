"""The transport bar: its buttons ask, and it shows what the run does."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from engine.training.run import RunState
from widgets.bars.transport_bar import TransportBar
from widgets.controls.menu import find_entry
from widgets.run_model import FULL_SPEED, Speed
from widgets.settings.settings_chips import SettingsChips


@pytest.fixture
def bar(run, look, document, qtbot):
    window = QWidget()
    widget = TransportBar(run, look, SettingsChips(document, look), window)
    widget.setGeometry(0, 500, 1104, 64)
    window.resize(1104, 564)
    qtbot.addWidget(window)
    window.show()
    widget.window_kept = window
    return widget


def press(qtbot, bar, name):
    qtbot.mouseClick(bar.findChild(QWidget, name), Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(
    ("name", "signal"),
    [
        ("train", "train_requested"),
        ("step", "step_requested"),
        ("reset", "reset_requested"),
        ("new-start", "new_start_requested"),
        ("judge", "judge_requested"),
    ],
)
def test_a_button_asks(bar, qtbot, name, signal):
    with qtbot.waitSignal(getattr(bar, signal)):
        press(qtbot, bar, name)


def test_while_it_trains_the_big_button_pauses(bar, run, qtbot):
    run.set_state(RunState.RUNNING)
    button = bar.findChild(QWidget, "train")
    assert (button.icon_name, button.toolTip()) == ("pause", "Pause (Space)")
    with (
        qtbot.waitSignal(bar.pause_requested),
        qtbot.assertNotEmitted(bar.train_requested),
    ):
        press(qtbot, bar, "train")


def test_the_counter_follows_the_run(bar, run, trained):
    run.set_epochs(240)
    run.set_frame(trained)
    assert bar.counter_text == "60 / 240"
    assert bar.progress == pytest.approx(0.25)


def test_divergence_is_said(bar, run):
    run.set_state(RunState.DIVERGED)
    assert bar.caption_text == "diverged"
    assert not bar.findChild(QWidget, "step").isEnabled()
    assert bar.findChild(QWidget, "train").isEnabled()


def test_a_speed_is_chosen_from_a_card(bar, run, qtbot):
    press(qtbot, bar, "speed")
    with qtbot.waitSignal(bar.speed_changed) as told:
        press(qtbot, bar.window(), "speed-full")
    assert told.args == [FULL_SPEED]
    assert run.speed == FULL_SPEED
    assert bar.findChild(QWidget, "speed").text() == "full speed"


def test_slow_motion_counts_updates(bar, run, qtbot):
    press(qtbot, bar, "speed")
    press(qtbot, bar.window(), "speed-1-update")
    assert run.speed == Speed(1, "update")
    assert bar.findChild(QWidget, "speed").text() == "1 update/s"
    press(qtbot, bar, "speed")
    chosen = [
        button.objectName()
        for button in bar.window().findChildren(QPushButton)
        if button.objectName().startswith("speed-") and button.isChecked() and button.isVisible()
    ]
    assert chosen == ["speed-1-update"]


def test_the_bar_of_epochs_has_no_handle(bar, run, trained):
    """What is painted reaches to where the run is, and nothing stands out of it there."""
    run.set_epochs(120)
    run.set_frame(trained)
    bar_of_epochs = bar._progress
    bar_of_epochs.resize(200, 16)
    picture = bar_of_epochs.grab().toImage()
    moss = bar._progress._look.theme.moss
    rows = [
        {x for x in range(200) if picture.pixelColor(x, y) == moss} for y in range(picture.height())
    ]
    filled = [row for row in rows if row]
    assert len(filled) == 3
    assert all(row == set(range(100)) for row in filled)


@pytest.mark.parametrize(
    ("refusal", "working", "role"),
    [
        ("The judge is at work", True, "primary"),
        ("Link something first.", False, "held"),
        ("", False, "primary"),
    ],
)
def test_the_judge_says_everywhere_why_it_would_not(bar, refusal, working, role):
    bar.set_judge("Another.", working=not working)
    bar.set_judge(refusal, working=working)
    button = bar.findChild(QWidget, "judge")
    assert button.isEnabled() != working
    assert button.property("role") == role
    assert button.icon().isNull() == (role == "primary")
    assert button.accessibleName() == (f"Judge it. {refusal}" if refusal else "Judge it")
    assert button.toolTip() == (refusal or "Train from fresh starts and score on the test set (J)")
    assert find_entry(bar.entries(), "Judge the solution").refusal == refusal


@pytest.mark.parametrize("speed", [Speed(120), Speed(60, "update"), FULL_SPEED])
@pytest.mark.parametrize("width", [1104, 1600, 847, 800])
def test_everything_fits_into_the_bar(bar, run, width, speed):
    run.set_speed(speed)
    bar.resize(width, 64)
    bar.layout().activate()
    inside = [w for w in bar.findChildren(QWidget) if w.parentWidget() is bar and w.isVisible()]
    assert len(inside) > 6
    assert all(bar.rect().contains(widget.geometry()) for widget in inside)
    assert all(w.width() >= w.minimumSizeHint().width() for w in inside)


def test_chips_that_give_way_are_still_to_be_found(bar, qtbot):
    bar.resize(847, 64)
    press(qtbot, bar, "more-settings")
    assert bar.window().findChild(QWidget, "l2-0.01") is not None
