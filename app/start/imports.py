"""How modules are imported once Qt is there."""

from __future__ import annotations

import builtins


def import_plainly() -> None:
    """Import from now on as Python does, after PySide6 was imported; calling it again does nothing.

    PySide6 puts a function of its own in the place of ``__import__``, which looks for
    ``from __feature__ import`` in the source of every module that is imported afterwards. The game
    has none of these, and reading so many files takes a tenth of the start.
    """
    plain = getattr(builtins, "__orig_import__", None)
    if plain is not None:
        builtins.__import__ = plain
