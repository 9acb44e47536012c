from __future__ import annotations

import pytest

from benchmarks import halving
from engine.search.halving import Halving, Round


@pytest.mark.long
def test_what_passes_is_kept_and_what_never_passes_is_dropped():
    rounds = Halving((Round(8, 0), Round(16, -1)))
    bands, share = halving.measure(halving.trials(60, rounds), rounds)
    assert sum(one.wirings for one in bands) == 60
    assert bands[0].low == 0.0
    assert bands[0].dropped == bands[0].wirings > 0
    assert bands[-1].dropped == 0
    assert 0.5 <= share < 0.7
