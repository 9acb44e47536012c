"""Machine code for many wirings, from a store or compiled for it.

It is no part of what a game's start loads: a search asks for it when it begins.
"""

from __future__ import annotations

import numpy as np

from engine.data import Samples, Task
from engine.functions.losses import SquaredError
from engine.kernels.code_store import CodeStore
from engine.kernels.compiled.wirings.kernel import ManyWirings
from engine.network import Input, Link, Network, Neuron
from engine.plan import Plan
from engine.settings import TrainingSettings


def compile_wirings(store: CodeStore) -> None:
    """Load what is kept; where it is missing, compile and keep it, which takes some ten seconds.

    Raises:
        OSError: when the store cannot keep it.
    """
    network = Network((Input("x1"),), (Neuron("y", output=True),), (Link("x1", "y"),))
    plan, settings, samples = (
        Plan.compile(network),
        TrainingSettings(),
        Samples(*np.ones((2, 1, 1))),
    )
    task = Task("regression", ("x1",))
    smallest = ManyWirings([plan], settings, SquaredError(task), task, samples, (0,))
    if not smallest.load(store):
        smallest.advance(1, 1)  # what was never run is not kept
        smallest.outputs(samples)
        smallest.keep(store)
