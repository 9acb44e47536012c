"""Draws a small trained network as SVG: neurons show what they have learned, links their weights.

The colours are the game's on paper: blue is positive, orange negative. A link is the wider the
larger its weight, and dashed where that is negative; a badge on a neuron is its bias. With two
inputs a neuron's face is the plane of the inputs, with one its curve, with more its activation.
"""

from __future__ import annotations

import math
import struct
import zlib
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import product
from typing import Final

import numpy as np

from engine import Network
from engine.data import Floats
from engine.features import feature_values
from engine.inspection.evaluate import Evaluator
from engine.judging.scoring import reached, scores_of
from engine.kernels.choice import KernelMaker
from engine.plan import Plan
from engine.training.cohort import Cohort
from levels import Level
from levels.reading.recipe import search_settings
from levels.search_space import search_seeds

PAPER: Final = "#FCFAF5"
INK: Final = "#24292E"
MUTED: Final = "#5C6268"
HAIRLINE: Final = "#E2DCCD"
BLUE: Final = "#1F6FB2"
ORANGE: Final = "#C4661A"
FACE: Final = "#F6F3EB"
_POSITIVE: Final = np.array([31.0, 111.0, 178.0])
_NEGATIVE: Final = np.array([196.0, 102.0, 26.0])
_ZERO: Final = np.array([252.0, 250.0, 245.0])

SIDE: Final = 56.0
ACROSS: Final = 128.0
DOWN: Final = 100.0
EDGE: Final = 34.0
CELLS: Final = 40
BEYOND: Final = 1.2
"""How far the faces reach, in times the largest input of the data."""

CANDIDATES: Final = 32
_SHIFTS: Final = (0.0, 50.0, -50.0, 100.0, -100.0)
_LABEL: Final = 22.0


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """A network and what one start made of it.

    Attributes:
        plan: the compiled network.
        weights: shape (1, plan.size).
        columns: names of the data's columns.
        reach: faces show inputs from −reach to reach.
    """

    plan: Plan
    weights: Floats
    columns: tuple[str, ...]
    reach: float

    @property
    def network(self) -> Network:
        """The network."""
        return self.plan.network

    def faces(self, x: Floats) -> dict[str, Floats]:
        """What each node answers; shape (samples,) each."""
        inputs = feature_values(self.plan.inputs, self.columns, x)
        values = Evaluator(self.plan, self.weights, inputs, every_node=True)()
        return {node: values[place, 0] for place, node in enumerate(self.plan.nodes)}


def first_that_passes(network: Network, level: Level, kernel: KernelMaker) -> Trained:
    """The network as the first start that passes leaves it; as the first start, where none does."""
    dataset, seeds = level.dataset(), search_seeds(level, CANDIDATES)
    cohort = Cohort(network, [dataset], search_settings(level), seeds, kernel)
    for _ in cohort.slices():
        pass
    scores = scores_of(cohort.plan, cohort.weights, dataset, dataset.test, level.terms)
    place = int(np.argmax(reached(scores, level.terms)))
    weights = cohort.weights[place : place + 1].copy()
    reach = BEYOND * float(np.abs(dataset.train.x).max())
    return Trained(cohort.plan, weights, dataset.task.columns, reach)


def svg(one: Trained, title: str) -> str:
    """The picture.

    Args:
        one: what to draw.
        title: what it is, for those who cannot see it.
    """
    places = _places(one.network)
    width = max(x for x, _ in places.values()) + SIDE + EDGE
    height = max(y for _, y in places.values()) + SIDE + EDGE
    size = f'width="{width:.0f}" height="{height:.0f}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}"'
    font = 'role="img" font-family="Inter, system-ui, sans-serif"'
    parts = [
        f"{head} {size} {font}>",
        f"<title>{escape(title)}</title>",
        f'<rect {size} rx="14" fill="{PAPER}" stroke="{HAIRLINE}"/>',
        *_links(one, places),
        *_nodes(one, places),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _places(network: Network) -> dict[str, tuple[float, float]]:
    """The upper left corner of each node: a column for each depth, outputs in the last one.

    The columns between are moved up or down so that no link runs through a node, where that can be.
    """
    depth = _depths(network)
    columns = [
        [node for node, own in depth.items() if own == number]
        for number in range(max(depth.values()) + 1)
    ]
    tried = [
        _moved(columns, (0.0, *shifts, 0.0))
        for shifts in product(_SHIFTS, repeat=max(0, len(columns) - 2))
    ]
    places = min(tried, key=lambda one: _crowding(network, one))
    highest = min(y for _, y in places.values())
    return {node: (x, y + EDGE - highest) for node, (x, y) in places.items()}


def _moved(
    columns: Sequence[Sequence[str]], shifts: Sequence[float]
) -> dict[str, tuple[float, float]]:
    """Each column in the middle of the tallest, moved down by so much."""
    tallest = max(len(column) for column in columns)
    return {
        node: (
            EDGE + number * ACROSS,
            (tallest - len(column)) / 2 * DOWN + shift + row * DOWN,
        )
        for number, (column, shift) in enumerate(zip(columns, shifts, strict=True))
        for row, node in enumerate(column)
    }


def _crowding(network: Network, places: Mapping[str, tuple[float, float]]) -> tuple[int, float]:
    """How often a link runs through a node or its label, and how tall the drawing is."""
    hits = 0
    for link in network.links:
        (x, y), (to_x, to_y) = places[link.source], places[link.target]
        for other_x, other_y in places.values():
            if x < other_x < to_x:
                share = (other_x - x - SIDE / 2) / (to_x - x - SIDE) + np.linspace(-0.2, 0.2, 9)
                share = np.clip(share, 0.0, 1.0)
                way = y + (to_y - y) * share**2 * (3 - 2 * share)  # the curve, near enough
                middle = other_y + _LABEL / 2
                hits += bool((np.abs(way - middle) < (SIDE + _LABEL) / 2).any())
    heights = [y for _, y in places.values()]
    return hits, max(heights) - min(heights)


def _depths(network: Network) -> dict[str, int]:
    depth = {node.id: 0 for node in network.inputs}
    left = [*network.hidden]
    while left:
        for neuron in left:
            sources = [link.source for link in network.incoming(neuron.id)]
            if all(source in depth for source in sources):
                depth[neuron.id] = 1 + max(depth[source] for source in sources)
        left = [neuron for neuron in left if neuron.id not in depth]
    last = 1 + max(depth.values())
    return depth | {neuron.id: last for neuron in network.outputs}


def _links(one: Trained, places: Mapping[str, tuple[float, float]]) -> Iterator[str]:
    for link in one.network.links:
        weight = float(one.weights[0, one.plan.link_slot(link.source, link.target)])
        (x, y), (to_x, to_y) = places[link.source], places[link.target]
        x, y, to_y = x + SIDE, y + SIDE / 2, to_y + SIDE / 2
        bend = (to_x - x) / 2
        dash = ' stroke-dasharray="7 5"' if weight < 0 else ""
        yield (
            f'<path d="M{x:.0f} {y:.0f}C{x + bend:.0f} {y:.0f} {to_x - bend:.0f} {to_y:.0f} '
            f'{to_x:.0f} {to_y:.0f}" fill="none" stroke="{_colour(weight)}" '
            f'stroke-width="{_width(weight):.1f}"{dash}/>'
        )


def _nodes(one: Trained, places: Mapping[str, tuple[float, float]]) -> Iterator[str]:
    faces = _faces(one)
    labels = {node.id: node.id for node in one.network.inputs} | {
        neuron.id: neuron.id if neuron.output else f"{neuron.id} {neuron.activation}"
        for neuron in one.network.neurons
    }
    for node, (x, y) in places.items():
        yield f'<g transform="translate({x:.0f} {y:.0f})">'
        yield f'<rect width="{SIDE:.0f}" height="{SIDE:.0f}" rx="9" fill="{FACE}"/>'
        yield faces[node]
        yield (
            f'<rect width="{SIDE:.0f}" height="{SIDE:.0f}" rx="9" fill="none" '
            f'stroke="{MUTED}" stroke-width="1.2"/>'
        )
        slot = one.plan.bias_slot(node) if node in labels and node not in one.plan.inputs else None
        if slot is not None:
            yield _badge(float(one.weights[0, slot]))
        yield _label(labels[node])
        yield "</g>"


def _label(text: str) -> str:
    """A text below a node, on a ground of paper where a link passes."""
    place = f'x="{SIDE / 2:.0f}" y="{SIDE + 16:.0f}" font-size="12" text-anchor="middle"'
    halo = f'stroke="{PAPER}" stroke-width="5" stroke-linejoin="round"'
    return f'<text {place} {halo}>{text}</text><text {place} fill="{INK}">{text}</text>'


def _badge(bias: float) -> str:
    return (
        f'<circle cx="{SIDE - 3:.0f}" cy="3" r="9" fill="{_colour(bias)}"/><text '
        f'x="{SIDE - 3:.0f}" y="7" font-size="11" fill="{PAPER}" text-anchor="middle">b</text>'
    )


def _faces(one: Trained) -> dict[str, str]:
    """What is drawn in each node."""
    if len(one.columns) == 1:
        x = np.linspace(-one.reach, one.reach, 57)[:, np.newaxis]
        return {node: _curve(values) for node, values in one.faces(x).items()}
    if len(one.columns) == 2:
        steps = (np.arange(CELLS) + 0.5) / CELLS * 2 * one.reach - one.reach
        plane = np.stack(np.meshgrid(steps, steps[::-1]), axis=-1).reshape(-1, 2)
        return {node: _map(values) for node, values in one.faces(plane).items()}
    glyphs = {neuron.id: _glyph(neuron.activation) for neuron in one.network.neurons}
    return {node.id: _glyph("identity") for node in one.network.inputs} | glyphs


def _glyph(activation: str) -> str:
    z = np.linspace(-3.0, 3.0, 57)
    forms = {
        "identity": z,
        "tanh": np.tanh(z),
        "sigmoid": np.tanh(z / 2),
        "relu": np.maximum(z, 0.0) - 1.5,
        "abs": np.abs(z) - 1.5,
    }
    return _curve(forms[activation], centred=True)


def _curve(values: Floats, *, centred: bool = False) -> str:
    """A curve over the face, its axis thin, scaled to its largest value."""
    largest = max(float(np.abs(values).max()), 1e-9)
    middle, reach = SIDE / 2, SIDE / 2 - 9
    x = np.linspace(6, SIDE - 6, len(values))
    points = " ".join(
        f"{a:.1f},{middle - reach * b:.1f}" for a, b in zip(x, values / largest, strict=True)
    )
    axis = "" if centred else f'<path d="M6 {middle:.0f}H{SIDE - 6:.0f}" stroke="{HAIRLINE}"/>'
    return (
        f'{axis}<polyline points="{points}" fill="none" stroke="{INK}" stroke-width="1.8" '
        'stroke-linejoin="round" stroke-linecap="round"/>'
    )


def _map(values: Floats) -> str:
    """The plane of the inputs, blue where the answer is positive."""
    middle = float(np.median(np.abs(values))) or 1.0
    share = np.tanh(values / middle)[:, np.newaxis]
    far = np.where(share > 0, _POSITIVE, _NEGATIVE)
    pixels = _ZERO + (far - _ZERO) * np.abs(share) * 0.75
    data = b64encode(_png(pixels.round().astype(np.uint8).reshape(CELLS, CELLS, 3).tobytes()))
    inner = SIDE - 6
    return (
        f'<image x="3" y="3" width="{inner:.0f}" height="{inner:.0f}" '
        f'href="data:image/png;base64,{data.decode()}"/>'
    )


def _png(pixels: bytes) -> bytes:
    """A PNG of CELLS × CELLS pixels of three bytes."""
    row = CELLS * 3
    raw = b"".join(b"\0" + pixels[first : first + row] for first in range(0, len(pixels), row))
    head = struct.pack(">IIBBBBB", CELLS, CELLS, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(raw, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def _colour(value: float) -> str:
    return BLUE if value >= 0 else ORANGE


def _width(weight: float) -> float:
    return 1.2 + 5.8 * (1.0 - math.exp(-abs(weight) / 2.2))
