"""The compiled functions are those of the rows, in value and in slope."""

from __future__ import annotations

import numpy as np
import pytest

from engine import ACTIVATIONS

pytest.importorskip("numba")

import numba

from engine.kernels.compiled.activations import FUNCTIONS, activate, pull_through
from engine.kernels.compiled.structs import Rows, aligned


@numba.njit(_nrt=False, error_model="numpy")
def forward_and_back(code, rows, end):
    activate(code, rows.sums, rows.activations, 0, end)
    pull_through(code, rows, 0, end)


def through(name, z):
    """f(z) and f'(z) of the compiled code; as many numbers as whole vectors hold."""
    rows = Rows(*(aligned(len(z)) for _ in range(5)), aligned(8))
    rows.sums[:] = z
    rows.sensitivity[:] = 1.0
    forward_and_back(ACTIVATIONS[name].code, rows, len(z))
    return rows.activations, rows.sensitivity


def test_every_row_has_its_compiled_function():
    assert list(FUNCTIONS) == list(ACTIVATIONS)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_value_and_slope_are_those_of_the_row(name):
    z = np.concatenate([np.linspace(-9, 9, 1_600), [0.0, -0.0, 1e4, -1e4, 30, -30, 1e-9, -1e-9]])
    values, slopes = through(name, z)
    if name != "identity":
        row = ACTIVATIONS[name]
        np.testing.assert_allclose(values, row(z), rtol=1e-13, atol=1e-15)
        np.testing.assert_allclose(slopes, row.slope(z), rtol=1e-12, atol=1e-15)
    else:
        np.testing.assert_array_equal(values, z)
        np.testing.assert_array_equal(slopes, np.ones_like(z))
