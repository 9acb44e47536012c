"""The activation functions: value and derivative, as programs of in-place NumPy calls.

Every function works on float64 and on complex128, so that a complex step (see
`engine.inspection.gradcheck`) passes through the same code that trains; at a kink the real part
decides.

The step is flat wherever it has a slope: f' is 0, so a gradient tells nothing to the links into a
step neuron and they stay as they are, while the rest of the network learns. Its weights are set by
hand, or found by the random nudge (`engine.kernels.numpy.nudge`).
`engine.judging.diagnosis.untaught_neurons` names the neurons that an optimizer cannot teach.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Final

import numpy as np

from engine.program import Array, Program, constant, run

Value = Callable[[Array, Array], Program]
Derivative = Callable[[Array, Array, Array], Program]

_ZERO, _HALF, _ONE, _MINUS_TWO = constant(0.0), constant(0.5), constant(1.0), constant(-2.0)
LEAK: Final = 0.01
"""Slope of the leaky ReLU below 0 (Maas, Hannun and Ng 2013)."""
_LEAK: Final = constant(LEAK)


@dataclass(frozen=True, slots=True)
class Activation:
    """One activation function f.

    Attributes:
        name: its name in solutions and levels.
        label: its name for people.
        formula: f(z) for people.
        value: (z, a) -> program that writes f(z) to a; a may be z.
        derivative: (z, a, d) -> program that writes f'(z) to d, given a = f(z). An empty program
            means that f' is 1 everywhere.
        smooth: whether it has a derivative everywhere.
        needs_input: whether f' needs z; otherwise f(z) is enough and may overwrite z.
        flat: whether f' is 0 wherever it exists, so that no gradient passes.
    """

    name: str
    label: str
    formula: str
    value: Value
    derivative: Derivative
    smooth: bool = True
    needs_input: bool = False
    flat: bool = False

    def __call__(self, z: Array) -> Array:
        """f(z) as a new array."""
        a = np.array(z)
        run(self.value(a, a))
        return a

    def slope(self, z: Array) -> Array:
        """f'(z) as a new array."""
        source, d = np.array(z), np.ones_like(z)
        run(self.derivative(source, self(source), d))
        return d


def _identity(z: Array, a: Array) -> Program:
    return () if a is z else ((np.copyto, (a, z)),)


def _no_derivative(z: Array, a: Array, d: Array) -> Program:  # noqa: ARG001
    return ()


def _tanh(z: Array, a: Array) -> Program:
    return ((np.tanh, (z, a)),)


def _tanh_derivative(z: Array, a: Array, d: Array) -> Program:  # noqa: ARG001
    return ((np.multiply, (a, a, d)), (np.subtract, (_ONE, d, d)))


def _sigmoid(z: Array, a: Array) -> Program:
    # 1 / (1 + exp(−z)) = (1 + tanh(z / 2)) / 2, which cannot overflow.
    return (
        (np.multiply, (z, _HALF, a)),
        (np.tanh, (a, a)),
        (np.multiply, (a, _HALF, a)),
        (np.add, (a, _HALF, a)),
    )


def _sigmoid_derivative(z: Array, a: Array, d: Array) -> Program:  # noqa: ARG001
    return ((np.subtract, (_ONE, a, d)), (np.multiply, (d, a, d)))


def _relu(z: Array, a: Array) -> Program:
    if not np.iscomplexobj(z):
        # NumPy wants the output of this one by keyword.
        return ((partial(np.maximum, out=a), (z, _ZERO)),)
    active = np.empty(z.shape, dtype=bool)
    return ((np.greater, (z.real, _ZERO, active)), (np.multiply, (z, active, a)))


def _relu_derivative(z: Array, a: Array, d: Array) -> Program:  # noqa: ARG001
    return ((np.sign, (a.real, d)),)


def _leaky_relu(z: Array, a: Array) -> Program:
    slope = np.empty(z.shape)
    return (*_leaky_slope(z.real, slope), (np.multiply, (z, slope, a)))


def _leaky_relu_derivative(z: Array, a: Array, d: Array) -> Program:  # noqa: ARG001
    return _leaky_slope(a.real, d)


def _leaky_slope(z: Array, d: Array) -> Program:
    """1 where z > 0, else the leak: the larger of the sign and the leak."""
    return ((np.sign, (z, d)), (partial(np.maximum, out=d), (d, _LEAK)))


def _elu(z: Array, a: Array) -> Program:
    # max(0, z) + exp(min(0, z)) − 1: no branch, no overflow.
    low = np.empty_like(z)
    if not np.iscomplexobj(z):
        split: Program = (
            (partial(np.minimum, out=low), (z, _ZERO)),
            (partial(np.maximum, out=a), (z, _ZERO)),
        )
    else:
        above = np.empty(z.shape, dtype=bool)
        split = (
            (np.greater, (z.real, _ZERO, above)),
            (np.logical_not, (above, above)),
            (np.multiply, (z, above, low)),
            (np.subtract, (z, low, a)),
        )
    return (*split, (np.expm1, (low, low)), (np.add, (a, low, a)))


def _elu_derivative(z: Array, a: Array, d: Array) -> Program:  # noqa: ARG001
    if not np.iscomplexobj(a):
        return ((partial(np.minimum, out=d), (a, _ZERO)), (np.add, (d, _ONE, d)))
    below = np.empty(a.shape, dtype=bool)
    return (
        (np.less, (a.real, _ZERO, below)),
        (np.multiply, (a, below, d)),
        (np.add, (d, _ONE, d)),
    )


def _softplus(z: Array, a: Array) -> Program:
    if not np.iscomplexobj(z):
        return ((np.logaddexp, (z, _ZERO, a)),)
    # log(1 + e⁻ˢᶻ) with s = ±1 by the side of z, and z itself on the right: no overflow.
    above, low = np.empty(z.shape, dtype=bool), np.empty_like(z)
    return (
        (np.greater, (z.real, _ZERO, above)),
        (np.multiply, (z, above, low)),
        (np.subtract, (z, low, a)),
        (np.subtract, (a, low, a)),
        (np.exp, (a, a)),
        (np.log1p, (a, a)),
        (np.add, (a, low, a)),
    )


def _softplus_derivative(z: Array, a: Array, d: Array) -> Program:  # noqa: ARG001
    # With a = log(1 + eᶻ) the sigmoid of z is 1 − e⁻ᵃ.
    return ((np.negative, (a, d)), (np.expm1, (d, d)), (np.negative, (d, d)))


def _step(z: Array, a: Array) -> Program:
    return ((np.heaviside, (z.real, _ZERO, a)),)


def _no_slope(z: Array, a: Array, d: Array) -> Program:  # noqa: ARG001
    return ((d.fill, (0.0,)),)


def _sine(z: Array, a: Array) -> Program:
    return ((np.sin, (z, a)),)


def _sine_derivative(z: Array, a: Array, d: Array) -> Program:  # noqa: ARG001
    return ((np.cos, (z, d)),)


def _abs(z: Array, a: Array) -> Program:
    if not np.iscomplexobj(z):
        return ((np.absolute, (z, a)),)
    sign = np.empty(z.shape)
    return ((np.sign, (z.real, sign)), (np.multiply, (z, sign, a)))


def _abs_derivative(z: Array, a: Array, d: Array) -> Program:  # noqa: ARG001
    return ((np.sign, (z.real, d)),)


def _square(z: Array, a: Array) -> Program:
    return ((np.multiply, (z, z, a)),)


def _square_derivative(z: Array, a: Array, d: Array) -> Program:  # noqa: ARG001
    return ((np.add, (z, z, d)),)


def _gaussian(z: Array, a: Array) -> Program:
    return ((np.multiply, (z, z, a)), (np.negative, (a, a)), (np.exp, (a, a)))


def _gaussian_derivative(z: Array, a: Array, d: Array) -> Program:
    return ((np.multiply, (z, a, d)), (np.multiply, (d, _MINUS_TWO, d)))


_CATALOGUE = (
    Activation("identity", "Identity", "z", _identity, _no_derivative),
    Activation("tanh", "tanh", "tanh(z)", _tanh, _tanh_derivative),
    Activation("sigmoid", "Sigmoid", "1 / (1 + e⁻ᶻ)", _sigmoid, _sigmoid_derivative),
    Activation("relu", "ReLU", "max(0, z)", _relu, _relu_derivative, smooth=False),
    Activation(
        "leaky-relu",
        "Leaky",
        "max(0.01 z, z)",
        _leaky_relu,
        _leaky_relu_derivative,
        smooth=False,
    ),
    Activation("elu", "ELU", "z, or eᶻ − 1 below 0", _elu, _elu_derivative),
    Activation("softplus", "Softplus", "log(1 + eᶻ)", _softplus, _softplus_derivative),
    Activation("sine", "Sine", "sin(z)", _sine, _sine_derivative, needs_input=True),
    Activation("abs", "|x|", "|z|", _abs, _abs_derivative, smooth=False, needs_input=True),
    Activation("square", "Square", "z²", _square, _square_derivative, needs_input=True),
    Activation(
        "gaussian", "Gaussian", "e^(−z²)", _gaussian, _gaussian_derivative, needs_input=True
    ),
    Activation("step", "Step", "1 above 0, else 0", _step, _no_slope, smooth=False, flat=True),
)

ACTIVATIONS: Final[Mapping[str, Activation]] = MappingProxyType(
    {activation.name: activation for activation in _CATALOGUE}
)
"""Every activation by name, in the order of the palette."""
