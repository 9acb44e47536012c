"""What happens when the game cannot start because of its data: the window asks, stderr says it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from app.start.console import tell
from app.storage.errors import RecordsError, Trouble
from app.storage.files import is_folder
from app.storage.paths import Paths
from app.window.main_window import MainWindow
from widgets.theme.look import Look

_REPLACEABLE: Final = frozenset({Trouble.DAMAGED, Trouble.FOREIGN, Trouble.FOLDER, Trouble.NEWER})


class StartTrouble(QObject):
    """Shows why the game cannot start, and does what the player chooses.

    Args:
        paths: the player's files.
        look: the theme.
        window: where it is shown.
        asks: whether someone may see the window and answer.
        parent: its owner in Qt.

    Signals:
        settled: the start is to be tried again.
        left: the player gives up, or there is nobody to ask.
    """

    settled = Signal()
    left = Signal()

    def __init__(
        self, paths: Paths, look: Look, window: MainWindow, parent: QObject, *, asks: bool
    ) -> None:
        super().__init__(parent)
        self._asks = asks
        self._paths, self._look, self._window = paths, look, window
        self.is_open = False

    def show(self, error: Exception) -> None:
        """Say what is wrong: on stderr, and where someone may see it in the window."""
        tell(str(error))
        self.is_open = True
        if self._asks:
            self._ask(error)
        else:
            self.left.emit()

    def close(self) -> None:
        """The game has started."""
        self.is_open = False

    def _ask(self, error: Exception) -> None:
        from app.storage.repair.choices import usable_backups
        from app.window.trouble_page import TroublePage

        replaceable = isinstance(error, RecordsError) and error.trouble in _REPLACEABLE
        replaceable = replaceable and not is_folder(self._paths.lock)
        backups = usable_backups(self._paths.folder / "backups") if replaceable else []
        page = TroublePage(self._look, str(error), replaceable=replaceable, backups=backups)
        page.tried_again.connect(self._settle)
        page.began_anew.connect(self._begin_anew)
        page.chosen.connect(self._use)
        page.folder_wanted.connect(self._open_folder)
        page.left.connect(self.left)
        self._window.show_question(page)
        page.take_focus()

    def _begin_anew(self) -> None:
        from app.storage.repair.choices import begin_anew

        try:
            begin_anew(self._paths.records)
        except RecordsError as error:
            self._later(partial(self.show, error))
            return
        self._settle()

    def _use(self, backup: Path) -> None:
        from app.storage.repair.choices import use_backup

        try:
            use_backup(self._paths.records, backup)
        except RecordsError as error:
            self._later(partial(self.show, error))
            return
        self._settle()

    def _settle(self) -> None:
        self._later(self.settled.emit)

    def _later(self, act: Callable[[], object]) -> None:
        # The button that was pressed goes with its page: not within its own signal.
        QTimer.singleShot(0, self, act)

    def _open_folder(self) -> None:
        folder = self._paths.folder  # where it could not be made, what is to hold it
        nearest = next((own for own in (folder, *folder.parents) if is_folder(own)), folder)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(nearest)))
