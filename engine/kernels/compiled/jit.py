"""How the kernel's functions are compiled."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from types import ModuleType
from typing import Any, TypeVar

import numba

Function = TypeVar("Function", bound=Callable[..., Any])


def inlined(function: Function) -> Function:
    """Compiled into whoever calls it, so that vectors stay in registers.

    Nothing that it does may allocate: without Numba's runtime it counts no references, which in
    updates of a third of a microsecond would be half of the work.
    """
    compiled: Function = numba.njit(forceinline=True, _nrt=False, error_model="numpy")(function)
    return compiled


def kept_on_disk(function: Function) -> Function:
    """Compiled once for all: the machine code is kept on disk and runs without Python's lock."""
    compiled: Function = numba.njit(nogil=True, cache=True, _nrt=False, error_model="numpy")(
        function
    )
    return compiled


def fingerprint(*modules: ModuleType) -> int:
    """A number that changes with the source of any of the modules.

    Numba keeps machine code until the file of the outermost function changes, and would miss
    changes of what is compiled into it. A number that this function closes over is part of the
    key under which the code is kept.
    """
    number = 0
    for module in modules:
        loader: Any = module.__loader__
        number = zlib.crc32((loader.get_source(module.__name__) or "").encode(), number)
    return number
