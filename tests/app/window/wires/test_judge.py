"""What the window shows of a verdict, and what the judge's button says before it is pressed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from app.session.game import Game
from app.session.session import Session
from app.storage.records import StoredVerdict
from app.window.main_window import MainWindow
from app.window.wires.judge import stored_score, wrong_points
from engine import outputs
from engine.judging.judge import judge
from levels import campaign, write_solution
from levels.rules import Rules
from tests.quick_levels import quick
from widgets.controls.menu import find_entry
from widgets.verdict.sturdiness_words import draws_text, starts_text


@pytest.fixture
def level():
    return campaign().level("xor")


@pytest.fixture
def add_verdict(level):
    """``add_verdict(game, parameters, passed=...)`` puts a verdict into the records."""

    def add(game, parameters, *, passed=True, scores=((1, 0.99),)):
        text = write_solution(level.author_solution, level.id)
        game._verdicts.add(
            StoredVerdict(level.address, level.key, text, parameters, passed, scores, 0.0)
        )

    return add


@pytest.fixture
def played(start_window, qtbot):
    """``played()``: the window with xor on its bench, once something is to be seen there."""

    def start(game=None, window=None):
        if game is None:
            game, window = start_window()
        game.open_id("xor")
        qtbot.waitUntil(lambda: game.session.run.frame is not None)
        return game.session, window.workbench

    return start


def test_the_card_counts_further_starts_while_they_are_trained_and_after(played, level, qtbot):
    session, bench = played()
    session.document.load(quick(level))
    block, texts = bench.verdict.sturdiness, []
    session.further_starts.changed.connect(lambda _: texts.append(block.starts.text))
    qtbot.mouseClick(bench.findChild(QPushButton, "judge"), Qt.MouseButton.LeftButton)
    assert not block.isVisible()
    text = write_solution(session.document.solution, "xor")
    further = session.further_starts
    qtbot.waitUntil(lambda: further.of(text) is not None, timeout=60_000)
    assert block.isVisible()
    assert any("so far" in own for own in texts)
    found = further.of(text)
    assert block.starts.text == starts_text(found.starts)
    assert block.draws.text == draws_text(found.draws)
    assert block.starts.likely.startswith("likely ")
    assert starts_text(found.starts)[1:] in bench.verdict.plot.accessibleName()


def test_a_known_sturdiness_reaches_the_plot_with_the_verdict(start_window, played, level, qtbot):
    game, window = start_window()
    session, bench = played(game, window)
    solution = quick(level)
    further, text = session.further_starts, write_solution(solution, "xor")
    session.judging.start(solution)
    qtbot.waitUntil(lambda: further.of(text) is not None, timeout=60_000)
    bench.verdict.hide()
    with qtbot.waitSignal(session.judging.finished, timeout=60_000):
        session.judging.start(solution)
    found = further.of(text)
    assert bench.verdict.sturdiness.isVisible()
    assert bench.verdict.sturdiness.starts.text == starts_text(found.starts)
    said = bench.verdict.plot.accessibleName().split("; ")
    (this,) = (own for own in said if own.startswith("this"))
    assert starts_text(found.starts)[1:] in this


def test_an_edit_while_the_judge_works_leaves_the_reason_on_the_button(played, level, qtbot):
    session, bench = played()
    endless = replace(level.author_solution, training=replace(level.training, epochs=3000))
    session.judging.start(endless)
    session.document.add_input("x1", (0.0, 0.0))
    assert session.judging.active
    button = bench.findChild(QWidget, "judge")
    assert (button.isEnabled(), button.toolTip()) == (False, "The judge is at work")
    for entries in (bench.transport.entries(), bench.goal_bar.entries()):
        assert find_entry(entries, "Judge the solution").refusal == "The judge is at work"
    session.judging.cancel()
    assert button.isEnabled()
    assert find_entry(bench.goal_bar.entries(), "Judge the solution").refusal == ""


def test_a_turned_start_value_has_no_rule_checked(played, level, monkeypatch):
    session, _ = played()
    session.document.load(quick(level))
    checked, faults = [], Rules.faults

    def counted(rules, solution):
        checked.append(solution)
        return faults(rules, solution)

    monkeypatch.setattr(Rules, "faults", counted)
    link = session.document.network.links[0]
    session.document.set_start_weight(link.key, 0.5)
    assert checked == []
    session.document.set_frozen(links=[link.key], frozen=True)
    assert checked


def test_while_another_is_judged_the_card_is_silent_about_the_one_before(played, level, qtbot):
    session, bench = played()
    solution = quick(level)
    long = replace(solution, training=replace(level.training, epochs=3000, batch_size=2))
    with qtbot.waitSignal(session.further_starts.changed, timeout=60_000):
        session.judging.start(solution)
    session.judging.start(long)
    text = write_solution(solution, "xor")
    qtbot.waitUntil(lambda: session.further_starts.of(text) is not None, timeout=60_000)
    assert session.judging.active
    assert not bench.verdict.sturdiness.isVisible()


@pytest.mark.parametrize(
    ("sizes", "won", "star"),
    [((13, 7, 15), 4, False), ((15, 9, 13), 3, False), ((9, 6), 4, True), ((14, 13), 2, False)],
)
def test_the_goal_bar_shows_the_medal_of_the_smallest_that_passed(
    start_window, played, add_verdict, sizes, won, star
):
    game, window = start_window()
    for size in sizes:
        add_verdict(game, size)
    add_verdict(game, 3, passed=False)
    _, bench = played(game, window)
    medals = bench.goal_bar.medals
    assert medals.won == set(("leaf", "branch", "blossom", "bonsai")[:won])
    assert medals.explain("bonsai").endswith("smaller than the author’s.") == star


def test_where_nothing_passed_the_goal_bar_shows_no_medal(start_window, played, add_verdict):
    game, window = start_window()
    add_verdict(game, 7, passed=False)
    _, bench = played(game, window)
    assert bench.goal_bar.medals.won == frozenset()


@pytest.fixture
def verdict(level):
    """Five starts that differ in what they get wrong."""
    solution = quick(level)
    *_, verdict = judge(solution.network, level.dataset(), solution.training, level.terms)
    assert len({own.wrong.tobytes() for own in verdict.results}) == len(verdict.results)
    return verdict


def with_passed(verdict, *passed):
    pairs = zip(verdict.results, passed, strict=True)
    return replace(verdict, results=tuple(replace(own, passed=new) for own, new in pairs))


@pytest.mark.parametrize(
    ("passed", "place"),
    [
        ((True, False, True, False, True), 1),
        ((False, True, True, True, False), 0),
        ((True, True, True, False, False), 3),
        ((True,) * 5, 0),
    ],
)
def test_the_wrong_points_are_those_of_the_first_start_that_failed(played, verdict, passed, place):
    session, bench = played()
    frame, test = session.run.frame, bench.bench.dataset.test
    mark = wrong_points(with_passed(verdict, *passed), bench.bench, frame)
    # Independent of the list that the judge made: what these weights answer, sample by sample.
    answers = outputs(verdict.plan, verdict.weights[place], test.x, ("x1", "x2"))[0]
    wrong = (answers > 0) != (test.labels == 1)
    np.testing.assert_array_equal(mark.samples.x, test.x[wrong])


def test_a_verdict_of_the_records_has_the_score_that_decided(level):
    scores = tuple(enumerate((0.99, 0.95, 0.98, None, 0.96), start=1))
    kept = StoredVerdict(level.address, level.key, "{}", 7, True, scores, 0.0)
    assert level.terms.needed == 4
    assert stored_score(kept, level) == 0.95
    two = replace(level, terms=replace(level.terms, needed=2))
    assert stored_score(kept, two) == 0.98
    every = replace(level, terms=replace(level.terms, needed=5))
    assert stored_score(kept, every) is None


@pytest.mark.usefixtures("cheating")
def test_the_button_shows_and_says_that_a_rule_is_broken(start_window, qtbot) -> None:
    game, window = start_window()
    game.open_id("xor")
    button = window.findChild(QWidget, "judge")
    assert button.isEnabled()
    assert button.property("role") == "held"
    assert button.toolTip() == game.session.refusal
    assert "does not offer the input" in button.toolTip()
    assert button.toolTip() in button.accessibleName()
    bench, view = window.workbench, window.workbench.view
    bench.bench.selection.select(["x1*x2"])
    qtbot.waitUntil(bench.card.strip.isVisible)
    places = [square.intersects(bench.notice.geometry()) for square in view.landmarks()]
    assert not any(places)
    assert not bench.card.strip.geometry().intersects(bench.notice.geometry())
    document = game.session.document
    document.remove(["x1*x2"], [])
    assert button.property("role") == "primary"
    assert button.accessibleName() == "Judge it"
    document.undo_stack.undo()
    assert button.property("role") == "held"
    said: list[str] = []
    game.noticed.connect(said.append)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert said == [game.session.refusal]


@pytest.fixture
def started(start_window) -> tuple[Game, MainWindow]:
    """The first level with its author's network on the bench."""
    game, window = start_window()
    game.open_id("first-line")
    session = game.session
    author = session.level.author_solution
    document = session.document
    document.load(replace(document.solution, network=author.network, layout=author.layout))
    return game, window


def wait_for_verdict(qtbot, session: Session) -> None:
    with qtbot.waitSignal(session.judging.finished, timeout=30_000):
        session.judge()


def test_opening_another_solution_puts_the_verdict_aside(started, qtbot) -> None:
    game, window = started
    wait_for_verdict(qtbot, game.session)
    card = window.workbench.verdict
    assert card.isVisible()
    game.session.shelf.create()
    assert not card.isVisible()


def test_renaming_the_judged_solution_leaves_its_verdict(started, qtbot) -> None:
    game, window = started
    wait_for_verdict(qtbot, game.session)
    game.session.rename(game.session.shelf.open_entry.id, "Line")
    assert window.workbench.verdict.isVisible()
