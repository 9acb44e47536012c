"""``neural-bonsai play``: the only command that needs Qt, which it imports last."""

from __future__ import annotations

import argparse

from app.cli.errors import CommandError
from app.start.display import why_no_display
from app.start.paths import Paths


def play(options: argparse.Namespace) -> int:
    """Open the game, at a level when one is named; 2 with a sentence when it cannot be shown."""
    level = None
    if options.level:
        # The map shows itself before levels are read.
        from app.cli.choice import find_level, library

        level = find_level(options.level, library(options.data_dir))
    problem = why_no_display()
    if problem is not None:
        raise CommandError(problem)
    paths = Paths.find(options.data_dir)
    from app.start.application import play_game

    return play_game(paths, level)
