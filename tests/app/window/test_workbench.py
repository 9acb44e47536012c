"""The page of a level: it fits every screen, its views stay as they are left, words explain."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from engine import LinkKey
from engine.search.frontier import BestOfSize, Frontier, TriedSize
from levels import Medal, read_level
from levels.reading.frontier import with_frontier
from levels.reading.recipe import searched_recipe
from levels.summary import CAMPAIGN_FOLDER
from tests.app.window.fitting import faults
from widgets.controls.explained_label import ExplainedLabel
from widgets.controls.number_row import NumberRow
from widgets.dock.arrangement import Arrangement
from widgets.plots.curves_panel import CurvesPanel
from widgets.verdict.verdict_panel import VerdictPanel
from widgets.views.map import MapView

LEFT = Qt.MouseButton.LeftButton
Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
# 960×540, 1280×720 and 1536×864 are 1920×1080 at scale 2, 1.5 and 1.25.
SCREENS = ((900, 500), (960, 540), (1280, 720), (1366, 768), (1536, 864), (1920, 1080))


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


def test_a_tab_shows_the_medal_of_the_network_as_it_is(start_window, qtbot) -> None:
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


def test_the_frontier_of_a_level_file_reaches_the_verdict(start_window, qtbot, tmp_path) -> None:
    game, window = start_window()
    own = game.campaign.level("first-line")
    network = own.author_solution.network
    found = Frontier(
        (BestOfSize(network, 97, 100, 0.01, judged=True),), (TriedSize(1, 1, 0, 8),), 9
    )
    file = tmp_path / "searched.json"
    text = (CAMPAIGN_FOLDER / "first-line.json").read_text(encoding="utf-8")
    file.write_text(with_frontier(text, found, searched_recipe(own)), encoding="utf-8")
    game.open(read_level(file))
    load_author(game)
    verdict = judge(game, window, qtbot)
    assert verdict.plot.searched.frontier == found
    assert verdict.size_block.sentence == (
        "Nobody can go below 2: the only smaller network was tried, and it fails."
    )
    assert "the only one fails" in " ".join(verdict.plot.label_rects())


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


# -- room and views ---------------------------------------------------------------------------


def no_faults(qtbot, window) -> None:
    """Fail with what does not fit; layouts get a moment to settle."""

    def fits() -> None:
        assert faults(window) == []

    qtbot.waitUntil(fits, timeout=1000)


def views_shown(bench) -> tuple[str, ...]:
    return tuple(frame.title.split(":")[0] for frame in bench.dock.frames)


@pytest.mark.parametrize("size", SCREENS, ids=lambda size: "×".join(map(str, size)))
@pytest.mark.parametrize("level", ["first-line", "noisy-spiral"])
def test_every_control_lies_within_the_window_and_no_text_is_cut(open_level, qtbot, size, level):
    game, window = open_level(level)
    window.resize(*size)
    bench = window.workbench
    for keys in ("", "k", "p", "p", "l"):
        if keys == "l":
            qtbot.keyClick(bench.view, Key.Key_L, CTRL)
        elif keys:
            qtbot.keyClick(bench.view, keys)
        bench.bench.selection.select([game.session.document.network.neurons[0].id])
        qtbot.waitUntil(lambda: bench.card.isVisible() or bench.card.strip.isVisible())
        no_faults(qtbot, window)


@pytest.mark.parametrize("size", SCREENS, ids=lambda size: "×".join(map(str, size)))
def test_a_thrown_view_leaves_room_for_the_goal_bar(open_level, qtbot, size):
    _, window = open_level()
    window.resize(*size)
    qtbot.keyClick(window.workbench.view, Key.Key_3, CTRL)
    assert [frame.title for frame in window.workbench.stage.frames] == ["Map: Output y"]
    no_faults(qtbot, window)


def test_a_selection_leaves_the_curves_in_sight_at_1280(open_level, qtbot):
    _, window = open_level()
    bench = window.workbench
    qtbot.mouseClick(
        bench.view.viewport(), Qt.MouseButton.LeftButton, pos=bench.view.node_centre("h1")
    )
    qtbot.waitUntil(bench.card.isVisible)
    assert bench.card.inspector.card.title.startswith("Neuron h")
    assert bench.findChild(CurvesPanel).isVisible()
    # Neither the card nor the goal bar lies on a node.
    for node in ("x1", "x2", "h1", "y"):
        assert bench.goal_bar.geometry().bottom() < bench.view.node_centre(node).y()
        assert bench.view.node_centre(node).y() < bench.card.y()
    qtbot.keyClick(bench.view, Key.Key_Escape)
    assert bench.card.isHidden()


def test_the_card_waits_until_a_drag_has_ended(open_level, qtbot):
    _, window = open_level()
    bench = window.workbench
    viewport, place = bench.view.viewport(), bench.view.node_centre("h1")
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(bench.card.isVisible)


def test_keys_and_the_rail_open_and_close_views(open_level, qtbot):
    _, window = open_level()
    bench = window.workbench
    assert views_shown(bench) == ("Map", "Curves")
    plane = bench.findChild(MapView).output_map.view
    assert plane.width() == pytest.approx(plane.height(), abs=12)  # as good as square
    qtbot.keyClick(bench.view, Key.Key_K)
    assert views_shown(bench) == ("Map", "Confusion")
    assert bench.rail.button("confusion").isChecked()
    qtbot.mouseClick(bench.rail.button("confusion"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(bench.rail.button("map"), Qt.MouseButton.LeftButton)
    assert views_shown(bench) == ()
    assert bench.dock.isHidden()


def test_the_header_pins_throws_and_closes(open_level, qtbot):
    _, window = open_level()
    bench = window.workbench

    def press(name):
        qtbot.mouseClick(bench.findChild(QWidget, name), Qt.MouseButton.LeftButton)

    press("curves-pin")
    qtbot.keyClick(bench.view, Key.Key_K)
    assert views_shown(bench) == ("Confusion", "Curves")
    press("view-confusion-throw")
    assert [frame.title for frame in bench.stage.frames] == ["Confusion"]
    assert bench.stage.isVisible()
    press("view-confusion-close")
    assert bench.stage.isHidden()
    assert views_shown(bench) == ("Curves",)


def test_each_level_remembers_how_its_views_stand(open_level, qtbot):
    game, window = open_level()
    qtbot.keyClick(window.workbench.view, Key.Key_2, CTRL)
    qtbot.keyClick(window.workbench.view, Key.Key_K)
    game.open_id("first-line")
    assert views_shown(window.workbench) == ("Map", "Curves")
    game, window = open_level()
    assert window.workbench.deck.arrangement == Arrangement(("map", "confusion"), wide=True)


def test_the_map_says_whose_output_it_shows(open_level, qtbot):
    game, window = open_level()
    game.session.train()
    qtbot.waitUntil(lambda: game.session.run.epoch > 0)
    game.session.pause()
    bench = window.workbench
    view, title = bench.view, bench.findChild(MapView).windowTitle
    assert title() == "Output y"
    qtbot.mouseMove(view.viewport(), view.node_centre("h1"))
    assert title().startswith("Neuron h")
    assert title().endswith("(tanh)")
    qtbot.mouseMove(view.viewport(), view.node_centre("x1"))
    assert title() == "Input x₁"
    qtbot.mouseMove(view.viewport(), view.node_centre("x1") + QPoint(0, -90))
    assert title() == "Output y"
    bench.bench.selection.select(["h1"])
    assert title().startswith("Neuron h")
    qtbot.keyClick(view, Key.Key_Escape)
    assert title() == "Output y"


def in_canvas(bench, widget) -> QRect:
    return QRect(widget.mapTo(bench.view, QPoint(0, 0)), widget.size())


@pytest.mark.parametrize("size", SCREENS, ids=lambda size: "×".join(map(str, size)))
def test_a_selection_covers_neither_nodes_nor_buttons(open_level, qtbot, size):
    _, window = open_level()
    window.resize(*size)
    bench = window.workbench
    card, view = bench.card, bench.view
    bench.bench.selection.select(["h1"])
    qtbot.waitUntil(lambda: card.isVisible() or card.strip.isVisible())
    shown = card if card.isVisible() else card.strip
    bars = (view.corners.lens_bar, view.corners.zoom_bar)
    for widget in (shown, *bars, bench.goal_bar):
        place = in_canvas(bench, widget)
        assert view.rect().contains(place)
        assert not [square for square in view.landmarks() if square.intersects(place)]
    assert not [bar for bar in bars if in_canvas(bench, bar).intersects(in_canvas(bench, shown))]


def test_on_a_low_canvas_a_button_opens_all_numbers_of_the_selection(open_level, qtbot):
    game, window = open_level()
    window.resize(960, 540)
    bench = window.workbench
    qtbot.mouseClick(
        bench.view.viewport(), Qt.MouseButton.LeftButton, pos=bench.view.node_centre("h1")
    )
    strip = bench.card.strip
    qtbot.waitUntil(strip.isVisible)
    assert strip.text() == "Neuron h₁"
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton)
    card = window.findChild(QWidget, "popover")
    no_faults(qtbot, window)
    numbers = card.findChild(QWidget, "inspector")
    for name in ("weight-x1-h1", "weight-x2-h1", "score-now"):
        row = numbers.findChild(QWidget, name)
        assert card.rect().contains(QRect(row.mapTo(card, QPoint(0, 0)), row.size())), name
    field = card.findChild(QWidget, "weight-x1-h1")
    field.set_value(1.25)
    link = game.session.document.network.link_by_key[LinkKey("x1", "h1")]
    assert link.start_weight == 1.25
    # What is selected is looked at again after an edit; the numbers stay open meanwhile.
    timers = bench.card.findChildren(QTimer)
    qtbot.waitUntil(lambda: not any(timer.isActive() for timer in timers))
    assert window.findChild(QWidget, "popover") is card
    assert card.isVisible()
    qtbot.keyClick(card, Key.Key_Escape)
    qtbot.waitUntil(lambda: window.findChild(QWidget, "popover") is None)
    qtbot.keyClick(bench.view, Key.Key_Escape)
    assert strip.isHidden()


@pytest.mark.parametrize("thrown", ["curves", "list"])
def test_beside_a_large_view_the_numbers_of_the_selection_are_not_cut(open_level, qtbot, thrown):
    _, window = open_level()
    window.resize(1366, 768)
    bench = window.workbench
    bench.deck.arrange(Arrangement(docked=(), thrown=thrown))
    card = bench.card
    bench.bench.selection.select(["h1"])
    qtbot.waitUntil(lambda: card.isVisible() or card.strip.isVisible())
    if card.isVisible():
        first = card.findChild(QWidget, "inspector").findChildren(NumberRow)[0]
        assert first.visibleRegion().boundingRect().size() == first.size()
    # One row alone fits below its title.
    bench.bench.selection.select((), (LinkKey("x1", "h1"),))
    qtbot.waitUntil(card.isVisible)
    assert card.strip.isHidden()
    row = card.findChild(QWidget, "weight-x1-h1")
    assert row.visibleRegion().boundingRect().size() == row.size()


@pytest.mark.parametrize("size", [(960, 540), (1366, 768)])
@pytest.mark.parametrize("scale", [1.25, 1.5, 2.0])
def test_large_text_fits_and_every_view_can_be_seen(open_level, dress, qtbot, size, scale):
    game, window = open_level()
    window.resize(*size)
    game.settings.set_text_scale(scale)
    dress(game)
    bench = window.workbench
    for name in ("map", "confusion", "numbers"):
        if not bench.rail.button(name).isChecked():
            qtbot.mouseClick(bench.rail.button(name), LEFT)
        assert bench.rail.button(name).isChecked()
        assert bench.deck.frame(name).isVisible()
        no_faults(qtbot, window)
        qtbot.mouseClick(bench.rail.button(name), LEFT)
        assert not bench.rail.button(name).isChecked()


@pytest.mark.parametrize("size", SCREENS, ids=lambda size: "×".join(map(str, size)))
def test_the_legend_of_a_lens_covers_no_node(open_level, qtbot, size):
    _, window = open_level("noisy-spiral")
    window.resize(*size)
    bench = window.workbench
    view, bar = bench.view, bench.view.corners.lens_bar
    low = bar.height()
    qtbot.mouseClick(bench.findChild(QWidget, "lens-ablation"), LEFT)
    qtbot.waitUntil(lambda: bar.height() > low)
    place = in_canvas(bench, bar)
    assert not [square for square in view.landmarks() if square.intersects(place)]
    assert not in_canvas(bench, view.corners.zoom_bar).intersects(place)


def test_the_buttons_of_a_narrow_canvas_stand_apart(open_level, qtbot):
    _, window = open_level()
    window.resize(960, 540)
    qtbot.keyClick(window.workbench.view, Key.Key_3, CTRL)
    corners = window.workbench.view.corners
    assert not corners.lens_bar.geometry().intersects(corners.zoom_bar.geometry())


def test_the_legend_is_right_below_a_map_that_stands_alone(dressed, start_window, qtbot, tmp_path):
    game, window = start_window()
    window.resize(1920, 1080)
    file = tmp_path / "irises.json"
    data = {"dataset": "iris", "train": 90, "validation": 30, "test": 30}
    terms = {"metric": "accuracy", "at_least": 0.9}
    file.write_text(
        json.dumps({"format": 1, "id": "irises", "title": "Irises", "data": data, "pass": terms})
    )
    game.open(read_level(file))
    window.workbench.deck.arrange(Arrangement(docked=("map",)))
    shown = window.findChild(MapView).output_map
    train = next(one for one in shown.findChildren(ExplainedLabel) if one.text() == "train")
    qtbot.waitUntil(lambda: shown.view.width() == shown.view.height() > 0)
    assert 0 <= train.y() - shown.view.geometry().bottom() <= 24


def test_a_tab_can_be_renamed_while_a_verdict_lies_on_the_bench(start_window, qtbot) -> None:
    game, window = start_window()
    game.open_id("xor")
    verdict = judge(game, window, qtbot)
    tabs, open_id = window.workbench.tabs, str(game.session.shelf.open_entry.id)
    QTest.mouseDClick(tabs.pill(open_id), LEFT)
    assert not verdict.isVisible()
    QTest.keyClicks(QApplication.focusWidget(), "thin")
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Return)
    qtbot.waitUntil(lambda: tabs.names == ("thin",))
