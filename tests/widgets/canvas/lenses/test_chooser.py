"""Switching between lenses on the canvas."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from widgets.canvas.floating.lens_bar import LensBar
from widgets.canvas.view import NetworkView


@pytest.fixture
def canvas(qtbot, trained_bench):
    bench = trained_bench
    view = NetworkView(bench.document, bench.run, bench.look, selection=bench.selection)
    qtbot.addWidget(view)
    view.resize(900, 640)
    view.show_lenses(bench)
    view.show()
    view.setFocus()
    return view


def test_the_weights_are_seen_first(canvas):
    assert canvas.lenses.name == "weights"
    assert canvas.findChild(LensBar).words == []


def test_a_key_and_a_button_switch(qtbot, canvas, trained_bench):
    key = trained_bench.document.network.links[0].key
    item = canvas.network_scene.link_items[key]
    usual = item.shown
    qtbot.keyClick(canvas, Qt.Key.Key_W)
    assert canvas.lenses.name == "ablation"
    trained_bench.jobs.do_all()
    assert item.shown == canvas.lenses.lens.link(key) != usual
    bar = canvas.findChild(LensBar)
    assert bar.words[0] == "Rise of validation loss without it"
    assert set(bar.words[1:]) == {"worth much", "worth little", "better without"}
    assert canvas.rect().contains(bar.geometry())
    qtbot.mouseClick(bar.findChild(QWidget, "lens-weights"), Qt.MouseButton.LeftButton)
    assert canvas.lenses.name == "weights"
    assert item.shown == usual
    assert bar.words == []


def test_the_card_of_a_link_shows_its_worth(qtbot, canvas, trained_bench):
    canvas.lenses.choose("ablation")
    trained_bench.jobs.do_all()
    key = trained_bench.document.network.links[0].key
    qtbot.mouseMove(canvas.viewport(), canvas.link_point(*key))
    assert ("would save", "1 parameter") in canvas.card.rows
