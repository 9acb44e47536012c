"""Many wirings at once: each start goes where it goes alone, whatever is beside it."""

from __future__ import annotations

import subprocess
import sys
import tracemalloc
from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("numba")

from engine import DataError, Network, Plan, Trainer, TrainingSettings
from engine.functions.activations import ACTIVATIONS
from engine.functions.losses import loss_function
from engine.inspection.evaluate import outputs
from engine.kernels.compiled.kernel import NumbaKernel
from engine.kernels.compiled.wirings.kernel import LARGEST_PLAN, ManyWirings
from engine.settings import INITIALIZERS, LOSSES, OPTIMIZERS
from engine.state import TrainingState
from tests.engine.kernels.agreement import ENDLESS

pytestmark = pytest.mark.usefixtures("wirings_code")

SLOPED = [name for name in OPTIMIZERS if name != "random-nudge"]
KINDS = [name for name in ACTIVATIONS if name != "square"]  # its chains diverge at once
RATES = {"sgd": 0.02, "momentum": 0.002, "adam": 0.005, "rmsprop": 0.002}
WILD = {"sgd": 0.6, "momentum": 0.06, "adam": 5000.0, "rmsprop": 5000.0}
SEEDS = tuple(range(3, 11))


def together(networks, data, settings, seeds=SEEDS):
    plans = [Plan.compile(network) for network in networks]
    loss = loss_function(settings.loss, data.task)
    return ManyWirings(plans, settings, loss, data.task, data.train, seeds)


def single(network, data, settings, seeds=SEEDS):
    """Eight replicas of one network by the kernel for one network."""
    return Trainer(network, data, settings, seeds, kernel=NumbaKernel)


def bits(many, number):
    return many.weights(number).tobytes(), many.stable[number].tobytes()


# -- the same trajectory -------------------------------------------------------------------------


@pytest.mark.parametrize("number", range(24))
def test_every_start_takes_the_steps_of_single_networks(
    number, wiring, xor_data, three_kinds, line_data
):
    rng = np.random.default_rng((5, number))
    samples = int(rng.integers(5, 150))
    data, count, inputs = (
        lambda: (xor_data(samples, 5, 5), 1, 2),
        lambda: (three_kinds(samples), 3, 2),
        lambda: (line_data(samples, outputs=2, columns=4), 2, 4),
    )[number % 3]()
    networks = [
        wiring(1000 * number + own, KINDS, count, inputs, hidden=int(rng.integers(4, 9)))
        for own in range(5)
    ]
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
        initializer=INITIALIZERS[number % len(INITIALIZERS)],
    )
    many = together(networks, data, settings)
    many.advance(200, ENDLESS)
    for place, network in enumerate(networks):
        trainer = single(network, data, settings)
        trainer.kernel.advance(200, ENDLESS)
        assert trainer.state.update == 200
        assert many.epoch == trainer.state.epoch
        assert many.weights(place).tobytes() == trainer.state.parameters.tobytes()
    assert many.stable.all()


@pytest.mark.parametrize("initializer", INITIALIZERS)
def test_first_weights_are_those_of_a_state_of_its_own(initializer, wiring, dense, xor_data):
    data, settings = xor_data(), TrainingSettings("sgd", initializer=initializer)
    by_hand = dense(2, 3, 1)
    link = replace(by_hand.links[4], start_weight=0.25)
    neuron = replace(by_hand.neurons[1], start_bias=-0.5)
    by_hand = Network(
        by_hand.inputs,
        (by_hand.neurons[0], neuron, *by_hand.neurons[2:]),
        (*by_hand.links[:4], link, *by_hand.links[5:]),
    )
    networks = [wiring(1, KINDS), by_hand, dense(2, 1), wiring(2, KINDS, hidden=12)]
    many = together(networks, data, settings)
    for place, network in enumerate(networks):
        state = TrainingState.start(Plan.compile(network), settings, SEEDS, 60)
        assert many.weights(place).tobytes() == state.parameters.tobytes()


def test_frozen_parts_stay_as_they_began(dense, xor_data):
    whole = dense(2, 3, 1)
    network = replace(whole, neurons=(replace(whole.neurons[0], frozen=True), *whole.neurons[1:]))
    settings = TrainingSettings("adam", 0.05, 7, ENDLESS)
    many = together([network], xor_data(), settings)
    before = many.weights(0)
    many.advance(100, ENDLESS)
    still = Plan.compile(network).free_mask == 0
    assert (many.weights(0) == before)[:, still].all()
    assert (many.weights(0) != before)[:, ~still].all()


def test_wirings_may_have_other_inputs_or_none(dense, xor_data):
    whole = dense(2, 2, 1)
    networks = whole.remove(["x1"]), whole, whole.remove(["x1", "x2"]), dense(1, 1)
    settings = TrainingSettings("sgd", 0.1, 10, ENDLESS)
    many = together(networks, xor_data(), settings)
    many.advance(100, ENDLESS)
    for place, network in enumerate(networks):
        trainer = single(network, xor_data(), settings)
        trainer.kernel.advance(100, ENDLESS)
        assert many.weights(place).tobytes() == trainer.state.parameters.tobytes()


@pytest.mark.parametrize("batch", [100, None])
def test_large_batches_and_many_columns_need_no_room_for_several_updates(batch, dense, line_data):
    data, settings = line_data(230, columns=40), TrainingSettings("adam", 0.01, batch, ENDLESS)
    many = together([dense(40, 3, 1)], data, settings)
    many.advance(300, ENDLESS)
    trainer = single(dense(40, 3, 1), data, settings)
    trainer.kernel.advance(300, ENDLESS)
    np.testing.assert_allclose(many.weights(0), trainer.state.parameters, rtol=1e-9, atol=1e-12)


def test_slices_of_any_length_give_the_same_bits(dense, xor_data):
    settings = TrainingSettings("adam", 0.01, 7, 30)
    whole, cut = (together([dense(2, 4, 1), dense(2, 1)], xor_data(), settings) for _ in range(2))
    whole.advance(ENDLESS, 30)
    for updates in (1, 2, 30, 67, ENDLESS):
        cut.advance(updates, 30)
    assert whole.epoch == cut.epoch == 30
    for number in range(2):
        assert bits(whole, number) == bits(cut, number)


# -- what is beside a start ----------------------------------------------------------------------


@pytest.fixture
def crowd(wiring, dense):
    """Wirings of which some diverge; sines of large angles among them."""
    networks = [wiring(number, [*KINDS, "square"], hidden=5) for number in range(8)]
    return [*networks, dense(2, 3, 1, activation="sine"), dense(2, 2, 2, 1, activation="square")]


@pytest.mark.parametrize("optimizer", SLOPED)
def test_a_start_is_the_same_alone_in_pairs_and_in_any_order(optimizer, crowd, xor_data):
    data = xor_data(seed=5)
    settings = TrainingSettings(optimizer, WILD[optimizer], 7, 60, loss="squared-error")
    every = together(crowd, data, settings)
    every.advance(ENDLESS, 60)
    assert (every.diverged_at >= 0).any()
    assert every.stable.any()
    order = np.random.default_rng(1).permutation(len(crowd))
    mixed = together([crowd[place] for place in order], data, settings)
    mixed.advance(ENDLESS, 60)
    for number, place in enumerate(order):
        assert bits(mixed, number) == bits(every, place)
    for one, other in ((0, 1), (9, 8), (5, 5)):
        pair = together([crowd[one], crowd[other]], data, settings)
        pair.advance(ENDLESS, 60)
        assert (bits(pair, 0), bits(pair, 1)) == (bits(every, one), bits(every, other))
    for place, network in enumerate(crowd):
        alone = together([network], data, settings)
        alone.advance(ENDLESS, 60)
        assert bits(alone, 0) == bits(every, place)


@pytest.mark.parametrize("seeds", [SEEDS[:1], SEEDS[2:5], SEEDS[::-1]])
def test_a_start_is_the_same_with_any_seeds_beside_it(seeds, crowd, xor_data):
    settings = TrainingSettings("momentum", 0.2, 7, 60, loss="squared-error")
    every, some = (together(crowd, xor_data(), settings, own) for own in (SEEDS, seeds))
    for many in (every, some):
        many.advance(ENDLESS, 60)
    assert not every.stable.all()
    for number in range(len(crowd)):
        for place, seed in enumerate(seeds):
            other = SEEDS.index(seed)
            assert some.diverged_at[number, place] == every.diverged_at[number, other]
            assert some.stable[number, place] == every.stable[number, other]
            one, two = some.weights(number)[place], every.weights(number)[other]
            assert one.tobytes() == two.tobytes()


def test_huge_angles_in_one_start_do_not_change_another(line_data, dense):
    data = line_data(20)
    far = replace(data.train, x=data.train.x * 2e6)  # some sines are of angles beyond 2²⁰
    settings = TrainingSettings("sgd", 1e-12, 7, 40)
    network = dense(1, 2, 1, activation="sine")
    every, alone = (
        together([network], replace(data, train=far), settings, own) for own in (SEEDS, SEEDS[3:4])
    )
    for many in (every, alone):
        many.advance(ENDLESS, 40)
    assert every.weights(0)[3].tobytes() == alone.weights(0)[0].tobytes()


# -- divergence ----------------------------------------------------------------------------------


@pytest.mark.parametrize("batch", [7, None])
def test_starts_diverge_when_those_of_single_networks_do(batch, dense, xor_data):
    settings = TrainingSettings("sgd", 0.9, batch, 60, loss="squared-error")
    network = dense(2, 4, 1, activation="square")
    many = together([network], xor_data(), settings)
    many.advance(ENDLESS, 60)
    trainer = single(network, xor_data(), settings)
    for _ in range(20):
        trainer.kernel.advance(ENDLESS, 60)
    expected = trainer.state.diverged_at
    assert (expected >= 0).any()
    assert many.diverged_at[0].tolist() == expected.tolist()
    assert many.stable[0].tolist() == (expected < 0).tolist()


def test_nothing_is_left_to_train_once_all_have_diverged(dense, xor_data):
    settings = TrainingSettings("sgd", 1e4, 7, 60, loss="squared-error")
    many = together([dense(2, 1), dense(2, 2, 1)], xor_data(), settings)
    assert many.training
    many.advance(ENDLESS, 60)
    assert not many.training
    assert not many.stable.any()
    assert many.epoch == 60


# -- answers -------------------------------------------------------------------------------------


def test_answers_are_those_of_the_evaluator(wiring, three_kinds):
    data, networks = three_kinds(75), [wiring(own, KINDS, 3) for own in range(6)]
    many = together(networks, data, TrainingSettings("adam", 0.01, 10, 20), SEEDS[:5])
    many.advance(ENDLESS, 20)
    found = many.outputs(data.test)
    assert found.shape == (3, 6, 5, 75)
    for number, network in enumerate(networks):
        plan = Plan.compile(network)
        expected = outputs(plan, many.weights(number), data.test.x, data.task.columns)
        np.testing.assert_allclose(found[:, number], expected, rtol=1e-9, atol=1e-12)


def test_a_start_that_diverged_has_no_answers(dense, xor_data):
    settings = TrainingSettings("sgd", 0.9, 7, 60, loss="squared-error")
    many = together([dense(2, 4, 1, activation="square"), dense(2, 1)], xor_data(), settings)
    many.advance(ENDLESS, 60)
    diverged = many.diverged_at >= 0
    assert diverged.any()
    assert not diverged.all()
    missing = np.isnan(many.outputs(xor_data().test))
    assert (missing == diverged[np.newaxis, :, :, np.newaxis]).all()


# -- limits --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "settings", [TrainingSettings("random-nudge"), TrainingSettings(early_stopping=10)]
)
def test_settings_that_it_does_not_know_are_refused(settings, dense, xor_data):
    with pytest.raises(DataError, match="one network after the other"):
        together([dense(2, 1)], xor_data(), settings)


@pytest.mark.parametrize("count", [0, 9])
def test_other_numbers_of_seeds_are_refused(count, dense, xor_data):
    with pytest.raises(DataError, match="1 to 8 starts"):
        together([dense(2, 1)], xor_data(), TrainingSettings(), range(count))


def test_steps_allocate_nothing(crowd, xor_data):
    many = together(crowd, xor_data(), TrainingSettings("adam", 0.001, 7, ENDLESS))

    def peak(updates):
        tracemalloc.start()
        many.advance(updates, ENDLESS)
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    # Numba fills caches of its own in the first calls: what steps allocate shows every time.
    assert min(peak(2_000) - peak(10) for _ in range(10)) < 1_000


def test_the_largest_plan_that_is_trained_together_is_still_a_small_network(dense):
    assert Plan.compile(dense(2, 24, 24, 1)).size <= LARGEST_PLAN


def test_another_process_finds_the_machine_code():
    script = """
from app.storage.code_folder import CodeFolder
from engine.kernels.compiled.wirings.warm import compile_wirings

class Full(CodeFolder):
    def save(self, key, code):
        raise OSError("it was compiled anew")

compile_wirings(Full(CodeFolder.find().folder))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
