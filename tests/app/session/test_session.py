"""A level on the bench: every edit kept and learnt on, the medal kept too."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from app.session.game import Game
from app.session.session import Session
from engine import METRICS, LinkKey, Refused, outputs
from engine.training.run import RunState
from levels import Medal, campaign, parse_level


@pytest.fixture
def game(start_game) -> Game:
    return start_game()


@pytest.fixture
def session(game: Game, qtbot) -> Session:
    game.open_id("xor")
    qtbot.waitUntil(lambda: game.session.run.frame is not None)
    return game.session


def build(session: Session) -> None:
    """The author's seven parameters, drawn by hand."""
    solution = campaign().level("xor").author_solution
    session.document.load(solution)


def shown_links(session: Session) -> set[LinkKey]:
    frame = session.run.frame
    return set() if frame is None else set(frame.snapshot.plan.network.link_by_key)


def test_an_opened_level_is_ready_to_train(session: Session) -> None:
    assert session.run.state is RunState.IDLE
    assert session.run.epochs == session.document.solution.training.epochs
    assert [entry.name for entry in session.shelf.entries] == ["Solution 1"]


def test_an_edit_is_learnt_on_without_a_stop(session: Session, qtbot) -> None:
    build(session)
    session.document.set_training(replace(session.document.solution.training, epochs=1_000_000))
    session.train()
    qtbot.waitUntil(lambda: session.run.epoch > 20)
    cut = session.document.network.links[0].key
    session.document.remove(links=[cut])
    qtbot.waitUntil(lambda: cut not in shown_links(session))
    assert session.run.state is RunState.RUNNING
    assert session.run.epoch > 20
    session.document.undo_stack.undo()
    qtbot.waitUntil(lambda: cut in shown_links(session))
    assert session.run.state is RunState.RUNNING
    session.pause()
    qtbot.waitUntil(lambda: session.run.state is RunState.PAUSED)


def test_a_refused_edit_changes_nothing_anywhere(session: Session) -> None:
    kept = session.document.solution
    with pytest.raises(Refused):
        session.document.link("y", "y")
    assert session.document.solution == kept
    assert session.shelf.open_entry.solution == kept


def test_edits_come_back_after_a_restart(session: Session, start_game, qtbot) -> None:
    build(session)
    session.document.move({"y": (333.0, -77.0)})
    kept = session.document.solution
    again = start_game()
    again.open_id("xor")
    assert again.session.document.solution == kept


def test_edits_are_on_disk_soon_without_any_closing(session: Session, game: Game, qtbot) -> None:
    build(session)
    entry = session.shelf.open_entry
    qtbot.waitUntil(lambda: game._records.solutions("xor")[0].parameters == 7, timeout=1000)
    assert entry.parameters == 7


def test_several_named_solutions(session: Session, start_game) -> None:
    shelf, document = session.shelf, session.document
    build(session)
    first = shelf.open_entry.id
    session.rename(first, "Seven")
    shelf.duplicate(first)
    assert shelf.open_entry.name == "Seven copy"
    document.remove(links=[document.network.links[0].key])
    shelf.create()
    assert document.network.parameters == campaign().level("xor").start.network.parameters
    assert not document.undo_stack.canUndo()
    third = shelf.open_entry.id
    assert [(entry.name, entry.parameters) for entry in shelf.entries][:2] == [
        ("Seven", 7),
        ("Seven copy", 6),
    ]
    session.rename(first, "Smallest")
    shelf.open(first)
    assert document.solution.name == "Smallest"
    assert document.network.parameters == 7
    shelf.delete(third)
    again = start_game()
    again.open_id("xor")
    assert [entry.name for entry in again.session.shelf.entries] == ["Smallest", "Seven copy"]
    assert again.session.shelf.open_entry.name == "Smallest"


def test_the_last_solution_gives_way_to_a_new_start(session: Session) -> None:
    build(session)
    session.shelf.delete(session.shelf.open_entry.id)
    assert len(session.shelf.entries) == 1
    assert not session.document.network.links


def test_a_switch_of_solutions_starts_another_run(session: Session, qtbot) -> None:
    build(session)
    session.document.set_training(replace(session.document.solution.training, epochs=1_000_000))
    session.train()
    qtbot.waitUntil(lambda: session.run.epoch > 5)
    session.shelf.create()
    qtbot.waitUntil(lambda: session.run.state is RunState.IDLE and session.run.epoch == 0)
    assert not shown_links(session)


def test_a_new_start_differs_and_a_reset_returns(session: Session, qtbot) -> None:
    build(session)
    qtbot.waitUntil(lambda: len(shown_links(session)) == 5)
    first = session.run.frame.snapshot.parameters
    session.new_start()
    run = session.run.frame.run
    qtbot.waitUntil(lambda: session.run.frame.run != run)
    assert (session.run.frame.snapshot.parameters != first).any()
    second = session.run.frame.snapshot.parameters
    session.step()
    qtbot.waitUntil(lambda: session.run.epoch == 1)
    session.reset()
    qtbot.waitUntil(lambda: session.run.epoch == 0)
    assert (session.run.frame.snapshot.parameters == second).all()


def test_a_weight_set_by_hand_is_the_live_weight(session: Session, qtbot) -> None:
    build(session)
    key = session.document.network.links[0].key
    qtbot.waitUntil(lambda: len(shown_links(session)) == 5)
    session.step()
    qtbot.waitUntil(lambda: session.run.epoch == 1)
    live = session.run.frame.snapshot.weight(*key)
    session.document.set_start_weight(key, 2.5, live)
    qtbot.waitUntil(lambda: session.run.frame.snapshot.weight(*key) == 2.5)
    session.document.undo_stack.undo()
    qtbot.waitUntil(lambda: session.run.frame.snapshot.weight(*key) == live)


def test_divergence_is_told_and_can_be_reset(session: Session, qtbot) -> None:
    build(session)
    training = session.document.solution.training
    wild = replace(training, optimizer="sgd", learning_rate=1e6, loss="squared-error")
    session.document.set_training(wild)
    session.train()
    qtbot.waitUntil(lambda: session.run.state is RunState.DIVERGED)
    session.reset()
    qtbot.waitUntil(lambda: session.run.state is RunState.IDLE and session.run.epoch == 0)


def judged(session: Session, qtbot):
    outcomes = []
    session.judging.finished.connect(outcomes.append)
    session.judge()
    qtbot.waitUntil(lambda: bool(outcomes), timeout=30_000)
    return outcomes[0]


def test_the_medal_is_kept_after_a_restart(session: Session, start_game, qtbot) -> None:
    build(session)
    outcome = judged(session, qtbot)
    assert outcome.verdict.passed
    assert outcome.medal is Medal.BONSAI
    assert not outcome.star
    assert outcome.best_before is None
    again = start_game()
    again.open_id("xor")
    assert again.session.judging.best.medal == "bonsai"
    assert [card.medal for card in again.cards() if card.id == "xor"] == [Medal.BONSAI]


def test_a_failed_verdict_wins_nothing_but_is_kept(session: Session, qtbot) -> None:
    outcome = judged(session, qtbot)
    assert not outcome.verdict.passed
    assert outcome.medal is None
    assert session.judging.best is None
    assert len(session.judging.history) == 1


def test_the_author_is_judged_for_comparison_once(session: Session, qtbot) -> None:
    build(session)
    with qtbot.waitSignal(session.judging.author_judged, timeout=30_000) as compared:
        judged(session, qtbot)
    (author,) = compared.args
    assert author.passed
    assert author.parameters == session.level.author_solution.network.parameters
    assert session.judging.author is author
    with qtbot.assertNotEmitted(session.judging.author_judged, wait=50):
        judged(session, qtbot)
    assert len(session.judging.history) == 2


def test_training_calls_the_judge_off(session: Session, qtbot) -> None:
    build(session)
    cancelled = []
    session.judging.cancelled.connect(lambda: cancelled.append(True))
    session.judge()
    session.train()
    assert cancelled
    assert not session.judging.active
    qtbot.waitUntil(lambda: session.run.epoch > 0)
    assert session.judging.history == []


def test_the_speed_is_remembered(session: Session, start_game) -> None:
    session.run.set_speed(30.0)
    again = start_game()
    again.open_id("xor")
    assert again.session.run.speed == 30.0


def test_leaving_takes_the_run_off_the_bench(game: Game, session: Session) -> None:
    left = []
    game.left.connect(lambda: left.append(True))
    game.leave()
    assert left
    assert game.session is None


def test_curves_are_scored_by_the_metric_of_the_level(game: Game, qtbot) -> None:
    common = [[0.1 * index, 0.3, 0] for index in range(12)]
    text = {
        "format": 1,
        "id": "rare",
        "title": "A rare class",
        "data": {"points": [*common, [0.5, -0.2, 1], [0.9, -0.2, 1]]},
        "pass": {"metric": "balanced-accuracy", "at_least": 0.9},
    }
    level = parse_level(json.dumps(text))
    game.open(level)
    session = game.session
    session.document.add_input("x1", (-200.0, 0.0))
    session.document.link("x1", "y")
    qtbot.waitUntil(lambda: shown_links(session) == {LinkKey("x1", "y")})
    snapshot = session.run.frame.snapshot
    validation = session.dataset.validation
    values = outputs(snapshot.plan, snapshot.parameters, validation.x, ("x1", "x2"))
    expected = METRICS["balanced-accuracy"].score(level.task, values, validation)
    assert snapshot.curves.validation_score[-1] == pytest.approx(expected)
    assert not (expected == METRICS["accuracy"].score(level.task, values, validation)).all()
