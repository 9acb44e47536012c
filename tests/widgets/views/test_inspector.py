"""The inspector: live numbers, and edits that are steps of the document."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDoubleSpinBox, QPushButton

from engine import LinkKey
from widgets.controls.number_row import NumberRow
from widgets.document.names import pretty
from widgets.views.inspector import Inspector


@pytest.fixture
def inspector(document, run, look, qtbot):
    widget = Inspector(document, run, look)
    qtbot.addWidget(widget)
    widget.resize(320, 400)
    widget.show()
    return widget


def hidden(document):
    return document.network.hidden[0].id


def row(inspector, name):
    return inspector.findChild(NumberRow, name)


def test_nothing_selected_says_what_to_do(inspector):
    assert inspector.card is None


def test_a_selection_fills_it_and_none_empties_it(inspector, document, qtbot):
    with qtbot.waitSignal(inspector.filled):
        inspector.set_selection([hidden(document)], [])
    assert inspector.card.title == f"Neuron {pretty(hidden(document))}"
    with qtbot.waitSignal(inspector.emptied):
        inspector.set_selection([], [])


def test_weights_are_those_of_the_run(inspector, document, run, trained):
    key = document.network.links[0].key
    run.set_frame(trained)
    inspector.set_selection([], [key])
    shown = row(inspector, f"weight-{key.source}-{key.target}").value
    assert shown == pytest.approx(trained.snapshot.weight(*key), abs=5e-4)


def test_live_weights_follow_new_frames(inspector, document, run, trained, frame_of, qtbot):
    key = document.network.links[0].key
    inspector.set_selection([], [key])
    number = row(inspector, f"weight-{key.source}-{key.target}")
    run.set_frame(trained)
    later = frame_of(document.network, document.solution.training, 120)
    run.set_frame(later)
    wanted = later.snapshot.weight(*key)
    qtbot.waitUntil(lambda: abs(number.value - wanted) < 1e-3)


def test_a_weight_set_by_hand_is_told_and_undone_to_what_it_was(
    inspector, document, run, trained, qtbot
):
    key = document.network.links[0].key
    run.set_frame(trained)
    inspector.set_selection([], [key])
    with qtbot.waitSignal(document.weight_set) as told:
        row(inspector, f"weight-{key.source}-{key.target}").set_value(1.5)
    assert told.args == [key, 1.5]
    assert document.network.link_by_key[key].start_weight == 1.5
    with qtbot.waitSignal(document.weight_set) as undone:
        document.undo_stack.undo()
    assert undone.args[1] == pytest.approx(trained.snapshot.weight(*key))


def test_only_allowed_activations_are_offered(inspector, document, xor):
    inspector.set_selection([hidden(document)], [])
    offered = {
        button.objectName()
        for button in inspector.findChildren(QPushButton)
        if button.objectName().startswith("activation-")
    }
    assert offered == {f"activation-{name}" for name in xor.rules.activations}


def test_choosing_an_activation_and_dropping_the_bias(inspector, document, xor, qtbot):
    node = hidden(document)
    other = next(
        name for name in xor.rules.activations if name != document.network.neuron(node).activation
    )
    inspector.set_selection([node], [])
    button = inspector.findChild(QPushButton, f"activation-{other}")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert document.network.neuron(node).activation == other
    assert button.isChecked()
    before = document.network.parameters
    bias = inspector.findChild(QCheckBox, "bias")
    bias.click()
    assert document.network.parameters == before - 1
    assert not row(inspector, f"bias-{node}").isVisible()


def test_several_neurons_show_what_they_have_in_common(inspector, document):
    first = hidden(document)
    second = document.add_neuron(document.network.neuron(first).activation, (0.0, 0.0))
    document.set_bias([second], False)
    inspector.set_selection([first, second], [])
    bias = inspector.findChild(QCheckBox, "bias")
    assert inspector.card.title == "2 neurons"
    assert bias.checkState() == Qt.CheckState.PartiallyChecked
    bias.click()
    assert all(document.network.neuron(node).bias for node in (first, second))


def test_a_refusal_is_said_gently(inspector, document, xor):
    node = hidden(document)
    used = document.network.neuron(node).activation
    other = next(name for name in xor.rules.activations if name != used)
    inspector.set_selection([node], [])
    # The level's author takes it from the palette while the card still offers it.
    document._rules = replace(xor.rules, activations=(used,))
    before = document.solution
    inspector.findChild(QPushButton, f"activation-{other}").click()
    assert inspector.message.startswith("This level does not offer")
    assert document.solution == before
    assert inspector.findChild(QPushButton, f"activation-{used}").isChecked()


@pytest.mark.parametrize("what", ["weight", "bias"])
def test_a_number_that_no_file_holds_is_refused_where_it_is_typed(inspector, document, qtbot, what):
    node = hidden(document)
    inspector.set_selection([node], [])
    name = f"weight-x1-{node}" if what == "weight" else f"bias-{node}"
    number, kept = row(inspector, name), document.solution
    field = number.findChild(QDoubleSpinBox)
    before = number.value
    qtbot.mouseDClick(field.lineEdit(), Qt.MouseButton.LeftButton)
    field.lineEdit().selectAll()
    qtbot.keyClicks(field, "500000")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert inspector.message == f"A {what} is at most 100,000 and at least −100,000."
    assert number.value == before
    assert document.solution is kept


def test_what_is_removed_leaves_the_inspector(inspector, document):
    key = document.network.links[0].key
    inspector.set_selection([], [key])
    document.remove(links=[key])
    assert inspector.card is None
    document.undo_stack.undo()
    assert inspector.card.title.startswith("Link")


def test_an_input_shows_where_it_leads(inspector, document):
    source = document.network.inputs[0].id
    inspector.set_selection([source], [])
    wanted = {LinkKey(*link.key) for link in document.network.outgoing(source)}
    assert len(inspector.card.findChildren(NumberRow)) == len(wanted)
