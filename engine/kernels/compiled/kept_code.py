"""Machine code that outlives the process that compiled it.

Numba has a cache of its own, which unpickles and runs whatever its files hold: one damaged bit in
them ends the program. Here the bytes come from a `CodeStore`, which proves first that they are the
bytes that were saved, for these sources, versions and this processor.
"""

from __future__ import annotations

from typing import Any

import llvmlite
import numba
import numpy as np
from numba.core.compiler import CompileResult
from numba.core.compiler_lock import global_compiler_lock
from numba.core.serialize import dumps, loads

from engine.kernels.code_store import CodeStore

Arguments = tuple[object, ...]


def load(function: Any, arguments: Arguments, sources: int, store: CodeStore) -> bool:
    """Take the function's machine code from the store, unless this process holds it already.

    Args:
        function: what `jit.outermost` returned.
        arguments: such as it will be called with; only their types matter.
        sources: the fingerprint of all sources that it is compiled from.
        store: where it may be kept. What turns out to be of no use is discarded there.

    Returns:
        Whether this process holds it now.
    """
    kinds = _kinds(arguments)
    if kinds in function.overloads:
        return True
    key = _key(function, kinds, sources)
    code = store.load(key)
    if code is None:
        return False
    target = function.targetctx
    try:
        with global_compiler_lock:
            target.refresh()
            found = CompileResult._rebuild(target, *loads(code))  # noqa: SLF001  (Numba's own way)
            target.insert_user_function(found.entry_point, found.fndesc, [found.library])
            function.add_overload(found)
    except Exception:  # noqa: BLE001  (whatever it is, compiling anew is the remedy)
        store.discard(key)
        return False
    return True


def keep(function: Any, arguments: Arguments, sources: int, store: CodeStore) -> None:
    """Put the function's machine code into the store; the arguments are those of `load`.

    Raises:
        KeyError: when it is not compiled for such arguments.
        OSError: when the store cannot keep it.
    """
    kinds = _kinds(arguments)
    found = function.overloads[kinds]
    if found.library.has_dynamic_globals:
        raise RuntimeError("The machine code holds addresses that another process does not have.")
    with global_compiler_lock:
        code = dumps(found._reduce())  # noqa: SLF001
    store.save(_key(function, kinds, sources), code)


def _kinds(arguments: Arguments) -> tuple[object, ...]:
    return tuple(numba.typeof(one) for one in arguments)


def _key(function: Any, kinds: tuple[object, ...], sources: int) -> str:
    """All that the machine code depends on; the processor with every feature it has."""
    versions = (numba.__version__, llvmlite.__version__, np.__version__)
    processor = function.targetctx.codegen().magic_tuple()
    types = [str(kind) for kind in kinds]
    return repr((function.__name__, f"{sources:08x}", versions, processor, types))
