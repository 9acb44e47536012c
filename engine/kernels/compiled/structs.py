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
from engine.plan import Plan
from engine.settings import TrainingSettings

CHUNK: Final = 64
"""Most samples in one pass: the rows of a small network stay in the first-level cache."""

VECTOR: Final = 8
"""Numbers in a vector; every row and every buffer is a whole number of them."""

SQUARED_ERROR, BINARY, SOFTMAX = range(3)

LOW, HIGH, FIRST, LAST, OFFSET, RUN, RUN_END = range(7)
"""Columns of `Wiring.stages`."""


class Wiring(NamedTuple):
    """A plan as tables.

    Attributes:
        stages: one row a stage: as in `engine.plan.Stage`, and which runs are its own.
        runs: one row a run: code of the activation, first row, last row.
        ones: the rows of ones.
        inputs: number of inputs.
        first: the first row of a neuron.
        height: number of rows.
        outputs: first row of the outputs, which are the last rows.
    """

    stages: Labels
    runs: Labels
    ones: Labels
    inputs: int
    first: int
    height: int
    outputs: int


class TrainingData(NamedTuple):
    """The samples to train on, and how they are divided into batches.

    Attributes:
        source: targets, then inputs of each sample: (samples · columns,).
        columns: numbers of a sample.
        samples: number of samples.
        batch: samples of an update; the last one of an epoch may have fewer.
        loss: code of the loss.
    """

    source: Floats
    columns: int
    samples: int
    batch: int
    loss: int


class Rows(NamedTuple):
    """Room for one chunk: rows of up to `CHUNK` numbers, stored without gaps."""

    sums: Floats
    activations: Floats
    sensitivity: Floats
    targets: Floats
    scratch: Floats


class Weights(NamedTuple):
    """The kernel's own copy of what it changes, each replica filled up to whole vectors.

    Attributes:
        size: numbers of a replica.
        parameters: ((replicas + 1) · size,): after the replicas' own, room for a guess.
        kept: (replicas · size,).
        moments: (kinds · replicas · size,).
        gradient: (size,).
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


def weights_of(plan: Plan, settings: TrainingSettings, moments: Floats) -> Weights:
    """Room for the weights, with the masks filled in; ``moments`` has the shape of the state's."""
    kinds, replicas, _ = moments.shape
    size = whole_vectors(plan.size)
    weights = Weights(
        size=size,
        parameters=aligned((replicas + 1) * size),
        kept=aligned(replicas * size),
        moments=aligned(kinds * replicas * size),
        gradient=aligned(size),
        mask=aligned(size),
        shrink=aligned(size),
        decay=aligned(size),
    )
    links = plan.link_mask * plan.free_mask
    weights.mask[: plan.size] = plan.free_mask
    weights.shrink[: plan.size] = settings.l1 * links
    weights.decay[: plan.size] = settings.l2 * links
    return weights


def wiring_of(plan: Plan) -> Wiring:
    """The plan's tables."""
    stages: list[tuple[int, ...]] = []
    runs: list[tuple[int, int, int]] = []
    for stage in plan.stages:
        before = len(runs)
        runs += [(ACTIVATIONS[run.activation].code, run.first, run.last) for run in stage.runs]
        place = (stage.low, stage.high, stage.first, stage.last, stage.offset)
        stages.append((*place, before, len(runs)))
    return Wiring(
        stages=np.array(stages, dtype=np.int64).reshape(-1, RUN_END + 1),
        runs=np.array(runs, dtype=np.int64).reshape(-1, 3),
        ones=np.array(plan.ones, dtype=np.int64),
        inputs=len(plan.network.inputs),
        first=plan.stages[0].first,
        height=plan.height,
        outputs=plan.outputs.start,
    )


def training_data_of(
    loss: LossFunction, inputs: Floats, targets: Floats, batch: int | None
) -> TrainingData:
    """The samples with their targets; shapes (inputs, samples) and (outputs, samples)."""
    source = np.concatenate([targets, inputs]).T
    samples, columns = source.shape
    return TrainingData(
        source=source.reshape(-1),
        columns=columns,
        samples=samples,
        batch=min(batch or samples, samples),
        loss=_loss_code(loss),
    )


def rows_for(wiring: Wiring, data: TrainingData) -> Rows:
    """Buffers for the largest chunk."""
    width = whole_vectors(min(CHUNK, data.batch))
    # Eight rows more: a block of eight rows may begin at the last one.
    count = (wiring.height + VECTOR) * width
    outputs = data.columns - wiring.inputs
    return Rows(
        sums=aligned(count),
        activations=aligned(count),
        sensitivity=aligned(count),
        targets=aligned(outputs * width),
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
