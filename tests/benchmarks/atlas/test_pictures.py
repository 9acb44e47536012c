from __future__ import annotations

import re
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest

from benchmarks.atlas.pictures import SIDE, first_that_passes, svg
from benchmarks.atlas.puzzles import puzzle
from benchmarks.search import ready_kernel
from engine.judging.scoring import scores_of
from engine.kernels.numpy.kernel import NumpyKernel
from engine.search.candidate import Candidate

SPACE = "{http://www.w3.org/2000/svg}"
NETWORKS = {
    "two-clouds": "y=identity(x1)",
    "and": "h1=sigmoid(x1) y=identity(x2,h1)",
    "tent": "h1=abs(x1) h2=sigmoid(h1,+b) y=identity(h2)",
    "majority-3": "y=identity(x1,x2,x3)",
}


def drawn(name: str) -> ET.Element:
    one = puzzle(name)
    network = Candidate.parse(NETWORKS[name], one.space).network()
    trained = first_that_passes(network, one.level, ready_kernel() or NumpyKernel)
    return ET.fromstring(svg(trained, "a < b"))


@pytest.fixture(params=NETWORKS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_picture_has_a_title_a_square_for_each_node_and_a_curve_for_each_link(name: str):
    root = drawn(name)
    assert root.findtext(f"{SPACE}title") == "a < b"
    network = Candidate.parse(NETWORKS[name], puzzle(name).space).network()
    assert len(root.findall(f"{SPACE}g")) == len(network.nodes)
    assert len(root.findall(f"{SPACE}path")) == len(network.links)
    biases = sum(neuron.bias for neuron in network.neurons)
    assert len(root.findall(f"{SPACE}g/{SPACE}circle")) == biases


def test_nodes_lie_apart_and_within_the_picture(name: str):
    root = drawn(name)
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    places = [
        tuple(map(float, re.findall(r"[\d.]+", group.attrib["transform"])))
        for group in root.findall(f"{SPACE}g")
    ]
    for x, y in places:
        assert 0 <= x <= width - SIDE
        assert 0 <= y <= height - SIDE
    for (x, y), (other_x, other_y) in combinations(places, 2):
        assert abs(x - other_x) > SIDE or abs(y - other_y) > SIDE


def test_negative_weights_are_dashed():
    root = drawn("tent")
    for path in root.findall(f"{SPACE}path"):
        assert ("stroke-dasharray" in path.attrib) == (path.attrib["stroke"] == "#C4661A")
    assert any("stroke-dasharray" in path.attrib for path in root.findall(f"{SPACE}path"))


def test_what_is_drawn_passes():
    one = puzzle("and")
    network = Candidate.parse(NETWORKS["and"], one.space).network()
    trained = first_that_passes(network, one.level, ready_kernel() or NumpyKernel)
    dataset = one.level.dataset()
    scores = scores_of(trained.plan, trained.weights, dataset, dataset.test, one.level.terms)
    assert scores.tolist() == [1.0]


def test_a_link_does_not_run_through_a_node():
    """The link from x2 passes the sigmoid neuron on its way to the output."""
    root = drawn("and")
    x, y = next(
        tuple(map(float, re.findall(r"[\d.]+", group.attrib["transform"])))
        for group in root.findall(f"{SPACE}g")
        if group.findtext(f"{SPACE}text") == "h1 sigmoid"
    )
    for path in root.findall(f"{SPACE}path"):
        ends = list(map(float, re.findall(r"-?[\d.]+", path.attrib["d"])))
        if ends[0] < x and ends[6] > x + SIDE:
            for part in range(101):
                share = part / 100
                weights = ((1 - share) ** 3, 3 * share * (1 - share) ** 2)
                weights += (3 * share**2 * (1 - share), share**3)
                across = sum(own * end for own, end in zip(weights, ends[::2], strict=True))
                down = sum(own * end for own, end in zip(weights, ends[1::2], strict=True))
                assert not (x < across < x + SIDE and y < down < y + SIDE)
