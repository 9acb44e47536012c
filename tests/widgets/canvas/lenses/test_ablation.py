"""The lens of worth: what is measured, for which network, and how it looks."""

from dataclasses import replace

import pytest

from engine import LinkKey, ablate
from widgets.canvas.items.looks import CALM_LINK
from widgets.canvas.lenses.ablation import AblationLens


@pytest.fixture
def lens(trained_bench):
    made = AblationLens(trained_bench)
    made.show_frame(trained_bench.run.frame)
    made.set_active(True)
    yield made
    made.set_active(False)


@pytest.fixture
def worths(trained_bench):
    """What the engine says in one go."""
    snapshot = trained_bench.run.frame.snapshot
    settings = trained_bench.document.solution.training
    return ablate(snapshot.plan, snapshot.parameters[0], trained_bench.dataset, settings)


def test_everything_is_grey_until_it_is_measured(lens, trained_bench):
    links = trained_bench.document.network.link_by_key
    assert all(lens.link(key) == CALM_LINK for key in links)
    assert lens.title == "Measuring …"
    trained_bench.jobs.do_all()
    assert lens.title == "Rise of validation loss without it"
    assert not any(lens.link(key) == CALM_LINK for key in links)


def test_width_follows_the_worth_and_the_ends_are_labelled(lens, trained_bench, worths):
    trained_bench.jobs.do_all()
    harmless = {key: own.loss_rise for key, own in worths.links.items() if own.loss_rise > 0}
    ranked = sorted(harmless, key=harmless.get)
    widths = [lens.link(key).width for key in ranked]
    assert widths == sorted(widths)
    assert lens.link(ranked[-1]).label == f"{harmless[ranked[-1]]:+.2f}"
    labelled = [key for key in worths.links if lens.link(key).label]
    by_worth = sorted(worths.links, key=lambda key: worths.links[key].loss_rise)
    assert set(labelled) == {by_worth[0], by_worth[-1]}


def test_what_the_network_is_better_without_is_dotted_and_wears_shears(trained_bench, frame_of):
    """A neuron that only makes noise: its link out, set by hand, does nothing but harm."""
    document = trained_bench.document
    node = document.add_neuron("tanh", (0.0, 500.0))
    document.link("x1", node)
    document.link(node, "y")
    document.set_start_weight(LinkKey("x1", node), 1.0)
    document.set_start_weight(LinkKey(node, "y"), 9.0)
    trained_bench.run.set_frame(frame_of(document.network, document.solution.training, 0))
    lens = AblationLens(trained_bench)
    lens.show_frame(trained_bench.run.frame)
    lens.set_active(True)
    trained_bench.jobs.do_all()
    look = lens.link(LinkKey(node, "y"))
    assert (look.dash, look.badge) == ("dotted", "scissors")
    # Without either of its two links the neuron is silent: one of them shows the number.
    labels = [lens.link(LinkKey(*ends)).label for ends in (("x1", node), (node, "y"))]
    assert [label[0] for label in labels if label] == ["−"]
    assert lens.node(node).badge == "scissors"
    lens.set_active(False)


def test_numbers_of_another_network_are_never_shown(lens, trained_bench):
    trained_bench.jobs.do_all()
    document = trained_bench.document
    key = next(iter(document.network.link_by_key))
    document.remove(links=[key])
    assert all(lens.link(other) == CALM_LINK for other in document.network.link_by_key)
    assert lens.rows(document.network.links[0].key) == ()
    document.undo_stack.undo()
    assert lens.link(key) != CALM_LINK


def test_a_measurement_of_the_network_before_an_edit_is_dropped(lens, trained_bench):
    assert len(trained_bench.jobs.waiting) == 1
    trained_bench.document.add_neuron("tanh", (0.0, 500.0))
    assert not trained_bench.jobs.waiting
    trained_bench.jobs.do_all()
    assert lens.measured is None


def test_while_training_it_measures_at_most_five_times_a_second(qtbot, lens, trained_bench):
    document = trained_bench.document
    frames = [trained_bench.run.frame]
    trained_bench.jobs.do_all()
    for _ in range(20):
        first = frames[0]
        frames.append(replace(first, snapshot=replace(first.snapshot)))
        lens.show_frame(frames[-1])
        trained_bench.jobs.do_all()
    assert trained_bench.jobs.started == 1
    qtbot.waitUntil(lambda: trained_bench.jobs.started == 2, timeout=2000)
    trained_bench.jobs.do_all()
    assert lens.measured is not None
    assert document.network is frames[-1].snapshot.plan.network


def test_nothing_is_measured_while_nobody_looks(lens, trained_bench):
    lens.set_active(False)
    assert not trained_bench.jobs.waiting
    lens.show_frame(trained_bench.run.frame)
    assert not trained_bench.jobs.waiting


def test_the_card_says_what_a_part_is_worth(lens, trained_bench, worths):
    trained_bench.jobs.do_all()
    node = trained_bench.document.network.hidden[0].id
    rows = dict(lens.rows(node))
    assert rows["would save"] == f"{worths.nodes[node].saves} parameters"
    key = trained_bench.document.network.links[0].key
    assert dict(lens.rows(key))["would save"] == "1 parameter"
