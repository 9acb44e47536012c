"""What undo and redo bring back besides the network: the parameters it had.

Each undo step of the editor is remembered with the state of training before it, and once it was
undone with the state after it. When nothing has changed in between, going back is exact: all
replicas, optimizer state, random generators, bit for bit. When training has gone on meanwhile, what
was learnt stays; only what comes back (a link that was cut), and what the step set by hand, has the
numbers of then.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable
from dataclasses import dataclass
from typing import Final

from engine import LinkKey, Network, TrainingSettings
from engine.training.run import Run, SavedRun

MOST_BYTES: Final = 64 * 2**20
"""Memory for the steps of one run; the oldest steps are dropped."""


@dataclass(frozen=True, slots=True)
class Change:
    """One undo step of the editor, as training needs it.

    Attributes:
        step: which step it is; edits that are merged into one step share it.
        network, settings: what is on the canvas after it, or after it was undone.
        values: weights (by key of the link) and biases (by id of the neuron) that it set by hand.
            Only the places count when it is undone or redone.
    """

    step: Hashable
    network: Network
    settings: TrainingSettings
    values: tuple[tuple[LinkKey | str, float | None], ...] = ()

    @property
    def places(self) -> Collection[LinkKey | str]:
        """Where something was set by hand."""
        return [where for where, _ in self.values]


@dataclass(slots=True, eq=False)
class _Step:
    """The states before and after, and the versions that make going there exact."""

    before: SavedRun
    after: SavedRun | None = None
    before_version: object = None
    after_version: object = None
    undone: bool = False

    @property
    def bytes(self) -> int:
        return self.before.bytes + (0 if self.after is None else self.after.bytes)


class StepMemory:
    """The undo steps of one run.

    Args:
        most_bytes: memory to use; at least the newest step is always kept.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._steps: dict[Hashable, _Step] = {}

    @property
    def bytes(self) -> int:
        """How much memory the steps take."""
        return sum(step.bytes for step in self._steps.values())

    def clear(self) -> None:
        """Forget all: another run has begun."""
        self._steps.clear()

    def do(self, change: Change, run: Run) -> None:
        """Make a change for the first time; steps that were undone can come back no more."""
        self._steps = {n: step for n, step in self._steps.items() if not step.undone}
        if change.step not in self._steps:
            self._steps[change.step] = _Step(run.save())
        run.edit(change.network, change.settings)
        for where, value in change.values:
            if value is not None:
                run.set_value(where, value)
        self._steps[change.step].after_version = run.version
        self._forget_oldest()

    def undo(self, change: Change, run: Run) -> None:
        """Take a change back."""
        step = self._steps.get(change.step)
        if step is None:
            run.edit(change.network, change.settings)
            return
        exact = run.version is step.after_version
        step.after = run.save()
        self._go(run, step.before, change, exact=exact)
        step.after_version = step.after.version
        step.before_version = run.version
        step.undone = True
        self._forget_oldest()

    def redo(self, change: Change, run: Run) -> None:
        """Make a change again that was undone."""
        step = self._steps.get(change.step)
        if step is None or step.after is None:
            run.edit(change.network, change.settings)
            return
        exact = run.version is step.before_version
        step.before = run.save()
        self._go(run, step.after, change, exact=exact)
        step.after_version = run.version
        step.undone = False

    def _go(self, run: Run, saved: SavedRun, change: Change, *, exact: bool) -> None:
        known = (saved.setup.network, saved.setup.settings)
        if known != (change.network, change.settings):
            # Another origin than the editor's history: the network on the canvas is what counts.
            run.edit(change.network, change.settings)
        elif exact:
            run.restore(saved)
        else:
            run.recall(saved, change.places)

    def _forget_oldest(self) -> None:
        while len(self._steps) > 1 and self.bytes > self._most_bytes:
            del self._steps[next(iter(self._steps))]
