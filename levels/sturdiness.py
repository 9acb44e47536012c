"""The job that measures how sturdy a solution of a level is, with reproducible seeds."""

from __future__ import annotations

import hashlib
from typing import Final

from engine import Dataset
from engine.judging.sturdiness import SturdinessJob
from levels.keys import canonical, hashed_seeds
from levels.level import Level
from levels.reading.networks import write_training
from levels.solution import Solution

STARTS: Final = 100
"""How many further starts there are, and how many on other draws."""


def sturdiness_job(level: Level, solution: Solution, dataset: Dataset) -> SturdinessJob:
    """The job that measures how sturdy a solution of a level is.

    Seed n of the starts is the first 48 bits of the SHA-256 of "KEY SOLUTION starts n", counted
    from 0, where KEY is the level's key and SOLUTION what `scored_hash` gives; that of the draws
    has "draws" there. Seeds of the judge are left out. So anyone can reproduce the counts, and
    another network gets other seeds.

    Args:
        level: whose terms hold.
        solution: what was judged.
        dataset: the level's, which is not made again.
    """
    stem, taken = _stem(level, solution), level.terms.seeds
    redraw = level.data.redraw
    return SturdinessJob(
        network=solution.network,
        dataset=dataset,
        settings=solution.training,
        terms=level.terms,
        seeds=further_seeds(level, solution),
        draw_seeds=hashed_seeds(f"{stem} draws", STARTS, taken) if redraw else (),
        redraw=redraw,
    )


def further_seeds(level: Level, solution: Solution) -> tuple[int, ...]:
    """The seeds of the further starts on the level's own data; see `sturdiness_job`."""
    return hashed_seeds(f"{_stem(level, solution)} starts", STARTS, level.terms.seeds)


def scored_hash(solution: Solution) -> str:
    """SHA-256, in hexadecimal, of what of a solution affects its score.

    That is the canonical JSON of the network as the judge trains it and of the training settings.
    Name, places, and the order in which things were made do not count.
    """
    network = solution.network
    scored = {
        "inputs": sorted(node.id for node in network.inputs),
        "neurons": sorted((own.id, own.activation, own.bias) for own in network.neurons),
        "links": sorted(link.key for link in network.links),
        "training": write_training(solution.training),
    }
    return hashlib.sha256(canonical(scored).encode()).hexdigest()


def _stem(level: Level, solution: Solution) -> str:
    return f"{level.key} {scored_hash(solution)}"
