"""A random walk over the editor: whatever is done in whatever order, nothing comes apart.

After every step the scene shows exactly the document, the network is acyclic and its ids are
unique; at the end undoing all gives the start and redoing all gives the end. Whatever was made, be
it with numbers and names that nobody would choose, is written as a file and read back equal.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from graphlib import TopologicalSorter
from itertools import combinations

import pytest

from engine import LinkKey, Network, Neuron, Refused, Task, TrainingSettings
from levels import read_solution, write_solution
from levels.rules import Rules
from levels.solution import Solution
from widgets.canvas.scene import NetworkScene
from widgets.document.document import Document
from widgets.document.spacing import overlap
from widgets.selection import Selection
from widgets.theme.look import Look

TASK = Task("classification", ("x1", "x2"), 1, 2)
RULES = Rules(
    task=TASK,
    inputs=("x1", "x2", "x1*x2"),
    activations=("tanh", "relu", "sine"),
    output_activations=("identity", "tanh"),
    max_neurons=12,
    skip_links=True,
    locked=frozenset({"epochs"}),
    training=TrainingSettings(),
)
STEPS = 40
WILD = [1e5, -1e5, 5e5, 1e6, 1e6 + 8, -1e9, 1e300, 1e-3, 0.1 + 0.2, float("inf"), float("nan")]
NAMES = [
    "plain",
    "",
    " ",
    "n" * 81,
    "שלום",
    "שלום\u200f",
    "two\nlines",
    "tab\t",
    "\ud800",
    "🌳" * 80,
]


def small_network() -> Network:
    """x1 - h1 - y, as a saved solution may be."""
    network = Network().add_input("x1").add_neuron(Neuron("h1", "relu"))
    network = network.add_neuron(Neuron("y", "identity", output=True))
    return network.add_link("x1", "h1").add_link("h1", "y")


class Walk:
    """One walker with its own seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.document = Document(Solution("walk", Network(), TrainingSettings()), TASK, RULES)
        self.start = self.document.solution
        self.scene = NetworkScene(
            self.document, Look(parent=self.document), Selection(self.document), self.document
        )
        self.clip = ""
        self.actions: list[Callable[[], object]] = [
            self.add_input,
            self.add_neuron,
            self.add_neuron,
            self.add_block,
            self.link,
            self.link,
            self.link,
            self.insert,
            self.splice,
            self.connect_all,
            self.move,
            self.move,
            self.remove_node,
            self.remove_link,
            self.set_activation,
            self.set_bias,
            self.set_weight,
            self.set_training,
            self.copy,
            self.paste,
            self.duplicate,
            self.tidy,
            self.load,
            self.rename,
            self.undo,
            self.undo,
            self.redo,
        ]

    def node(self) -> str:
        return self.random.choice(list(self.document.network.nodes))

    def nodes(self) -> list[str]:
        known = list(self.document.network.nodes)
        return self.random.sample(known, self.random.randint(1, len(known)))

    def key(self) -> LinkKey:
        links = self.document.network.links
        return self.random.choice(links).key if links else LinkKey("x1", "y")

    def place(self) -> tuple[float, float]:
        if self.random.random() < 0.03:
            return (self.random.choice(WILD), 0.0)
        return (self.random.randint(-50, 50) * 8.0, self.random.randint(-50, 50) * 8.0)

    def activation(self) -> str:
        return self.random.choice(["tanh", "relu", "sine", "square", "identity"])

    def add_input(self) -> None:
        name = self.random.choice(["x1", "x2", "x1*x2", "cos(x1)"])
        self.document.add_input(name, self.place())

    def add_neuron(self) -> None:
        self.document.add_neuron(self.activation(), self.place())

    def add_block(self) -> None:
        self.document.add_block(self.activation(), self.random.choice([2, 4, 8]), self.place())

    def link(self) -> None:
        self.document.link(self.node(), self.node())

    def insert(self) -> None:
        self.document.insert(self.activation(), self.key(), self.place())

    def splice(self) -> None:
        self.document.splice(self.node(), self.key(), self.place())

    def connect_all(self) -> None:
        self.document.connect_all(self.nodes(), self.nodes())

    def move(self) -> None:
        self.document.move({node: self.place() for node in self.nodes()})

    def remove_node(self) -> None:
        self.document.remove([self.node()], [self.key()])

    def remove_link(self) -> None:
        self.document.remove(links=[self.key()])

    def set_activation(self) -> None:
        self.document.set_activation([self.node()], self.activation())

    def set_bias(self) -> None:
        self.document.set_bias([self.node()], self.random.random() < 0.5)

    def set_weight(self) -> None:
        value = self.random.choice([None, 0.5, -2.0, *WILD])
        self.document.set_start_weight(self.key(), value, 0.1)

    def rename(self) -> None:
        self.document.rename(self.random.choice(NAMES))

    def set_training(self) -> None:
        settings = self.document.solution.training
        rate = self.random.choice([0.01, 0.03, 0.1])
        epochs = self.random.choice([settings.epochs, settings.epochs, 7])
        self.document.set_training(replace(settings, learning_rate=rate, epochs=epochs))

    def copy(self) -> None:
        self.clip = self.document.copy(self.nodes())

    def paste(self) -> None:
        self.document.paste(self.clip, self.place())

    def duplicate(self) -> None:
        self.document.duplicate(self.nodes())

    def tidy(self) -> None:
        self.document.tidy()

    def load(self) -> None:
        self.document.load(Solution("saved", small_network(), TrainingSettings()))

    def undo(self) -> None:
        self.document.undo_stack.undo()

    def redo(self) -> None:
        self.document.undo_stack.redo()

    def step(self) -> bool:
        """Do one thing; whether it was allowed. A refusal must change nothing."""
        before, steps = self.document.solution, self.document.undo_stack.count()
        try:
            self.random.choice(self.actions)()
        except Refused as refusal:
            refused = refusal
        else:
            return True
        assert refused.reason.endswith(".")
        assert self.document.solution is before
        assert self.document.undo_stack.count() == steps
        return False

    def check(self) -> None:
        """Everything that must hold at every moment."""
        solution, scene = self.document.solution, self.scene
        network = solution.network
        ids = [node.id for node in (*network.inputs, *network.neurons)]
        assert len(ids) == len(set(ids))
        assert len(network.links) == len(network.link_by_key)
        sorter = TopologicalSorter(dict.fromkeys(ids, ()))
        for link in network.links:
            assert {link.source, link.target} <= set(ids)
            sorter.add(link.target, link.source)
        sorter.prepare()  # raises CycleError
        assert RULES.faults(solution) == []
        assert set(solution.layout) == set(ids) == set(scene.node_items)
        assert set(scene.link_items) == set(network.link_by_key)
        assert len(scene.items()) == len(ids) + len(network.links)
        for node in ids:
            place = scene.node_items[node].pos()
            assert (place.x(), place.y()) == solution.layout[node]
        for one, other in combinations(solution.layout.values(), 2):
            assert not overlap(one, other)
        for key, item in scene.link_items.items():
            assert item.point(0.0) == scene.node_items[key.source].out_port
            assert item.point(1.0) == scene.node_items[key.target].in_port

    def check_file(self) -> None:
        """What is on the canvas can be kept."""
        solution = self.document.solution
        assert read_solution(write_solution(solution), task=TASK) == solution

    def there_and_back(self) -> None:
        """Undo all gives the start, redo all gives the end."""
        stack = self.document.undo_stack
        end = None
        while stack.canRedo():
            stack.redo()
        end = self.document.solution
        for step, goal in ((stack.undo, self.start), (stack.redo, end)):
            for _ in range(stack.count()):
                step()
            # A name given meanwhile stays: renaming is no step of the history.
            assert self.document.solution == replace(goal, name=self.document.solution.name)
            self.check()


def walk(seed: int) -> int:
    """Walk once; returns how many steps were allowed."""
    walker = Walk(seed)
    done = 0
    for _ in range(STEPS):
        done += walker.step()
        walker.check()
        if not done % 10:
            walker.check_file()
    walker.there_and_back()
    return done


@pytest.mark.parametrize("first", range(0, 500, 50))
def test_fifty_walks_of_forty_steps_keep_everything_together(qapp, first):
    assert sum(walk(seed) for seed in range(first, first + 50)) > 50 * STEPS / 4
