"""What the loop over many wirings knows of them: their tables and their numbers, end to end.

Rows and slots of each wiring are those of `engine.kernels.compiled.structs`, where a plan alone is
described; here the tables of all follow one another, and `Wirings.places` says where each begins.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from engine.data import Floats, Labels
from engine.functions.activations import ACTIVATIONS
from engine.kernels.compiled.structs import (
    GROUP_CHUNK,
    LINK_END,
    VECTOR,
    Rows,
    TrainingData,
    aligned,
)
from engine.plan import Plan

STAGE, STAGE_END, ONE, ONE_END, COLUMN, INPUTS, FIRST_ROW, HEIGHT, OUTPUT_ROW, BASE, SIZE = range(
    11
)
"""Columns of `Wirings.places`."""

TILE: Final = 6_144
"""Numbers of the samples that are gathered ahead, where a single update needs no more: 48 kB, which
the second-level cache holds beside the weights of some ten wirings."""

MOST_UPDATES: Final = 256
"""Most updates that are gathered for ahead."""


class Wirings(NamedTuple):
    """The tables of many plans, end to end.

    Attributes:
        stages: as in `structs.Wiring`, none of them sparse; runs are counted over all wirings.
        runs: as in `structs.Wiring`.
        ones: the rows of ones, counted in the wiring.
        columns: column of the data that each input shows, targets counted too.
        places: one row a wiring: its stages, its ones, its first column, number of inputs, first
            row of a neuron, number of rows, first row of the outputs; where its numbers begin in
            the buffers of `Numbers` (those of one kind), and how many there are.
        links, first_link: empty; no stage is sparse.
    """

    stages: Labels
    runs: Labels
    ones: Labels
    columns: Labels
    places: Labels
    links: Labels
    first_link: Labels


class Numbers(NamedTuple):
    """What training changes, of all wirings; each slot is a vector of eight seeds.

    Attributes:
        kinds: kinds of moments.
        parameters, kept, mask, shrink, decay: as in `structs.Weights`; (all slots · 8,).
        moments: those of the first wiring, kind by kind, then of the next; as long, times kinds.
        gradient: room for the largest wiring.
        active: 1 where a lane trains, 0 where it is halted or there is no seed; (wirings · 8,).
        diverged_at: the epoch in which a lane diverged, −1 where it did not; (wirings · 8,).
        alive: how many lanes of each wiring train; (wirings,).
    """

    kinds: int
    parameters: Floats
    kept: Floats
    moments: Floats
    gradient: Floats
    mask: Floats
    shrink: Floats
    decay: Floats
    active: Floats
    diverged_at: Labels
    alive: Labels


class Tile(NamedTuple):
    """The samples of the next updates in the order of each seed, for all wirings.

    Attributes:
        numbers: update by update, chunk by chunk: targets, then inputs; of each number those of
            all samples of the chunk, a vector of eight seeds each.
        updates: updates that there is room for.
        rates, epsilons: step size and epsilon of each of these updates; (updates,).
    """

    numbers: Floats
    updates: int
    rates: Floats
    epsilons: Floats


def wirings_of(plans: Sequence[Plan], columns: Mapping[str, int]) -> Wirings:
    """The tables of some plans.

    Args:
        plans: one or more.
        columns: column of the data of every input, by its id.
    """
    stages: list[tuple[int, ...]] = []
    runs: list[tuple[int, int, int]] = []
    ones: list[int] = []
    shown: list[int] = []
    places: list[tuple[int, ...]] = []
    base = 0
    for plan in plans:
        first_stage, first_one, first_shown = len(stages), len(ones), len(shown)
        for stage in plan.stages:
            first_run = len(runs)
            runs += [(ACTIVATIONS[run.activation].code, run.first, run.last) for run in stage.runs]
            place = (stage.low, stage.high, stage.first, stage.last, stage.offset)
            stages.append((*place, first_run, len(runs), 0, 0))
        ones += plan.ones
        shown += [columns[name] for name in plan.inputs]
        tables = (first_stage, len(stages), first_one, len(ones), first_shown, len(plan.inputs))
        rows = (plan.stages[0].first, plan.height, plan.outputs.start)
        places.append((*tables, *rows, base, VECTOR * plan.size))
        base += VECTOR * plan.size
    return Wirings(
        stages=np.array(stages, dtype=np.int64).reshape(-1, LINK_END + 1),
        runs=np.array(runs, dtype=np.int64).reshape(-1, 3),
        ones=np.array(ones, dtype=np.int64),
        columns=np.array(shown, dtype=np.int64),
        places=np.array(places, dtype=np.int64).reshape(-1, SIZE + 1),
        links=np.zeros((0, 3), dtype=np.int64),
        first_link=np.zeros(1, dtype=np.int64),
    )


def numbers_of(plans: Sequence[Plan], kinds: int) -> Numbers:
    """Room for what training changes, filled with zeros; every lane is halted."""
    size = VECTOR * sum(plan.size for plan in plans)
    lanes = VECTOR * len(plans)
    return Numbers(
        kinds=kinds,
        parameters=aligned(size),
        kept=aligned(size),
        moments=aligned(kinds * size),
        gradient=aligned(VECTOR * max(plan.size for plan in plans)),
        mask=aligned(size),
        shrink=aligned(size),
        decay=aligned(size),
        active=aligned(lanes),
        diverged_at=np.full(lanes, -1, dtype=np.int64),
        alive=np.zeros(len(plans), dtype=np.int64),
    )


def group_rows_for(wirings: Wirings, outputs: int) -> Rows:
    """Buffers for the largest chunk of the highest wiring."""
    width = VECTOR * GROUP_CHUNK
    count = int(wirings.places[:, HEIGHT].max()) * width
    return Rows(
        sums=aligned(count),
        activations=aligned(count),
        sensitivity=aligned(count),
        targets=aligned(outputs * width),
        transposed=aligned(VECTOR),
        scratch=aligned(VECTOR),
    )


def tile_for(data: TrainingData) -> Tile:
    """Room for the updates that are gathered for ahead: one at least."""
    size = VECTOR * data.columns * data.batch
    whole = data.batch == data.samples
    ahead = MOST_UPDATES if whole else min(MOST_UPDATES, max(1, TILE // size))
    return Tile(
        # Where a batch is the whole set, all updates see the same samples.
        numbers=aligned(size if whole else ahead * size),
        updates=ahead,
        rates=np.zeros(ahead),
        epsilons=np.zeros(ahead),
    )
