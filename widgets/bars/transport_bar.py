"""Train, pause, step, reset: the bar below the canvas."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from engine.training.run import RunState
from widgets.controls.explained_label import ExplainedLabel
from widgets.controls.explanation import Explainer
from widgets.controls.menu import Entries, Entry
from widgets.controls.menu_opener import MenuOpener
from widgets.controls.popover import Popover
from widgets.glossary.terms import term
from widgets.keys import key_of, tip
from widgets.run_model import FULL_SPEED, RunModel, Speed
from widgets.settings.settings_chips import SettingsChips
from widgets.theme.buttons import IconButton, LabelledButton
from widgets.theme.look import Look
from widgets.theme.style import plain_label, set_role
from widgets.theme.tooltips import set_tooltip

SPEEDS: Final = (
    ("Slow motion", tuple(Speed(rate, "update") for rate in (1, 5, 20, 60))),
    ("To watch and edit", (Speed(5), Speed(30), Speed(120), Speed(500))),
    ("As fast as the machine can", (FULL_SPEED,)),
)
"""The speeds on offer, by what they are for."""
_BAR: Final = 3.0
_NARROWEST: Final = 800
_ROOMY: Final = 1060
_STATE_WORDS: Final = {
    RunState.IDLE: "epoch",
    RunState.RUNNING: "epoch",
    RunState.PAUSED: "paused",
    RunState.FINISHED: "finished",
    RunState.DIVERGED: "diverged",
}


class TransportBar(QFrame):
    """The buttons that control a run, and its progress.

    Signals:
        train_requested, pause_requested, step_requested, reset_requested, new_start_requested,
        judge_requested: the button was pressed.
        speed_changed: another speed was chosen (`Speed`).

    Args:
        run: what is shown.
        look: the theme.
        settings: the chips of the training settings, put before the judge's button.
    """

    train_requested = Signal()
    pause_requested = Signal()
    step_requested = Signal()
    reset_requested = Signal()
    new_start_requested = Signal()
    judge_requested = Signal()
    speed_changed = Signal(object)

    def __init__(
        self,
        run: RunModel,
        look: Look,
        settings: SettingsChips | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._run = run
        self.setProperty("role", "bottom-bar")
        self._look = look
        self._build_buttons(look)
        self._caption = ExplainedLabel(look, "epoch", term("epoch"), "muted")
        self._counter = plain_label("", "heading")
        self._progress = _Progress(look)
        self._settings = settings
        self._compact = False
        self._lay_out(settings)
        MenuOpener(self, self.entries)
        look.changed.connect(self._fit_text)
        self._fit_text()
        run.frame_changed.connect(self._show_epoch)
        run.epochs_changed.connect(self._show_epoch)
        run.state_changed.connect(self._show_state)
        run.speed_changed.connect(self._show_speed)
        self._show_epoch()
        self._show_state()
        self._show_speed()

    @property
    def counter_text(self) -> str:
        """The epochs done and to do."""
        return self._counter.text()

    @property
    def caption_text(self) -> str:
        """What the run is doing."""
        return self._caption.text()

    @property
    def progress(self) -> float:
        """How far the run is, 0 to 1."""
        return self._progress.fraction

    @property
    def needed_width(self) -> int:
        """The width below which chips are left out that are always shown otherwise, px."""
        hidden = 0 if self._settings is None else self._settings.width_left_out
        return self._row.minimumSize().width() + hidden

    @property
    def _cramped(self) -> bool:
        return self.needed_width > self.width()

    def set_judge(self, refusal: str = "", *, working: bool = False) -> None:
        """Show whether the judge would take the solution.

        Args:
            refusal: why it would not, also while it is at work; empty when it would.
            working: whether it is at work: its button is disabled. Else a press gets the refusal.
        """
        self._judge_refusal = refusal
        held = bool(refusal) and not working
        self._judge.setEnabled(not working)
        self._judge.set_role("held" if held else "primary")
        self._judge.set_icon_name("warning" if held else None)
        self._judge.setAccessibleName(f"Judge it. {refusal}" if refusal else "Judge it")
        words = refusal or tip("judge", "Train from fresh starts and score on the test set")
        set_tooltip(self._judge, words)
        self._judge_explainer.set_note(refusal)

    def entries(self) -> Entries:
        """The menu: what the buttons do."""
        running = self._run.state is RunState.RUNNING
        stepping = "" if self._step.isEnabled() else "Pause first, or go back to the start."
        return (
            Entry("Pause" if running else "Train", self.press_train, key_of("train")),
            Entry("Train one epoch", self.step_requested.emit, key_of("step"), stepping),
            Entry("Back to the same start", self.reset_requested.emit, key_of("reset")),
            Entry("Another random start", self.new_start_requested.emit, key_of("new-start")),
            Entry("Speed…", self.open_speeds),
            None,
            Entry(
                "Judge the solution",
                self.judge_requested.emit,
                key_of("judge"),
                self._judge_refusal,
            ),
        )

    def press_train(self) -> None:
        """Do what the big button does: train, or pause when it trains."""
        if self._run.state is RunState.RUNNING:
            self.pause_requested.emit()
        else:
            self.train_requested.emit()

    def _build_buttons(self, look: Look) -> None:
        self._reset = IconButton(look, "reset", tip("reset"))
        self._new_start = IconButton(look, "dice", tip("new-start"))
        self._train = IconButton(look, "play", tip("train", "Train"), role="round", px=22)
        self._step = IconButton(look, "step", tip("step"))
        self._speed = LabelledButton(look, "", "gauge", role="chip")
        self._judge = LabelledButton(look, "Judge it", role="primary")
        named = {
            "reset": (self._reset, self.reset_requested.emit),
            "new-start": (self._new_start, self.new_start_requested.emit),
            "train": (self._train, self.press_train),
            "step": (self._step, self.step_requested.emit),
            "speed": (self._speed, self.open_speeds),
            "judge": (self._judge, self.judge_requested.emit),
        }
        for name, (button, slot) in named.items():
            button.setObjectName(name)
            button.clicked.connect(slot)
        self._judge_explainer = Explainer(look, self._judge, term("judge"))
        self.set_judge()

    def open_speeds(self) -> Popover:
        """Open the card with the speeds on offer."""
        explanation = (
            "A run begins with single updates, so that you can see them, and quickens to the speed "
            "chosen here, as far as the machine keeps up. Full speed does not wait."
        )
        popover = Popover("Speed", explanation, self._speed)
        for purpose, speeds in SPEEDS:
            popover.body.addSpacing(4)
            popover.body.addWidget(plain_label(purpose, "muted"))
            grid = QGridLayout()
            grid.setSpacing(8)
            for place, speed in enumerate(speeds):
                button = self._speed_button(speed)
                button.clicked.connect(popover.dismiss)
                grid.addWidget(button, place // 2, place % 2)
            grid.setColumnStretch(0, 1)
            grid.setColumnStretch(1, 1)
            popover.body.addLayout(grid)
        popover.open()
        return popover

    def _speed_button(self, speed: Speed) -> QPushButton:
        button = QPushButton(speed.text)
        button.setObjectName(speed_name(speed))
        button.setProperty("role", "chip")
        button.setCheckable(True)
        button.setChecked(speed == self._run.speed)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(partial(self.choose_speed, speed))
        return button

    def choose_speed(self, speed: Speed, _checked: bool = False) -> None:
        """Train at that speed."""
        self._run.set_speed(speed)
        self.speed_changed.emit(speed)

    def _show_epoch(self) -> None:
        self._counter.setText(f"{self._run.epoch} / {self._run.epochs}")
        self._progress.set_fraction(self._run.epoch / max(self._run.epochs, 1))

    def _show_state(self) -> None:
        state = self._run.state
        running = state is RunState.RUNNING
        self._train.set_icon_name("pause" if running else "play")
        self._train.set_tooltip(tip("train", "Pause" if running else "Train"))
        self._step.setEnabled(not running and state is not RunState.DIVERGED)
        self._caption.setText(_STATE_WORDS[state])
        self._caption.set_term(term(_STATE_WORDS[state]))
        set_role(self._caption, "warn" if state is RunState.DIVERGED else "muted")

    def _show_speed(self) -> None:
        speed = self._run.speed
        self._speed.setText(speed.short_text if self._compact else speed.text)
        set_tooltip(self._speed, f"How fast to train: {speed.text}")

    def _set_compact(self, compact: bool) -> None:
        self._compact = compact
        self._progress.setVisible(not compact)
        self._show_speed()
        self._leave_out_chips()

    def _leave_out_chips(self) -> None:
        """Show the chips that have room."""
        if self._settings is not None:
            self._settings.leave_out(
                "none" if not self._compact else "all" if self._cramped else "some"
            )

    def _fit_text(self) -> None:
        """Adapt the height to the text size."""
        theme = self._look.theme
        self.setFixedHeight(theme.room(64))
        self.setMinimumWidth(_NARROWEST)
        self._counter.setMinimumWidth(theme.room(96))
        self._set_compact(self.width() < theme.room(_ROOMY))

    def _lay_out(self, settings: SettingsChips | None) -> None:
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 20, 0)
        row.setSpacing(8)
        for button in (self._reset, self._new_start, self._train, self._step):
            row.addWidget(button)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch()
        words.addWidget(self._caption, alignment=Qt.AlignmentFlag.AlignLeft)
        words.addWidget(self._counter)
        words.addStretch()
        row.addSpacing(8)
        row.addLayout(words)
        row.addWidget(self._progress, stretch=4)
        row.addSpacing(8)
        row.addWidget(self._speed)
        if settings is not None:
            row.addWidget(settings)
        row.addStretch(1)
        row.addWidget(self._judge)

    def event(self, event: QEvent) -> bool:
        """Look again at what has room when a button asks for another width."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._leave_out_chips()
        return done

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hide optional parts when there is little room."""
        self._set_compact(event.size().width() < self._look.theme.room(_ROOMY))


def speed_name(speed: Speed) -> str:
    """The object name of the button that chooses a speed."""
    return "speed-full" if speed.full else f"speed-{speed.per_second:g}-{speed.unit}"


class _Progress(QWidget):
    """A thin bar that shows progress, with a tick at each quarter. It cannot be dragged."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.fraction = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(240)
        look.changed.connect(self.update)

    def set_fraction(self, fraction: float) -> None:
        """Fill that much of the bar, 0 to 1."""
        if fraction != self.fraction:
            self.fraction = min(max(fraction, 0.0), 1.0)
            self.update()

    def sizeHint(self) -> QSize:
        """Thin."""
        return QSize(160, 16)

    def minimumSizeHint(self) -> QSize:
        """Short where there is little room."""
        return QSize(48, 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bar, square at its growing end, and the ticks below it."""
        del event
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        # On whole pixels, bar and ticks together in the middle.
        top, length = float(round(self.height() / 2 - _BAR)), float(self.width())
        painter.setBrush(theme.line)
        painter.drawRect(QRectF(0, top, length, _BAR))
        painter.setBrush(theme.moss)
        painter.drawRect(QRectF(0, top, length * self.fraction, _BAR))
        painter.setBrush(theme.faint)
        for quarter in range(5):
            left = quarter / 4 * (length - 1)
            painter.drawRect(QRectF(round(left), top + _BAR + 2, 1, 3))
