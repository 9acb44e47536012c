"""The connections for deleted solutions, and for those that cannot be read."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from app.saving.entries import Deletion, UnreadableEntry
from app.session.game import Game
from app.session.session import Session
from app.storage.files import write_atomically
from widgets.solutions.deleted_list import DeletedSolution
from widgets.solutions.solution_tabs import SolutionTabs


class KeptWires(QObject):
    """Lets the player delete and restore solutions, and export unreadable ones.

    Args:
        tabs: where it is asked for.
        session: whose solutions these are.
        game: where offers and problems are shown.
    """

    def __init__(self, tabs: SolutionTabs, session: Session, game: Game, parent: QObject) -> None:
        super().__init__(parent)
        self._tabs, self._shelf, self._game = tabs, session.shelf, game
        tabs.deleted.connect(self._delete)
        tabs.deleted_requested.connect(self._show_deleted)
        tabs.restored.connect(self._restore)
        tabs.text_copied.connect(self._copy_text)
        tabs.text_saved.connect(self._ask_for_file)

    def _delete(self, tab: str) -> None:
        deletion = self._shelf.delete(int(tab))
        if deletion is not None:
            undo = partial(self._undo, deletion)
            self._game.offered.emit(f"“{deletion.name}” was deleted.", "Undo", undo)

    def _undo(self, deletion: Deletion) -> None:
        self._shelf.undo_delete(deletion)

    def _show_deleted(self) -> None:
        rows = [
            DeletedSolution(str(own.id), own.name, own.parameters, own.deleted or 0.0)
            for own in self._shelf.deleted()
        ]
        self._tabs.show_deleted(rows)

    def _restore(self, solution_id: str) -> None:
        self._shelf.restore(int(solution_id))

    def _unreadable(self, tab: str) -> UnreadableEntry:
        items = (item for item in self._shelf.items if isinstance(item, UnreadableEntry))
        return next(item for item in items if item.id == int(tab))

    def _copy_text(self, tab: str) -> None:
        QGuiApplication.clipboard().setText(self._unreadable(tab).text)

    def _ask_for_file(self, tab: str) -> None:
        dialog = QFileDialog(self._tabs, "Save the solution as it is", "solution.json")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("json")
        dialog.fileSelected.connect(partial(self._save_text, self._unreadable(tab).text))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _save_text(self, text: str, file: str) -> None:
        try:
            write_atomically(Path(file), text)
        except OSError as error:
            reason = error.strerror or error
            self._game.noticed.emit(f"{file} cannot be written: {reason}. Choose another place.")
