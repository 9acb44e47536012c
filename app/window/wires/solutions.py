"""Between the shelf of solutions and the tabs; undo and redo."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.saving.entries import Entry, UnreadableEntry
from app.session.game import Game
from app.session.medals_won import MedalsWon
from app.session.session import Session
from app.window.keys import Actions
from app.window.wires.kept import KeptWires
from engine import Refused
from levels import Solution
from widgets.keys import tip
from widgets.solutions.solution_tabs import SolutionTab, SolutionTabs
from widgets.theme.buttons import IconButton


class SolutionWires(QObject):
    """Connects tabs, buttons and keys with the shelf and with undo and redo."""

    def __init__(
        self,
        session: Session,
        game: Game,
        actions: Actions,
        tabs: SolutionTabs,
        undo: IconButton,
        redo: IconButton,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._game, self._tabs = session, game, tabs
        self._undo, self._redo = undo, redo
        self._won = MedalsWon(session.level)
        self._won.take(session.judging.history)
        session.judging.finished.connect(self._judged)
        session.document.changed.connect(self._show_medal)
        history = session.document.undo_stack
        actions.bind(
            {
                "undo": history.undo,
                "redo": history.redo,
                "new-solution": session.shelf.create,
                "copy-solution": self._copy,
                "next-solution": self._open_next,
            }
        )
        tabs.chosen.connect(self._open)
        tabs.new_requested.connect(session.shelf.create)
        tabs.renamed.connect(self._rename)
        tabs.duplicated.connect(self._duplicate)
        KeptWires(tabs, session, game, self)
        session.shelf.changed.connect(self._show_tabs)
        history.canUndoChanged.connect(self._show_history)
        history.canRedoChanged.connect(self._show_history)
        history.indexChanged.connect(self._show_history)
        undo.clicked.connect(history.undo)
        redo.clicked.connect(history.redo)
        self._show_tabs()
        self._show_history()

    def _show_tabs(self) -> None:
        shelf = self._session.shelf
        wanted = [self._tab(item) for item in shelf.items]
        self._tabs.set_solutions(wanted, str(shelf.open_entry.id))

    def _tab(self, item: Entry | UnreadableEntry) -> SolutionTab:
        if isinstance(item, UnreadableEntry):
            return SolutionTab(str(item.id), item.name, item.parameters, problem=item.reason)
        medal = self._won.medal_of(item.solution)
        return SolutionTab(str(item.id), item.name, item.parameters, medal)

    def _judged(self) -> None:
        self._won.take(self._session.judging.history)
        self._show_tabs()

    def _show_medal(self, _before: Solution, after: Solution) -> None:
        self._tabs.set_medal(str(self._session.shelf.open_entry.id), self._won.medal_of(after))

    def _show_history(self) -> None:
        history = self._session.document.undo_stack
        undo, redo = history.undoText(), history.redoText()
        self._undo.setEnabled(history.canUndo())
        self._redo.setEnabled(history.canRedo())
        self._undo.set_tooltip(tip("undo", f"Undo: {undo}" if undo else "Undo"))
        self._redo.set_tooltip(tip("redo", f"Redo: {redo}" if redo else "Redo"))

    def _open(self, tab: str) -> None:
        self._session.shelf.open(int(tab))

    def _rename(self, tab: str, name: str) -> None:
        try:
            self._session.rename(int(tab), name)
        except Refused as refusal:
            self._game.noticed.emit(refusal.reason)

    def _duplicate(self, tab: str) -> None:
        self._session.shelf.duplicate(int(tab))

    def _copy(self) -> None:
        shelf = self._session.shelf
        shelf.duplicate(shelf.open_entry.id)

    def _open_next(self) -> None:
        shelf = self._session.shelf
        ids = [entry.id for entry in shelf.entries]
        shelf.open(ids[(ids.index(shelf.open_entry.id) + 1) % len(ids)])
