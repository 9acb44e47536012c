"""Which kernel trains: NumPy's is always there, Numba's is many times as fast where it is ready."""

from __future__ import annotations

from typing import Protocol

from engine.data import Floats
from engine.functions.losses import LossFunction
from engine.kernels.numpy.kernel import NumpyKernel
from engine.plan import Plan
from engine.settings import TrainingSettings
from engine.state import TrainingState


class Kernel(Protocol):
    """Updates of all replicas; `engine.kernels.numpy.kernel.NumpyKernel` is the reference."""

    cost: float
    updates_per_epoch: int

    @property
    def slice_us(self) -> float:
        """How long to work in one go, in µs."""

    def advance(self, updates: int, stop: int) -> bool:
        """Up to so many updates, not beyond epoch ``stop``; whether a replica diverged."""

    def hold_halted(self) -> None:
        """From now on leave the halted replicas alone."""


class KernelMaker(Protocol):
    """A kernel's class."""

    @property
    def name(self) -> str:
        """What people call it: "numpy" or "numba"."""

    def __call__(
        self,
        plan: Plan,
        settings: TrainingSettings,
        loss: LossFunction,
        inputs: Floats,
        targets: Floats,
        state: TrainingState,
    ) -> Kernel:
        """The kernel for one plan and one choice of settings."""


def fastest_kernel() -> KernelMaker:
    """The compiled kernel when it is ready, else NumPy's. Never waits for the compiler.

    The first call takes up to half a second where Numba is installed: not for a GUI's thread.
    """
    return compiled_kernel() or NumpyKernel


def compiled_kernel() -> KernelMaker | None:
    """The compiled kernel; None where Numba is missing or `compiled.warm` has not run yet."""
    try:
        from engine.kernels.compiled.kernel import NumbaKernel
        from engine.kernels.compiled.warm import smallest_kernels
    except (ImportError, RuntimeError):  # RuntimeError: Numba finds no place for machine code
        return None
    ready = all(kernel.is_compiled() for kernel in smallest_kernels())
    return NumbaKernel if ready else None
