"""Decision maps: the activation of every neuron over a part of the input plane, in one pass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from engine.data import Floats
from engine.features import feature_values
from engine.inspection.evaluate import Evaluator
from engine.plan import Plan

_EQUAL_SCALE: Final = 2.0  # spans that differ by less share one scale, so that a circle looks round


@dataclass(frozen=True, slots=True, eq=False)
class MapGrid:
    """The place of a map: a grid of cells over the first two columns, or over the only one.

    Attributes:
        low, high: edges of the map on each axis shown, 1 or 2 numbers.
        shape: (rows, cols); (cols,) for one column.
        rest: the values of the columns that are not shown.
    """

    low: tuple[float, ...]
    high: tuple[float, ...]
    shape: tuple[int, ...]
    rest: tuple[float, ...] = ()

    @classmethod
    def around(cls, x: Floats, resolution: int = 64, margin: float = 0.1) -> MapGrid:
        """A grid around samples.

        Args:
            x: shape (samples, columns).
            resolution: cells along each axis.
            margin: room on each side, as a share of the span.

        Two axes of similar span get the same span. Columns beyond two stay at their mean.
        """
        axes = min(2, x.shape[1])
        low, high = x[:, :axes].min(axis=0), x[:, :axes].max(axis=0)
        middle, half = (low + high) / 2, np.maximum((high - low) / 2, 1e-9)
        half = np.where(high > low, half, 1.0)
        if half.max() < _EQUAL_SCALE * half.min():
            half[:] = half.max()
        half *= 1 + 2 * margin
        return cls(
            low=tuple(float(value) for value in middle - half),
            high=tuple(float(value) for value in middle + half),
            shape=(resolution,) * axes,
            rest=tuple(float(value) for value in x[:, axes:].mean(axis=0)),
        )

    @property
    def rows(self) -> int:
        """Rows of a map; 1 for one column."""
        return self.shape[0] if len(self.shape) == 2 else 1

    @property
    def columns(self) -> int:
        """Cells in a row of a map."""
        return self.shape[-1]

    def axis(self, number: int) -> Floats:
        """Centres of the cells along axis 0 (x1, rising) or 1 (x2, rising)."""
        cells = self.columns if number == 0 else self.rows
        low, high = self.low[number], self.high[number]
        return np.asarray(low + (np.arange(cells) + 0.5) * ((high - low) / cells), dtype=np.float64)

    def points(self) -> Floats:
        """The centre of every cell as raw samples (rows · columns, columns); row 0 is highest."""
        shown = [np.tile(self.axis(0), self.rows)]
        if len(self.shape) == 2:
            shown.append(np.repeat(self.axis(1)[::-1], self.columns))
        fixed = np.tile(self.rest, (len(shown[0]), 1))
        return np.column_stack([*shown, fixed])


class DecisionMaps:
    """The maps of all nodes of one plan on one grid; made once, called for every frame.

    Args:
        plan: the compiled network.
        grid: the place of the maps.
        columns: names of the raw columns.
    """

    def __init__(self, plan: Plan, grid: MapGrid, columns: tuple[str, ...]) -> None:
        self.plan = plan
        self.grid = grid
        self._parameters = np.zeros((1, plan.size))
        inputs = feature_values(plan.inputs, columns, grid.points())
        self._evaluate = Evaluator(plan, self._parameters, inputs, every_node=True)

    def __call__(self, parameters: Floats) -> Floats:
        """Maps for parameters (plan.size,): shape (nodes, rows, cols), in the order of plan.nodes.

        Row 0 holds the highest x2, ready to paint; one column gives one row. The array belongs to
        this object and is overwritten by the next call: copy what is to be kept.
        """
        self._parameters[0] = parameters
        return self._evaluate().reshape(-1, self.grid.rows, self.grid.columns)


def decision_maps(
    plan: Plan, parameters: Floats, grid: MapGrid, columns: tuple[str, ...]
) -> Floats:
    """Maps of all nodes, once; see `DecisionMaps` for many times."""
    return DecisionMaps(plan, grid, columns)(parameters)
