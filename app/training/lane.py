"""One place on the training thread where runs follow one another: the bench, or one side of two.

A lane has at most one run, with its pace and the memory of its undo steps. Everything here happens
on the worker; commands come through `app.training.loop`.
"""

from __future__ import annotations

import logging
from collections.abc import Hashable
from dataclasses import replace
from typing import Final

from app.training.mailbox import Mailbox, RunFailure, RunReport
from app.training.pace import Pace
from app.training.parking import ParkedRun, Parking
from app.training.steps import Change, StepMemory
from engine import LinkKey, Snapshot
from engine.kernels.choice import KernelMaker
from engine.kernels.numpy.kernel import NumpyKernel
from engine.training.run import Run, RunState, Setup
from widgets.run_model import Speed

SLOW_SECONDS: Final = 0.02
"""A slice that nothing follows for so long is shown, whether or not the last one was seen."""

log = logging.getLogger(__name__)


class Lane:
    """Carries out the commands to one run, and trains it slice by slice.

    Args:
        number: which lane it is.
        kernel: what trains a run that starts from now on.
        mailbox: where reports go.
        parking: where runs wait that were left.

    Attributes:
        ticket: number of the last command that was carried out.
        run: the run; None on an empty lane.
    """

    def __init__(
        self, number: int, kernel: KernelMaker, mailbox: Mailbox, parking: Parking
    ) -> None:
        self.number, self._newest = number, kernel
        self._mailbox, self._parking = mailbox, parking
        self.ticket = 0
        self.run: Run | None = None
        self._key: Hashable = None
        self._steps = StepMemory()
        self._pace = Pace()
        self._turn = self._left = 0

    # -- commands ----------------------------------------------------------------------------------

    def use(self, kernel: KernelMaker) -> None:
        """Use this kernel for runs that start from now on."""
        self._newest = kernel

    def load(
        self,
        number: int,
        setup: Setup,
        key: Hashable = None,
        stored: Snapshot | None = None,
    ) -> None:
        """Put a network into the lane.

        The run that was left under the same key comes back as it was, paused, when it had the same
        network and settings. Else the weights and curves of ``stored`` do; else a new run begins.

        Args:
            number: of the run.
            setup: network, data, settings and seeds.
            key: under which the run waits once it is left; None drops it then.
            stored: what was kept of an earlier run of this network.
        """
        self.clear()
        parked = None if key is None else self._parking.take(key)
        self._key = key
        if parked is not None and _same(parked.saved.setup, setup):
            own = replace(setup, seeds=parked.saved.setup.seeds)
            self.run = Run(own, self._newest, number)
            self.run.restore(parked.saved)
            self._steps = parked.steps
        else:
            self.run = Run(setup, self._newest, number)
            if stored is not None:
                self.run.resume(stored)
        self._stand()

    def begin(self, number: int, setup: Setup) -> None:
        """Begin another run of the same solution; the one that is there is forgotten."""
        self.run, self._steps = Run(setup, self._newest, number), StepMemory()
        self._stand()

    def clear(self) -> None:
        """Take the run out of the lane; it waits under its key."""
        if self.run is not None and self._key is not None:
            self.run.pause()
            self._parking.put(self._key, ParkedRun(self.run.save(), self._steps))
        self.empty()

    def empty(self) -> None:
        """Take the run out of the lane and forget it."""
        self.run, self._key, self._steps = None, None, StepMemory()
        self._stand()

    def train(self) -> None:
        """Train until paused, finished or diverged; a run that has ended starts anew."""
        if self.run is None or self.run.state is RunState.RUNNING:
            return
        if self.run.ended:
            self._restart()
        self._take_newest_kernel()
        self._stand()
        self.run.train()

    def pause(self) -> None:
        """Pause; nothing is lost."""
        if self.run is not None:
            self.run.pause()
            self._stand()

    def step(self) -> None:
        """Train one epoch and pause."""
        if self.run is not None:
            self._take_newest_kernel()
            self.run.step()

    def reset(self, number: int) -> None:
        """The same start again, at epoch 0, as another run."""
        if self.run is not None:
            self._restart()
            self.run.number = number
            self._stand()

    def do(self, change: Change) -> None:
        """Go on with what an edit has made; what survives keeps its weights."""
        if self.run is not None:
            self._steps.do(change, self.run)

    def undo(self, change: Change) -> None:
        """Go on with what was there before an edit, with the parameters it had."""
        if self.run is not None:
            self._steps.undo(change, self.run)

    def redo(self, change: Change) -> None:
        """Go on with an edit that was undone, with the parameters it had."""
        if self.run is not None:
            self._steps.redo(change, self.run)

    def set_value(self, where: LinkKey | str, value: float) -> None:
        """Set the weight of a link (key) or a bias (id of the neuron) by hand."""
        if self.run is not None:
            self.run.set_value(where, value)

    def set_speed(self, speed: Speed) -> None:
        """Train at that speed from now on."""
        self._pace.set_speed(speed)
        self._left = 0

    # -- work --------------------------------------------------------------------------------------

    @property
    def kernel(self) -> KernelMaker:
        """What trains the run."""
        return NumpyKernel if self.run is None else self.run.maker

    def wait(self) -> float | None:
        """Seconds until there is something to do, 0 when there is; None when there is nothing."""
        if self.run is None or not self.run.active:
            return None
        return self._pace.wait() if self._paced else 0.0

    def work(self) -> None:
        """Train one slice, and report it when the last report was taken or nothing follows soon."""
        run = self.run
        if run is None:
            return
        before = run.state
        if self._paced:
            self._paced_slice(run)
        else:
            run.advance()
        if not run.active:
            self._stand()
        over = run.state is not before or not run.active
        slow = self._paced and self._pace.wait() > SLOW_SECONDS
        if over or slow or not self._mailbox.has_run(self.number):
            self.report()

    def fail(self, error: Exception) -> None:
        """A command or a slice raised: pause, and report the exception."""
        log.error("training failed", exc_info=error)
        self.pause()
        self._mailbox.put(RunFailure(self.number, error))
        self.report()

    def report(self) -> None:
        """Put this moment into the mailbox."""
        run = self.run
        if run is None:
            self._mailbox.put(RunReport(self.number, self.ticket, None, RunState.IDLE))
            return
        running = run.state is RunState.RUNNING
        frame = run.frame(self._pace.measure(run.epoch) if running else 0.0)
        report = RunReport(self.number, self.ticket, frame, run.state, run.active)
        self._mailbox.put(report)

    # -- within ------------------------------------------------------------------------------------

    @property
    def _paced(self) -> bool:
        # A step is one epoch at once, whatever the speed.
        return self._pace.limited and self.run is not None and self.run.state is RunState.RUNNING

    def _paced_slice(self, run: Run) -> None:
        """A slice of the turn under way; when the turn is done the next is due later."""
        per_epoch = run.kernel.updates_per_epoch
        if self._left <= 0:
            self._turn = self._left = self._pace.turn(run.update, per_epoch)
        before = run.update
        run.advance(self._left)
        self._left -= run.update - before
        if self._left <= 0:
            self._pace.took(self._turn, self._pace.rate(before, per_epoch))

    def _stand(self) -> None:
        self._left = 0
        self._pace.restart()

    def _restart(self) -> None:
        if self.run is not None:
            self.run.restart(self._newest)
            self._steps.clear()

    def _take_newest_kernel(self) -> None:
        """A run that has not begun takes the kernel that is there by now; its start is the same."""
        run = self.run
        if run is not None and run.state is RunState.IDLE and run.maker is not self._newest:
            saved = run.save()
            run.restart(self._newest)
            run.restore(saved)


def _same(one: Setup, other: Setup) -> bool:
    return (one.network, one.settings) == (other.network, other.settings)
