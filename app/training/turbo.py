"""Gets the compiled kernel ready beside the game, which plays on NumPy until then.

Importing Numba takes a quarter of a second and compiling ten, so neither happens on the GUI's
thread: a thread imports, with as little of Python's lock as can be, and where the machine code is
missing a process of low priority makes it.
"""

from __future__ import annotations

import gc
import logging
import os
import subprocess
import sys
import threading
from importlib.util import find_spec
from typing import Final

from PySide6.QtCore import QObject, QThread, Signal

from app.training.background_import import open_library, short_turns
from app.training.own_program import own_program
from engine.kernels.choice import KernelMaker, compiled_kernel
from engine.kernels.code_store import CodeStore

WARM_UP: Final = own_program("warm")
NICENESS: Final = 15
STOP_MS: Final = 2000
LIBRARY: Final = f"libllvmlite.{'dylib' if sys.platform == 'darwin' else 'so'}"

log = logging.getLogger(__name__)


class Turbo(QThread):
    """Looks for the compiled kernel and has it compiled when it is missing.

    Nothing happens where Numba is not installed, and a failure to compile is only logged: the game
    plays without it.

    Args:
        store: where the machine code is looked for; the compiling process puts it there.

    Signals:
        ready: the kernel (`KernelMaker`), once at most.
    """

    ready = Signal(object)

    def __init__(self, store: CodeStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self.setObjectName("turbo")
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._stopped = False

    def stop(self) -> bool:
        """End it, the compiler too; False when it did not end within `STOP_MS`."""
        with self._lock:
            self._stopped = True
            if self._process is not None:
                self._process.kill()
        ended = self.wait(STOP_MS)
        gc.unfreeze()  # what `short_turns` froze
        return ended

    def run(self) -> None:
        """Qt's entry point on the new thread."""
        try:
            kernel = self._find()
        except Exception as error:  # noqa: BLE001 (the game plays on without it)
            log.warning("no compiled kernel: %s", error)
            return
        if kernel is not None and not self._stopped:
            self.ready.emit(kernel)

    def _find(self) -> KernelMaker | None:
        if find_spec("numba") is None:
            return None
        kernel = self._load()
        if kernel is None and self._compile():
            kernel = self._load()
        return kernel

    def _load(self) -> KernelMaker | None:
        if not self._store.has_any():
            return None
        open_library("llvmlite", "binding", LIBRARY)
        with short_turns():
            return compiled_kernel(self._store)

    def _compile(self) -> bool:
        """Have the machine code put on disk; whether it is there."""
        with self._lock:
            if self._stopped:
                return False
            self._process = process = _started()
        _, errors = process.communicate()
        if process.returncode and not self._stopped:
            why = (errors.strip() or "no reason given").splitlines()[-1]
            log.warning("the kernel was not compiled (%d): %s", process.returncode, why)
        return process.returncode == 0


def _started() -> subprocess.Popen[str]:
    """The compiler as a process that leaves the processor to the game."""
    process = subprocess.Popen(  # noqa: S603 (this program itself)
        WARM_UP,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        creationflags=getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0),
    )
    if hasattr(os, "setpriority"):
        os.setpriority(os.PRIO_PROCESS, process.pid, NICENESS)
    return process
