from __future__ import annotations

import numpy as np
import pytest

from engine import Plan, Trainer, TrainingSettings, outputs
from engine.settings import OPTIMIZERS

ACTIVATIONS = ["identity", "tanh", "sigmoid", "relu", "sine", "abs", "square", "gaussian"]


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


# -- against PyTorch ------------------------------------------------------------------------------


def torch_forward(torch, network, weights, biases, x):
    """The network as PyTorch would compute it, neuron by neuron; logits (samples, outputs)."""
    functions = {
        "identity": lambda z: z,
        "tanh": torch.tanh,
        "sigmoid": torch.sigmoid,
        "relu": torch.relu,
        "sine": torch.sin,
        "abs": torch.abs,
        "square": torch.square,
        "gaussian": lambda z: torch.exp(-z * z),
    }
    values = {node.id: x[:, int(node.id[1:]) - 1] for node in network.inputs}
    for node in Plan.compile(network).nodes:
        if node in values:
            continue
        z = biases[node] if node in biases else torch.zeros(len(x), dtype=torch.float64)
        for link in network.incoming(node):
            z = z + weights[link.key] * values[link.source]
        values[node] = functions[network.neuron(node).activation](z + torch.zeros(len(x)))
    return torch.stack([values[neuron.id] for neuron in network.outputs], dim=1)


def torch_optimizer(torch, name, rate, leaves):
    if name == "adam":
        return torch.optim.Adam(leaves, lr=rate)
    return torch.optim.SGD(leaves, lr=rate, momentum=0.9 if name == "momentum" else 0.0)


@pytest.mark.peer
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize(
    "seed", [*range(6), *(pytest.param(seed, marks=pytest.mark.long) for seed in range(6, 34))]
)
def test_fifty_steps_agree_with_pytorch(seed, optimizer, wiring, xor_data, three_kinds):
    torch = pytest.importorskip("torch")
    torch.set_num_threads(1)
    dataset = xor_data(train=12) if seed % 2 else three_kinds(train=12)
    network = wiring(seed, ACTIVATIONS, outputs=dataset.task.outputs)
    rate, l2 = 0.01, 0.02 * (seed % 3)
    trainer = Trainer(network, dataset, TrainingSettings(optimizer, rate, l2=l2), (seed, 99))
    start = trainer.snapshot()
    weights = {
        link.key: torch.tensor(start.weight(*link.key), dtype=torch.float64, requires_grad=True)
        for link in network.links
    }
    biases = {
        node: torch.tensor(start.bias(node), dtype=torch.float64, requires_grad=True)
        for node in start.plan.bias_slots
    }
    x = torch.from_numpy(dataset.train.x.copy())
    labels = torch.from_numpy(dataset.train.labels.copy())
    leaves = [*weights.values(), *biases.values()]
    stepper = torch_optimizer(torch, optimizer, rate, leaves)
    for _ in range(50):
        stepper.zero_grad()
        logits = torch_forward(torch, network, weights, biases, x)
        if dataset.task.outputs == 1:
            loss = torch.nn.functional.binary_cross_entropy_with_logits(
                logits[:, 0], labels.double()
            )
        else:
            loss = torch.nn.functional.cross_entropy(logits, labels)
        (loss + l2 / 2 * sum(weight**2 for weight in weights.values())).backward()
        stepper.step()
    trainer.kernel.advance(50, 50)
    final = trainer.snapshot()
    assert final.diverged_at[0] == -1
    for key, weight in weights.items():
        assert final.weight(*key) == pytest.approx(weight.item(), rel=1e-9, abs=1e-9)
    for node, bias in biases.items():
        assert final.bias(node) == pytest.approx(bias.item(), rel=1e-9, abs=1e-9)
    answer = outputs(final.plan, final.parameters[0], dataset.train.x, ("x1", "x2"))
    expected = torch_forward(torch, network, weights, biases, x).detach().numpy().T
    np.testing.assert_allclose(answer, expected, rtol=1e-8, atol=1e-8)
