"""What a right click offers, by what it is on: a node, a link, several things, or empty paper."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QGuiApplication

from engine import Input, LinkKey, Neuron, Refused
from engine.functions.activations import ACTIVATIONS
from levels.solution import Place
from widgets.canvas.actions import EditorActions
from widgets.canvas.keys import key_of
from widgets.canvas.stage import Stage
from widgets.controls.menu import Entries, Entry
from widgets.document import edits
from widgets.document.clip import read_clip
from widgets.document.names import activation_label, pretty
from widgets.palette.ingredient import Ingredient

_NO_NEURON = "There is no neuron among what is selected."


class CanvasMenus:
    """Builds the menus of the canvas; each line acts on what is selected when it is chosen.

    Args:
        stage: document and scene.
        actions: what keys do too.
        link_from: begins a link at the focused node.
        fit: shows the whole network.
        ask_weight: lets the player set the weight of a link.
    """

    def __init__(
        self,
        stage: Stage,
        actions: EditorActions,
        link_from: Callable[[], None],
        fit: Callable[[], None],
        ask_weight: Callable[[LinkKey], None],
    ) -> None:
        self._stage = stage
        self._actions = actions
        self._link_from = link_from
        self._fit = fit
        self._ask_weight = ask_weight

    def selected(self, at: Place) -> Entries:
        """The menu of what is selected; of the paper at a place of the scene when nothing is."""
        nodes, links = self._stage.scene.selected_nodes, self._stage.scene.selected_links
        if not nodes and not links:
            return self.paper(at)
        if not nodes and len(links) == 1:
            return self.link(links[0])
        if len(nodes) == 1 and not links:
            return self.node(nodes[0])
        return self.several()

    def node(self, node_id: str) -> Entries:
        """The menu of one node."""
        node = self._stage.document.network.nodes[node_id]
        linking = Entry("Link from here", self._link_from, key_of("link"))
        if isinstance(node, Input):
            return (linking, self._cut_links(), None, *self._clipboard(), None, self._delete())
        first = () if node.output else (linking,)
        return (
            *first,
            self._activations((node,)),
            Entry("Bias", partial(self._actions.set_bias, bias=not node.bias), checked=node.bias),
            self._freeze(),
            self._cut_links(),
            None,
            *self._clipboard(),
            None,
            self._delete(),
        )

    def link(self, key: LinkKey) -> Entries:
        """The menu of one link."""
        return (
            Entry("Set weight…", partial(self._ask_weight, key)),
            self._freeze(),
            Entry("Insert neuron", children=self._insertions(key)),
            None,
            Entry("Cut the link", self._actions.delete, key_of("delete")),
        )

    def several(self) -> Entries:
        """The menu of several nodes or links."""
        nodes = self._stage.scene.selected_nodes
        network = self._stage.document.network
        neurons = tuple(own for own in network.neurons if own.id in nodes)
        columns = Entry(
            "Connect the columns",
            self._actions.connect_columns,
            key_of("connect"),
            "" if len(nodes) > 1 else "Select two columns of nodes first.",
        )
        return (
            columns,
            self._activations(neurons),
            self._freeze(),
            self._cut_links(),
            None,
            *self._clipboard(),
            None,
            self._delete(),
        )

    def paper(self, at: Place) -> Entries:
        """The menu of an empty place of the scene."""
        actions = self._actions
        clip = QGuiApplication.clipboard().text()
        return (
            Entry("Add", children=self._additions(at)),
            Entry(
                "Paste",
                partial(actions.paste_at, at),
                key_of("paste"),
                self._refusal(partial(read_clip, clip)),
            ),
            None,
            Entry("Select all", actions.select_all, key_of("select-all")),
            Entry("Tidy up", actions.tidy, key_of("tidy")),
            Entry("Fit the network into view", self._fit, key_of("fit")),
        )

    # -- lines that several menus share ------------------------------------------------------

    def _activations(self, neurons: tuple[Neuron, ...]) -> Entry:
        document = self._stage.document
        ids = tuple(neuron.id for neuron in neurons)
        used = {neuron.activation for neuron in neurons}

        def line(name: str) -> Entry:
            tried = partial(edits.set_activation, document.solution, document.rules, ids, name)
            return Entry(
                activation_label(name),
                partial(self._actions.set_activation, ids, name),
                refusal=self._refusal(tried),
                checked=used == {name},
            )

        lines = (line(name) for name in ACTIVATIONS)
        offered = tuple(own for own in lines if not own.refusal or own.checked)
        return Entry("Activation", refusal="" if ids else _NO_NEURON, children=offered or (None,))

    def _freeze(self) -> Entry:
        frozen = self._actions.frozen
        return Entry("Freeze", self._actions.toggle_frozen, key_of("freeze"), checked=frozen)

    def _cut_links(self) -> Entry:
        keys = self._actions.links_at_selected()
        nodes = self._stage.scene.selected_nodes
        owner = "its" if len(nodes) == 1 else "their"
        refusal = "" if keys else "Nothing is linked here."
        return Entry(f"Cut {owner} links", self._actions.cut_links, refusal=refusal)

    def _clipboard(self) -> tuple[Entry, ...]:
        document, nodes = self._stage.document, self._stage.scene.selected_nodes
        hidden = {neuron.id for neuron in document.network.hidden}
        none = "" if nodes else "Select nodes to copy first."
        only = "" if hidden.intersection(nodes) else "Only hidden neurons can be there twice."
        return (
            Entry("Copy", self._actions.copy, key_of("copy"), none),
            Entry("Cut", self._actions.cut, key_of("cut"), none or self._removal()),
            Entry("Duplicate", self._actions.duplicate, key_of("duplicate"), only),
        )

    def _delete(self) -> Entry:
        return Entry("Delete", self._actions.delete, key_of("delete"), self._removal())

    def _removal(self) -> str:
        scene, document = self._stage.scene, self._stage.document
        chosen = (scene.selected_nodes, scene.selected_links)
        return self._refusal(partial(edits.remove, document.solution, document.rules, *chosen))

    def _insertions(self, key: LinkKey) -> tuple[Entry, ...]:
        document = self._stage.document
        middle = self._stage.scene.link_items[key].point()
        at = (middle.x(), middle.y())
        return tuple(
            Entry(
                activation_label(name),
                partial(self._actions.insert, name, key, at),
                refusal=self._refusal(
                    partial(edits.insert, document.solution, document.rules, name, key, at)
                ),
            )
            for name in document.rules.activations
        )

    def _additions(self, at: Place) -> tuple[Entry | None, ...]:
        document, rules = self._stage.document, self._stage.document.rules
        inputs = [
            Entry(
                f"Input {pretty(name, document.task)}",
                partial(self._actions.put, Ingredient("input", name), at),
                refusal=self._refusal(partial(edits.add_input, document.solution, rules, name, at)),
            )
            for name in rules.inputs
        ]
        neurons = [
            Entry(
                f"{activation_label(name)} neuron",
                partial(self._actions.put, Ingredient("neuron", name), at),
                refusal=self._refusal(
                    partial(edits.add_neurons, document.solution, rules, name, [at])
                ),
            )
            for name in rules.activations
        ]
        return (*inputs, None, *neurons)

    def _refusal(self, tried: Callable[[], object]) -> str:
        """Why an edit that is tried on a copy is refused; empty when it is not."""
        try:
            tried()
        except Refused as fault:
            return self._stage.reason_of(fault)
        return ""
