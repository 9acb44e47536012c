from __future__ import annotations

import pytest

from benchmarks import peers
from benchmarks.cases import CASES


def test_ratios_are_geometric_means_over_what_a_row_has():
    table = {"numba": {"a": 1.0, "b": 4.0}, "torch": {"a": 2.0, "b": 32.0}, "sklearn": {"b": 8.0}}
    assert peers.ratios(table) == pytest.approx({"numba": 1.0, "torch": 4.0, "sklearn": 2.0})


def test_rows_that_are_left_out_are_named():
    assert peers.missing({"numpy": {}, "torch": {}}).endswith("compiled: numba, jax, sklearn.")
    assert peers.missing(dict.fromkeys(("numba", "torch", "jax", "sklearn"))) == ""


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_ours_and_the_textbook_are_measured_without_any_peer(optimizer, monkeypatch):
    monkeypatch.setattr(peers, "LIBRARIES", {})
    for case in CASES:
        runners = peers.runners_of(case, optimizer)
        assert {"numpy", "numpy-8", "textbook"} <= set(runners)
        for run in runners.values():
            run(20)


@pytest.mark.peer
@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_every_peer_trains_the_networks_that_it_knows(optimizer):
    pytest.importorskip("torch")
    for case in CASES:
        runners = peers.runners_of(case, optimizer)
        assert ("sklearn" in runners) <= bool(case.sizes)
        for run in runners.values():
            run(20)
