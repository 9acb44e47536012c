"""The network as a list."""

import pytest
from PySide6.QtCore import Qt

from engine import LinkKey
from widgets.views.outline import ListView


@pytest.fixture
def xor_bench(make_bench, xor_document):
    return make_bench(xor_document)


@pytest.fixture
def view(qtbot, xor_bench):
    view = ListView(xor_bench)
    qtbot.addWidget(view)
    view.resize(320, 300)
    view.show()
    return view


@pytest.fixture
def outline(view):
    return view.outline


def test_it_lists_every_node_and_link(outline, xor_document):
    texts = outline.texts()
    assert [text for text in texts if not text.startswith("from")] == [
        "x₁",
        "x₂",
        "h₁",
        "h₂",
        "h₃",
        "y",
    ]
    assert len(texts) == 6 + 9
    xor_document.remove(["h1"])
    assert len(outline.texts()) == 5 + 6


def test_weights_are_shown_as_they_are(outline, xor_bench, xor_document, make_frame):
    frame = make_frame(xor_document.network)
    xor_bench.run.set_frame(frame)
    shown = outline._weights[LinkKey("x1", "h1")].text()
    assert float(shown.replace("−", "-")) == round(frame.snapshot.weight("x1", "h1"), 2)


def test_delete_removes_what_is_selected(qtbot, outline, xor_bench):
    xor_bench.selection.select(["h2"])
    qtbot.keyClick(outline, Qt.Key.Key_Delete)
    assert "h2" not in xor_bench.document.network.nodes


def test_why_the_output_cannot_be_deleted_stands_below_until_something_else_is_done(
    qtbot, view, outline, xor_bench
):
    xor_bench.selection.select(["y"])
    qtbot.keyClick(outline, Qt.Key.Key_Delete)
    assert "cannot be removed" in view.refusal
    xor_bench.selection.select(["h1"])
    assert view.refusal == ""


def test_what_is_selected_here_is_selected_everywhere_and_back(outline, xor_bench):
    outline.setCurrentIndex(outline.model().index(0, 0))
    assert xor_bench.selection.nodes == ("x1",)
    xor_bench.selection.select(["h1"])
    assert [index.data() for index in outline.selectionModel().selectedRows()] == ["h₁"]


def test_an_edit_elsewhere_leaves_the_selection(outline, xor_bench):
    xor_bench.selection.select(["h1"])
    xor_bench.document.remove(["h2"])
    assert xor_bench.selection.nodes == ("h1",)
    assert [index.data() for index in outline.selectionModel().selectedRows()] == ["h₁"]


def test_the_row_under_the_pointer_is_pointed_at(qtbot, outline, xor_bench):
    place = outline.visualRect(outline.model().index(1, 0)).center()
    qtbot.mouseMove(outline.viewport(), place)
    assert xor_bench.selection.pointed == "x2"
