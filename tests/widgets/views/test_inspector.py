"""The inspector: live numbers, and edits that are steps of the document."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QDoubleSpinBox, QLabel, QPushButton

from engine import LinkKey
from engine.training.run import Now
from widgets.controls.number_row import NumberRow
from widgets.controls.signed_slider import SignedSlider
from widgets.document.names import pretty
from widgets.views.inspector import Inspector


@pytest.fixture
def inspector(bench, qtbot):
    widget = Inspector(bench)
    qtbot.addWidget(widget)
    widget.resize(320, 400)
    widget.show()
    return widget


@pytest.fixture
def select(bench):
    """``select(nodes, links)``"""
    return bench.selection.select


def hidden(document):
    return document.network.hidden[0].id


def row(inspector, name):
    return inspector.findChild(NumberRow, name)


def test_nothing_selected_says_what_to_do(inspector):
    assert inspector.card is None


def test_a_selection_fills_it_and_none_empties_it(inspector, document, select):
    select([hidden(document)], [])
    assert inspector.card.title == f"Neuron {pretty(hidden(document))}"
    select([], [])
    assert inspector.card is None


def test_numbers_stand_below_their_head_or_beside_it(inspector, document, select):
    select([hidden(document)], [])
    card = inspector.card
    narrow = inspector.height_at(300)
    number = card.findChild(NumberRow, f"bias-{hidden(document)}")
    inspector.resize(300, 400)
    assert number.mapTo(card, number.rect().topLeft()).y() > 60
    inspector.resize(700, 400)
    QApplication.processEvents()
    assert number.mapTo(card, number.rect().topLeft()).y() < 20
    assert inspector.height_at(700) < narrow


def test_weights_are_those_of_the_run(inspector, document, run, trained, select):
    key = document.network.links[0].key
    run.set_frame(trained)
    select([], [key])
    shown = row(inspector, f"weight-{key.source}-{key.target}").value
    assert shown == pytest.approx(trained.snapshot.weight(*key), abs=5e-4)


def test_live_weights_follow_new_frames(inspector, document, run, trained, frame_of, qtbot, select):
    key = document.network.links[0].key
    select([], [key])
    number = row(inspector, f"weight-{key.source}-{key.target}")
    run.set_frame(trained)
    later = frame_of(document.network, document.solution.training, 120)
    run.set_frame(later)
    wanted = later.snapshot.weight(*key)
    qtbot.waitUntil(lambda: abs(number.value - wanted) < 1e-3)


def test_a_weight_set_by_hand_is_a_step_of_the_history(
    inspector, document, run, trained, qtbot, select
):
    key = document.network.links[0].key
    run.set_frame(trained)
    select([], [key])
    with qtbot.waitSignal(document.stepped) as told:
        row(inspector, f"weight-{key.source}-{key.target}").set_value(1.5)
    (step,) = told.args
    assert (step.live.where, step.live.after) == (key, 1.5)
    assert step.live.before == pytest.approx(trained.snapshot.weight(*key))
    assert document.network.link_by_key[key].start_weight == 1.5
    document.undo_stack.undo()
    assert document.network.link_by_key[key].start_weight is None


def test_the_score_of_the_network_on_screen_stands_below_its_numbers(
    inspector, document, run, trained, qtbot, select
):
    select([], [document.network.links[0].key])
    run.set_frame(replace(trained, now=Now(0.1, 0.25, 0.99, 0.9824)))
    qtbot.waitUntil(lambda: "98.2" in inspector.score_text)
    label = inspector.findChild(QLabel, "score-now")
    qtbot.waitUntil(lambda: label.text() == "Validation accuracy 98.2\u00a0%, loss 0.25")
    run.set_frame(replace(trained, now=Now(0.1, 0.25, 0.99, 0.9, unlinked=("y",))))
    qtbot.waitUntil(lambda: label.text() == "No score: nothing is linked to y yet.")


def test_what_changed_while_it_was_hidden_is_there_when_it_is_shown(
    inspector, document, run, trained, select
):
    label = inspector.findChild(QLabel, "score-now")
    run.set_frame(replace(trained, now=Now(0.1, 0.25, 0.99, 0.9824)))
    inspector.hide()
    select([], [document.network.links[0].key])
    run.set_frame(replace(trained, now=Now(0.1, 0.25, 0.99, 0.9, unlinked=("y",))))
    inspector.show()
    assert label.text() == "No score: nothing is linked to y yet."


def test_only_allowed_activations_are_offered(inspector, document, xor, select):
    select([hidden(document)], [])
    offered = {
        button.objectName()
        for button in inspector.findChildren(QPushButton)
        if button.objectName().startswith("activation-")
    }
    assert offered == {f"activation-{name}" for name in xor.rules.activations}


def test_choosing_an_activation_and_dropping_the_bias(inspector, document, xor, qtbot, select):
    node = hidden(document)
    other = next(
        name for name in xor.rules.activations if name != document.network.neuron(node).activation
    )
    select([node], [])
    button = inspector.findChild(QPushButton, f"activation-{other}")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert document.network.neuron(node).activation == other
    assert button.isChecked()
    before = document.network.parameters
    bias = inspector.findChild(QCheckBox, "bias")
    bias.click()
    assert document.network.parameters == before - 1
    assert not row(inspector, f"bias-{node}").isVisible()


def test_several_neurons_show_what_they_have_in_common(inspector, document, select):
    first = hidden(document)
    second = document.add_neuron(document.network.neuron(first).activation, (0.0, 0.0))
    document.set_bias([second], False)
    select([first, second], [])
    bias = inspector.findChild(QCheckBox, "bias")
    assert inspector.card.title == "2 neurons"
    assert bias.checkState() == Qt.CheckState.PartiallyChecked
    bias.click()
    assert all(document.network.neuron(node).bias for node in (first, second))


def test_a_refusal_is_said_gently(inspector, document, xor, select):
    node = hidden(document)
    used = document.network.neuron(node).activation
    other = next(name for name in xor.rules.activations if name != used)
    select([node], [])
    # The level's author takes it from the palette while the card still offers it.
    document._rules = replace(xor.rules, activations=(used,))
    before = document.solution
    inspector.findChild(QPushButton, f"activation-{other}").click()
    assert inspector.message.startswith("This level does not offer")
    assert document.solution == before
    assert inspector.findChild(QPushButton, f"activation-{used}").isChecked()


@pytest.mark.parametrize("what", ["weight", "bias"])
def test_a_number_that_no_file_holds_is_refused_where_it_is_typed(
    inspector, document, select, qtbot, what
):
    node = hidden(document)
    select([node], [])
    name = f"weight-x1-{node}" if what == "weight" else f"bias-{node}"
    number, kept = row(inspector, name), document.solution
    field = number.findChild(QDoubleSpinBox)
    before = number.value
    qtbot.mouseDClick(field.lineEdit(), Qt.MouseButton.LeftButton)
    qtbot.mouseRelease(field.lineEdit(), Qt.MouseButton.LeftButton)  # a double click holds it
    field.lineEdit().selectAll()
    qtbot.keyClicks(field, "500000")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert inspector.message == f"A {what} is at most 100,000 and at least −100,000."
    assert number.value == before
    assert document.solution is kept


def enter(field, text, qtbot):
    field.lineEdit().selectAll()
    field.lineEdit().insert(text)  # as a clipboard would: the test's keys know only ASCII
    qtbot.keyClick(field, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("typed", "value", "shown"),
    [("1,5", 1.5, "1.500"), ("-2.25", -2.25, "−2.250"), ("−3", -3.0, "−3.000")],
)
def test_a_number_is_typed_as_players_write_it(
    inspector, document, select, qtbot, typed, value, shown
):
    key = document.network.links[0].key
    select([], [key])
    number = inspector.card.findChild(NumberRow)
    field = number.findChild(QDoubleSpinBox)
    enter(field, typed, qtbot)
    assert document.network.link_by_key[key].start_weight == value
    assert field.lineEdit().text() == shown


def test_a_number_that_is_selected_stays_so_while_it_follows_training(inspector, document, select):
    select([], [document.network.links[0].key])
    number = inspector.card.findChild(NumberRow)
    number.set_live(1.5)
    number.focus_field()
    number.set_live(-2.25)
    assert number.findChild(QDoubleSpinBox).lineEdit().selectedText() == "−2.250"


def test_each_number_that_is_entered_is_a_step_to_undo(inspector, document, select, qtbot):
    key = document.network.links[0].key
    select([], [key])
    field = inspector.card.findChild(NumberRow).findChild(QDoubleSpinBox)
    for typed in ("1", "2", "3"):
        enter(field, typed, qtbot)
    weights = []
    for _ in range(2):
        document.undo_stack.undo()
        weights.append(document.network.link_by_key[key].start_weight)
    assert weights == [2.0, 1.0]


def test_each_drag_of_a_slider_is_a_step_to_undo(inspector, document, select):
    key = document.network.links[0].key
    select([], [key])
    slider = inspector.card.findChild(SignedSlider)
    steps = document.undo_stack.count()
    for end in (300, -500):
        slider.setSliderDown(True)
        for position in (end // 3, end // 2, end):
            slider.setSliderPosition(position)
        slider.setSliderDown(False)
    assert document.undo_stack.count() == steps + 2


def test_what_is_removed_leaves_the_inspector(inspector, document, select):
    key = document.network.links[0].key
    select([], [key])
    document.remove(links=[key])
    assert inspector.card is None
    document.undo_stack.undo()
    select([], [key])
    assert inspector.card.title.startswith("Link")


def test_an_input_shows_where_it_leads(inspector, document, select):
    source = document.network.inputs[0].id
    select([source], [])
    wanted = {LinkKey(*link.key) for link in document.network.outgoing(source)}
    assert len(inspector.card.findChildren(NumberRow)) == len(wanted)
