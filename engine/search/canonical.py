"""One form for all skeletons that differ in the names of their hidden neurons only.

Neurons are first told apart by what no renaming changes: depth, the inputs and outputs they are
linked with, then repeatedly by those of their sources and followers. Where that leaves several
groups of twins alike, each of them in turn is put before the others, and the least skeleton that
comes of it is the canonical one. All ways that lead to it are kept: they are its turns.

The time grows with the number of turns. Twins cost nothing, so layers of any width are fast; eight
equal chains side by side have 40,320 turns and take seconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from engine.search.skeleton import Skeleton, bits
from engine.search.symmetry import Symmetry


@dataclass(frozen=True, slots=True)
class Canonical:
    """The canonical form of a skeleton.

    Attributes:
        skeleton: equal for all skeletons that differ in names only; neurons in order of depth.
        order: for each place in it, the place in the skeleton that was given.
        symmetry: its automorphisms.
    """

    skeleton: Skeleton
    order: tuple[int, ...]
    symmetry: Symmetry


def canonical(skeleton: Skeleton) -> Canonical:
    """The canonical form of a skeleton, and its automorphisms."""
    neurons = _Neurons(skeleton)
    forms = [(skeleton.reordered(order), order) for order in neurons.orders()]
    best = min(form for form, _ in forms)
    orders = [order for form, order in forms if form == best]
    return Canonical(best, orders[0], neurons.symmetry(orders))


class _Neurons:
    """The hidden neurons of a skeleton with their neighbours and twins."""

    def __init__(self, skeleton: Skeleton) -> None:
        inputs, self._number = skeleton.inputs, len(skeleton.hidden)
        self._sources = [list(bits(mask >> inputs)) for mask in skeleton.hidden]
        self._followers: list[list[int]] = [[] for _ in skeleton.hidden]
        for neuron, sources in enumerate(self._sources):
            for source in sources:
                self._followers[source].append(neuron)
        fed = [mask >> inputs for mask in skeleton.outputs]
        outputs = [
            sum(1 << place for place, mask in enumerate(fed) if mask >> neuron & 1)
            for neuron in range(self._number)
        ]
        depths = skeleton.depths()[inputs:]
        masks = [mask & skeleton.all_inputs for mask in skeleton.hidden]
        self._start = list(zip(depths, masks, outputs, strict=True))
        self._twins = self._ranks(
            list(zip(skeleton.hidden, map(tuple, self._followers), outputs, strict=True))
        )

    def orders(self) -> Iterator[tuple[int, ...]]:
        """Orders of the neurons that depend on the links alone, one for each turn and more."""
        return self._orders(self._refined(self._ranks(self._start)))

    def symmetry(self, orders: Sequence[tuple[int, ...]]) -> Symmetry:
        """The automorphisms, from all orders that give the same skeleton."""
        groups: list[list[int]] = []
        for neuron in orders[0]:
            if groups and self._twins[groups[-1][0]] == self._twins[neuron]:
                groups[-1].append(neuron)
            else:
                groups.append([neuron])
        sizes = [len(group) for group in groups]
        starts = [sum(sizes[:place]) for place in range(len(sizes))]
        named = {neuron: place for place, group in enumerate(groups) for neuron in group}
        turns = tuple(tuple(named[order[start]] for start in starts) for order in orders)
        return Symmetry(tuple(sizes), turns)

    def _orders(self, colours: list[int]) -> Iterator[tuple[int, ...]]:
        choices = self._choices(colours)
        if not choices:
            yield tuple(sorted(range(self._number), key=colours.__getitem__))
        for choice in choices:
            marked = [
                2 * colour + (twins != choice)
                for colour, twins in zip(colours, self._twins, strict=True)
            ]
            yield from self._orders(self._refined(self._ranks(marked)))

    def _choices(self, colours: list[int]) -> list[int]:
        """The groups of twins of the first colour that has more than one; empty: all are told."""
        if max(colours, default=0) == self._number - 1:
            return []
        groups: dict[int, set[int]] = {}
        for colour, twins in zip(colours, self._twins, strict=True):
            groups.setdefault(colour, set()).add(twins)
        for _, twins_of_colour in sorted(groups.items()):
            if len(twins_of_colour) > 1:
                return sorted(twins_of_colour)
        return []

    def _refined(self, colours: list[int]) -> list[int]:
        """Colours that also differ where those of the neighbours do, their order kept."""
        distinct = max(colours, default=0)
        while distinct < self._number - 1:
            seen = [
                (
                    colours[neuron],
                    sorted([colours[other] for other in self._sources[neuron]]),
                    sorted([colours[other] for other in self._followers[neuron]]),
                )
                for neuron in range(self._number)
            ]
            colours = self._ranks([(own, tuple(a), tuple(b)) for own, a, b in seen])
            if max(colours) == distinct:
                break
            distinct = max(colours)
        return colours

    @staticmethod
    def _ranks(keys: Sequence[Any]) -> list[int]:
        ranks = {key: rank for rank, key in enumerate(sorted(set(keys)))}
        return [ranks[key] for key in keys]
