from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine import (
    ACCURACY,
    METRICS,
    MSE,
    DataError,
    Dataset,
    JudgeJob,
    JudgeProgress,
    Samples,
    Terms,
    Trainer,
    TrainingSettings,
    Verdict,
    judge,
    outputs,
)
from engine.job import result_of


def run(network, dataset, settings, terms):
    *progress, verdict = judge(network, dataset, settings, terms)
    assert all(isinstance(step, JudgeProgress) for step in progress)
    assert isinstance(verdict, Verdict)
    return progress, verdict


def test_a_good_network_passes(dense, xor_data):
    terms = Terms(ACCURACY, 0.9, (1, 2, 3), 2)
    settings = TrainingSettings("adam", 0.05, None, 600)
    progress, verdict = run(dense(2, 8, 1), xor_data(train=200), settings, terms)
    assert verdict.passed
    assert verdict.cause is None
    assert verdict.seeds_passed >= 2
    assert verdict.parameters == 33
    assert progress[0].epoch == 0
    assert progress[-1].epoch == progress[-1].epochs == 600
    assert len(progress) >= 60


def test_a_job_gives_the_verdict_of_the_iteration(dense, xor_data):
    terms, settings = Terms(ACCURACY, 0.9, (1, 2), 1), TrainingSettings(epochs=50)
    network, dataset = dense(2, 3, 1), xor_data()
    verdict = result_of(JudgeJob(network, dataset, settings, terms).begin())
    _, other = run(network, dataset, settings, terms)
    assert [one.test_score for one in verdict.results] == [one.test_score for one in other.results]
    assert np.array_equal(verdict.weights, other.weights)


def test_too_small_a_network_fails_and_is_told_so(dense, xor_data):
    terms = Terms(ACCURACY, 0.9, (1, 2, 3), 2)
    _, verdict = run(dense(2, 1), xor_data(), TrainingSettings(epochs=200), terms)
    assert not verdict.passed
    assert verdict.cause.name == "underfit"
    assert "0 of 3 starts passed and 2 are needed" in verdict.cause.text
    assert [result.cause.name for result in verdict.results] == ["underfit"] * 3


def test_scores_and_wrong_samples_are_those_of_the_final_weights(dense, xor_data):
    dataset = xor_data()
    terms = Terms(ACCURACY, 0.99, (4, 5), 1)
    settings = TrainingSettings("adam", 0.05, 16, 60)
    _, verdict = run(dense(2, 4, 1), dataset, settings, terms)
    trainer = Trainer(dense(2, 4, 1), dataset, settings, (4, 5))
    *_, final = trainer.snapshots()
    assert verdict.weights.tobytes() == final.parameters.tobytes()
    for place, result in enumerate(verdict.results):
        answer = outputs(verdict.plan, verdict.weights[place], dataset.test.x, ("x1", "x2"))[0]
        wrong = np.flatnonzero((answer > 0) != (dataset.test.labels == 1))
        assert result.wrong.tolist() == wrong.tolist()
        assert result.test_score == pytest.approx(1 - len(wrong) / 100)
        assert result.validation_score == final.curves.validation_score[-1, place]
        assert result.train_score == final.curves.train_score[-1, place]


def test_the_verdict_is_the_same_each_time(dense, xor_data):
    terms = Terms(ACCURACY, 0.9, (1, 2), 1)
    settings = TrainingSettings("adam", 0.05, 20, 50)
    first, second = (run(dense(2, 3, 1), xor_data(), settings, terms) for _ in range(2))
    assert first[0] == second[0]
    assert first[1].weights.tobytes() == second[1].weights.tobytes()


def test_weights_set_by_hand_are_ignored(dense, xor_data):
    terms = Terms(ACCURACY, 0.9, (1,), 1)
    network = dense(2, 3, 1)
    by_hand = network
    for link in network.links:
        by_hand = by_hand.with_start_weight(link.key, 3.0)
    one, other = (
        run(each, xor_data(), TrainingSettings(epochs=20), terms)[1] for each in (network, by_hand)
    )
    assert one.weights.tobytes() == other.weights.tobytes()


def test_only_the_test_set_decides(dense, xor_data):
    dataset = xor_data(train=200)
    flipped = Samples(dataset.test.x, 1.0 - dataset.test.y)
    terms = Terms(ACCURACY, 0.9, (1, 2), 1)
    settings = TrainingSettings("adam", 0.05, None, 400)
    spoilt = Dataset(dataset.task, dataset.train, dataset.validation, flipped)
    _, verdict = run(dense(2, 8, 1), spoilt, settings, terms)
    assert not verdict.passed
    assert all(result.validation_score > 0.9 for result in verdict.results)


def test_a_diverged_start_fails_while_the_rest_is_judged(dense, line_data):
    terms = Terms(MSE, 0.02, (1, 2), 1)
    progress, verdict = run(
        dense(1, 1), line_data(noise=0.05), TrainingSettings("sgd", 1e6, None, 40), terms
    )
    assert not verdict.passed
    assert verdict.cause.name == "diverged"
    assert all(result.diverged_at is not None for result in verdict.results)
    assert progress[-1].validation_score == (None, None)
    assert [own.test_score for own in verdict.results] == [None, None]
    assert verdict.deciding_score is None


def test_a_diverged_start_has_no_score_and_ranks_last(dense, line_data):
    settings = TrainingSettings("sgd", 0.1, None, 60)
    _, verdict = run(dense(1, 1), line_data(), settings, Terms(MSE, 1e-9, (1, 2), 2))
    diverged = replace(verdict.results[0], test_score=None, diverged_at=3)
    score = verdict.results[1].test_score
    mixed = replace(verdict, results=(diverged, verdict.results[1]))
    assert mixed.deciding_score is None
    assert replace(mixed, terms=Terms(MSE, 1e-9, (1, 2), 1)).deciding_score == score


def test_regression_is_judged_by_its_error(dense, line_data):
    terms = Terms(MSE, 0.01, (1, 2, 3), 3)
    settings = TrainingSettings("adam", 0.05, None, 500)
    _, verdict = run(dense(1, 1), line_data(), settings, terms)
    assert verdict.passed
    assert all(len(result.wrong) == 0 for result in verdict.results)
    assert verdict.deciding_score < 1e-3


def test_the_judge_scores_by_the_metric_of_the_terms(dense, xor_data):
    dataset = xor_data()
    terms = Terms(METRICS["balanced-accuracy"], 0.9, (4,), 1)
    settings = TrainingSettings("adam", 0.05, 16, 60)
    progress, verdict = run(dense(2, 4, 1), dataset, settings, terms)
    answer = outputs(verdict.plan, verdict.weights[0], dataset.test.x, ("x1", "x2"))[0] > 0
    truth = dataset.test.labels == 1
    recalls = [(answer == truth)[truth == kind].mean() for kind in (False, True)]
    assert verdict.results[0].test_score == pytest.approx(np.mean(recalls))
    assert progress[-1].validation_score == (verdict.results[0].validation_score,)


def test_terms_of_another_kind_are_refused(dense, xor_data):
    with pytest.raises(DataError, match="“mse” does not score classification"):
        next(judge(dense(2, 1), xor_data(), TrainingSettings(), Terms(MSE, 0.1, (1,), 1)))


def test_a_diverged_start_fails_however_well_its_last_weights_score(dense, xor_data):
    dataset, terms = xor_data(), Terms(ACCURACY, 0.2, (1, 2, 3), 1)
    wild = TrainingSettings("sgd", 60.0, 10, 60, loss="squared-error")
    _, verdict = run(dense(2, 3, 1), dataset, wild, terms)
    answers = outputs(verdict.plan, verdict.weights, dataset.test.x, ("x1", "x2"))[0] > 0
    assert ((answers == (dataset.test.labels == 1)).mean(axis=1) >= 0.2).all()
    assert all(own.diverged_at is not None for own in verdict.results)
    assert not any(own.passed for own in verdict.results)
    assert verdict.seeds_passed == 0
    assert not verdict.passed


def test_the_score_that_decides_is_that_of_the_last_start_that_is_needed(dense, xor_data):
    settings = TrainingSettings("adam", 0.1, 10, 30)
    terms = Terms(ACCURACY, 0.9, (1, 2, 3, 4, 5), 4)
    _, verdict = run(dense(2, 3, 1), xor_data(), settings, terms)
    ranked = sorted(own.test_score for own in verdict.results)
    assert ranked[-1] > ranked[1] > ranked[0]
    assert verdict.deciding_score == ranked[1]
