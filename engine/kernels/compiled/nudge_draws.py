"""The random numbers of the random nudge, drawn ahead for the compiled kernel.

NumPy draws them, from the state's own generators: so they are those of
`engine.kernels.numpy.nudge` to the last bit, however many updates are carried out at a time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

from engine.kernels.compiled.structs import VECTOR, Draws

_AT_ONCE: Final = 1 << 15  # numbers of all replicas: they stay in the second-level cache


class Supply:
    """Draws for some updates of all replicas at a time.

    Args:
        generators: one a replica; empty where nothing is nudged.
        size: numbers that one update of a replica takes.

    Attributes:
        updates: most updates that can be drawn for.
        draws: what was drawn last.
    """

    def __init__(self, generators: Sequence[np.random.Generator], size: int) -> None:
        replicas = len(generators)
        self._generators, self._size = generators, size
        self.updates = max(1, _AT_ONCE // max(1, replicas * size))
        span = self.updates * size
        self.draws = Draws(np.zeros(replicas * span + VECTOR), span, size)

    def draw(self, updates: int) -> None:
        """Fill in the numbers for so many updates, at most ``self.updates``."""
        for replica, generator in enumerate(self._generators):
            first = replica * self.draws.span
            generator.standard_normal(out=self.draws.numbers[first : first + updates * self._size])

    def states(self) -> list[Mapping[str, Any]]:
        """The states of the generators; for `put_back`."""
        return [generator.bit_generator.state for generator in self._generators]

    def put_back(self, states: Sequence[Mapping[str, Any]], updates: int) -> None:
        """Leave the generators as if they had drawn for so many updates since ``states``."""
        for generator, state in zip(self._generators, states, strict=True):
            generator.bit_generator.state = state
        self.draw(updates)
