from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("numba")

from engine.kernels.compiled.nudge_draws import Supply


def generators():
    return [np.random.Generator(np.random.PCG64(seed)) for seed in (1, 2)]


def test_draws_are_those_of_one_update_after_the_other():
    size, supply, plain = 7, Supply(generators(), 7), generators()
    supply.draw(3)
    for replica, generator in enumerate(plain):
        first = replica * supply.draws.span
        expected = np.concatenate([generator.standard_normal(size) for _ in range(3)])
        np.testing.assert_array_equal(supply.draws.numbers[first : first + 21], expected)


def test_what_was_drawn_too_much_is_put_back():
    own, plain = generators(), generators()
    supply = Supply(own, 7)
    states = supply.states()
    supply.draw(5)
    supply.put_back(states, 2)
    for generator, expected in zip(own, plain, strict=True):
        expected.standard_normal(14)
        assert generator.bit_generator.state == expected.bit_generator.state


def test_without_generators_there_is_nothing_to_draw():
    supply = Supply((), 7)
    supply.draw(1)
    assert supply.updates >= 1
