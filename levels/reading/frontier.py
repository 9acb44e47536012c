"""Conversion of a frontier from and to JSON, and into the text of a level."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from engine import Refused
from engine.search.frontier import BestOfSize, Frontier, TriedSize
from engine.wording import counted
from levels.errors import AddFault, Path
from levels.formats.level import BestFormat, FrontierFormat
from levels.reading.json_scanner import scan
from levels.reading.networks import read_network, write_network
from levels.rules import Rules

KEY: Final = "frontier"
_STEP: Final = "  "


def read_frontier(
    source: FrontierFormat | None, rules: Rules, add_fault: AddFault
) -> Frontier | None:
    """The frontier of a level file; faults are reported to ``add_fault``.

    The networks must obey the rules of the level, sizes rise, and counts fit one another. Ask only
    for one that was searched on the level as it is; see `levels.reading.recipe.searched_recipe`.
    """
    if source is None:
        return None
    reader = _Reader(rules, add_fault)
    exhausted = tuple(
        TriedSize(own.parameters, own.wirings, own.passed, own.starts) for own in source.exhausted
    )
    reader.check_exhausted(exhausted, source.tried)
    best = tuple(reader.best(own, place) for place, own in enumerate(source.best))
    reader.check_rising(best)
    return Frontier(best, exhausted, source.tried)


def write_frontier(frontier: Frontier, recipe: str) -> dict[str, Any]:
    """The JSON of a frontier; `read_frontier` gives an equal one again.

    Args:
        frontier: what was found.
        recipe: of the level that was searched; see `levels.reading.recipe.searched_recipe`.
    """
    exhausted = [
        {
            "parameters": own.parameters,
            "wirings": own.wirings,
            "passed": own.passed,
            "starts": own.starts,
        }
        for own in frontier.exhausted
    ]
    best = [
        {
            "network": write_network(own.network, {}),
            "passed": own.passed,
            "starts": own.starts,
            "score": own.score,
            "judged": own.judged,
        }
        for own in frontier.best
    ]
    return {"recipe": recipe, "tried": frontier.tried, "exhausted": exhausted, "best": best}


def with_frontier(text: str, frontier: Frontier, recipe: str) -> str:
    """The text of a level with this frontier; all else of it stays as it is, to the character.

    Args:
        text: a level file that `levels.read_level` accepts.
        frontier: takes the place of the one that is there, or becomes the last field.
        recipe: of the level that was searched; see `levels.reading.recipe.searched_recipe`.
    """
    scanned = scan(text)
    block = _block(write_frontier(frontier, recipe))
    here = scanned.spot.children.get(KEY)
    if here is not None:
        _, end = json.JSONDecoder().raw_decode(text, here.offset)
        return text[: here.offset] + block + text[end:]
    close = text.rindex("}")
    head = text[:close].rstrip()
    comma = "" if head.endswith("{") else ","
    return f'{head}{comma}\n{_STEP}"{KEY}": {block}\n{text[close:]}'


def _block(value: dict[str, Any]) -> str:
    """One line for each size, as the campaign's files are written."""
    lines = ["{"]
    for name, own in value.items():
        comma = "" if name == next(reversed(value)) else ","
        if isinstance(own, list) and own:
            rows = [f"{_STEP * 3}{json.dumps(row, ensure_ascii=False)}" for row in own]
            lines.append(f'{_STEP * 2}"{name}": [')
            lines.append(",\n".join(rows))
            lines.append(f"{_STEP * 2}]{comma}")
        else:
            lines.append(f'{_STEP * 2}"{name}": {json.dumps(own)}{comma}')
    return "\n".join([*lines, f"{_STEP}}}"])


@dataclass(frozen=True, slots=True)
class _Reader:
    """Checks across the fields of a frontier."""

    rules: Rules
    add_fault: AddFault

    def best(self, source: BestFormat, place: int) -> BestOfSize:
        path: Path = (KEY, "best", place)
        if source.passed > source.starts:
            passes = counted(source.passed, "start")
            self.add_fault(
                (*path, "passed"), f"{passes} cannot have passed out of {source.starts}."
            )
        network = read_network(
            source.network, self.add_fault, (*path, "network"), self.rules.task
        ).network
        try:
            self.rules.check_network(network)
        except Refused as fault:
            self.add_fault((*path, "network"), fault.reason)
        return BestOfSize(network, source.passed, source.starts, source.score, source.judged)

    def check_rising(self, best: tuple[BestOfSize, ...]) -> None:
        for place, (one, following) in enumerate(pairwise(best), 1):
            if following.parameters <= one.parameters:
                self.add_fault(
                    (KEY, "best", place),
                    f"Sizes rise: {following.parameters} cannot follow {one.parameters}.",
                )

    def check_exhausted(self, sizes: tuple[TriedSize, ...], tried: int) -> None:
        path: Path = (KEY, "exhausted")
        for place, (one, following) in enumerate(pairwise(sizes), 1):
            if following.parameters != one.parameters + 1:
                self.add_fault(
                    (*path, place, "parameters"),
                    f"Sizes follow one another: {one.parameters + 1} comes after {one.parameters}.",
                )
        for place, own in enumerate(sizes):
            if own.passed > own.wirings:
                self.add_fault(
                    (*path, place, "passed"),
                    f"{counted(own.passed, 'wiring')} cannot have passed out of {own.wirings}.",
                )
        total = sum(own.wirings for own in sizes)
        if total > tried:
            self.add_fault(
                (KEY, "tried"), f"At least {counted(total, 'wiring')} were tried, see “exhausted”."
            )
