"""Forward and backward for eight replicas at once, one in each lane of a vector, compiled.

Where `passes.samples` lays samples side by side, here each number of a row is a vector of eight
replicas: row, sample, replica. Weights lie likewise: slot, replica. So no lane is lost on short
batches, a gradient is a plain sum over the samples, and one update's bookkeeping serves eight
replicas. The cost is memory: eight times as much is written and read, so networks beyond the
first-level cache are better off with `passes.samples`.
"""

from __future__ import annotations

from engine.data import Floats
from engine.kernels.compiled.activations import activate, pull_through
from engine.kernels.compiled.jit import inlined
from engine.kernels.compiled.passes.gradients import Block
from engine.kernels.compiled.passes.samples import Links
from engine.kernels.compiled.passes.sparse import sparse_group_backward, sparse_group_forward
from engine.kernels.compiled.simd import Lanes, fused, lanes, load, store
from engine.kernels.compiled.structs import (
    FIRST,
    HIGH,
    LAST,
    LINK,
    LINK_END,
    LOW,
    OFFSET,
    RUN,
    RUN_END,
    Rows,
    Wiring,
)


@inlined
def forward(wiring: Wiring, rows: Rows, weights: Floats, base: int, width: int) -> None:
    """All activations of a chunk whose inputs are filled in.

    ``width`` is the length of a row, eight times the samples; the group's weights begin at
    ``base``.
    """
    fill_ones(wiring, rows, width)
    forward_beside_ones(wiring, rows, weights, base, width)


@inlined
def fill_ones(wiring: Wiring, rows: Rows, width: int) -> None:
    """The rows of ones of a chunk; they stay while the wiring and the width are the same."""
    for one in wiring.ones:
        for place in range(one * width, (one + 1) * width, 8):
            store(rows.activations, place, lanes(1.0))


@inlined
def forward_beside_ones(wiring: Wiring, rows: Rows, weights: Floats, base: int, width: int) -> None:
    """`forward` where the rows of ones are filled in too."""
    for stage in wiring.stages:
        if stage[LINK] < stage[LINK_END]:
            sparse_group_forward(wiring, stage, rows, weights, base, width)
        else:
            sources = stage[HIGH] - stage[LOW]
            links = (weights, base + 8 * stage[OFFSET], 8 * sources, 8)
            read = (rows.activations, stage[LOW] * width, sources)
            written = (rows.sums, stage[FIRST] * width, stage[LAST] - stage[FIRST])
            _product(links, read, written, width, add=False)
        for number in range(stage[RUN], stage[RUN_END]):
            run = wiring.runs[number]
            activate(run[0], rows.sums, rows.activations, run[1] * width, run[2] * width)


@inlined
def backward(
    wiring: Wiring, rows: Rows, weights: Floats, base: int, gradient: Floats, width: int
) -> None:
    """Add the gradient of a chunk, given the slope of the loss at its outputs."""
    for place in range(wiring.first * width, wiring.outputs * width, 8):
        store(rows.sensitivity, place, lanes(0.0))
    for number in range(len(wiring.stages) - 1, -1, -1):
        stage = wiring.stages[number]
        low, first = stage[LOW], stage[FIRST]
        sources, targets = stage[HIGH] - low, stage[LAST] - first
        for place in range(stage[RUN], stage[RUN_END]):
            run = wiring.runs[place]
            pull_through(run[0], rows, run[1] * width, run[2] * width)
        if stage[LINK] < stage[LINK_END]:
            sparse_group_backward(wiring, stage, rows, weights, base, gradient, width)
            continue
        sensitivity = (rows.sensitivity, first * width, targets)
        activations = (rows.activations, low * width, sources)
        _add_gradient(sensitivity, activations, gradient, 8 * stage[OFFSET], width)
        reached = max(low, wiring.first)
        links = (weights, base + 8 * (stage[OFFSET] + reached - low), 8, 8 * sources)
        written = (rows.sensitivity, reached * width, min(stage[HIGH], first - 1) - reached)
        _product(links, sensitivity, written, width, add=True)


@inlined
def _product(links: Links, read: Block, written: Block, width: int, add: bool) -> None:
    """written[i] = (written[i] +) Σₖ weight[i, k] · read[k], where i and k are rows."""
    weights, first, row_step, step = links
    result, start, count = written
    row = 0
    while row + 2 <= count:
        here = (weights, first + row * row_step, row_step, step)
        _two_rows(here, read, result, start + row * width, width, add=add)
        row += 2
    if row < count:
        here = (weights, first + row * row_step, row_step, step)
        _one_row(here, read, result, start + row * width, width, add=add)


@inlined
def _two_rows(links: Links, read: Block, result: Floats, place: int, width: int, add: bool) -> None:
    """Two rows of `_product`, four samples at a time."""
    weights, first, row_step, step = links
    source, start, count = read
    lane = 0
    while lane + 32 <= width:
        a = b = c = d = e = f = g = h = lanes(0.0)
        if add:
            a, b = load(result, place + lane), load(result, place + lane + 8)
            c, d = load(result, place + lane + 16), load(result, place + lane + 24)
            other = place + width + lane
            e, f = load(result, other), load(result, other + 8)
            g, h = load(result, other + 16), load(result, other + 24)
        for k in range(count):
            link, here = first + k * step, start + k * width + lane
            one, two = load(weights, link), load(weights, link + row_step)
            value = load(source, here)
            a, e = fused(one, value, a), fused(two, value, e)
            value = load(source, here + 8)
            b, f = fused(one, value, b), fused(two, value, f)
            value = load(source, here + 16)
            c, g = fused(one, value, c), fused(two, value, g)
            value = load(source, here + 24)
            d, h = fused(one, value, d), fused(two, value, h)
        store(result, place + lane, a)
        store(result, place + lane + 8, b)
        store(result, place + lane + 16, c)
        store(result, place + lane + 24, d)
        store(result, place + width + lane, e)
        store(result, place + width + lane + 8, f)
        store(result, place + width + lane + 16, g)
        store(result, place + width + lane + 24, h)
        lane += 32
    while lane < width:
        a = e = lanes(0.0)
        if add:
            a, e = load(result, place + lane), load(result, place + width + lane)
        for k in range(count):
            link, value = first + k * step, load(source, start + k * width + lane)
            a = fused(load(weights, link), value, a)
            e = fused(load(weights, link + row_step), value, e)
        store(result, place + lane, a)
        store(result, place + width + lane, e)
        lane += 8


@inlined
def _one_row(links: Links, read: Block, result: Floats, place: int, width: int, add: bool) -> None:
    """One row of `_product`, four samples at a time."""
    weights, first, _, step = links
    source, start, count = read
    lane = 0
    while lane + 32 <= width:
        a = b = c = d = lanes(0.0)
        if add:
            a, b = load(result, place + lane), load(result, place + lane + 8)
            c, d = load(result, place + lane + 16), load(result, place + lane + 24)
        for k in range(count):
            link, here = load(weights, first + k * step), start + k * width + lane
            a = fused(link, load(source, here), a)
            b = fused(link, load(source, here + 8), b)
            c = fused(link, load(source, here + 16), c)
            d = fused(link, load(source, here + 24), d)
        store(result, place + lane, a)
        store(result, place + lane + 8, b)
        store(result, place + lane + 16, c)
        store(result, place + lane + 24, d)
        lane += 32
    while lane < width:
        a = load(result, place + lane) if add else lanes(0.0)
        for k in range(count):
            value = load(source, start + k * width + lane)
            a = fused(load(weights, first + k * step), value, a)
        store(result, place + lane, a)
        lane += 8


@inlined
def _add_gradient(
    sensitivity: Block, activations: Block, gradient: Floats, offset: int, width: int
) -> None:
    """Add Σ over samples of sensitivity × activation to the slots of a stage's weights."""
    d, first, targets = sensitivity
    a, low, sources = activations
    target = 0
    while target + 2 <= targets:
        pair = (d, first + target * width, 2)
        slot = offset + 8 * target * sources
        source = 0
        while source + 4 <= sources:
            here = (a, low + source * width, 4)
            _eight_slots(pair, here, gradient, slot + 8 * source, 8 * sources, width)
            source += 4
        while source < sources:
            here = (a, low + source * width, 1)
            _two_slots(pair, here, gradient, slot + 8 * source, 8 * sources, width)
            source += 1
        target += 2
    if target < targets:
        row, slot = first + target * width, offset + 8 * target * sources
        source = 0
        while source + 4 <= sources:
            here = (a, low + source * width, 4)
            _four_slots(d, row, here, gradient, slot + 8 * source, width)
            source += 4
        while source < sources:
            _one_slot(d, row, (a, low + source * width, 1), gradient, slot + 8 * source, width)
            source += 1


@inlined
def _eight_slots(
    targets: Block, sources: Block, gradient: Floats, slot: int, step: int, width: int
) -> None:
    """`_add_gradient` for two targets, whose slots lie ``step`` apart, and four sources."""
    d, row, _ = targets
    a, low, _ = sources
    one = two = three = four = five = six = seven = eight = lanes(0.0)
    for lane in range(0, width, 8):
        first, second = load(d, row + lane), load(d, row + width + lane)
        value = load(a, low + lane)
        one, five = fused(first, value, one), fused(second, value, five)
        value = load(a, low + width + lane)
        two, six = fused(first, value, two), fused(second, value, six)
        value = load(a, low + 2 * width + lane)
        three, seven = fused(first, value, three), fused(second, value, seven)
        value = load(a, low + 3 * width + lane)
        four, eight = fused(first, value, four), fused(second, value, eight)
    _add(gradient, slot, one)
    _add(gradient, slot + 8, two)
    _add(gradient, slot + 16, three)
    _add(gradient, slot + 24, four)
    _add(gradient, slot + step, five)
    _add(gradient, slot + step + 8, six)
    _add(gradient, slot + step + 16, seven)
    _add(gradient, slot + step + 24, eight)


@inlined
def _two_slots(
    targets: Block, sources: Block, gradient: Floats, slot: int, step: int, width: int
) -> None:
    """`_add_gradient` for two targets and one source, two samples at a time."""
    d, row, _ = targets
    a, low, _ = sources
    one = two = three = four = lanes(0.0)
    lane = 0
    while lane + 16 <= width:
        value = load(a, low + lane)
        one, three = (
            fused(load(d, row + lane), value, one),
            fused(load(d, row + width + lane), value, three),
        )
        value = load(a, low + lane + 8)
        two, four = (
            fused(load(d, row + lane + 8), value, two),
            fused(load(d, row + width + lane + 8), value, four),
        )
        lane += 16
    if lane < width:
        value = load(a, low + lane)
        one, three = (
            fused(load(d, row + lane), value, one),
            fused(load(d, row + width + lane), value, three),
        )
    _add(gradient, slot, one + two)
    _add(gradient, slot + step, three + four)


@inlined
def _one_slot(d: Floats, row: int, source: Block, gradient: Floats, slot: int, width: int) -> None:
    """`_add_gradient` for one target and one source, two samples at a time."""
    a, here, _ = source
    one = two = lanes(0.0)
    lane = 0
    while lane + 16 <= width:
        one = fused(load(d, row + lane), load(a, here + lane), one)
        two = fused(load(d, row + lane + 8), load(a, here + lane + 8), two)
        lane += 16
    if lane < width:
        one = fused(load(d, row + lane), load(a, here + lane), one)
    _add(gradient, slot, one + two)


@inlined
def _add(gradient: Floats, slot: int, value: Lanes) -> None:
    """Add to the vector of a slot."""
    store(gradient, slot, load(gradient, slot) + value)


@inlined
def _four_slots(
    d: Floats, row: int, sources: Block, gradient: Floats, slot: int, width: int
) -> None:
    """`_add_gradient` for one target and four sources."""
    a, low, _ = sources
    one, two = load(gradient, slot), load(gradient, slot + 8)
    three, four = load(gradient, slot + 16), load(gradient, slot + 24)
    for lane in range(0, width, 8):
        value, here = load(d, row + lane), low + lane
        one = fused(value, load(a, here), one)
        two = fused(value, load(a, here + width), two)
        three = fused(value, load(a, here + 2 * width), three)
        four = fused(value, load(a, here + 3 * width), four)
    store(gradient, slot, one)
    store(gradient, slot + 8, two)
    store(gradient, slot + 16, three)
    store(gradient, slot + 24, four)
