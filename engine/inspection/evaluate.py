"""The forward pass on many samples, in pieces that stay in the processor's cache."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Final

import numpy as np

from engine.data import Floats
from engine.features import feature_values
from engine.kernels.choice import KernelMaker
from engine.kernels.numpy.forward import ForwardPass
from engine.plan import Plan
from engine.program import Call, Program, run

_JOB_SAMPLES: Final = 1000
_CACHE_NUMBERS: Final = 48_000  # float64s of one piece: about 400 kB, half a usual L2 cache


class Evaluator:
    """Values of nodes for fixed samples, for all replicas; buffers are made once.

    Args:
        plan: the compiled network.
        parameters: shape (replicas, plan.size), read at every call.
        inputs: values of the plan's inputs, shape (inputs, samples), or (inputs, replicas, samples)
            where each replica has samples of its own.
        every_node: True for all nodes in the order of ``plan.nodes``, False for the outputs.

    Calling it returns its own buffer (nodes, replicas, samples), which the next call overwrites.
    """

    def __init__(
        self, plan: Plan, parameters: Floats, inputs: Floats, *, every_node: bool = False
    ) -> None:
        inputs = inputs if inputs.ndim == 3 else inputs[:, np.newaxis]
        replicas, samples = parameters.shape[0], inputs.shape[2]
        kept = _node_rows(plan) if every_node else [(0, plan.outputs)]
        nodes = sum(rows.stop - rows.start for _, rows in kept)
        self._values = np.empty((nodes, replicas, samples))
        width = max(32, min(samples, _CACHE_NUMBERS // (plan.height * replicas)))
        calls: list[Call] = []
        passes: dict[int, ForwardPass] = {}
        for start in range(0, samples, width):
            piece = slice(start, min(start + width, samples))
            length = piece.stop - piece.start
            if length not in passes:
                passes[length] = ForwardPass(plan, parameters, length)
            forward = passes[length]
            calls.append((np.copyto, (forward.head, inputs[:, :, piece])))
            calls += forward.program
            for first, rows in kept:
                part = forward.activations[rows]
                calls.append((np.copyto, (self._values[first : first + len(part), :, piece], part)))
        self._program: Program = tuple(calls)

    def __call__(self) -> Floats:
        """The values now; a view of the evaluator's own buffer."""
        run(self._program)
        return self._values


def outputs(plan: Plan, parameters: Floats, x: Floats, columns: tuple[str, ...]) -> Floats:
    """The outputs of a network for samples.

    Args:
        plan: the compiled network.
        parameters: shape (plan.size,) or (replicas, plan.size).
        x: raw samples, shape (samples, columns).
        columns: names of the raw columns.

    Returns:
        shape (outputs, samples), or (outputs, replicas, samples).
    """
    stacked = np.atleast_2d(np.asarray(parameters, dtype=np.float64))
    values = Evaluator(plan, stacked, feature_values(plan.inputs, columns, x))()
    return values[:, 0] if np.ndim(parameters) == 1 else values


@dataclass(frozen=True, slots=True, eq=False)
class OutputsJob:
    """What the network answers, as an `engine.job.Job`: the outputs of many samples in pieces.

    Attributes:
        plan: the compiled network.
        parameters: shape (plan.size,); a copy that nobody writes to.
        x: raw samples, shape (samples, columns).
        columns: names of the raw columns.
    """

    plan: Plan
    parameters: Floats
    x: Floats
    columns: tuple[str, ...]

    def begin(self, kernel: KernelMaker) -> Generator[int, None, Floats]:
        """Begin; no kernel is needed, as nothing is trained.

        Yields:
            How many samples are done.

        Returns:
            The outputs, shape (outputs, samples).
        """
        del kernel
        answers = []
        for start in range(0, len(self.x), _JOB_SAMPLES):
            piece = self.x[start : start + _JOB_SAMPLES]
            answers.append(outputs(self.plan, self.parameters, piece, self.columns).copy())
            yield start + len(piece)
        return np.concatenate(answers, axis=1)


def _node_rows(plan: Plan) -> list[tuple[int, slice]]:
    """Runs of neighbouring rows: position of the first node, and the rows."""
    runs: list[tuple[int, slice]] = []
    for position, row in enumerate(plan.rows):
        if runs and runs[-1][1].stop == row:
            runs[-1] = (runs[-1][0], slice(runs[-1][1].start, row + 1))
        else:
            runs.append((position, slice(row, row + 1)))
    return runs
