"""What the compiled kernel knows of a plan, its data and its buffers: arrays and whole numbers.

Rows and slots are those of `engine.plan.Plan`. A *chunk* is what one pass takes of a batch: up to
`CHUNK` samples, side by side in each row, filled up to whole vectors with copies of the last one.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from engine.data import Floats, Labels
from engine.functions.activations import ACTIVATIONS
from engine.functions.losses import BinaryCrossEntropy, LossFunction, SquaredError
from engine.plan import Plan, Stage

CHUNK: Final = 64
"""Most samples in one pass: the rows of a small network stay in the first-level cache."""

GROUP_CHUNK: Final = 16
"""Most samples in one pass of a group of eight replicas."""

SPARSE_BELOW: Final = 0.25
"""Share of wired weights below which a stage is carried out link by link."""

SMALLEST_SPARSE: Final = 64
"""Weights below which a stage is never sparse."""

VECTOR: Final = 8
"""Numbers in a vector; every row and every buffer is a whole number of them."""

SQUARED_ERROR, BINARY, SOFTMAX = range(3)

LOW, HIGH, FIRST, LAST, OFFSET, RUN, RUN_END, LINK, LINK_END = range(9)
"""Columns of `Wiring.stages`."""


class Wiring(NamedTuple):
    """A plan as tables.

    Attributes:
        stages: one row a stage: as in `engine.plan.Stage`, which runs are its own, and which links
            of the table (none where it is dense).
        runs: one row a run: code of the activation, first row, last row.
        links: one row a link or bias of a sparse stage: slot, row it reads, row it writes; sorted
            by the row it writes.
        first_link: for each row its first link in the table; one entry longer.
        ones: the rows of ones.
        inputs: number of inputs.
        first: the first row of a neuron.
        height: number of rows.
        outputs: first row of the outputs, which are the last rows.
    """

    stages: Labels
    runs: Labels
    links: Labels
    first_link: Labels
    ones: Labels
    inputs: int
    first: int
    height: int
    outputs: int


class TrainingData(NamedTuple):
    """The samples to train on, and how they are divided into batches.

    Attributes:
        source: targets, then inputs of each sample: (samples · columns,); of several sets one
            after the other where replicas have samples of their own.
        columns: numbers of a sample.
        samples: number of samples that a replica learns from.
        batch: samples of an update; the last one of an epoch may have fewer.
        loss: code of the loss.
        chunk: most samples in one pass of a group of replicas.
    """

    source: Floats
    columns: int
    samples: int
    batch: int
    loss: int
    chunk: int


class Rows(NamedTuple):
    """Room for one chunk: rows of up to `CHUNK` numbers, stored without gaps.

    ``transposed`` has room for what a stage reads, sample by sample.
    """

    sums: Floats
    activations: Floats
    sensitivity: Floats
    targets: Floats
    transposed: Floats
    scratch: Floats


class Weights(NamedTuple):
    """The kernel's own copy of what it changes, each replica filled up to whole vectors.

    Attributes:
        size: numbers of a replica.
        parameters: ((replicas + 1) · size,): after the replicas' own, room for a guess.
        kept: (replicas · size,).
        moments: (kinds · replicas · size,).
        gradient: (size,), and one vector longer with samples in the lanes: `passes.gradients` adds
            to whole vectors, of which the last one may begin at any slot.
        mask: 1 for parameters that may change, 0 for frozen ones and where nothing is wired;
            (size,).
        shrink, decay: λ of L1 and of L2 for weights of links that may change, else 0; (size,).
    """

    size: int
    parameters: Floats
    kept: Floats
    moments: Floats
    gradient: Floats
    mask: Floats
    shrink: Floats
    decay: Floats


class Draws(NamedTuple):
    """Normal random numbers for the random nudge, drawn ahead.

    Attributes:
        numbers: those of all updates of the first replica, then of the next ...; one vector longer.
        span: numbers of a replica.
        size: numbers that one update of a replica takes.
    """

    numbers: Floats
    span: int
    size: int


def weights_of(size: int, replicas: int, kinds: int) -> Weights:
    """Room for the weights of single replicas of that many slots; `layouts` fills it."""
    size = whole_vectors(size)
    return Weights(
        size=size,
        parameters=aligned((replicas + 1) * size),
        kept=aligned(replicas * size),
        moments=aligned(kinds * replicas * size),
        gradient=aligned(size + VECTOR),
        mask=aligned(size),
        shrink=aligned(size),
        decay=aligned(size),
    )


def group_weights_of(size: int, replicas: int, kinds: int) -> Weights:
    """Room for the weights of groups of eight replicas; each number is a vector of eight.

    ``mask``, ``shrink`` and ``decay`` have numbers of their own for each group, so that single
    replicas can be left alone; `layouts.ReplicaLanes` fills them in.
    """
    size, groups = VECTOR * size, -(-replicas // VECTOR)
    return Weights(
        size=size,
        parameters=aligned(groups * size),
        kept=aligned(groups * size),
        moments=aligned(kinds * groups * size),
        gradient=aligned(size),
        mask=aligned(groups * size),
        shrink=aligned(groups * size),
        decay=aligned(groups * size),
    )


def wiring_of(plan: Plan, *, sparse: bool = True) -> tuple[Wiring, Labels]:
    """The plan's tables, and the plan's slots in the kernel's own order.

    In sparse stages the kernel has slots for what is wired only.

    Args:
        plan: the compiled network.
        sparse: whether stages may be carried out link by link.
    """
    stages: list[tuple[int, ...]] = []
    runs: list[tuple[int, int, int]] = []
    links: list[tuple[int, int, int]] = []
    slots: list[int] = []
    for stage in plan.stages:
        first_run, first_link, first_slot = len(runs), len(links), len(slots)
        runs += [(ACTIVATIONS[run.activation].code, run.first, run.last) for run in stage.runs]
        wired = np.argwhere(stage.block(plan.mask)).tolist()
        if sparse and _is_sparse(stage, len(wired)):
            slots += [stage.offset + target * stage.sources + source for target, source in wired]
            links += [
                (first_slot + number, stage.low + source, stage.first + target)
                for number, (target, source) in enumerate(wired)
            ]
        else:
            slots += range(stage.offset, stage.offset + stage.targets * stage.sources)
        place = (stage.low, stage.high, stage.first, stage.last, first_slot)
        stages.append((*place, first_run, len(runs), first_link, len(links)))
    table = np.array(links, dtype=np.int64).reshape(-1, 3)
    wiring = Wiring(
        stages=np.array(stages, dtype=np.int64).reshape(-1, LINK_END + 1),
        runs=np.array(runs, dtype=np.int64).reshape(-1, 3),
        links=table,
        first_link=np.searchsorted(table[:, 2], np.arange(plan.height + 1)),
        ones=np.array(plan.ones, dtype=np.int64),
        inputs=len(plan.network.inputs),
        first=plan.stages[0].first,
        height=plan.height,
        outputs=plan.outputs.start,
    )
    return wiring, np.array(slots, dtype=np.int64)


def _is_sparse(stage: Stage, wired: int) -> bool:
    """Whether going link by link is faster than a product with the whole block."""
    size = stage.targets * stage.sources
    return size >= SMALLEST_SPARSE and wired < SPARSE_BELOW * size


def training_data_of(
    loss: LossFunction, inputs: Floats, targets: Floats, batch: int | None, samples: int
) -> TrainingData:
    """The samples with their targets; shapes (inputs, all samples) and (outputs, all samples).

    ``samples`` are those that one replica learns from: all, or one set of several.
    """
    source = np.concatenate([targets, inputs]).T
    return TrainingData(
        source=source.reshape(-1),
        columns=source.shape[1],
        samples=samples,
        batch=min(batch or samples, samples),
        loss=_loss_code(loss),
        chunk=GROUP_CHUNK,
    )


def rows_for(wiring: Wiring, data: TrainingData) -> Rows:
    """Buffers for the largest chunk, of one replica or of a group."""
    width = whole_vectors(min(CHUNK, data.batch))
    width = max(width, VECTOR * min(data.chunk, data.batch))
    # Eight rows more: a block of eight rows may begin at the last one.
    count = (wiring.height + VECTOR) * width
    outputs = data.columns - wiring.inputs
    sources = int((wiring.stages[:, HIGH] - wiring.stages[:, LOW]).max(initial=0))
    return Rows(
        sums=aligned(count),
        activations=aligned(count),
        sensitivity=aligned(count),
        targets=aligned(outputs * width),
        transposed=aligned(whole_vectors(sources) * width),
        scratch=aligned(VECTOR),
    )


def whole_vectors(count: int) -> int:
    """The count filled up to a whole number of vectors."""
    return -(-count // VECTOR) * VECTOR


def aligned(count: int) -> Floats:
    """Zeros that begin where a cache line does: no vector lies across two lines."""
    room = np.zeros(count + VECTOR)
    first = -(int(room.__array_interface__["data"][0]) // room.itemsize) % VECTOR
    return room[first : first + count]


def _loss_code(loss: LossFunction) -> int:
    if isinstance(loss, SquaredError):
        return SQUARED_ERROR
    return BINARY if isinstance(loss, BinaryCrossEntropy) else SOFTMAX
