"""Everything that changes while a network trains, in one object."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np

from engine.data import Floats, Labels
from engine.functions.initializers import draw_weights
from engine.functions.optimizers import MOMENTS
from engine.generator_state import pack_generators, unpack_generators
from engine.network import LinkKey
from engine.plan import Plan
from engine.program import Array
from engine.settings import TrainingSettings

LARGEST_PARAMETER: Final = 1e5
"""A parameter beyond this, or one that is not finite, means that the run diverged.

Useful weights stay thousands of times below. With bounded gradients (cross-entropy, tanh) too large
a learning rate makes weights oscillate for ever without an overflow; this bound detects it.
"""

GRAFT_SHARE: Final = 0.1
"""New links start at this share of what the initializer draws: they hardly disturb the rest."""

WEIGHTS, SHUFFLES, GRAFTS, NUDGES = range(4)
"""What random numbers are drawn for; see `generators_for`."""

_GENERATORS: Final = ("shuffles", "grafts", "nudges")


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
        shuffles, grafts, nudges: one generator a replica for each purpose.
        diverged_at: shape (replicas,); the epoch in which it diverged, −1 where it did not.
        best: with early stopping the weights of lowest validation loss, shape as ``parameters``.
        best_loss: that loss, shape (replicas,); infinite before the first look.
        best_epoch: when it was, shape (replicas,); −1 before the first look.
        stopped_at: the epoch in which early stopping ended the replica, −1 where it did not.
    """

    seeds: tuple[int, ...]
    parameters: Floats
    kept: Floats
    moments: Floats
    steps: Array
    order: Labels
    shuffles: tuple[np.random.Generator, ...]
    grafts: tuple[np.random.Generator, ...]
    nudges: tuple[np.random.Generator, ...]
    diverged_at: Labels
    best: Floats
    best_loss: Floats
    best_epoch: Labels
    stopped_at: Labels
    epoch: int = 0
    position: int = 0
    update: int = 0

    @classmethod
    def start(
        cls, plan: Plan, settings: TrainingSettings, seeds: Sequence[int], samples: int
    ) -> TrainingState:
        """The state before the first update: weights drawn or set by hand, biases 0 or set."""
        generators = generators_for(seeds, WEIGHTS)
        parameters = _drawn(plan, plan, settings.initializer, generators)
        set_by_hand(plan, parameters)
        return cls(
            seeds=tuple(seeds),
            parameters=parameters,
            kept=parameters.copy(),
            moments=np.zeros((MOMENTS[settings.optimizer], *parameters.shape)),
            steps=np.zeros((), dtype=np.int64),
            order=np.tile(np.arange(samples), (len(seeds), 1)),
            shuffles=generators_for(seeds, SHUFFLES),
            grafts=generators_for(seeds, GRAFTS),
            nudges=generators_for(seeds, NUDGES),
            diverged_at=np.full(len(seeds), -1),
            best=parameters.copy(),
            best_loss=np.full(len(seeds), np.inf),
            best_epoch=np.full(len(seeds), -1),
            stopped_at=np.full(len(seeds), -1),
        )

    # -- saving ------------------------------------------------------------------------------

    def save(self) -> dict[str, Any]:
        """All of it as arrays and whole numbers that belong to the caller; see `restore`."""
        saved = {field.name: getattr(self, field.name) for field in fields(self)}
        packed = {name: pack_generators(saved[name]) for name in _GENERATORS}
        return {
            name: own.copy() if isinstance(own, np.ndarray) else own
            for name, own in (saved | packed).items()
        }

    @classmethod
    def restore(cls, saved: Mapping[str, Any]) -> TrainingState:
        """A state that goes on exactly as the one that was saved would have."""
        unpacked = {name: unpack_generators(saved[name]) for name in _GENERATORS}
        held: dict[str, Any] = {
            name: own.copy() if isinstance(own, np.ndarray) else own for name, own in saved.items()
        }
        return cls(**(held | unpacked))

    # -- halted replicas ---------------------------------------------------------------------

    @property
    def halted(self) -> Labels:
        """Indices of the replicas that diverged or that early stopping ended; they do not train."""
        return np.flatnonzero((self.diverged_at >= 0) | (self.stopped_at >= 0))

    def restore_halted(self) -> None:
        """Undo the last update of the halted replicas."""
        halted = self.halted
        self.parameters[halted] = self.kept[halted]
        self.moments[:, halted] = 0.0

    def catch(self, epoch: int) -> bool:
        """Halt every replica whose last update left the valid range; whether one of them is new."""
        self.restore_halted()
        sound = (np.abs(self.parameters) <= LARGEST_PARAMETER).all(axis=1)
        return self.halt(np.flatnonzero(~sound), epoch)

    def halt(self, replicas: Labels, epoch: int) -> bool:
        """Halt diverged replicas at their last valid weights; whether one of them is new."""
        fresh = replicas[self.diverged_at[replicas] < 0]
        self.diverged_at[fresh] = epoch
        self.restore_halted()
        return bool(len(fresh))

    def halt_overflown(self, losses: Floats) -> bool:
        """Halt replicas of which a loss or the optimizer's state is not finite.

        Args:
            losses: shape (sets, replicas).

        Returns:
            Whether one of them is new.
        """
        finite = np.isfinite(losses).all(axis=0) & np.isfinite(self.moments).all(axis=(0, 2))
        return self.halt(np.flatnonzero(~finite), self.epoch)

    def keep_best(self, replicas: Labels, losses: Floats) -> None:
        """Keep the weights of these replicas as their best; losses has shape (all replicas,)."""
        self.best[replicas] = self.parameters[replicas]
        self.best_loss[replicas] = losses[replicas]
        self.best_epoch[replicas] = self.epoch

    def stop(self, replicas: Labels) -> None:
        """Halt these replicas at their best weights."""
        self.stopped_at[replicas] = self.epoch
        self.kept[replicas] = self.best[replicas]
        self.restore_halted()

    def take_best(self) -> None:
        """Go back to the best weights, in every replica that has some and did not diverge."""
        replicas = np.flatnonzero((self.diverged_at < 0) & (self.best_epoch >= 0))
        self.parameters[replicas] = self.kept[replicas] = self.best[replicas]

    def forget_best(self) -> None:
        """Look for the best weights anew; stopped replicas go on."""
        self.best_loss.fill(np.inf)
        self.best_epoch.fill(-1)
        self.stopped_at.fill(-1)

    # -- changes in mid-run ------------------------------------------------------------------

    def forget_moments(self, optimizer: str) -> None:
        """Fresh state for another optimizer."""
        self.moments = np.zeros((MOMENTS[optimizer], *self.parameters.shape))
        self.steps.fill(0)

    def graft(self, old: Plan, new: Plan, initializer: str) -> None:
        """Move to another network: what both have stays, with its optimizer state.

        New links start at a tenth of what the initializer draws, or at their start weight; new
        biases at 0 or their start. What is frozen now loses its optimizer state, which would go on
        to move it.
        """
        parameters = GRAFT_SHARE * _drawn(new, old, initializer, self.grafts)
        set_by_hand(new, parameters)
        before, after = _survivors(old, new)
        parameters[:, after] = self.parameters[:, before]
        moments = np.zeros((len(self.moments), *parameters.shape))
        moments[..., after] = self.moments[..., before]
        moments *= new.free_mask
        self.parameters, self.kept, self.moments = parameters, parameters.copy(), moments
        self.best = parameters.copy()
        self.forget_best()

    def recall(
        self, old: Plan, then: TrainingState, new: Plan, places: Collection[LinkKey | str]
    ) -> None:
        """Bring back weights, biases and their optimizer state from another state.

        Args:
            old: the network of ``then``.
            then: the other state, of the same replicas.
            new: the present network.
            places: the links (keys) and biases (ids of neurons) in question; what either network
                does not have is left out.
        """
        before, after = _survivors(old, new, places)
        self.parameters[:, after] = then.parameters[:, before]
        if len(self.moments) == len(then.moments):
            self.moments[..., after] = then.moments[..., before]
            self.moments *= new.free_mask
        self.kept[...] = self.parameters
        self.forget_best()


def generators_for(seeds: Sequence[int], purpose: int) -> tuple[np.random.Generator, ...]:
    """One generator a seed; each purpose draws from a stream of its own."""
    return tuple(
        np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(purpose,))))
        for seed in seeds
    )


def set_by_hand(plan: Plan, parameters: Floats) -> None:
    """Write the start weights and start biases of a network; shape (replicas, plan.size)."""
    for link in plan.network.links:
        if link.start_weight is not None:
            parameters[:, plan.link_slots[link.key]] = link.start_weight
    for neuron in plan.network.neurons:
        if neuron.bias and neuron.start_bias is not None:
            parameters[:, plan.bias_slots[neuron.id]] = neuron.start_bias


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


def _survivors(
    old: Plan, new: Plan, places: Collection[LinkKey | str] | None = None
) -> tuple[list[int], list[int]]:
    """Slots of the links and biases that both plans have, in the old and in the new one.

    ``places`` names the links and biases to look at; all when None.
    """
    links = [key for key in new.link_slots if key in old.link_slots]
    biases = [node for node in new.bias_slots if node in old.bias_slots]
    if places is not None:
        links = [key for key in links if key in places]
        biases = [node for node in biases if node in places]
    before = [old.link_slots[key] for key in links] + [old.bias_slots[node] for node in biases]
    after = [new.link_slots[key] for key in links] + [new.bias_slots[node] for node in biases]
    return before, after
