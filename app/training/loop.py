"""What the training thread does: takes commands, trains in slices, reports the newest moment.

No Qt event loop, no signals: commands come in through a queue, reports leave through the `Mailbox`.
Between two slices the loop looks at the stop event and the queue, so both are answered within one
slice (about 20 ms at most).
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from app.training.mailbox import Failure, IdleGate, JudgeReport, Mailbox, RunReport
from app.training.pace import Pace
from engine import Dataset, LinkKey, Metric, Network, Snapshot, Status, TrainingSettings
from engine.inspection.maps import DecisionMaps, MapGrid
from engine.judging.judge import JudgeProgress, Terms, Verdict, judge
from engine.kernels.choice import KernelMaker
from engine.kernels.numpy.kernel import NumpyKernel
from engine.training.run import Frame, RunState
from engine.training.trainer import Trainer
from levels import Solution

REPLICAS: Final = 8
MAP_RESOLUTION: Final = 96
MAP_MARGIN: Final = 0.1

Command = Callable[["TrainingLoop"], None]
log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Setup:
    """All that decides a run.

    Attributes:
        run: its number; each new start has a higher one.
        network, dataset, settings: what is trained, on what, and how.
        seed: of the replica that the player watches; the others have the next ones.
        metric: what the curves score; the usual one of the task when None.
    """

    run: int
    network: Network
    dataset: Dataset
    settings: TrainingSettings
    seed: int
    metric: Metric | None = None

    @property
    def seeds(self) -> tuple[int, ...]:
        """The seeds of all replicas."""
        return tuple(range(self.seed, self.seed + REPLICAS))


class TrainingLoop:
    """Runs until the stop event is set; every method but `post` belongs to the worker thread.

    Args:
        mailbox: where reports go.
        gate: waited on before each slice, so that the GUI can finish its frame.
        stop: set by anyone to end `run`; follow it by a `post` to wake the loop.
    """

    def __init__(self, mailbox: Mailbox, gate: IdleGate, stop: threading.Event) -> None:
        self._mailbox, self._gate, self._stop = mailbox, gate, stop
        self._inbox: queue.SimpleQueue[tuple[int, Command]] = queue.SimpleQueue()
        self._ticket = 0
        self._kernel: KernelMaker = NumpyKernel
        self._run_kernel: KernelMaker = NumpyKernel
        self._judge_kernel: KernelMaker = NumpyKernel
        self._setup: Setup | None = None
        self._trainer: Trainer | None = None
        self._slices: Iterator[Snapshot] | None = None
        self._state = RunState.IDLE
        self._pace = Pace()
        self._painter: MapPainter | None = None
        self._case = 0
        self._judging: Iterator[JudgeProgress | Verdict] | None = None

    # -- any thread --------------------------------------------------------------------------------

    def post(self, ticket: int, command: Command) -> None:
        """Have a command carried out between two slices."""
        self._inbox.put((ticket, command))

    # -- commands: on the worker -------------------------------------------------------------------

    def use(self, kernel: KernelMaker) -> None:
        """Carry out all that starts from now on with this kernel.

        What is under way ends as it began: two kernels do not agree to the last bit.
        """
        self._kernel = kernel

    def load(self, setup: Setup | None) -> None:
        """Put a network on the bench, at the start of a new run; None clears the bench."""
        self._setup, self._trainer, self._painter = setup, None, None
        self._judging = None
        self._stand(RunState.IDLE)
        if setup is not None:
            self._trainer = self._started(setup)

    def train(self) -> None:
        """Train until paused, finished or diverged; a run that has ended starts anew."""
        if self._setup is None or self._trainer is None or self._state is RunState.RUNNING:
            return
        self._judging = None
        if self._ended:
            self._trainer = self._started(self._setup)
        self._pace.restart()
        self._state = RunState.RUNNING

    def pause(self) -> None:
        """Stand still; nothing is lost."""
        if self._state is RunState.RUNNING:
            self._stand(RunState.PAUSED)

    def step(self) -> None:
        """Train one epoch and pause."""
        if self._trainer is None or self._ended:
            return
        self._stand(RunState.PAUSED)
        for snapshot in self._trainer.snapshots(self._trainer.snapshot().epoch + 1):
            self._finish_or(snapshot, RunState.PAUSED)
            if self._stop.is_set():
                return

    def reset(self, run: int) -> None:
        """The same start again, at epoch 0."""
        if self._setup is not None:
            self.load(replace(self._setup, run=run))

    def graft(self, network: Network) -> None:
        """Go on with another network; what survives keeps its weights."""
        if self._setup is None or self._trainer is None:
            return
        self._setup = replace(self._setup, network=network)
        if self._at_start:
            # Nothing is learnt yet: drawing afresh gives the start that a reset will give.
            self.load(self._setup)
            return
        self._trainer.graft(network)
        self._slices = None

    def change(self, settings: TrainingSettings) -> None:
        """Go on with other training settings."""
        if self._setup is None or self._trainer is None:
            return
        self._setup = replace(self._setup, settings=settings)
        if self._at_start:
            self.load(self._setup)
            return
        self._trainer.change(settings)
        self._slices = None
        if self._state is RunState.FINISHED and self._trainer.snapshot().epoch < settings.epochs:
            self._stand(RunState.PAUSED)

    def set_weight(self, key: LinkKey, value: float) -> None:
        """Set a weight by hand."""
        if self._trainer is not None and key in self._trainer.snapshot().plan.network.link_by_key:
            self._trainer.set_weight(key.source, key.target, value)

    def set_bias(self, node: str, value: float) -> None:
        """Set a bias by hand."""
        if self._trainer is None:
            return
        if self._trainer.snapshot().plan.bias_slot(node) is not None:
            self._trainer.set_bias(node, value)

    def set_speed(self, epochs_per_second: float) -> None:
        """Train that many epochs a second from now on; 0 for as many as possible."""
        self._pace.set_speed(epochs_per_second)
        self._slices = None

    def judge(self, case: int, terms: Terms, candidate: Solution | None = None) -> None:
        """Judge a solution from fresh seeds, the one on the bench unless told; training pauses."""
        if self._setup is None:
            return
        self.pause()
        setup = self._setup
        network = setup.network if candidate is None else candidate.network
        settings = setup.settings if candidate is None else candidate.training
        self._case, self._judge_kernel = case, self._kernel
        self._judging = judge(network, setup.dataset, settings, terms, self._kernel)

    def cancel_judging(self) -> None:
        """Forget the judging under way."""
        self._judging = None

    # -- the loop ----------------------------------------------------------------------------------

    def run(self) -> None:
        """Work until the stop event is set."""
        while not self._stop.is_set():
            try:
                self.turn()
            except Exception as error:
                # Whatever went wrong, the thread stays: the player can reset or edit.
                log.exception("training failed")
                self._judging = None
                self._stand(RunState.PAUSED)
                self._mailbox.put(Failure(error))
                self._mailbox.put(RunReport(self._ticket, None, self._state))

    def turn(self) -> None:
        """Carry out what waits in the inbox, then one slice of work if there is any."""
        self._take_commands()
        if self._stop.is_set():
            return
        if self._judging is not None:
            self._let_paint(self._judge_kernel)
            self._judge_slice(self._judging)
        elif self._state is RunState.RUNNING and not self._pace.wait():
            self._let_paint(self._run_kernel)
            self._train_slice()

    def _take_commands(self) -> None:
        before = self._ticket
        try:
            self._carry_out(*self._next_command())
            while not self._stop.is_set():
                self._carry_out(*self._inbox.get_nowait())
        except queue.Empty:
            pass
        if self._ticket != before and not self._stop.is_set():
            # One report for all of them: a slider that is dragged sends dozens.
            self._report()

    def _next_command(self) -> tuple[int, Command]:
        if self._judging is not None:
            return self._inbox.get_nowait()
        if self._state is not RunState.RUNNING:
            return self._inbox.get()
        wait = self._pace.wait()
        return self._inbox.get(timeout=wait) if wait else self._inbox.get_nowait()

    def _carry_out(self, ticket: int, command: Command) -> None:
        self._ticket = ticket
        command(self)

    def _started(self, setup: Setup) -> Trainer:
        self._run_kernel = self._kernel
        return Trainer(
            setup.network,
            setup.dataset,
            setup.settings,
            setup.seeds,
            kernel=self._kernel,
            metric=setup.metric,
        )

    def _let_paint(self, kernel: KernelMaker) -> None:
        self._gate.needed = kernel is NumpyKernel
        self._gate.wait()

    def _train_slice(self) -> None:
        assert self._trainer is not None  # noqa: S101  (RUNNING only with a trainer)
        if self._slices is None:
            self._slices = iter(self._turn_of_slices(self._trainer))
        snapshot = next(self._slices, None)
        if snapshot is None:
            self._slices = None
            snapshot = self._trainer.snapshot()
        self._finish_or(snapshot, RunState.RUNNING)
        if self._state is not RunState.RUNNING or not self._mailbox.has(RunReport):
            self._report(snapshot)

    def _turn_of_slices(self, trainer: Trainer) -> Generator[Snapshot]:
        if not self._pace.limited:
            yield from trainer.snapshots()
            return
        before = trainer.snapshot().epoch
        goal = before + self._pace.epochs_a_turn
        yield from trainer.snapshots(min(goal, self._epochs))
        self._pace.took(trainer.snapshot().epoch - before)

    def _judge_slice(self, judging: Iterator[JudgeProgress | Verdict]) -> None:
        news = next(judging, None)
        if news is None or isinstance(news, Verdict):
            self._judging = None
        if news is not None:
            self._mailbox.put(JudgeReport(self._case, news))

    # -- state and reports -------------------------------------------------------------------------

    @property
    def _ended(self) -> bool:
        return self._state in (RunState.FINISHED, RunState.DIVERGED)

    @property
    def _at_start(self) -> bool:
        return self._state is RunState.IDLE

    @property
    def _epochs(self) -> int:
        return self._setup.settings.epochs if self._setup else 0

    def _stand(self, state: RunState) -> None:
        self._state = state
        self._slices = None
        self._pace.restart()

    def _finish_or(self, snapshot: Snapshot, state: RunState) -> None:
        if snapshot.status is Status.DIVERGED:
            self._stand(RunState.DIVERGED)
        elif snapshot.status is Status.FINISHED:
            self._stand(RunState.FINISHED)
        else:
            self._state = state

    def _report(self, snapshot: Snapshot | None = None) -> None:
        if self._setup is None or self._trainer is None:
            self._mailbox.put(RunReport(self._ticket, None, self._state))
            return
        moment = snapshot or self._trainer.snapshot()
        if self._painter is None or self._painter.network is not moment.plan.network:
            self._painter = MapPainter(moment, self._setup.dataset)
        running = self._state is RunState.RUNNING
        speed = self._pace.measure(moment.epoch) if running else 0.0
        frame = self._painter.frame(self._setup.run, moment, speed)
        self._mailbox.put(RunReport(self._ticket, frame, self._state))


class MapPainter:
    """Makes frames of snapshots of one network."""

    def __init__(self, snapshot: Snapshot, dataset: Dataset) -> None:
        columns = dataset.task.columns
        self.network = snapshot.plan.network
        shown = np.concatenate([dataset.train.x, dataset.validation.x])
        self._grid = MapGrid.around(shown, resolution=MAP_RESOLUTION, margin=MAP_MARGIN)
        self._maps = DecisionMaps(snapshot.plan, self._grid, columns)

    def frame(self, run: int, snapshot: Snapshot, epochs_per_second: float) -> Frame:
        """The snapshot with the maps of all its nodes."""
        maps = self._maps(snapshot.parameters[0]).astype(np.float32)
        return Frame(run, snapshot, maps, self._grid, epochs_per_second)
