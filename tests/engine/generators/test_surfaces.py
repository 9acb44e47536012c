"""Surfaces without noise are their formulas."""

import math

import numpy as np
import pytest


def test_a_plane_is_flat(drawn):
    samples = drawn("plane")
    expected = [[0.6 * one - 0.4 * two + 0.2] for one, two in samples.x]
    np.testing.assert_allclose(samples.y, expected, rtol=0, atol=1e-15)


def test_a_slope_is_the_plane_of_the_playground(drawn):
    samples = drawn("slope")
    expected = [[(6 * one + 6 * two) / 10] for one, two in samples.x]
    np.testing.assert_allclose(samples.y, expected, rtol=0, atol=1e-15)


def test_bumps_are_those_of_the_playground(drawn):
    samples = drawn("bumps")
    centres = {(-4, 2.5): 1, (0, 2.5): -1, (4, 2.5): 1, (-4, -2.5): -1, (0, -2.5): 1, (4, -2.5): -1}
    for place, y in zip(6 * samples.x, samples.y[:, 0], strict=True):
        nearest = min(centres, key=lambda centre: math.dist(centre, place))
        distance = math.dist(nearest, place)
        assert y == pytest.approx(centres[nearest] * max(0, 1 - distance / 2), abs=1e-12)
    # Six cones of radius 1/3 cover 6 π / 9 of an area of 4.
    covered = 6 * math.pi / 9 / 4
    assert abs((samples.y != 0).mean() - covered) < 5 * math.sqrt(covered * (1 - covered) / 4000)


@pytest.mark.parametrize("name", ["plane", "slope", "bumps"])
def test_x_fills_the_square(drawn, name):
    x = drawn(name).x
    assert np.abs(x).max() <= 1
    np.testing.assert_allclose(x.mean(axis=0), 0, atol=5 * np.sqrt(1 / 3 / 4000))
    assert abs(np.corrcoef(x.T)[0, 1]) < 5 / np.sqrt(4000)
