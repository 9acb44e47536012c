"""``neural-bonsai play``: the only command that needs Qt, which it imports last."""

from __future__ import annotations

import argparse
import gc
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.errors import CommandError
from app.start.display import why_no_display
from app.start.imports import import_plainly
from app.start.interrupt import ending_at_once
from app.storage.paths import Paths

if TYPE_CHECKING:
    from levels import Level


def play(options: argparse.Namespace) -> int:
    """Open the game, at a level when one is named; returns the exit code.

    Raises:
        CommandError: when there is no such level, no display, or the game is open already.
    """
    level = None
    if options.level:
        # The map shows itself before levels are read.
        from app.cli.choice import find_level, library

        level = find_level(options.level, library(options.data_dir))
    gc.disable()  # there is nothing to collect among what is imported; `Play` enables it again
    try:
        with ending_at_once():  # until the window listens to signals
            return _play(options.data_dir, level)
    finally:
        gc.enable()


def _play(folder: Path | None, level: Level | None) -> int:
    problem = why_no_display()
    if problem is not None:
        raise CommandError(problem)
    import_plainly()
    paths = Paths.named(folder)
    from app.start.application import play_game
    from app.start.data_lock import GameOpenError

    try:
        return play_game(paths, level)
    except GameOpenError as error:
        raise CommandError(str(error)) from error
