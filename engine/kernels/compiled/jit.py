"""How the kernel's functions are compiled."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from types import ModuleType
from typing import Any, TypeVar

import numba

Function = TypeVar("Function", bound=Callable[..., Any])


def inlined(function: Function) -> Function:
    """Compiled into its callers, so that vectors stay in registers.

    Nothing that it does may allocate: without Numba's runtime it counts no references, which in
    updates of a third of a microsecond would be half of the work. Python cannot call it: the
    wrapper for that would take a third of the time to compile.
    """
    compiled: Function = numba.njit(
        forceinline=True,
        _nrt=False,
        error_model="numpy",
        no_cpython_wrapper=True,
        no_cfunc_wrapper=True,
    )(function)
    return compiled


def outlined(function: Function) -> Function:
    """Compiled as a function of its own, for what small networks never come to.

    Inlined, it would take registers and instruction cache from an update of a third of a
    microsecond; a call costs some ten nanoseconds.
    """
    compiled: Function = numba.njit(
        _nrt=False, error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True
    )(function)
    return compiled


def outermost(function: Function) -> Function:
    """Compiled for calls from Python, once for all networks; it runs without Python's lock."""
    compiled: Function = numba.njit(nogil=True, _nrt=False, error_model="numpy")(function)
    return compiled


def fingerprint(*modules: ModuleType) -> int:
    """A number that changes with the source of any of the modules.

    Machine code holds what was compiled into it from all of them; `kept_code` keeps it under this
    number.
    """
    number = 0
    for module in modules:
        loader: Any = module.__loader__
        number = zlib.crc32((loader.get_source(module.__name__) or "").encode(), number)
    return number
