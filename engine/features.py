"""What an input node may show: the raw columns, and ready-made functions of them.

A feature's name is the id of its input node ("x1", "x1^2", "x1*x2", "sin(x1)"). Features are made
for one and two columns; with more, the raw columns are what there is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.data import Floats
from engine.errors import DataError

Formula = Callable[[Floats], Floats]


def _column(index: int) -> Formula:
    return lambda x: x[:, index]


def _square(index: int) -> Formula:
    return lambda x: np.square(x[:, index])


def _product(x: Floats) -> Floats:
    return x[:, 0] * x[:, 1]


def _sine(index: int) -> Formula:
    return lambda x: np.sin(x[:, index])


def _cosine(index: int) -> Formula:
    return lambda x: np.cos(x[:, index])


def _catalogue(columns: Sequence[str]) -> Mapping[str, Formula]:
    """Every feature of these columns by its name, raw columns first."""
    formulas: dict[str, Formula] = {name: _column(i) for i, name in enumerate(columns)}
    if len(columns) <= 2:
        formulas |= {f"{name}^2": _square(i) for i, name in enumerate(columns)}
        if len(columns) == 2:
            formulas[f"{columns[0]}*{columns[1]}"] = _product
        formulas |= {f"sin({name})": _sine(i) for i, name in enumerate(columns)}
        formulas |= {f"cos({name})": _cosine(i) for i, name in enumerate(columns)}
    return MappingProxyType(formulas)


FEATURES: Final[Mapping[str, Formula]] = _catalogue(("x1", "x2"))
"""The features of a plane with columns x1 and x2: name to function of x (samples, 2)."""


def feature_names(columns: Sequence[str]) -> tuple[str, ...]:
    """Names of all features of these raw columns, the columns themselves first."""
    return tuple(_catalogue(columns))


def feature_values(
    names: Sequence[str], columns: Sequence[str], x: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Values of the named features.

    Args:
        names: features wanted, each one of `feature_names(columns)`.
        columns: names of the raw columns, in the order of the columns of ``x``.
        x: shape (samples, columns).

    Returns:
        Shape (names, samples), C-contiguous: one row for each input node.

    Raises:
        DataError: for a name that is no feature of these columns.
    """
    formulas = _catalogue(columns)
    values = np.empty((len(names), len(x)))
    for row, name in enumerate(names):
        if name not in formulas:
            raise DataError(f"“{name}” is no feature of {', '.join(columns)}.")
        values[row] = formulas[name](x)
    return values
