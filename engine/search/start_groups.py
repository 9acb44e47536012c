"""Starts that train side by side: many networks at once where the kernel can, else one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from engine.data import Dataset, Floats, Labels, Samples
from engine.functions.losses import loss_function
from engine.kernels.choice import KernelMaker, together_with
from engine.network import Network
from engine.plan import Plan
from engine.settings import TrainingSettings
from engine.training.cohort import Cohort
from engine.training.trainer import compiled_for

if TYPE_CHECKING:
    from engine.kernels.compiled.wirings.kernel import ManyWirings

SEEDS_TOGETHER: Final = 8
"""Seeds of a group: one for each lane of a vector."""

NETWORKS_TOGETHER: Final = 64
"""Most networks of a group: more hardly save anything, and their answers take memory."""

SLOTS_TOGETHER: Final = 1_024
"""Most slots of all networks of a group, unless it is only one: from eight seeds, and with what an
optimizer remembers, they take half of a usual second-level cache."""

SLICE_US: Final = 20_000.0
"""How long a group trains in one go."""

Place = tuple[slice, slice]


class Group(Protocol):
    """Some networks from some seeds; all of them are trained alike."""

    @property
    def diverged_at(self) -> Labels:
        """The epoch in which a start diverged, −1 where it did not; shape (networks, seeds)."""

    def train(self, epoch: int) -> Iterator[None]:
        """Train to the end of that epoch, yielding after every slice of work."""

    def outputs(self, samples: Samples) -> Floats:
        """What the networks answer now; shape (outputs, networks, seeds, samples).

        NaN where a start has diverged.
        """

    def stable(self, asked: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Which of the starts that are asked for have not diverged, at the end of training.

        A loss or an optimizer's state that is not finite is a divergence too, as in
        `engine.training.cohort`.
        """


def groups(
    networks: Iterable[Network],
    dataset: Dataset,
    settings: TrainingSettings,
    seeds: Sequence[int],
    kernel: KernelMaker,
) -> Iterator[tuple[Place, Group]]:
    """All starts, one group after the other, each made when it is asked for.

    Yields:
        Which networks and which seeds a group has, by their places, and the group.

    Raises:
        DataError: when a network and the data do not fit together.
    """
    together = together_with(kernel, settings)
    plans = (compiled_for(network, dataset) for network in networks)
    first = 0
    for portion in _portions(plans, 0 if together is None else together.largest_plan):
        rows = slice(first, first + len(portion))
        first = rows.stop
        for begin in range(0, len(seeds), SEEDS_TOGETHER):
            own = seeds[begin : begin + SEEDS_TOGETHER]
            place = rows, slice(begin, begin + len(own))
            if together is None or portion[0].size > together.largest_plan:
                yield place, _OneNetwork(portion[0].network, dataset, settings, own, kernel)
            else:
                yield place, _ManyNetworks(together, portion, dataset, settings, own)


def _portions(plans: Iterable[Plan], largest: int) -> Iterator[list[Plan]]:
    """Plans that may train together; one that is too large is alone."""
    held: list[Plan] = []
    slots = 0
    for plan in plans:
        full = len(held) == NETWORKS_TOGETHER or slots + plan.size > SLOTS_TOGETHER
        if held and (full or plan.size > largest or held[0].size > largest):
            yield held
            held, slots = [], 0
        held.append(plan)
        slots += plan.size
    if held:
        yield held


class _ManyNetworks:
    """Networks that train at once."""

    def __init__(
        self,
        together: type[ManyWirings],
        plans: Sequence[Plan],
        dataset: Dataset,
        settings: TrainingSettings,
        seeds: Sequence[int],
    ) -> None:
        self._dataset = dataset
        self._loss = loss_function(settings.loss, dataset.task)
        self._many = together(plans, settings, self._loss, dataset.task, dataset.train, seeds)

    @property
    def diverged_at(self) -> Labels:
        return self._many.diverged_at

    def train(self, epoch: int) -> Iterator[None]:
        many = self._many
        updates = max(1, int(SLICE_US / many.cost))
        while many.epoch < epoch and many.training:
            many.advance(updates, epoch)
            yield

    def outputs(self, samples: Samples) -> Floats:
        return self._many.outputs(samples)

    def stable(self, asked: NDArray[np.bool_]) -> NDArray[np.bool_]:
        sound = self._many.stable & asked
        for samples in (self._dataset.train, self._dataset.validation):
            if sound.any():
                values = self._many.outputs(samples)[:, sound]
                targets = self._loss.targets(samples)[:, np.newaxis]
                with np.errstate(all="ignore"):
                    sound[sound] = np.isfinite(self._loss.value(values, targets))
        return sound


class _OneNetwork:
    """One network from up to eight seeds; always eight train, so that their number changes no bit.

    A kernel may lay numbers out in another way for fewer.
    """

    def __init__(
        self,
        network: Network,
        dataset: Dataset,
        settings: TrainingSettings,
        seeds: Sequence[int],
        kernel: KernelMaker,
    ) -> None:
        self._count = len(seeds)
        eight = [*seeds, *[seeds[0]] * (SEEDS_TOGETHER - len(seeds))]
        self._cohort = Cohort(network, [dataset], settings, eight, kernel)
        self._columns = dataset.task.columns

    @property
    def diverged_at(self) -> Labels:
        return self._cohort.diverged_at[np.newaxis, : self._count]

    def train(self, epoch: int) -> Iterator[None]:
        yield from self._cohort.slices(epoch)

    def outputs(self, samples: Samples) -> Floats:
        values = self._cohort.outputs(samples)
        return np.ascontiguousarray(values[:, np.newaxis, : self._count])

    def stable(self, asked: NDArray[np.bool_]) -> NDArray[np.bool_]:
        return self._cohort.stable[np.newaxis, : self._count] & asked
