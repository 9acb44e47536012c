"""Curves without noise are their formulas; the error around them is normal."""

import math

import numpy as np
import pytest


def test_a_line_without_noise_is_the_line(drawn):
    samples = drawn("line", 5000)
    np.testing.assert_allclose(samples.y, 0.7 * samples.x + 0.3, rtol=0, atol=1e-15)


@pytest.mark.parametrize("periods", [1, 2, 0.5])
def test_a_sine_has_so_many_periods(drawn, periods):
    samples = drawn("sine", 500, periods=periods)
    expected = [[math.sin(math.pi * periods * x)] for x in samples.x[:, 0]]
    np.testing.assert_allclose(samples.y, expected, rtol=0, atol=1e-14)


def test_a_tent_has_three_corners(drawn):
    samples = drawn("tent", 5000)
    corners = [-1, -0.5, 0, 0.5, 1]
    expected = np.interp(samples.x, corners, [0, 0, 1, 0, 0])
    np.testing.assert_allclose(samples.y, expected, rtol=0, atol=1e-15)


@pytest.mark.parametrize("name", ["line", "sine", "tent"])
def test_x_is_uniform(drawn, name):
    x = drawn(name, 5000).x
    assert x.min() >= -1
    assert x.max() < 1
    # Uniform in −1..1: mean 0, variance 1/3; bounds of five standard errors.
    assert abs(x.mean()) < 5 * np.sqrt(1 / 3 / 5000)
    assert abs(x.var() - 1 / 3) < 5 * np.sqrt(4 / 45 / 5000)


@pytest.mark.parametrize("name", ["line", "sine", "tent", "plane", "slope", "bumps"])
def test_the_error_of_y_is_normal(drawn, name):
    noisy, plain = drawn(name, 20_000, noise=0.5), drawn(name, 20_000)
    np.testing.assert_array_equal(noisy.x, plain.x)
    error = ((noisy.y - plain.y) / 0.5)[:, 0]
    assert abs(error.mean()) < 5 / np.sqrt(20_000)
    assert abs(error.var() - 1) < 5 * np.sqrt(2 / 20_000)
    for bound, share in ((1, 0.682689), (2, 0.954500), (3, 0.997300)):
        spread = 5 * np.sqrt(share * (1 - share) / 20_000)
        assert abs((np.abs(error) < bound).mean() - share) < spread
