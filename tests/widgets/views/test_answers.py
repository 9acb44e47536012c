"""The answers for a whole set: those of the newest frame, and only while somebody looks."""

import numpy as np
import pytest

from engine import outputs
from widgets.views.answers import Answers


@pytest.fixture
def answers(bench):
    answers = Answers(bench, bench.document)
    yield answers
    bench.jobs.stop()


def expected(frame, samples, columns):
    return outputs(frame.snapshot.plan, frame.snapshot.parameters[0], samples.x, columns)


def test_they_are_the_outputs_of_the_newest_frame(answers, bench, trained, qtbot):
    bench.run.set_frame(trained)
    with qtbot.waitSignal(answers.changed):
        answers.set_active(active=True)
    wanted = expected(trained, bench.dataset.validation, bench.level.task.columns)
    assert np.array_equal(answers.outputs, wanted)


def test_a_newer_frame_brings_newer_answers(answers, bench, trained, frame_of, qtbot):
    bench.run.set_frame(trained)
    answers.set_active(active=True)
    later = frame_of(bench.document.network, bench.document.solution.training, 90)
    bench.run.set_frame(later)
    wanted = expected(later, bench.dataset.validation, bench.level.task.columns)
    qtbot.waitUntil(lambda: np.array_equal(answers.outputs, wanted))


def test_the_other_set_replaces_the_answers_at_once(answers, bench, trained, qtbot):
    bench.run.set_frame(trained)
    answers.set_active(active=True)
    answers.set_which("train")
    assert answers.outputs is None
    wanted = expected(trained, bench.dataset.train, bench.level.task.columns)
    qtbot.waitUntil(lambda: answers.outputs is not None)
    assert np.array_equal(answers.outputs, wanted)


def test_nobody_looks_nothing_is_asked(answers, bench, trained, qtbot):
    with qtbot.assertNotEmitted(answers.changed, wait=150):
        bench.run.set_frame(trained)
    assert answers.outputs is None


def test_an_empty_bench_has_no_answers(answers, bench, trained, qtbot):
    bench.run.set_frame(trained)
    answers.set_active(active=True)
    qtbot.waitUntil(lambda: answers.outputs is not None)
    bench.run.set_frame(None)
    assert answers.outputs is None


def test_who_has_gone_is_not_called_any_more(answers, bench, trained, qtbot):
    bench.run.set_frame(trained)
    with qtbot.assertNotEmitted(answers.changed, wait=100):
        answers.set_active(active=True)
        answers.set_active(active=False)
    with qtbot.waitSignal(answers.changed):
        answers.set_active(active=True)
