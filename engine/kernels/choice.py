"""Which kernel trains: NumPy's is always there, Numba's is many times as fast where it is ready."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from engine.data import Floats
from engine.functions.losses import LossFunction
from engine.kernels.code_store import CodeStore
from engine.kernels.numpy.kernel import NumpyKernel
from engine.plan import Plan
from engine.settings import TrainingSettings
from engine.state import TrainingState

if TYPE_CHECKING:
    from engine.kernels.compiled.wirings.kernel import ManyWirings


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


def fastest_kernel(store: CodeStore) -> KernelMaker:
    """The compiled kernel when the store has it, else NumPy's. Never waits for the compiler.

    The first call takes up to half a second where there is a compiled kernel: not for a GUI's
    thread.
    """
    return compiled_kernel(store) or NumpyKernel


def compiled_kernel(store: CodeStore) -> KernelMaker | None:
    """The compiled kernel, loaded from the store; None where Numba or the machine code is missing.

    Numba is not imported for an empty store.
    """
    if not store.has_any():
        return None
    try:
        from engine.kernels.compiled.kernel import NumbaKernel
        from engine.kernels.compiled.warm import load_kernel
    except ImportError:
        return None
    return NumbaKernel if load_kernel(store) else None


def together_with(kernel: KernelMaker, settings: TrainingSettings) -> type[ManyWirings] | None:
    """What trains many wirings at once as that kernel trains one; None where nothing does.

    Its machine code is compiled at the first use, which takes some ten seconds, unless
    `engine.kernels.compiled.wirings.warm` was asked for it.
    """
    if kernel.name != "numba":
        return None
    from engine.kernels.compiled.wirings.kernel import ManyWirings, can_train_together

    return ManyWirings if can_train_together(settings) else None
