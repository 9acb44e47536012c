"""The window: its pages, its keys, its theme, and where it stood."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMargins, QRect, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from app.storage.paths import Paths
from app.storage.preferences import load_preferences
from app.window.keys import EVERY_KEY, Actions
from app.window.main_window import MainWindow, fitted
from app.window.shortcut_sheet import ShortcutSheet
from engine import Task
from widgets.controls.toast import Toast
from widgets.plots.output_map import OutputMap
from widgets.theme.look import DARK, LIGHT, Look
from widgets.views.registry import views_for

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def test_the_map_leads_to_the_bench_and_back(start_window, qtbot) -> None:
    game, window = start_window()
    assert window.windowTitle() == "Neural Bonsai"
    window.home.levels.level_chosen.emit("xor")
    assert window.workbench.isVisible()
    assert window.windowTitle() == "Either, but not both – Neural Bonsai"
    qtbot.mouseClick(window.workbench.back, Qt.MouseButton.LeftButton)
    assert window.workbench is None
    assert window.home.isVisible()
    assert game.session is None


def test_every_level_can_be_opened_and_left_again(start_window) -> None:
    game, window = start_window()
    for level in game.campaign.levels * 2:
        game.open(level)
        assert window.workbench.left.brief.isVisible()
        game.leave()


def test_the_theme_changes_live_and_is_remembered(start_window, data_folder: Path, qtbot) -> None:
    game, window = start_window()
    game.open_id("xor")
    assert game.look.theme == LIGHT
    window.actions_table["theme"].trigger()
    assert game.look.theme == DARK
    path = Paths.named(data_folder).preferences
    # Opening the level has written them too.
    qtbot.waitUntil(lambda: path.exists() and load_preferences(path)[0].theme == "dark")


def test_the_geometry_comes_back(qtbot) -> None:
    first = MainWindow(Look())
    qtbot.addWidget(first)
    first.resize(920, 560)  # more than the offscreen screen has in height would be cut
    first.show()
    second = MainWindow(Look(), first.geometry_text)
    qtbot.addWidget(second)
    assert (second.width(), second.height()) == (900, 560)  # the screen is narrower still


SCREEN = QRect(0, 40, 1366, 728)  # a bar of the desktop above


@pytest.mark.parametrize(
    ("window", "wanted"),
    [
        (QRect(100, 100, 1000, 600), QRect(100, 100, 1000, 600)),
        (QRect(0, 0, 1920, 1080), QRect(0, 72, 1366, 696)),
        (QRect(1300, 700, 1000, 600), QRect(366, 168, 1000, 600)),
        (QRect(-500, -500, 1000, 600), QRect(0, 72, 1000, 600)),
        (QRect(200, 200, 300, 200), QRect(200, 200, 900, 500)),
    ],
)
def test_a_window_is_brought_onto_its_screen(window, wanted) -> None:
    assert fitted(window, SCREEN, QMargins(0, 32, 0, 0)) == wanted


def test_a_screen_smaller_than_the_window_shows_its_upper_left_corner() -> None:
    found = fitted(QRect(50, 50, 1280, 800), QRect(0, 0, 800, 480), QMargins())
    assert found == QRect(0, 0, 900, 500)


def test_keys_reach_the_run(start_window, qtbot) -> None:
    game, window = start_window()
    game.open_id("noisy-spiral")
    session = game.session
    session.document.load(session.level.author_solution)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    view = window.workbench.view
    qtbot.keyClick(view, Key.Key_Period)
    qtbot.waitUntil(lambda: session.run.epoch == 1)
    qtbot.keyClick(view, Key.Key_R)
    qtbot.waitUntil(lambda: session.run.epoch == 0)
    run = session.run.frame.run
    qtbot.keyClick(view, Key.Key_N)
    qtbot.waitUntil(lambda: session.run.frame.run > run)
    links = len(session.document.network.links)
    assert links
    qtbot.keyClick(view, Key.Key_Z, CTRL)
    assert len(session.document.network.links) != links
    qtbot.keyClick(view, Key.Key_Y, CTRL)
    assert len(session.document.network.links) == links


def test_the_sheet_tells_every_key(start_window, qtbot) -> None:
    _, window = start_window()
    window.actions_table["shortcuts"].trigger()
    sheet = window.findChild(ShortcutSheet)
    assert sheet.isVisible()
    texts = [label.text() for label in sheet.findChildren(QLabel)]
    lines = {line.removeprefix("or: ") for text in texts for line in text.split("\n")}
    assert {row.text for row in EVERY_KEY} <= lines
    assert texts.count("K") == 1
    qtbot.keyClick(sheet, Key.Key_Escape)
    assert sheet.isHidden()


def test_no_key_means_two_things(qtbot) -> None:
    # What the canvas does not want of a key goes on to the level and to the window.
    together = ("canvas", "level", "window")
    for task in (Task("classification", ("x1",), 1, 2), Task("regression", ("x1",))):
        views = {f"view-{view.name}" for view in views_for(task)}
        rows = [
            row
            for row in EVERY_KEY
            if row.scope in together and (not row.name.startswith("view-") or row.name in views)
        ]
        keys = [QKeySequence(key).toString() for row in rows for key in row.keys]
        assert len(keys) == len(set(keys))


def test_actions_do_what_is_bound_and_nothing_else(qtbot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    actions = Actions(window)
    done: list[str] = []
    slots = {"train": lambda: done.append("train")}
    assert not actions["train"].isEnabled()
    actions.bind(slots)
    actions["train"].trigger()
    actions.unbind("level")
    actions["train"].trigger()
    assert done == ["train"]


def test_a_notice_is_shown(start_window) -> None:
    game, window = start_window()
    game.noticed.emit("The disk is full.")
    toast = window.findChild(QWidget, "toast")
    assert toast.isVisible()
    assert toast.text == "The disk is full."
    toast.hide()
    toast._timer.stop()


def test_the_network_can_be_read_as_a_list(start_window, qtbot) -> None:
    game, window = start_window()
    game.open_id("xor")
    game.session.document.load(game.session.level.author_solution)
    bench = window.workbench
    window.actions_table["view-list"].trigger()
    outline = bench.findChild(QWidget, "outline")
    assert outline.isVisible()
    bench.view.network_scene.select(["h1"])
    assert [index.data() for index in outline.selectionModel().selectedRows()] == ["h₁"]
    outline.setCurrentIndex(outline.model().index(0, 0))
    assert bench.view.selected_nodes == ("x1",)
    window.actions_table["view-list"].trigger()
    assert not any(one.isVisible() for one in bench.findChildren(QWidget, "outline"))


def test_wrong_points_stand_on_the_map_of_the_network_that_was_judged(start_window, qtbot) -> None:
    game, window = start_window()
    game.open_id("xor")
    session, bench = game.session, window.workbench
    session.document.add_input("x1", (-200.0, 0.0))
    session.document.link("x1", "y")
    picture = bench.findChild(OutputMap).picture
    verdicts = []
    session.judging.finished.connect(verdicts.append)
    session.judge()
    qtbot.waitUntil(lambda: bool(verdicts), timeout=30_000)
    result = verdicts[0].verdict.results[0]
    bench.verdict.wrong_points_requested.emit()
    assert picture.judged
    assert len(picture.ringed) == len(result.wrong)
    # Every ringed point lies on the colour of the other class.
    sides = [picture.value_at(*place) > 0 for place in picture.ringed.x]
    labels = picture.ringed.labels == 1
    assert np.mean(sides != labels) > 0.97  # a cell of the map may hold both sides of the border
    session.train()
    qtbot.waitUntil(lambda: not picture.judged)
    assert picture.ringed is None


def test_a_name_that_no_file_holds_is_refused_on_the_tab(start_window, qtbot) -> None:
    game, window = start_window()
    game.open_id("xor")
    tabs, shelf = window.workbench.tabs, game.session.shelf
    shelf.create()
    for entry in shelf.entries:  # the one that is not open, then the one that is
        tabs.start_rename(str(entry.id))
        editor = tabs.findChildren(QLineEdit, "solution-name")[-1]
        editor.setText("right\u200fto left")
        qtbot.keyClick(editor, Key.Key_Return)
        assert "U+200F" in window.findChild(Toast).text
        assert tabs.pill(str(entry.id)).text() == entry.name
    tabs.start_rename(str(shelf.open_entry.id))
    editor = tabs.findChildren(QLineEdit, "solution-name")[-1]
    editor.setText("ימין לשמאל")
    qtbot.keyClick(editor, Key.Key_Return)
    assert shelf.open_entry.name == "ימין לשמאל"


def test_what_is_said_before_the_window_is_furnished_is_shown_then(start_game, qtbot) -> None:
    game = start_game()
    game._notices = ["Your records were damaged."]
    window = MainWindow(game.look)
    qtbot.addWidget(window)
    window.say("Your preferences could not be read.")
    window.furnish(game)
    window.show()
    assert window.findChild(Toast).text.splitlines() == [
        "Your preferences could not be read.",
        "Your records were damaged.",
    ]


def test_nothing_is_left_of_a_level_when_the_next_is_opened(start_window, qtbot) -> None:
    game, window = start_window()
    game.open_id("noisy-spiral")
    left = []
    for name in ("first-line", "xor", "noisy-spiral") * 2:
        left.append(weakref.ref(window.workbench))
        with qtbot.waitSignal(window.workbench.destroyed):
            game.open_id(name)
    gc.collect()
    assert all(workbench() is None for workbench in left)
