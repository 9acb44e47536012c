"""The optimizers: from a gradient to new parameters, as programs on flat buffers.

Each keeps its state in ``moments``, shape (kinds, replicas, size), so that grafting and saving
treat all optimizers alike. Constants that change from step to step are 0-d arrays that a first
call of the program sets.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import numpy as np

from engine.data import Floats
from engine.kernels.program import Array, Program, constant

MOMENTUM: Final = 0.9
BETA_1: Final = 0.9
BETA_2: Final = 0.999
EPSILON: Final = 1e-8

MOMENTS: Final[Mapping[str, int]] = MappingProxyType({"sgd": 0, "momentum": 1, "adam": 2})
"""How many moments each optimizer keeps for a parameter."""


class AdamClock:
    """The step sizes of Adam that change with the number of steps.

    Kingma and Ba (2015), algorithm 1, in other units: with m' = m / (1 − β₁), v' = v / (1 − β₂)

        m' ← β₁ m' + g,   v' ← β₂ v' + g²,   p ← p − rate · m' / (√v' + epsilon)

    where rate and epsilon hold both bias corrections. That is the published step in fewer passes.

    Args:
        learning_rate: α.
        steps: steps done so far, shape (); counted up in place.
    """

    def __init__(self, learning_rate: float, steps: Array) -> None:
        self.rate = constant(0.0)
        self.epsilon = constant(0.0)
        self._learning_rate = learning_rate
        self._steps = steps

    def advance(self) -> None:
        """Count one step and set rate and epsilon for it."""
        steps = int(self._steps) + 1
        self._steps.fill(steps)
        second = math.sqrt((1.0 - BETA_2) / (1.0 - BETA_2**steps))
        first = (1.0 - BETA_1) / (1.0 - BETA_1**steps)
        self.rate.fill(self._learning_rate * first / second)
        self.epsilon.fill(EPSILON / second)


def update_program(
    optimizer: str,
    learning_rate: float,
    parameters: Floats,
    gradient: Floats,
    moments: Floats,
    steps: Array,
) -> Program:
    """Program of one update.

    Args:
        optimizer: "sgd", "momentum" or "adam".
        learning_rate: step size.
        parameters: shape (replicas, size); changed in place.
        gradient: shape (2, replicas, size): the gradient, and room for its squares. Overwritten.
        moments: shape (`MOMENTS` of the optimizer, replicas, size); changed in place.
        steps: shape (), int64; counted up by Adam.
    """
    if optimizer == "sgd":
        return _sgd(constant(learning_rate), parameters, gradient[0])
    if optimizer == "momentum":
        return _momentum(constant(learning_rate), parameters, gradient[0], moments[0])
    return _adam(AdamClock(learning_rate, steps), parameters, gradient, moments)


def _sgd(rate: Array, parameters: Floats, gradient: Floats) -> Program:
    """P ← p − rate · g."""
    return (
        (np.multiply, (gradient, rate, gradient)),
        (np.subtract, (parameters, gradient, parameters)),
    )


def _momentum(rate: Array, parameters: Floats, gradient: Floats, velocity: Floats) -> Program:
    """V ← 0.9 v + g, p ← p − rate · v (Polyak's heavy ball as PyTorch writes it)."""
    return (
        (np.multiply, (velocity, constant(MOMENTUM), velocity)),
        (np.add, (velocity, gradient, velocity)),
        (np.multiply, (velocity, rate, gradient)),
        (np.subtract, (parameters, gradient, parameters)),
    )


def _adam(clock: AdamClock, parameters: Floats, gradient: Floats, moments: Floats) -> Program:
    """See `AdamClock`."""
    slope, square = gradient[0], gradient[1]
    # As large as the moments: a full-sized factor is faster here than one that is stretched.
    decay = np.empty_like(moments)
    decay[0], decay[1] = BETA_1, BETA_2
    return (
        (clock.advance, ()),
        (np.multiply, (slope, slope, square)),
        (np.multiply, (moments, decay, moments)),
        (np.add, (moments, gradient, moments)),
        (np.sqrt, (moments[1], square)),
        (np.add, (square, clock.epsilon, square)),
        (np.divide, (moments[0], square, square)),
        (np.multiply, (square, clock.rate, square)),
        (np.subtract, (parameters, square, parameters)),
    )
