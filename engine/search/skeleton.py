"""The links of a network alone: who listens to whom, without activations and biases.

Sets of nodes are bit masks: the inputs are the low bits, the hidden neurons follow.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Skeleton:
    """Links from inputs over hidden neurons to outputs; the names of hidden neurons mean nothing.

    Attributes:
        inputs: number of input nodes, used or not.
        hidden: the sources of each hidden neuron, a mask of inputs and *earlier* hidden neurons.
        outputs: the sources of each output, a mask of inputs and hidden neurons.
    """

    inputs: int
    hidden: tuple[int, ...]
    outputs: tuple[int, ...]

    @property
    def links(self) -> int:
        """Number of links."""
        return sum(mask.bit_count() for mask in (*self.hidden, *self.outputs))

    @property
    def used(self) -> int:
        """Mask of the nodes that feed another one."""
        used = 0
        for mask in (*self.hidden, *self.outputs):
            used |= mask
        return used

    @property
    def idle(self) -> int:
        """Mask of the hidden neurons that feed nothing."""
        nodes = (1 << self.inputs + len(self.hidden)) - 1
        return nodes & ~self.used & ~self.all_inputs

    @property
    def all_inputs(self) -> int:
        """Mask of the inputs, used or not."""
        return (1 << self.inputs) - 1

    def depths(self) -> list[int]:
        """Longest path from an input to each input (0) and hidden neuron, in links."""
        depths = [0] * self.inputs
        for mask in self.hidden:
            depths.append(1 + max((depths[node] for node in bits(mask)), default=0))
        return depths

    def skips(self) -> bool:
        """Whether inputs reach some node over paths of different length."""
        depths = self.depths()
        return any(
            len({depths[node] for node in bits(mask)}) > 1 for mask in (*self.hidden, *self.outputs)
        )

    def reordered(self, order: Sequence[int]) -> Skeleton:
        """The same links with the hidden neurons in another order.

        Args:
            order: for each new place, the old one; sources must stay before their followers.
        """
        moved = list(range(self.inputs)) + [0] * len(order)
        for new, old in enumerate(order):
            moved[self.inputs + old] = self.inputs + new
        return Skeleton(
            self.inputs,
            tuple(_moved(self.hidden[old], moved) for old in order),
            tuple(_moved(mask, moved) for mask in self.outputs),
        )


def bits(mask: int) -> Iterator[int]:
    """Numbers of the bits that are set, lowest first."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def mask_of(nodes: Sequence[int]) -> int:
    """The mask with these bits set."""
    mask = 0
    for node in nodes:
        mask |= 1 << node
    return mask


def _moved(mask: int, moved: Sequence[int]) -> int:
    new = 0
    while mask:
        lowest = mask & -mask
        new |= 1 << moved[lowest.bit_length() - 1]
        mask ^= lowest
    return new
