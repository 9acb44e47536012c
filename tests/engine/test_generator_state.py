from __future__ import annotations

import numpy as np

from engine.generator_state import pack_generators, unpack_generators


def test_a_generator_goes_on_where_it_stood_even_with_half_a_draw_left():
    generators = tuple(np.random.Generator(np.random.PCG64(seed)) for seed in (1, 2, 3))
    generators[1].integers(0, 2**31, dtype=np.uint32)  # takes 32 of 64 bits and keeps the rest
    rows = pack_generators(generators)
    assert rows.shape == (3, 6)
    assert rows.dtype == np.uint64
    assert rows[:, 4].tolist() == [0, 1, 0]
    for one, other in zip(generators, unpack_generators(rows), strict=True):
        assert one.integers(0, 2**31, dtype=np.uint32) == other.integers(0, 2**31, dtype=np.uint32)
        assert one.standard_normal(50).tobytes() == other.standard_normal(50).tobytes()
        assert one.permutation(99).tobytes() == other.permutation(99).tobytes()


def test_no_generators_pack_to_no_rows():
    assert pack_generators(()).shape == (0, 6)
    assert unpack_generators(pack_generators(())) == ()
