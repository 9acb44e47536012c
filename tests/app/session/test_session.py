"""A level on the bench: every edit kept and learnt on, the medal kept too."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace

import numpy as np
import pytest

from app.session.game import Game
from app.session.session import Session
from engine import METRICS, LinkKey, Refused, outputs
from engine.training.run import RunState
from levels import Medal, campaign, parse_level
from widgets.run_model import FULL_SPEED, Speed


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
    session.run.set_speed(FULL_SPEED)
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
    entry, address = session.shelf.open_entry, session.level.address
    qtbot.waitUntil(lambda: game._records.solutions(address)[0].parameters == 7, timeout=1000)
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


# -- what was left comes back ----------------------------------------------------------------------


def trained(session: Session, qtbot, epochs: int = 60) -> None:
    """Train the author's network for so many epochs, to the end."""
    build(session)
    session.document.set_training(replace(session.document.solution.training, epochs=epochs))
    session.run.set_speed(FULL_SPEED)
    session.train()
    qtbot.waitUntil(lambda: session.run.state is RunState.FINISHED)


def weights(session: Session) -> np.ndarray:
    return session.run.frame.snapshot.parameters


def test_cut_look_undo_is_free_when_the_run_stands(session: Session, qtbot) -> None:
    trained(session, qtbot)
    before, score = weights(session), session.run.score
    cut = session.document.network.links[-1].key
    session.document.remove(links=[cut])
    qtbot.waitUntil(lambda: cut not in shown_links(session))
    assert session.run.score < score
    session.document.undo_stack.undo()
    qtbot.waitUntil(lambda: cut in shown_links(session))
    assert np.array_equal(weights(session), before)
    assert session.run.score == score
    assert session.run.state is RunState.FINISHED


def test_undo_while_training_brings_the_weight_back_and_training_goes_on(
    session: Session, qtbot
) -> None:
    build(session)
    session.document.set_training(replace(session.document.solution.training, epochs=1_000_000))
    session.run.set_speed(FULL_SPEED)
    session.train()
    qtbot.waitUntil(lambda: session.run.epoch > 200)
    session.run.set_speed(Speed(1, "update"))  # so that the weights can be compared
    count = []
    session.run.frame_changed.connect(lambda: count.append(1))
    qtbot.waitUntil(lambda: bool(count))
    cut = session.document.network.links[-1].key
    before = session.run.frame.snapshot.weight(*cut)
    assert abs(before) > 1.0
    session.document.remove(links=[cut])
    qtbot.waitUntil(lambda: cut not in shown_links(session))
    session.document.undo_stack.undo()
    qtbot.waitUntil(lambda: cut in shown_links(session))
    assert session.run.frame.snapshot.weight(*cut) == pytest.approx(before, rel=0.1)
    assert session.run.state is RunState.RUNNING
    epoch = session.run.frame.snapshot.update
    qtbot.waitUntil(lambda: session.run.frame.snapshot.update > epoch)
    session.pause()
    qtbot.waitUntil(lambda: session.run.state is RunState.PAUSED)


def test_an_undone_weight_gives_every_start_its_own_back(session: Session, qtbot) -> None:
    trained(session, qtbot)
    before, key = weights(session), session.document.network.links[0].key
    live = session.run.frame.snapshot.weight(*key)
    for value in (0.5, 1.0, -2.0):
        session.document.set_start_weight(key, value, live)
    qtbot.waitUntil(lambda: session.run.frame.snapshot.weight(*key) == -2.0)
    session.document.undo_stack.undo()
    qtbot.waitUntil(lambda: session.run.frame.snapshot.weight(*key) == live)
    assert np.array_equal(weights(session), before)


def test_the_score_follows_a_weight_that_is_turned(session: Session, qtbot) -> None:
    trained(session, qtbot, epochs=300)
    good, key = session.run.score, LinkKey("h1", "y")
    recorded = session.run.frame.snapshot.curves.validation_score[-1, 0]
    assert good == recorded > 0.9
    live = session.run.frame.snapshot.weight(*key)
    session.document.set_start_weight(key, -live, live)
    qtbot.waitUntil(lambda: session.run.score < 0.6)
    session.document.undo_stack.undo()
    qtbot.waitUntil(lambda: session.run.score == good)


def test_an_unlinked_network_has_no_score_and_says_why(session: Session, qtbot) -> None:
    assert (session.run.score, session.run.unscored) == (None, "nothing is linked to y yet")
    build(session)
    qtbot.waitUntil(lambda: session.run.score is not None)
    assert session.run.unscored == ""


def test_a_diverged_run_has_no_score_and_says_so(session: Session, qtbot) -> None:
    build(session)
    training = session.document.solution.training
    wild = replace(training, optimizer="sgd", learning_rate=1e6, loss="squared-error")
    session.document.set_training(wild)
    session.train()
    qtbot.waitUntil(lambda: session.run.state is RunState.DIVERGED)
    assert session.run.score is None
    assert session.run.unscored == "diverged in epoch 1"


def test_another_solution_and_back_finds_run_curves_and_history(session: Session, qtbot) -> None:
    trained(session, qtbot)
    first, shelf = session.shelf.open_entry.id, session.shelf
    before, curves = weights(session), session.run.frame.snapshot.curves
    history = session.document.history
    shelf.create()
    qtbot.waitUntil(lambda: session.run.epoch == 0)
    assert not session.document.undo_stack.canUndo()
    shelf.open(first)
    qtbot.waitUntil(lambda: session.run.state is RunState.FINISHED and session.run.epoch == 60)
    assert np.array_equal(weights(session), before)
    assert np.array_equal(session.run.frame.snapshot.curves.train_loss, curves.train_loss)
    assert session.document.history == history
    session.document.undo_stack.undo()  # the epochs
    assert session.document.solution.training.epochs == session.level.training.epochs
    qtbot.waitUntil(lambda: session.run.state is RunState.PAUSED)


def test_a_deleted_solution_comes_back_with_its_run(session: Session, qtbot) -> None:
    trained(session, qtbot)
    before, shelf = weights(session), session.shelf
    deletion = shelf.delete(shelf.open_entry.id)
    qtbot.waitUntil(lambda: session.run.epoch == 0)
    assert shelf.undo_delete(deletion)
    qtbot.waitUntil(lambda: session.run.state is RunState.FINISHED and session.run.epoch == 60)
    assert np.array_equal(weights(session), before)
    assert session.document.undo_stack.canUndo()


def test_undo_is_exact_across_a_switch(session: Session, qtbot) -> None:
    trained(session, qtbot)
    before, first = weights(session), session.shelf.open_entry.id
    cut = session.document.network.links[-1].key
    session.document.remove(links=[cut])
    session.shelf.create()
    session.shelf.open(first)
    qtbot.waitUntil(lambda: session.run.epoch == 60)
    session.document.undo_stack.undo()
    qtbot.waitUntil(lambda: cut in shown_links(session))
    assert np.array_equal(weights(session), before)


def test_a_running_solution_waits_paused(session: Session, qtbot) -> None:
    build(session)
    session.document.set_training(replace(session.document.solution.training, epochs=1_000_000))
    session.run.set_speed(FULL_SPEED)
    session.train()
    qtbot.waitUntil(lambda: session.run.epoch > 5)
    first = session.shelf.open_entry.id
    session.shelf.create()
    qtbot.waitUntil(lambda: session.run.epoch == 0)
    session.shelf.open(first)
    qtbot.waitUntil(lambda: session.run.epoch > 5)
    assert session.run.state is RunState.PAUSED


def test_leaving_and_returning_finds_everything(game: Game, session: Session, qtbot) -> None:
    trained(session, qtbot)
    before, history = weights(session), session.document.history
    moments = len(history.edits)
    game.leave()
    game.open_id("first-line")
    game.open_id("xor")
    again = game.session
    qtbot.waitUntil(lambda: again.run.state is RunState.FINISHED)
    assert np.array_equal(weights(again), before)
    assert again.document.history == history
    assert again.document.undo_stack.count() == moments
    again.reset()
    qtbot.waitUntil(lambda: again.run.epoch == 0)


def test_another_start_stays_another_start(game: Game, session: Session, qtbot) -> None:
    build(session)
    session.new_start()
    session.step()
    qtbot.waitUntil(lambda: session.run.epoch == 1)
    seeds = session.run.frame.seeds
    game.leave()
    game.open_id("xor")
    qtbot.waitUntil(lambda: game.session.run.epoch == 1)
    assert game.session.run.frame.seeds == seeds == tuple(range(9, 17))
    game.session.reset()
    qtbot.waitUntil(lambda: game.session.run.epoch == 0)
    assert game.session.run.frame.seeds == seeds


def test_weights_and_curves_come_back_after_a_restart(session, start_game, qtbot) -> None:
    trained(session, qtbot)
    before, curves = weights(session), session.run.frame.snapshot.curves
    score = session.run.score
    again = start_game()
    again.open_id("xor")
    qtbot.waitUntil(lambda: again.session.run.state is RunState.FINISHED)
    assert np.array_equal(weights(again.session), before)
    shown = again.session.run.frame.snapshot.curves
    assert np.array_equal(shown.validation_score, curves.validation_score)
    assert again.session.run.score == score


def test_a_paused_run_goes_on_after_a_restart(session, start_game, qtbot) -> None:
    build(session)
    for epoch in (1, 2):
        session.step()
        qtbot.waitUntil(lambda epoch=epoch: session.run.epoch == epoch)
    again = start_game()
    again.open_id("xor")
    qtbot.waitUntil(lambda: again.session.run.state is RunState.PAUSED)
    assert again.session.run.epoch == 2
    again.session.step()
    qtbot.waitUntil(lambda: again.session.run.epoch == 3)


def test_a_run_is_on_disk_soon_after_it_stands(session: Session, game: Game, qtbot) -> None:
    trained(session, qtbot)
    own = session.shelf.open_entry.id
    qtbot.waitUntil(lambda: game._records.run_of(own) is not None)


def test_a_reset_run_leaves_nothing_behind(session: Session, start_game, qtbot) -> None:
    trained(session, qtbot)
    session.reset()
    qtbot.waitUntil(lambda: session.run.epoch == 0)
    again = start_game()
    again.open_id("xor")
    qtbot.waitUntil(lambda: again.session.run.frame is not None)
    assert (again.session.run.state, again.session.run.epoch) == (RunState.IDLE, 0)


def test_a_damaged_memory_is_just_no_memory(session, start_game, qtbot, data_folder) -> None:
    trained(session, qtbot)
    game = session.parent()
    game.leave()
    assert game.save()
    with closing(sqlite3.connect(data_folder / "records.db")) as database:
        (data,) = database.execute("SELECT data FROM runs").fetchone()
        database.execute("UPDATE runs SET data = ?", (data[:-3] + b"abc",))
        database.commit()
    again = start_game()
    again.open_id("xor")
    qtbot.waitUntil(lambda: again.session.run.frame is not None)
    assert again.session.run.epoch == 0
    assert again.session.document.network.parameters == 7


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
    assert again.session.judging.best.parameters == 7
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
    session.run.set_speed(Speed(5, "update"))
    again = start_game()
    again.open_id("xor")
    assert again.session.run.speed == Speed(5, "update")


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
