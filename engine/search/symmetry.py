"""Which renamings of hidden neurons leave a skeleton as it is.

Two neurons with the same sources and the same followers are *twins*: any two of them may change
places. Beyond twins, whole groups of them may change places together: a *turn*. All automorphisms
are a turn followed by shuffles among twins, so there are as many as turns times the factorials of
the twins' numbers, and none of those shuffles is ever written out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import comb, factorial, prod
from typing import TypeVar

Colour = TypeVar("Colour", bound=tuple[str, bool])
Polynomial = list[int]


@dataclass(frozen=True, slots=True)
class Symmetry:
    """The automorphisms of a skeleton whose twins stand side by side.

    Attributes:
        twins: how many neurons each group of twins has, in the order of the hidden neurons.
        turns: for each automorphism of the groups, which group comes in the place of each; the
            identity is among them, and only groups of one size change places.
    """

    twins: tuple[int, ...]
    turns: tuple[tuple[int, ...], ...]

    @property
    def order(self) -> int:
        """Number of automorphisms, at least 1."""
        return len(self.turns) * prod(map(factorial, self.twins))

    def least(self, colours: Sequence[Colour]) -> tuple[Colour, ...]:
        """The least of all colourings that renaming can make of one.

        Args:
            colours: one for each hidden neuron.
        """
        groups, place = [], 0
        for size in self.twins:
            groups.append(sorted(colours[place : place + size]))
            place += size
        best = min([groups[group] for group in turn] for turn in self.turns)
        return tuple(colour for group in best for colour in group)

    def is_least(self, groups: Sequence[tuple[Colour, ...]]) -> bool:
        """Whether no turn makes a lesser colouring of one whose groups are sorted."""
        own = list(groups)
        return all(own <= [groups[group] for group in turn] for turn in self.turns)

    def colourings(self, activations: int) -> Polynomial:
        """How many colourings there are, those equal by renaming counted once.

        A colour is an activation and whether there is a bias. By Burnside's lemma the number is
        the mean over all turns of those colourings that the turn leaves as they are.

        Args:
            activations: how many there are to choose from.

        Returns:
            Element b: the number of colourings with b biases.
        """
        total = [0] * (sum(self.twins) + 1)
        for cycles, times in Counter(map(self._cycles, self.turns)).items():
            fixed = [times]
            for size, length in cycles:
                fixed = multiplied(fixed, _spread(_group(size, activations), length))
            total = [mine + more for mine, more in zip(total, fixed, strict=True)]
        return [number // len(self.turns) for number in total]

    def _cycles(self, turn: tuple[int, ...]) -> tuple[tuple[int, int], ...]:
        """Size of the groups and length of each cycle of a turn, sorted."""
        cycles, seen = [], set[int]()
        for start, size in enumerate(self.twins):
            group, length = start, 0
            while group not in seen:
                seen.add(group)
                group, length = turn[group], length + 1
            if length:
                cycles.append((size, length))
        return tuple(sorted(cycles))


def multiplied(left: Polynomial, right: Polynomial) -> Polynomial:
    """The product of two polynomials, lowest coefficient first."""
    product = [0] * (len(left) + len(right) - 1)
    for i, a in enumerate(left):
        for j, b in enumerate(right):
            product[i + j] += a * b
    return product


def _group(size: int, activations: int) -> Polynomial:
    """Colourings of so many twins, by the number of biases."""
    if not activations:
        return [0] * (size + 1)
    return [
        comb(activations + biased - 1, biased)
        * comb(activations + size - biased - 1, size - biased)
        for biased in range(size + 1)
    ]


def _spread(polynomial: Polynomial, factor: int) -> Polynomial:
    """The polynomial of x to the power of the factor."""
    spread = [0] * ((len(polynomial) - 1) * factor + 1)
    spread[::factor] = polynomial
    return spread
