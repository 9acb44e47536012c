"""Starts the Qt application and its window, and shuts both down in order."""

from __future__ import annotations

import gc
import logging
import os
import signal
import socket
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from types import FrameType
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QSocketNotifier, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QPalette
from PySide6.QtWidgets import QApplication

from app.session.player_settings import PlayerSettings
from app.start.console import tell
from app.start.crash import CrashWatch
from app.start.data_lock import DataLock, GameOpenError
from app.start.trouble import StartTrouble
from app.storage.errors import RecordsError
from app.storage.paths import Paths
from app.storage.preferences import is_forbidden, load_preferences
from app.window.main_window import MainWindow
from widgets.theme.look import Look, Theme
from widgets.theme.style import font, install_font, stylesheet

if TYPE_CHECKING:
    from app.saving.closing import Secured
    from app.session.game import Game
    from app.storage.records import Records
    from levels import Level
    from levels.summary import CampaignSummary

PREPARE_MS: Final = 20
FOR_THE_GAME: Final = (
    *("numpy", "pydantic", "engine.network", "levels.formats.level", "levels.library"),
    *("app.saving.recovery", "app.training.thread", "app.session.game"),
)
FOR_A_LEVEL: Final = (
    *("app.session.session", "widgets.views.map", "widgets.views.curves"),
    *("widgets.views.inspector", "app.window.workbench"),
)
"""What the map does not need: imported once it is shown, one module a turn."""
FAILED: Final = 2
CLOSE_SECONDS: Final = 1.0
"""How long to wait for the disk before a game ends that was never ready."""
SIGNAL_BASE: Final = 128
UNSEEN: Final = frozenset({"offscreen", "minimal"})
"""Platforms of Qt on which nobody could answer a question."""

NOT_READY: Final = "The game could not be made ready"

log = logging.getLogger(__name__)


def play_game(paths: Paths, level: Level | None = None) -> int:
    """Show the game until it is closed; returns the exit code, `FAILED` when it could not start.

    Raises:
        GameOpenError: when another process has the game open on the same folder.
    """
    lock = DataLock(paths)
    # What else is wrong with the folder is said in the window.
    with suppress(RecordsError):
        lock.take()
    app = _application()
    watch = CrashWatch(paths)
    play = Play(app, paths, level, lock)
    # Queued: the sentence depends on a save, which must not happen within the exception's hook.
    watch.noticed.connect(play.report, Qt.ConnectionType.QueuedConnection)
    code = app.exec() or play.code
    stopped = play.end()
    watch.release()
    lock.release()
    if not stopped:
        # A worker that does not end would make Qt abort; everything is kept already.
        os._exit(code)
    return code


def _application() -> QApplication:
    own = QApplication.instance()
    app = own if isinstance(own, QApplication) else QApplication(["neural-bonsai"])
    app.setApplicationName("neural-bonsai")
    app.setApplicationDisplayName("Neural Bonsai")
    app.setStyle("Fusion")
    install_font()
    app.setFont(font())
    return app


class Play(QObject):
    """One run of the game, from the first window to the last save."""

    def __init__(
        self, app: QApplication, paths: Paths, level: Level | None, lock: DataLock
    ) -> None:
        super().__init__(app)
        self._lock = lock
        self._app, self._paths, self._level = app, paths, level
        # Asked before they are read: what is forbidden now is not replaced once it is not.
        kept = None if is_forbidden(paths.preferences) else paths.preferences
        preferences, notice = load_preferences(paths.preferences)
        self._records: Records | None = None
        self._summary: CampaignSummary | None = None
        self._game: Game | None = None
        self._is_unprepared = False
        self._stopped = True
        self._steps = self._preparing()
        self._preparations = QTimer(self, interval=PREPARE_MS)
        self._preparations.timeout.connect(self._prepare)
        self._look = Look(preferences.theme, self, text_scale=preferences.text_scale)
        self._look.set_reduced_motion(preferences.reduced_motion)
        self._look.changed.connect(self._dress)
        self._settings = PlayerSettings(kept, preferences, self._look, self)
        self._dress()
        self.window = MainWindow(self._look, preferences.geometry)
        self._trouble = StartTrouble(
            paths, self._look, self.window, self, asks=app.platformName() not in UNSEEN
        )
        self._trouble.settled.connect(self._furnish)
        self._trouble.left.connect(lambda: app.exit(FAILED))
        self.window.painted.connect(self._furnish)
        self.window.level_wanted.connect(self._hurry)
        self.window.closing.connect(self._close)
        if notice:
            self.window.say(notice)
        self._signals = TerminationSignals(self)
        self._signals.received.connect(self._leave)
        self.window.show()

    @property
    def code(self) -> int:
        """The exit code of a game that was closed: `FAILED` while it could not start."""
        return FAILED if self._trouble.is_open else 0

    def report(self, problem: str) -> None:
        """Show what went wrong, and what is known of the player's work."""
        self.window.say(f"{problem} {self._what_is_saved()}".strip())

    def _what_is_saved(self) -> str:
        if self._game is None:
            return self._why_no_level
        try:
            saved = self._game.save()
        except Exception:
            log.exception("nothing could be saved")
            saved = False
        if saved:
            return "What you built is saved."
        return "Your last changes are not saved yet; saving is tried again."

    @property
    def _why_no_level(self) -> str:
        """Why no level will be opened; empty while the game is being prepared."""
        if not self._is_unprepared:
            return ""
        return f"{NOT_READY}, so no level can be opened; close it and start it again."

    def end(self) -> bool:
        """Shut everything down; False when the training thread did not stop in time."""
        self._signals.release()
        self._close(accept_loss=True)
        gc.unfreeze()  # what `_preparing` froze
        self.window.deleteLater()
        self.deleteLater()
        return self._stopped

    def _furnish(self) -> None:
        """Show the map of levels, with the summary of the campaign where that can be used."""
        from app.saving.unsaved_files import unsaved_files
        from app.session.level_cards import level_cards
        from app.storage.records import Records
        from levels.summary import read_summary

        try:
            self._lock.take()
            self._records = self._records or Records(self._paths.records)
            if self._level is None and not unsaved_files(self._paths.folder):
                # What such files bring would change the map.
                self._summary = read_summary()
            if self._summary is not None:
                cards = level_cards(self._summary, self._records.best_verdict)
                self.window.show_map(self._settings, cards)
        except (GameOpenError, RecordsError) as error:
            self._close_records()  # the player may choose to have the file replaced
            self._trouble.show(error)
            return
        if self._summary is None and not self._begin_at_once():
            return
        self._trouble.close()
        self._preparations.start()

    def _begin_at_once(self) -> bool:
        """Make the game where the map has to wait for it; False when that fails."""
        try:
            self._begin()
        except Exception as error:
            if self._game is not None:
                raise
            log.exception("%s", NOT_READY)
            self._trouble.show(RuntimeError(f"{NOT_READY}: {error}. Try again, or reinstall it."))
            return False
        return True

    def _begin(self) -> None:
        """Make the game, unless it is there: NumPy, pydantic and all that hangs on them."""
        from app.session.game import Game

        if self._game is not None or self._records is None:
            return
        self._game = Game(self._paths, self._settings, self._records, self._summary, self)
        self.window.furnish(self._game)
        if self._level is not None:
            self._game.open(self._level)
        self._preparations.setInterval(PREPARE_MS)

    def _preparing(self) -> Iterator[None]:
        """Import and make, step by step, what the map does without."""
        for module in FOR_THE_GAME:
            import_module(module)
            yield
        self._begin()
        yield
        for module in FOR_A_LEVEL:
            import_module(module)
            yield
        gc.freeze()  # modules are never garbage, and looking through them would cost a frame
        gc.enable()
        if self._game is not None:
            self._game.turbo.start()

    def _prepare(self) -> None:
        """Take the next step, one for each turn of the event loop."""
        try:
            is_over = next(self._steps, self) is self
        except Exception:
            self._is_unprepared = True
            self._preparations.stop()
            gc.enable()
            raise
        if is_over:
            self._preparations.stop()

    def _hurry(self) -> None:
        """A level is waited for."""
        self._preparations.setInterval(0)
        if self._is_unprepared:
            self.window.say(self._why_no_level)

    def _close(self, *, accept_loss: bool = False) -> None:
        """End the game, unless something would be lost that the player has not given up."""
        if self._game is None:
            self._close_early()
            return
        self._take_what_is_typed()
        secured = self._game.secure(accept_loss=accept_loss)
        if secured.lost and not accept_loss:
            self.window.ask_before_closing(secured.lost, self._lose)
            return
        _report(secured)
        self._preparations.stop()
        game, self._game, self._records = self._game, None, None
        self._settings.change(geometry=self.window.geometry_text)
        self._stopped = game.shut_down()

    def _take_what_is_typed(self) -> None:
        """Have the field that has the keys take its text, as if the player went on elsewhere."""
        field = self.window.focusWidget()
        if field is not None:
            elsewhere = QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.OtherFocusReason)
            self._app.sendEvent(field, elsewhere)

    def _close_early(self) -> None:
        """End before the game was made."""
        self._preparations.stop()
        if self._records is not None:
            self._settings.change(geometry=self.window.geometry_text)
            self._stopped = self._settings.stop(CLOSE_SECONDS)
        self._close_records()

    def _close_records(self) -> None:
        records, self._records = self._records, None
        if records is not None:
            records.close()

    def _lose(self) -> None:
        self._close(accept_loss=True)
        self.window.close()

    def _leave(self, number: int) -> None:
        self._close(accept_loss=True)
        self._app.exit(SIGNAL_BASE + number if number == signal.SIGINT else 0)

    def _dress(self) -> None:
        theme = self._look.theme
        self._app.setFont(theme.font())
        self._app.setPalette(palette(theme))
        self._app.setStyleSheet(stylesheet(theme))


def _report(secured: Secured) -> None:
    """Say on stderr, as the window is about to go, what is not in the records."""
    if secured.file is not None:
        tell(
            f"not everything could be saved; the rest is in {secured.file} "
            "and is taken in at the next start."
        )
    if secured.lost:
        tell(f"not saved: {', '.join(secured.lost)}.")


def palette(theme: Theme) -> QPalette:
    """Palette for the parts of widgets that the stylesheet does not cover."""
    roles = QPalette.ColorRole
    colours = {
        roles.Window: theme.paper,
        roles.WindowText: theme.ink,
        roles.Base: theme.raised,
        roles.Text: theme.ink,
        roles.Button: theme.raised,
        roles.ButtonText: theme.ink,
        roles.Highlight: theme.moss,
        roles.PlaceholderText: theme.muted,
        roles.ToolTipBase: theme.raised,
        roles.ToolTipText: theme.ink,
    }
    result = QPalette(theme.raised, theme.paper)  # it derives the shades of bevels and headers
    for role, colour in colours.items():
        result.setColor(role, colour)
    return result


class TerminationSignals(QObject):
    """Delivers SIGINT, SIGTERM and SIGHUP (the terminal was closed) to Qt's event loop.

    Python runs its handlers only between two of its own instructions, and Qt's loop may not come
    to one for hours; the interpreter writes the number to a socket at once, though.

    Signals:
        received: the number of a signal.
    """

    received = Signal(int)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._reading, self._writing = socket.socketpair()
        for end in (self._reading, self._writing):
            end.settimeout(0)
        self._before_fd = signal.set_wakeup_fd(self._writing.fileno(), warn_on_full_buffer=False)
        self._before = {number: signal.signal(number, _nothing) for number in _numbers()}
        self._notifier = QSocketNotifier(self._reading.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)

    def release(self) -> None:
        """Restore the previous signal handlers."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._before_fd)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._reading.close()
        self._writing.close()

    def _read(self) -> None:
        for number in self._reading.recv(64):
            self.received.emit(number)


def _numbers() -> Iterator[int]:
    """The signals that end the game."""
    yield from (signal.SIGINT, signal.SIGTERM)
    hang_up = getattr(signal, "SIGHUP", None)  # not on Windows
    if hang_up is not None and signal.getsignal(hang_up) != signal.SIG_IGN:  # it is after nohup
        yield hang_up


def _nothing(_number: int, _frame: FrameType | None) -> None:
    """Handle the signal in place of the default handler, which ends the process."""
