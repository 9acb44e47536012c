"""The chart of the verdict with its legend and the sentence below it."""

import pytest
from PySide6.QtCore import Qt

from engine import ACCURACY
from tests.widgets.verdict.frontiers import KNOWN
from widgets.controls.score_scale import ScoreScale
from widgets.verdict.searched import Searched
from widgets.verdict.size_block import SizeBlock
from widgets.verdict.size_plot import Attempt


@pytest.fixture
def block(look, qtbot):
    widget = SizeBlock(look)
    qtbot.addWidget(widget)
    widget.resize(300, 320)
    widget.plot.set_attempts([Attempt(7, 0.98, "this")], ScoreScale(ACCURACY, 0.97))
    widget.show()
    return widget


def test_without_a_search_nothing_is_said_of_one(block):
    block.show_search(None, "")
    assert not block.legend.isVisible()
    assert block.sentence == ""
    assert block.plot.accessibleName() == "this one: 7 parameters, 98.0\u00a0%"


def test_the_word_frontier_explains_itself_and_how_it_was_found(block, qtbot):
    block.show_search(Searched(KNOWN), "")
    qtbot.mouseClick(block.legend, Qt.MouseButton.LeftButton)
    said = block.legend.explainer.card.text
    assert said.startswith("Frontier: The best score that a search")
    assert said.endswith("may have been missed.")
    assert "each from 8 starts or more" in said


def test_the_sentence_is_explained_too(block):
    block.show_search(Searched(KNOWN), "Nobody can go below 4.")
    assert block.sentence == "Nobody can go below 4."
    label = next(own for own in block.children() if getattr(own, "text", str)() == block.sentence)
    assert "each from 8 starts or more" in label.accessibleDescription()
    block.show_search(None, "")
    assert block.sentence == ""
