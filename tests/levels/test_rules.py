"""A level's rules refuse with a reason; the boolean forms agree with them."""

from dataclasses import FrozenInstanceError, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import LinkKey, Network, Neuron, Refused, Task, TrainingSettings
from levels import Rules, Solution
from levels.reading.networks import complete
from levels.rules import MAX_LINKS, MAX_NEURONS, path_lengths

PLANE = Task("classification", ("x1", "x2"), classes=2)
RULES = Rules(
    task=PLANE,
    inputs=("x1", "x2"),
    activations=("tanh", "relu"),
    output_activations=("identity",),
    max_neurons=2,
    skip_links=True,
    locked=frozenset({"epochs", "batch_size"}),
    training=TrainingSettings(epochs=3000),
)
LAYERED = replace(RULES, skip_links=False, max_neurons=8)
EMPTY = complete(Network(), PLANE)


def small():
    network = EMPTY.add_input("x1").add_neuron(Neuron("h1"))
    return network.add_link("x1", "h1").add_link("h1", "y")


def reason(check, *arguments):
    with pytest.raises(Refused) as caught:
        check(*arguments)
    return caught.value.code, caught.value.reason


def test_the_rules_of_a_level_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        RULES.max_neurons = None


def test_inputs_must_be_offered_and_new():
    RULES.check_add_input(EMPTY, "x1")
    assert reason(RULES.check_add_input, EMPTY, "sin(x1)") == (
        "input-not-allowed",
        "This level does not offer the input “sin(x1)”.",
    )
    assert reason(RULES.check_add_input, small(), "x1") == (
        "duplicate-node",
        "The input “x1” is there already.",
    )


def test_neurons_have_a_palette_and_a_limit():
    RULES.check_add_neuron(EMPTY, "relu")
    assert reason(RULES.check_add_neuron, EMPTY, "abs") == (
        "activation-not-allowed",
        "This level does not offer |x| neurons.",
    )
    full = small().add_neuron(Neuron("h2"))
    assert reason(RULES.check_add_neuron, full, "tanh") == (
        "too-many-neurons",
        "This level allows at most 2 hidden neurons.",
    )
    none = replace(RULES, max_neurons=0)
    assert reason(none.check_add_neuron, EMPTY, "tanh")[1] == "This level allows no hidden neurons."
    one = replace(RULES, max_neurons=1)
    assert reason(one.check_add_neuron, small(), "tanh")[1].endswith("one hidden neuron.")


def test_a_level_without_a_limit_still_has_the_house_limit():
    crowd = replace(EMPTY, neurons=(*EMPTY.neurons, *(Neuron(f"h{i}") for i in range(MAX_NEURONS))))
    assert reason(replace(RULES, max_neurons=None).check_add_neuron, crowd, "tanh") == (
        "too-many-neurons",
        f"This level allows at most {MAX_NEURONS} hidden neurons.",
    )
    assert MAX_LINKS >= 32 * 32


def test_outputs_have_activations_of_their_own():
    RULES.check_activation(small(), "h1", "relu")
    RULES.check_activation(small(), "y", "identity")
    assert reason(RULES.check_activation, small(), "y", "tanh") == (
        "activation-not-allowed",
        "Outputs of this level use Identity only.",
    )
    assert reason(RULES.check_activation, small(), "h9", "tanh")[0] == "no-such-neuron"


def test_yes_or_no_agrees_with_the_reason_for_activations():
    assert RULES.can_use_activation(small(), "h1", "relu")
    assert not RULES.can_use_activation(small(), "y", "tanh")


def test_an_activation_is_refused_by_the_name_that_the_palette_shows():
    assert reason(RULES.check_activation, small(), "h1", "leaky-relu")[1] == (
        "This level does not offer Leaky ReLU neurons."
    )


def test_links_obey_the_network_first():
    assert reason(RULES.check_link, small(), "h1", "h1")[0] == "self-link"
    assert reason(RULES.check_link, small(), "x1", "h1")[0] == "duplicate-link"


def test_a_link_over_a_layer_is_a_skip_link():
    RULES.check_link(small(), "x1", "y")
    assert reason(LAYERED.check_link, small(), "x1", "y") == (
        "skip-link",
        "This level has no skip links: all paths to “y” must be equally long.",
    )


def test_a_skip_link_made_from_behind_is_seen_too():
    network = small().add_input("x2").add_neuron(Neuron("h2")).add_neuron(Neuron("h3"))
    network = network.add_link("x2", "h2").add_link("h2", "h3")
    LAYERED.check_link(network, "x1", "h2")
    LAYERED.check_link(network, "h2", "y")
    assert reason(LAYERED.check_link, network, "h3", "y")[0] == "skip-link"
    assert reason(LAYERED.check_link, network, "h3", "h1")[0] == "skip-link"


def test_neurons_that_no_input_reaches_have_no_layer():
    network = EMPTY.add_neuron(Neuron("h1")).add_link("h1", "y").add_input("x1")
    LAYERED.check_link(network, "x1", "y")


def test_locked_settings_stay():
    settings = RULES.training
    RULES.check_training(settings, replace(settings, learning_rate=1.0))
    assert reason(RULES.check_training, settings, replace(settings, epochs=10)) == (
        "locked-setting",
        "This level fixes the epochs at 3,000.",
    )
    assert reason(RULES.check_training, settings, replace(settings, batch_size=10))[1] == (
        "This level fixes the batch size at all samples at once."
    )


def test_early_stopping_and_l1_may_be_locked_too():
    rules = replace(RULES, locked=frozenset({"early_stopping", "l1"}))
    settings = rules.training
    assert reason(rules.check_training, settings, replace(settings, early_stopping=50))[1] == (
        "This level fixes the early stopping at off."
    )
    assert reason(rules.check_training, settings, replace(settings, l1=0.1))[1] == (
        "This level fixes the L1 at 0."
    )


def test_numbers_are_learnt_with_the_squared_error():
    line = Task("regression", ("x1",))
    rules = replace(RULES, task=line, training=TrainingSettings(loss="squared-error"))
    before = rules.training
    assert reason(rules.check_training, before, replace(before, loss="cross-entropy"))[0] == (
        "wrong-loss"
    )


def test_all_faults_of_a_solution_are_told():
    network = Network().add_input("sin(x1)")
    for number in range(3):
        network = network.add_neuron(Neuron(f"h{number}", "sine"))
    solution = Solution("Mine", network, TrainingSettings(epochs=5))
    assert [fault.code for fault in RULES.faults(solution)] == [
        "input-not-allowed",
        "activation-not-allowed",
        "activation-not-allowed",
        "activation-not-allowed",
        "wrong-outputs",
        "too-many-neurons",
        "locked-setting",
    ]
    assert RULES.faults(Solution("Mine", small(), RULES.training)) == []


def test_a_pasted_network_is_checked_as_a_whole():
    LAYERED.check_network(small())
    assert reason(LAYERED.check_network, small().add_link("x1", "y"))[0] == "skip-link"
    grown = small().insert(Neuron("h2"), LinkKey("x1", "h1"))
    LAYERED.check_network(grown)


@given(st.data())
def test_a_link_that_is_allowed_leaves_no_fault(data):
    names = ["x1", "x2", "h1", "h2", "y", "none"]
    source, target = data.draw(st.sampled_from(names)), data.draw(st.sampled_from(names))
    network = small().add_input("x2").add_neuron(Neuron("h2"))
    for rules in (RULES, LAYERED):
        try:
            rules.check_link(network, source, target)
        except Refused:
            continue
        assert not rules.shape_faults(network.add_link(source, target))


def _all_lengths(network, node):
    """Every path length from an input, by plain recursion: slow and sure."""
    if node in {own.id for own in network.inputs}:
        return {0}
    return {
        length + 1
        for link in network.incoming(node)
        for length in _all_lengths(network, link.source)
    }


@given(st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=14))
def test_path_lengths_agree_with_plain_recursion(pairs):
    network = Network().add_input("n0").add_input("n1")
    for number in range(2, 7):
        network = network.add_neuron(Neuron(f"n{number}"))
    for source, target in sorted(pairs):
        if network.can_link(f"n{source}", f"n{target}"):
            network = network.add_link(f"n{source}", f"n{target}")
    expected = {node: _all_lengths(network, node) for node in network.nodes}
    assert path_lengths(network) == {
        node: (min(lengths), max(lengths)) for node, lengths in expected.items() if lengths
    }


# -- what a level decides --------------------------------------------------------------------------


def test_locked_settings_are_the_levels_and_the_others_the_players():
    mine = TrainingSettings(epochs=7, batch_size=3, optimizer="sgd", learning_rate=0.5)
    settled = RULES.settled(mine)
    assert settled == replace(mine, epochs=3000, batch_size=None)
    assert RULES.faults(Solution("mine", EMPTY, settled)) == []


def test_numbers_are_always_learnt_with_the_squared_error():
    line = replace(RULES, task=Task("regression", ("x1",)), locked=frozenset())
    assert line.settled(TrainingSettings(loss="cross-entropy")).loss == "squared-error"


def test_what_can_be_trained_is_mostly_all_of_it():
    network = small()
    assert RULES.trainable(network) is network
    forbidden = network.add_input("sin(x1)").add_link("sin(x1)", "h1")
    assert RULES.trainable(forbidden) is forbidden  # not offered, but the data give it


def test_what_the_data_do_not_give_and_nobody_asks_for_is_left_out():
    network = small().add_input("x3").add_link("x3", "h1")
    network = network.add_neuron(Neuron("y2", "identity", output=True)).add_link("h1", "y2")
    assert RULES.trainable(network) == small()
    three = Task("classification", ("x1", "x2", "x3"), classes=2)
    wide = small().add_input("x1^2").add_input("x3")
    assert [own.id for own in replace(RULES, task=three).trainable(wide).inputs] == ["x1", "x3"]


def test_faults_that_can_be_mended_at_a_node_are_named_there():
    assert RULES.fault_of_node(small()) == {}
    network = small().add_input("x1^2").add_neuron(Neuron("h2", "sine"))
    network = network.add_neuron(Neuron("y2", "identity", output=True))
    faults = RULES.fault_of_node(network)
    assert {node: fault.reason for node, fault in faults.items()} == {
        "x1^2": "This level does not offer the input “x1^2”.",
        "h2": "This level does not offer Sine neurons.",
        "y2": "This level has no output “y2”.",
    }
    skipping = small().add_link("x1", "y")
    assert RULES.fault_of_node(skipping) == {}
    assert list(LAYERED.fault_of_node(skipping)) == ["y"]


def test_outputs_of_another_task_go_where_nothing_feeds_them():
    network = small().add_neuron(Neuron("y1", output=True)).add_neuron(Neuron("y2", output=True))
    solution = Solution("mine", network.add_link("h1", "y2"), TrainingSettings())
    adopted = RULES.adopted(solution)
    assert [neuron.id for neuron in adopted.network.outputs] == ["y", "y2"]
    assert adopted.training.epochs == 3000
    whole = Solution("mine", small(), RULES.training)
    assert RULES.adopted(whole) == whole
