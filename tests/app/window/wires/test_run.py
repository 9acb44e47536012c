"""The page of a level as one sees it: what it says is true of the network on screen."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from app.window.main_window import MainWindow
from app.window.workbench import Workbench
from engine import LinkKey, Samples
from engine.training.run import RunState
from widgets.controls.number_row import NumberRow
from widgets.run_model import FULL_SPEED

KEY = LinkKey("h1", "y")


@pytest.fixture
def window(start_window) -> MainWindow:
    game, window = start_window()
    window.resize(1280, 800)
    game.open_id("xor")
    return window


@pytest.fixture
def bench(window: MainWindow) -> Workbench:
    assert window.workbench is not None
    return window.workbench


@pytest.fixture
def session(window, bench):
    return window._game.session


def click(qtbot, parent: QWidget, name: str) -> None:
    kinds = (QPushButton, QToolButton)
    found = next(own for kind in kinds for own in parent.findChildren(kind, name))
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)


def train(qtbot, bench, session) -> None:
    session.document.load(session.level.author_solution)
    session.run.set_speed(FULL_SPEED)
    click(qtbot, bench, "train")
    qtbot.waitUntil(lambda: session.run.state is RunState.FINISHED, timeout=10_000)


def turn(qtbot, bench, session) -> None:
    """Select a link and type the opposite of its weight into the inspector."""
    bench.view.network_scene.select(links=[KEY])
    row = bench.findChild(NumberRow, f"weight-{KEY.source}-{KEY.target}")
    qtbot.waitUntil(lambda: row.value == pytest.approx(live(session), abs=1e-3))
    field = row._field
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, f"{-row.value:.2f}")
    qtbot.keyClick(field, Qt.Key.Key_Return)


def live(session) -> float:
    return session.run.frame.snapshot.weight(*KEY)


def test_the_goal_bar_falls_when_a_weight_is_inverted_and_rises_on_undo(
    qtbot, bench, session
) -> None:
    goal = bench.goal_bar
    qtbot.waitUntil(lambda: goal.gap_text == "nothing is linked to y yet")
    train(qtbot, bench, session)
    qtbot.waitUntil(lambda: goal.gap_text == "reached on validation")
    full, before = goal.bar.fraction, live(session)
    turn(qtbot, bench, session)
    qtbot.waitUntil(lambda: goal.bar.fraction < full - 0.5)
    assert "to go" in goal.gap_text
    qtbot.waitUntil(lambda: bench.card.inspector.score_text.startswith("Validation accuracy"))
    click(qtbot, bench, "undo")
    qtbot.waitUntil(lambda: goal.bar.fraction == full)
    assert live(session) == before
    assert goal.gap_text == "reached on validation"


def test_cutting_the_last_link_says_why_there_is_no_score(qtbot, bench, session) -> None:
    train(qtbot, bench, session)
    into_y = [link.key for link in session.document.network.incoming("y")]
    bench.view.network_scene.select(links=into_y)
    bench.view.setFocus()
    qtbot.keyClick(bench.view, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: bench.goal_bar.gap_text == "nothing is linked to y yet")
    assert bench.goal_bar.bar.fraction == 0.0
    qtbot.keyClick(bench.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bench.goal_bar.gap_text == "reached on validation")


def test_the_judge_button_comes_back_whatever_happens(qtbot, bench, session, expected_log) -> None:
    expected_log("a job failed")
    button = bench.transport.findChild(QWidget, "judge")
    # As with a level whose data were changed under its solutions: a column is missing.
    narrow = {
        name: Samples(getattr(session.dataset, name).x[:, :1], getattr(session.dataset, name).y)
        for name in ("train", "validation", "test")
    }
    task = replace(session.dataset.task, columns=("x1",))
    session.document.load(session.level.author_solution)
    session.judging._dataset = replace(session.dataset, task=task, **narrow)
    told: list[str] = []
    session.noticed.connect(told.append)
    click(qtbot, bench, "judge")
    assert not button.isEnabled()
    qtbot.waitUntil(button.isEnabled)
    assert "x2" in told[0]
    assert bench.verdict.isHidden()
    session.judging._dataset = session.dataset
    with qtbot.waitSignal(session.judging.finished, timeout=30_000):
        click(qtbot, bench, "judge")
    assert button.isEnabled()


def test_closing_the_card_calls_the_judge_off_and_gives_the_button_back(
    qtbot, bench, session
) -> None:
    session.document.load(session.level.author_solution)
    click(qtbot, bench, "judge")
    button = bench.transport.findChild(QWidget, "judge")
    assert not button.isEnabled()
    session.train()
    assert button.isEnabled()
    assert not session.judging.active
    session.pause()
