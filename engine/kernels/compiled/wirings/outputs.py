"""What many wirings answer, compiled: the forward pass of `passes.replicas` alone."""

from __future__ import annotations

from engine.data import Floats
from engine.kernels.compiled.jit import inlined, outermost
from engine.kernels.compiled.passes.replicas import forward
from engine.kernels.compiled.simd import spread, store
from engine.kernels.compiled.structs import GROUP_CHUNK, Rows, Wiring
from engine.kernels.compiled.wirings.loop import wiring_at
from engine.kernels.compiled.wirings.tables import BASE, COLUMN, Wirings


@inlined
def _show(
    wirings: Wirings,
    wiring: Wiring,
    number: int,
    rows: Rows,
    source: Floats,
    columns: int,
    first: int,
    count: int,
) -> None:
    """The inputs of ``count`` samples from ``first`` on, the same in all lanes."""
    begin = wirings.places[number, COLUMN]
    for row in range(wiring.inputs):
        column = wirings.columns[begin + row]
        for place in range(count):
            value = spread(source, (first + place) * columns + column)
            store(rows.activations, 8 * (row * count + place), value)


@outermost
def outputs_of_wirings(
    wirings: Wirings, rows: Rows, parameters: Floats, source: Floats, columns: int, results: Floats
) -> None:
    """Write what all wirings answer to ``results``, shape (outputs, wirings, 8, samples).

    Args:
        wirings: their tables.
        rows: room for a chunk.
        parameters: as in `tables.Numbers`.
        source: as in `structs.TrainingData`, of any samples.
        columns: numbers of a sample.
        results: what is written to.
    """
    outputs, count_of_wirings, _, samples = results.shape
    for number in range(count_of_wirings):
        wiring, base = wiring_at(wirings, number), wirings.places[number, BASE]
        for first in range(0, samples, GROUP_CHUNK):
            count = min(GROUP_CHUNK, samples - first)
            _show(wirings, wiring, number, rows, source, columns, first, count)
            forward(wiring, rows, parameters, base, 8 * count)
            for output in range(outputs):
                begin = 8 * (wiring.outputs + output) * count
                for lane in range(8):
                    for place in range(count):
                        value = rows.activations[begin + 8 * place + lane]
                        results[output, number, lane, first + place] = value
