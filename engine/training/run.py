"""A training run as a whole: what it is doing, and its moments ready to be painted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from engine.inspection.maps import MapGrid
from engine.training.snapshot import Snapshot


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One moment of a run, ready to be painted.

    Attributes:
        run: number of the run; a later run has a higher one.
        snapshot: the moment itself.
        maps: what each node of ``snapshot.plan.nodes`` gives over the plane for replica 0,
            shape (nodes, rows, columns), row 0 at the top; float32.
        grid: where the maps lie in the plane.
        epochs_per_second: how fast training went lately; 0 when it stands.
    """

    run: int
    snapshot: Snapshot
    maps: NDArray[np.float32]
    grid: MapGrid
    epochs_per_second: float = 0.0

    def map_of(self, node_id: str) -> NDArray[np.float32] | None:
        """The map of one node, shape (rows, columns); None when the run has no such node."""
        nodes = self.snapshot.plan.nodes
        return self.maps[nodes.index(node_id)] if node_id in nodes else None


class RunState(Enum):
    """What the run is doing."""

    IDLE = "idle"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    DIVERGED = "diverged"
