from __future__ import annotations

import pytest

from benchmarks.atlas import lesson
from benchmarks.search import ready_kernel
from engine.kernels.numpy.kernel import NumpyKernel
from engine.search.candidate import Candidate


def test_the_network_has_six_parameters_under_its_own_key():
    one = Candidate.parse(lesson.KEY, lesson.SPACE)
    assert one.parameters == 6
    assert one.key == lesson.KEY


@pytest.mark.long
def test_adam_learns_what_fast_sgd_does_not():
    found = {
        (way.optimizer, way.learning_rate, way.epochs): passed
        for way, passed in lesson.measure(ready_kernel() or NumpyKernel)
    }
    assert found["adam", 0.05, 5_000] > 40
    assert found["sgd", 1.0, 5_000] < 5
