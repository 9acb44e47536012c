"""Early stopping: a replica ends with the weights that had the lowest validation loss.

The validation loss of each replica is checked on a schedule of its own (every epoch up to 100, then
less and less often, always within 2 % of the epoch), independent of that of the curves. So the
judge stops where the workbench stops. A replica whose loss has not fallen for as many epochs as the
settings wait is halted at its best weights; at the end of the run all go back to theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from engine.data import Dataset
from engine.functions.losses import LossFunction
from engine.inspection.evaluate import Evaluator
from engine.plan import Plan
from engine.state import TrainingState
from engine.training.schedule import DoublingSchedule
from engine.training.stacking import stacked

_SCHEDULE: Final = DoublingSchedule()


class EarlyStopping:
    """Keeps the best weights of one run.

    Args:
        plan: the compiled network.
        datasets: their validation sets are looked at; one for all replicas, or one for each.
        loss: what is to be low.
        state: whose weights are watched; ``best`` and its companions are written there.
        patience: epochs to wait for a lower loss.
    """

    def __init__(
        self,
        plan: Plan,
        datasets: Sequence[Dataset],
        loss: LossFunction,
        state: TrainingState,
        patience: int,
    ) -> None:
        self._loss, self._state, self._patience = loss, state, patience
        sets = [own.validation for own in datasets]
        inputs, self._targets = stacked(plan, loss, datasets[0].task, sets)
        self._evaluate = Evaluator(plan, state.parameters, inputs)

    def next_after(self, epoch: int) -> int:
        """The first epoch after the given one at which `check` is to be called."""
        return _SCHEDULE.next_after(epoch)

    def check(self) -> bool:
        """Keep what is best so far, stop what has waited long enough; whether a replica stopped."""
        state = self._state
        with np.errstate(all="ignore"):
            losses = self._loss.value(self._evaluate(), self._targets)
            better = losses < state.best_loss
        moving = np.ones(len(losses), dtype=bool)
        moving[state.halted] = False
        state.keep_best(np.flatnonzero(better & moving), losses)
        waited = state.epoch - state.best_epoch >= self._patience
        tired = np.flatnonzero(waited & moving & (state.best_epoch >= 0))
        state.stop(tired)
        return bool(len(tired))
