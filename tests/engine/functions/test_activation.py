"""What a row says of its function is true of its function."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest

from engine import ACTIVATIONS

Z = np.linspace(-40.0, 40.0, 160_001)
FAR = np.array([-600.0, 600.0])
EVERY_ROW = pytest.mark.parametrize("row", ACTIVATIONS.values(), ids=list(ACTIVATIONS))


@EVERY_ROW
def test_the_steepest_slope_is_the_largest_of_all(row):
    largest = np.abs(row.slope(Z)).max()
    if math.isinf(row.steepest):
        assert np.abs(row.slope(1e6 * Z)).max() > 1e6
    else:
        assert largest == pytest.approx(row.steepest, rel=1e-6)
        assert (np.abs(row.slope(Z)) <= row.steepest * (1 + 1e-12)).all()


@EVERY_ROW
def test_values_stay_within_the_bounds_and_come_near_them(row):
    with np.errstate(over="ignore"):
        values = row(np.concatenate([Z, 1e3 * Z, 1e300 * Z]))
    low, high = row.bounds
    assert low <= values.min()
    assert values.max() <= high
    assert values.min() == pytest.approx(low, abs=1e-7) if math.isfinite(low) else low < -1e3
    assert values.max() == pytest.approx(high, abs=1e-7) if math.isfinite(high) else high > 1e3


@EVERY_ROW
def test_the_symmetry_is_that_of_the_function(row):
    z = Z[Z > 0]
    odd = np.allclose(row(-z), 2 * row.centre - row(z), rtol=0, atol=1e-13)
    even = np.allclose(row(-z), row(z), rtol=0, atol=1e-13)
    assert (odd, even) == (row.symmetry == "odd", row.symmetry == "even")


@EVERY_ROW
def test_the_slope_vanishes_on_as_many_sides_as_the_row_says(row):
    if row.name != "sine":
        assert (np.abs(row.slope(FAR)) < 1e-12).sum() == row.flat_sides
    assert row.flat == (not row.slope(Z).any())


@EVERY_ROW
def test_the_numpy_form_is_the_function(row):
    z = np.linspace(-30.0, 30.0, 1_001)
    code = row.expression("numpy", "z")
    assert re.search(r"\bz\b", code)
    found = eval(code, {"np": np, "z": z})
    np.testing.assert_allclose(found, row(z), rtol=1e-13, atol=1e-15)


@EVERY_ROW
def test_the_text_form_is_the_function(row):
    names = {"exp": math.exp, "log": math.log, "sin": math.sin, "tanh": math.tanh}
    code = row.expression("text", "(2*t)").replace("^", "**")
    for t in (-1.5, -0.25, 0.0, 0.75, 3.0):
        found = eval(code, {**names, "t": t})
        assert found == pytest.approx(float(row(np.array(2 * t))), rel=1e-14, abs=1e-15)


@EVERY_ROW
def test_an_argument_takes_the_place_of_z_in_every_form(row):
    for language in ("text", "latex", "numpy", "torch"):
        written = row.expression(language, "(w + b)")
        assert "(w + b)" in written
        assert "{z}" not in written
        assert written.count("{") == written.count("}")
        assert written.count(r"\left") == written.count(r"\right")


def test_latex_is_written_as_a_book_would():
    assert ACTIVATIONS["sigmoid"].expression("latex", "z") == r"\frac{1}{1 + e^{-z}}"


def test_dying_and_saturating_are_left_to_functions_that_can_learn():
    assert [name for name, row in ACTIVATIONS.items() if row.can_saturate] == [
        "tanh",
        "sigmoid",
        "gaussian",
    ]
    assert not ACTIVATIONS["step"].can_die
    assert ACTIVATIONS["relu"].can_die
    assert not ACTIVATIONS["leaky-relu"].can_die
