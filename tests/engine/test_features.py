"""Features are the functions that their names say."""

import math

import numpy as np
import pytest

from engine.errors import DataError
from engine.features import FEATURES, feature_names, feature_values

POINTS = np.array([[0.5, -2.0], [0.0, 3.0], [-1.25, 0.75]])
FORMULAS = {
    "x1": lambda x, _y: x,
    "x2": lambda _x, y: y,
    "x1^2": lambda x, _y: x**2,
    "x2^2": lambda _x, y: y**2,
    "x1*x2": lambda x, y: x * y,
    "sin(x1)": lambda x, _y: math.sin(x),
    "sin(x2)": lambda _x, y: math.sin(y),
    "cos(x1)": lambda x, _y: math.cos(x),
    "cos(x2)": lambda _x, y: math.cos(y),
}


@pytest.mark.parametrize("name", FORMULAS)
def test_a_feature_is_the_function_of_its_name(name):
    values = feature_values([name], ["x1", "x2"], POINTS)
    expected = [[FORMULAS[name](x, y) for x, y in POINTS.tolist()]]
    np.testing.assert_allclose(values, expected, rtol=1e-15)


def test_a_plane_offers_all_of_them():
    assert set(feature_names(("x1", "x2"))) == set(FORMULAS) == set(FEATURES)
    assert feature_names(("x1", "x2"))[:2] == ("x1", "x2")


def test_one_column_offers_its_own():
    assert feature_names(("x1",)) == ("x1", "x1^2", "sin(x1)", "cos(x1)")


def test_many_columns_offer_themselves_only():
    columns = tuple(f"x{number}" for number in range(1, 65))
    assert feature_names(columns) == columns


def test_values_are_one_contiguous_row_for_each_name():
    values = feature_values(["x2", "x1"], ["x1", "x2"], POINTS)
    assert values.shape == (2, 3)
    assert values.flags.c_contiguous
    np.testing.assert_array_equal(values, POINTS.T[::-1])


def test_an_unknown_feature_is_refused():
    with pytest.raises(DataError, match=r"“x3” is no feature of x1, x2\."):
        feature_values(["x3"], ["x1", "x2"], POINTS)
