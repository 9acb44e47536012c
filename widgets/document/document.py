"""The solution on the canvas: the only place that changes it.

A document holds one immutable `Solution`. Each verb asks the rules, computes what comes after, and
pushes one named undo step; an illegal one raises `engine.Refused` and changes nothing. Views
of the solution listen to `Document.changed` and compare before and after.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise, product
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from engine import LinkKey, Network, Task, TrainingSettings
from engine.settings import SETTINGS
from levels.limits import check_name, check_place, check_solution
from levels.rules import Rules
from levels.solution import Place, Solution
from widgets.document import edits
from widgets.document.clip import read_clip, write_clip
from widgets.document.command import Direction, Edit, EditCommand, History, LiveValue, Step
from widgets.document.describe import listed
from widgets.document.layout import block_places, tidy
from widgets.document.names import activation_label, counted, link_title, node_title, pretty

_DUPLICATE_OFFSET: Final = 48.0


class Document(QObject):
    """One solution with its undo history.

    Signals:
        changed: the solution is another one (before, after).
        rules_changed: another level is on; task and rules are new.
        stepped: a step of the history was made, undone or made again (`Step`); after `changed`.
    """

    changed = Signal(object, object)
    rules_changed = Signal()
    stepped = Signal(object)

    def __init__(
        self, solution: Solution, task: Task, rules: Rules, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._task = task
        self._rules = rules
        self._solution = edits.completed(solution, rules)
        self._undo_stack = QUndoStack(self)
        self._restoring = False

    # -- what it holds -----------------------------------------------------------------------

    @property
    def solution(self) -> Solution:
        """The solution as it is now."""
        return self._solution

    @property
    def network(self) -> Network:
        """Its network."""
        return self._solution.network

    @property
    def layout(self) -> Mapping[str, Place]:
        """Where its nodes are; every node has a place."""
        return self._solution.layout

    @property
    def task(self) -> Task:
        """What is asked of the network."""
        return self._task

    @property
    def rules(self) -> Rules:
        """What the level allows."""
        return self._rules

    @property
    def undo_stack(self) -> QUndoStack:
        """The history."""
        return self._undo_stack

    @property
    def history(self) -> History:
        """The undo steps as a value; `reset` takes it back."""
        stack = self._undo_stack
        commands = [stack.command(place) for place in range(stack.count())]
        held = tuple(own.edit for own in commands if isinstance(own, EditCommand))
        return History(held, stack.index())

    def reset(
        self,
        solution: Solution,
        task: Task | None = None,
        rules: Rules | None = None,
        history: History | None = None,
    ) -> None:
        """Show another solution, perhaps of another level, with another history or none.

        A history that does not lead to the solution is left out.
        """
        before = self._solution
        self._task, self._rules = task or self._task, rules or self._rules
        self._solution = edits.completed(solution, self._rules)
        self._undo_stack.clear()
        if history is not None and _leads_to(history, self._solution):
            self._restore(history)
        if rules is not None:
            self.rules_changed.emit()
        self.changed.emit(before, self._solution)

    def rename(self, name: str) -> None:
        """Call the solution by another name; that is no edit and has no undo.

        Raises:
            Refused: when no solution can have this name.
        """
        before = self._solution
        if name != before.name:
            check_name(name)
            self._solution = replace(before, name=name)
            self.changed.emit(before, self._solution)

    # -- adding ------------------------------------------------------------------------------

    def add_input(self, name: str, at: Place, onto: str | None = None) -> None:
        """Add an input node at a place; put ``onto`` a node it is linked to it where legal."""
        after = edits.add_input(self._solution, self._rules, name, at, onto)
        self._push(f"Add input {pretty(name, self.task)}", after)

    def add_neuron(self, activation: str, at: Place, onto: str | None = None) -> str:
        """Add a hidden neuron at a place; returns its id.

        Put ``onto`` an input or output it is linked to it where legal.
        """
        after, new = edits.add_neurons(self._solution, self._rules, activation, [at], onto)
        self._push(f"Add {activation_label(activation)} neuron", after)
        return new[0]

    def add_block(self, activation: str, count: int, at: Place) -> tuple[str, ...]:
        """Add a column of hidden neurons around a place; returns their ids."""
        check_place(at)
        places = block_places(count, at)
        after, new = edits.add_neurons(self._solution, self._rules, activation, places)
        self._push(f"Add {count} {activation_label(activation)} neurons", after)
        return new

    def insert(self, activation: str, key: LinkKey, at: Place) -> str:
        """Put a new neuron into the middle of a link; returns its id."""
        after, new = edits.insert(self._solution, self._rules, activation, key, at)
        self._push(f"Insert {activation_label(activation)} neuron", after)
        return new

    def splice(self, node: str, key: LinkKey, at: Place) -> None:
        """Move a neuron without links into the middle of a link."""
        after = edits.splice(self._solution, self._rules, node, key, at)
        self._push(f"Insert {node_title(self.network, node, self.task)}", after)

    # -- linking -----------------------------------------------------------------------------

    def link(self, source: str, target: str) -> None:
        """Draw a link."""
        after = edits.link(self._solution, self._rules, source, target)
        self._push(f"Link {link_title(self.network, LinkKey(source, target), self.task)}", after)

    def connect_all(self, sources: Sequence[str], targets: Sequence[str]) -> int:
        """Link each source to each target where that is legal; returns the number of links."""
        return self.connect_columns([sources, targets])

    def connect_columns(self, columns: Sequence[Sequence[str]]) -> int:
        """Link all of each column to all of the next where legal; returns the number of links."""
        pairs = [pair for left, right in pairwise(columns) for pair in product(left, right)]
        after, made = edits.connect(self._solution, self._rules, pairs)
        title = (
            link_title(self.network, made[0], self.task) if len(made) == 1 else f"{len(made)} links"
        )
        self._push(f"Link {title}" if len(made) == 1 else f"Draw {title}", after)
        return len(made)

    # -- moving and removing -----------------------------------------------------------------

    def move(self, places: Mapping[str, Place], way: tuple[int, int] | None = None) -> None:
        """Put nodes elsewhere; moves of the same nodes in a row are one step.

        Where they would overlap others they go to the nearest free place, with ``way`` only on in
        that direction.
        """
        after = edits.move(self._solution, places, way)
        self._push("Move", after, merge=("move", frozenset(places)))

    def tidy(self) -> None:
        """Lay the whole network out in columns with few crossings."""
        self._push("Tidy up", edits.move(self._solution, tidy(self.network)))

    def remove(self, nodes: Collection[str] = (), links: Collection[LinkKey] = ()) -> None:
        """Delete nodes (with the links at them) and links; outputs among others stay."""
        after = edits.remove(self._solution, self._rules, nodes, links)
        going = edits.removable(self.network, self._rules, nodes)
        self._push(f"Delete {listed(self.network, going, links, self.task)}", after)

    # -- properties --------------------------------------------------------------------------

    def set_activation(self, ids: Collection[str], activation: str) -> None:
        """Give neurons another activation."""
        after = edits.set_activation(self._solution, self._rules, ids, activation)
        self._push(f"Use {activation_label(activation)}", after)

    def set_bias(self, ids: Collection[str], bias: bool) -> None:
        """Give neurons a bias or take it away."""
        text = "Add bias" if bias else "Remove bias"
        self._push(text, edits.set_bias(self._solution, ids, bias=bias))

    def set_start_weight(
        self, key: LinkKey, value: float | None, live_before: float | None = None
    ) -> None:
        """Set the weight that a link starts from, and has now; None leaves it to the initializer.

        ``live_before`` is the weight that training has now.
        """
        after = self._solution.with_network(self.network.with_start_weight(key, value))
        text = f"Set weight {link_title(self.network, key, self.task)}"
        self._push(text, after, ("weight", key), LiveValue(LinkKey(*key), live_before, value))

    def set_start_bias(
        self, node: str, value: float | None, live_before: float | None = None
    ) -> None:
        """Set the bias that a neuron starts from, and has now (see `set_start_weight`)."""
        after = edits.set_start_bias(self._solution, node, value)
        text = f"Set bias of {node_title(self.network, node, self.task)}"
        self._push(text, after, ("bias", node), LiveValue(node, live_before, value))

    def set_frozen(
        self,
        nodes: Collection[str] = (),
        links: Collection[LinkKey] = (),
        *,
        frozen: bool,
        values: Mapping[LinkKey | str, float] | None = None,
    ) -> None:
        """Freeze neurons and links at the values that training has now, or release them."""
        after = edits.set_frozen(self._solution, nodes, links, frozen=frozen, values=values or {})
        titles = listed(self.network, nodes, links, self.task)
        self._push(f"{'Freeze' if frozen else 'Release'} {titles}", after)

    def set_training(self, settings: TrainingSettings) -> None:
        """Train with other settings."""
        before = self._solution.training
        self._rules.check_training(before, settings)
        changed = [row for row in SETTINGS.values() if row.value(before) != row.value(settings)]
        after = replace(self._solution, training=settings)
        text = "Change training settings"
        if len(changed) == 1:
            text = f"Set {changed[0].label} to {changed[0].text(changed[0].value(settings))}"
        self._push(text, after, ("training", *(row.name for row in changed)))

    # -- pieces and wholes -------------------------------------------------------------------

    def copy(self, ids: Collection[str]) -> str:
        """These nodes and the links among them as text for the clipboard."""
        return write_clip(self._solution, ids)

    def paste(self, text: str, at: Place) -> tuple[str, ...]:
        """Add a copied piece around a place; returns the ids of its new nodes."""
        return self._paste("Paste", text, at)

    def duplicate(self, ids: Collection[str]) -> tuple[str, ...]:
        """Copy hidden neurons and the links among all of ``ids``, a little aside."""
        hidden = [neuron.id for neuron in self.network.hidden if neuron.id in ids]
        centre = _centre([self.layout[node] for node in hidden])
        at = (centre[0] + _DUPLICATE_OFFSET, centre[1] + _DUPLICATE_OFFSET)
        return self._paste("Duplicate", self.copy(ids), at)

    def load(self, solution: Solution) -> None:
        """Put the content of another solution here, as one undo step; the name stays."""
        named = replace(solution, name=self._solution.name)
        after = edits.completed(named, self._rules)
        for fault in self._rules.faults(after):
            raise fault
        self._push(f"Load “{solution.name}”", after)

    # -- the one way in ----------------------------------------------------------------------

    def _paste(self, verb: str, text: str, at: Place) -> tuple[str, ...]:
        after, new = edits.paste(self._solution, self._rules, read_clip(text), at)
        self._push(f"{verb} {counted(len(new), 'node')}" if new else f"{verb} links", after)
        return new

    def _push(
        self,
        text: str,
        after: Solution,
        merge: Hashable | None = None,
        live: LiveValue | None = None,
    ) -> None:
        if after == self._solution and (live is None or live.before == live.after):
            return
        check_solution(after)
        edit = Edit(text, self._solution, after, merge, live)
        top = self._undo_stack.command(self._undo_stack.index() - 1)
        if isinstance(top, EditCommand) and merge is not None and top.edit.merge == merge:
            edit = replace(edit, token=top.edit.token)
        self._undo_stack.push(EditCommand(edit, self._show))

    def _show(self, edit: Edit, direction: Direction) -> None:
        if self._restoring:
            return
        before, after = edit.before, edit.after
        if direction is Direction.UNDO:
            before, after = after, before
        # A name given meanwhile stays: renaming is no step of the history.
        self._solution = replace(after, name=self._solution.name)
        if before != after:
            self.changed.emit(before, self._solution)
        self.stepped.emit(Step(edit.token, direction, before, self._solution, edit.live))

    def _restore(self, history: History) -> None:
        """Fill the undo stack without making its steps: their solution is shown already."""
        self._restoring = True
        try:
            for edit in history.edits:
                # Two steps that were apart stay apart, whatever was between them and is gone.
                command = EditCommand(replace(edit, merge=None), self._show)
                self._undo_stack.push(command)
                command.edit = edit
            self._undo_stack.setIndex(history.index)
        finally:
            self._restoring = False


def _leads_to(history: History, solution: Solution) -> bool:
    """Whether the solution is the one after the steps that are done."""
    if not history.edits:
        return False
    place = history.index
    shown = history.edits[place - 1].after if place else history.edits[0].before
    return replace(shown, name=solution.name) == solution


def _centre(places: Sequence[Place]) -> Place:
    if not places:
        return (0.0, 0.0)
    columns, rows = zip(*places, strict=True)
    return ((min(columns) + max(columns)) / 2, (min(rows) + max(rows)) / 2)
