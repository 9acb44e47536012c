"""``python -m benchmarks.pars``: how small eight puzzles can be, by the search of ``par``.

Each search begins with nothing known: neither a frontier in the level's file nor a store of earlier
starts. Rows of levels that are not searched this time stay in docs/science.md as they are.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from app.cli.parser import seconds
from app.search.executors import versions
from app.search.search import Search, SearchOptions, Showing
from benchmarks.__main__ import processor
from benchmarks.anchors import DOCUMENT, PARS
from engine.search.candidate import Candidate
from engine.search.frontier import BestOfSize, Frontier
from engine.wording import counted
from levels import Level, campaign, read_level
from levels.search_space import search_space

_OWN: Final = Path(__file__).with_name("levels")
_ATLAS: Final = Path(__file__).parents[1] / "levels" / "atlas"

PLANNED: Final[dict[str, int | None]] = {
    "first-line": 2,
    "xor": 4,
    "noisy-spiral": 21,
    "circle": 5,
    "moons": 7,
    "wave": None,
    "wave-sine": 2,
    "parity-4": 8,
    "symmetry-6": 8,
}
"""The levels, and the sizes that the plan of the campaign had for them: the smallest that were
known before. It has the wave with a sine neuron only."""

HEAD: Final = """## How small: what a search finds

Made by `python -m benchmarks.pars [LEVEL…] [--time 10m] [--workers N]`, which searches as
`neural-bonsai par LEVEL` does and begins with nothing known but the author's own network, where
there is one. *Plan* is the smallest size that was known when the campaign was planned. *Size* is
the smallest that the judge passes, *tried* how many wirings were trained, and whether every smaller
one was among them, or every one up to some size (in brackets: how many there are). *Passes* is of
100 further starts, with the 95 % interval by Wilson. *Found* is when the search first saw a network
of that size or less pass often enough, or its end, where only the judge saw it; *time* is how long
the search and the judge took. A size is the smallest for the level's recipe and palette:
`wave-sine` is the wave with sine neurons.

| level | plan | size | tried | passes | network | found | time | when, and on what |
|---|---:|---:|---|---|---|---:|---:|---|
"""

NOTES: Final = """
On 2026-11-28 `neural-bonsai par noisy-spiral --up-to 6 --time 5m --write`, run for the third time
and so with what was known from before, found a network of 7 parameters that passes from 100 of 100
further starts, `h1=tanh(x1) h2=tanh(x2) h3=tanh(x2,h1) y=identity(x1,h2,h3)`, and all 688 smaller
wirings fail before the judge. The level's file carries it.
"""


@dataclass(frozen=True, slots=True)
class Searched:
    """What one search gave.

    Attributes:
        level: what was searched.
        frontier: what was found.
        seen: seconds until a network of the smallest size, or less, passed; None for none.
        spent: seconds in all.
        cores: chunks that were trained at the same time.
        kernel: what trained, with its version.
    """

    level: Level
    frontier: Frontier
    seen: float | None
    spent: float
    cores: int
    kernel: str


def level_of(name: str) -> Level:
    """A level of the table as if nothing had been searched yet.

    Raises:
        KeyError: when the table has none of that name.
    """
    if name not in PLANNED:
        raise KeyError(name)
    own = next((one for one in campaign().levels if one.id == name), None)
    if own is None:
        paths = (folder / f"{name}.json" for folder in (_OWN, _ATLAS))
        own = read_level(next(path for path in paths if path.exists()))
    return replace(own, frontier=None)


def searched(level: Level, limit: float, workers: int | None) -> Searched:
    """Search a level for that many seconds, with so many workers; None: one for each core.

    Raises:
        SearchError: when it cannot go on.
    """
    sizes: dict[int, float] = {}
    begun = time.monotonic()

    def watch(showing: Showing) -> None:
        if showing.best is not None:
            sizes.setdefault(showing.best.parameters, time.monotonic() - begun)

    with tempfile.TemporaryDirectory() as folder:
        options = SearchOptions(limit, workers=workers, store=Path(folder) / "starts.db")
        search = Search.begin(level, options, print)
        try:
            frontier = search.run(watch)
        finally:
            search.stop()
    spent = time.monotonic() - begun
    best, kernel = frontier.smallest, search.recipe.kernel
    seen = [when for size, when in sizes.items() if best and size <= best.parameters]
    name = f"{kernel} {versions()[kernel]}"
    # What passes the judge may not have passed often enough before: it is found with the judge.
    first = min(seen, default=spent) if best else None
    return Searched(level, frontier, first, spent, search.workers.count, name)


def row(found: Searched) -> str:
    """The line of the table."""
    level, best = found.level, found.frontier.smallest
    planned = PLANNED[level.id]
    when = f"{datetime.now(UTC):%Y-%m-%d}, {counted(found.cores, 'core')} of {processor()}"
    cells = [
        level.id,
        "–" if planned is None else str(planned),
        str(best.parameters) if best else "none",
        _tried(found.frontier),
        _passes(best) if best else "–",
        f"`{_key(level, best)}`" if best else "–",
        "–" if found.seen is None else _clock(found.seen),
        _clock(found.spent),
        f"{when}, {found.kernel}",
    ]
    return f"| {' | '.join(cells)} |"


def with_rows(content: str, new: Sequence[str]) -> str:
    """The part of the document with these rows, each in place of an older one of its level."""
    rows = {_name(line): line for line in content.splitlines() if _name(line) in PLANNED}
    rows |= {_name(line): line for line in new}
    return HEAD + "".join(f"{rows[name]}\n" for name in PLANNED if name in rows) + NOTES


def _name(line: str) -> str:
    return line.split("|")[1].strip() if line.count("|") > 1 else ""


def _tried(frontier: Frontier) -> str:
    tried = f"{frontier.tried:,}"
    best = frontier.smallest
    smaller = f"{frontier.smaller_wirings:,}"
    if best is None:
        return tried
    if frontier.is_least:
        return f"{tried}; all smaller ({smaller})"
    return f"{tried}; all up to {frontier.exhausted_up_to} ({smaller})"


def _passes(best: BestOfSize) -> str:
    low, high = best.interval
    return f"{best.passed} of {best.starts} ({low:.0%} to {high:.0%})"


def _key(level: Level, best: BestOfSize) -> str:
    return Candidate.of(best.network, search_space(level.rules)).key


def _clock(spent: float) -> str:
    minutes, rest = divmod(round(spent), 60)
    return f"{minutes}:{rest:02}"


def _rows(chosen: argparse.Namespace) -> Iterator[str]:
    for name in chosen.levels or PLANNED:
        print(f"{name}:", flush=True)
        yield row(searched(level_of(name), chosen.time, chosen.workers))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m benchmarks.pars", description=__doc__)
    parser.add_argument("levels", nargs="*", metavar="LEVEL", choices=[[], *PLANNED])
    parser.add_argument("--time", type=seconds, default=600.0, help="for each level (10m)")
    parser.add_argument("--workers", type=int, metavar="N", help="so many cores (all)")
    return parser


def main(arguments: Sequence[str] | None = None, document: Path = DOCUMENT) -> None:
    """Search, print each row as it comes, and put it into the document."""
    for line in _rows(_parser().parse_args(arguments)):
        print(line, flush=True)
        text = document.read_text(encoding="utf-8")
        content = with_rows(PARS.read(text), [line])
        document.write_text(PARS.write(text, content), encoding="utf-8")


if __name__ == "__main__":
    main()
