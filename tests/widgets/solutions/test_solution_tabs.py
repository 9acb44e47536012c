"""Solution tabs: choosing, naming, copying, deleting."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from widgets.solutions.solution_tabs import SolutionTab, SolutionTabs

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


@pytest.mark.parametrize(("index", "signal"), [(1, "duplicated"), (2, "deleted")])
def test_the_menu_asks(tabs, qtbot, index, signal):
    action = tabs.menu_for("b").actions()[index]
    with qtbot.waitSignal(getattr(tabs, signal)) as told:
        action.trigger()
    assert told.args == ["b"]


def test_the_chosen_one_is_in_sight_among_many(tabs, qtbot):
    many = [SolutionTab(str(number), f"attempt {number}", number) for number in range(20)]
    tabs.set_solutions(many, "17")
    pill = tabs.pill("17")

    def seen():
        left = pill.mapTo(tabs, pill.rect().topLeft()).x()
        return left >= 0 and left + pill.width() <= tabs.width()

    qtbot.waitUntil(seen)
