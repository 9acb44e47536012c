"""Truth tables hold every pattern once, with the answer that the rule gives."""

import itertools
import math

import numpy as np
import pytest


@pytest.mark.parametrize(
    ("name", "bits"), [("parity", 4), ("symmetry", 6), ("majority", 5), ("multiplexer", 6)]
)
def test_a_table_counts_like_a_counter(table, name, bits):
    samples = table(name)
    expected = list(itertools.product((-1.0, 1.0), repeat=bits))
    np.testing.assert_array_equal(samples.x, expected)


@pytest.mark.parametrize("bits", [2, 3, 4, 5, 10])
def test_parity_is_the_product_of_signs(table, bits):
    samples = table("parity", bits=bits)
    np.testing.assert_array_equal(2 * samples.labels - 1, -np.prod(-samples.x, axis=1))
    assert samples.labels.sum() == 2 ** (bits - 1)


@pytest.mark.parametrize("bits", [2, 3, 6, 7])
def test_symmetric_patterns_have_a_half_that_tells_all(table, bits):
    samples = table("symmetry", bits=bits)
    assert len(samples) == 2**bits
    assert samples.labels.sum() == 2 ** math.ceil(bits / 2)
    # 1, 2, 4, ... and the same turned round: a weighing that is zero for no other pattern.
    weights = [2.0**k for k in range(bits // 2)]
    scale = np.array([*weights, *[0.0] * (bits % 2), *[-own for own in reversed(weights)]])
    np.testing.assert_array_equal(samples.labels == 1, samples.x @ scale == 0)


@pytest.mark.parametrize("bits", [3, 5, 9])
def test_the_majority_wins(table, bits):
    samples = table("majority", bits=bits)
    ones = (samples.x == 1).sum(axis=1)
    np.testing.assert_array_equal(samples.labels, ones >= (bits + 1) // 2)
    assert np.bincount(ones).tolist() == [math.comb(bits, k) for k in range(bits + 1)]
    assert samples.labels.sum() == 2 ** (bits - 1)


def test_the_smallest_multiplexer_chooses_between_two(table):
    samples = table("multiplexer", bits=3)
    for (choice, first, second), label in zip(samples.x, samples.labels, strict=True):
        assert label == ((second if choice == 1 else first) == 1)


@pytest.mark.parametrize(("bits", "address"), [(6, 2), (11, 3)])
def test_a_multiplexer_reads_the_bit_of_its_address(table, bits, address):
    samples = table("multiplexer", bits=bits)
    for pattern, label in zip(samples.x, samples.labels, strict=True):
        digits = "".join("1" if bit == 1 else "0" for bit in pattern)
        assert str(label) == digits[address + int(digits[:address], 2)]


@pytest.mark.parametrize("bits", [3, 8, 16])
def test_an_encoder_has_one_bit_for_each_class(table, bits):
    samples = table("encoder", bits=bits)
    np.testing.assert_array_equal(samples.x, 2 * np.eye(bits) - 1)
    np.testing.assert_array_equal(samples.labels, np.arange(bits))


@pytest.mark.parametrize(("name", "bits"), [("parity", 64), ("majority", 63), ("multiplexer", 37)])
def test_drawn_bits_are_fair_and_independent(drawn, name, bits):
    samples = drawn(name, bits=bits)
    assert set(np.unique(samples.x)) == {-1, 1}
    assert np.abs(samples.x.mean(axis=0)).max() < 5 / np.sqrt(4000)
    together = samples.x.T @ samples.x / 4000
    assert np.abs(together - np.eye(bits)).max() < 5.5 / np.sqrt(4000)
    assert abs(samples.labels.mean() - 0.5) < 5 * 0.5 / np.sqrt(4000)


def test_drawn_patterns_keep_the_rule(drawn):
    parity = drawn("parity", bits=20)
    np.testing.assert_array_equal(2 * parity.labels - 1, -np.prod(-parity.x, axis=1))


@pytest.mark.parametrize("bits", [9, 64])
def test_half_of_the_drawn_patterns_are_symmetric(drawn, bits):
    samples = drawn("symmetry", bits=bits)
    same = (samples.x == samples.x[:, ::-1]).all(axis=1)
    np.testing.assert_array_equal(samples.labels, same)
    assert samples.labels[::2].all()
    # The other half is symmetric by chance only.
    by_chance = 2.0 ** -(bits // 2)
    assert samples.labels[1::2].mean() <= by_chance + 5 * np.sqrt(by_chance / 2000)


def test_noise_moves_the_points_of_a_table_and_not_its_answers(table):
    still, moved = table("parity", bits=10), table("parity", bits=10, noise=0.2)
    np.testing.assert_array_equal(still.labels, moved.labels)
    shift = moved.x - still.x
    assert abs(shift.std() - 0.2) < 5 * 0.2 / np.sqrt(2 * shift.size)
