"""``neural-bonsai levels``: lists the levels."""

from __future__ import annotations

import argparse
import sys

from app.cli.choice import library
from app.cli.output import print_json
from levels import Campaign, Catalogue, Level
from levels.errors import shown_path


def list_levels(options: argparse.Namespace) -> int:
    """Print all levels: the campaign in its order, then those of the player's levels folder.

    Files that cannot be read are named on stderr; the rest is listed all the same.
    """
    found = library().load()
    if options.as_json:
        rows = [_described(level) for pack in found.packs for level in pack.levels]
        rows += [_described(level) for level in found.singles]
        print_json(rows)
    else:
        _print_levels(found)
    if found.faults:
        names = "\n".join(f"  {shown_path(file)}" for file in found.faulty_files)
        print(
            f"These files have faults and are left out:\n{names}\n"
            "“neural-bonsai check” lists every fault with its line.",
            file=sys.stderr,
        )
    return 0


def _print_levels(found: Catalogue) -> None:
    names = [_name(level) for pack in found.packs for level in pack.levels]
    singles = [level.id for level in found.singles if found.level(level.id) is level]
    width = max(map(len, [*names, *singles]), default=0)
    for pack in found.packs:
        _print_pack(pack, width)
    if found.singles:
        print("Your own files")
    for level in found.singles:
        file = shown_path(level.origin.path)
        if found.level(level.id) is level:
            print(f"  {level.id:{width}}  {level.title} ({_goal(level)}, {file})")
        else:  # its id means another level, so commands call it by its file
            print(f"  {file}  {level.title} ({_goal(level)})")


def _print_pack(pack: Campaign, width: int) -> None:
    for chapter in pack.chapters:
        print(f"{pack.title}: {chapter.title}" if pack.origin.name else chapter.title)
        for level in map(pack.level, chapter.level_ids):
            print(f"  {_name(level):{width}}  {level.title} ({_goal(level)})")


def _name(level: Level) -> str:
    """How a command calls the level; one of an installed pack with the folder of the pack."""
    installed = level.origin.kind == "pack"
    return f"{level.origin.name}/{level.id}" if installed else level.id


def _goal(level: Level) -> str:
    """What the level asks for: its metric and the threshold."""
    metric = level.terms.metric
    return f"{metric.label} {metric.goal(level.terms.threshold)}"


def _described(level: Level) -> dict[str, object]:
    return {
        "id": level.id,
        "origin": level.origin.key,
        "title": level.title,
        "chapter": level.chapter,
        "metric": level.terms.metric.name,
        "threshold": level.terms.threshold,
        "medals": {medal.label: size for medal, size in level.medals.sizes() if size},
    }
