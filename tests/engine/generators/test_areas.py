"""Areas are filled evenly and have the class that their place says."""

import numpy as np
import pytest


def test_the_disc_lies_in_the_ring(drawn):
    samples = drawn("circle")
    radius = np.hypot(*samples.x.T)
    disc, ring = radius[samples.labels == 1], radius[samples.labels == 0]
    assert len(disc) == len(ring) == 2000
    assert disc.max() < 0.5
    assert ring.min() >= 0.7
    assert ring.max() < 1
    assert abs(disc.mean() - 0.25) < 5 * 0.5 / np.sqrt(12 * 2000)
    assert abs(ring.mean() - 0.85) < 5 * 0.3 / np.sqrt(12 * 2000)
    assert np.abs(samples.x.mean(axis=0)).max() < 0.05


@pytest.mark.parametrize("rings", [2, 3, 8])
def test_rings_are_of_either_class_by_turns(drawn, rings):
    samples = drawn("rings", rings=rings)
    number, within = np.divmod(np.hypot(*samples.x.T) * rings, 1)
    np.testing.assert_array_equal(samples.labels, 1 - number % 2)
    assert within.min() >= 0.2
    assert within.max() < 0.8
    counts = np.bincount(number.astype(int), minlength=rings)
    share = np.where(np.arange(rings) % 2 == 0, 1 / ((rings + 1) // 2), 1 / (rings // 2))
    np.testing.assert_allclose(counts, 2000 * share, atol=5 * np.sqrt(2000 / 4))


def test_quadrants_of_differing_signs_are_class_one(drawn):
    samples = drawn("xor-quadrants")
    signs = np.sign(samples.x)
    np.testing.assert_array_equal(samples.labels, signs[:, 0] != signs[:, 1])
    size = np.abs(samples.x)
    assert size.min() >= 0.06
    assert size.max() < 1.06
    np.testing.assert_allclose(size.mean(axis=0), 0.56, atol=5 / np.sqrt(12 * 4000))
    assert abs((signs[:, 0] > 0).mean() - 0.5) < 5 * 0.5 / np.sqrt(4000)


@pytest.mark.parametrize("cells", [2, 3, 4, 7])
def test_a_checkerboard_is_checked(drawn, cells):
    samples = drawn("checkerboard", 8000, cells=cells)
    cell = np.floor((samples.x + 1) / 2 * cells).astype(int)
    assert cell.min() == 0
    assert cell.max() == cells - 1
    np.testing.assert_array_equal(samples.labels, 1 - cell.sum(axis=1) % 2)
    for label, squares in ((1, (cells**2 + 1) // 2), (0, cells**2 // 2)):
        own = cell[samples.labels == label]
        _, counts = np.unique(own @ [cells, 1], return_counts=True)
        assert len(counts) == squares
        np.testing.assert_allclose(counts, 4000 / squares, atol=5 * np.sqrt(4000 / squares))


@pytest.mark.parametrize("name", ["circle", "rings", "xor-quadrants", "checkerboard", "spiral"])
def test_noise_moves_each_coordinate_evenly_and_within_its_bound(drawn, name):
    still, moved = (drawn(name, noise=noise) for noise in (0, 0.1))
    shift = moved.x - still.x
    assert np.abs(shift).max() <= 0.1
    np.testing.assert_allclose(shift.mean(axis=0), 0, atol=5 * 0.1 / np.sqrt(3 * 4000))
    np.testing.assert_allclose(shift.std(axis=0), 0.1 / np.sqrt(3), atol=0.003)
    np.testing.assert_array_equal(still.labels, moved.labels)
