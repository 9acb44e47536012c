"""Further starts are counted as the judge counts them, and the interval is the published one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine import ACCURACY, MSE, DataError, Neuron, Terms, TrainingSettings, Verdict, judge
from engine.job import result_of
from engine.judging.sturdiness import SturdinessJob
from engine.judging.tally import Tally, wilson_interval

SEEDS = tuple(range(100, 140))
SETTINGS = TrainingSettings("adam", 0.1, 10, 40)
TERMS = Terms(ACCURACY, 0.9, (1, 2), 1)


def judged(network, dataset, seeds, settings=SETTINGS):
    """What the judge says of each of these seeds."""
    terms = replace(TERMS, seeds=tuple(seeds), needed=1)
    *_, verdict = judge(network, dataset, settings, terms)
    assert isinstance(verdict, Verdict)
    return tuple(result.passed for result in verdict.results)


def test_starts_are_counted_as_the_judge_counts_them(dense, xor_data):
    network, dataset = dense(2, 3, 1), xor_data(train=100)
    found = result_of(SturdinessJob(network, dataset, SETTINGS, TERMS, SEEDS).begin())
    assert found.starts.outcomes == judged(network, dataset, SEEDS)
    assert 0 < found.starts.passed < len(SEEDS)
    assert found.starts.total == found.starts.done == len(SEEDS)
    assert found.draws is None
    assert found.is_complete


def test_other_draws_are_counted_as_the_judge_counts_each_of_them(dense, xor_data):
    network = dense(2, 3, 1)

    def redraw(seed):
        return xor_data(train=100, seed=seed)

    job = SturdinessJob(network, redraw(0), SETTINGS, TERMS, SEEDS[:5], SEEDS, redraw)
    found = result_of(job.begin())
    assert found.draws.outcomes == tuple(
        judged(network, redraw(seed), (seed,))[0] for seed in SEEDS
    )
    assert 0 < found.draws.passed < len(SEEDS)


def test_the_count_grows_and_never_shrinks(dense, xor_data):
    job = SturdinessJob(
        dense(2, 3, 1), xor_data(), SETTINGS, TERMS, SEEDS, SEEDS, lambda _: xor_data()
    )
    counts = [(own.starts.done, own.draws.done) for own in job.begin()]
    assert counts == sorted(counts)
    assert counts[0] == (0, 0)
    assert len(set(counts)) > 5
    assert not any(own.is_complete for own in job.begin())


def test_start_weights_and_freezes_are_ignored(dense, xor_data):
    network, dataset = dense(2, 3, 1), xor_data()
    by_hand = replace(
        network,
        neurons=(Neuron("h1_1", start_bias=9.0, frozen=True), *network.neurons[1:]),
        links=tuple(replace(link, start_weight=3.0, frozen=True) for link in network.links),
    )
    free, set_by_hand = (
        result_of(SturdinessJob(own, dataset, SETTINGS, TERMS, SEEDS).begin())
        for own in (network, by_hand)
    )
    assert free == set_by_hand


def test_a_diverged_start_has_not_passed(dense, xor_data):
    network, dataset = dense(2, 3, 1), xor_data()
    wild = TrainingSettings("sgd", 60.0, 10, 60, loss="squared-error")
    easy = replace(TERMS, threshold=0.01)
    found = result_of(SturdinessJob(network, dataset, wild, easy, SEEDS).begin())
    assert found.starts.passed == 0


def test_a_metric_of_another_kind_is_refused(dense, xor_data):
    job = SturdinessJob(dense(2, 1), xor_data(), SETTINGS, Terms(MSE, 0.1, (1,), 1), SEEDS)
    with pytest.raises(DataError, match="mse"):
        next(job.begin())


@pytest.mark.parametrize(
    ("passed", "done", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (29, 29, 0.8830, 1.0000),
    ],
)
def test_the_interval_is_the_published_one(passed, done, low, high):
    """Newcombe, Statistics in Medicine 17 (1998), 857–872, table I, method 3."""
    assert wilson_interval(passed, done) == pytest.approx((low, high), abs=5e-5)
    assert wilson_interval(done - passed, done) == pytest.approx((1 - high, 1 - low), abs=5e-5)


def test_before_the_first_start_nothing_is_known():
    assert Tally((), 100).interval == (0.0, 1.0)
    assert not Tally((), 100).is_complete
