"""The forward pass as a program.

Buffers are laid out (row, replica, sample): a run of rows is contiguous over replicas and samples,
so an activation is one flat loop, and the stacked matrix products still go to BLAS one replica at
a time.
"""

from __future__ import annotations

import numpy as np

from engine.functions.activations import ACTIVATIONS
from engine.plan import ActivationRun, Plan, Stage
from engine.program import Array, Call, Program


def by_replica(rows: Array) -> Array:
    """The view (replica, row, sample) of rows (row, replica, sample)."""
    return rows.transpose(1, 0, 2)


class ForwardPass:
    """Activations of all nodes for one batch of samples, for all replicas at once.

    Args:
        plan: the compiled network.
        parameters: shape (replicas, plan.size), read at every run; never changed here.
        samples: samples in the batch.
        targets: rows of targets kept in front of the inputs, so that one copy fills both.
        keep_inputs: keep each neuron's z where its derivative needs it.

    Attributes:
        head: rows to fill before a run: targets, then inputs; (targets + inputs, replica, sample).
        activations: (plan.height, replicas, samples); rows as in the plan.
        sums: z of each row, where kept; else the very same array as ``activations``.
        outputs: the rows of the outputs.
        program: the calls of one run.
    """

    def __init__(
        self,
        plan: Plan,
        parameters: Array,
        samples: int,
        *,
        targets: int = 0,
        keep_inputs: bool = False,
    ) -> None:
        replicas = parameters.shape[0]
        whole = np.zeros((targets + plan.height, replicas, samples), dtype=parameters.dtype)
        self.head = whole[: targets + len(plan.network.inputs)]
        self.targets = whole[:targets]
        self.activations = whole[targets:]
        self.activations[list(plan.ones)] = 1.0
        needed = keep_inputs and any(
            ACTIVATIONS[run.activation].needs_input for stage in plan.stages for run in stage.runs
        )
        self.sums = np.zeros_like(self.activations) if needed else self.activations
        self.outputs = self.activations[plan.outputs]
        calls: list[Call] = []
        for stage in plan.stages:
            calls += self._stage(stage, stage.block(parameters))
        self.program: Program = tuple(calls)

    def keeps(self, stage: Stage) -> bool:
        """Whether the stage's z are kept in ``sums``, apart from its activations."""
        return self.sums is not self.activations and any(
            ACTIVATIONS[run.activation].needs_input for run in stage.runs
        )

    def sums_of(self, stage: Stage, run: ActivationRun) -> Array:
        """The rows that hold the z of a run; the activations themselves when they are not kept."""
        rows = self.sums if self.keeps(stage) else self.activations
        return rows[run.first : run.last]

    def _stage(self, stage: Stage, weights: Array) -> list[Call]:
        if not stage.targets:
            return []
        sums = self.sums if self.keeps(stage) else self.activations
        read = by_replica(self.activations[stage.low : stage.high])
        calls: list[Call] = [
            (np.matmul, (weights, read, by_replica(sums[stage.first : stage.last])))
        ]
        for run in stage.runs:
            z, a = sums[run.first : run.last], self.activations[run.first : run.last]
            if run.activation == "identity" and sums is self.activations:
                continue
            calls += ACTIVATIONS[run.activation].value(z, a)
        return calls
