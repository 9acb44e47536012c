from __future__ import annotations

import numpy as np

from engine import Trainer, TrainingSettings


def test_updates_stop_at_the_epoch_they_are_told(dense, xor_data):
    trainer = Trainer(dense(2, 3, 1), xor_data(), TrainingSettings(batch_size=10), (1,))
    assert trainer.kernel.updates_per_epoch == 6
    assert not trainer.kernel.advance(1_000, 3)
    assert (trainer.state.epoch, trainer.state.update) == (3, 18)
    trainer.kernel.advance(4, 10)
    assert (trainer.state.epoch, trainer.state.position) == (3, 4)


def test_every_epoch_shows_each_sample_once(dense, xor_data):
    trainer = Trainer(dense(2, 3, 1), xor_data(train=25), TrainingSettings(batch_size=10), (1, 2))
    orders = []
    for epoch in (1, 2, 3):
        trainer.kernel.advance(3, epoch)
        orders.append(trainer.state.order.copy())
        assert (np.sort(orders[-1], axis=1) == np.arange(25)).all()
    assert (orders[0] != orders[1]).any()
    assert (orders[1] != orders[2]).any()


def test_a_batch_as_large_as_the_set_takes_all_of_it(dense, xor_data):
    settings = TrainingSettings("sgd", 0.1, None, 20)
    whole, larger = (
        Trainer(dense(2, 3, 1), xor_data(), TrainingSettings("sgd", 0.1, batch, 20), (1,))
        for batch in (None, 1_000)
    )
    for trainer in (whole, larger):
        trainer.kernel.advance(20, settings.epochs)
    assert whole.state.parameters.tobytes() == larger.state.parameters.tobytes()


def test_the_estimate_grows_with_the_work(dense, xor_data):
    def cost(replicas, *sizes):
        trainer = Trainer(dense(*sizes), xor_data(), TrainingSettings(), range(replicas))
        return trainer.kernel.cost

    assert cost(1, 2, 2, 1) < cost(8, 2, 2, 1) < cost(8, 2, 32, 32, 1)
