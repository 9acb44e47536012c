"""Everything that changes while a network trains, in one object."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from engine.data import Floats, Labels
from engine.initializers import draw_weights
from engine.kernels.program import Array
from engine.optimizers import MOMENTS
from engine.plan import Plan
from engine.settings import TrainingSettings

LARGEST_PARAMETER: Final = 1e5
"""A parameter beyond this, or one that is not finite, means that the run diverged.

Useful weights stay thousands of times below. With bounded gradients (cross-entropy, tanh) too large
a learning rate throws weights to and fro for ever without an overflow; this bound tells it.
"""

GRAFT_SHARE: Final = 0.1
"""New links start at this share of what the initializer draws: they hardly disturb the rest."""

_WEIGHTS, _SHUFFLES, _GRAFTS = range(3)


@dataclass(slots=True, eq=False)
class TrainingState:
    """Parameters, optimizer state, counters and random generators of all replicas.

    Attributes:
        seeds: replica r draws everything from ``seeds[r]`` alone.
        parameters: shape (replicas, plan.size).
        kept: the parameters before the last update; what a replica falls back to.
        moments: the optimizer's state, shape (kinds, replicas, plan.size).
        steps: shape (), int64; steps that the optimizer's state has seen.
        epoch: full passes done.
        position: updates done in the epoch under way.
        update: updates done in all.
        order: the order of the samples in this epoch, shape (replicas, samples).
        shuffles, grafts: one generator a replica for each purpose.
        diverged_at: shape (replicas,); the epoch in which it diverged, −1 where it did not.
    """

    seeds: tuple[int, ...]
    parameters: Floats
    kept: Floats
    moments: Floats
    steps: Array
    order: Labels
    shuffles: tuple[np.random.Generator, ...]
    grafts: tuple[np.random.Generator, ...]
    diverged_at: Labels
    epoch: int = 0
    position: int = 0
    update: int = 0

    @classmethod
    def start(
        cls, plan: Plan, settings: TrainingSettings, seeds: Sequence[int], samples: int
    ) -> TrainingState:
        """The state before the first update: weights drawn or set by hand, biases 0 or set."""
        generators = _generators(seeds, _WEIGHTS)
        parameters = _drawn(plan, plan, settings.initializer, generators)
        for link in plan.network.links:
            if link.start_weight is not None:
                parameters[:, plan.link_slots[link.key]] = link.start_weight
        for neuron in plan.network.neurons:
            if neuron.bias and neuron.start_bias is not None:
                parameters[:, plan.bias_slots[neuron.id]] = neuron.start_bias
        return cls(
            seeds=tuple(seeds),
            parameters=parameters,
            kept=parameters.copy(),
            moments=np.zeros((MOMENTS[settings.optimizer], *parameters.shape)),
            steps=np.zeros((), dtype=np.int64),
            order=np.tile(np.arange(samples), (len(seeds), 1)),
            shuffles=_generators(seeds, _SHUFFLES),
            grafts=_generators(seeds, _GRAFTS),
            diverged_at=np.full(len(seeds), -1),
        )

    @property
    def frozen(self) -> Labels:
        """Replicas that diverged and stand still since."""
        return np.flatnonzero(self.diverged_at >= 0)

    def restore_frozen(self) -> None:
        """Undo the last update of the replicas that stand still."""
        frozen = self.frozen
        self.parameters[frozen] = self.kept[frozen]
        self.moments[:, frozen] = 0.0

    def catch(self, epoch: int) -> bool:
        """Freeze every replica whose last update left the finite; whether there was a new one."""
        self.restore_frozen()
        sound = (np.abs(self.parameters) <= LARGEST_PARAMETER).all(axis=1)
        return self.freeze(np.flatnonzero(~sound), epoch)

    def freeze(self, replicas: Labels, epoch: int) -> bool:
        """Freeze replicas at their last finite weights; whether any was not frozen before."""
        fresh = replicas[self.diverged_at[replicas] < 0]
        self.diverged_at[fresh] = epoch
        self.restore_frozen()
        return bool(len(fresh))

    def forget_moments(self, optimizer: str) -> None:
        """Fresh state for another optimizer."""
        self.moments = np.zeros((MOMENTS[optimizer], *self.parameters.shape))
        self.steps.fill(0)

    def graft(self, old: Plan, new: Plan, initializer: str) -> None:
        """Move to another network: what both have stays, with its optimizer state.

        New links start at a tenth of what the initializer draws, or at their start weight; new
        biases at 0 or their start.
        """
        parameters = GRAFT_SHARE * _drawn(new, old, initializer, self.grafts)
        for link in new.network.links:
            if link.start_weight is not None:
                parameters[:, new.link_slots[link.key]] = link.start_weight
        for neuron in new.network.neurons:
            if neuron.bias and neuron.start_bias is not None:
                parameters[:, new.bias_slots[neuron.id]] = neuron.start_bias
        before, after = _survivors(old, new)
        parameters[:, after] = self.parameters[:, before]
        moments = np.zeros((len(self.moments), *parameters.shape))
        moments[..., after] = self.moments[..., before]
        self.parameters, self.kept, self.moments = parameters, parameters.copy(), moments


def _generators(seeds: Sequence[int], purpose: int) -> tuple[np.random.Generator, ...]:
    """One generator a seed; purposes draw from streams that know nothing of each other."""
    return tuple(
        np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(purpose,))))
        for seed in seeds
    )


def _drawn(
    plan: Plan, before: Plan, initializer: str, generators: Sequence[np.random.Generator]
) -> Floats:
    """Weights of the links that ``before`` lacks (of all when it is the same plan), else zeros."""
    known = {} if before is plan else before.link_slots
    keys = sorted(key for key in plan.link_slots if key not in known)
    slots = [plan.link_slots[key] for key in keys]
    parameters = np.zeros((len(generators), plan.size))
    for replica, generator in enumerate(generators):
        parameters[replica, slots] = draw_weights(initializer, plan.network, keys, generator)
    return parameters


def _survivors(old: Plan, new: Plan) -> tuple[list[int], list[int]]:
    """Slots of the links and biases that both plans have, in the old and in the new one."""
    links = [key for key in new.link_slots if key in old.link_slots]
    biases = [node for node in new.bias_slots if node in old.bias_slots]
    before = [old.link_slots[key] for key in links] + [old.bias_slots[node] for node in biases]
    after = [new.link_slots[key] for key in links] + [new.bias_slots[node] for node in biases]
    return before, after
