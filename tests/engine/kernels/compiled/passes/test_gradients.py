"""Wide stages: the gradient is the same whichever way adds it up."""

import numpy as np
import pytest

pytest.importorskip("numba")

from engine import Plan, TrainingSettings
from engine.functions.losses import loss_function
from engine.kernels.compiled.loop import train
from engine.kernels.compiled.nudge_draws import Supply
from engine.kernels.compiled.optimizers import rule_of
from engine.kernels.compiled.shuffle import read_generators
from engine.kernels.compiled.structs import (
    VECTOR,
    rows_for,
    training_data_of,
    weights_of,
    wiring_of,
)
from tests.engine.kernels.agreement import ENDLESS, advanced, assert_same, both

pytestmark = pytest.mark.usefixtures("machine_code")


@pytest.mark.parametrize("hidden", [3, 4, 5, 7, 8, 9, 12, 15, 16, 17, 19, 31, 33])
@pytest.mark.parametrize("batch", [1, 5, 10, 64, 70])
def test_layers_of_any_width_go_where_the_reference_goes(hidden, batch, dense, xor_data):
    """Sources and targets are whole vectors, or some more, or less than one; as are samples."""
    network = dense(2, hidden, hidden + 1, 6, 1)
    trainers = both(network, xor_data(90), TrainingSettings("sgd", 0.05, batch, ENDLESS), (1, 2))
    advanced(trainers, 100)
    assert_same(*trainers)


@pytest.mark.parametrize("inputs", [7, 8, 9, 16, 30])
@pytest.mark.parametrize("batch", [3, 8, 13, 40])
def test_samples_of_many_columns_are_filled_in(inputs, batch, dense, line_data):
    data = line_data(45, outputs=3, columns=inputs)
    settings = TrainingSettings("adam", 0.01, batch, ENDLESS)
    trainers = both(dense(inputs, 6, 3), data, settings, (1, 2))
    advanced(trainers, 100)
    assert_same(*trainers)


@pytest.mark.parametrize("hidden", [10, 11, 15, 18, 20, 26, 34])
@pytest.mark.parametrize("outputs", [4, 7, 10])
def test_the_gradient_has_room_for_the_last_vector(hidden, outputs, dense):
    plan = Plan.compile(dense(64, hidden, outputs))
    last = plan.stages[-1]
    row = last.offset + (last.targets - 1) * last.sources
    begin = row + (last.sources - 1) // VECTOR * VECTOR
    assert len(weights_of(plan.size, 1, 0).gradient) >= begin + VECTOR


@pytest.mark.parametrize("hidden", [10, 11, 15, 18, 20, 26, 34])
def test_nothing_is_written_beyond_the_gradient(hidden, dense, line_data):
    """A vector added there would turn −0 to 0."""
    dataset = line_data(20, outputs=10, columns=64)
    data = dataset.train
    plan, settings = Plan.compile(dense(64, hidden, 10)), TrainingSettings("sgd", 0.01, 10)
    wiring, slots = wiring_of(plan)
    loss = loss_function(settings.loss, dataset.task)
    tables = training_data_of(loss, data.x.T, loss.targets(data), 10, 20)
    weights = weights_of(len(slots), 1, 0)
    room = len(weights.gradient)
    guarded = np.full(room + 8 * VECTOR, -0.0)
    guarded[:room] = 0.0
    weights = weights._replace(gradient=guarded[:room])
    weights.mask.fill(1.0)
    counters, order = np.zeros(4, dtype=np.int64), np.arange(20)
    words, still = read_generators([np.random.default_rng(1)]), np.zeros(1, dtype=np.int64)
    buffers = (wiring, tables, rows_for(wiring, tables), weights, rule_of(settings))
    assert train(*buffers, Supply((), plan.size).draws, words, order, still, counters, 5, 100)
    assert counters.tolist() == [2, 1, 5, 0]
    assert (weights.gradient[: plan.size] != 0).any()
    assert np.signbit(guarded[room:]).all()
