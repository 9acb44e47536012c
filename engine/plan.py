"""A network compiled for arithmetic: a row of activations for each node, a slot for each weight.

Nodes are grouped by depth (the longest path from an input); outputs come last. Activations have
one row per node, and each group but the last is followed by a row of ones, so that a bias is one
more column of weights. A depth reads one contiguous slice of rows: a skip link makes the slice
wider, and where no link is, the weight is masked and stays 0.

::

    rows     x1 x2 [1]  h1 h2 h3 [1]  h4 [1]  y
    stage 1  <--low,high-> writes h1 h2 h3
    stage 2             <------------> writes h4 ...

The order of nodes depends on the wiring and the ids alone, never on the order of drawing; so the
same network gives the same bits however it was built.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from engine.data import Floats
from engine.network import LinkKey, Network, Neuron
from engine.program import Array


@dataclass(frozen=True, slots=True)
class ActivationRun:
    """Neighbouring rows [first, last) with the same activation."""

    activation: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Stage:
    """All neurons of one depth.

    Attributes:
        low, high: the rows [low, high) that it reads.
        first, last: the rows [first, last) that it writes.
        offset: slot of its first weight; the block is (last − first) × (high − low), row by row.
        runs: its rows by activation.
    """

    low: int
    high: int
    first: int
    last: int
    offset: int
    runs: tuple[ActivationRun, ...]

    @property
    def targets(self) -> int:
        """Number of neurons."""
        return self.last - self.first

    @property
    def sources(self) -> int:
        """Number of rows read."""
        return self.high - self.low

    @property
    def linear(self) -> bool:
        """Whether all its neurons are the identity."""
        return all(run.activation == "identity" for run in self.runs)

    def block(self, flat: Array) -> Array:
        """The view (..., targets, sources) of its weights in a buffer (..., plan.size)."""
        end = self.offset + self.targets * self.sources
        return flat[..., self.offset : end].reshape(*flat.shape[:-1], self.targets, self.sources)


@dataclass(frozen=True, eq=False)
class Plan:
    """A compiled network; make it with `Plan.compile`.

    Attributes:
        network: what was compiled.
        nodes: ids of all nodes: inputs first, then by depth, outputs last.
        rows: row of each node in the activations, in the order of ``nodes``.
        height: number of rows, those of ones included.
        ones: the rows of ones.
        stages: the depths from the inputs on.
        size: number of slots in the flat parameter buffer, masked ones included.
    """

    network: Network
    nodes: tuple[str, ...]
    rows: tuple[int, ...]
    height: int
    ones: tuple[int, ...]
    stages: tuple[Stage, ...]
    size: int

    @classmethod
    def compile(cls, network: Network) -> Plan:
        """Order the nodes, lay out rows and slots."""
        groups = _groups(network)
        nodes = tuple(node for group in groups for node in group)
        rows: dict[str, int] = {}
        ones: list[int] = []
        row = 0
        for depth, group in enumerate(groups):
            rows.update((node, row + place) for place, node in enumerate(group))
            row += len(group)
            if depth < len(groups) - 1:
                ones.append(row)
                row += 1
        stages: list[Stage] = []
        offset = 0
        for group, bias_row in zip(groups[1:], ones, strict=True):
            stage = _stage(network, group, rows, bias_row, offset)
            stages.append(stage)
            offset += stage.targets * stage.sources
        places = tuple(rows[node] for node in nodes)
        return cls(network, nodes, places, row, tuple(ones), tuple(stages), offset)

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {node: position for position, node in enumerate(self.nodes)}

    def index(self, node_id: str) -> int:
        """Position of a node in ``nodes``; KeyError when there is none."""
        return self._positions[node_id]

    @property
    def inputs(self) -> tuple[str, ...]:
        """Ids of the inputs, in the order of the rows."""
        return self.nodes[: len(self.network.inputs)]

    @property
    def outputs(self) -> slice:
        """Rows of the outputs."""
        return slice(self.stages[-1].first, self.stages[-1].last)

    @cached_property
    def link_slots(self) -> dict[LinkKey, int]:
        """Slot of each link."""
        return {link.key: self._slot(link.source, link.target) for link in self.network.links}

    @cached_property
    def bias_slots(self) -> dict[str, int]:
        """Slot of each bias."""
        return {neuron.id: self._bias(neuron) for neuron in self.network.neurons if neuron.bias}

    def link_slot(self, source: str, target: str) -> int:
        """Slot of a link's weight; KeyError when there is no such link."""
        return self.link_slots[LinkKey(source, target)]

    def bias_slot(self, node_id: str) -> int | None:
        """Slot of a neuron's bias; None where it has none."""
        return self.bias_slots.get(node_id)

    @cached_property
    def link_mask(self) -> Floats:
        """1 where a slot is a link's weight, else 0; shape (size,)."""
        mask = np.zeros(self.size)
        mask[list(self.link_slots.values())] = 1.0
        return mask

    @cached_property
    def mask(self) -> Floats:
        """1 where a slot is a parameter, 0 where nothing is wired; shape (size,)."""
        mask = self.link_mask.copy()
        mask[list(self.bias_slots.values())] = 1.0
        return mask

    @cached_property
    def free_mask(self) -> Floats:
        """1 where a slot is a parameter that training may change, else 0; shape (size,)."""
        mask = self.mask.copy()
        network = self.network
        mask[[self.link_slots[own.key] for own in network.links if network.is_frozen(own)]] = 0.0
        still = [own.id for own in network.neurons if own.frozen or own.frozen_bias]
        mask[[self.bias_slots[node] for node in still if node in self.bias_slots]] = 0.0
        return mask

    def _stage_of(self, row: int) -> Stage:
        return next(stage for stage in self.stages if stage.first <= row < stage.last)

    def _slot(self, source: str, target: str) -> int:
        source_row, row = self.rows[self.index(source)], self.rows[self.index(target)]
        stage = self._stage_of(row)
        return stage.offset + (row - stage.first) * stage.sources + source_row - stage.low

    def _bias(self, neuron: Neuron) -> int:
        row = self.rows[self.index(neuron.id)]
        stage = self._stage_of(row)
        return stage.offset + (row - stage.first + 1) * stage.sources - 1


def _natural(node_id: str) -> tuple[int, str]:
    """Sorts h2 before h10."""
    return len(node_id), node_id


def _groups(network: Network) -> list[list[str]]:
    """Ids by depth: inputs, hidden neurons by longest path and activation, outputs."""
    depths = _depths(network)
    deepest = max((depths[neuron.id] for neuron in network.hidden), default=0)
    groups: list[list[str]] = [sorted((node.id for node in network.inputs), key=_natural)]
    for depth in range(1, deepest + 1):
        here = [neuron for neuron in network.hidden if depths[neuron.id] == depth]
        here.sort(key=lambda neuron: (neuron.activation, *_natural(neuron.id)))
        groups.append([neuron.id for neuron in here])
    groups.append([neuron.id for neuron in network.outputs])
    return groups


def _depths(network: Network) -> dict[str, int]:
    """Longest path from an input to each node; a neuron without links has depth 1."""
    sources: dict[str, list[str]] = {node: [] for node in network.nodes}
    targets: dict[str, list[str]] = {node: [] for node in network.nodes}
    for link in network.links:
        sources[link.target].append(link.source)
        targets[link.source].append(link.target)
    depths = {node.id: 0 for node in network.inputs} | {node.id: 1 for node in network.neurons}
    missing = {node: len(before) for node, before in sources.items()}
    ready = [node for node, count in missing.items() if not count]
    while ready:
        here = ready.pop()
        for target in targets[here]:
            depths[target] = max(depths[target], depths[here] + 1)
            missing[target] -= 1
            if not missing[target]:
                ready.append(target)
    return depths


def _stage(
    network: Network, group: Sequence[str], rows: dict[str, int], bias_row: int, offset: int
) -> Stage:
    """The stage that writes a group; ``bias_row`` is the row of ones just before it."""
    members = set(group)
    read = [rows[link.source] for link in network.links if link.target in members]
    biased = any(network.neuron(node).bias for node in group)
    low = min(read, default=bias_row)
    high = bias_row + 1 if biased or not read else bias_row
    first = bias_row + 1
    return Stage(low, high, first, first + len(group), offset, _runs(network, group, first))


def _runs(network: Network, group: Sequence[str], first: int) -> tuple[ActivationRun, ...]:
    runs: list[ActivationRun] = []
    for row, node in enumerate(group, start=first):
        activation = network.neuron(node).activation
        if runs and runs[-1].activation == activation:
            runs[-1] = ActivationRun(activation, runs[-1].first, row + 1)
        else:
            runs.append(ActivationRun(activation, row, row + 1))
    return tuple(runs)
