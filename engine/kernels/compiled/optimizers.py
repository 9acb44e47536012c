"""The optimizers, compiled: one pass over a replica's numbers, with the check for divergence.

The formulas are those of `engine.functions.optimizers`, which names their sources.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

from engine.functions.optimizers import BETA_1, BETA_2, DECAY, EPSILON, MOMENTUM
from engine.functions.proximal import FASTEST_SHRINK
from engine.kernels.compiled.jit import inlined
from engine.kernels.compiled.simd import (
    Lanes,
    fused,
    lanes,
    load,
    magnitude,
    square_root,
    store,
    total,
    where_at_most,
    with_sign,
)
from engine.kernels.compiled.structs import Draws, Weights
from engine.settings import TrainingSettings
from engine.state import LARGEST_PARAMETER

SGD, MOMENTUM_SGD, RMSPROP, ADAM, NUDGE = range(5)
OPTIMIZER_CODES: Final = {
    "sgd": SGD,
    "momentum": MOMENTUM_SGD,
    "rmsprop": RMSPROP,
    "adam": ADAM,
    "random-nudge": NUDGE,
}

_LIMIT: Final = LARGEST_PARAMETER
_SETTLED: Final = 50_000  # from here on 1 − 0.999ⁿ is 1 to the last bit


class Rule(NamedTuple):
    """How a gradient becomes a step.

    Attributes:
        optimizer: its code.
        learning_rate: step size.
        l1, l2: λ of each; which links they hold is in `Weights.shrink` and `Weights.decay`.
        clipping: largest norm of a gradient; infinite where gradients are left alone.
    """

    optimizer: int
    learning_rate: float
    l1: float
    l2: float
    clipping: float


def rule_of(settings: TrainingSettings) -> Rule:
    """The rule that the settings describe."""
    return Rule(
        optimizer=OPTIMIZER_CODES[settings.optimizer],
        learning_rate=settings.learning_rate,
        l1=settings.l1,
        l2=settings.l2,
        clipping=math.inf if settings.gradient_clipping is None else settings.gradient_clipping,
    )


@inlined
def adam_scales(learning_rate: float, steps: int) -> tuple[float, float]:
    """Rate and epsilon of `engine.functions.optimizers.AdamClock` for the given step (from 1)."""
    if steps >= _SETTLED:
        last = math.sqrt(1.0 - BETA_2)
        return learning_rate * (1.0 - BETA_1) / last, EPSILON / last
    second = math.sqrt((1.0 - BETA_2) / (1.0 - BETA_2**steps))
    first = (1.0 - BETA_1) / (1.0 - BETA_1**steps)
    return learning_rate * first / second, EPSILON / second


@inlined
def step(
    rule: Rule,
    weights: Weights,
    replica: int,
    replicas: int,
    masks: int,
    scale: Lanes,
    rate: float,
    epsilon: float,
) -> bool:
    """One update of a replica by the gradient; whether all stays within the bound and is no NaN.

    Its numbers in ``mask``, ``shrink`` and ``decay`` begin at ``masks``; the gradient is taken
    times ``scale``. A group of replicas is one to this function.
    """
    base = replica * weights.size
    beyond = lanes(0.0)
    moment, second = weights.moments, replicas * weights.size
    for place in range(0, weights.size, 8):
        here = base + place
        before = load(weights.parameters, here)
        slope = _slope(rule, weights, place, masks + place, before) * scale
        if rule.optimizer == SGD:
            after = fused(slope, -rate, before)
            if rule.l1 > 0.0:
                after = after - _cut(weights, masks + place, after, rate)
        elif rule.optimizer == MOMENTUM_SGD:
            velocity = fused(load(moment, here), MOMENTUM, slope)
            after = fused(velocity, -rate, before)
            if rule.l1 > 0.0:
                cut = _cut(weights, masks + place, after, rate)
                velocity = velocity + cut / rate
                after = after - cut
            store(moment, here, velocity)
        elif rule.optimizer == RMSPROP:
            square = fused(load(moment, here), DECAY, slope * slope * (1.0 - DECAY))
            store(moment, here, square)
            root = square_root(square) + EPSILON
            after = fused(slope / root, -rate, before)
            if rule.l1 > 0.0:
                after = after - _scaled_cut(rule, weights, masks + place, after, root)
        else:
            mean = fused(load(moment, here), BETA_1, slope)
            square = fused(load(moment, second + here), BETA_2, slope * slope)
            store(moment, here, mean)
            store(moment, second + here, square)
            root = square_root(square) + epsilon
            after = fused(mean / root, -rate, before)
            if rule.l1 > 0.0:
                root = root * (EPSILON / epsilon)
                after = after - _scaled_cut(rule, weights, masks + place, after, root)
        store(weights.kept, here, before)
        store(weights.parameters, here, after)
        beyond = beyond + where_at_most(magnitude(after), _LIMIT, 0.0, 1.0)
    return total(beyond) == 0.0


@inlined
def _slope(rule: Rule, weights: Weights, place: int, mask: int, parameters: Lanes) -> Lanes:
    """The gradient, with L2 and without what is not wired."""
    if rule.l2 == 0.0:
        return load(weights.gradient, place) * load(weights.mask, mask)
    pull = load(weights.decay, mask) * parameters
    return fused(load(weights.gradient, place), load(weights.mask, mask), pull)


@inlined
def clipping_scale(rule: Rule, weights: Weights, base: int) -> Lanes:
    """min(1, largest / ‖g‖) of a replica in all lanes; 1 for NaN, which shows in the parameters."""
    if rule.clipping == math.inf:
        return lanes(1.0)
    squares = lanes(0.0)
    for place in range(0, weights.size, 8):
        slope = _slope(rule, weights, place, place, load(weights.parameters, base + place))
        squares = fused(slope, slope, squares)
    norm = math.sqrt(total(squares))
    return lanes(rule.clipping / norm if norm > rule.clipping else 1.0)


@inlined
def group_clipping_scale(rule: Rule, weights: Weights, base: int) -> Lanes:
    """`clipping_scale` of eight replicas, each in its lane."""
    if rule.clipping == math.inf:
        return lanes(1.0)
    squares = lanes(0.0)
    for place in range(0, weights.size, 8):
        slope = _slope(rule, weights, place, base + place, load(weights.parameters, base + place))
        squares = fused(slope, slope, squares)
    norm = square_root(squares)
    # Where the norm is within the bound, or NaN, the scale is 1.
    return where_at_most(rule.clipping, norm, rule.clipping / norm, 1.0)


@inlined
def _cut(weights: Weights, place: int, value: Lanes, rate: Lanes) -> Lanes:
    """What the proximal step of L1 takes off, with a threshold of ``rate`` · λ."""
    threshold = load(weights.shrink, place) * rate
    size = magnitude(value)
    return with_sign(where_at_most(size, threshold, size, threshold), value)


@inlined
def _scaled_cut(rule: Rule, weights: Weights, place: int, value: Lanes, root: Lanes) -> Lanes:
    """The same by the own step size of each parameter, learning rate / ``root``."""
    least = rule.l1 / FASTEST_SHRINK
    root = where_at_most(root, least, least, root)
    return _cut(weights, place, value, rule.learning_rate / root)


@inlined
def try_guess(
    rule: Rule, weights: Weights, draws: Draws, replica: int, replicas: int, place: int
) -> None:
    """Write a replica's parameters plus a nudge, drawn from ``place`` on, to the room for it."""
    base, guess = replica * weights.size, replicas * weights.size
    for slot in range(0, weights.size, 8):
        spread = load(weights.mask, slot) * rule.learning_rate
        before = load(weights.parameters, base + slot)
        guessed = fused(load(draws.numbers, place + slot), spread, before)
        store(weights.parameters, guess + slot, guessed)


@inlined
def penalty(weights: Weights, base: int) -> float:
    """λ₁ Σ |w| + λ₂/2 Σ w² over the links that may change: frozen ones add a constant."""
    found = lanes(0.0)
    for place in range(0, weights.size, 8):
        value = load(weights.parameters, base + place)
        square = 0.5 * load(weights.decay, place) * value
        found = fused(square, value, found)
        found = fused(load(weights.shrink, place), magnitude(value), found)
    return total(found)


@inlined
def settle(weights: Weights, replica: int, replicas: int, better: bool) -> bool:
    """Keep the guess when it is better; whether all stays within the bound and is no NaN."""
    base, origin = replica * weights.size, (replicas if better else replica) * weights.size
    beyond = lanes(0.0)
    for place in range(0, weights.size, 8):
        after = load(weights.parameters, origin + place)
        store(weights.kept, base + place, load(weights.parameters, base + place))
        store(weights.parameters, base + place, after)
        beyond = beyond + where_at_most(magnitude(after), _LIMIT, 0.0, 1.0)
    return total(beyond) == 0.0
