"""The document: each verb one named undo step, each refusal leaving everything as it was."""

from dataclasses import replace
from itertools import combinations

import pytest

from engine import LinkKey, LinkRefused, Network, Neuron, Refused, TrainingSettings
from engine.functions.activations import ACTIVATIONS
from levels import write_solution
from levels.solution import Solution
from widgets.document.command import Direction
from widgets.document.spacing import overlap


def names(document):
    stack = document.undo_stack
    return [stack.text(index) for index in range(stack.count())]


def test_the_outputs_are_always_there_and_every_node_has_a_place(document):
    assert [neuron.id for neuron in document.network.outputs] == ["y"]
    assert set(document.layout) == {"y"}


def test_steps_are_named_for_people(document):
    document.add_input("x1", (0, 0))
    document.add_input("x1*x2", (0, 144))
    document.add_neuron("tanh", (200, 0))
    document.add_block("relu", 2, (200, 200))
    document.link("x1", "h1")
    document.connect_all(["h1", "h2", "h3"], ["y"])
    document.insert("abs", LinkKey("h1", "y"), (300, 0))
    document.move({"h1": (8, 8)})
    document.set_activation(["h1"], "relu")
    document.set_bias(["h1", "h2"], False)
    document.set_training(replace(document.solution.training, learning_rate=0.1))
    document.remove(["h1", "h2", "h3"])
    document.remove(links=[LinkKey("h4", "y")])
    assert names(document) == [
        "Add input x₁",
        "Add input x₁·x₂",
        "Add tanh neuron",
        "Add 2 ReLU neurons",
        "Link x₁ to h₁",
        "Draw 3 links",
        f"Insert {ACTIVATIONS['abs'].label} neuron",
        "Move",
        "Use ReLU",
        "Remove bias",
        "Set learning rate to 0.1",
        "Delete 3 neurons",
        "Delete link h₄ to y",
    ]


@pytest.mark.parametrize(
    ("verb", "reason"),
    [
        (lambda d: d.link("x1", "x2"), "“x2” is an input: links only leave it."),
        (lambda d: d.link("h1", "h1"), "A neuron cannot feed itself."),
        (lambda d: d.link("x1", "h1"), "“x1” and “h1” are linked already."),
        (lambda d: d.remove(["y"]), "“y” is the answer: it cannot be removed."),
        (lambda d: d.add_input("x1", (0, 0)), "The input “x1” is there already."),
        (
            lambda d: d.add_input("sin(x1)", (0, 0)),
            "This level does not offer the input “sin(x1)”.",
        ),
        (lambda d: d.add_block("tanh", 8, (0, 0)), "This level allows at most 8 hidden neurons."),
        (lambda d: d.add_neuron("square", (0, 0)), "This level does not offer Square neurons."),
        (lambda d: d.paste("hello", (0, 0)), "The clipboard holds no part of a network."),
        (
            lambda d: d.set_training(replace(d.solution.training, epochs=5)),
            "This level fixes the epochs at 1,000.",
        ),
    ],
)
def test_a_refusal_says_why_and_changes_nothing(xor_document, verb, reason):
    before = xor_document.solution
    with pytest.raises(Refused) as refused:
        verb(xor_document)
    assert refused.value.reason == reason
    assert xor_document.solution is before
    assert xor_document.undo_stack.count() == 0


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"early_stopping": 100}, "Set early stopping to 100"),
        ({"batch_size": 7}, "Set batch size to 7"),
        ({"optimizer": "random-nudge"}, "Set optimizer to Random nudge"),
        ({"loss": "squared-error"}, "Set loss to Squared error"),
        ({"l1": 0.5, "l2": 0.25}, "Change training settings"),
    ],
)
def test_a_change_of_settings_is_named_in_the_words_of_its_card(document, change, name):
    document.set_training(replace(document.solution.training, **change))
    assert names(document) == [name]


def test_a_setting_that_is_taken_back_is_named_by_its_word_for_none(document):
    training = replace(document.solution.training, early_stopping=100, batch_size=7)
    document.reset(replace(document.solution, training=training))
    document.set_training(replace(training, early_stopping=None))
    document.set_training(replace(training, early_stopping=None, batch_size=None))
    assert names(document) == ["Set early stopping to off", "Set batch size to all"]


def test_a_cycle_is_refused(xor_document):
    xor_document.link("h1", "h2")
    with pytest.raises(LinkRefused, match="cycle"):
        xor_document.link("h2", "h1")


def test_undo_and_redo_give_exactly_the_same_solutions(document):
    start = document.solution
    document.add_input("x1", (0, 0))
    document.link("x1", "y")
    end = document.solution
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert document.solution == start
    document.undo_stack.redo()
    document.undo_stack.redo()
    assert document.solution == end


def test_moves_of_the_same_nodes_in_a_row_are_one_step(xor_document):
    start = xor_document.solution
    for x in (8, 16, 24):
        xor_document.move({"h1": (x, 0)})
    xor_document.move({"h2": (8, 8)})
    assert names(xor_document) == ["Move", "Move"]
    xor_document.undo_stack.undo()
    xor_document.undo_stack.undo()
    assert xor_document.solution == start


def test_a_move_there_and_back_leaves_no_step(xor_document):
    place = xor_document.layout["h1"]
    xor_document.move({"h1": (8, 0)})
    xor_document.move({"h1": place})
    assert xor_document.undo_stack.count() == 0


def test_changed_tells_before_and_after(qtbot, document):
    before = document.solution
    with qtbot.waitSignal(document.changed) as told:
        document.add_input("x1", (0, 0))
    assert told.args == [before, document.solution]


@pytest.fixture
def steps_of():
    """``steps_of(document)``: a list that the document's steps are put into."""

    def listen(document):
        steps = []
        document.stepped.connect(steps.append)
        return steps

    return listen


def test_a_weight_by_hand_is_one_step_that_training_hears_of(xor_document, steps_of):
    steps, key = steps_of(xor_document), LinkKey("x1", "h1")
    xor_document.set_start_weight(key, 2.0, live_before=0.25)
    xor_document.set_start_weight(key, 3.0, live_before=2.0)
    assert xor_document.network.link_by_key[key].start_weight == 3.0
    xor_document.undo_stack.undo()
    assert xor_document.network.link_by_key[key].start_weight is None
    xor_document.undo_stack.redo()
    assert xor_document.undo_stack.count() == 1
    do, undo, redo = Direction.DO, Direction.UNDO, Direction.REDO
    assert [step.direction for step in steps] == [do, do, undo, redo]
    assert len({step.token for step in steps}) == 1
    assert [step.live.where for step in steps] == [key] * 4
    assert [step.live.after for step in steps] == [2.0, 3.0, 3.0, 3.0]


def test_a_bias_by_hand_is_a_step_that_training_hears_of(xor_document, steps_of):
    steps = steps_of(xor_document)
    xor_document.set_start_bias("h1", -1.5, live_before=0.5)
    xor_document.undo_stack.undo()
    assert [(step.live.where, step.live.after) for step in steps] == [("h1", -1.5)] * 2
    xor_document.set_bias(["h1"], False)
    with pytest.raises(Refused, match="no bias"):
        xor_document.set_start_bias("h1", 1.0)


def test_a_step_says_what_was_and_what_is(xor_document, steps_of):
    steps, start = steps_of(xor_document), xor_document.solution
    xor_document.remove(links=[LinkKey("h1", "y")])
    cut = xor_document.solution
    xor_document.undo_stack.undo()
    xor_document.add_input("x1*x2", (0, 0))
    assert [(step.before, step.after) for step in steps] == [
        (start, cut),
        (cut, start),
        (start, xor_document.solution),
    ]
    assert steps[0].token is steps[1].token is not steps[2].token
    assert steps[0].live is None


def test_a_history_comes_back_with_what_was_undone(xor_document, make_document, steps_of):
    xor_document.remove(links=[LinkKey("h1", "y")])
    xor_document.move({"h1": (8, 0)})
    xor_document.add_input("x1*x2", (0, 0))
    xor_document.undo_stack.undo()
    shown, held = xor_document.solution, xor_document.history
    other = make_document()
    steps = steps_of(other)
    other.reset(shown, history=held)
    assert steps == []
    assert other.history == held
    assert (other.undo_stack.undoText(), other.undo_stack.redoText()) == (
        "Move",
        "Add input x₁·x₂",
    )
    other.undo_stack.undo()
    other.undo_stack.undo()
    assert LinkKey("h1", "y") in other.network.link_by_key
    for _ in range(3):
        other.undo_stack.redo()
    assert "x1*x2" in other.network.nodes
    assert [step.token for step in steps][-3:] == [edit.token for edit in held.edits]


def test_a_history_of_another_solution_is_left_out(xor_document, make_document):
    xor_document.remove(links=[LinkKey("h1", "y")])
    held = xor_document.history
    other = make_document()
    other.reset(other.solution, history=held)
    assert not other.undo_stack.canUndo()


def test_moves_that_were_apart_stay_apart_and_later_ones_merge(xor_document):
    xor_document.move({"h1": (8, 0)})
    xor_document.move({"h2": (8, 64)})
    xor_document.move({"h1": (16, 0)})
    xor_document.reset(xor_document.solution, history=xor_document.history)
    assert xor_document.undo_stack.count() == 3
    xor_document.move({"h1": (24, 0)})
    assert xor_document.undo_stack.count() == 3


def test_a_block_of_columns_is_linked_in_one_step(document):
    for name in ("x1", "x2"):
        document.add_input(name, (0, 0))
    new = document.add_block("tanh", 3, (200, 0))
    assert document.connect_columns([["x1", "x2"], new, ["y"]]) == 9
    assert document.network.parameters == 13
    with pytest.raises(Refused, match="linked already"):
        document.connect_all(["x1"], ["h1"])


def test_paste_renames_neurons_and_wires_to_the_inputs_that_are_there(xor_document):
    text = xor_document.copy(["x1", "h1", "y"])
    new = xor_document.paste(text, (0, 400))
    assert new == ("h4",)
    assert {link.key for link in xor_document.network.links if "h4" in link.key} == {
        ("x1", "h4"),
        ("h4", "y"),
    }
    assert xor_document.undo_stack.undoText() == "Paste 1 node"


def test_duplicate_copies_neurons_and_the_links_among_them(xor_document):
    xor_document.link("h1", "h2")
    assert xor_document.duplicate(["h1", "h2"]) == ("h4", "h5")
    assert LinkKey("h4", "h5") in xor_document.network.link_by_key


def test_a_neuron_without_links_can_be_put_into_a_link(document):
    document.add_input("x1", (0, 0))
    document.link("x1", "y")
    document.add_neuron("tanh", (200, 200))
    document.splice("h1", LinkKey("x1", "y"), (100, 0))
    assert set(document.network.link_by_key) == {("x1", "h1"), ("h1", "y")}
    assert document.layout["h1"] == (100, 0)


def test_load_replaces_the_content_as_one_step(document, xor_network):
    document.add_input("x2", (0, 0))
    before = document.solution
    document.load(Solution("theirs", xor_network, TrainingSettings(learning_rate=0.2)))
    assert document.network == xor_network
    assert document.solution.name == "mine"
    assert document.undo_stack.undoText() == "Load “theirs”"
    document.undo_stack.undo()
    assert document.solution == before


def test_load_refuses_what_the_level_does_not_allow(make_document, xor_network):
    document = make_document(max_neurons=2)
    with pytest.raises(Refused, match="at most 2"):
        document.load(Solution("big", xor_network, TrainingSettings()))
    assert document.network.hidden == ()


def test_reset_forgets_the_history(xor_document):
    xor_document.link("h1", "h2")
    xor_document.reset(Solution("other", Network(), TrainingSettings()))
    assert xor_document.undo_stack.count() == 0
    assert xor_document.solution.name == "other"
    assert set(xor_document.network.nodes) == {"y"}


def test_a_rename_is_no_step_and_survives_undo(xor_document):
    xor_document.link("h1", "h2")
    xor_document.rename("better")
    xor_document.undo_stack.undo()
    assert xor_document.solution.name == "better"
    assert xor_document.undo_stack.count() == 1


@pytest.mark.parametrize("name", ["", "n" * 81, "right\u200fto left", "two\nlines"])
def test_a_name_that_no_file_holds_is_refused(document, name):
    kept = document.solution
    with pytest.raises(Refused, match=r"name|character"):
        document.rename(name)
    assert document.solution is kept


def test_numbers_that_no_file_holds_are_refused(document):
    document.add_input("x1", (0, 0))
    document.link("x1", "y")
    kept, steps = document.solution, document.undo_stack.count()
    for edit in (
        lambda: document.set_start_weight(LinkKey("x1", "y"), 500_000.0, 0.0),
        lambda: document.set_start_bias("y", float("nan"), 0.0),
        lambda: document.move({"x1": (2e6, 0.0)}),
        lambda: document.add_neuron("tanh", (0.0, -1e9)),
        lambda: document.paste(document.copy(["x1", "y"]), (1e7, 1e7)) or pytest.fail("pasted"),
    ):
        with pytest.raises(Refused):
            edit()
        assert document.solution is kept
        assert document.undo_stack.count() == steps


def test_a_solution_at_the_edge_of_the_canvas_is_completed_within_it(make_document):
    network = Network().add_input("x1").add_input("x2")
    document = make_document(network)
    far = {"x1": (1e6, 1e6), "x2": (1e6, 1e6 - 8)}
    document.reset(Solution("far", network, TrainingSettings(), far))
    assert all(max(map(abs, place)) <= 1e6 for place in document.layout.values())
    assert write_solution(document.solution)


def test_an_output_that_the_level_has_not_can_be_deleted_and_comes_back(make_document):
    network = Network().add_input("x1").add_neuron(Neuron("y2", "identity", output=True))
    document = make_document(network.add_link("x1", "y2"))
    assert [neuron.id for neuron in document.network.outputs] == ["y2", "y"]
    before = document.solution
    with pytest.raises(Refused, match="“y” is the answer"):
        document.remove(["y"])
    assert document.solution is before
    document.remove(["y2", "x1"])
    assert list(document.network.nodes) == ["y"]
    document.undo_stack.undo()
    assert document.solution == before


def test_nodes_never_overlap_whatever_puts_them_there(xor_document):
    h1 = xor_document.layout["h1"]
    xor_document.move({"h2": h1})
    xor_document.add_neuron("tanh", h1)
    xor_document.insert("tanh", LinkKey("h1", "y"), h1)
    xor_document.paste(xor_document.copy(["h1", "h2"]), h1)
    assert xor_document.layout["h1"] == h1
    places = xor_document.layout.values()
    assert not any(overlap(one, other) for one, other in combinations(places, 2))


def test_nodes_that_are_moved_together_keep_their_shape(xor_document):
    before = dict(xor_document.layout)
    onto_y = {node: (before["y"][0], before[node][1]) for node in ("h1", "h2")}
    xor_document.move(onto_y)
    after = xor_document.layout
    assert after["h2"][1] - after["h1"][1] == before["h2"][1] - before["h1"][1]
    assert after["h2"][0] == after["h1"][0]
    assert not any(overlap(after["y"], after[node]) for node in onto_y)


def test_a_file_in_which_nodes_overlap_opens_with_them_apart(xor_document):
    heap = replace(xor_document.solution, layout=dict.fromkeys(xor_document.network.nodes, (0, 0)))
    xor_document.reset(heap)
    places = xor_document.layout.values()
    assert not any(overlap(one, other) for one, other in combinations(places, 2))
