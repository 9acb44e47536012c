"""A program: NumPy calls in order, each with its arguments bound to buffers made beforehand.

What a training step costs with small networks is the number of calls, not the arithmetic. So a
plan is turned once into a flat list of calls that write to given arrays; a step then only runs
down the list. It allocates nothing, branches on nothing and looks up no name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
"""float64 in training; complex128 when `inspection.gradcheck` sends an imaginary step through."""

Call = tuple[Callable[..., object], tuple[object, ...]]
Program = tuple[Call, ...]


def run(program: Iterable[Call]) -> None:
    """Carry out the calls in order; overflow is expected and ends as infinity or NaN."""
    with np.errstate(all="ignore"):
        for call, arguments in program:
            call(*arguments)


def constant(value: float) -> Array:
    """A number as a 0-d array: a ufunc takes it in half the time of a Python float."""
    return np.array(value, dtype=np.float64)
