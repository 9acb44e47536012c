"""Tabs, undo and redo over the real shelf: what they show is what is kept."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from levels import Medal, campaign


@pytest.fixture
def bench(start_window):
    game, window = start_window()
    game.open_id("xor")
    return window.workbench


@pytest.fixture
def session(bench):
    return bench.window()._game.session


@pytest.fixture
def proof():
    return campaign().level("xor").author_solution


def names(bench):
    return list(bench.tabs.names)


def test_the_plus_makes_a_solution_and_opens_it(bench, session, qtbot) -> None:
    plus = bench.tabs.findChild(QWidget, "new-solution")
    qtbot.mouseClick(plus, Qt.MouseButton.LeftButton)
    assert names(bench) == [entry.name for entry in session.shelf.entries]
    assert len(names(bench)) == 2
    assert bench.tabs.current == str(session.shelf.open_entry.id)


def test_a_press_on_a_tab_opens_that_solution(bench, session, proof, qtbot) -> None:
    first = session.shelf.open_entry.id
    session.document.load(proof)
    session.shelf.create()
    assert session.document.network.parameters != 7
    qtbot.mouseClick(bench.tabs.pill(str(first)), Qt.MouseButton.LeftButton)
    assert session.shelf.open_entry.id == first
    assert session.document.network.parameters == 7
    assert bench.tabs.current == str(first)


def test_a_name_typed_on_a_tab_is_kept(bench, session, qtbot) -> None:
    pill = bench.tabs.pill(bench.tabs.current)
    qtbot.mouseDClick(pill, Qt.MouseButton.LeftButton)
    editor = bench.tabs.findChild(QLineEdit, "solution-name")
    editor.setText("Seven")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert session.shelf.open_entry.name == session.document.solution.name == "Seven"
    assert names(bench) == ["Seven"]


def test_undo_and_redo_say_what_they_would_do(bench, session, qtbot) -> None:
    assert not bench.undo.isEnabled()
    session.document.add_input("x1", (0.0, 0.0))
    assert bench.undo.isEnabled()
    assert not bench.redo.isEnabled()
    assert session.document.undo_stack.undoText() in bench.undo.toolTip()
    qtbot.mouseClick(bench.undo, Qt.MouseButton.LeftButton)
    assert "x1" not in session.document.network.nodes
    assert bench.redo.isEnabled()
    qtbot.mouseClick(bench.redo, Qt.MouseButton.LeftButton)
    assert "x1" in session.document.network.nodes


def test_the_medal_of_a_judged_solution_goes_with_an_edit_and_comes_back(
    bench, session, proof, qtbot
) -> None:
    session.document.load(proof)
    session.judging.start(session.document.solution)
    tab = bench.tabs.current
    qtbot.waitUntil(lambda: not session.judging.active, timeout=60_000)
    assert bench.tabs.pill(tab).medal is Medal.BONSAI
    session.document.remove(links=[session.document.network.links[0].key])
    assert bench.tabs.pill(tab).medal is None
    session.document.undo_stack.undo()
    assert bench.tabs.pill(tab).medal is Medal.BONSAI
