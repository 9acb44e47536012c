"""How the kernel's functions are compiled."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable
from typing import Any, TypeVar

import numba

Function = TypeVar("Function", bound=Callable[..., Any])


def inlined(function: Function) -> Function:
    """Compiled into whoever calls it, so that vectors stay in registers."""
    compiled: Function = numba.njit(forceinline=True, _nrt=False, error_model="numpy")(function)
    return compiled


def kept_on_disk(function: Function) -> Function:
    """Compiled once for all: the machine code is kept on disk and runs without Python's lock."""
    compiled: Function = numba.njit(nogil=True, cache=True, _nrt=False, error_model="numpy")(function)
    return compiled


def fingerprint(*modules: str) -> int:
    """A number that changes with the source of any of the modules.

    Numba keeps machine code until the file of the outermost function changes, and would miss
    changes of what is compiled into it. A number that this function closes over is part of the
    key under which the code is kept.
    """
    number = 0
    for name in modules:
        loader: Any = sys.modules[name].__loader__
        number = zlib.crc32((loader.get_source(name) or "").encode(), number)
    return number
