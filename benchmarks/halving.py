"""``python -m benchmarks.halving``: what halving drops, beside full training of the same wirings.

2,000 wirings of the campaign's `xor`, six parameters and up to two hidden neurons, each from all
100 starts; then by rounds. By the share of starts that pass: how many wirings there are, how many
are dropped, and how many were to be expected. It takes some minutes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.search import ready_kernel
from engine.data import Floats
from engine.job import result_of
from engine.kernels.numpy.kernel import NumpyKernel
from engine.search.enumeration import candidates
from engine.search.halving import DEFAULT, Halving, HalvingJob
from engine.search.trials import TrialsJob
from levels import campaign
from levels.reading.recipe import search_settings
from levels.search_space import search_seeds, search_space

WIRINGS: Final = 2_000
PARAMETERS: Final = 6
BANDS: Final = (0.0, 0.01, 0.1, 0.3, 0.5, 0.8, math.nextafter(1.0, 2.0))


@dataclass(frozen=True, slots=True)
class Band:
    """Wirings whose share of passing starts is at least ``low``, and less than the next one.

    Attributes:
        low: of 100 starts.
        wirings: how many there are.
        dropped: how many of them halving drops.
        expected: how many it was to drop, if their pass rates are those shares.
    """

    low: float
    wirings: int
    dropped: int
    expected: float


def trials(wirings: int, halving: Halving) -> TrialsJob:
    """So many wirings, taken evenly from all of `PARAMETERS` parameters."""
    level = campaign().level("xor")
    space = replace(search_space(level.rules), max_neurons=2)
    every = list(candidates(space, PARAMETERS))
    networks = [one.network() for one in every[:: max(1, len(every) // wirings)]][:wirings]
    seeds = search_seeds(level, halving.starts)
    return TrialsJob(networks, level.dataset(), search_settings(level), level.terms, seeds)


def measure(job: TrialsJob, halving: Halving = DEFAULT) -> tuple[list[Band], float]:
    """The bands, and the share of all starts that halving trained."""
    kernel = ready_kernel() or NumpyKernel
    rates = result_of(job.begin(kernel)).passed.mean(axis=1)
    starts = result_of(HalvingJob(job, halving).begin(kernel)).starts
    bands = [
        _band(low, rates[here], starts[here] < halving.starts, halving)
        for low, high in pairwise(BANDS)
        for here in [(rates >= low) & (rates < high)]
    ]
    return bands, float(starts.mean()) / halving.starts


def _band(low: float, rates: Floats, dropped: NDArray[np.bool_], halving: Halving) -> Band:
    expected = math.fsum(halving.chance_of_drop(float(rate)) for rate in rates)
    return Band(low, len(rates), int(dropped.sum()), expected)


if __name__ == "__main__":
    found, share = measure(trials(WIRINGS, DEFAULT))
    for one in found:
        print(
            f"pass rate from {one.low:.0%}: {one.wirings} wirings, {one.dropped} dropped, "
            f"{one.expected:.2f} expected"
        )
    print(f"{share:.0%} of all starts were trained")
