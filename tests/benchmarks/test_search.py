from __future__ import annotations

import pytest

from app.storage.code_folder import CodeFolder
from benchmarks import search
from engine.search.candidate import Candidate


def test_the_wirings_are_different_ones_of_the_stated_size():
    networks = search.some_wirings(50)
    assert len({Candidate.of(network, search.SPACE).key for network in networks}) == 50
    assert {network.parameters for network in networks} == {search.PARAMETERS}


@pytest.mark.long
def test_many_at_once_are_faster_and_most_of_the_time_is_training():
    pytest.importorskip("numba")
    from engine.kernels.compiled.warm import compile_kernel

    compile_kernel(CodeFolder.find())
    found = search.measure(wirings=64, rounds=3)
    assert set(found) >= {"many at once", "one by one, 64 seeds", "one by one, NumPy, 8 seeds"}
    many = found["many at once"]
    assert many["outside_percent"] < 20
    assert many["starts_per_second"] > found["one by one, 64 seeds"]["starts_per_second"]
