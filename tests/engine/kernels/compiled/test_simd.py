from __future__ import annotations

import math

import numpy as np
import pytest

pytest.importorskip("numba")

import numba

from engine.kernels.compiled.simd import (
    SHIFT,
    fused,
    gathered,
    lane_numbers,
    lanes,
    load,
    magnitude,
    move,
    power_of_two,
    spread,
    square_root,
    store,
    sums,
    total,
    transposed,
    where_at_most,
    where_bit,
    with_sign,
)


@pytest.fixture
def numbers():
    return np.random.default_rng(0).standard_normal(64)


def test_loads_and_stores_need_no_alignment(numbers):
    @numba.njit
    def copy(source, target):
        store(target, 1, load(source, 3))

    target = np.zeros(16)
    copy(numbers, target)
    assert target.tolist() == [0.0, *numbers[3:11], *[0.0] * 7]


def test_one_number_fills_all_lanes_and_moves_alone(numbers):
    @numba.njit
    def fill(source, target):
        store(target, 0, spread(source, 5))
        store(target, 8, lanes(2.5))
        store(target, 16, lane_numbers())
        move(target, 24, source, 7)

    target = np.zeros(32)
    fill(numbers, target)
    expected = [numbers[5]] * 8 + [2.5] * 8 + list(range(8)) + [numbers[7]] + [0.0] * 7
    assert target.tolist() == expected


def test_arithmetic_is_that_of_single_numbers(numbers):
    @numba.njit
    def calculate(source, target):
        a, b = load(source, 0), load(source, 8)
        store(target, 0, a + b)
        store(target, 8, a - 1.5)
        store(target, 16, 3 * a)
        store(target, 24, a / b)
        store(target, 32, -a)
        store(target, 40, square_root(magnitude(a)))
        store(target, 48, with_sign(a, b))
        store(target, 56, fused(a, b, 1.0))

    target, (a, b) = np.zeros(64), numbers[:16].reshape(2, 8)
    calculate(numbers, target)
    exact = [a + b, a - 1.5, 3 * a, a / b, -a, np.sqrt(np.abs(a)), np.copysign(a, b)]
    np.testing.assert_array_equal(target[:56].reshape(7, 8), exact)
    np.testing.assert_allclose(target[56:], a * b + 1.0, rtol=1e-15, atol=1e-16)


def test_the_sums_of_eight_vectors_stand_side_by_side():
    @numba.njit
    def add(x, target):
        store(
            target,
            0,
            sums(
                load(x, 0),
                load(x, 8),
                load(x, 16),
                load(x, 24),
                load(x, 32),
                load(x, 40),
                load(x, 48),
                load(x, 56),
            ),
        )
        return total(load(x, 8))

    x, target = np.random.default_rng(1).integers(-1000, 1000, 64).astype(float), np.zeros(8)
    assert add(x, target) == x[8:16].sum()
    assert target.tolist() == x.reshape(8, 8).sum(axis=1).tolist()


def test_choices_by_size_and_by_bit():
    @numba.njit
    def choose(x, target):
        a = load(x, 0)
        store(target, 0, where_at_most(a, 1.0, 5.0, a))
        store(target, 8, where_bit(a + SHIFT, 0, 1.0, 0.0))
        store(target, 16, where_bit(a + SHIFT, 1, 1.0, 0.0))

    x = np.array([-3.0, 0.0, 1.0, 2.0, 3.0, math.inf, -math.inf, math.nan])
    target = np.zeros(24)
    choose(x, target)
    np.testing.assert_array_equal(target[:8], [5, 5, 5, 2, 3, math.inf, 5, math.nan])
    assert target[8:13].tolist() == [1, 0, 1, 0, 1]
    assert target[16:21].tolist() == [0, 0, 0, 1, 1]


def test_powers_of_two_are_exact():
    @numba.njit
    def powers(x, target):
        store(target, 0, power_of_two(load(x, 0) + SHIFT))

    x, target = np.array([-1022.0, -64, -1, 0, 1, 10, 1000, 1023]), np.zeros(8)
    powers(x, target)
    assert target.tolist() == [2.0**n for n in x]


def test_a_block_is_transposed_from_rows_anywhere_to_columns_a_step_apart(numbers):
    @numba.njit
    def turn(source, target):
        transposed(source, 9, 1, 50, 17, 25, 33, 41, 3, target, 2, 10)

    target = np.zeros(90)
    turn(numbers, target)
    rows = np.array([numbers[first : first + 8] for first in (9, 1, 50, 17, 25, 33, 41, 3)])
    expected = np.zeros(90)
    for column in range(8):
        expected[2 + 10 * column : 10 + 10 * column] = rows[:, column]
    assert (target == expected).all()


def test_eight_numbers_are_gathered_from_anywhere(numbers):
    @numba.njit
    def gather(source, target):
        store(target, 0, gathered(source, 9, 1, 50, 17, 9, 33, 0, 63))

    target = np.zeros(8)
    gather(numbers, target)
    assert (target == numbers[[9, 1, 50, 17, 9, 33, 0, 63]]).all()
