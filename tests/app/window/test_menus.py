"""Right clicks with the mouse of the window system: each part has a menu whose lines work."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from engine.training.run import RunState
from widgets.plots.curves_panel import CurvesPanel
from widgets.views.map import MapView

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


def right_click(window: QWidget, widget: QWidget, at: QPoint | None = None) -> QMenu:
    """Click as the window system would, and return the menu that opens."""
    spot = widget.rect().center() if at is None else at
    # A second press at one place would be a double click, which asks for no menu: click elsewhere.
    away = window.rect().bottomRight() - QPoint(2, 2)
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.MiddleButton, pos=away)
    QTest.mouseClick(window.windowHandle(), RIGHT, pos=widget.mapTo(window, spot))
    QApplication.processEvents()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu), f"no menu on {widget.objectName()}"
    return menu


def texts(menu: QMenu) -> list[str]:
    return [own.text().split("\t")[0] for own in menu.actions() if not own.isSeparator()]


def keys(menu: QMenu) -> dict[str, str]:
    pairs = (own.text().partition("\t") for own in menu.actions())
    return {text: key for text, _, key in pairs if key}


def take(menu: QMenu, text: str) -> None:
    """Press a line of the menu."""
    action = next(own for own in menu.actions() if own.text().split("\t")[0] == text)
    assert action.isEnabled(), action.toolTip()
    QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(action).center())
    QApplication.processEvents()


def named(window: QWidget, name: str) -> QWidget:
    found = [one for one in window.findChildren(QWidget, name) if one.isVisible()]
    assert found, f"no “{name}” in sight"
    return found[0]


@pytest.fixture
def bench(open_level):
    game, window = open_level()
    window.resize(1366, 768)
    QApplication.processEvents()
    return game, window


def test_a_tab_is_opened_renamed_copied_and_deleted(bench, qtbot):
    game, window = bench
    tabs, shelf = window.workbench.tabs, game.session.shelf
    first = str(shelf.open_entry.id)
    menu = right_click(window, tabs.pill(first))
    assert texts(menu) == ["Rename", "Duplicate", "Delete", "Deleted solutions…"]
    assert keys(menu) == {"Rename": "F2", "Duplicate": "Ctrl+Shift+D"}
    take(menu, "Duplicate")
    assert len(shelf.entries) == 2
    take(right_click(window, tabs.pill(first)), "Open")
    assert str(shelf.open_entry.id) == first
    take(right_click(window, tabs.pill(first)), "Rename")
    editor = named(window, "solution-name")
    qtbot.keyClicks(editor, "mine")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert "mine" in tabs.names
    take(right_click(window, tabs.pill(first)), "Delete")
    assert "mine" not in tabs.names


def test_the_row_of_tabs_makes_a_new_solution(bench):
    game, window = bench
    tabs = window.workbench.tabs
    take(right_click(window, tabs, QPoint(tabs.width() - 3, 10)), "New solution")
    assert len(game.session.shelf.entries) == 2


def test_the_curves_leave_out_the_other_starts_and_are_copied(bench, qtbot):
    game, window = bench
    game.session.train()
    qtbot.waitUntil(lambda: game.session.run.epoch > 3)
    game.session.pause()
    panel = window.findChild(CurvesPanel)
    qtbot.waitUntil(lambda: panel.plot is not None and panel.plot.isVisible())
    menu = right_click(window, panel.plot)
    assert texts(menu)[:4] == ["Loss", "Accuracy", "Other starts", "Copy the picture"]
    take(menu, "Other starts")
    assert not panel.legend[-1].isVisible()
    take(right_click(window, panel), "Accuracy")
    assert panel.kind == "score"
    QGuiApplication.clipboard().clear()
    take(right_click(window, panel.plot), "Copy the picture")
    assert QGuiApplication.clipboard().image().width() >= panel.width()


def test_the_map_hides_points_and_moves(bench):
    _, window = bench
    view = window.findChild(MapView)
    picture = view.output_map.picture
    take(right_click(window, view.output_map.view), "Validation points")
    assert not picture.shows("validation")
    assert not list(picture.marks(picture.validation))
    assert list(picture.marks(picture.train))
    curves = named(window, "frame-curves")
    take(right_click(window, curves, QPoint(60, 20)), "Move up")
    assert window.workbench.deck.arrangement.docked == ("curves", "map")
    menu = right_click(window, named(window, "frame-map"), QPoint(60, 20))
    assert keys(menu) == {"Close Map": "M"}
    take(menu, "Close Map")
    assert window.workbench.deck.arrangement.docked == ("curves",)


def test_a_button_of_the_rail_shows_its_view_large(bench):
    _, window = bench
    take(right_click(window, named(window, "rail-confusion")), "Show large")
    assert window.workbench.deck.arrangement.thrown == "confusion"
    take(right_click(window, named(window, "rail-confusion")), "Close")
    assert window.workbench.deck.arrangement.thrown is None


def test_a_chip_takes_the_levels_value_again(bench):
    game, window = bench
    document = game.session.document
    own = document.rules.training
    chip = named(window, "setting-learning_rate")
    menu = right_click(window, chip)
    again = next(one for one in menu.actions() if one.text().startswith("As the level has it"))
    assert again.isEnabled() is (document.solution.training.learning_rate != own.learning_rate)
    menu.close()
    values = right_click(window, chip).actions()[1].menu()
    other = next(one for one in values.actions() if not one.isChecked())
    other.trigger()
    QApplication.activePopupWidget().close()
    assert document.solution.training.learning_rate != own.learning_rate
    take(right_click(window, chip), f"As the level has it ({own.learning_rate:g})")
    assert document.solution.training.learning_rate == own.learning_rate
    menu = right_click(window, named(window, "more-settings"))
    assert texts(menu) == ["More training settings…", "All as the level has them"]
    menu.close()


def test_a_locked_setting_says_why_it_stays(open_level):
    _, window = open_level("noisy-spiral")
    menu = right_click(window, named(window, "setting-optimizer"))
    values = menu.actions()[1]
    assert not values.isEnabled()
    assert values.toolTip() == "This level fixes the optimizer at Adam."
    menu.close()


def test_the_bars_do_what_their_buttons_do(bench, qtbot):
    game, window = bench
    bar = window.workbench.transport
    menu = right_click(window, bar, QPoint(bar.width() // 3 + 20, 4))
    assert keys(menu)["Train"] == "Space"
    take(menu, "Train one epoch")
    qtbot.waitUntil(lambda: game.session.run.epoch == 1)
    qtbot.waitUntil(lambda: game.session.run.state is RunState.PAUSED)
    with qtbot.waitSignal(game.session.judging.finished, timeout=30_000):
        take(right_click(window, window.workbench.goal_bar, QPoint(4, 4)), "Judge the solution")


def test_a_right_click_on_a_word_of_the_goal_bar_opens_the_menu_alone(bench):
    _, window = bench
    word = window.workbench.goal_bar.explained[0]
    menu = right_click(window, word)
    assert word.explainer.card is None
    assert "What it means" in texts(menu)
    menu.actions()[1].menu().actions()[0].trigger()
    menu.close()
    assert word.explainer.card is not None
    word.explainer.close()


def test_what_lies_on_the_canvas_has_its_own_menu(bench, qtbot):
    _, window = bench
    view = window.workbench.view
    take(right_click(window, view.corners.zoom_bar, QPoint(2, 2)), "Life size")
    assert view.camera.zoom == 1.0
    take(right_click(window, view.corners.lens_bar, QPoint(2, 2)), "Worth")
    assert view.lenses.name == "ablation"
    view.select(["h1"])
    card = window.workbench.card
    qtbot.waitUntil(card.isVisible)
    menu = right_click(window, card, QPoint(4, 4))
    assert "Activation" in texts(menu)
    menu.close()
    assert view.selected_nodes == ("h1",)


def test_the_left_column_reveals_a_hint_and_folds(bench):
    _, window = bench
    left = window.workbench.left
    take(right_click(window, left, QPoint(4, left.height() - 4)), "Next hint")
    assert len(left.brief.revealed) == 1
    take(right_click(window, left, QPoint(4, left.height() - 4)), "Fold the palette")
    assert left.folded


def test_the_top_bar_leads_back_to_the_map_where_levels_have_a_menu(bench):
    game, window = bench
    menu = right_click(window, named(window, "top-bar"), QPoint(4, 4))
    assert keys(menu)["Back to the levels"] == "Alt+Left"
    take(menu, "Back to the levels")
    tree = named(window, "tree-map")
    spot = tree.spot("first-line").toPoint()
    take(right_click(window, tree, spot), "Play “A line through the dots”")
    assert game.session.level.id == "first-line"


def test_the_keys_of_menus_open_the_menu_of_what_has_the_focus(bench, qtbot):
    _, window = bench
    chip = named(window, "setting-optimizer")
    chip.setFocus()
    for key, held in (
        (Qt.Key.Key_Menu, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier),
    ):
        qtbot.keyClick(chip, key, held)
        menu = QApplication.activePopupWidget()
        assert texts(menu)[0] == "Change…"
        menu.close()
