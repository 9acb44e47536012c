"""The workbench: each word explains itself, tabs wear medals, texts depend on them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from engine import LinkKey
from levels import Medal
from widgets.controls.explained_label import ExplainedLabel
from widgets.plots.curves_panel import CurvesPanel
from widgets.verdict.verdict_panel import VerdictPanel

LEFT = Qt.MouseButton.LeftButton


def words(page: QWidget) -> dict[str, ExplainedLabel]:
    """The words in sight that explain themselves, by their text."""
    labels = page.findChildren(ExplainedLabel)
    return {label.text(): label for label in labels if label.isVisible()}


def load_author(game) -> None:
    document, author = game.session.document, game.session.level.author_solution
    document.load(replace(document.solution, network=author.network, layout=author.layout))


def judge(game, window, qtbot) -> VerdictPanel:
    with qtbot.waitSignal(game.session.judging.finished, timeout=30_000):
        QTest.mouseClick(window.findChild(QWidget, "judge"), LEFT)
    return window.workbench.verdict


def test_the_bench_has_no_unexplained_words(start_window, qtbot) -> None:
    game, window = start_window()
    window.resize(1280, 800)
    game.open_id("xor")
    load_author(game)
    QApplication.processEvents()
    found = set(words(window))
    assert {"Test accuracy", "Parameters", "epoch", "train", "validation", "other starts"} <= found
    window.workbench.view.selection.select(("h1",), ())
    qtbot.waitUntil(window.workbench.card.isVisible)
    assert {"bias", "from x₁"} <= set(words(window))
    window.workbench.view.selection.select((), (LinkKey("x1", "h1"),))
    qtbot.waitUntil(lambda: "weight" in words(window))


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
def test_a_press_on_any_word_explains_it_beside_it(start_window, qtbot, size) -> None:
    game, window = start_window()
    window.resize(*size)
    game.open_id("noisy-spiral")
    QApplication.processEvents()
    for text, label in words(window).items():
        QTest.mouseClick(label, LEFT)
        card = label.explainer.card
        assert card is not None, text
        assert window.rect().contains(card.geometry()), text
        word = QRect(label.mapTo(window, QPoint(0, 0)), label.size())
        assert not card.geometry().intersects(word), text
        QTest.mouseClick(label, LEFT)
        assert label.explainer.card is None


def test_why_train_is_worse_than_validation_is_answered_on_noisy_spiral(start_window) -> None:
    game, window = start_window()
    for level, answered in (("noisy-spiral", True), ("xor", False)):
        game.open_id(level)
        QApplication.processEvents()
        for label in window.workbench.findChild(CurvesPanel).legend[:2]:
            QTest.mouseClick(label, LEFT)
            said = "worse on train than on validation" in label.explainer.card.text
            assert said is answered
            label.explainer.close()


def test_a_tab_wears_the_medal_of_the_network_as_it_is(start_window, qtbot) -> None:
    game, window = start_window()
    game.open_id("first-line")
    load_author(game)
    tab = str(game.session.shelf.open_entry.id)
    assert window.workbench.tabs.pill(tab).medal is None
    judge(game, window, qtbot)
    assert window.workbench.tabs.pill(tab).medal is Medal.BONSAI
    game.session.document.remove(links=[LinkKey("x1", "y")])
    assert window.workbench.tabs.pill(tab).medal is None
    game.session.document.undo_stack.undo()
    assert window.workbench.tabs.pill(tab).medal is Medal.BONSAI


def test_a_medal_is_on_the_tab_when_the_level_is_opened_again(start_window, qtbot) -> None:
    game, window = start_window()
    game.open_id("first-line")
    load_author(game)
    judge(game, window, qtbot)
    game.leave()
    game.open_id("first-line")
    tab = str(game.session.shelf.open_entry.id)
    assert window.workbench.tabs.pill(tab).medal is Medal.BONSAI


def test_a_tall_pass_gets_another_text_than_a_small_one(start_window, qtbot) -> None:
    game, window = start_window()
    game.open_id("first-line")
    load_author(game)
    small = judge(game, window, qtbot)
    assert small.headline == "Bonsai"
    assert small.after.startswith("A link is a slope and a bias is a height")
    qtbot.keyClick(small, Qt.Key.Key_Escape)
    document = game.session.document
    hidden = document.add_block("tanh", 2, (0.0, -60.0))
    document.connect_columns([["x1"], hidden, ["y"]])
    tall = judge(game, window, qtbot)
    assert tall.headline == "Leaf"
    assert tall.after.startswith("It passes with more than a line needs")


def test_a_message_stands_above_the_transport_bar(start_window) -> None:
    game, window = start_window()
    game.open_id("xor")
    QApplication.processEvents()
    window.say("Your preferences cannot be saved: the disk is full.")
    toast, bar = window.findChild(QWidget, "toast"), window.workbench.transport
    place = QRect(bar.mapTo(window, QPoint(0, 0)), bar.size())
    assert not toast.geometry().intersects(place)
