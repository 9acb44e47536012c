"""The right column: what it shows beside a selection, and when."""

from __future__ import annotations

import pytest

from app.window.side_column import SideColumn
from engine import LinkKey
from levels import campaign
from widgets.document.document import Document
from widgets.run_model import RunModel
from widgets.theme.look import Look


@pytest.fixture
def column(qtbot) -> SideColumn:
    """The column of a neuron with two inputs, at the height that it has in a usual window."""
    level = campaign().level("xor")
    document = Document(level.author_solution, level.task, level.rules)
    column = SideColumn(document, RunModel(10), Look())
    document.setParent(column)
    qtbot.addWidget(column)
    column.setFixedWidth(360)
    column.resize(360, 688)
    column.show()
    return column


def shown(column: SideColumn) -> tuple[bool, bool]:
    return column.curves.isVisible(), column.inspector.isVisible()


def test_without_a_selection_the_curves_have_the_room(column):
    assert shown(column) == (True, False)


def test_a_link_is_inspected_beside_the_curves(column):
    column.set_selection((), (LinkKey("x1", "h1"),))
    assert shown(column) == (True, True)


def test_a_neuron_takes_the_room_of_the_curves_and_gives_it_back(column):
    column.set_selection(("h1",), ())
    assert shown(column) == (False, True)
    column.set_selection((), ())
    assert shown(column) == (True, False)


def test_a_high_window_has_room_for_both(column):
    column.resize(360, 1000)
    column.set_selection(("h1",), ())
    assert shown(column) == (True, True)


def test_the_list_takes_the_place_of_both_while_it_is_wanted(column):
    column.toggle_outline()
    assert shown(column) == (False, False)
    column.toggle_outline()
    assert shown(column) == (True, False)
