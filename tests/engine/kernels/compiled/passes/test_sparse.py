"""Stages with few links are carried out link by link and give what whole blocks give."""

import numpy as np
import pytest

pytest.importorskip("numba")

from benchmarks.cases import sparse
from engine import Plan, TrainingSettings
from engine.kernels.compiled.structs import LINK, LINK_END, wiring_of
from engine.settings import OPTIMIZERS
from tests.engine.kernels.agreement import ENDLESS, advanced, assert_same, both

pytestmark = pytest.mark.usefixtures("machine_code")


@pytest.mark.parametrize("replicas", [1, 3, 8])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("batch", [1, 10, 100])
def test_sparse_networks_go_where_the_reference_goes(replicas, optimizer, batch, xor_data):
    settings = TrainingSettings(optimizer, 0.002, batch, ENDLESS, l1=1e-4, l2=1e-3)
    trainers = both(sparse(60), xor_data(100), settings, range(replicas))
    advanced(trainers, 100)
    assert_same(*trainers)


def test_the_kernel_has_slots_only_for_what_is_wired():
    plan = Plan.compile(sparse(200))
    wiring, slots = wiring_of(plan)
    linked = wiring.stages[:, LINK_END] > wiring.stages[:, LINK]
    assert linked.sum() >= 9
    assert len(slots) < plan.size / 10
    assert set(np.flatnonzero(plan.mask)) <= set(slots.tolist())
    assert len(set(slots.tolist())) == len(slots)


def test_every_link_of_a_sparse_stage_is_in_the_table_once():
    plan = Plan.compile(sparse(200))
    wiring, slots = wiring_of(plan)
    for stage, row in zip(plan.stages, wiring.stages, strict=True):
        if row[LINK_END] > row[LINK]:
            links = wiring.links[row[LINK] : row[LINK_END]]
            wired = np.argwhere(stage.block(plan.mask))
            assert (links[:, 1] - stage.low == wired[:, 1]).all()
            assert (links[:, 2] - stage.first == wired[:, 0]).all()
            block = wired[:, 0] * stage.sources + wired[:, 1]
            assert (slots[links[:, 0]] - stage.offset == block).all()


def test_without_sparse_stages_slots_are_those_of_the_plan():
    plan = Plan.compile(sparse(200))
    wiring, slots = wiring_of(plan, sparse=False)
    assert not len(wiring.links)
    assert (slots == np.arange(plan.size)).all()
