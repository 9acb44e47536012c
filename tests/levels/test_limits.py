"""One limit for each quantity: the editor refuses what a file could not hold, in a sentence."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine import Input, Link, Network, Neuron, Refused, TrainingSettings
from levels import LevelErrors, Solution, read_solution
from levels.limits import (
    MAX_COORDINATE,
    MAX_LINKS,
    MAX_NAME,
    MAX_NODES,
    MAX_PARAMETER,
    check_name,
    check_parameter,
    check_place,
    check_solution,
    within,
)

OUTPUT = Neuron("y", "identity", output=True)
NETWORK = Network((Input("x1"),), (OUTPUT,), (Link("x1", "y"),))


def is_allowed(check: Callable[[], None]) -> bool:
    """Whether a limit lets it pass."""
    try:
        check()
    except Refused:
        return False
    return True


def is_readable(**changes: object) -> bool:
    """Whether a file with these changes can be read."""
    network = {"nodes": [{"id": "y", "at": [0, 0]}], "links": [["x1", "y", 0.5]]}
    try:
        read_solution(json.dumps({"format": 1, "network": network} | changes))
    except LevelErrors:
        return False
    return True


def is_read_as(name: str) -> bool:
    """Whether a file with this name can be read and keeps it."""
    nodes = {"nodes": [{"id": "y"}], "links": [["x1", "y"]]}
    try:
        return read_solution(json.dumps({"format": 1, "name": name, "network": nodes})).name == name
    except LevelErrors:
        return False


@given(st.text(max_size=100))
@example("")
@example("  ")
@example("\u200b\u200b")
@example("right\u200fto left")
@example("two\nlines")
@example("n" * (MAX_NAME + 1))
def test_a_name_can_be_given_exactly_when_it_can_be_read(name: str) -> None:
    assert is_allowed(lambda: check_name(name)) == is_read_as(name)


# Unicode 15, Default_Ignorable_Code_Point, White_Space, and U+2800 BRAILLE PATTERN BLANK.
INVISIBLE = (
    "\u00ad\u034f\u115f\u1160\u17b4\u180e\u200b\u200d\u2060\u2064\u3164\ufe0f\uffa0"
    " \u00a0\u2003\u3000\u2800"
)


@pytest.mark.parametrize("name", [*INVISIBLE, INVISIBLE, "\u0301"], ids=ascii)
def test_a_name_needs_a_character_that_can_be_seen(name: str) -> None:
    with pytest.raises(Refused, match="at least one character that can be seen"):
        check_name(name)


@pytest.mark.parametrize("name", ["a", "名", "é", "e\u0301", "👩\u200d💻", "•", "∑", "\u200ba"])
def test_a_name_may_have_any_character_beside_one_that_can_be_seen(name: str) -> None:
    check_name(name)


def test_a_file_is_not_lost_for_a_name_that_cannot_be_seen() -> None:
    network = {"links": [["x1", "y"]], "nodes": [{"id": "y"}]}
    text = json.dumps({"format": 1, "name": "\u200b\u200b", "network": network})
    assert read_solution(text).name == "Solution"


@given(st.floats(-3 * MAX_PARAMETER, 3 * MAX_PARAMETER))
@example(MAX_PARAMETER)
@example(-MAX_PARAMETER)
@example(500_000.0)
def test_a_weight_can_be_set_exactly_when_it_can_be_read(weight: float) -> None:
    links = {"links": [["x1", "y", weight]]}
    assert is_allowed(lambda: check_parameter(weight, "weight")) == is_readable(network=links)


@given(st.floats(-3 * MAX_COORDINATE, 3 * MAX_COORDINATE))
@example(MAX_COORDINATE)
def test_a_node_can_stand_exactly_where_a_file_can_put_it(x: float) -> None:
    nodes = {"nodes": [{"id": "y", "at": [0, x]}]}
    assert is_allowed(lambda: check_place((0, x))) == is_readable(network=nodes)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf")])
def test_what_is_no_number_is_no_weight_and_no_place(number: float) -> None:
    assert not is_allowed(lambda: check_parameter(number, "weight"))
    assert not is_allowed(lambda: check_place((number, 0.0)))
    assert not is_allowed(lambda: check_place((0.0, number)))


def test_a_whole_solution_is_held_to_every_limit() -> None:
    fine = Solution("fine", NETWORK, TrainingSettings())
    check_solution(fine)
    nodes = tuple(Neuron(f"h{number}") for number in range(MAX_NODES))
    links = NETWORK.links * (MAX_LINKS + 1)
    far = replace(fine, layout={"y": (0.0, 2 * MAX_COORDINATE)})
    for unfit, code in (
        (replace(fine, name=""), "empty-name"),
        (far, "place-range"),
        (fine.with_network(replace(NETWORK, neurons=(OUTPUT, *nodes))), "too-many-nodes"),
        (fine.with_network(replace(NETWORK, links=links)), "too-many-links"),
        (fine.with_network(replace(NETWORK, links=(Link("x1", "y", 1e6),))), "parameter-range"),
        (
            fine.with_network(replace(NETWORK, neurons=(replace(OUTPUT, start_bias=1e6),))),
            "parameter-range",
        ),
    ):
        with pytest.raises(Refused) as refusal:
            check_solution(unfit)
        assert refusal.value.code == code
        assert refusal.value.reason.endswith(".")


def test_the_nearest_place_within_is_one_where_a_node_can_stand() -> None:
    assert within((3.0, -4.0)) == (3.0, -4.0)
    assert within((2 * MAX_COORDINATE, -1e300)) == (MAX_COORDINATE, -MAX_COORDINATE)
