from __future__ import annotations

import math

import numpy as np
import pytest

pytest.importorskip("numba")

import numba

from engine.kernels.compiled import fast_math
from engine.kernels.compiled.simd import load, store

NAMES = ("exp", "expm1_below", "log1p_within", "softplus", "tanh", "sigmoid", "sin", "cos")


def loop(function):
    """The compiled loop of a function over whole vectors."""

    @numba.njit
    def run(x, y):
        for place in range(0, len(x), 8):
            store(y, place, function(load(x, place)))

    return run


LOOPS = {name: loop(getattr(fast_math, name)) for name in NAMES}
# The library's functions with 64 instead of 53 bits where the machine has them.
EXACT = {
    "exp": np.exp,
    "expm1_below": np.expm1,
    "log1p_within": np.log1p,
    "softplus": lambda x: np.logaddexp(x, np.longdouble(0)),
    "tanh": np.tanh,
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "sin": np.sin,
    "cos": np.cos,
}


def values(name, x):
    """The function of any number of values."""
    room = np.zeros(-(-len(x) // 8) * 8)
    room[: len(x)] = x
    result = np.empty_like(room)
    LOOPS[name](room, result)
    return result[: len(x)]


def spread(low, high, count=20_000, seed=0):
    """Numbers of both signs whose size is spread evenly over the powers of ten from low to high."""
    rng = np.random.default_rng(seed)
    return rng.choice([-1.0, 1.0], count) * 10.0 ** rng.uniform(low, high, count)


def units_off(name, x):
    """The largest error in units in the last place."""
    exact = EXACT[name](x.astype(np.longdouble))
    unit = np.spacing(np.abs(exact.astype(np.float64)))
    return float(np.max(np.abs(values(name, x) - exact) / unit))


@pytest.mark.parametrize(
    ("name", "low", "high", "units"),
    [
        ("exp", -300, -1, 1.0),
        ("exp", -1, 2.84, 1.0),
        ("tanh", -300, -8, 2.5),
        ("tanh", -8, 0, 2.5),
        ("tanh", 0, 300, 2.5),
        ("sin", -300, -8, 1.0),
        ("sin", -8, 2, 2.5),
        ("sin", 2, 6, 2.5),
        ("cos", -300, 2, 2.5),
        ("cos", 2, 6, 2.5),
    ],
)
def test_errors_are_a_few_units_in_the_last_place(name, low, high, units):
    assert units_off(name, spread(low, high)) <= units


def test_what_is_made_for_one_side_is_exact_there():
    assert units_off("expm1_below", -np.abs(spread(-300, 3))) <= 2.5
    assert units_off("log1p_within", 10.0 ** -np.abs(spread(-3, 2))) <= 2.5
    assert units_off("softplus", spread(-300, 2.84)) <= 2.5
    ends = np.array([0.0, -np.inf, np.nan, 1e308, -1e308, np.inf, 710.0, -740.0])
    np.testing.assert_array_equal(values("expm1_below", ends[:3]), [0.0, -1.0, np.nan])
    expected = [math.log(2.0), 0.0, np.nan, 1e308, 0.0, np.inf, 710.0]
    np.testing.assert_allclose(values("softplus", ends)[:7], expected, rtol=1e-15)


def test_the_sigmoid_is_as_exact_as_its_formula():
    x = spread(-10, 3)
    assert units_off("sigmoid", np.abs(x)) <= 2.0
    exact = EXACT["sigmoid"](x.astype(np.longdouble))
    assert np.max(np.abs(values("sigmoid", x) - exact)) <= 2.0**-52


@pytest.mark.parametrize(("name", "whole"), [("sin", 1.0), ("cos", 0.5)])
def test_angles_near_a_zero_keep_their_digits(name, whole):
    turns = np.arange(1, 2_000)
    x = np.concatenate([(turns + whole) * np.pi, (turns * 331 + whole) * np.pi])
    expected = [math.sin(one) if name == "sin" else math.cos(one) for one in x]
    np.testing.assert_allclose(values(name, x), expected, rtol=4e-16)


@pytest.mark.parametrize("name", ["sin", "cos"])
def test_huge_angles_are_right_too(name):
    x = spread(6, 300, 200)
    expected = [math.sin(one) if name == "sin" else math.cos(one) for one in x]
    np.testing.assert_allclose(values(name, x), expected, rtol=1e-15)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("exp", [1.0, 1.0, math.inf, 0.0, math.nan, math.inf, 0.0, 1.0]),
        ("tanh", [0.0, -0.0, 1.0, -1.0, math.nan, 1.0, -1.0, 5e-324]),
        ("sigmoid", [0.5, 0.5, 1.0, 0.0, math.nan, 1.0, 0.0, 0.5]),
        ("sin", [0.0, -0.0, math.nan, math.nan, math.nan, *[math.sin(1e300)] * 2, 5e-324]),
        ("cos", [1.0, 1.0, math.nan, math.nan, math.nan, *[math.cos(1e300)] * 2, 1.0]),
    ],
)
def test_zeros_infinities_nan_and_the_smallest_number(name, expected):
    x = np.array([0.0, -0.0, math.inf, -math.inf, math.nan, 1e300, -1e300, 5e-324])
    expected = np.array(expected)
    if name == "sin":
        expected[6] = -expected[6]
    found = values(name, x)
    np.testing.assert_array_equal(found, expected)
    known = ~np.isnan(expected)
    assert (np.signbit(found[known]) == np.signbit(expected[known])).all()


def test_the_borders_of_exp():
    x = np.array([709.782712893384, 709.782712893385, -708.3964185322641, -745.1, -745.2])
    found = values("exp", x)
    assert found[0] == pytest.approx(1.797693134862273e308, rel=1e-15)
    assert found[1] == math.inf
    assert found[2] == pytest.approx(2.2250738585072626e-308, rel=1e-15)
    assert found[3:].tolist() == [5e-324, 0.0]


@pytest.mark.parametrize("name", NAMES)
def test_neighbours_in_a_vector_do_not_matter(name):
    x = np.linspace(-30, 30, 64)
    alone = np.array([values(name, np.full(8, one))[0] for one in x])
    beside = values(name, np.where(np.arange(64) % 8 == 3, np.nan, x))
    kept = ~np.isnan(beside)
    assert kept.sum() == 56
    if name not in ("sin", "cos"):  # there, NaN sends its vector to the library
        assert (values(name, x) == alone).all()
        assert (beside[kept] == alone[kept]).all()
    np.testing.assert_allclose(beside[kept], alone[kept], rtol=1e-15)


@pytest.mark.parametrize("name", ["tanh", "sin"])
def test_odd_functions_are_odd_to_the_bit(name):
    x = spread(-20, 5, 4_000)
    assert (values(name, -x) == -values(name, x)).all()


def test_tanh_never_passes_one_and_never_falls():
    x = np.linspace(0.0, 25.0, 80_000)
    found = values("tanh", x)
    assert found.max() == 1.0
    assert (np.diff(found) >= -2.3e-16).all()
