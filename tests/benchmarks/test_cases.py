from __future__ import annotations

from benchmarks.cases import CASES, sparse


def test_the_cases_are_the_networks_that_are_compared():
    sizes = {case.name: case.network.parameters for case in CASES}
    assert sizes["2-2-1"] == 9
    assert sizes["2-8-8-1"] == 105
    assert sizes["64-32-10"] == 64 * 32 + 32 + 32 * 10 + 10
    assert sizes["2-1-1 skip"] == 7
    for case in CASES:
        assert sum(mask.sum() for mask in case.masks) == len(case.network.links)
        assert len(case.dataset.train) == 20 * case.batch


def test_the_sparse_network_has_as_many_neurons_as_asked_for():
    network = sparse(200)
    assert len(network.hidden) == 200
    assert all(1 <= len(tuple(network.incoming(own.id))) <= 3 for own in network.hidden)
