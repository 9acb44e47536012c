"""Activations and their slopes on rows of numbers, compiled.

The formulas are those of `engine.functions.activations`. Compiled code has no tables of functions,
so `_VALUES` and `_SLOPES` are turned into chains of branches when this module is imported; LLVM
makes one jump of each chain, outside of the loops.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from engine.data import Floats
from engine.functions.activations import ACTIVATIONS, LEAK
from engine.kernels.compiled.fast_math import cos, exp, expm1_below, sigmoid, sin, softplus, tanh
from engine.kernels.compiled.jit import inlined, outlined
from engine.kernels.compiled.simd import Lanes, fused, lanes, load, magnitude, store, where_at_most
from engine.kernels.compiled.structs import Rows

Value = Callable[[Lanes], Lanes]
Slope = Callable[[Lanes, Lanes], Lanes]
Activate = Callable[[int, Floats, Floats, int, int], None]
PullThrough = Callable[[int, Rows, int, int], None]


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
def _silu(z: Lanes) -> Lanes:
    return z * sigmoid(z)


@inlined
def _silu_slope(z: Lanes, a: Lanes) -> Lanes:
    return sigmoid(z) * (1.0 + (z - a))


@inlined
def _sign(value: Lanes) -> Lanes:
    """1, 0 or −1; NaN stays."""
    above = where_at_most(0.0, value, 1.0, value)
    below = where_at_most(0.0, value, 0.0, -1.0)
    return where_at_most(value, 0.0, below, above)


FUNCTIONS: Final[Mapping[str, tuple[Value, Slope | None]]] = {
    "identity": (_same, None),
    "tanh": (tanh, _tanh_slope),
    "sigmoid": (sigmoid, _sigmoid_slope),
    "relu": (_positive_part, _positive_part_slope),
    "leaky-relu": (_leaky, _leaky_slope),
    "elu": (_elu, _elu_slope),
    "softplus": (softplus, _softplus_slope),
    "sine": (sin, _sine_slope),
    "abs": (_size, _size_slope),
    "square": (_square, _square_slope),
    "gaussian": (_bell, _bell_slope),
    "step": (_step, _no_slope),
    "silu": (_silu, _silu_slope),
}
"""f(z) and f'(z) given z and f(z), of every activation by name; None where f' is 1."""


FIRST_OUTLINED: Final = "leaky-relu"
"""From this one of `FUNCTIONS` on, activations share a function of their own: compiled into every
update, their code slows down networks that have none of them."""


@inlined
def _map(function: Value, z: Floats, a: Floats, start: int, end: int) -> None:
    for place in range(start, end, 8):
        store(a, place, function(load(z, place)))


@inlined
def _scale(slope: Slope, rows: Rows, start: int, end: int) -> None:
    for place in range(start, end, 8):
        factor = slope(load(rows.sums, place), load(rows.activations, place))
        store(rows.sensitivity, place, load(rows.sensitivity, place) * factor)


def _activate_chain() -> Activate:
    """`activate`: one branch for each activation, the first of `FUNCTIONS` asked first."""
    chain: Activate = _activate_nothing
    for name, (value, _) in reversed(tuple(FUNCTIONS.items())):
        branch = _activate_branch(ACTIVATIONS[name].code, value, chain)
        chain = outlined(branch) if name == FIRST_OUTLINED else inlined(branch)
    return chain


@inlined
def _activate_nothing(code: int, z: Floats, a: Floats, start: int, end: int) -> None:
    """The end of the chain: no code fits."""


def _activate_branch(own: int, value: Value, others: Activate) -> Activate:
    def branch(code: int, z: Floats, a: Floats, start: int, end: int) -> None:
        if code == own:
            _map(value, z, a, start, end)
        else:
            others(code, z, a, start, end)

    return branch


def _pull_through_chain() -> PullThrough:
    """`pull_through`: one branch for each activation whose slope is not 1 everywhere."""
    chain: PullThrough = _pull_nothing
    for name, (_, slope) in reversed(tuple(FUNCTIONS.items())):
        if slope is not None:
            branch = _pull_through_branch(ACTIVATIONS[name].code, slope, chain)
            chain = outlined(branch) if name == FIRST_OUTLINED else inlined(branch)
    return chain


@inlined
def _pull_nothing(code: int, rows: Rows, start: int, end: int) -> None:
    """The end of the chain: the slope is 1."""


def _pull_through_branch(own: int, slope: Slope, others: PullThrough) -> PullThrough:
    def branch(code: int, rows: Rows, start: int, end: int) -> None:
        if code == own:
            _scale(slope, rows, start, end)
        else:
            others(code, rows, start, end)

    return branch


activate: Final = _activate_chain()
"""activate(code, z, a, start, end) writes f(z) to a, from ``start`` to ``end``."""

pull_through: Final = _pull_through_chain()
"""pull_through(code, rows, start, end): from d loss / d a to d loss / d z, that is times f'(z)."""
