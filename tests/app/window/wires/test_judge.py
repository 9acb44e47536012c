"""The judge's button says what it will do, and a verdict lies on the solution that it is about."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.session.game import Game
from app.session.session import Session
from app.storage.records import Records
from app.window.main_window import MainWindow
from levels import write_solution


def test_the_button_shows_and_says_that_a_rule_is_broken(
    start_window, data_folder: Path, qtbot
) -> None:
    game, window = start_window()
    game.open_id("xor")
    level = game.session.level
    network = level.start.network.add_input("x1*x2").add_link("x1*x2", "y")
    cheat = replace(level.start, name="Cheat", network=network)
    assert game.shut_down()
    with closing(Records(data_folder / "records.db")) as records:
        stored = records.add_solution(level.address, "Cheat", write_solution(cheat, "xor"), 2)
        records.set_open_solution(level.address, stored.id)
    game, window = start_window()
    game.open_id("xor")
    judge = window.findChild(QWidget, "judge")
    assert judge.isEnabled()
    assert judge.property("role") == "held"
    assert judge.toolTip() == game.session.refusal
    assert "does not offer the input" in judge.toolTip()
    assert judge.toolTip() in judge.accessibleName()
    bench, view = window.workbench, window.workbench.view
    bench.bench.selection.select(["x1*x2"])
    qtbot.waitUntil(bench.card.strip.isVisible)
    places = [square.intersects(bench.notice.geometry()) for square in view.landmarks()]
    assert not any(places)
    assert not bench.card.strip.geometry().intersects(bench.notice.geometry())
    document = game.session.document
    document.remove(["x1*x2"], [])
    assert judge.property("role") == "primary"
    assert judge.accessibleName() == "Judge it"
    document.undo_stack.undo()
    assert judge.property("role") == "held"
    said: list[str] = []
    game.noticed.connect(said.append)
    qtbot.mouseClick(judge, Qt.MouseButton.LeftButton)
    assert said == [game.session.refusal]


@pytest.fixture
def started(start_window) -> tuple[Game, MainWindow]:
    """The first level with its author's network on the bench."""
    game, window = start_window()
    game.open_id("first-line")
    session = game.session
    author = session.level.author_solution
    document = session.document
    document.load(replace(document.solution, network=author.network, layout=author.layout))
    return game, window


def wait_for_verdict(qtbot, session: Session) -> None:
    with qtbot.waitSignal(session.judging.finished, timeout=30_000):
        session.judge()


def test_opening_another_solution_puts_the_verdict_aside(started, qtbot) -> None:
    game, window = started
    wait_for_verdict(qtbot, game.session)
    card = window.workbench.verdict
    assert card.isVisible()
    game.session.shelf.create()
    assert not card.isVisible()


def test_renaming_the_judged_solution_leaves_its_verdict(started, qtbot) -> None:
    game, window = started
    wait_for_verdict(qtbot, game.session)
    game.session.rename(game.session.shelf.open_entry.id, "Line")
    assert window.workbench.verdict.isVisible()
