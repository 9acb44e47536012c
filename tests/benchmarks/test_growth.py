from __future__ import annotations

import pytest

from benchmarks import growth


@pytest.mark.long
def test_cost_grows_with_every_quantity_and_the_judge_takes_time():
    found = growth.measure()
    assert set(found) == {"neurons", "batch", "samples", "replicas"}
    for quantity in ("neurons", "batch", "replicas"):
        for row in found[quantity].values():
            least, *_, most = row.values()
            assert 0 < least < most
    assert all(spent > 0 for spent in growth.judge_ms().values())
