"""Places: the grid, free places, tidy columns."""

from itertools import combinations

from engine import Network, Neuron
from tests.calls import calls_of
from widgets.document.layout import (
    block_places,
    columns_by_place,
    complete,
    depths,
    free_place,
    is_free,
    snap,
    tidy,
)


def crossings(network, places):
    """Pairs of links between the same two columns that cross."""
    ends = [(places[link.source], places[link.target]) for link in network.links]
    return sum(
        (a[0][1] - b[0][1]) * (a[1][1] - b[1][1]) < 0
        for a, b in combinations(ends, 2)
        if a[0][0] == b[0][0] and a[1][0] == b[1][0]
    )


def test_places_snap_to_eight():
    assert snap((11.9, -4.1)) == (8.0, -8.0)


def test_a_free_place_stays_clear_of_the_taken_ones():
    taken = [(0.0, 0.0), (0.0, 144.0), (0.0, -144.0)]
    place = free_place((0.0, 0.0), taken)
    assert is_free(place, taken)
    assert free_place((400.0, 0.0), taken) == (400.0, 0.0)


def test_many_places_never_touch():
    taken = []
    for _ in range(60):
        taken.append(free_place((0.0, 0.0), taken))
    assert all(is_free(place, taken[:number]) for number, place in enumerate(taken))


def test_a_block_is_a_column_around_its_centre():
    places = block_places(4, (80.0, 0.0))
    assert {x for x, _ in places} == {80.0}
    assert sum(y for _, y in places) == 0.0


def test_tidy_puts_inputs_left_and_outputs_right(xor_network):
    places = tidy(xor_network)
    assert places["x1"][0] == places["x2"][0] < places["h1"][0] < places["y"][0]
    assert places["h1"][0] == places["h2"][0] == places["h3"][0]
    assert len(set(places.values())) == len(places)


def test_depth_is_the_longest_path():
    network = Network().add_input("x1").add_neuron(Neuron("h1")).add_neuron(Neuron("h2"))
    network = network.add_neuron(Neuron("y", output=True))
    network = network.add_link("x1", "h1").add_link("h1", "h2").add_link("x1", "h2")
    assert depths(network.add_link("h2", "y")) == {"x1": 0, "h1": 1, "h2": 2, "y": 3}


def test_tidy_takes_crossings_away():
    network = Network().add_input("x1").add_input("x2").add_input("x3")
    for name, source in (("h1", "x3"), ("h2", "x2"), ("h3", "x1")):
        network = network.add_neuron(Neuron(name)).add_link(source, name)
    assert crossings(network, tidy(network)) == 0


def test_known_places_stay_and_the_others_are_found(xor_network):
    known = {"x1": (0.0, 0.0), "h1": (float("nan"), 0.0)}
    places = complete(xor_network, known)
    assert places["x1"] == (0.0, 0.0)
    assert set(places) == set(xor_network.nodes)
    assert len(set(places.values())) == len(places)


def test_columns_are_told_apart_by_gaps():
    places = {"a": (0.0, 0.0), "b": (8.0, 144.0), "c": (232.0, 0.0)}
    assert columns_by_place(places) == [["a", "b"], ["c"]]


def test_tidying_does_not_look_through_all_links_for_each_node(xor_network):
    counts = calls_of(lambda: tidy(xor_network))
    assert counts["incoming"] == counts["outgoing"] == 0


def test_a_whole_layout_is_not_tidied(xor_network):
    places = tidy(xor_network)
    assert calls_of(lambda: complete(xor_network, places))["tidy"] == 0
    del places["h1"]
    assert calls_of(lambda: complete(xor_network, places))["tidy"] == 1
