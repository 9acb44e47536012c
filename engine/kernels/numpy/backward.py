"""The backward pass as a program: the gradient of the mean loss for one batch."""

from __future__ import annotations

import numpy as np

from engine.functions.activations import ACTIVATIONS
from engine.functions.losses import LossFunction
from engine.kernels.numpy.forward import ForwardPass, by_replica
from engine.plan import ActivationRun, Plan, Stage
from engine.program import Array, Call, Program


class GradientPass:
    """Forward, loss and backward for one batch size.

    Args:
        plan: the compiled network.
        parameters: shape (replicas, plan.size).
        gradient: shape (2, replicas, plan.size); a run writes the gradient to the first half, with
            zeros in masked and frozen slots, and uses the second as room.
        samples: samples in the batch; the loss is their mean.
        loss: the loss to differentiate.
        l2: λ of the penalty λ/2 · Σ weight²; biases are free.

    Attributes:
        forward: the forward pass, whose ``head`` is to be filled before a run.
        program: the calls of one run: forward, then backward.
    """

    def __init__(
        self,
        plan: Plan,
        parameters: Array,
        gradient: Array,
        samples: int,
        loss: LossFunction,
        l2: float = 0.0,
    ) -> None:
        self._plan = plan
        outputs = plan.outputs.stop - plan.outputs.start
        self.forward = ForwardPass(plan, parameters, samples, targets=outputs, keep_inputs=True)
        activations = self.forward.activations
        # One row of sensitivities (d loss / d activation, then d loss / d z) per node.
        self._sensitivity = np.zeros_like(activations)
        self._slope = np.ones_like(activations)
        calls = list(self.forward.program)
        calls += self._slopes()
        calls += loss.gradient(
            self.forward.outputs, self.forward.targets, self._sensitivity[plan.outputs]
        )
        reached = plan.height
        for stage in reversed(plan.stages):
            calls += self._stage(stage, gradient[0])
            calls += self._pull(stage, parameters, reached)
            reached = min(reached, max(stage.low, self._first_neuron))
        if not plan.free_mask.all():
            mask = np.empty_like(parameters)
            mask[...] = plan.free_mask
            calls.append((np.multiply, (gradient[0], mask, gradient[0])))
        if l2:
            decay = np.empty_like(parameters)
            decay[...] = l2 * plan.link_mask * plan.free_mask
            calls.append((np.multiply, (parameters, decay, gradient[1])))
            calls.append((np.add, (gradient[0], gradient[1], gradient[0])))
        self.program: Program = tuple(calls)

    @property
    def _first_neuron(self) -> int:
        return self._plan.stages[0].first

    def _slopes(self) -> list[Call]:
        """f'(z) of all neurons; neighbours of one kind in one go, over rows of ones as well."""
        spans: list[tuple[Stage, ActivationRun]] = []
        for stage in self._plan.stages:
            for run in stage.runs:
                before = spans[-1] if spans else None
                if before is not None and self._one_span(before, stage, run):
                    spans[-1] = (stage, ActivationRun(run.activation, before[1].first, run.last))
                else:
                    spans.append((stage, run))
        calls: list[Call] = []
        for stage, run in spans:
            z, a = self.forward.sums_of(stage, run), self.forward.activations[run.first : run.last]
            calls += ACTIVATIONS[run.activation].derivative(z, a, self._slope[run.first : run.last])
        return calls

    def _one_span(
        self, before: tuple[Stage, ActivationRun], stage: Stage, run: ActivationRun
    ) -> bool:
        same_kind = before[1].activation == run.activation
        gap = set(range(before[1].last, run.first))
        same_place = self.forward.keeps(before[0]) == self.forward.keeps(stage)
        return same_kind and same_place and gap.issubset(self._plan.ones)

    def _stage(self, stage: Stage, gradient: Array) -> list[Call]:
        """Compute d loss / d z of the stage, and with it the gradient of its weights and biases."""
        if not stage.targets:
            return []
        calls: list[Call] = []
        rows = self._sensitivity[stage.first : stage.last]
        if not stage.linear:
            calls.append((np.multiply, (rows, self._slope[stage.first : stage.last], rows)))
        read = by_replica(self.forward.activations[stage.low : stage.high])
        calls.append(
            (np.matmul, (by_replica(rows), read.transpose(0, 2, 1), stage.block(gradient)))
        )
        return calls

    def _pull(self, stage: Stage, parameters: Array, reached: int) -> list[Call]:
        """Send the stage's sensitivities back to the neurons it reads.

        Rows from ``reached`` on have been written by deeper stages: there it adds.
        """
        low, high = max(stage.low, self._first_neuron), min(stage.high, stage.first - 1)
        if low >= high or not stage.targets:
            return []
        weights = stage.block(parameters)[:, :, low - stage.low : high - stage.low]
        source = weights.transpose(0, 2, 1)
        sensitivity = by_replica(self._sensitivity[stage.first : stage.last])
        fresh = self._sensitivity[low:high]
        if high <= reached:
            return [(np.matmul, (source, sensitivity, by_replica(fresh)))]
        share = np.zeros_like(fresh)
        cut = max(low, reached)
        added = self._sensitivity[cut:high]
        calls: list[Call] = [(np.matmul, (source, sensitivity, by_replica(share)))]
        calls.append((np.add, (added, share[cut - low :], added)))
        if low < cut:
            calls.append((np.copyto, (self._sensitivity[low:cut], share[: cut - low])))
        return calls
