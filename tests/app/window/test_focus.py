"""The keys: they are on the canvas, stay on a card while there is one, and come back."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollArea, QToolButton, QWidget

from tests.app.window.fitting import faults
from widgets.palette.tile import Tile

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
PRESSES = (Key.Key_Space, Key.Key_Return, Key.Key_Enter)
AROUND = 4
LEAST_CONTRAST = 3.0
LEAST_PIXELS = 24
# The canvas has the focus from the start; its rings are those of nodes.
WITHOUT_RING = {"canvas"}


def views_shown(bench) -> tuple[str, ...]:
    return tuple(frame.title.split(":")[0] for frame in bench.dock.frames)


def focus_name() -> str:
    widget = QApplication.focusWidget()
    return "" if widget is None else widget.objectName()


def test_a_press_with_the_mouse_leaves_the_keys_on_the_canvas(open_level, qtbot):
    _, window = open_level()
    for name in ("step", "reset", "rail-list", "palette-tanh", "new-solution", "undo"):
        button = window.findChild(QWidget, name)
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert focus_name() == "canvas", name


@pytest.mark.parametrize("name", ["speed", "setting-optimizer", "more-settings"])
def test_the_keys_come_back_after_a_popover(open_level, qtbot, name):
    _, window = open_level()
    qtbot.mouseClick(window.findChild(QWidget, name), Qt.MouseButton.LeftButton)
    assert focus_name() == "popover"
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Escape)
    qtbot.waitUntil(lambda: focus_name() == "canvas")


def test_the_sheet_of_keys_opens_by_question_mark_and_gives_the_keys_back(open_level, qtbot):
    _, window = open_level()
    for key in (Key.Key_Question, Key.Key_F1):
        qtbot.keyClick(window.workbench.view, key)
        sheet = window.findChild(QWidget, "shortcuts")
        assert sheet.isVisible()
        assert faults(sheet) == []
        qtbot.keyClick(QApplication.focusWidget(), Key.Key_Escape)
        assert sheet.isHidden()
        qtbot.waitUntil(lambda: focus_name() == "canvas")


def test_the_sheet_of_keys_never_scrolls_sideways(open_level, dress, qtbot):
    game, window = open_level()
    window.resize(960, 540)
    for scale in (1.0, 2.0):
        game.settings.set_text_scale(scale)
        dress(game)
        qtbot.keyClick(window.workbench.view, Key.Key_Question)
        QApplication.processEvents()
        sheet = window.findChild(QWidget, "shortcuts")
        assert sheet.findChild(QScrollArea).horizontalScrollBar().maximum() == 0
        qtbot.keyClick(QApplication.focusWidget(), Key.Key_Escape)


def test_no_key_reaches_what_lies_behind_a_card(open_level, qtbot):
    game, window = open_level()
    window.actions_table["shortcuts"].trigger()
    sheet = window.findChild(QWidget, "shortcuts")
    network, state = game.session.document.network, game.session.run.state
    for key in (Key.Key_Space, Key.Key_R, Key.Key_J, Key.Key_Delete, Key.Key_K, Key.Key_Period):
        qtbot.keyClick(QApplication.focusWidget(), key)
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_N, CTRL)
    for _ in range(6):
        qtbot.keyClick(QApplication.focusWidget(), Key.Key_Tab)
        assert sheet.isAncestorOf(QApplication.focusWidget())
    window.workbench.view.setFocus()
    assert sheet is QApplication.focusWidget() or sheet.isAncestorOf(QApplication.focusWidget())
    assert game.session.document.network == network
    assert game.session.run.state is state
    assert len(game.session.shelf.entries) == 1
    assert views_shown(window.workbench) == ("Map", "Curves")


@pytest.mark.parametrize("key", PRESSES)
def test_a_key_does_what_a_click_does(open_level, qtbot, key):
    _, window = open_level()
    bench = window.workbench
    bench.rail.button("curves").setFocus()
    qtbot.keyClick(bench.rail.button("curves"), key)
    assert views_shown(bench) == ("Map",)
    fold = bench.findChild(QWidget, "fold")
    fold.setFocus()
    qtbot.keyClick(fold, key)
    assert bench.deck.arrangement.folded is True


def test_escape_leads_back_to_the_canvas(open_level, qtbot):
    _, window = open_level()
    window.findChild(QWidget, "fold").setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Escape)
    assert focus_name() == "canvas"


def test_escape_in_the_field_of_a_weight_leads_back_to_the_canvas(open_level, qtbot):
    _, window = open_level()
    window.workbench.view.select(nodes=["y"])
    row = window.findChild(QWidget, "weight-x1-y")
    qtbot.waitUntil(row.isVisible)
    row.focus_field()
    assert focus_name() != "canvas"
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Escape)
    assert not row.isVisible()
    qtbot.waitUntil(lambda: focus_name() == "canvas")


def test_undo_takes_back_a_weight_while_its_field_has_the_keys(open_level, qtbot):
    game, window = open_level()
    window.workbench.view.select(links=[("x1", "y")])
    row = window.findChild(QWidget, "weight-x1-y")
    qtbot.waitUntil(row.isVisible)
    before = game.session.document.solution
    row.focus_field()
    field = QApplication.focusWidget()
    qtbot.keyClicks(field, "2.5")
    qtbot.keyClick(field, Key.Key_Z, CTRL)  # of what is being typed, the field's own
    assert game.session.document.solution == before
    field.selectAll()
    qtbot.keyClicks(field, "2.5")
    qtbot.keyClick(field, Key.Key_Return)
    assert game.session.document.network.link_by_key[("x1", "y")].start_weight == 2.5
    qtbot.keyClick(field, Key.Key_Z, CTRL)
    assert game.session.document.solution == before
    qtbot.waitUntil(lambda: row.value != 2.5)


def test_a_button_that_is_disabled_by_its_own_press_gives_the_keys_back(open_level, qtbot):
    _, window = open_level()
    undo = window.findChild(QWidget, "undo")
    while undo.isEnabled():
        undo.setFocus()
        qtbot.keyClick(undo, Key.Key_Space)
    qtbot.waitUntil(lambda: focus_name() == "canvas")


def tab_round(window, qtbot) -> list[QWidget]:
    """Press Tab until the widget where it began has the focus again; what had it meanwhile."""
    start = QApplication.focusWidget()
    visited = []
    for _ in range(150):
        qtbot.keyClick(QApplication.focusWidget(), Key.Key_Tab)
        widget = QApplication.focusWidget()
        assert widget is not None
        assert widget.isVisible()
        if widget is start and visited and visited[-1] is not start:
            return visited
        visited.append(widget)
    pytest.fail(f"Tab does not come round: {[one.objectName() for one in visited]}")


@pytest.mark.parametrize("size", [(1280, 800), (960, 540)])
def test_tab_comes_round_on_the_page_of_a_level(open_level, qtbot, size):
    _, window = open_level()
    window.resize(*size)
    assert window.workbench.left.folded is (size[0] < 1000)
    qtbot.waitUntil(window.findChild(QWidget, "palette-tanh").isVisible)
    names = {one.objectName() for one in tab_round(window, qtbot)}
    assert {"train", "step", "judge", "rail-map", "curves-loss", "fold", "menu", "back"} <= names
    assert "palette-tanh" in names


def test_tab_comes_round_on_the_map_of_levels(start_window, qtbot):
    _, window = start_window()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.waitUntil(lambda: focus_name() == "tree-map")
    assert {"play", "theme", "menu"} <= {one.objectName() for one in tab_round(window, qtbot)}


# -- buttons ---------------------------------------------------------------------------------------


def not_clicked(window, qtbot) -> list[str]:
    """Press Tab all round; the buttons that Space, Return or Enter does not click, by name.

    What a click would do is taken off first, so that the page stays as it is; a menu opens.
    """
    found = []
    stops = [QApplication.focusWidget(), *tab_round(window, qtbot)]
    buttons = [one for one in stops if isinstance(one, QAbstractButton)]
    assert buttons
    for button in buttons:
        clicks: list[int] = []

        def count(*_: object, into: list[int] = clicks) -> None:
            into.append(1)

        # Enter on a tile places it at once, where a click hands it to the pointer.
        signals = [button.clicked, *([button.entered] if isinstance(button, Tile) else [])]
        for signal in signals:
            with warnings.catch_warnings(action="ignore"):  # nothing may be connected
                signal.disconnect()
            signal.connect(count)
        if isinstance(button, QToolButton) and button.menu() is not None:
            button.clicked.disconnect(count)
            button.menu().aboutToShow.connect(count)
            button.menu().aboutToShow.connect(
                button.menu().close, Qt.ConnectionType.QueuedConnection
            )
        for key in PRESSES:
            before = len(clicks)
            window.activateWindow()  # after a menu it may not be
            qtbot.waitUntil(window.isActiveWindow)
            button.setFocus(Qt.FocusReason.TabFocusReason)
            qtbot.keyClick(button, key)
            if len(clicks) != before + 1:
                name = button.objectName() or button.accessibleName() or button.text()
                found.append(f"{name}: {key.name}")
    return found


@pytest.fixture
def crowded_page(open_level, qtbot):
    """``crowded_page(size)``: a level with a selection and a third view; the keys on the rail."""

    def start(size):
        game, window = open_level()
        window.resize(*size)
        bench = window.workbench
        bench.bench.selection.select(["h1"])
        qtbot.waitUntil(lambda: bench.card.isVisible() or bench.card.strip.isVisible())
        bench.toggle_view("confusion")
        bench.rail.button("map").setFocus(Qt.FocusReason.TabFocusReason)
        return game, window

    return start


@pytest.mark.parametrize("size", [(1280, 800), (960, 540)])
def test_every_button_of_a_level_is_clicked_by_enter_and_space(crowded_page, qtbot, size):
    _, window = crowded_page(size)
    assert not_clicked(window, qtbot) == []


def test_every_button_of_the_map_is_clicked_by_enter_and_space(start_window, qtbot):
    _, window = start_window()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.findChild(QWidget, "play").setFocus(Qt.FocusReason.TabFocusReason)
    assert not_clicked(window, qtbot) == []


@pytest.mark.parametrize("name", ["setting-optimizer", "more-settings", "speed", "shortcuts"])
def test_every_button_of_a_card_is_clicked_by_enter_and_space(open_level, qtbot, name):
    _, window = open_level()
    if name == "shortcuts":
        window.actions_table[name].trigger()
    else:
        window.findChild(QWidget, name).click()
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Tab)
    assert not_clicked(window, qtbot) == []


def test_every_button_of_a_verdict_is_clicked_by_enter_and_space(open_level, qtbot):
    game, window = open_level()
    show_verdict(game, window, qtbot)
    assert not_clicked(window, qtbot) == []


def show_verdict(game, window, qtbot) -> None:
    """Let the judge speak, and put the keys on the first button of the verdict."""
    with qtbot.waitSignal(game.session.judging.finished, timeout=30_000):
        window.findChild(QWidget, "judge").click()
    qtbot.waitUntil(window.workbench.verdict.isVisible)
    window.findChild(QWidget, "verdict-close").setFocus(Qt.FocusReason.TabFocusReason)


# -- the ring of the focus -------------------------------------------------------------------


def luminance(image: QImage) -> np.ndarray:
    """The relative luminance of each pixel (WCAG 2.2), shape (height, width)."""
    plain = image.convertToFormat(QImage.Format.Format_RGBX8888)
    raw = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), -1, 4)
    channel = raw[:, : plain.width(), :3] / 255
    linear = np.where(channel <= 0.04045, channel / 12.92, ((channel + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def contrast(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return (np.maximum(one, other) + 0.05) / (np.minimum(one, other) + 0.05)


def shot(window: QWidget, widget: QWidget) -> np.ndarray:
    place = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
    area = place.adjusted(-AROUND, -AROUND, AROUND, AROUND).intersected(window.rect())
    return luminance(window.grab(area).toImage())


def ringless(window: QWidget, qtbot, most: int = 120) -> list[str]:
    """Press Tab all round; the controls at which the focus cannot be seen."""
    seen: list[QWidget] = []
    found: list[str] = []
    for _ in range(most):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        widget = QApplication.focusWidget()
        if widget in seen and widget is not seen[-1]:
            return found
        seen.append(widget)
        name = widget.objectName() or widget.accessibleName() or type(widget).__name__
        if name in WITHOUT_RING:
            continue
        QApplication.processEvents()  # a list may be scrolled to it
        focused = shot(window, widget)
        widget.clearFocus()
        bare = shot(window, widget)
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        assert focused.shape == bare.shape, name
        changed = int((contrast(focused, bare) >= LEAST_CONTRAST).sum())
        if changed < LEAST_PIXELS:
            found.append(f"{name}: {changed} pixels")
    pytest.fail("Tab does not come round")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [(960, 540), (1366, 768)])
def test_every_stop_on_the_page_of_a_level_shows_its_ring(crowded_page, dress, qtbot, theme, size):
    game, window = crowded_page(size)
    dress(game, theme)
    assert ringless(window, qtbot) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_stop_in_lists_and_cards_shows_its_ring(open_level, dress, qtbot, theme):
    game, window = open_level()
    dress(game, theme)
    window.resize(1366, 768)
    for name in ("setting-optimizer", "more-settings", "speed"):
        window.findChild(QWidget, name).click()
        assert ringless(window, qtbot) == []
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    window.actions_table["shortcuts"].trigger()
    assert ringless(window, qtbot) == []
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Escape)
    window.workbench.toggle_view("list")
    window.workbench.rail.button("list").setFocus(Qt.FocusReason.TabFocusReason)
    assert ringless(window, qtbot) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_stop_of_a_verdict_shows_its_ring(open_level, dress, qtbot, theme):
    game, window = open_level()
    dress(game, theme)
    show_verdict(game, window, qtbot)
    assert ringless(window, qtbot) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_stop_beside_the_residuals_shows_its_ring(open_level, dress, qtbot, theme):
    game, window = open_level("first-line")
    dress(game, theme)
    window.workbench.toggle_view("residuals")
    window.workbench.rail.button("residuals").setFocus(Qt.FocusReason.TabFocusReason)
    assert ringless(window, qtbot) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_stop_on_the_map_of_levels_shows_its_ring(dress, start_window, qtbot, theme):
    game, window = start_window()
    dress(game, theme)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    named = window.findChild(QWidget, "play")
    named.setFocus(Qt.FocusReason.TabFocusReason)
    assert ringless(window, qtbot) == []
