"""Faults of a file: each with a reason, no more than can be read, in time."""

import json

import pytest

from levels import LevelErrors, parse_level, read_solution
from levels.errors import MAX_FAULTS
from levels.reading.json_scanner import MAX_KEYS


def faults(text):
    with pytest.raises(LevelErrors) as raised:
        parse_level(text, "mine.json")
    return raised.value.errors


@pytest.mark.parametrize(
    "text",
    [
        "{" + ",".join(['"a": 1'] * 50_000) + "}",
        '{"data": {' + ",".join(f'"k{i}": 1' for i in range(900)) + "}}",
        json.dumps({"data": {"points": [[0]] * 40_000}}),
        '{"a": [' + ",".join(["NaN"] * 90_000) + "]}",
        "{" + ",".join(f'"\u202e{i}": 1' for i in range(900)) + "}",
    ],
    ids=["doubled-keys", "unknown-keys", "bad-points", "no-numbers", "unsafe-keys"],
)
def test_reading_stops_after_a_hundred_faults_and_says_so(text):
    found = faults(text)
    assert len(found) == MAX_FAULTS + 1
    assert "after 100 faults" in found[-1].message


def test_an_object_of_very_many_keys_ends_the_reading():
    text = "{" + ",".join(f'"k{i}": 1' for i in range(MAX_KEYS + 1)) + "}"
    assert "An object has at most 1,000 keys here." in [fault.message for fault in faults(text)]


@pytest.mark.parametrize(
    "text", ['{"format": 10, "\\u0000": 1}', '{"format": 10, "format": 9}', '{"format": -1}']
)
def test_a_refusal_always_has_a_reason(text):
    assert all(fault.message for fault in faults(text))


def test_a_network_of_ten_thousand_links_is_read_whole():
    names = [f"h{number}" for number in range(150)]
    pairs = [[one, two] for place, one in enumerate(names) for two in names[place + 1 :]][:10_000]
    nodes = [{"id": name} for name in names]
    file = {"format": 1, "name": "big", "network": {"nodes": nodes, "links": pairs[::-1]}}
    assert len(read_solution(json.dumps(file)).network.links) == 10_000
