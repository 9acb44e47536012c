"""The clipboard: what is written comes back; anybody's text is read strictly."""

import json

import pytest

from engine import LinkKey, Refused
from widgets.document.clip import read_clip, write_clip


def clip_with(**changes):
    content = {
        "neural-bonsai-clip": 1,
        "nodes": [
            {"id": "x1", "input": True, "at": [0, 0]},
            {"id": "h1", "activation": "tanh", "bias": True, "at": [9, 0]},
        ],
        "links": [["x1", "h1", 0.5]],
    }
    return json.dumps(content | changes)


def test_what_is_copied_comes_back(xor_document):
    xor_document.set_start_weight(LinkKey("x1", "h1"), 0.1)
    clip = read_clip(write_clip(xor_document.solution, ["x1", "h1", "h2"]))
    assert clip.inputs == ("x1",)
    assert clip.neurons == tuple(xor_document.network.neuron(name) for name in ("h1", "h2"))
    assert [(*link.key, link.start_weight) for link in clip.links] == [
        ("x1", "h1", 0.1),
        ("x1", "h2", None),
    ]
    assert clip.places["h1"] == xor_document.layout["h1"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x1 -> h1",
        "[]",
        "{}",
        "null",
        "[" * 100_000,
        clip_with(nodes=[]),
        clip_with(nodes=[{"id": "h1"}]),
        clip_with(nodes="h1"),
        clip_with(links=[["x1", "h9"]]),
        clip_with(links=[["h1", "h1"]]),
        clip_with(links=[["x1", "h1", float("nan")]]),
        clip_with(links=[["x1", "h1", True]]),
        clip_with(links=[["x1", "h1", 10**400]]),
        clip_with(links=[["x1"]]),
        clip_with(nodes=[{"id": "h1", "activation": "tanh", "bias": True, "at": [1e300, 0]}]),
        clip_with(nodes=[{"id": "", "activation": "tanh", "bias": True, "at": [0, 0]}]),
    ],
)
def test_what_is_no_piece_of_a_network_is_refused(text):
    with pytest.raises(Refused):
        read_clip(text)
