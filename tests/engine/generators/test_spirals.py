"""Spirals wind as they are told, and the 194 points are those of 1988."""

import math

import numpy as np
import pytest


def sine_cosine(x):
    """Radius and angle of spiral points, which are (r sin t, r cos t)."""
    return np.hypot(*x.T), np.mod(np.arctan2(x[:, 0], x[:, 1]), 2 * np.pi)


@pytest.mark.parametrize("turns", [0.5, 1.0, 1.75, 3.0])
def test_a_spiral_turns_as_its_radius_grows(drawn, turns):
    samples = drawn("spiral", 400, turns=turns)
    radius, angle = sine_cosine(samples.x)
    assert radius.max() < 5 / 3
    expected = 2 * np.pi * turns * radius * 3 / 5 + np.where(samples.labels == 1, 0, np.pi)
    difference = np.mod(angle - expected + np.pi, 2 * np.pi) - np.pi
    np.testing.assert_allclose(difference, 0, atol=1e-9)
    for label in (0, 1):
        share = np.sort(radius[samples.labels == label]) * 3 / 5 * 200
        np.testing.assert_array_equal(np.floor(share), np.arange(200))


def test_a_spiral_has_1_75_turns_when_none_are_told(drawn):
    assert drawn("spiral").x.tobytes() == drawn("spiral", turns=1.75).x.tobytes()


def test_the_two_spirals_are_those_of_1988(table):
    samples = table("two-spirals")
    assert samples.x.shape == (194, 2)
    for number in range(97):
        angle, radius = number * math.pi / 16, 6.5 * (104 - number) / 104
        place = [radius * math.sin(angle), radius * math.cos(angle)]
        np.testing.assert_allclose(samples.x[2 * number], place, atol=1e-12)
        np.testing.assert_allclose(samples.x[2 * number + 1], [-own for own in place], atol=1e-12)
    np.testing.assert_array_equal(samples.labels, [1, 0] * 97)


@pytest.mark.parametrize(
    ("number", "place"),
    [(0, (0, 6.5)), (8, (6, 0)), (16, (0, -5.5)), (24, (-5, 0)), (96, (0, 0.5))],
)
def test_quarter_turns_of_1988_are_at_round_places(table, number, place):
    samples = table("two-spirals")
    np.testing.assert_allclose(samples.x[2 * number], place, atol=1e-12)
