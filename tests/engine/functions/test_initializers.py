from __future__ import annotations

import math

import numpy as np
import pytest

from engine import Trainer, TrainingSettings
from engine.functions.initializers import weight_scales


def first_weights(network, dataset, initializer, seeds):
    settings = TrainingSettings(initializer=initializer)
    snapshot = Trainer(network, dataset, settings, seeds).snapshot()
    links = list(snapshot.plan.link_slots.values())
    biases = list(snapshot.plan.bias_slots.values())
    return snapshot.parameters[:, links], snapshot.parameters[:, biases]


@pytest.mark.parametrize(
    ("initializer", "spread", "limit"),
    [
        ("glorot", math.sqrt(6 / (20 + 20)) / math.sqrt(3), math.sqrt(6 / (20 + 20))),
        ("he", math.sqrt(2 / 20), math.inf),
        ("uniform", 0.5 / math.sqrt(3), 0.5),
    ],
)
def test_the_law_of_the_first_weights(initializer, spread, limit, dense, xor_data):
    network = dense(2, 20, 20, 1)
    weights, biases = first_weights(network, xor_data(), initializer, range(40))
    middle = [
        place
        for place, link in enumerate(network.links)
        if link.source.startswith("h1") and link.target.startswith("h2")
    ]
    drawn = weights[:, middle].ravel()  # 16,000 draws: spread known to about 0.6 %
    assert drawn.std() == pytest.approx(spread, rel=0.02)
    assert abs(drawn.mean()) < 4 * spread / math.sqrt(drawn.size)
    assert np.abs(drawn).max() <= limit
    assert not biases.any()


def test_fans_count_links(wiring):
    network = wiring(1, ["tanh"])
    keys = [link.key for link in network.links]
    scales = weight_scales("glorot", network, keys)
    for key, scale in zip(keys, scales, strict=True):
        enters = sum(1 for _ in network.incoming(key.target))
        leaves = sum(1 for _ in network.outgoing(key.source))
        assert scale == pytest.approx(math.sqrt(6 / (enters + leaves)))


def test_activations_do_not_change_the_draw(dense, xor_data):
    one, _ = first_weights(dense(2, 3, 1), xor_data(), "glorot", (7,))
    other, _ = first_weights(dense(2, 3, 1, activation="relu"), xor_data(), "glorot", (7,))
    assert (one == other).all()


def test_a_seed_is_golden(dense, xor_data):
    """The very numbers of PCG64: glorot limit 1 for h1_1 and √2 for y, links sorted by source."""
    weights, _ = first_weights(dense(2, 1, 1), xor_data(), "glorot", (3,))
    draws = np.random.Generator(np.random.PCG64(np.random.SeedSequence(3, spawn_key=(0,)))).random(
        3
    )
    by_source = {"h1_1": draws[0], "x1": draws[1], "x2": draws[2]}
    limits = {"h1_1": math.sqrt(3), "x1": math.sqrt(2), "x2": math.sqrt(2)}
    expected = [limits[s] * (2 * by_source[s] - 1) for s in ("x1", "x2", "h1_1")]
    np.testing.assert_allclose(weights[0], expected, rtol=1e-15)
