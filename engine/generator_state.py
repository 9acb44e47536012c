"""Random generators as whole numbers, so that a run can be saved and go on bit for bit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

_HALF: Final = 64
_LOW: Final = (1 << _HALF) - 1


def pack_generators(generators: Sequence[np.random.Generator]) -> NDArray[np.uint64]:
    """The states of PCG64 generators, shape (generators, 6).

    Each row: state and increment as high and low halves, whether half a draw is left, and it.
    """
    return np.array([_packed(own) for own in generators], dtype=np.uint64).reshape(-1, 6)


def unpack_generators(rows: NDArray[np.uint64]) -> tuple[np.random.Generator, ...]:
    """Generators that go on from the states of `pack_generators`."""
    return tuple(_unpacked([int(number) for number in row]) for row in rows)


def _packed(generator: np.random.Generator) -> list[int]:
    held: Any = generator.bit_generator.state
    state, increment = held["state"]["state"], held["state"]["inc"]
    halves = [state >> _HALF, state & _LOW, increment >> _HALF, increment & _LOW]
    return [*halves, held["has_uint32"], held["uinteger"]]


def _unpacked(row: Sequence[int]) -> np.random.Generator:
    bits = np.random.PCG64()
    bits.state = {
        "bit_generator": "PCG64",
        "state": {"state": row[0] << _HALF | row[1], "inc": row[2] << _HALF | row[3]},
        "has_uint32": row[4],
        "uinteger": row[5],
    }
    return np.random.Generator(bits)
