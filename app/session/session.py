"""One level on the bench: the one place where level, document, run, shelf and judge meet.

An edit goes from the document to the shelf (kept) and to the training thread (learnt on), which
never stops for it: what survives the edit keeps its weights.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.session.judging import Judging
from app.storage.records import Records
from app.storage.shelf import Shelf
from app.training.loop import REPLICAS
from app.training.thread import TrainingThread
from engine import LinkKey
from engine.training.run import Frame, RunState
from levels import Level, Solution
from widgets.document.document import Document
from widgets.run_model import RunModel

FIRST_SEED = 1


class Session(QObject):
    """A level being played.

    Attributes:
        level: what is played.
        dataset: its three sets.
        shelf: the player's solutions of it.
        document: the open one.
        run: its training as the window sees it.
        judging: the way to a verdict.

    Signals:
        noticed: something that the player should be told (a sentence).
    """

    noticed = Signal(str)

    def __init__(
        self,
        level: Level,
        records: Records,
        thread: TrainingThread,
        speed: float,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.level = level
        self.dataset = level.dataset()
        self.shelf = Shelf(records, level, self)
        self.document = Document(self.shelf.open_entry.solution, level.task, level.rules, self)
        self.run = RunModel(self.document.solution.training.epochs, self)
        self.judging = Judging(thread, records, level, self)
        self._thread = thread
        self._seed = FIRST_SEED
        self._switching = False
        self.run.set_speed(speed)
        self._connect()
        self._take_speed()
        self.shelf.note(self.document.solution)  # the document has placed what had no place
        self._load()

    # -- the run -----------------------------------------------------------------------------------

    def train(self) -> None:
        """Train, or start anew when the run has ended."""
        self.judging.cancel()
        self.run.set_state(RunState.RUNNING)
        self._thread.train()

    def pause(self) -> None:
        """Stand still."""
        if self.run.state is RunState.RUNNING:
            self.run.set_state(RunState.PAUSED)
        self._thread.pause()

    def toggle_training(self) -> None:
        """Train when it stands, pause when it trains."""
        if self.run.state is RunState.RUNNING:
            self.pause()
        else:
            self.train()

    def step(self) -> None:
        """Train one epoch."""
        self.judging.cancel()
        self._thread.step()

    def reset(self) -> None:
        """The same start again."""
        self.judging.cancel()
        self._thread.reset()

    def new_start(self) -> None:
        """Another random start."""
        self._seed += REPLICAS
        self._load()

    def judge(self) -> None:
        """Judge the open solution from fresh starts; training pauses."""
        self.shelf.flush()
        self.pause()
        self.judging.start(self.document.solution)

    def rename(self, entry_id: int, name: str) -> None:
        """Call a solution by another name."""
        if entry_id == self.shelf.open_entry.id:
            self.document.rename(name)
        else:
            self.shelf.rename(entry_id, name)

    def close(self) -> None:
        """Keep everything and take the run off the bench."""
        self.judging.cancel()
        self.shelf.flush()
        self._thread.clear()
        # It speaks up once more while it is being destroyed, when nobody can listen any more.
        self.document.undo_stack.blockSignals(True)  # noqa: FBT003 (Qt's own signature)

    # -- wires -------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.document.changed.connect(self._on_changed)
        self.document.weight_set.connect(self._on_weight_set)
        self.document.bias_set.connect(self._thread.set_bias)
        self.shelf.opened.connect(self._on_opened)
        self.shelf.failed.connect(self.noticed)
        self.judging.failed.connect(self.noticed)
        self.run.speed_changed.connect(self._take_speed)
        self._thread.frame_reported.connect(self._on_frame)
        self._thread.state_reported.connect(self.run.set_state)

    def _load(self) -> None:
        """Put the open solution on the bench, at the start of a new run."""
        self.judging.cancel()
        solution = self.document.solution
        self.run.set_epochs(solution.training.epochs)
        metric = self.level.terms.metric
        self._thread.load(solution.network, self.dataset, solution.training, self._seed, metric)

    def _on_opened(self, solution: Solution) -> None:
        self._switching = True
        try:
            self.document.reset(solution)
        finally:
            self._switching = False
        self.shelf.note(self.document.solution)
        self._load()

    def _on_changed(self, before: Solution, after: Solution) -> None:
        if self._switching:
            return
        self.shelf.note(after)
        if after.network != before.network:
            self._thread.graft(after.network)
        if after.training != before.training:
            self.run.set_epochs(after.training.epochs)
            self._thread.change(after.training)

    def _take_speed(self) -> None:
        self._thread.set_speed(self.run.speed)

    def _on_weight_set(self, key: LinkKey, value: float) -> None:
        self._thread.set_weight(key, value)

    def _on_frame(self, frame: Frame) -> None:
        self.run.set_frame(frame)
