"""Clouds stand around their centres and arcs; noise is a normal error of each coordinate."""

import itertools

import numpy as np
import pytest


def test_two_gaussians_stand_around_their_centres(drawn):
    samples = drawn("two-gaussians", 20_000, noise=0.4)
    for label, centre in ((1, 1.0), (0, -1.0)):
        cloud = samples.x[samples.labels == label]
        assert len(cloud) == 10_000
        np.testing.assert_allclose(cloud.mean(axis=0), centre, atol=5 * 0.4 / 100)
        np.testing.assert_allclose(cloud.std(axis=0), 0.4, atol=5 * 0.4 / np.sqrt(20_000))
        assert abs(np.corrcoef(cloud.T)[0, 1]) < 0.05


def test_clusters_of_differing_signs_are_class_one(drawn):
    samples = drawn("xor-clusters", 20_000, noise=0.2)
    signs = np.sign(samples.x)
    # At a standard deviation of 0.2 the axes are five of them away.
    np.testing.assert_array_equal(samples.labels, (signs[:, 0] != signs[:, 1]).astype(int))
    for corner in itertools.product((-1, 1), repeat=2):
        cloud = samples.x[(signs == corner).all(axis=1)]
        assert len(cloud) == 5000
        np.testing.assert_allclose(cloud.mean(axis=0), corner, atol=0.02)
        np.testing.assert_allclose(cloud.std(axis=0), 0.2, atol=0.02)


def test_moons_are_half_circles(drawn):
    samples = drawn("moons")
    upper, lower = samples.x[samples.labels == 0], samples.x[samples.labels == 1]
    np.testing.assert_allclose(np.hypot(*upper.T), 1, atol=1e-12)
    assert upper[:, 1].min() >= 0
    np.testing.assert_allclose(np.hypot(lower[:, 0] - 1, lower[:, 1] - 0.5), 1, atol=1e-12)
    assert lower[:, 1].max() <= 0.5
    for angle in (np.arccos(upper[:, 0]), np.arccos(1 - lower[:, 0])):
        # Uniform in 0..π: mean π/2, variance π²/12.
        assert abs(angle.mean() - np.pi / 2) < 5 * np.pi / np.sqrt(12 * 2000)
        assert abs(angle.var() - np.pi**2 / 12) < 0.05


def test_the_gap_of_the_moons_moves_the_lower_one_down(drawn):
    together, apart = drawn("moons"), drawn("moons", gap=0.5)
    lower = together.labels == 1
    np.testing.assert_array_equal(together.x[~lower], apart.x[~lower])
    shift = together.x[lower] - apart.x[lower]
    np.testing.assert_allclose(shift, np.tile([0.0, 0.5], (2000, 1)), atol=1e-12)
    # At 0.5 the line y = 0 lies between them.
    assert apart.x[lower, 1].max() <= 0
    assert apart.x[~lower, 1].min() >= 0


@pytest.mark.parametrize(("arms", "twist"), [(3, 1.0), (3, 0.7), (2, 0.0), (5, 0.25), (4, -1.0)])
def test_the_arms_of_a_pinwheel_bend_with_the_radius(drawn, arms, twist):
    samples = drawn("pinwheel", 6000, arms=arms, twist=twist)
    assert np.bincount(samples.labels).tolist() == [6000 // arms] * arms
    radius, angle = np.hypot(*samples.x.T), np.arctan2(samples.x[:, 1], samples.x[:, 0])
    straight = (angle - twist * np.exp(radius)) / (2 * np.pi) * arms - samples.labels
    difference = np.abs((straight / arms + 0.5) % 1 - 0.5)
    # The radius is normal(1, 0.3): below 0, which is beyond the middle, with chance 0.00043.
    assert (difference > 1e-9).sum() <= 12
    assert abs(radius.mean() - 1) < 5 * 0.3 / np.sqrt(6000)
    assert abs(radius.std() - 0.3) < 5 * 0.3 / np.sqrt(12_000)


@pytest.mark.parametrize("name", ["two-gaussians", "xor-clusters", "moons", "pinwheel", "parity"])
def test_noise_moves_each_coordinate_by_a_normal_error(drawn, name):
    still, moved = (drawn(name, 20_000, noise=noise, seed=2) for noise in (0, 0.1))
    np.testing.assert_array_equal(still.labels, moved.labels)
    shift = (moved.x - still.x) / 0.1
    count = shift.size
    assert abs(shift.mean()) < 5 / np.sqrt(count)
    assert abs(shift.var() - 1) < 5 * np.sqrt(2 / count)
    assert abs((np.abs(shift) < 2).mean() - 0.9545) < 5 * np.sqrt(0.9545 * 0.0455 / count)
    assert abs(np.corrcoef(shift.T)[0, 1]) < 0.05
