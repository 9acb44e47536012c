"""The activation functions: value and derivative, as programs of in-place NumPy calls.

Every function works on float64 and on complex128, so that a complex step (see `engine.gradcheck`)
passes through the same code that trains; at a kink the real part decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Final

import numpy as np

from engine.kernels.program import Array, Program, constant, run

Value = Callable[[Array, Array], Program]
Derivative = Callable[[Array, Array, Array], Program]

_ZERO, _HALF, _ONE, _MINUS_TWO = constant(0.0), constant(0.5), constant(1.0), constant(-2.0)


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
    """

    name: str
    label: str
    formula: str
    value: Value
    derivative: Derivative
    smooth: bool = True
    needs_input: bool = False

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
    Activation("sine", "Sine", "sin(z)", _sine, _sine_derivative, needs_input=True),
    Activation("abs", "|x|", "|z|", _abs, _abs_derivative, smooth=False, needs_input=True),
    Activation("square", "Square", "z²", _square, _square_derivative, needs_input=True),
    Activation(
        "gaussian", "Gaussian", "e^(−z²)", _gaussian, _gaussian_derivative, needs_input=True
    ),
)

ACTIVATIONS: Final[Mapping[str, Activation]] = MappingProxyType(
    {activation.name: activation for activation in _CATALOGUE}
)
"""Every activation by name, in the order of the palette."""
