"""Where nodes are: the grid, free places, and a tidy drawing of a whole network.

Places are centres in scene units, x to the right, y downwards; the tidy drawing lies around (0, 0).
Tidying is the layered drawing of Sugiyama, Tagawa and Toda (1981) in short: depth gives the
column, and a few sweeps order each column by the mean place of its neighbours, which removes
most crossings.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from statistics import fmean
from typing import Final

from engine import Network
from levels.solution import Place
from widgets.document.spacing import GRID, spread

COLUMN: Final = 232
ROW: Final = 144
_ROOM: Final = 88.0
_SWEEPS: Final = 6
_HALF_WIDTH: Final = 232.0


def snap(place: Place) -> Place:
    """The nearest crossing of the grid."""
    x, y = place
    return (float(round(x / GRID) * GRID), float(round(y / GRID) * GRID))


def is_free(place: Place, taken: Iterable[Place]) -> bool:
    """Whether a node there would touch none of the taken places."""
    return all(max(abs(place[0] - x), abs(place[1] - y)) >= _ROOM for x, y in taken)


def free_place(wanted: Place, taken: Iterable[Place]) -> Place:
    """The wanted place, or the nearest free one above or below, then beside it."""
    others = list(taken)
    start = snap(wanted)
    if is_free(start, others):
        return start
    steps = range(1, 2 * len(others) + 3)
    column = [(0.0, sign * step * ROW) for step in steps for sign in (1, -1)]
    around = [(dx, dy) for dx in (ROW, -ROW) for _, dy in ((0.0, 0.0), *column)]
    for dx, dy in (*column, *around):
        place = snap((start[0] + dx, start[1] + dy))
        if is_free(place, others):
            return place
    return start


def block_places(count: int, centre: Place) -> list[Place]:
    """Places of a column of ``count`` nodes around a centre."""
    step = _row_step(count)
    x, top = snap((centre[0], centre[1] - step * (count - 1) / 2))
    return [(x, top + step * number) for number in range(count)]


def columns_by_place(places: Mapping[str, Place]) -> list[list[str]]:
    """Nodes grouped into columns from left to right; a gap wider than a node parts them."""
    ordered = sorted(places, key=lambda node: (places[node][0], places[node][1]))
    columns: list[list[str]] = [ordered[:1]] if ordered else []
    for before, node in pairwise(ordered):
        if places[node][0] - places[before][0] > _ROOM / 2:
            columns.append([])
        columns[-1].append(node)
    return columns


def depths(network: Network) -> dict[str, int]:
    """Column of each node: inputs 0, then the longest path, outputs all last."""
    depth = {node.id: 0 for node in network.inputs}
    depth |= {neuron.id: 1 for neuron in network.neurons}
    # Each pass carries a depth one link further; acyclic wiring ends after the longest path.
    changed = True
    while changed:
        changed = False
        for source, target in network.link_by_key:
            if depth[target] <= depth[source]:
                depth[target] = depth[source] + 1
                changed = True
    hidden = max((depth[neuron.id] for neuron in network.hidden), default=1)
    depth |= {neuron.id: hidden + 1 for neuron in network.outputs}
    return depth


def tidy(network: Network) -> dict[str, Place]:
    """A place for every node: columns by depth, few crossings, centred around (0, 0)."""
    depth = depths(network)
    columns: list[list[str]] = [[] for _ in range(max(depth.values(), default=0) + 1)]
    for node in network.nodes:
        columns[depth[node]].append(node)
    if not network.hidden and len(columns) > 1:
        columns = [columns[0], columns[-1]]
    _uncross(network, columns)
    # Tall columns are farther apart, so that the links between them do not run upright.
    tallest = max(map(len, columns))
    step = max(COLUMN, 0.28 * tallest * _row_step(tallest)) if len(columns) > 2 else 2 * _HALF_WIDTH
    left = -step * (len(columns) - 1) / 2
    return {
        node: place
        for number, column in enumerate(columns)
        for node, place in zip(
            column, block_places(len(column), (left + number * step, 0.0)), strict=True
        )
    }


def complete(network: Network, layout: Mapping[str, Place]) -> dict[str, Place]:
    """The layout with a place for each node that lacks one (or whose place is not finite).

    Nodes that overlap in the layout are slid apart.
    """
    known = {
        node: layout[node]
        for node in network.nodes
        if node in layout and all(map(math.isfinite, layout[node]))
    }
    if not known:
        return tidy(network)
    known = spread(known)
    if len(known) == len(network.nodes):
        return known
    suggested = tidy(network)
    for node in network.nodes:
        if node not in known:
            known[node] = free_place(_beside(network, node, known, suggested), known.values())
    return known


def place_for(network: Network, layout: Mapping[str, Place], *, as_input: bool) -> Place:
    """A sensible free place for a new input (at the left) or hidden neuron (in the middle)."""
    inputs = [layout[node.id] for node in network.inputs]
    hidden = [layout[neuron.id] for neuron in network.hidden]
    outputs = [layout[neuron.id] for neuron in network.outputs]
    right = min((x for x, _ in outputs), default=_HALF_WIDTH)
    left = fmean(x for x, _ in inputs) if inputs else right - 2 * _HALF_WIDTH
    middle_y = fmean(y for _, y in outputs) if outputs else 0.0
    if as_input:
        wanted = (left, middle_y - ROW / 2 if not inputs else max(y for _, y in inputs) + ROW)
        return free_place(wanted, layout.values())
    x = hidden[-1][0] if hidden else (left + right) / 2
    column = [y for place_x, y in hidden if abs(place_x - x) < _ROOM]
    return free_place((x, fmean(column) if column else middle_y), layout.values())


def _row_step(count: int) -> float:
    """Distance of rows in a column: long columns are closer."""
    return ROW if count <= 4 else 112 if count <= 6 else _ROOM


def _beside(
    network: Network, node: str, known: Mapping[str, Place], suggested: Mapping[str, Place]
) -> Place:
    """Between its neighbours where it has some on both sides, else where a tidy drawing has it."""
    before = [known[link.source] for link in network.incoming(node) if link.source in known]
    after = [known[link.target] for link in network.outgoing(node) if link.target in known]
    if before and after:
        both = (*before, *after)
        return (fmean(x for x, _ in both), fmean(y for _, y in both))
    return suggested[node]


def _uncross(network: Network, columns: Sequence[list[str]]) -> None:
    """Order the columns in place, sweeping forth and back."""
    feeds: dict[str, list[str]] = {node: [] for node in network.nodes}
    fed_by: dict[str, list[str]] = {node: [] for node in network.nodes}
    for link in network.links:
        feeds[link.source].append(link.target)
        fed_by[link.target].append(link.source)
    for sweep in range(_SWEEPS):
        forward = sweep % 2 == 0
        neighbours = fed_by if forward else feeds
        for column in columns[1:] if forward else reversed(columns[:-1]):
            heights = _heights(columns)
            column.sort(
                key=lambda node: (
                    fmean(heights[other] for other in neighbours[node])
                    if neighbours[node]
                    else heights[node]
                )
            )


def _heights(columns: Sequence[Sequence[str]]) -> dict[str, float]:
    """Height of each node in its column, the middle at 0."""
    return {
        node: number - (len(column) - 1) / 2
        for column in columns
        for number, node in enumerate(column)
    }
