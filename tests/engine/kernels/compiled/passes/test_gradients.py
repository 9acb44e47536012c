"""Wide stages: the gradient is the same whichever way adds it up."""

import pytest

pytest.importorskip("numba")

from engine import TrainingSettings
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
