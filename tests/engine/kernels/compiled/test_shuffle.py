from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("numba")

import numba

from engine.kernels.compiled.shuffle import read_generators, shuffle, write_generators


@numba.njit
def shuffle_all(words, order, replicas, samples):
    for replica in range(replicas):
        shuffle(words, replica, order, samples)


def generators(*seeds):
    return [np.random.Generator(np.random.PCG64(seed)) for seed in seeds]


@pytest.mark.parametrize("samples", [1, 2, 3, 7, 64, 65, 200, 1000, 70_000])
def test_the_order_is_that_of_numpy(samples):
    ours, numpys = generators(1, 2, 3), generators(1, 2, 3)
    order = np.tile(np.arange(samples), (3, 1))
    expected = order.copy()
    for _ in range(5):
        words = read_generators(ours)
        shuffle_all(words, order.reshape(-1), 3, samples)
        write_generators(words, ours)
        for generator, row in zip(numpys, expected, strict=True):
            generator.shuffle(row)
        assert (order == expected).all()
    for one, other in zip(ours, numpys, strict=True):
        assert one.bit_generator.state == other.bit_generator.state


def test_half_a_word_that_is_left_over_is_used():
    ours, numpys = generators(9), generators(9)
    for generator in (*ours, *numpys):
        generator.integers(0, 2**32, dtype=np.uint32)
    assert ours[0].bit_generator.state["has_uint32"] == 1
    order, expected = np.arange(10), np.arange(10)
    shuffle_all(read_generators(ours), order, 1, 10)
    numpys[0].shuffle(expected)
    assert order.tolist() == expected.tolist()


def test_reading_and_writing_change_nothing():
    one, other = generators(4)[0], generators(4)[0]
    write_generators(read_generators([one]), [one])
    assert one.bit_generator.state == other.bit_generator.state
