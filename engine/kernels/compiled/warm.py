"""Compile the kernel for a store, and load it from there.

Compiling takes some ten seconds and holds Python's lock, so a program with a window does this in a
process of its own (``neural-bonsai warm``), plays on with NumPy, and asks
`engine.kernels.choice.compiled_kernel` when the process has ended.
"""

from __future__ import annotations

import numpy as np

from engine.data import Task
from engine.functions.losses import SquaredError
from engine.kernels.code_store import CodeStore
from engine.kernels.compiled.kernel import NumbaKernel
from engine.kernels.compiled.structs import VECTOR
from engine.network import Input, Link, Network, Neuron
from engine.plan import Plan
from engine.settings import TrainingSettings
from engine.state import TrainingState


def smallest_kernels() -> tuple[NumbaKernel, NumbaKernel]:
    """Kernels of one and of eight replicas: compiled code is the same for all networks."""
    return _kernel(1), _kernel(VECTOR)


def _kernel(replicas: int) -> NumbaKernel:
    """A kernel for one link and one sample."""
    network = Network((Input("x1"),), (Neuron("y", output=True),), (Link("x1", "y"),))
    plan, settings, samples = Plan.compile(network), TrainingSettings(), np.ones((1, 1))
    state = TrainingState.start(plan, settings, range(replicas), len(samples))
    loss = SquaredError(Task("regression", ("x1",)))
    return NumbaKernel(plan, settings, loss, samples, samples, state)


def load_kernel(store: CodeStore) -> bool:
    """Load all that is kept; whether nothing is missing."""
    return all(kernel.load(store) for kernel in smallest_kernels())


def compile_kernel(store: CodeStore) -> None:
    """Load what is kept, and compile and keep what is missing.

    Raises:
        OSError: when the store cannot keep it.
    """
    for kernel in smallest_kernels():
        if not kernel.load(store):
            kernel.advance(1, 1)  # what was never run is not kept
            kernel.keep(store)
