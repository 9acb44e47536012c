"""The random nudge: guess, and keep the guess if the error fell. No slope is needed.

Each update adds a normal random number to every free parameter at once, and keeps the sum where
the error on the batch is lower than before: the (1+1) evolution strategy (Rechenberg 1973) with a
fixed step. It is slow, and it works with every activation, the step included.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from engine.data import Floats
from engine.functions.losses import LossFunction
from engine.kernels.numpy.forward import ForwardPass
from engine.plan import Plan
from engine.program import Array, Call, Program, constant
from engine.settings import TrainingSettings


class NudgePass:
    """One update for one batch size; old and nudged weights go forward together, as replicas.

    Args:
        plan: the compiled network.
        settings: the learning rate is the standard deviation of a nudge; L1 and L2 are part of the
            error.
        loss: the rest of the error.
        samples: samples in the batch.
        parameters: shape (replicas, plan.size); changed in place.
        generators: one a replica, from which its nudges are drawn.

    Attributes:
        head: targets and inputs to fill before a run; what has the shape (targets + inputs,
            replicas, samples) stretches to it.
        program: the calls of one run.
    """

    def __init__(
        self,
        plan: Plan,
        settings: TrainingSettings,
        loss: LossFunction,
        samples: int,
        parameters: Floats,
        generators: Sequence[np.random.Generator],
    ) -> None:
        replicas = len(parameters)
        self._both = np.zeros((2, *parameters.shape))
        stacked = self._both.reshape(2 * replicas, plan.size)
        outputs = plan.outputs.stop - plan.outputs.start
        forward = ForwardPass(plan, stacked, samples, targets=outputs)
        halves = forward.head.reshape(-1, 2, replicas, samples)
        self.head: Array = halves.transpose(1, 0, 2, 3)
        errors, better = np.empty(2 * replicas), np.empty(replicas, dtype=bool)
        self.program: Program = (
            (np.copyto, (self._both[0], parameters)),
            *self._guess(plan, settings.learning_rate, generators),
            *forward.program,
            *loss.error(forward.outputs, forward.targets, errors),
            *_penalty(plan, settings, stacked, errors),
            (np.less, (errors[replicas:], errors[:replicas], better)),
            (partial(np.copyto, where=better[:, np.newaxis]), (parameters, self._both[1])),
        )

    def _guess(
        self, plan: Plan, spread: float, generators: Sequence[np.random.Generator]
    ) -> Program:
        """Fill the second half with nudged weights."""
        old, new = self._both
        spreads = np.empty_like(old)
        spreads[...] = spread * plan.free_mask
        draws: list[Call] = [
            (generator.standard_normal, (None, np.float64, row))
            for generator, row in zip(generators, new, strict=True)
        ]
        return (*draws, (np.multiply, (new, spreads, new)), (np.add, (old, new, new)))


def _penalty(plan: Plan, settings: TrainingSettings, parameters: Floats, errors: Floats) -> Program:
    """Add λ₁ Σ |w| + λ₂/2 Σ w² over links to the error of each row of parameters."""
    room, sums, links = np.empty_like(parameters), np.empty_like(errors), plan.link_mask
    total: Program = (
        (np.multiply, (room, links, room)),
        (np.add.reduce, (room, 1, None, sums)),
    )
    program: Program = ()
    if settings.l1:
        program += ((np.absolute, (parameters, room)), *total)
        program += ((np.multiply, (sums, constant(settings.l1), sums)), _add(errors, sums))
    if settings.l2:
        program += ((np.multiply, (parameters, parameters, room)), *total)
        program += ((np.multiply, (sums, constant(settings.l2 / 2), sums)), _add(errors, sums))
    return program


def _add(errors: Floats, sums: Floats) -> Call:
    return np.add, (errors, sums, errors)
