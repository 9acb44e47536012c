"""A document with an open set of rules, a canvas on it, and a hand that drags on the canvas."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from engine import Network, Neuron, Task, TrainingSettings
from engine.data import Dataset, Samples
from engine.inspection.maps import DecisionMaps, MapGrid
from engine.training.run import Frame
from engine.training.trainer import Trainer
from levels.rules import Rules
from levels.solution import Solution
from widgets.canvas.view import NetworkView
from widgets.document.document import Document
from widgets.palette.palette import Palette
from widgets.run_model import RunModel
from widgets.theme.look import Look
from widgets.theme.style import install_font

TASK = Task("classification", ("x1", "x2"), 1, 2)


@pytest.fixture
def rules():
    """Two raw inputs and one feature, four activations, at most eight neurons."""
    return Rules(
        task=TASK,
        inputs=("x1", "x2", "x1*x2"),
        activations=("tanh", "relu", "sine", "abs"),
        output_activations=("identity",),
        max_neurons=8,
        skip_links=True,
        locked=frozenset({"epochs"}),
        training=TrainingSettings(),
    )


@pytest.fixture
def make_document(qapp, rules):
    """``make_document(network, **changed rules)``."""

    def make(network=None, **changes):
        mine = replace(rules, **changes)
        return Document(Solution("mine", network or Network(), TrainingSettings()), TASK, mine)

    return make


@pytest.fixture
def xor_network():
    """2-3-1, fully linked."""
    network = Network().add_input("x1").add_input("x2")
    for name in ("h1", "h2", "h3"):
        network = network.add_neuron(Neuron(name)).add_link("x1", name).add_link("x2", name)
    network = network.add_neuron(Neuron("y", "identity", output=True))
    for name in ("h1", "h2", "h3"):
        network = network.add_link(name, "y")
    return network


@pytest.fixture
def document(make_document):
    """An empty canvas: nothing but the output."""
    return make_document()


@pytest.fixture
def xor_document(make_document, xor_network):
    """The 2-3-1 network."""
    return make_document(xor_network)


@pytest.fixture
def make_view(qtbot):
    """``make_view(document)``: a shown canvas, 900 × 640, on which everything is there at once."""

    def make(document):
        install_font()
        look = Look(parent=document)
        look.set_reduced_motion(True)
        view = NetworkView(document, RunModel(parent=document), look)
        qtbot.addWidget(view)
        view.resize(900, 640)
        view.show()
        view.setFocus()
        return view

    return make


@pytest.fixture
def view(make_view, document):
    return make_view(document)


@pytest.fixture
def xor_view(make_view, xor_document):
    return make_view(xor_document)


@pytest.fixture
def palette(qtbot, view):
    """The palette that shares the toolbox of ``view``."""
    widget = Palette(view.document, Look(parent=view), view.toolbox)
    qtbot.addWidget(widget)
    widget.show()
    return widget


@pytest.fixture
def make_frame():
    """``make_frame(network)``: a real frame at epoch 0."""

    def make(network, run=1):
        corners = np.array([[-1.0, -1.0], [-1.0, 1.0], [1.0, -1.0], [1.0, 1.0]])
        samples = Samples(corners, np.array([[0.0], [1.0], [1.0], [0.0]]))
        data = Dataset(TASK, samples, samples, samples)
        snapshot = Trainer(network, data, TrainingSettings(), (1,)).snapshot()
        grid = MapGrid.around(corners, 16)
        maps = DecisionMaps(snapshot.plan, grid, TASK.columns)(snapshot.parameters[0])
        return Frame(run, snapshot, maps.astype(np.float32), grid)

    return make


class Hand:
    """Presses, moves and releases on a canvas, as a mouse does."""

    LEFT = Qt.MouseButton.LeftButton

    def press(self, view, at, button=LEFT, keys=Qt.KeyboardModifier.NoModifier):
        QTest.mousePress(view.viewport(), button, keys, at)

    def move(self, view, start, end, steps=8):
        for step in range(1, steps + 1):
            QTest.mouseMove(view.viewport(), start + (end - start) * step / steps)

    def release(self, view, at, button=LEFT, keys=Qt.KeyboardModifier.NoModifier):
        QTest.mouseRelease(view.viewport(), button, keys, at)

    def drag(self, view, start, end, button=LEFT, keys=Qt.KeyboardModifier.NoModifier):
        self.press(view, start, button, keys)
        self.move(view, start, end)
        self.release(view, end, button, keys)

    def click(self, view, at, keys=Qt.KeyboardModifier.NoModifier):
        QTest.mouseMove(view.viewport(), at)
        QTest.mouseClick(view.viewport(), self.LEFT, keys, at)

    def link(self, view, source, target):
        self.drag(view, view.port_position(source), view.node_centre(target))

    @staticmethod
    def free(view):
        """A point with nothing on it."""
        return QPoint(20, 20)


@pytest.fixture
def hand():
    return Hand()
