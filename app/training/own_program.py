"""How this program starts another process of itself, also where it is frozen into one file."""

from __future__ import annotations

import sys


def own_program(*arguments: str) -> tuple[str, ...]:
    """The command that runs ``neural-bonsai`` with these arguments.

    A frozen program (PyInstaller, cx_Freeze, py2app) is its own interpreter and knows no ``-m``:
    it reads every argument as one of the game's.
    """
    if getattr(sys, "frozen", False):
        return (sys.executable, *arguments)
    return (sys.executable, "-m", "app", *arguments)
