"""Undo and redo of training itself: exact when nothing was learnt in between, else what fits."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.training.steps import Change, StepMemory
from engine import LinkKey
from engine.training.run import Run, RunState, Setup
from levels import campaign

CUT, OTHER = LinkKey("h1", "y"), LinkKey("x1", "h1")


@pytest.fixture
def run() -> Run:
    level = campaign().level("xor")
    solution = level.author_solution
    return Run(Setup(solution.network, level.dataset(), solution.training, (1, 2, 3)))


@pytest.fixture
def steps() -> StepMemory:
    return StepMemory()


class Editor:
    """Edits a run as the document's history does."""

    def __init__(self, run: Run, steps: StepMemory) -> None:
        self.run, self.steps = run, steps
        self.done: list[tuple[Change, Change]] = []
        self.undone: list[tuple[Change, Change]] = []

    def do(self, network=None, settings=None, values=(), token=None) -> object:
        token = token or object()
        setup = self.run.setup
        back = Change(token, setup.network, setup.settings, values)
        change = Change(token, network or setup.network, settings or setup.settings, values)
        self.steps.do(change, self.run)
        self.done.append((back, change))
        self.undone.clear()
        return token

    def cut(self, key=CUT) -> None:
        self.do(self.run.setup.network.remove(links=[key]))

    def undo(self) -> None:
        self.undone.append(self.done.pop())
        self.steps.undo(self.undone[-1][0], self.run)

    def redo(self) -> None:
        self.done.append(self.undone.pop())
        self.steps.redo(self.done[-1][1], self.run)


@pytest.fixture
def editor(run: Run, steps: StepMemory) -> Editor:
    return Editor(run, steps)


def learn(run: Run, epochs: int) -> None:
    for _ in range(epochs):
        run.step()
        while run.active:
            run.advance()


def state(run: Run) -> dict[str, bytes]:
    return {name: np.asarray(own).tobytes() for name, own in run.save().training.items()}


def weights(run: Run, key: LinkKey) -> list[float]:
    return run.snapshot().parameters[:, run.plan.link_slots[key]].tolist()


def test_undo_and_redo_walk_through_the_very_same_states(run, editor) -> None:
    learn(run, 5)
    states = [state(run)]
    editor.cut()
    states.append(state(run))
    editor.do(settings=replace(run.setup.settings, optimizer="adam"))
    states.append(state(run))
    editor.do(values=((OTHER, 2.5), ("h1", -1.0)))
    states.append(state(run))
    assert len({str(one) for one in states}) == 4
    for wanted in states[2::-1]:
        editor.undo()
        assert state(run) == wanted
    for wanted in states[1:]:
        editor.redo()
        assert state(run) == wanted
    assert run.state is RunState.PAUSED


def test_what_was_undone_goes_on_as_if_nothing_had_happened(run, editor, steps) -> None:
    learn(run, 5)
    other = Run(run.setup)
    other.restore(run.save())
    editor.cut()
    editor.undo()
    for each in (run, other):
        learn(each, 5)
    assert state(run) == state(other)


def test_a_start_that_was_not_trained_comes_back(run, editor) -> None:
    start = state(run)
    editor.cut()
    editor.undo()
    assert (state(run), run.state) == (start, RunState.IDLE)


def test_after_more_training_only_what_was_cut_has_its_old_weight(run, editor) -> None:
    learn(run, 5)
    was = weights(run, CUT)
    editor.cut()
    learn(run, 5)
    learnt = weights(run, OTHER)
    editor.undo()
    assert weights(run, CUT) == was
    assert weights(run, OTHER) == learnt
    assert run.epoch == 10


def test_while_training_an_undone_cut_brings_the_weight_back_and_training_goes_on(
    run, editor
) -> None:
    run.train()
    while run.epoch < 5:
        run.advance()
    was = weights(run, CUT)
    editor.cut()
    run.advance()
    editor.undo()
    assert weights(run, CUT) == was
    assert run.state is RunState.RUNNING


def test_a_redo_after_more_training_keeps_what_was_learnt(run, editor) -> None:
    learn(run, 3)
    network = run.setup.network
    bare = replace(network.neuron("h1"), bias=False)
    editor.do(network.with_neuron(bare))
    editor.undo()
    learn(run, 3)
    learnt = weights(run, OTHER)
    editor.redo()
    assert "h1" not in run.plan.bias_slots
    assert weights(run, OTHER) == learnt


def test_a_new_link_that_was_undone_returns_with_what_it_had_learnt(run, editor) -> None:
    learn(run, 3)
    editor.cut()
    editor.do(run.setup.network.add_link(*CUT))
    learn(run, 3)
    had = weights(run, CUT)
    editor.undo()
    editor.redo()
    assert weights(run, CUT) == had


def test_values_set_by_hand_give_each_replica_its_own_back(run, editor) -> None:
    learn(run, 3)
    was = weights(run, OTHER)
    assert len(set(was)) == 3
    token = editor.do(values=((OTHER, 2.0),))
    editor.do(values=((OTHER, 3.0),), token=token)  # the slider is dragged on: one step
    assert weights(run, OTHER) == [3.0] * 3
    learn(run, 2)
    editor.done.pop(0)
    editor.undo()
    assert weights(run, OTHER) == was


def test_steps_that_were_undone_are_dropped_by_the_next_edit(run, editor, steps) -> None:
    learn(run, 3)
    editor.cut()
    one = steps.bytes
    editor.undo()
    editor.cut(OTHER)
    assert steps.bytes <= one


def test_memory_is_bounded_and_old_steps_are_plain_edits(run) -> None:
    small = StepMemory(most_bytes=1)
    editor = Editor(run, small)
    learn(run, 3)
    editor.cut()
    editor.cut(OTHER)
    was = weights(run, LinkKey("x1", "y"))
    editor.undo()
    editor.undo()
    assert set(run.setup.network.link_by_key) >= {CUT, OTHER}
    assert weights(run, LinkKey("x1", "y")) == was


def test_another_run_forgets_the_steps(run, editor, steps) -> None:
    learn(run, 3)
    was = weights(run, CUT)
    editor.cut()
    steps.clear()
    editor.undo()
    assert steps.bytes == 0
    assert weights(run, CUT) != was


def test_what_the_canvas_shows_counts_more_than_the_memory(run, editor, steps) -> None:
    learn(run, 3)
    editor.cut()
    shown = run.setup.network.add_link("h1", "y", 0.5)
    back, _ = editor.done[-1]
    steps.undo(replace(back, network=shown), run)
    assert run.setup.network == shown
