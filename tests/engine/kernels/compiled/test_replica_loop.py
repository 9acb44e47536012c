"""Groups of eight replicas: the trajectory of each is that of the reference kernel."""

import numpy as np
import pytest

pytest.importorskip("numba")

from engine import TrainingSettings
from engine.functions.activations import ACTIVATIONS
from engine.settings import LOSSES, OPTIMIZERS
from tests.engine.kernels.agreement import ENDLESS, advanced, assert_same, both, same_bits

pytestmark = pytest.mark.usefixtures("machine_code")

SLOPED = [name for name in OPTIMIZERS if name != "random-nudge"]
KINDS = [name for name in ACTIVATIONS if name != "square"]  # its chains diverge at once
RATES = {"sgd": 0.02, "momentum": 0.002, "adam": 0.005, "rmsprop": 0.002}


@pytest.mark.parametrize("number", range(40))
def test_each_replica_goes_where_the_reference_goes(
    number, wiring, xor_data, three_kinds, line_data
):
    rng = np.random.default_rng(number)
    samples = int(rng.integers(5, 150))
    data, outputs, inputs = (
        lambda: (xor_data(samples, 5, 5), 1, 2),
        lambda: (three_kinds(samples), 3, 2),
        lambda: (line_data(samples, outputs=2, columns=4), 2, 4),
    )[number % 3]()
    network = wiring(number, KINDS, outputs, inputs, hidden=int(rng.integers(0, 14)) + 4)
    optimizer = SLOPED[number % len(SLOPED)]
    settings = TrainingSettings(
        optimizer,
        RATES[optimizer],
        None if rng.random() < 0.2 else int(rng.integers(1, samples + 10)),
        ENDLESS,
        l1=float(rng.choice([0.0, 0.001])),
        l2=float(rng.choice([0.0, 0.01])),
        gradient_clipping=[None, 0.05][number // 4 % 2],
        loss=LOSSES[int(rng.integers(0, len(LOSSES)))],
    )
    replicas = int(rng.integers(4, 20))
    trainers = both(network, data, settings, range(number, number + replicas))
    advanced(trainers, 200)
    assert trainers[0].state.update == 200
    assert_same(*trainers)


@pytest.mark.parametrize("optimizer", SLOPED)
def test_replicas_that_stand_still_keep_every_bit(optimizer, dense, xor_data):
    settings = TrainingSettings(optimizer, 0.05, 7, ENDLESS, l1=0.001, l2=0.01)
    trainers = both(dense(2, 3, 1), xor_data(60), settings, range(9))
    advanced(trainers, 30)
    for trainer in trainers:
        trainer.state.keep_best(np.array([2, 8]), np.zeros(9))
        trainer.state.stop(np.array([2, 8]))
        trainer.kernel.hold_halted()
    before = trainers[1].state.parameters[[2, 8]].tobytes()
    advanced(trainers, 50)
    assert trainers[1].state.parameters[[2, 8]].tobytes() == before
    assert_same(*trainers)


@pytest.mark.parametrize("optimizer", SLOPED)
def test_a_replica_that_diverges_does_not_disturb_the_others(optimizer, dense, xor_data):
    settings = TrainingSettings(optimizer, 0.05, 10, ENDLESS)
    trainers = both(dense(2, 3, 1), xor_data(60), settings, range(8))
    for trainer in trainers:
        trainer.state.parameters[3, 0] = np.nan
        trainer.kernel.advance(5, ENDLESS)
        trainer.kernel.advance(100, ENDLESS)
    one, other = (trainer.state for trainer in trainers)
    assert one.diverged_at[3] >= 0
    assert (one.diverged_at == other.diverged_at).all()
    assert one.update == other.update
    assert np.allclose(one.parameters, other.parameters, rtol=1e-9, atol=1e-12, equal_nan=True)


def test_slices_of_any_length_give_the_same_bits(dense, xor_data):
    settings = TrainingSettings("adam", 0.01, 7, ENDLESS)
    whole, cut = (both(dense(2, 4, 1), xor_data(60), settings, range(8))[1] for _ in range(2))
    whole.kernel.advance(100, ENDLESS)
    for updates in (1, 2, 30, 67):
        cut.kernel.advance(updates, ENDLESS)
    assert same_bits(whole, cut)
