"""What the inspector shows for a link, for one neuron, for an input, and for several things."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from engine import LinkKey, Neuron, Refused
from widgets.bench import Bench
from widgets.controls.check_box import CheckBox
from widgets.controls.flow import FlowLayout
from widgets.controls.number_row import NumberRow
from widgets.document.command import settle
from widgets.document.document import Document
from widgets.document.names import activation_label, counted, link_title, node_title, reason_of
from widgets.glossary.terms import term
from widgets.theme.style import plain_label
from widgets.views.live_values import live_bias, live_weight

HEAD_WIDTH: Final = 264
"""Width of a card's head where its numbers stand beside it, px."""
ROW_WIDTH: Final = 240
"""What a number with its name and slider needs, px."""
LONE_ROW_WIDTH: Final = 320
"""What a lone column of numbers needs beside the head; with less its sliders are short, px."""

_ANY_WIDTH: Final = 16_777_215  # QWIDGETSIZE_MAX: no limit


class Card(QWidget):
    """Base of the cards: a head with the title, numbers, and edits that may be refused.

    The numbers are below the head, or beside it in one column or more.

    Signals:
        refused: an edit was refused; carries the reason. Empty when one went well.
    """

    refused = Signal(str)

    def __init__(self, bench: Bench, title: str) -> None:
        super().__init__()
        self._look = bench.look
        self._document = bench.document
        self._run = bench.run
        self.title = title
        self._beside = -1
        self._head = QWidget()
        self.column = QVBoxLayout(self._head)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(6)
        self.column.addWidget(plain_label(title, "heading"))
        self._numbers: list[NumberRow] = []
        self._numbers_box = QWidget()
        self._numbers_grid = QGridLayout(self._numbers_box)
        self._numbers_grid.setContentsMargins(0, 0, 0, 0)
        self._numbers_grid.setHorizontalSpacing(20)
        self._numbers_grid.setVerticalSpacing(4)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(20)
        self._grid.setVerticalSpacing(6)

    def set_beside(self, columns: int) -> None:
        """Show the numbers beside the head in so many columns; 0 for below it."""
        if columns == self._beside:
            return
        self._beside = columns
        for part in (self._head, self._numbers_box):
            self._grid.removeWidget(part)
        head = self._look.theme.room(HEAD_WIDTH)
        self._head.setMinimumWidth(head if columns else 0)
        self._head.setMaximumWidth(head if columns else _ANY_WIDTH)
        below = (0, 1) if columns else (1, 0)
        top = Qt.AlignmentFlag.AlignTop if columns else Qt.AlignmentFlag(0)
        self._grid.addWidget(self._head, 0, 0, top)
        self._grid.addWidget(self._numbers_box, *below, top)
        for row in self._numbers:
            self._numbers_grid.removeWidget(row)
        for place, row in enumerate(self._numbers):
            self._numbers_grid.addWidget(row, *divmod(place, max(columns, 1)))

    def add_number(self, row: NumberRow) -> None:
        """Show one more number; each time the player lets go of it is a step to undo."""
        row.settled.connect(partial(settle, self._document.undo_stack))
        row.setParent(self)  # it may be shown before it has its place
        self._numbers.append(row)

    def refresh(self) -> None:
        """Show what training has now."""

    def attempt(self, edit: Callable[[], object]) -> bool:
        """Try an edit; False when it was refused, which `refused` has reported then."""
        try:
            edit()
        except Refused as refusal:
            document = self._document
            self.refused.emit(reason_of(document.network, refusal, document.task))
            return False
        self.refused.emit("")
        return True

    def weight_row(self, key: LinkKey, name: str) -> NumberRow:
        """A row that sets the weight of a link."""
        row = NumberRow(name, self._look, term("weight"))
        row.setObjectName(f"weight-{key.source}-{key.target}")
        row.edited.connect(partial(self._set_weight, key, row))
        return row

    def show_weights(self, rows: Sequence[tuple[LinkKey, NumberRow]]) -> None:
        """Show the present weights in their rows."""
        for key, row in rows:
            weight = live_weight(self._run, self._document.network, key)
            row.set_live(0.0 if weight is None else weight)

    def _set_weight(self, key: LinkKey, row: NumberRow, value: float) -> None:
        before = live_weight(self._run, self._document.network, key)
        if not self.attempt(partial(self._document.set_start_weight, key, value, before)):
            row.take_back(0.0 if before is None else before)


class LinkCard(Card):
    """One link: its weight."""

    def __init__(self, bench: Bench, key: LinkKey) -> None:
        super().__init__(
            bench, f"Link {link_title(bench.document.network, key, bench.document.task)}"
        )
        self._rows = [(key, self.weight_row(key, "weight"))]
        self.add_number(self._rows[0][1])
        self.refresh()

    def refresh(self) -> None:
        """Show the present weight."""
        self.show_weights(self._rows)


class InputCard(Card):
    """One input: where it leads."""

    def __init__(self, bench: Bench, node_id: str) -> None:
        network, task = bench.document.network, bench.document.task
        super().__init__(bench, f"Input {node_title(network, node_id, task)}")
        self._rows = [
            (link.key, self.weight_row(link.key, f"to {node_title(network, link.target, task)}"))
            for link in network.outgoing(node_id)
        ]
        if not self._rows:
            text = "It feeds nothing yet. Drag from its right edge to a neuron."
            self.column.addWidget(plain_label(text, "muted", wrap=True))
        for _, row in self._rows:
            self.add_number(row)
        self.refresh()

    def refresh(self) -> None:
        """Show the present weights."""
        self.show_weights(self._rows)


class NeuronsCard(Card):
    """One neuron, or several with what they have in common: activation and bias."""

    def __init__(self, bench: Bench, ids: Sequence[str]) -> None:
        super().__init__(bench, _neurons_title(bench.document, ids))
        self._ids = tuple(ids)
        self._activations: dict[str, QPushButton] = {}
        self._weights: list[tuple[LinkKey, NumberRow]] = []
        self._bias_row: NumberRow | None = None
        self.column.addWidget(self._activation_chips())
        self._bias = CheckBox(self._look, "bias (1 parameter)")
        self._bias.setObjectName("bias")
        self._bias.clicked.connect(self._bias_clicked)
        self.column.addWidget(self._bias)
        if len(self._ids) == 1:
            self._add_numbers(self._ids[0])
        self.refresh()

    def refresh(self) -> None:
        """Show the present activation, bias and weights."""
        neurons = [self._document.network.neuron(node) for node in self._ids]
        used = {neuron.activation for neuron in neurons}
        for name, button in self._activations.items():
            button.setChecked(used == {name})
        biases = {neuron.bias for neuron in neurons}
        mixed, on = Qt.CheckState.PartiallyChecked, Qt.CheckState.Checked
        state = mixed if len(biases) > 1 else on if True in biases else Qt.CheckState.Unchecked
        self._bias.setCheckState(state)
        if self._bias_row is not None:
            self._bias_row.setVisible(neurons[0].bias)
            bias = live_bias(self._run, self._document.network, self._ids[0])
            self._bias_row.set_live(0.0 if bias is None else bias)
        self.show_weights(self._weights)

    def _activation_chips(self) -> QWidget:
        chips = QWidget()
        flow = FlowLayout(6, chips)
        for name in _allowed(self._document, self._ids):
            button = QPushButton(activation_label(name))
            button.setCheckable(True)
            button.setProperty("role", "chip")
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setObjectName(f"activation-{name}")
            button.clicked.connect(partial(self._activation_clicked, name))
            self._activations[name] = button
            flow.addWidget(button)
        return chips

    def _add_numbers(self, node_id: str) -> None:
        network = self._document.network
        self._bias_row = NumberRow("bias", self._look, term("bias"))
        self._bias_row.setObjectName(f"bias-{node_id}")
        self._bias_row.edited.connect(partial(self._bias_edited, self._bias_row))
        self.add_number(self._bias_row)
        task = self._document.task
        for link in network.incoming(node_id):
            row = self.weight_row(link.key, f"from {node_title(network, link.source, task)}")
            self._weights.append((link.key, row))
        for link in network.outgoing(node_id):
            row = self.weight_row(link.key, f"to {node_title(network, link.target, task)}")
            self._weights.append((link.key, row))
        for _, row in self._weights:
            self.add_number(row)

    def _activation_clicked(self, name: str, _checked: bool = False) -> None:
        self.attempt(partial(self._document.set_activation, self._ids, name))
        self.refresh()

    def _bias_clicked(self) -> None:
        neurons = [self._document.network.neuron(node) for node in self._ids]
        wanted = not all(neuron.bias for neuron in neurons)
        self.attempt(partial(self._document.set_bias, self._ids, wanted))
        self.refresh()

    def _bias_edited(self, row: NumberRow, value: float) -> None:
        node = self._ids[0]
        before = live_bias(self._run, self._document.network, node)
        if not self.attempt(partial(self._document.set_start_bias, node, value, before)):
            row.take_back(0.0 if before is None else before)


class SeveralCard(Card):
    """A selection without neurons: how much of what."""

    def __init__(self, bench: Bench, nodes: Collection[str], links: Collection[LinkKey]) -> None:
        parts = [counted(len(nodes), "input")] if nodes else []
        parts += [counted(len(links), "link")] if links else []
        super().__init__(bench, " and ".join(parts))
        text = "Press Delete to remove them."
        self.column.addWidget(plain_label(text, "muted", wrap=True))


def _neurons_title(document: Document, ids: Sequence[str]) -> str:
    if len(ids) != 1:
        return counted(len(ids), "neuron")
    neuron = document.network.neuron(ids[0])
    kind = "Output" if neuron.output else "Neuron"
    return f"{kind} {node_title(document.network, ids[0], document.task)}"


def _allowed(document: Document, ids: Sequence[str]) -> list[str]:
    """The activations that all of these neurons may use, in the order of the level."""
    rules, network = document.rules, document.network
    offered = dict.fromkeys((*rules.activations, *rules.output_activations))
    return [
        name
        for name in offered
        if all(rules.can_use_activation(network, node, name) for node in ids)
    ]


def card_for(bench: Bench, nodes: Collection[str], links: Collection[LinkKey]) -> Card | None:
    """The card for a selection; None when nothing is selected."""
    network = bench.document.network
    known = [node for node in network.nodes if node in nodes]
    keys = [key for key in network.link_by_key if key in links]
    neurons = [node for node in known if isinstance(network.nodes[node], Neuron)]
    if neurons:
        return NeuronsCard(bench, neurons)
    if len(known) == 1 and not keys:
        return InputCard(bench, known[0])
    if len(keys) == 1 and not known:
        return LinkCard(bench, keys[0])
    return SeveralCard(bench, known, keys) if known or keys else None
