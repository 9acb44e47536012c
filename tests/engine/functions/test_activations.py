from __future__ import annotations

import math

import numpy as np
import pytest

from engine import ACTIVATIONS

POINTS = (-3.0, -0.5, 0.0, 0.25, 2.0)
FORMULAS = {
    "identity": (lambda z: z, lambda z: 1.0),
    "tanh": (math.tanh, lambda z: 1.0 / math.cosh(z) ** 2),
    "sigmoid": (
        lambda z: 1 / (1 + math.exp(-z)),
        lambda z: math.exp(-z) / (1 + math.exp(-z)) ** 2,
    ),
    "relu": (lambda z: max(0.0, z), lambda z: float(z > 0)),
    "leaky-relu": (lambda z: z if z > 0 else 0.01 * z, lambda z: 1.0 if z > 0 else 0.01),
    "elu": (
        lambda z: z if z > 0 else math.exp(z) - 1,
        lambda z: 1.0 if z > 0 else math.exp(z),
    ),
    "softplus": (
        lambda z: math.log(1 + math.exp(z)),
        lambda z: 1 / (1 + math.exp(-z)),
    ),
    "sine": (math.sin, math.cos),
    "abs": (abs, lambda z: float((z > 0) - (z < 0))),
    "square": (lambda z: z * z, lambda z: 2 * z),
    "gaussian": (lambda z: math.exp(-z * z), lambda z: -2 * z * math.exp(-z * z)),
    "step": (lambda z: float(z > 0), lambda z: 0.0),
    "silu": (
        lambda z: z / (1 + math.exp(-z)),
        lambda z: (1 + math.exp(-z) * (1 + z)) / (1 + math.exp(-z)) ** 2,
    ),
}


def test_the_catalogue_is_complete_and_in_order():
    assert list(ACTIVATIONS) == list(FORMULAS)
    assert all(name == activation.name for name, activation in ACTIVATIONS.items())
    assert ACTIVATIONS["relu"].label == "ReLU"
    assert ACTIVATIONS["leaky-relu"].label == "Leaky ReLU"


def test_no_two_share_a_code_or_a_label():
    rows = ACTIVATIONS.values()
    assert len({row.code for row in rows}) == len({row.label for row in rows}) == len(rows)


@pytest.mark.parametrize("name", list(FORMULAS))
@pytest.mark.parametrize("dtype", [np.float64, np.complex128])
def test_values_and_slopes_follow_the_formula(name, dtype):
    value, slope = FORMULAS[name]
    z = np.array(POINTS, dtype=dtype)
    activation = ACTIVATIONS[name]
    np.testing.assert_allclose(activation(z), [value(p) for p in POINTS], rtol=1e-13, atol=1e-16)
    np.testing.assert_allclose(
        activation.slope(z), [slope(p) for p in POINTS], rtol=1e-13, atol=1e-16
    )
    assert (z == np.array(POINTS)).all()


@pytest.mark.parametrize("name", list(FORMULAS))
def test_the_complex_step_tells_the_slope(name):
    z = np.array([-1.5, -0.3, 0.4, 2.5])
    activation = ACTIVATIONS[name]
    step = activation(z + 1e-30j).imag / 1e-30
    np.testing.assert_allclose(activation.slope(z), step, rtol=1e-13)


@pytest.mark.parametrize("name", list(FORMULAS))
def test_huge_inputs_give_no_warning(name):
    values = ACTIVATIONS[name](np.array([-1e4, 1e4, -1e300, 1e300]))
    assert not np.isnan(values).any()


def test_sigmoid_keeps_within_its_bounds():
    values = ACTIVATIONS["sigmoid"](np.array([-1e300, -800.0, 0.0, 800.0, 1e300]))
    assert values.tolist() == [0.0, 0.0, 0.5, 1.0, 1.0]


def test_far_from_zero_the_new_ones_follow_their_asymptotes():
    z = np.array([-1e300, -800.0, 800.0, 1e300])
    assert ACTIVATIONS["softplus"](z).tolist() == [0.0, 0.0, 800.0, 1e300]
    assert ACTIVATIONS["elu"](z).tolist() == [-1.0, -1.0, 800.0, 1e300]
    np.testing.assert_allclose(ACTIVATIONS["leaky-relu"](z), [-1e298, -8.0, 800.0, 1e300])


def test_softplus_keeps_its_last_bits_where_it_is_tiny():
    """log(1 + e^-40) = e^-40 − e^-80 / 2 to 17 digits; so is its slope, but for the half."""
    softplus = ACTIVATIONS["softplus"]
    assert softplus(np.array([-40.0]))[0] == pytest.approx(math.exp(-40), rel=1e-15)
    assert softplus.slope(np.array([-40.0]))[0] == pytest.approx(math.exp(-40), rel=1e-15)


def test_the_step_alone_lets_no_gradient_pass():
    assert [name for name, activation in ACTIVATIONS.items() if activation.flat] == ["step"]


@pytest.mark.parametrize("dtype", [np.float64, np.complex128])
def test_silu_goes_to_its_limits_without_overflow(dtype):
    z = np.array([-1e300, -1e4, 1e4, 1e300], dtype=dtype)
    assert ACTIVATIONS["silu"](z).tolist() == [0.0, 0.0, 1e4, 1e300]
    assert ACTIVATIONS["silu"].slope(z).tolist() == [0.0, 0.0, 1.0, 1.0]


def test_silu_has_its_minimum_where_its_slope_is_zero():
    """At z = −1 − W(1/e), where W is Lambert's function: W(1/e) = 0.2784645427610738."""
    w = 0.2784645427610738
    assert w * math.exp(w) == pytest.approx(1 / math.e, rel=1e-15)
    silu = ACTIVATIONS["silu"]
    assert silu.slope(np.array([-1 - w]))[0] == pytest.approx(0, abs=1e-15)
    assert silu(np.array([-1 - w]))[0] == pytest.approx(-w, rel=1e-15)
