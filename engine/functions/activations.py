"""The activation functions: value and derivative, as programs of in-place NumPy calls.

Every function works on float64 and on complex128, so that a complex step (see
`engine.inspection.gradcheck`) passes through the same code that trains; at a kink the real part
decides.

To add one, write its row here and its function in `engine.kernels.compiled.activations`; palette,
formats, schemas, health and documentation read the row.

The step is flat wherever it has a slope: f' is 0, so no gradient reaches the links into a step
neuron and they stay as they are, while the rest of the network learns. Its weights are set by
hand, or found by the random nudge (`engine.kernels.numpy.nudge`).
`engine.judging.diagnosis.untaught_neurons` lists the neurons that an optimizer cannot train.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import Final

import numpy as np

from engine.functions.activation import Activation, Forms, Range
from engine.program import Array, Program, constant

_ZERO, _HALF, _ONE, _MINUS_TWO = constant(0.0), constant(0.5), constant(1.0), constant(-2.0)
LEAK: Final = 0.01
"""Slope of the leaky ReLU below 0 (Maas, Hannun and Ng 2013)."""
_LEAK: Final = constant(LEAK)


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


def _silu(z: Array, a: Array) -> Program:
    # z · sigmoid(z); a may be z, so the sigmoid needs room of its own.
    sigmoid = np.empty_like(z)
    return (*_sigmoid(z, sigmoid), (np.multiply, (z, sigmoid, a)))


def _silu_derivative(z: Array, a: Array, d: Array) -> Program:
    # sigmoid(z) + z · sigmoid(z) · (1 − sigmoid(z)) = sigmoid(z) · (1 + z − a)
    rest = np.empty_like(d)
    return (
        *_sigmoid(z, d),
        (np.subtract, (z, a, rest)),
        (np.add, (rest, _ONE, rest)),
        (np.multiply, (d, rest, d)),
    )


_CATALOGUE = (
    Activation(
        "identity",
        "Identity",
        "z",
        0,
        _identity,
        _no_derivative,
        Forms("{z}", "{z}", "{z}", "{z}"),
        steepest=1.0,
        symmetry="odd",
    ),
    Activation(
        "tanh",
        "tanh",
        "tanh(z)",
        1,
        _tanh,
        _tanh_derivative,
        Forms("tanh({z})", r"\tanh\left({z}\right)", "np.tanh({z})", "torch.tanh({z})"),
        steepest=1.0,
        bounds=Range(-1.0, 1.0),
        symmetry="odd",
        flat_sides=2,
    ),
    Activation(
        "sigmoid",
        "Sigmoid",
        "1 / (1 + e⁻ᶻ)",
        2,
        _sigmoid,
        _sigmoid_derivative,
        Forms(
            "1 / (1 + exp(-{z}))",
            r"\frac{1}{1 + e^{-{z}}}",
            "0.5 * (1 + np.tanh(0.5 * {z}))",
            "torch.sigmoid({z})",
        ),
        steepest=0.25,
        bounds=Range(0.0, 1.0),
        symmetry="odd",
        centre=0.5,
        flat_sides=2,
    ),
    Activation(
        "relu",
        "ReLU",
        "max(0, z)",
        3,
        _relu,
        _relu_derivative,
        Forms(
            "max(0, {z})",
            r"\max\left(0, {z}\right)",
            "np.maximum(0, {z})",
            "torch.relu({z})",
        ),
        steepest=1.0,
        bounds=Range(lowest=0.0),
        flat_sides=1,
        smooth=False,
        note="slope at 0: 0",
    ),
    Activation(
        "leaky-relu",
        "Leaky ReLU",
        "max(0.01 z, z)",
        4,
        _leaky_relu,
        _leaky_relu_derivative,
        Forms(
            "max(0.01 * {z}, {z})",
            r"\max\left(0.01\,{z}, {z}\right)",
            "np.maximum(0.01 * {z}, {z})",
            "torch.nn.functional.leaky_relu({z}, 0.01)",
        ),
        steepest=1.0,
        smooth=False,
        note="slope at 0: 0.01",
    ),
    Activation(
        "elu",
        "ELU",
        "z, or eᶻ − 1 below 0",
        5,
        _elu,
        _elu_derivative,
        Forms(
            "max(0, {z}) + exp(min(0, {z})) - 1",
            r"\max\left(0, {z}\right) + e^{\min\left(0, {z}\right)} - 1",
            "np.maximum(0, {z}) + np.expm1(np.minimum(0, {z}))",
            "torch.nn.functional.elu({z})",
        ),
        steepest=1.0,
        bounds=Range(lowest=-1.0),
        flat_sides=1,
    ),
    Activation(
        "softplus",
        "Softplus",
        "log(1 + eᶻ)",
        6,
        _softplus,
        _softplus_derivative,
        Forms(
            "log(1 + exp({z}))",
            r"\log\left(1 + e^{{z}}\right)",
            "np.logaddexp(0, {z})",
            "torch.nn.functional.softplus({z}, threshold=40)",
        ),
        steepest=1.0,
        bounds=Range(lowest=0.0),
        flat_sides=1,
    ),
    Activation(
        "sine",
        "Sine",
        "sin(z)",
        7,
        _sine,
        _sine_derivative,
        Forms("sin({z})", r"\sin\left({z}\right)", "np.sin({z})", "torch.sin({z})"),
        steepest=1.0,
        bounds=Range(-1.0, 1.0),
        symmetry="odd",
        needs_input=True,
    ),
    Activation(
        "abs",
        "|x|",
        "|z|",
        8,
        _abs,
        _abs_derivative,
        Forms("abs({z})", r"\left|{z}\right|", "np.abs({z})", "torch.abs({z})"),
        steepest=1.0,
        bounds=Range(lowest=0.0),
        symmetry="even",
        smooth=False,
        needs_input=True,
        note="slope at 0: 0",
    ),
    Activation(
        "square",
        "Square",
        "z²",
        9,
        _square,
        _square_derivative,
        Forms("({z})^2", r"\left({z}\right)^2", "np.square({z})", "torch.square({z})"),
        steepest=math.inf,
        bounds=Range(lowest=0.0),
        symmetry="even",
        needs_input=True,
    ),
    Activation(
        "gaussian",
        "Gaussian",
        "e^(−z²)",
        10,
        _gaussian,
        _gaussian_derivative,
        Forms(
            "exp(-({z})^2)",
            r"e^{-\left({z}\right)^2}",
            "np.exp(-np.square({z}))",
            "torch.exp(-torch.square({z}))",
        ),
        steepest=math.sqrt(2.0 / math.e),
        bounds=Range(0.0, 1.0),
        symmetry="even",
        flat_sides=2,
        needs_input=True,
    ),
    Activation(
        "step",
        "Step",
        "1 above 0, else 0",
        11,
        _step,
        _no_slope,
        Forms(
            "1 if {z} > 0 else 0",
            r"\mathbf{1}\left[{z} > 0\right]",
            "np.heaviside({z}, 0.0)",
            "({z} > 0).to({z}.dtype)",
        ),
        steepest=0.0,
        bounds=Range(0.0, 1.0),
        symmetry="odd",
        centre=0.5,
        flat_sides=2,
        smooth=False,
        flat=True,
        note="its slope is 0 everywhere",
    ),
    Activation(
        "silu",
        "SiLU",
        "z / (1 + e⁻ᶻ)",
        12,
        _silu,
        _silu_derivative,
        Forms(
            "{z} / (1 + exp(-{z}))",
            r"\frac{{z}}{1 + e^{-{z}}}",
            "0.5 * {z} * (1 + np.tanh(0.5 * {z}))",
            "torch.nn.functional.silu({z})",
        ),
        # Where f'' = 0 and f' = 0: at z ≈ 2.3994 and z ≈ −1.2785.
        steepest=1.099839320128867,
        bounds=Range(lowest=-0.27846454276107374),
        flat_sides=1,
        needs_input=True,
        note="Hendrycks and Gimpel 2016; Elfwing, Uchibe and Doya 2018",
    ),
)

ACTIVATIONS: Final[Mapping[str, Activation]] = MappingProxyType(
    {activation.name: activation for activation in _CATALOGUE}
)
"""Every activation by name, in the order of the palette."""
