from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from engine import DecisionMaps, MapGrid, Plan, decision_maps, outputs

COLUMNS = ("x1", "x2")


def test_row_zero_is_the_highest_x2(dense):
    plan = Plan.compile(dense(2, 1))
    grid = MapGrid((-1.0, -2.0), (1.0, 2.0), (4, 8))
    maps = decision_maps(plan, np.zeros(plan.size), grid, COLUMNS)
    assert maps.shape == (3, 4, 8)
    assert maps[plan.index("x1"), 0].tolist() == [-0.875 + 0.25 * i for i in range(8)]
    assert maps[plan.index("x2"), :, 0].tolist() == [1.5, 0.5, -0.5, -1.5]


def test_a_map_says_what_the_network_says(dense, random_parameters, xor_data):
    plan = Plan.compile(dense(2, 8, 8, 1))
    parameters = random_parameters(plan, 4)
    grid = MapGrid.around(xor_data().train.x, 60)
    maps = decision_maps(plan, parameters, grid, COLUMNS)
    np.testing.assert_allclose(
        maps[plan.index("y")].ravel(),
        outputs(plan, parameters, grid.points(), COLUMNS)[0],
        rtol=1e-12,
        atol=1e-13,
    )


def test_one_column_gives_one_row(dense, line_data):
    plan = Plan.compile(dense(1, 3, 1))
    grid = MapGrid.around(line_data().train.x, 50)
    assert grid.shape == (50,)
    assert decision_maps(plan, np.zeros(plan.size), grid, ("x1",)).shape == (5, 1, 50)


def test_more_columns_rest_at_their_mean(dense):
    x = np.array([[0.0, 0.0, 5.0, -1.0], [1.0, 1.0, 7.0, -3.0]])
    grid = MapGrid.around(x, 3)
    assert grid.rest == (6.0, -2.0)
    plan = Plan.compile(dense(4, 1))
    maps = decision_maps(plan, np.zeros(plan.size), grid, ("x1", "x2", "x3", "x4"))
    assert (maps[plan.index("x3")] == 6.0).all()


def test_a_grid_holds_all_samples_with_room_around(xor_data):
    x = xor_data().train.x * (3.0, 2.0) + (10.0, 0.0)
    grid = MapGrid.around(x, 32)
    assert (x > grid.low).all()
    assert (x < grid.high).all()
    spans = np.subtract(grid.high, grid.low)
    assert spans[0] == pytest.approx(spans[1])


def test_axes_of_different_scale_keep_their_own():
    grid = MapGrid.around(np.array([[0.0, 0.0], [1.0, 100.0]]), 10, margin=0.0)
    assert (grid.low, grid.high) == ((0.0, 0.0), (1.0, 100.0))


def test_samples_that_are_all_alike_still_have_a_grid():
    grid = MapGrid.around(np.full((3, 2), 2.0), 10, margin=0.0)
    assert (grid.low, grid.high) == ((1.0, 1.0), (3.0, 3.0))


@pytest.mark.memory
def test_maps_are_made_again_without_allocating(dense, random_parameters, xor_data):
    plan = Plan.compile(dense(2, 8, 8, 1))
    maps = DecisionMaps(plan, MapGrid.around(xor_data().train.x, 100), COLUMNS)
    one, other = random_parameters(plan, 1), random_parameters(plan, 2)
    first = maps(one).copy()
    tracemalloc.start()
    try:
        for _ in range(20):
            maps(other)
        again = maps(one)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 4_000
    assert (again == first).all()
