"""Importing a large package on a thread while the GUI's thread goes on painting.

Importing holds Python's lock for most of its time. Three things made frames of 50 to 100 ms of it:
the GUI asks for the lock many times a frame and each time waits for the importing thread's turn to
end; what is imported fills the garbage collector, which then goes through every object there is;
and a large shared library is opened without the lock being released.
"""

from __future__ import annotations

import ctypes
import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Final

TURN_SECONDS: Final = 0.0002
"""How long the importing thread may hold the lock while another one waits for it."""


@contextmanager
def short_turns() -> Iterator[None]:
    """Let other threads have Python's lock at once, and keep the garbage collector still.

    Afterwards the collector leaves alone whatever exists by then (`gc.freeze`): a package is never
    garbage, and going through all of it would cost a frame each time.
    """
    turn, collects = sys.getswitchinterval(), gc.isenabled()
    sys.setswitchinterval(TURN_SECONDS)
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if collects:
            gc.enable()
        sys.setswitchinterval(turn)


def open_library(package: str, *inside: str) -> bool:
    """Open a package's shared library with the lock released, so that its import finds it open.

    Args:
        package: its name; it is not imported.
        inside: where the library lies in it, folder by folder.

    Returns:
        Whether it is open; where it is not, the import opens it.
    """
    found = find_spec(package)
    if os.name == "nt" or found is None or found.origin is None:
        return False
    path = Path(found.origin).parent.joinpath(*inside)
    if not path.is_file():
        return False
    opening = ctypes.CDLL(None).dlopen  # ctypes' own way keeps the lock; a foreign call does not
    opening.argtypes, opening.restype = (ctypes.c_char_p, ctypes.c_int), ctypes.c_void_p
    return opening(os.fsencode(path), os.RTLD_NOW | os.RTLD_LOCAL) is not None
