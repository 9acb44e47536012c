"""``neural-bonsai warm``: compile the fast kernel now instead of beside the first game."""

from __future__ import annotations

import argparse
from importlib.util import find_spec

from app.cli.errors import CommandError


def warm(_options: argparse.Namespace) -> int:
    """Compile the kernel into Numba's cache on disk, unless it is there already.

    Raises:
        CommandError: with exit code 1 where Numba is not installed or cannot compile.
    """
    if find_spec("numba") is None:
        raise CommandError(
            "There is nothing to compile: Numba is not installed, and the game trains with NumPy. "
            "The extra “turbo” of neural-bonsai brings it.",
            code=1,
        )
    try:
        from engine.kernels.compiled.warm import compile_kernel  # it imports Numba

        compile_kernel()
    except ImportError as error:
        raise CommandError(f"The kernel cannot be compiled: {error}.", code=1) from error
    print("The compiled kernel is ready.")
    return 0
