"""NumPy's shuffle, compiled: the same generator, the same draws, the same order.

So a whole epoch needs no Python, and both kernels see the samples in the same order. The
generator is PCG64 (M. E. O'Neill 2014: a 128-bit linear congruential generator whose output is
folded by XSL-RR); its 128-bit numbers are pairs (high, low) of uint64 here. What
`numpy.random.Generator.shuffle` draws from it is promised by no document: a test compares
the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from engine.data import Labels
from engine.kernels.compiled.jit import inlined

Words = NDArray[np.uint64]

_HIGH, _LOW, _STEP_HIGH, _STEP_LOW, _HAS_HALF, _HALF = range(6)
_WORD: Final = (1 << 64) - 1
_FACTOR_HIGH: Final = np.uint64(2549297995355413924)
_FACTOR_LOW: Final = np.uint64(4865540595714422341)
_32: Final = np.uint64(32)
_58: Final = np.uint64(58)
_63: Final = np.uint64(63)
_64: Final = np.uint64(64)
_LOW_HALF: Final = np.uint64(0xFFFFFFFF)
_ONE: Final = np.uint64(1)
_NONE: Final = np.uint64(0)


def read_generators(generators: Sequence[np.random.Generator]) -> Words:
    """The state of each generator, a row of six words; all must be PCG64."""
    words = np.empty((len(generators), 6), dtype=np.uint64)
    for row, generator in zip(words, generators, strict=True):
        state: Any = generator.bit_generator.state
        number, step = state["state"]["state"], state["state"]["inc"]
        row[:] = [number >> 64, number & _WORD, step >> 64, step & _WORD, 0, 0]
        row[_HAS_HALF], row[_HALF] = state["has_uint32"], state["uinteger"]
    return words


def write_generators(words: Words, generators: Sequence[np.random.Generator]) -> None:
    """Bring the generators to where the compiled shuffles have left off."""
    for row, generator in zip(words.tolist(), generators, strict=True):
        state: Any = generator.bit_generator.state
        state["state"]["state"] = row[_HIGH] << 64 | row[_LOW]
        state["has_uint32"], state["uinteger"] = row[_HAS_HALF], row[_HALF]
        generator.bit_generator.state = state


@inlined
def shuffle(words: Words, replica: int, order: Labels, samples: int) -> None:
    """Shuffle one replica's row of the flat ``order`` in place, advancing its generator.

    Fisher and Yates from the end; a place is drawn from as many random bits as it needs. One that
    lies beyond the last is drawn again: until then the last is swapped with itself, which a
    processor predicts better than a branch.
    """
    begin = replica * samples
    mask = _LOW_HALF
    last = samples - 1
    while last > 0:
        while (mask >> _ONE) >= np.uint64(last):
            mask >>= _ONE
        drawn = np.int64(_next_half(words, replica) & mask)
        good = drawn <= last
        place, other = begin + last, begin + (drawn if good else last)
        order[place], order[other] = order[other], order[place]
        last -= 1 if good else 0


@inlined
def _next_half(words: Words, replica: int) -> np.uint64:
    """32 random bits: the lower half of a word, then its upper half."""
    half: np.uint64
    if words[replica, _HAS_HALF]:
        words[replica, _HAS_HALF] = _NONE
        half = words[replica, _HALF]
    else:
        word = _next_word(words, replica)
        words[replica, _HAS_HALF] = _ONE
        words[replica, _HALF] = word >> _32
        half = word & _LOW_HALF
    return half


@inlined
def _next_word(words: Words, replica: int) -> np.uint64:
    """64 random bits: state ← state · factor + step (mod 2¹²⁸), then XSL-RR of the state."""
    high, low = words[replica, _HIGH], words[replica, _LOW]
    high = high * _FACTOR_LOW + low * _FACTOR_HIGH + _high_product(low, _FACTOR_LOW)
    low = low * _FACTOR_LOW + words[replica, _STEP_LOW]
    carry = _ONE if low < words[replica, _STEP_LOW] else _NONE
    high = high + words[replica, _STEP_HIGH] + carry
    words[replica, _HIGH], words[replica, _LOW] = high, low
    turn, folded = high >> _58, high ^ low
    turned: np.uint64 = (folded >> turn) | (folded << ((_64 - turn) & _63))
    return turned


@inlined
def _high_product(a: np.uint64, b: np.uint64) -> np.uint64:
    """The upper 64 bits of a · b, by halves."""
    a_high, a_low, b_high, b_low = a >> _32, a & _LOW_HALF, b >> _32, b & _LOW_HALF
    low = a_low * b_low
    middle = a_high * b_low + (low >> _32)
    other = a_low * b_high + (middle & _LOW_HALF)
    return a_high * b_high + (middle >> _32) + (other >> _32)
