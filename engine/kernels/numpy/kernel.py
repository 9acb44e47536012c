"""The training step in NumPy: the reference kernel, always there."""

from __future__ import annotations

from itertools import repeat
from typing import ClassVar, Final

import numpy as np

from engine.data import Floats
from engine.functions.losses import LossFunction
from engine.functions.optimizers import Step, update_program
from engine.kernels.numpy.backward import GradientPass
from engine.kernels.numpy.nudge import NudgePass
from engine.plan import Plan
from engine.program import Array, Call, Program, run
from engine.settings import TrainingSettings
from engine.state import LARGEST_PARAMETER, TrainingState

# Σ p² over all replicas within this bound proves every |p| ≤ 1e5, and NaN fails it too.
_SOUND: Final = LARGEST_PARAMETER**2
# What a call, a multiplication and a value of an activation cost, measured generously.
_CALL_US: Final = 0.8
_PRODUCT_US: Final = 2e-4
_VALUE_US: Final = 2e-3


class NumpyKernel:
    """Updates of all replicas, for one plan and one choice of settings.

    All buffers are made here; `advance` allocates nothing. The state's arrays are bound too, so
    an array of the state that is replaced (not written to) needs a new kernel.

    Args:
        plan: the compiled network.
        settings: batch size, optimizer, learning rate, L1 and L2 are read.
        loss: the loss of the task.
        inputs: values of the plan's inputs on the training set, shape (inputs, samples); of
            several sets one after the other where replicas have samples of their own.
        targets: the targets of the loss, shape (outputs, samples).
        state: what the updates change.

    Attributes:
        updates_per_epoch: batches in one pass, the last short one included.
        cost: estimated time of one update in µs, from the plan alone: no clock is asked.
        slice_us: how long to work in one go, in µs.
    """

    name: ClassVar[str] = "numpy"
    slice_us: Final = 2_000.0  # short: a window beside it cannot paint while Python's lock is held

    def __init__(
        self,
        plan: Plan,
        settings: TrainingSettings,
        loss: LossFunction,
        inputs: Floats,
        targets: Floats,
        state: TrainingState,
    ) -> None:
        self._plan, self._settings, self._loss, self._state = plan, settings, loss, state
        self._flat = state.parameters.reshape(-1)
        self._gradient = np.zeros((2, *state.parameters.shape))
        source = np.concatenate([targets, inputs])
        samples = state.order.shape[1]
        batch = min(settings.batch_size or samples, samples)
        self.updates_per_epoch = -(-samples // batch)
        shared = samples == source.shape[1]
        self._shuffle: Program = ()
        self._batches: list[tuple[Array, Array, Program]] = []
        self._whole: Program = ()
        if self.updates_per_epoch == 1:
            head, self._whole = self._step(samples)
            head[...] = source[:, np.newaxis] if shared else source[:, state.order]
        else:
            self._cut(source, batch)
        self.cost = self._estimate(batch)

    def advance(self, updates: int, stop: int) -> bool:
        """Carry out up to so many updates, not beyond the end of epoch ``stop``.

        Returns:
            Whether a replica diverged; the updates end there. Ask `TrainingState.halted`.
        """
        state = self._state
        with np.errstate(all="ignore"):
            while updates > 0 and state.epoch < stop:
                if self._batches:
                    done, sound = self._part_of_epoch(updates)
                    epoch = state.epoch + 1
                    state.position += done
                    if state.position == self.updates_per_epoch:
                        state.epoch, state.position = epoch, 0
                else:
                    done, sound = self._epochs(min(updates, stop - state.epoch))
                    epoch = state.epoch = state.epoch + done
                state.update += done
                updates -= done
                if not sound and state.catch(epoch):
                    self.hold_halted()
                    return True
        return False

    def _part_of_epoch(self, updates: int) -> tuple[int, bool]:
        """Some batches of the epoch under way; how many, and whether all is finite after them."""
        position, dot, flat = self._state.position, self._flat.dot, self._flat
        if position == 0:
            run(self._shuffle)
        done = 0
        for head, batch, program in self._batches[position : position + updates]:
            np.copyto(head, batch)
            for call, arguments in program:
                call(*arguments)
            done += 1
            if not dot(flat) <= _SOUND:
                return done, False
        return done, True

    def _epochs(self, count: int) -> tuple[int, bool]:
        """So many epochs of one update each; how many, and whether all is finite after them."""
        dot, flat = self._flat.dot, self._flat
        for done, program in enumerate(repeat(self._whole, count), start=1):
            for call, arguments in program:
                call(*arguments)
            if not dot(flat) <= _SOUND:
                return done, False
        return count, True

    def _cut(self, source: Floats, batch: int) -> None:
        """Programs for mini batches: slices of samples that every replica shuffles for itself."""
        state = self._state
        shuffled = np.empty((len(source), *state.order.shape))
        gather: Call = (source.take, (state.order, 1, shuffled, "clip"))
        pairs = zip(state.shuffles, state.order, strict=True)
        self._shuffle = (*((generator.shuffle, (order,)) for generator, order in pairs), gather)
        run((gather,))
        samples = state.order.shape[1]
        full, rest = self._step(batch), samples % batch
        for first in range(0, samples - rest, batch):
            self._batches.append((full[0], shuffled[:, :, first : first + batch], full[1]))
        if rest:
            head, program = self._step(rest)
            self._batches.append((head, shuffled[:, :, samples - rest :], program))

    def _step(self, samples: int) -> tuple[Array, Program]:
        """Head to fill and program to run for one update on so many samples."""
        plan, settings, state = self._plan, self._settings, self._state
        calls: list[Call] = [(np.copyto, (state.kept, state.parameters))]
        if settings.optimizer == "random-nudge":
            nudge = NudgePass(plan, settings, self._loss, samples, state.parameters, state.nudges)
            head = nudge.head
            calls += nudge.program
        else:
            gradients = GradientPass(
                plan, state.parameters, self._gradient, samples, self._loss, settings.l2
            )
            head = gradients.forward.head
            calls += gradients.program
            step = Step.of(settings, plan.link_mask * plan.free_mask)
            calls += update_program(
                step, state.parameters, self._gradient, state.moments, state.steps
            )
        if len(state.halted):
            calls.append((state.restore_halted, ()))
        return head, tuple(calls)

    def hold_halted(self) -> None:
        """From now on undo, after every update, what it did to halted replicas."""
        hold: Call = (self._state.restore_halted, ())
        if self._whole and self._whole[-1] != hold:
            self._whole = (*self._whole, hold)
        self._batches = [
            (head, batch, program if program[-1] == hold else (*program, hold))
            for head, batch, program in self._batches
        ]

    def _estimate(self, batch: int) -> float:
        """Time of one update in µs, on a usual machine."""
        replicas = len(self._state.parameters)
        calls = len(self._batches[0][2] if self._batches else self._whole)
        products = 3 * replicas * batch * self._plan.size
        values = replicas * batch * self._plan.height
        return _CALL_US * calls + _PRODUCT_US * products + _VALUE_US * values
