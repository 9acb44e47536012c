"""Dropping what passes too seldom: the stated chances are the true ones."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from engine import DataError, Terms, TrainingSettings
from engine.job import result_of
from engine.metrics.metrics import METRICS
from engine.search.halving import DEFAULT, Halving, HalvingJob, Round, found_with
from engine.search.trials import TrialsJob

RATES = (0.0, 0.01, 0.1, 0.3, 0.5, 0.8, 1.0)


def binomial(most, starts, rate):
    """P(at most so many of the starts pass), term by term."""
    terms = (math.comb(starts, k) * rate**k * (1 - rate) ** (starts - k) for k in range(most + 1))
    return math.fsum(terms)


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize(("starts", "most"), [(1, 0), (8, 0), (16, 1), (100, 37)])
def test_one_round_drops_by_the_binomial_distribution(rate, starts, most):
    found = Halving((Round(starts, most),)).chance_of_drop(rate)
    assert found == pytest.approx(binomial(most, starts, rate), rel=1e-12, abs=1e-300)


@pytest.mark.parametrize("rate", RATES)
def test_two_rounds_drop_what_either_drops(rate):
    """Dropped in the second round: k > 1 of 8 passed at first, and too few in all."""
    later = math.fsum(
        math.comb(8, k) * rate**k * (1 - rate) ** (8 - k) * binomial(6 - k, 12, rate)
        for k in range(2, 7)
    )
    found = Halving((Round(8, 1), Round(20, 6), Round(50, -1))).chance_of_drop(rate)
    assert found == pytest.approx(binomial(1, 8, rate) + later, rel=1e-12, abs=1e-300)


@pytest.mark.parametrize("rate", [0.02, 0.15, 0.3, 0.5])
def test_simulated_networks_are_dropped_as_often_as_stated(rate):
    halving = Halving((Round(8, 0), Round(32, 6), Round(100, 20)))
    count = 100_000
    starts = np.random.default_rng(3).random((count, 100)) < rate
    dropped = np.zeros(count, dtype=bool)
    for one in halving.rounds:
        dropped |= starts[:, : one.starts].sum(axis=1) <= one.at_most
    expected = halving.chance_of_drop(rate)
    spread = math.sqrt(expected * (1 - expected) / count)
    assert abs(dropped.mean() - expected) <= 4 * spread + 1e-12


def test_the_default_keeps_what_passes_every_other_time():
    assert DEFAULT.starts == 100
    assert 0.0004 < DEFAULT.chance_of_drop(0.5) < 0.0006
    assert DEFAULT.chance_of_drop(0.8) < 1e-8
    assert DEFAULT.chance_of_drop(0.0) == 1.0
    assert DEFAULT.expected_starts(0.0) == pytest.approx(16)
    assert DEFAULT.expected_starts(1.0) == pytest.approx(100)


@pytest.mark.parametrize("rate", [0.2, 0.5, 0.9])
@pytest.mark.parametrize("chance", [1e-1, 1e-3, 1e-6])
def test_rounds_that_keep_a_rate_keep_it_and_drop_all_they_can(rate, chance):
    halving = Halving.keeping((8, 32, 64, 100), rate, chance)
    assert [one.starts for one in halving.rounds] == [8, 32, 64, 100]
    assert halving.rounds[-1].at_most == -1
    assert halving.chance_of_drop(rate) <= chance
    last = halving.rounds[-2]
    wider = Halving((*halving.rounds[:-2], Round(last.starts, last.at_most + 1)))
    assert wider.chance_of_drop(rate) > chance


def test_expected_starts_are_the_mean_of_simulated_ones():
    halving = Halving((Round(8, 0), Round(32, 6), Round(100, -1)))
    starts = np.random.default_rng(4).random((50_000, 100)) < 0.15
    alive = starts[:, :8].sum(axis=1) > 0
    longer = alive & (starts[:, :32].sum(axis=1) > 6)
    found = 8 + 24 * alive.mean() + 68 * longer.mean()
    assert halving.expected_starts(0.15) == pytest.approx(found, rel=0.02)


@pytest.mark.parametrize(
    ("rate", "starts", "expected"),
    [(0.5, 1, 0.5), (0.1, 2, 0.19), (0.0, 100, 0.0), (1.0, 1, 1.0), (0.3, 0, 0.0), (1.0, 0, 0.0)],
)
def test_the_chance_of_passing_once(rate, starts, expected):
    assert found_with(rate, starts) == pytest.approx(expected)


def test_the_chance_of_passing_once_is_exact_for_tiny_rates():
    assert found_with(1e-18, 10) == pytest.approx(1e-17, rel=1e-9)


@pytest.mark.parametrize(
    "rounds", [(), (Round(8, 0), Round(8, 1)), (Round(0, -1),), (Round(8, 8),), (Round(8, -2),)]
)
def test_rounds_that_make_no_sense_are_refused(rounds):
    with pytest.raises(DataError):
        Halving(rounds)


def test_networks_get_the_starts_of_the_rounds_that_they_survive(dense, xor_data):
    data, settings = xor_data(), TrainingSettings("adam", 0.05, 10, 30)
    terms = Terms(METRICS["accuracy"], 0.9, (1,), 1)
    networks = [dense(2, 1), dense(2, 4, 1), dense(2, 1, 1), dense(2, 3, 1)]
    trials = TrialsJob(networks, data, settings, terms, tuple(range(12)))
    halving = Halving((Round(3, 0), Round(7, 2), Round(12, -1)))
    every = result_of(trials.begin()).passed
    found = result_of(HalvingJob(trials, halving).begin())
    for outcomes, passed, starts in zip(every, *found, strict=True):
        expected = 3 if outcomes[:3].sum() == 0 else 7 if outcomes[:7].sum() <= 2 else 12
        assert starts == expected
        assert passed == outcomes[:expected].sum()
    assert set(found.starts) >= {3, 12}


def test_progress_grows_to_all_starts(dense, xor_data):
    terms = Terms(METRICS["accuracy"], 0.9, (1,), 1)
    trials = TrialsJob(
        [dense(2, 1), dense(2, 3, 1)], xor_data(), TrainingSettings(epochs=5), terms, range(12)
    )
    steps = list(HalvingJob(trials, Halving((Round(4, 1), Round(12, -1)))).begin())
    assert steps == sorted(steps)
    assert steps[-1] == 24


def test_seeds_are_as_many_as_starts(dense, xor_data):
    terms = Terms(METRICS["accuracy"], 0.9, (1,), 1)
    trials = TrialsJob([dense(2, 1)], xor_data(), TrainingSettings(), terms, range(99))
    with pytest.raises(DataError, match="100 starts need as many seeds, not 99"):
        HalvingJob(trials)
    HalvingJob(replace(trials, seeds=range(100)))
