"""A frontier comes back as it was written, and its faults are told."""

import json

import pytest

from engine.search.frontier import BestOfSize, Frontier, TriedSize
from levels import LevelErrors, campaign, parse_level
from levels.reading import frontier as reading
from levels.reading.recipe import searched_recipe
from levels.summary import CAMPAIGN_FOLDER
from tests.quick_levels import FOUR_POINTS

XOR = (CAMPAIGN_FOLDER / "xor.json").read_text(encoding="utf-8")
WITHOUT = XOR[: XOR.index(',\n  "frontier": {')] + "\n}\n"

RECIPE = searched_recipe(parse_level(WITHOUT))


def write_frontier(found):
    return reading.write_frontier(found, RECIPE)


def with_frontier(text, found):
    recipe = RECIPE if "$schema" in text else searched_recipe(parse_level(FOUR_POINTS))
    return reading.with_frontier(text, found, recipe)


def frontier(**changes):
    network = campaign().level("xor").author_solution.network
    own = {
        "best": (BestOfSize(network, 97, 100, 0.984, judged=True),),
        "exhausted": (TriedSize(1, 2, 0, 8), TriedSize(2, 16, 1, 8)),
        "tried": 30,
    }
    return Frontier(**(own | changes))


def faults(**changes):
    told = json.loads(XOR) | {"frontier": write_frontier(frontier()) | changes}
    with pytest.raises(LevelErrors) as caught:
        parse_level(json.dumps(told))
    return [(own.path, own.message) for own in caught.value.errors]


@pytest.mark.parametrize("text", [XOR, WITHOUT, FOUR_POINTS, WITHOUT.rstrip()])
def test_it_is_put_into_a_level_and_read_again(text):
    text = with_frontier(text, Frontier((), (TriedSize(1, 2, 0, 8),), 2))
    assert parse_level(text).frontier == Frontier((), (TriedSize(1, 2, 0, 8),), 2)
    found = frontier() if "xor" in text else Frontier((), (), 7)
    again = with_frontier(text, found)
    assert parse_level(again).frontier == found
    assert with_frontier(again, found) == again


def test_all_else_stays_to_the_character():
    lines = with_frontier(WITHOUT, frontier()).splitlines()
    kept = WITHOUT.splitlines()
    assert lines[: len(kept) - 2] == kept[:-2]
    assert lines[len(kept) - 2] == f"{kept[-2]},"
    assert lines[-1] == kept[-1]
    assert with_frontier(XOR, frontier()) == with_frontier(WITHOUT, frontier())


def test_what_follows_an_older_one_stays_too():
    head, tail = '{"frontier":', ' , "a": "}"}\n'
    older = json.dumps(write_frontier(frontier()))
    text = with_frontier(f"{head} {older}{tail}", frontier(tried=31))
    assert text.startswith(f"{head} {{")
    assert text.endswith(f"}}{tail}")
    assert json.loads(text)["frontier"]["tried"] == 31


def test_it_changes_no_key():
    key = campaign().level("xor").key
    assert parse_level(with_frontier(XOR, frontier())).key == key
    assert parse_level(WITHOUT).key == key


@pytest.mark.parametrize("level", campaign().levels, ids=lambda level: level.id)
def test_every_level_of_the_campaign_carries_one(level):
    own = level.frontier
    assert own.exhausted_up_to >= 4
    assert own.smallest.parameters <= level.medals.bonsai
    text = (CAMPAIGN_FOLDER / f"{level.id}.json").read_text(encoding="utf-8")
    assert reading.with_frontier(text, own, searched_recipe(level)) == text
    assert len(text) < 16_000


def test_counts_must_fit_one_another():
    rows = write_frontier(frontier())
    assert faults(tried=17) == [
        ("frontier.tried", "At least 18 wirings were tried, see “exhausted”.")
    ]
    gap = [rows["exhausted"][0], rows["exhausted"][1] | {"parameters": 3}]
    assert faults(exhausted=gap) == [
        ("frontier.exhausted[1].parameters", "Sizes follow one another: 2 comes after 1.")
    ]
    assert faults(exhausted=[rows["exhausted"][0] | {"passed": 3}]) == [
        ("frontier.exhausted[0].passed", "3 wirings cannot have passed out of 2.")
    ]
    assert faults(best=[rows["best"][0] | {"passed": 101}]) == [
        ("frontier.best[0].passed", "101 starts cannot have passed out of 100.")
    ]
    assert faults(best=rows["best"] * 2) == [("frontier.best[1]", "Sizes rise: 7 cannot follow 7.")]


def test_its_networks_obey_the_rules_of_the_level():
    row = write_frontier(frontier())["best"][0]
    nodes = [{"id": "h1", "activation": "sine"}]
    other = {"nodes": nodes, "links": [["x1", "h1"], ["h1", "y"]]}
    assert faults(best=[row | {"network": other}]) == [
        ("frontier.best[0].network", "This level does not offer Sine neurons.")
    ]
    assert faults(best=[row | {"network": {"links": [["x1", "x2"]]}}])[0][0] == (
        "frontier.best[0].network.links[0]"
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"palette": {"inputs": ["x1", "x2"], "activations": ["relu"]}},
        {"pass": {"metric": "accuracy", "at_least": 0.5}},
        {"training": {"optimizer": "adam"}},
    ],
)
def test_one_from_before_a_change_of_the_level_is_left_out(changes):
    text = json.loads(with_frontier(WITHOUT, frontier()))
    del text["solution"]
    level = parse_level(json.dumps(text | changes))
    assert level.frontier is None
    assert level.is_frontier_outdated


def test_one_from_before_a_change_of_the_texts_is_believed():
    text = json.loads(with_frontier(WITHOUT, frontier())) | {"title": "Another", "hints": []}
    level = parse_level(json.dumps(text))
    assert level.frontier == frontier()
    assert not level.is_frontier_outdated
