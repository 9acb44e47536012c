"""``neural-bonsai par``: how small can a network be that solves a level?"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from app.cli.choice import find_level
from app.cli.errors import CommandError
from app.cli.output import print_json
from app.cli.searching.display import Display
from app.cli.searching.result import Found, medal_lines, printed, result_data
from app.cli.searching.writing import write_beside_or_into
from app.search.errors import SearchError
from levels import Level
from levels.errors import shown_path
from levels.origin import CAMPAIGN
from levels.summary import CAMPAIGN_FOLDER


def par(options: argparse.Namespace) -> int:
    """Search a level for the smallest network; 1 when none that passes was found."""
    level = find_level(options.level)
    try:
        found = _searched(level, options)
    except SearchError as error:
        raise CommandError(str(error), code=1) from error
    if options.as_json:
        print_json(result_data(level, found, medals=options.medals))
    else:
        print(printed(level, found))
        for line in medal_lines(level, found) if options.medals else ():
            print(line)
    if options.write:
        path = write_beside_or_into(level, found.frontier, _file_of(level))
        print(f"The frontier is written to {shown_path(path)}.", file=sys.stderr)
    return 0 if found.frontier.smallest is not None else 1


def _file_of(level: Level) -> Path | None:
    """The file of a level; None for one of an installed pack, which is not ours to change."""
    if level.origin == CAMPAIGN:
        return CAMPAIGN_FOLDER / f"{level.id}.json"
    return level.origin.path


def _searched(level: Level, options: argparse.Namespace) -> Found:
    # Not before a level is found: this imports the trainer and, where it is there, Numba.
    from app.search.search import Search, SearchOptions

    wanted = SearchOptions(
        seconds=options.time,
        up_to=options.up_to,
        workers=options.workers,
        scheduler=options.scheduler,
        seed=options.seed,
        resume=options.resume,
        store=options.store,
    )
    with Display(sys.stderr, options.time) as display:
        display.say("Getting the kernel ready …")
        search = Search.begin(level, wanted, display.say)
        try:
            frontier = search.run(display.show)
        except KeyboardInterrupt:
            search.stop()
            display.say(
                "Stopped. What is done is kept; the same command with --resume goes on from there."
            )
            raise
        finally:
            search.stop()
    return Found(frontier, search.progress, search.recipe.settings)
