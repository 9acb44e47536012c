"""The optimizers: from a gradient to new parameters, as programs on flat buffers.

Each keeps its state in ``moments``, shape (kinds, replicas, size), so that grafting and saving
treat all optimizers alike. Constants that change from step to step are 0-d arrays that a first
call of the program sets. The random nudge looks at no gradient: it is in
`engine.kernels.numpy.nudge`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Final

import numpy as np

from engine.data import Floats
from engine.functions.proximal import FASTEST_SHRINK, shrink_program
from engine.program import Array, Program, constant
from engine.settings import TrainingSettings

MOMENTUM: Final = 0.9
DECAY: Final = 0.9
"""RMSProp's memory of squared slopes (Hinton, Coursera 2012, lecture 6e)."""
BETA_1: Final = 0.9
BETA_2: Final = 0.999
EPSILON: Final = 1e-8

MOMENTS: Final[Mapping[str, int]] = MappingProxyType(
    {"random-nudge": 0, "sgd": 0, "momentum": 1, "rmsprop": 1, "adam": 2}
)
"""How many moments each optimizer keeps for a parameter."""


@dataclass(frozen=True, slots=True)
class Step:
    """How an optimizer steps.

    Attributes:
        optimizer: one of `MOMENTS`, but not the random nudge: that is no step along a slope.
        learning_rate: step size.
        l1: λ of the proximal step; see `engine.functions.proximal`.
        clipping: largest norm of a gradient; see `clip_program`. None leaves gradients alone.
        links: 1 where a slot is a link that may change, shape (size,); only L1 asks for it.
    """

    optimizer: str
    learning_rate: float
    l1: float = 0.0
    links: Floats | None = None
    clipping: float | None = None

    @classmethod
    def of(cls, settings: TrainingSettings, links: Floats) -> Step:
        """The step that the settings describe; for ``links`` see above."""
        return cls(
            optimizer=settings.optimizer,
            learning_rate=settings.learning_rate,
            l1=settings.l1,
            links=links,
            clipping=settings.gradient_clipping,
        )

    def thresholds(self, shape: tuple[int, ...]) -> Floats:
        """Rate · λ on links, 0 elsewhere."""
        thresholds = np.zeros(shape)
        thresholds[...] = self.learning_rate * self.l1
        return thresholds if self.links is None else thresholds * self.links


class AdamClock:
    """The step sizes of Adam that change with the number of steps.

    Kingma and Ba (2015), algorithm 1, in other units: with m' = m / (1 − β₁), v' = v / (1 − β₂)

        m' ← β₁ m' + g,   v' ← β₂ v' + g²,   p ← p − rate · m' / (√v' + epsilon)

    where rate and epsilon hold both bias corrections. That is the published step in fewer passes.

    Args:
        learning_rate: α.
        steps: steps done so far, shape (); counted up in place.

    Attributes:
        rate, epsilon: as above, shape ().
        scale: what √v' + epsilon must be multiplied with to give the published √v̂ + ε.
    """

    def __init__(self, learning_rate: float, steps: Array) -> None:
        self.rate = constant(0.0)
        self.epsilon = constant(0.0)
        self.scale = constant(0.0)
        self._learning_rate = learning_rate
        self._steps = steps

    def advance(self) -> None:
        """Count one step and set rate, epsilon and scale for it."""
        steps = int(self._steps) + 1
        self._steps.fill(steps)
        second = math.sqrt((1.0 - BETA_2) / (1.0 - BETA_2**steps))
        first = (1.0 - BETA_1) / (1.0 - BETA_1**steps)
        self.rate.fill(self._learning_rate * first / second)
        self.epsilon.fill(EPSILON / second)
        self.scale.fill(second)


def update_program(
    step: Step, parameters: Floats, gradient: Floats, moments: Floats, steps: Array
) -> Program:
    """Program of one update.

    Args:
        step: how to step.
        parameters: shape (replicas, size); changed in place.
        gradient: shape (2, replicas, size): the gradient, and room for its squares. Overwritten.
        moments: shape (`MOMENTS` of the optimizer, replicas, size); changed in place.
        steps: shape (), int64; counted up by Adam.
    """
    program = _unclipped(step, parameters, gradient, moments, steps)
    return program if step.clipping is None else (*clip_program(gradient, step.clipping), *program)


def clip_program(gradient: Floats, largest: float) -> Program:
    """Program of clipping by norm: g ← g · min(1, largest / ‖g‖), for each replica by itself.

    ‖g‖ is the Euclidean norm over all parameters, biases included (Pascanu, Mikolov and Bengio
    2013, algorithm 1). That is `torch.nn.utils.clip_grad_norm_` without the 1e-6 which it adds to
    the norm. The gradient that comes in is 0 for frozen parameters, so they do not count, and it
    holds the slope of the L2 penalty; moments and the proximal step of L1 come after.

    Args:
        gradient: shape (2, replicas, size): the gradient, changed in place, and room.
        largest: the norm it may have, > 0.
    """
    slope, room = gradient[0], gradient[1]
    scales = np.empty(slope.shape[:1])
    return (
        (np.multiply, (slope, slope, room)),
        (np.add.reduce, (room, 1, None, scales)),
        (np.sqrt, (scales, scales)),
        (np.divide, (constant(largest), scales, scales)),
        # A norm of 0 gives infinity and so a scale of 1; NaN stays and is caught as divergence.
        (partial(np.minimum, out=scales), (scales, constant(1.0))),
        (np.multiply, (slope, scales[:, np.newaxis], slope)),
    )


def _unclipped(
    step: Step, parameters: Floats, gradient: Floats, moments: Floats, steps: Array
) -> Program:
    """`update_program` for a gradient that is short enough."""
    if step.optimizer == "sgd":
        return _sgd(step, parameters, gradient)
    if step.optimizer == "momentum":
        return _momentum(step, parameters, gradient, moments[0])
    if step.optimizer == "rmsprop":
        return _rmsprop(step, parameters, gradient, moments[0])
    return _adam(step, AdamClock(step.learning_rate, steps), parameters, gradient, moments)


def _sgd(step: Step, parameters: Floats, gradient: Floats) -> Program:
    """Program of p ← p − rate · g."""
    slope, cut = gradient[0], gradient[1]
    program: Program = (
        (np.multiply, (slope, constant(step.learning_rate), slope)),
        (np.subtract, (parameters, slope, parameters)),
    )
    if not step.l1:
        return program
    return (*program, *shrink_program(parameters, step.thresholds(slope.shape), cut))


def _momentum(step: Step, parameters: Floats, gradient: Floats, velocity: Floats) -> Program:
    """Program of v ← 0.9 v + g, p ← p − rate · v (Polyak's heavy ball as PyTorch writes it)."""
    slope, cut = gradient[0], gradient[1]
    program: Program = (
        (np.multiply, (velocity, constant(MOMENTUM), velocity)),
        (np.add, (velocity, slope, velocity)),
        (np.multiply, (velocity, constant(step.learning_rate), slope)),
        (np.subtract, (parameters, slope, parameters)),
    )
    if not step.l1:
        return program
    return (
        *program,
        *shrink_program(parameters, step.thresholds(slope.shape), cut),
        (np.divide, (cut, constant(step.learning_rate), cut)),
        (np.add, (velocity, cut, velocity)),
    )


def _rmsprop(step: Step, parameters: Floats, gradient: Floats, squares: Floats) -> Program:
    """Program of v ← 0.9 v + 0.1 g², p ← p − rate · g / (√v + ε) (Hinton 2012, lecture 6e)."""
    slope, room = gradient[0], gradient[1]
    program: Program = (
        (np.multiply, (slope, slope, room)),
        (np.multiply, (room, constant(1.0 - DECAY), room)),
        (np.multiply, (squares, constant(DECAY), squares)),
        (np.add, (squares, room, squares)),
        (np.sqrt, (squares, room)),
        (np.add, (room, constant(EPSILON), room)),
        (np.divide, (slope, room, slope)),
        (np.multiply, (slope, constant(step.learning_rate), slope)),
        (np.subtract, (parameters, slope, parameters)),
    )
    return (*program, *_scaled_shrink(step, parameters, room, slope)) if step.l1 else program


def _adam(
    step: Step, clock: AdamClock, parameters: Floats, gradient: Floats, moments: Floats
) -> Program:
    """See `AdamClock`."""
    slope, room = gradient[0], gradient[1]
    # As large as the moments: a full-sized factor is faster here than one that is stretched.
    decay = np.empty_like(moments)
    decay[0], decay[1] = BETA_1, BETA_2
    program: Program = (
        (clock.advance, ()),
        (np.multiply, (slope, slope, room)),
        (np.multiply, (moments, decay, moments)),
        (np.add, (moments, gradient, moments)),
        (np.sqrt, (moments[1], room)),
        (np.add, (room, clock.epsilon, room)),
        (np.divide, (moments[0], room, slope)),
        (np.multiply, (slope, clock.rate, slope)),
        (np.subtract, (parameters, slope, parameters)),
    )
    if not step.l1:
        return program
    scale: Program = ((np.multiply, (room, clock.scale, room)),)
    return (*program, *scale, *_scaled_shrink(step, parameters, room, slope))


def _scaled_shrink(step: Step, parameters: Floats, root: Floats, cut: Floats) -> Program:
    """The proximal step by the own step size of each parameter; ``root`` holds √v + ε."""
    least = constant(step.l1 / FASTEST_SHRINK)
    return (
        (partial(np.maximum, out=root), (root, least)),
        (np.divide, (step.thresholds(root.shape), root, root)),
        *shrink_program(parameters, root, cut),
    )
