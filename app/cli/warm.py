"""``neural-bonsai warm``: compile the fast kernel now instead of beside the first game."""

from __future__ import annotations

import argparse
from importlib.util import find_spec

from app.cli.errors import CommandError
from app.storage.code_folder import CodeFolder


def warm(_options: argparse.Namespace) -> int:
    """Compile the kernel and keep its machine code, unless it is kept already.

    Raises:
        CommandError: with exit code 1 where Numba is not installed or cannot compile, or where the
            machine code cannot be kept.
    """
    if find_spec("numba") is None:
        raise CommandError(
            "There is nothing to compile: Numba is not installed, and the game trains with NumPy. "
            "The extra “turbo” of neural-bonsai brings it.",
            code=1,
        )
    store = CodeFolder.find()
    try:
        from engine.kernels.compiled.warm import compile_kernel, load_kernel  # they import Numba

        if not load_kernel(store):
            store.require_room()
            compile_kernel(store)
    except ImportError as error:
        raise CommandError(f"The kernel cannot be compiled: {error}.", code=1) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise CommandError(
            f"The compiled kernel cannot be kept in {store.folder}: {reason.rstrip('.')}.", code=1
        ) from error
    print("The compiled kernel is ready.")
    return 0
