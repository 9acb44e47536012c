"""The optimizers, compiled: one pass over a replica's numbers, with the check for divergence.

The formulas are those of `engine.optimizers`, which names their sources.
"""

from __future__ import annotations

import math
from typing import Final

from engine.kernels.compiled import inlined
from engine.kernels.lanes import (
    Lanes,
    fused,
    lanes,
    load,
    magnitude,
    square_root,
    store,
    total,
    where_at_most,
)
from engine.kernels.tables import MOMENTUM_SGD, SGD, Rule, Weights
from engine.optimizers import BETA_1, BETA_2, EPSILON, MOMENTUM
from engine.state import LARGEST_PARAMETER

_LIMIT: Final = LARGEST_PARAMETER
_SETTLED: Final = 50_000  # from here on 1 − 0.999ⁿ is 1 to the last bit


@inlined
def adam_scales(learning_rate: float, steps: int) -> tuple[float, float]:
    """Rate and epsilon of `engine.optimizers.AdamClock` for the given step (from 1)."""
    if steps >= _SETTLED:
        last = math.sqrt(1.0 - BETA_2)
        return learning_rate * (1.0 - BETA_1) / last, EPSILON / last
    second = math.sqrt((1.0 - BETA_2) / (1.0 - BETA_2**steps))
    first = (1.0 - BETA_1) / (1.0 - BETA_1**steps)
    return learning_rate * first / second, EPSILON / second


@inlined
def step(
    rule: Rule, weights: Weights, replica: int, replicas: int, rate: float, epsilon: float
) -> bool:
    """One update of a replica by the gradient; whether all stays within the bound and is no NaN."""
    base = replica * weights.size
    beyond = lanes(0.0)
    moment, second = weights.moments, replicas * weights.size
    for place in range(0, weights.size, 8):
        here = base + place
        before = load(weights.parameters, here)
        slope = _slope(weights, place, before)
        if rule.optimizer == SGD:
            after = fused(slope, -rate, before)
        elif rule.optimizer == MOMENTUM_SGD:
            velocity = fused(load(moment, here), MOMENTUM, slope)
            store(moment, here, velocity)
            after = fused(velocity, -rate, before)
        else:
            mean = fused(load(moment, here), BETA_1, slope)
            square = fused(load(moment, second + here), BETA_2, slope * slope)
            store(moment, here, mean)
            store(moment, second + here, square)
            after = fused(mean / (square_root(square) + epsilon), -rate, before)
        store(weights.kept, here, before)
        store(weights.parameters, here, after)
        beyond = beyond + where_at_most(magnitude(after), _LIMIT, 0.0, 1.0)
    return total(beyond) == 0.0


@inlined
def _slope(weights: Weights, place: int, parameters: Lanes) -> Lanes:
    """The gradient, with L2 and without what is not wired."""
    pull = load(weights.decay, place) * parameters
    return fused(load(weights.gradient, place), load(weights.mask, place), pull)
