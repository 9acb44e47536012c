"""The gradient of a dense stage with samples in the lanes, compiled: Σ of sensitivity × activation.

Two ways. *Folded*: eight links at once add up along the samples, and their eight vectors are folded
into one (`lanes.sums`); the eight links lie side by side among the sources or among the targets,
whichever wastes less. *Outer*: what the stage reads is transposed, and each sample adds its outer
product with eight sources in the lanes; nothing needs to be folded, and no lane of a short batch
is lost. That pays where a stage is some vectors wide and high.
"""

from __future__ import annotations

from typing import Final, TypeAlias

from engine.data import Floats
from engine.kernels.compiled.jit import inlined, outlined
from engine.kernels.compiled.simd import (
    fused,
    lane_numbers,
    lanes,
    load,
    spread,
    store,
    sums,
    transposed,
    where_at_most,
)
from engine.kernels.compiled.structs import Rows

Block: TypeAlias = tuple[Floats, int, int]
"""Neighbouring rows in an array: where the first one begins, and how many there are."""

FEWEST_TARGETS: Final = 4
"""Targets from which on the outer product is the faster way, given a vector of sources."""

MOST_FOLDED: Final = 2
"""Sources beyond whole vectors that are folded rather than given a vector of their own."""


@inlined
def add_gradient(
    sensitivity: Block,
    activations: Block,
    gradient: Floats,
    offset: int,
    rows: Rows,
    samples: int,
    width: int,
) -> None:
    """Add a stage's gradient over the first ``samples`` samples to its slots from ``offset`` on."""
    _, _, targets = sensitivity
    a, low, sources = activations
    if targets < FEWEST_TARGETS or sources < 8:
        _fold(sensitivity, activations, gradient, offset, sources, rows.scratch, width)
        return
    whole = sources // 8 * 8
    if sources - whole > MOST_FOLDED:
        whole = sources
    block = (a, low, whole)
    _add_outer(sensitivity, block, rows.transposed, gradient, offset, sources, samples, width)
    if whole < sources:
        rest = (a, low + whole * width, sources - whole)
        _fold(sensitivity, rest, gradient, offset + whole, sources, rows.scratch, width)


@inlined
def _fold(
    sensitivity: Block,
    activations: Block,
    gradient: Floats,
    offset: int,
    row: int,
    scratch: Floats,
    width: int,
) -> None:
    """The folded way; the slots of neighbouring targets lie ``row`` apart."""
    d, first, targets = sensitivity
    a, low, sources = activations
    if targets * ((sources + 7) // 8) <= sources * ((targets + 7) // 8):
        for target in range(targets):
            for source in range(0, sources, 8):
                eight = (a, low + source * width, min(8, sources - source))
                _eight_sums(d, first + target * width, eight, scratch, width)
                _add_scratch(gradient, offset + target * row + source, 1, eight[2], scratch)
    else:
        for source in range(sources):
            for target in range(0, targets, 8):
                eight = (d, first + target * width, min(8, targets - target))
                _eight_sums(a, low + source * width, eight, scratch, width)
                _add_scratch(gradient, offset + target * row + source, row, eight[2], scratch)


@inlined
def _eight_sums(single: Floats, row: int, eight: Block, scratch: Floats, width: int) -> None:
    """Σ over samples of one row times each of eight; what lies behind the block is of no use."""
    block, start, _ = eight
    a = b = c = d = e = f = g = h = lanes(0.0)
    for lane in range(0, width, 8):
        one, place = load(single, row + lane), start + lane
        a = fused(one, load(block, place), a)
        b = fused(one, load(block, place + width), b)
        c = fused(one, load(block, place + 2 * width), c)
        d = fused(one, load(block, place + 3 * width), d)
        e = fused(one, load(block, place + 4 * width), e)
        f = fused(one, load(block, place + 5 * width), f)
        g = fused(one, load(block, place + 6 * width), g)
        h = fused(one, load(block, place + 7 * width), h)
    store(scratch, 0, sums(a, b, c, d, e, f, g, h))


@inlined
def _add_scratch(gradient: Floats, slot: int, step: int, count: int, scratch: Floats) -> None:
    """Add the first numbers of the scratch to slots that lie ``step`` apart."""
    for number in range(count):
        gradient[slot + number * step] += scratch[number]


@inlined
def _transpose(block: Block, target: Floats, width: int) -> None:
    """From rows of samples to samples of whole vectors of rows."""
    source, start, count = block
    span = (count + 7) // 8 * 8
    for row in range(0, count, 8):
        for lane in range(0, width, 8):
            one = start + row * width + lane
            two, four = one + width, one + 3 * width
            transposed(
                source,
                one,
                two,
                two + width,
                four,
                four + width,
                four + 2 * width,
                four + 3 * width,
                four + 4 * width,
                target,
                lane * span + row,
                span,
            )


@outlined
def _add_outer(
    sensitivity: Block,
    activations: Block,
    values: Floats,
    gradient: Floats,
    offset: int,
    row: int,
    samples: int,
    width: int,
) -> None:
    """The outer way, by way of ``values``; the slots of neighbouring targets lie ``row`` apart.

    Eight vectors of sums at a time: of four targets and sixteen sources, or of eight and eight.
    Sums of targets beyond the last one are of no use.
    """
    _transpose(activations, values, width)
    d, first, targets = sensitivity
    whole = activations[2]
    span = (whole + 7) // 8 * 8
    source = 0
    while source + 16 <= span:
        for target in range(0, targets, 4):
            four = (d, first + target * width, min(4, targets - target))
            slot = offset + target * row + source
            used = whole - source
            _four_by_two(four, values, source, span, gradient, slot, row, used, samples, width)
        source += 16
    if source < span:
        for target in range(0, targets, 8):
            eight = (d, first + target * width, min(8, targets - target))
            slot = offset + target * row + source
            used = whole - source
            _eight_by_one(eight, values, source, span, gradient, slot, row, used, samples, width)


@inlined
def _four_by_two(
    targets: Block,
    values: Floats,
    source: int,
    span: int,
    gradient: Floats,
    slot: int,
    row: int,
    used: int,
    samples: int,
    width: int,
) -> None:
    """`_add_outer` for up to four targets and sixteen sources, of which ``used`` count."""
    d, first, count = targets
    a = b = c = e = f = g = h = i = lanes(0.0)
    for sample in range(samples):
        place, here = source + sample * span, first + sample
        one, two = load(values, place), load(values, place + 8)
        own = spread(d, here)
        a, b = fused(own, one, a), fused(own, two, b)
        own = spread(d, here + width)
        c, e = fused(own, one, c), fused(own, two, e)
        own = spread(d, here + 2 * width)
        f, g = fused(own, one, f), fused(own, two, g)
        own = spread(d, here + 3 * width)
        h, i = fused(own, one, h), fused(own, two, i)
    _add_first(gradient, slot, a, 8)
    _add_first(gradient, slot + 8, b, used - 8)
    if count > 1:
        _add_first(gradient, slot + row, c, 8)
        _add_first(gradient, slot + row + 8, e, used - 8)
    if count > 2:
        _add_first(gradient, slot + 2 * row, f, 8)
        _add_first(gradient, slot + 2 * row + 8, g, used - 8)
    if count > 3:
        _add_first(gradient, slot + 3 * row, h, 8)
        _add_first(gradient, slot + 3 * row + 8, i, used - 8)


@inlined
def _eight_by_one(
    targets: Block,
    values: Floats,
    source: int,
    span: int,
    gradient: Floats,
    slot: int,
    row: int,
    used: int,
    samples: int,
    width: int,
) -> None:
    """`_add_outer` for up to eight targets and eight sources, of which ``used`` count."""
    d, first, count = targets
    a = b = c = e = f = g = h = i = lanes(0.0)
    for sample in range(samples):
        one, here = load(values, source + sample * span), first + sample
        a = fused(spread(d, here), one, a)
        b = fused(spread(d, here + width), one, b)
        c = fused(spread(d, here + 2 * width), one, c)
        e = fused(spread(d, here + 3 * width), one, e)
        f = fused(spread(d, here + 4 * width), one, f)
        g = fused(spread(d, here + 5 * width), one, g)
        h = fused(spread(d, here + 6 * width), one, h)
        i = fused(spread(d, here + 7 * width), one, i)
    for number, own in ((0, a), (1, b), (2, c), (3, e), (4, f), (5, g), (6, h), (7, i)):
        if number < count:
            _add_first(gradient, slot + number * row, own, used)


@inlined
def _add_first(gradient: Floats, slot: int, value: float, used: int) -> None:
    """Add the first ``used`` lanes of a vector to neighbouring slots.

    The other lanes write back what they read, also beyond the last slot (see `Weights.gradient`).
    """
    number = lane_numbers() + 1.0
    store(gradient, slot, load(gradient, slot) + where_at_most(number, used, value, 0.0))
