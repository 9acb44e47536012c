"""Forward and backward through stages of which few links are wired, link by link, compiled.

A stage whose block of weights is mostly empty (`structs.SPARSE_BELOW`) has its links in a table,
sorted by target. Both layouts are here: samples in the lanes (see `passes.samples`), and replicas
in the lanes (see `passes.replicas`), where each weight is a vector as well.
"""

from __future__ import annotations

from engine.data import Floats, Labels
from engine.kernels.compiled.jit import inlined, outlined
from engine.kernels.compiled.simd import fused, lanes, load, spread, store, sums, total
from engine.kernels.compiled.structs import FIRST, LAST, LINK, LINK_END, Rows, Wiring


@outlined
def sparse_forward(
    wiring: Wiring, stage: Labels, rows: Rows, weights: Floats, base: int, width: int
) -> None:
    """The sums of a stage's neurons; samples in the lanes."""
    for target in range(stage[FIRST], stage[LAST]):
        begin, end = wiring.first_link[target], wiring.first_link[target + 1]
        lane = 0
        while lane + 16 <= width:
            one = two = lanes(0.0)
            for number in range(begin, end):
                link = wiring.links[number]
                weight, place = spread(weights, base + link[0]), link[1] * width + lane
                one = fused(weight, load(rows.activations, place), one)
                two = fused(weight, load(rows.activations, place + 8), two)
            store(rows.sums, target * width + lane, one)
            store(rows.sums, target * width + lane + 8, two)
            lane += 16
        if lane < width:
            one = lanes(0.0)
            for number in range(begin, end):
                link = wiring.links[number]
                value = load(rows.activations, link[1] * width + lane)
                one = fused(spread(weights, base + link[0]), value, one)
            store(rows.sums, target * width + lane, one)


@outlined
def sparse_backward(
    wiring: Wiring,
    stage: Labels,
    rows: Rows,
    weights: Floats,
    base: int,
    gradient: Floats,
    width: int,
) -> None:
    """Add the gradient of a stage's links and pass its sensitivity back; samples in the lanes."""
    number = stage[LINK]
    while number + 8 <= stage[LINK_END]:
        store(
            rows.scratch,
            0,
            sums(
                _products(wiring, rows, number, width),
                _products(wiring, rows, number + 1, width),
                _products(wiring, rows, number + 2, width),
                _products(wiring, rows, number + 3, width),
                _products(wiring, rows, number + 4, width),
                _products(wiring, rows, number + 5, width),
                _products(wiring, rows, number + 6, width),
                _products(wiring, rows, number + 7, width),
            ),
        )
        for place in range(8):
            gradient[wiring.links[number + place, 0]] += rows.scratch[place]
        number += 8
    while number < stage[LINK_END]:
        gradient[wiring.links[number, 0]] += total(_products(wiring, rows, number, width))
        number += 1
    for number in range(stage[LINK], stage[LINK_END]):
        link = wiring.links[number]
        if link[1] >= wiring.first:
            weight = spread(weights, base + link[0])
            _pass_back(rows.sensitivity, link[2] * width, link[1] * width, weight, width)


@inlined
def _products(wiring: Wiring, rows: Rows, number: int, width: int) -> float:
    """Σ of sensitivity × activation of a link over the vectors of a row."""
    link = wiring.links[number]
    found = lanes(0.0)
    source, target = link[1] * width, link[2] * width
    for lane in range(0, width, 8):
        value = load(rows.activations, source + lane)
        found = fused(load(rows.sensitivity, target + lane), value, found)
    return found


@inlined
def _pass_back(sensitivity: Floats, target: int, source: int, weight: float, width: int) -> None:
    """Add the weight times the target's sensitivity to that of the source."""
    for lane in range(0, width, 8):
        before = load(sensitivity, source + lane)
        store(sensitivity, source + lane, fused(weight, load(sensitivity, target + lane), before))


@outlined
def sparse_group_forward(
    wiring: Wiring, stage: Labels, rows: Rows, weights: Floats, base: int, width: int
) -> None:
    """The sums of a stage's neurons; replicas in the lanes."""
    for target in range(stage[FIRST], stage[LAST]):
        begin, end, place = wiring.first_link[target], wiring.first_link[target + 1], target * width
        lane = 0
        while lane + 32 <= width:
            a = b = c = d = lanes(0.0)
            for number in range(begin, end):
                link = wiring.links[number]
                weight, here = load(weights, base + 8 * link[0]), link[1] * width + lane
                a = fused(weight, load(rows.activations, here), a)
                b = fused(weight, load(rows.activations, here + 8), b)
                c = fused(weight, load(rows.activations, here + 16), c)
                d = fused(weight, load(rows.activations, here + 24), d)
            store(rows.sums, place + lane, a)
            store(rows.sums, place + lane + 8, b)
            store(rows.sums, place + lane + 16, c)
            store(rows.sums, place + lane + 24, d)
            lane += 32
        while lane < width:
            a = lanes(0.0)
            for number in range(begin, end):
                link = wiring.links[number]
                value = load(rows.activations, link[1] * width + lane)
                a = fused(load(weights, base + 8 * link[0]), value, a)
            store(rows.sums, place + lane, a)
            lane += 8


@outlined
def sparse_group_backward(
    wiring: Wiring,
    stage: Labels,
    rows: Rows,
    weights: Floats,
    base: int,
    gradient: Floats,
    width: int,
) -> None:
    """Add the gradient of a stage's links and pass its sensitivity back; replicas in the lanes."""
    for number in range(stage[LINK], stage[LINK_END]):
        link = wiring.links[number]
        slot = 8 * link[0]
        found = load(gradient, slot) + _products(wiring, rows, number, width)
        store(gradient, slot, found)
        if link[1] >= wiring.first:
            weight = load(weights, base + slot)
            _pass_back(rows.sensitivity, link[2] * width, link[1] * width, weight, width)
