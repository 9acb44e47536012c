"""What the network answers for a whole set of samples, kept up to date beside the window."""

from __future__ import annotations

from functools import partial
from typing import Final, Literal, get_args

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from engine import Samples
from engine.data import Floats
from engine.inspection.evaluate import OutputsJob
from widgets.bench import Bench
from widgets.controls.flow import FlowLayout
from widgets.theme.style import plain_label

Which = Literal["train", "validation"]
_INTERVAL_MS: Final = 100


class Answers(QObject):
    """The outputs of the network on the bench for its train or validation samples.

    They are asked for at most ten times a second, and only while active (`set_active`).

    Signals:
        changed: there are newer outputs, or none any more.
    """

    changed = Signal()

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._which: Which = "validation"
        self._outputs: Floats | None = None
        self._active = False
        self._job: int | None = None
        self._stale = True
        self._timer = QTimer(self, singleShot=True, interval=_INTERVAL_MS)
        self._timer.timeout.connect(self._ask)
        bench.run.frame_changed.connect(self._frame_changed)

    @property
    def which(self) -> Which:
        """Of which samples."""
        return self._which

    @property
    def samples(self) -> Samples:
        """The samples themselves."""
        data = self._bench.dataset
        return data.train if self._which == "train" else data.validation

    @property
    def outputs(self) -> Floats | None:
        """Shape (outputs, samples); None until they are known."""
        return self._outputs

    def set_which(self, which: Which) -> None:
        """Answer for the other set."""
        if which != self._which:
            self._which = which
            self._drop()
            self._ask()

    def set_active(self, *, active: bool) -> None:
        """Keep the outputs up to date, or stop: nothing under way is reported then."""
        self._active = active
        if not active:
            self._cancel()
        elif self._stale:
            self._ask()

    def _cancel(self) -> None:
        self._timer.stop()
        if self._job is not None:
            self._bench.jobs.cancel(self._job)
            self._job, self._stale = None, True

    def _drop(self) -> None:
        self._cancel()
        self._outputs, self._stale = None, True
        self.changed.emit()

    def _frame_changed(self) -> None:
        self._stale = True
        if self._bench.run.frame is None:
            self._drop()
        elif self._active and self._job is None and not self._timer.isActive():
            self._timer.start()

    def _ask(self) -> None:
        frame = self._bench.run.frame
        if frame is None or not self._active or self._job is not None:
            return
        self._stale = False
        snapshot, columns = frame.snapshot, self._bench.level.task.columns
        job = OutputsJob(snapshot.plan, snapshot.parameters[0], self.samples.x, columns)
        self._job = self._bench.jobs.start(job, self._answered)

    def _answered(self, outputs: Floats) -> None:
        self._job, self._outputs = None, outputs
        self.changed.emit()
        if self._stale and self._active:
            self._timer.start()


class AnswersView(QWidget):
    """Base of views of all answers: a switch between train and validation, and a summary.

    Args:
        answers: what is shown.
        picture: what shows the answers, between the switch and the summary.

    Attributes:
        summary: one line below the picture.
    """

    def __init__(self, answers: Answers, picture: QWidget) -> None:
        super().__init__()
        self.answers = answers
        answers.setParent(self)
        self.summary = plain_label("", "muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(self._switch(answers))
        column.addWidget(picture, stretch=1)
        column.addWidget(self.summary)

    def _switch(self, answers: Answers) -> FlowLayout:
        flow = FlowLayout(8)
        group = QButtonGroup(self)
        for which in get_args(Which):
            button = QPushButton(which.capitalize())
            button.setObjectName(f"set-{which}")
            button.setProperty("role", "switch")
            button.setCheckable(True)
            button.setChecked(which == answers.which)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.clicked.connect(partial(self._choose, which))
            group.addButton(button)
            flow.addWidget(button)
        return flow

    def _choose(self, which: Which, _checked: bool = False) -> None:
        self.answers.set_which(which)

    def hasHeightForWidth(self) -> bool:
        """Any height will do: the picture takes what is left."""
        return False

    def showEvent(self, event: QShowEvent) -> None:
        """Start to keep the answers up to date."""
        super().showEvent(event)
        self.answers.set_active(active=True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop keeping the answers up to date."""
        super().hideEvent(event)
        self.answers.set_active(active=False)
