"""The network as a list."""

import pytest
from PySide6.QtCore import Qt

from engine import LinkKey
from widgets.run_model import RunModel
from widgets.views.outline import Outline


@pytest.fixture
def outline(qtbot, xor_document):
    tree = Outline(xor_document, RunModel(parent=xor_document))
    qtbot.addWidget(tree)
    tree.show()
    return tree


def test_it_tells_every_node_and_link(outline, xor_document):
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


def test_weights_are_shown_as_they_are(outline, xor_document, make_frame):
    frame = make_frame(xor_document.network)
    outline._run.set_frame(frame)
    shown = outline._weights[LinkKey("x1", "h1")].text()
    assert float(shown.replace("−", "-")) == round(frame.snapshot.weight("x1", "h1"), 2)


def test_delete_removes_what_is_selected(qtbot, outline, xor_document):
    outline.select(("h2",), ())
    qtbot.keyClick(outline, Qt.Key.Key_Delete)
    assert "h2" not in xor_document.network.nodes


def test_the_output_cannot_be_deleted(qtbot, outline):
    outline.select(("y",), ())
    with qtbot.waitSignal(outline.refused) as refused:
        qtbot.keyClick(outline, Qt.Key.Key_Delete)
    assert "cannot be removed" in refused.args[0]


def test_a_selection_is_told(qtbot, outline):
    with qtbot.waitSignal(outline.chosen) as chosen:
        outline.setCurrentIndex(outline.model().index(0, 0))
    assert chosen.args == [("x1",), ()]
