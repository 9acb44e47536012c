"""Solution tabs: choosing, naming, copying, deleting."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget

from levels import Medal
from tests.calls import calls_of
from widgets.controls.menu import find_entry
from widgets.solutions.deleted_list import DeletedSolution
from widgets.solutions.side_scroll import SideScroll
from widgets.solutions.solution_pill import SolutionPill
from widgets.solutions.solution_tabs import SolutionTab, SolutionTabs
from widgets.solutions.unreadable_card import UnreadableCard

TABS = (SolutionTab("a", "three bends", 13), SolutionTab("b", "skip", 7))


@pytest.fixture
def tabs(look, qtbot):
    widget = SolutionTabs(look)
    qtbot.addWidget(widget)
    widget.resize(560, 40)
    widget.set_solutions(TABS, "a")
    widget.show()
    return widget


def test_a_press_chooses_another(tabs, qtbot):
    with qtbot.waitSignal(tabs.chosen) as told:
        qtbot.mouseClick(tabs.pill("b"), Qt.MouseButton.LeftButton)
    assert told.args == ["b"]
    assert tabs.current == "a"


def test_a_press_on_the_chosen_one_keeps_it(tabs, qtbot):
    with qtbot.assertNotEmitted(tabs.chosen):
        qtbot.mouseClick(tabs.pill("a"), Qt.MouseButton.LeftButton)
    assert tabs.pill("a").isChecked()
    assert not tabs.pill("b").isChecked()


def test_the_plus_asks_for_a_new_one(tabs, qtbot):
    with qtbot.waitSignal(tabs.new_requested):
        qtbot.mouseClick(tabs.findChild(QWidget, "new-solution"), Qt.MouseButton.LeftButton)


def test_renaming_on_the_tab(tabs, qtbot):
    qtbot.mouseDClick(tabs.pill("b"), Qt.MouseButton.LeftButton)
    editor = tabs.findChild(QLineEdit, "solution-name")
    assert editor.text() == "skip"
    editor.setText("  straight through ")
    with qtbot.waitSignal(tabs.renamed) as told:
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert told.args == ["b", "straight through"]
    assert tabs.names == ("three bends", "skip")
    assert tabs.pill("b").isVisible()


def test_an_empty_name_is_no_name(tabs, qtbot):
    qtbot.keyClick(tabs.pill("b"), Qt.Key.Key_F2)
    editor = tabs.findChild(QLineEdit, "solution-name")
    editor.setText("   ")
    with qtbot.assertNotEmitted(tabs.renamed):
        qtbot.keyClick(editor, Qt.Key.Key_Return)


def test_new_sizes_leave_a_name_that_is_being_typed(tabs):
    tabs.start_rename("b")
    tabs.set_solutions((TABS[0], SolutionTab("b", "skip", 8)), "a")
    assert tabs.findChild(QLineEdit, "solution-name").isVisible()
    assert tabs.pill("b").parameters == 8


@pytest.fixture
def obeyed(tabs):
    """The tabs as `set_solutions` is called for what they ask, as the page of a level does."""
    own = {tab.id: tab for tab in TABS}

    def show():
        tabs.set_solutions(tuple(own.values()), "a")

    def rename(solution_id, name):
        own[solution_id] = replace(own[solution_id], name=name)
        show()

    def add():
        own["c"] = SolutionTab("c", "newest", 1)
        show()

    def delete(solution_id):
        del own[solution_id]
        show()

    tabs.renamed.connect(rename)
    tabs.new_requested.connect(add)
    tabs.deleted.connect(delete)
    return tabs


def half_typed(tabs, solution_id, qtbot):
    """Begin another name of that solution, without an end."""
    tabs.activateWindow()
    qtbot.waitUntil(tabs.isActiveWindow)
    tabs.start_rename(solution_id)
    qtbot.keyClicks(tabs.findChild(QLineEdit, "solution-name"), "straight")


def test_a_name_that_is_half_typed_is_kept_when_a_tab_is_added(obeyed, qtbot):
    half_typed(obeyed, "b", qtbot)
    with qtbot.waitSignal(obeyed.renamed) as told:
        obeyed.new_requested.emit()
    assert told.args == ["b", "straight"]
    assert obeyed.names == ("three bends", "straight", "newest")
    assert all(obeyed.pill(name).isVisible() for name in "abc")


def test_a_name_that_is_half_typed_goes_with_its_solution(obeyed, qtbot):
    half_typed(obeyed, "b", qtbot)
    with qtbot.assertNotEmitted(obeyed.renamed, wait=50):
        obeyed.deleted.emit("b")
    assert obeyed.names == ("three bends",)


def test_a_tab_is_back_when_the_keys_go_elsewhere_before_anything_is_typed(obeyed, qtbot):
    obeyed.activateWindow()
    qtbot.waitUntil(obeyed.isActiveWindow)
    obeyed.pill("b").setFocus()
    qtbot.keyClick(obeyed.pill("b"), Qt.Key.Key_F2)
    assert obeyed.pill("b").isHidden()
    with qtbot.assertNotEmitted(obeyed.renamed):
        obeyed.pill("a").setFocus()
    assert obeyed.pill("b").isVisible()
    qtbot.waitUntil(lambda: not obeyed.findChildren(QLineEdit, "solution-name"))


@pytest.mark.parametrize(
    ("line", "signal"), [("Open", "chosen"), ("Duplicate", "duplicated"), ("Delete", "deleted")]
)
def test_the_menu_asks(tabs, qtbot, line, signal):
    with qtbot.waitSignal(getattr(tabs, signal)) as told:
        find_entry(tabs.entries("b"), line).act()
    assert told.args == ["b"]


def test_the_chosen_one_is_in_sight_among_many(tabs, qtbot):
    many = [SolutionTab(str(number), f"attempt {number}", number) for number in range(20)]
    tabs.set_solutions(many, "17")
    pill = tabs.pill("17")

    def seen():
        left = pill.mapTo(tabs, pill.rect().topLeft()).x()
        return left >= 0 and left + pill.width() <= tabs.width()

    qtbot.waitUntil(seen)


def test_a_tab_shows_the_medal_that_it_has_won(tabs):
    narrow = tabs.pill("b").sizeHint().width()
    tabs.set_solutions((TABS[0], SolutionTab("b", "skip", 7, Medal.BONSAI)), "a")
    pill = tabs.pill("b")
    assert pill.medal is Medal.BONSAI
    assert pill.accessibleName() == "skip, 7 parameters, bonsai won"
    assert pill.sizeHint().width() > narrow
    image = pill.grab().toImage()
    colours = {
        image.pixelColor(x, image.height() // 2 + 5).name()
        for x in range(image.width() - 34, image.width())
    }
    assert "#c65d7b" in colours
    tabs.set_medal("b", None)
    assert pill.medal is None
    assert pill.sizeHint().width() == narrow


def test_one_parameter_is_singular(tabs):
    tabs.set_parameters("b", 1)
    assert tabs.pill("b").toolTip() == "skip, 1 parameter"


@pytest.fixture
def many(look, qtbot):
    """Twelve solutions where five have room, the first of them chosen."""
    widget = SolutionTabs(look)
    qtbot.addWidget(widget)
    widget.resize(560, 40)
    widget.set_solutions([SolutionTab(str(n), f"Solution {n}", n) for n in range(1, 13)], "1")
    widget.show()
    return widget


def strip(tabs):
    return tabs.findChild(SideScroll)


def seen(tabs, name):
    area, pill = strip(tabs), tabs.pill(name)
    left = pill.mapTo(area.viewport(), QPoint(0, 0)).x()
    return left >= 0 and left + pill.width() <= area.viewport().width()


def test_an_edge_behind_which_more_is_hidden_fades(many):
    assert strip(many).fades == (False, True)
    many.set_current("6")
    assert strip(many).fades == (True, True)
    many.set_current("12")
    assert strip(many).fades == (True, False)
    shown = strip(many).grab().toImage().pixelColor(0, strip(many).height() // 2)
    panel = QColor("#fcfaf5")
    assert abs(shown.red() - panel.red()) < 12


def test_few_tabs_do_not_fade(tabs):
    assert strip(tabs).fades == (False, False)


def test_the_wheel_scrolls_the_tabs(many):
    before = strip(many).horizontalScrollBar().value()
    place = QPointF(100, 15)
    notch = QWheelEvent(
        place, place, QPoint(), QPoint(0, -240), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(strip(many).viewport(), notch)
    assert strip(many).horizontalScrollBar().value() == before + 120


def test_arrows_walk_and_enter_and_space_choose(many, qtbot):
    many.activateWindow()
    many.pill("1").setFocus()
    for key, name in (
        (Qt.Key.Key_Right, "2"),
        (Qt.Key.Key_End, "12"),
        (Qt.Key.Key_Left, "11"),
        (Qt.Key.Key_Home, "1"),
        (Qt.Key.Key_Left, "1"),
        (Qt.Key.Key_End, "12"),
    ):
        qtbot.keyClick(many.focusWidget(), key)
        assert many.pill(name).hasFocus()
        assert seen(many, name)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
        with qtbot.waitSignal(many.chosen) as asked:
            qtbot.keyClick(many.pill("12"), key)
        assert asked.args == ["12"]


def test_tab_stops_at_the_chosen_pill_only(many):
    stops = [
        name
        for name in map(str, range(1, 13))
        if many.pill(name).focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert stops == ["1"]


@pytest.mark.parametrize("scale", [0.8, 1.0, 1.5, 2.0])
def test_tabs_follow_the_text_size(tabs, look, qtbot, scale):
    look.set_text_scale(scale)
    pill = tabs.pill("a")
    qtbot.waitUntil(lambda: pill.size() == pill.sizeHint())
    assert pill.height() >= pill.fontMetrics().height()
    assert strip(tabs).height() >= pill.height()


BROKEN = (TABS[0], SolutionTab("c", "hand-made", 3, problem="format: This file has format 9."))


def test_one_that_cannot_be_read_says_so_and_offers_what_can_be_done(tabs, qtbot):
    tabs.set_solutions(BROKEN, "a")
    pill = tabs.pill("c")
    assert "cannot be read" in pill.toolTip()
    with qtbot.assertNotEmitted(tabs.chosen):
        qtbot.mouseClick(pill, Qt.MouseButton.LeftButton)
    card = tabs.window().findChild(UnreadableCard)
    assert card.isVisible()
    with qtbot.waitSignal(tabs.text_copied) as told:
        qtbot.mouseClick(card.findChild(QPushButton, "copy"), Qt.MouseButton.LeftButton)
    assert told.args == ["c"]
    assert tabs.current == "a"


def test_one_that_cannot_be_read_is_not_renamed_or_copied(tabs):
    tabs.set_solutions(BROKEN, "a")
    tabs.start_rename("c")
    assert tabs.findChildren(QLineEdit, "solution-name") == []
    texts = [entry.text for entry in tabs.entries("c") if entry is not None]
    assert texts == ["Copy its text", "Save as a file…", "Delete", "Deleted solutions…"]


def test_a_solution_that_is_mended_becomes_a_tab_like_the_others(tabs):
    tabs.set_solutions(BROKEN, "a")
    tabs.set_solutions((TABS[0], SolutionTab("c", "hand-made", 3)), "a")
    assert "3 parameters" in tabs.pill("c").toolTip()


def test_deleted_solutions_are_asked_for_in_the_menu_and_chosen_in_a_list(tabs, qtbot):
    with qtbot.waitSignal(tabs.deleted_requested):
        find_entry(tabs.entries("b"), "Deleted solutions…").act()
    tabs.show_deleted([DeletedSolution("9", "gone", 4, 1.7e9)])
    button = tabs.window().findChild(QPushButton, "restore-9")
    with qtbot.waitSignal(tabs.restored) as told:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert told.args == ["9"]


def test_the_other_tabs_stay_when_one_comes_goes_or_moves(tabs):
    a, b = tabs.pill("a"), tabs.pill("b")
    new = SolutionTab("c", "third", 1)
    tabs.set_solutions((TABS[0], new, TABS[1]), "c")
    assert (tabs.pill("a"), tabs.pill("b")) == (a, b)
    assert a.x() < tabs.pill("c").x() < b.x()
    tabs.set_solutions((TABS[1], TABS[0]), "b")
    assert (tabs.pill("a"), tabs.pill("b")) == (a, b)
    assert b.x() < a.x()
    assert b.isChecked()
    assert not a.isChecked()
    assert len([own for own in tabs.findChildren(SolutionPill) if own.isVisible()]) == 2


def test_a_tab_that_becomes_readable_is_another(tabs):
    broken = replace(TABS[1], problem="format: missing")
    tabs.set_solutions((TABS[0], broken), "a")
    assert tabs.problems == {"b": "format: missing"}
    assert "cannot be read" in tabs.pill("b").accessibleName()
    tabs.set_solutions(TABS, "a")
    assert "cannot be read" not in tabs.pill("b").accessibleName()


@pytest.mark.parametrize("shown", [True, False])
def test_tabs_are_laid_out_together(look, qtbot, shown):
    """With twice as many tabs there is twice as much to do, not four times."""

    def calls(count):
        row = SolutionTabs(look)
        qtbot.addWidget(row)
        row.resize(560, 40)
        if shown:
            row.show()
        wanted = [SolutionTab(str(own), f"Solution {own}", own) for own in range(count)]
        return calls_of(lambda: row.set_solutions(wanted, "0")).total()

    few, many = calls(20), calls(80)
    assert many < 1.2 * 4 * few
