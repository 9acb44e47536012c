"""Activations and their slopes on rows of numbers, compiled.

The formulas are those of `engine.functions.activations`. Compiled code has no tables of functions:
each kind is one more branch, outside of the loops.
"""

from __future__ import annotations

from collections.abc import Callable

from engine.data import Floats
from engine.functions.activations import LEAK
from engine.kernels.compiled.fast_math import cos, exp, expm1_below, sigmoid, sin, softplus, tanh
from engine.kernels.compiled.jit import inlined
from engine.kernels.compiled.simd import Lanes, fused, lanes, load, magnitude, store, where_at_most
from engine.kernels.compiled.structs import (
    ABS,
    ELU,
    GAUSSIAN,
    IDENTITY,
    LEAKY_RELU,
    RELU,
    SIGMOID,
    SINE,
    SOFTPLUS,
    SQUARE,
    STEP,
    TANH,
    Rows,
)


@inlined
def activate(kind: int, z: Floats, a: Floats, start: int, end: int) -> None:
    """Write f(z) to a, from ``start`` to ``end``."""
    if kind == IDENTITY:
        _map(_same, z, a, start, end)
    elif kind == TANH:
        _map(tanh, z, a, start, end)
    elif kind == SIGMOID:
        _map(sigmoid, z, a, start, end)
    elif kind == SINE:
        _map(sin, z, a, start, end)
    elif kind == SQUARE:
        _map(_square, z, a, start, end)
    elif kind == GAUSSIAN:
        _map(_bell, z, a, start, end)
    else:
        _activate_bent(kind, z, a, start, end)


@inlined
def _activate_bent(kind: int, z: Floats, a: Floats, start: int, end: int) -> None:
    """`activate` for those that have a bend, a jump or a bow at 0."""
    if kind == RELU:
        _map(_positive_part, z, a, start, end)
    elif kind == LEAKY_RELU:
        _map(_leaky, z, a, start, end)
    elif kind == ELU:
        _map(_elu, z, a, start, end)
    elif kind == SOFTPLUS:
        _map(softplus, z, a, start, end)
    elif kind == ABS:
        _map(_size, z, a, start, end)
    elif kind == STEP:
        _map(_step, z, a, start, end)


@inlined
def pull_through(kind: int, rows: Rows, start: int, end: int) -> None:
    """From d loss / d a to d loss / d z: times f'(z), from ``start`` to ``end``."""
    if kind == TANH:
        _scale(_tanh_slope, rows, start, end)
    elif kind == SIGMOID:
        _scale(_sigmoid_slope, rows, start, end)
    elif kind == SINE:
        _scale(_sine_slope, rows, start, end)
    elif kind == SQUARE:
        _scale(_square_slope, rows, start, end)
    elif kind == GAUSSIAN:
        _scale(_bell_slope, rows, start, end)
    elif kind != IDENTITY:
        _pull_through_bent(kind, rows, start, end)


@inlined
def _pull_through_bent(kind: int, rows: Rows, start: int, end: int) -> None:
    """`pull_through` for those of `_activate_bent`."""
    if kind == RELU:
        _scale(_positive_part_slope, rows, start, end)
    elif kind == LEAKY_RELU:
        _scale(_leaky_slope, rows, start, end)
    elif kind == ELU:
        _scale(_elu_slope, rows, start, end)
    elif kind == SOFTPLUS:
        _scale(_softplus_slope, rows, start, end)
    elif kind == ABS:
        _scale(_size_slope, rows, start, end)
    elif kind == STEP:
        _scale(_no_slope, rows, start, end)


@inlined
def _map(function: Callable[[Lanes], Lanes], z: Floats, a: Floats, start: int, end: int) -> None:
    for place in range(start, end, 8):
        store(a, place, function(load(z, place)))


@inlined
def _scale(slope: Callable[[Lanes, Lanes], Lanes], rows: Rows, start: int, end: int) -> None:
    for place in range(start, end, 8):
        factor = slope(load(rows.sums, place), load(rows.activations, place))
        store(rows.sensitivity, place, load(rows.sensitivity, place) * factor)


@inlined
def _same(z: Lanes) -> Lanes:
    return z


@inlined
def _tanh_slope(z: Lanes, a: Lanes) -> Lanes:  # noqa: ARG001
    return fused(-a, a, 1.0)


@inlined
def _sigmoid_slope(z: Lanes, a: Lanes) -> Lanes:  # noqa: ARG001
    return (1.0 - a) * a


@inlined
def _positive_part(z: Lanes) -> Lanes:
    return where_at_most(z, 0.0, 0.0, z)


@inlined
def _positive_part_slope(z: Lanes, a: Lanes) -> Lanes:  # noqa: ARG001
    return _sign(a)


@inlined
def _leaky(z: Lanes) -> Lanes:
    return where_at_most(z, 0.0, z * LEAK, z)


@inlined
def _leaky_slope(z: Lanes, a: Lanes) -> Lanes:  # noqa: ARG001
    return where_at_most(a, 0.0, LEAK, _sign(a))


@inlined
def _elu(z: Lanes) -> Lanes:
    return where_at_most(z, 0.0, expm1_below(where_at_most(0.0, z, 0.0, z)), z)


@inlined
def _elu_slope(z: Lanes, a: Lanes) -> Lanes:  # noqa: ARG001
    return where_at_most(0.0, a, 0.0, a) + 1.0


@inlined
def _softplus_slope(z: Lanes, a: Lanes) -> Lanes:  # noqa: ARG001
    return -expm1_below(-a)


@inlined
def _step(z: Lanes) -> Lanes:
    return where_at_most(z, 0.0, 0.0, _sign(z))


@inlined
def _no_slope(z: Lanes, a: Lanes) -> Lanes:  # noqa: ARG001
    return lanes(0.0)


@inlined
def _sine_slope(z: Lanes, a: Lanes) -> Lanes:  # noqa: ARG001
    return cos(z)


@inlined
def _size(z: Lanes) -> Lanes:
    return magnitude(z)


@inlined
def _size_slope(z: Lanes, a: Lanes) -> Lanes:  # noqa: ARG001
    return _sign(z)


@inlined
def _square(z: Lanes) -> Lanes:
    return z * z


@inlined
def _square_slope(z: Lanes, a: Lanes) -> Lanes:  # noqa: ARG001
    return z + z


@inlined
def _bell(z: Lanes) -> Lanes:
    return exp(-(z * z))


@inlined
def _bell_slope(z: Lanes, a: Lanes) -> Lanes:
    return z * a * -2.0


@inlined
def _sign(value: Lanes) -> Lanes:
    """1, 0 or −1; NaN stays."""
    above = where_at_most(0.0, value, 1.0, value)
    below = where_at_most(0.0, value, 0.0, -1.0)
    return where_at_most(value, 0.0, below, above)
