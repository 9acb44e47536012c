"""A player's solutions of one level, side by side in the top bar."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from levels import Medal
from widgets.controls.menu import Entries, Entry
from widgets.controls.menu_opener import MenuOpener
from widgets.keys import key_of
from widgets.solutions.deleted_list import DeletedList, DeletedSolution
from widgets.solutions.name_editor import NameEditor
from widgets.solutions.side_scroll import SideScroll
from widgets.solutions.solution_pill import SolutionPill
from widgets.solutions.unreadable_card import UnreadableCard
from widgets.theme.buttons import IconButton
from widgets.theme.look import Look

_EDITOR_WIDTH: Final = 180


@dataclass(frozen=True, slots=True)
class SolutionTab:
    """What a tab shows.

    Attributes:
        id: of the solution.
        name: what the player calls it.
        parameters: its size.
        medal: the best medal that it has won.
        problem: why it cannot be read; empty when it can.
    """

    id: str
    name: str
    parameters: int
    medal: Medal | None = None
    problem: str = ""


class SolutionTabs(QWidget):
    """Tabs to choose, name, copy and delete solutions; every change is only asked for.

    The arrows, Home and End walk through the tabs, Enter and Space choose, F2 renames.

    Signals:
        chosen: the tab of that id was pressed.
        new_requested: the plus was pressed.
        renaming: a name is about to be typed on a tab.
        renamed: the solution of that id is to have that name.
        duplicated, deleted: that is wanted for the solution of that id.
        deleted_requested: the deleted solutions are wanted; `show_deleted` shows them.
        restored: the deleted solution of that id is wanted back.
        text_copied, text_saved: the text of the unreadable solution of that id is wanted on the
            clipboard, or in a file.
    """

    chosen = Signal(str)
    new_requested = Signal()
    renaming = Signal()
    renamed = Signal(str, str)
    duplicated = Signal(str)
    deleted = Signal(str)
    deleted_requested = Signal()
    restored = Signal(str)
    text_copied = Signal(str)
    text_saved = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("solutions")
        self._look = look
        self._pills: dict[str, SolutionPill] = {}
        self._problems: dict[str, str] = {}
        self._current: str | None = None
        self._editor: NameEditor | None = None
        inner = QWidget()
        self._row = QHBoxLayout(inner)
        self._row.setContentsMargins(2, 0, 2, 0)
        self._row.setSpacing(8)
        self._area = SideScroll(look, inner)
        self._plus = IconButton(look, "plus", "New solution")
        self._plus.setObjectName("new-solution")
        self._plus.clicked.connect(self.new_requested)
        MenuOpener(self, self.row_entries)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(4)
        outer.addWidget(self._area, stretch=1)
        outer.addWidget(self._plus)
        outer.addStretch()

    @property
    def current(self) -> str | None:
        """Id of the chosen solution."""
        return self._current

    @property
    def names(self) -> tuple[str, ...]:
        """The names on the tabs, in order."""
        return tuple(pill.text() for pill in self._pills.values())

    @property
    def problems(self) -> dict[str, str]:
        """What is wrong with each solution that cannot be read, by its id."""
        return {own: problem for own, problem in self._problems.items() if problem}

    def pill(self, solution_id: str) -> SolutionPill:
        """The tab of that solution; KeyError when there is none."""
        return self._pills[solution_id]

    def set_solutions(self, tabs: Sequence[SolutionTab], current: str | None) -> None:
        """Show these solutions, and which of them is on the bench."""
        problems, before = {tab.id: tab.problem for tab in tabs}, self._problems
        if list(problems) != list(self._pills) or problems != before:
            self._problems = problems
            self._rebuild(tabs, {own for own in self._pills if before[own] == problems.get(own)})
        for tab in tabs:
            self._pills[tab.id].set_name(tab.name)
            self._pills[tab.id].set_parameters(tab.parameters)
            self._pills[tab.id].set_medal(tab.medal)
        self._area.fit()
        self.set_current(current)

    def set_current(self, solution_id: str | None) -> None:
        """Ring the tab of that solution."""
        self._current = solution_id
        for own_id, pill in self._pills.items():
            chosen = own_id == solution_id
            pill.setChecked(chosen)
            # One stop for Tab; the arrows lead on. The mouse leaves the focus where it is.
            policies = Qt.FocusPolicy
            pill.setFocusPolicy(policies.TabFocus if chosen else policies.NoFocus)
        self._area.reveal(self._pills.get(solution_id or ""))

    def set_parameters(self, solution_id: str, parameters: int) -> None:
        """Show another size on a tab; nothing happens when there is no such tab."""
        if pill := self._pills.get(solution_id):
            pill.set_parameters(parameters)
            self._area.fit()

    def set_medal(self, solution_id: str, medal: Medal | None) -> None:
        """Show another medal on a tab; nothing happens when there is no such tab."""
        pill = self._pills.get(solution_id)
        if pill is not None and medal is not pill.medal:
            pill.set_medal(medal)
            self._area.fit()

    def entries(self, solution_id: str) -> Entries:
        """The menu of one solution."""
        if self._problems.get(solution_id):
            return (
                Entry("Copy its text", partial(self.text_copied.emit, solution_id)),
                Entry("Save as a file…", partial(self.text_saved.emit, solution_id)),
                None,
                *self._deleting(solution_id),
            )
        is_open = solution_id == self._current
        copying = key_of("copy-solution") if is_open else ""
        opening = () if is_open else (Entry("Open", partial(self.chosen.emit, solution_id)), None)
        return (
            *opening,
            Entry("Rename", partial(self.start_rename, solution_id), key_of("rename")),
            Entry("Duplicate", partial(self.duplicated.emit, solution_id), copying),
            None,
            *self._deleting(solution_id),
        )

    def row_entries(self) -> Entries:
        """The menu of the row, beside its tabs."""
        return (
            Entry("New solution", self.new_requested.emit, key_of("new-solution")),
            Entry("Deleted solutions…", self.deleted_requested.emit),
        )

    def _deleting(self, solution_id: str) -> tuple[Entry, ...]:
        return (
            Entry("Delete", partial(self.deleted.emit, solution_id)),
            Entry("Deleted solutions…", self.deleted_requested.emit),
        )

    def show_deleted(self, solutions: Sequence[DeletedSolution]) -> None:
        """Show the deleted solutions, to bring one back."""
        card = DeletedList(solutions, self._pills.get(self._current or "", self._plus))
        card.chosen.connect(self.restored)
        card.open()

    def _show_problem(self, solution_id: str) -> None:
        pill = self._pills[solution_id]
        card = UnreadableCard(pill.text(), self._problems[solution_id], pill)
        card.copied.connect(partial(self.text_copied.emit, solution_id))
        card.saved.connect(partial(self.text_saved.emit, solution_id))
        card.deleted.connect(partial(self.deleted.emit, solution_id))
        card.open()

    def start_rename(self, solution_id: str) -> None:
        """Let the player type another name right on the tab; not on one that cannot be read."""
        self._drop_editor()
        if self._problems.get(solution_id):
            return
        pill = self._pills[solution_id]
        by_key = pill.hasFocus()
        self.renaming.emit()
        editor = NameEditor(pill.text())
        editor.setFixedWidth(self._look.theme.room(_EDITOR_WIDTH))
        editor.closed.connect(partial(self._finish_rename, solution_id, by_key))
        self._editor = editor
        self._row.insertWidget(self._row.indexOf(pill), editor)
        pill.hide()
        editor.show()
        self._area.fit()
        self._area.reveal(editor)
        editor.setFocus()

    def _finish_rename(self, solution_id: str, by_key: bool, name: str) -> None:
        editor = self._editor
        if editor is None:
            # It was dropped to show other tabs: these are to be whole before one is renamed.
            QTimer.singleShot(0, self, partial(self._ask_for_name, solution_id, name))
            return
        if editor.hasFocus():
            # The focus returns to where it came from: the tab, or what the page is about.
            pill = self._pills[solution_id]
            pill.show()
            if by_key:
                pill.setFocus()
            else:
                editor.clearFocus()
        self._drop_editor()
        self._ask_for_name(solution_id, name)

    def _ask_for_name(self, solution_id: str, name: str) -> None:
        if name and solution_id in self._pills:
            self.renamed.emit(solution_id, name)

    def _drop_editor(self) -> None:
        editor, self._editor = self._editor, None
        if editor is not None:
            self._row.removeWidget(editor)
            editor.hide()
            editor.deleteLater()
            for pill in self._pills.values():
                pill.show()
            self._area.fit()
            self._area.reveal(self._pills.get(self._current or ""))

    def _make_pill(self, tab: SolutionTab) -> SolutionPill:
        pill = SolutionPill(self._look, tab.name, tab.parameters, unreadable=bool(tab.problem))
        pill.setObjectName(f"solution-{tab.id}")
        pill.clicked.connect(partial(self._pressed, tab.id))
        pill.rename_wanted.connect(partial(self.start_rename, tab.id))
        pill.stepped.connect(partial(self._step_from, tab.id))
        MenuOpener(pill, partial(self.entries, tab.id))
        return pill

    def _rebuild(self, tabs: Sequence[SolutionTab], kept: Collection[str]) -> None:
        """Have a pill for each tab, in order; those of ``kept`` ids stay as they are."""
        self._drop_editor()
        for own_id, pill in self._pills.items():
            if own_id not in kept:
                self._row.removeWidget(pill)
                pill.hide()
                pill.deleteLater()
        # Each pill that is shown makes the layout place all before it, unless it looks away.
        self._row.setEnabled(False)
        self._pills = {
            tab.id: self._pills[tab.id] if tab.id in kept else self._make_pill(tab) for tab in tabs
        }
        for place, pill in enumerate(self._pills.values()):
            if self._row.indexOf(pill) != place:
                self._row.insertWidget(place, pill)
            # Shown at once: the layout counts only what is shown, and `fit` asks it now.
            pill.show()
        self._row.setEnabled(True)
        self._row.invalidate()

    def _pressed(self, solution_id: str, _checked: bool = False) -> None:
        # A press on the ringed tab must not take its ring away.
        self.set_current(self._current)
        if self._problems.get(solution_id):
            self._show_problem(solution_id)
        elif solution_id != self._current:
            self.chosen.emit(solution_id)

    def _step_from(self, solution_id: str, key: int) -> None:
        """Give the focus to the pill that an arrow, Home or End leads to."""
        ids, keys = list(self._pills), Qt.Key
        place = ids.index(solution_id)
        targets = {keys.Key_Left: place - 1, keys.Key_Right: place + 1, keys.Key_Home: 0}
        wanted = targets.get(keys(key), len(ids) - 1)
        pill = self._pills[ids[min(max(wanted, 0), len(ids) - 1)]]
        pill.setFocus(Qt.FocusReason.OtherFocusReason)
        self._area.reveal(pill)
