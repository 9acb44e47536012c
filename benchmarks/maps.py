"""Time of the decision maps of all neurons of 2-8x6-1 on 100 × 100 cells."""

from __future__ import annotations

import time
from typing import Final

import numpy as np

from benchmarks.cases import points
from benchmarks.networks import layered
from engine import DecisionMaps, MapGrid, Plan

CELLS: Final = 100
ROUNDS: Final = 50


def measure() -> dict[str, float]:
    """Milliseconds for all maps once: best and median of 50."""
    plan = Plan.compile(layered(2, 8, 8, 8, 8, 8, 8, 1))
    maps = DecisionMaps(plan, MapGrid.around(points(400).train.x, CELLS), ("x1", "x2"))
    parameters = np.random.default_rng(0).standard_normal(plan.size)
    spent = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        maps(parameters)
        spent.append((time.perf_counter() - begun) * 1e3)
    return {"best_ms": min(spent), "median_ms": float(np.median(spent))}


if __name__ == "__main__":
    print(", ".join(f"{name} {value:.2f}" for name, value in measure().items()))
