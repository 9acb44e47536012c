"""Many networks from the same seeds: each start passes or not as the judge would say."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest

from app.storage.code_folder import CodeFolder
from engine import DataError, Network, Neuron, Terms, Trainer, TrainingSettings
from engine.inspection.evaluate import outputs
from engine.job import result_of
from engine.judging.judge import JudgeJob
from engine.kernels.numpy.kernel import NumpyKernel
from engine.metrics.metrics import METRICS
from engine.search.trials import NEVER, TrialsJob, mark_epochs

SEEDS = (5, 31, 2, 77, 8, 9, 41, 3, 6, 1, 12)
ACCURATE = Terms(METRICS["accuracy"], 0.92, (1,), 1)
KINDS = {
    "batches": TrainingSettings("adam", 0.05, 10, 40),
    "whole set": TrainingSettings("adam", 0.1, None, 60),
    "diverging": TrainingSettings("sgd", 0.4, 10, 60, loss="squared-error"),
    "nudges": TrainingSettings("random-nudge", 0.2, None, 400),
    "early stopping": TrainingSettings("adam", 0.05, 10, 60, early_stopping=10),
}


@pytest.fixture(scope="session")
def compiled():
    """The compiled kernel, with its code for many networks."""
    pytest.importorskip("numba")
    from engine.kernels.compiled.kernel import NumbaKernel
    from engine.kernels.compiled.warm import compile_kernel
    from engine.kernels.compiled.wirings.warm import compile_wirings

    compile_kernel(CodeFolder.find())
    compile_wirings(CodeFolder.find())
    return NumbaKernel


@pytest.fixture(params=["numpy", "numba"])
def kernel(request):
    return NumpyKernel if request.param == "numpy" else request.getfixturevalue("compiled")


@pytest.fixture
def networks(dense, wiring):
    """Some that learn it and some that do not."""
    kinds = ["tanh", "relu", "abs", "square", "sine"]
    return [dense(2, 4, 1), dense(2, 1), *(wiring(n, kinds, hidden=3) for n in range(3))]


def outcomes(networks, data, settings, kernel, seeds=SEEDS, terms=ACCURATE, marks=False):
    job = TrialsJob(networks, data, settings, terms, seeds, marks)
    return result_of(job.begin(kernel))


@pytest.mark.parametrize("kind", KINDS)
def test_a_start_passes_when_the_judge_says_so(kind, networks, xor_data, kernel):
    data, settings = xor_data(), KINDS[kind]
    found = outcomes(networks, data, settings, kernel)
    assert found.marks is None
    terms = replace(ACCURATE, seeds=SEEDS)
    for network, passed in zip(networks, found.passed, strict=True):
        verdict = result_of(JudgeJob(network, data, settings, terms).begin(kernel))
        assert passed.tolist() == [one.passed for one in verdict.results]
    assert found.passed.any()
    assert not found.passed.all()


@pytest.mark.parametrize("kind", KINDS)
def test_scores_are_those_of_the_judge(kind, networks, xor_data, kernel):
    data, settings = xor_data(), KINDS[kind]
    found = outcomes(networks, data, settings, kernel)
    terms = replace(ACCURATE, seeds=SEEDS)
    for network, scores in zip(networks, found.scores, strict=True):
        verdict = result_of(JudgeJob(network, data, settings, terms).begin(kernel))
        for one, score in zip(verdict.results, scores, strict=True):
            if one.diverged_at is None:
                assert score == one.test_score
            else:
                assert not terms.reached(float(score))


def test_start_weights_and_freezes_do_not_count(dense, xor_data, kernel):
    free = dense(2, 4, 1)
    links = tuple(replace(link, start_weight=0.0, frozen=True) for link in free.links)
    bound = replace(free, links=links)
    found = outcomes([free, bound], xor_data(), KINDS["batches"], kernel).passed
    assert found.any()
    assert (found[0] == found[1]).all()


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_beside_a_start_changes_nothing(kind, networks, xor_data, kernel):
    data, settings = xor_data(), KINDS[kind]
    every = outcomes(networks, data, settings, kernel, marks=True)
    order, some = [3, 0, 4], [10, 2, 7]
    seeds = [SEEDS[place] for place in some]
    fewer = outcomes([networks[n] for n in order], data, settings, kernel, seeds, marks=True)
    assert (fewer.passed == every.passed[np.ix_(order, some)]).all()
    assert (fewer.marks == every.marks[np.ix_(order, some)]).all()


def test_a_network_too_large_to_train_with_others_is_trained_alone(dense, xor_data, compiled):
    networks = [dense(2, 3, 1), dense(2, 40, 30, 1), dense(2, 2, 1)]
    settings = TrainingSettings("adam", 0.02, 10, 10)
    found = outcomes(networks, xor_data(), settings, compiled, SEEDS[:3]).passed
    for place, network in enumerate(networks):
        alone = outcomes([network], xor_data(), settings, compiled, SEEDS[:3]).passed
        assert (alone == found[place]).all()


def test_more_networks_than_train_together(dense, xor_data, compiled):
    networks = [dense(2, 1 + n % 4, 1) for n in range(70)]
    settings = KINDS["batches"]
    found = outcomes(networks, xor_data(), settings, compiled).passed
    for n in range(4):
        own = outcomes(networks[n : n + 1], xor_data(), settings, compiled).passed
        assert (found[n::4] == own).all()


def test_a_loss_that_overflows_only_at_the_end_is_a_divergence(dense, line_data, kernel):
    data, settings = line_data(), TrainingSettings("sgd", 0.1, None, 60)
    terms = Terms(METRICS["mse"], 0.05, (1,), 1)
    assert outcomes([dense(1, 1)], data, settings, kernel, terms=terms).passed.all()
    far = replace(data, validation=replace(data.validation, y=data.validation.y * 1e200))
    assert not outcomes([dense(1, 1)], far, settings, kernel, terms=terms).passed.any()


@pytest.mark.parametrize("kind", ["batches", "whole set", "diverging", "nudges"])
def test_a_mark_is_when_the_validation_set_was_first_passed(kind, networks, xor_data, kernel):
    data, settings = xor_data(), KINDS[kind]
    found = outcomes(networks, data, settings, kernel, SEEDS[:3], marks=True).marks
    for network, marks in zip(networks, found, strict=True):
        for seed, mark in zip(SEEDS[:3], marks, strict=True):
            trainer = Trainer(network, data, settings, (seed,), kernel=kernel)
            expected = NEVER
            for epoch in mark_epochs(settings.epochs):
                trainer.kernel.advance(1_000_000, epoch)
                if trainer.state.diverged_at[0] >= 0:
                    break
                x, columns = data.validation.x, data.task.columns
                values = outputs(trainer.plan, trainer.state.parameters, x, columns)
                score = ACCURATE.metric.score(data.task, values, data.validation)[0]
                if expected == NEVER and ACCURATE.reached(float(score)):
                    expected = epoch
            assert mark == expected
    assert (found != NEVER).any()


@pytest.mark.parametrize("epochs", [1, 7, 20, 33, 300])
def test_marks_are_looked_for_about_twenty_times(epochs):
    found = mark_epochs(epochs)
    assert len(found) == min(20, epochs)
    assert found[-1] == epochs
    assert found[0] >= 1
    assert max(np.diff((0, *found))) <= -(-epochs // 20)


def test_looking_for_marks_changes_no_outcome(networks, xor_data, kernel):
    one, other = (
        outcomes(networks, xor_data(), KINDS["batches"], kernel, marks=marks).passed
        for marks in (False, True)
    )
    assert (one == other).all()


def test_progress_counts_starts_and_comes_often(dense, xor_data, compiled):
    settings = TrainingSettings("adam", 0.01, 10, 3_000)
    job = TrialsJob([dense(2, 4, 1)] * 40, xor_data(), settings, ACCURATE, SEEDS)
    steps, pauses = [], []
    before = time.thread_time()
    for done in job.begin(compiled):
        steps.append(done)
        after = time.thread_time()
        pauses.append(after - before)
        before = after
    assert steps == sorted(steps)
    assert steps[-1] == 40 * len(SEEDS)
    assert {40 * 8, 40 * 11} <= set(steps)
    assert max(pauses) < 0.2


def test_what_does_not_fit_is_refused(dense, xor_data, kernel):
    with pytest.raises(DataError, match="outputs"):
        outcomes([dense(2, 3, 1), dense(2, 2)], xor_data(), KINDS["batches"], kernel)
    terms = Terms(METRICS["mse"], 0.1, (1,), 1)
    with pytest.raises(DataError, match="does not score"):
        outcomes([dense(2, 1)], xor_data(), KINDS["batches"], kernel, terms=terms)


def test_networks_without_inputs_are_tried_too(xor_data, kernel):
    bare = Network((), (Neuron("y", "identity", output=True),))
    passed = outcomes([bare, bare], xor_data(), KINDS["batches"], kernel).passed
    assert passed.shape == (2, 11)
    assert not passed.any()


def test_no_networks_and_no_seeds_give_empty_outcomes(dense, xor_data, kernel):
    settings = KINDS["batches"]
    assert outcomes([], xor_data(), settings, kernel).passed.shape == (0, 11)
    assert outcomes([dense(2, 1)], xor_data(), settings, kernel, ()).passed.shape == (1, 0)
