"""One level on the bench: the one place where level, document, run, shelf and judge meet.

An edit goes from the document to the shelf (kept) and to the training thread (learnt on), which
never stops for it: what survives the edit keeps its weights. A solution that was left comes back
with its run, its curves and its undo history.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Signal

from app.saving.outbox import Outbox
from app.saving.shelf import Shelf
from app.saving.verdicts import Verdicts
from app.session.further_starts import FurtherStarts
from app.session.judging import Judging
from app.session.remembered import Bookmark, Remembered
from app.session.run_keeper import RunKeeper
from app.storage.records import Records
from app.training.jobs import WorkerJobs
from app.training.run_handle import REPLICAS
from app.training.steps import Change
from app.training.thread import TrainingThread
from engine.training.run import RunState, Setup
from levels import Level, Solution
from widgets.document.command import Direction, Step
from widgets.document.document import Document
from widgets.document.names import reason_of
from widgets.run_model import RunModel, Speed

FIRST_SEED: Final = 1


class Session(QObject):
    """A level being played.

    Args:
        level: what is played.
        records: where solutions are read, added and deleted.
        outbox: where edits and runs are written.
        verdicts: where verdicts are kept.
        thread: where it trains.
        remembered: how solutions were left since the program started.
        speed: how fast to train.

    Attributes:
        level: what is played.
        dataset: its three sets.
        shelf: the player's solutions of it.
        document: the open one.
        run: its training as the window sees it.
        jobs: where work is done beside the window.
        judging: runs the judge.
        further_starts: measures how sturdy judged solutions are.

    Signals:
        noticed: a sentence to show to the player.
    """

    noticed = Signal(str)

    def __init__(
        self,
        level: Level,
        records: Records,
        outbox: Outbox,
        verdicts: Verdicts,
        thread: TrainingThread,
        remembered: Remembered,
        speed: Speed,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.level = level
        self.dataset = level.dataset()
        self.shelf = Shelf(records, outbox, level, self)
        self.document = Document(self.shelf.open_entry.solution, level.task, level.rules, self)
        self.run = RunModel(self.document.solution.training.epochs, self)
        self.jobs = WorkerJobs(thread)
        self.judging = Judging(self.jobs, verdicts, level, self.dataset, self)
        kept = (records, outbox)
        self.further_starts = FurtherStarts(self.jobs, *kept, level, self.dataset, self)
        self._keeper = RunKeeper(outbox, level, self.run, self.document, self)
        self._remembered, self._thread = remembered, thread
        self._handle = thread.open_run(self)
        self._open_id = self.shelf.open_entry.id
        self._seed = FIRST_SEED
        self._switching = False
        self.run.set_speed(speed)
        self._connect()
        self._take_speed()
        self._show(self.document.solution)

    # -- the run -----------------------------------------------------------------------------------

    def train(self) -> None:
        """Train, or start anew when the run has ended."""
        self.judging.cancel()
        self.run.set_state(RunState.RUNNING)
        self._handle.train()

    def pause(self) -> None:
        """Pause."""
        if self.run.state is RunState.RUNNING:
            self.run.set_state(RunState.PAUSED)
        self._handle.pause()

    def toggle_training(self) -> None:
        """Train when paused, pause when training."""
        if self.run.state is RunState.RUNNING:
            self.pause()
        else:
            self.train()

    def step(self) -> None:
        """Train one epoch."""
        self.judging.cancel()
        self._handle.step()

    def reset(self) -> None:
        """The same start again."""
        self.judging.cancel()
        self._handle.reset()

    def new_start(self) -> None:
        """Another random start."""
        self.judging.cancel()
        self._seed += REPLICAS
        self._handle.begin(self._setup())

    @property
    def refusal(self) -> str:
        """Why the open solution would not be judged; empty when it would."""
        faults = self.level.rules.faults(self.document.solution)
        if not faults:
            return ""
        reason = reason_of(self.document.network, faults[0], self.level.task)
        return f"Not judged, as it breaks a rule: {reason}"

    def judge(self) -> None:
        """Judge the open solution from fresh starts; training pauses.

        One that breaks a rule of the level is not judged, as on the command line.
        """
        if reason := self.refusal:
            self.noticed.emit(reason)
            return
        self.pause()
        self.judging.start(self.document.solution)

    def rename(self, entry_id: int, name: str) -> None:
        """Call a solution by another name."""
        if entry_id == self.shelf.open_entry.id:
            self.document.rename(name)
        else:
            self.shelf.rename(entry_id, name)

    def keep(self) -> None:
        """Put what is shown of the run into the outbox; edits are there already."""
        self._keeper.flush()

    def close(self) -> None:
        """Keep everything and close the run."""
        self.judging.cancel()
        self.further_starts.stop()
        self.jobs.close()
        self._leave_solution()
        self._handle.clear()
        self._thread.close_run(self._handle)
        # It emits once more while it is being destroyed, when its receivers are gone.
        self.document.undo_stack.blockSignals(True)  # noqa: FBT003 (Qt's own signature)

    # -- wires -------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.document.changed.connect(self._on_changed)
        self.document.stepped.connect(self._on_stepped)
        self.shelf.opened.connect(self._on_opened)
        self.shelf.failed.connect(self.noticed)
        self.run.speed_changed.connect(self._take_speed)
        self.judging.failed.connect(self.noticed)
        self.judging.finished.connect(self.further_starts.take)
        self.further_starts.failed.connect(self.noticed)
        self._handle.frame_reported.connect(self.run.set_frame)
        self._handle.state_reported.connect(self.run.set_state)
        self._handle.failed.connect(self._on_training_failed)

    def _on_changed(self, before: Solution, after: Solution) -> None:
        if self._switching:
            return
        self.shelf.note(after)
        if after.training != before.training:
            self.run.set_epochs(after.training.epochs)

    def _on_stepped(self, step: Step) -> None:
        """Training goes on with what the step has made, or with what it had before."""
        before, after, live = step.before, step.after, step.live
        same = (before.network, before.training) == (after.network, after.training)
        if same and live is None:
            return  # only places
        values = () if live is None else ((live.where, live.after),)
        network = self.level.rules.trainable(after.network)
        change = Change(step.token, network, after.training, values)
        if step.direction is Direction.DO:
            self._handle.do(change)
        elif step.direction is Direction.UNDO:
            self._handle.undo(change)
        else:
            self._handle.redo(change)

    def _take_speed(self) -> None:
        self._handle.set_speed(self.run.speed)

    def _on_training_failed(self, error: Exception) -> None:
        self.noticed.emit(f"Training stopped: {error} Undo the last edit or start anew.")

    # -- from one solution to another --------------------------------------------------------------

    def _on_opened(self, solution: Solution) -> None:
        self._leave_solution()
        self._open_id = self.shelf.open_entry.id
        self._show(solution)

    def _show(self, solution: Solution) -> None:
        """Put the open solution on the bench, as it was left if that is remembered."""
        self.judging.cancel()
        bookmark = self._remembered.get(self._open_id)
        self._switching = True
        try:
            self.document.reset(solution, history=None if bookmark is None else bookmark.history)
        finally:
            self._switching = False
        self.shelf.note(self.document.solution)  # the document has placed what had no place
        self.run.set_epochs(self.document.solution.training.epochs)
        self._load(bookmark)

    def _load(self, bookmark: Bookmark | None) -> None:
        stored = self._keeper.open(self._open_id)
        if bookmark is not None:
            self._seed = bookmark.seed
        else:
            self._seed = FIRST_SEED if stored is None else stored.seeds[0]
        setup = self._setup()
        again = stored is not None and stored.seeds == setup.seeds
        key = (self._open_id, self.level.key)
        self._handle.load(setup, key, stored.snapshot if stored is not None and again else None)

    def _setup(self) -> Setup:
        solution = self.document.solution
        seeds = tuple(range(self._seed, self._seed + REPLICAS))
        network = self.level.rules.trainable(solution.network)
        metric = self.level.terms.metric
        return Setup(network, self.dataset, solution.training, seeds, metric)

    def _leave_solution(self) -> None:
        """Remember how the open solution is left."""
        self._keeper.flush()
        self._remembered.put(self._open_id, Bookmark(self.document.history, self._seed))
