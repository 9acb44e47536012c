"""Random networks of any wiring compute, differentiate and train as PyTorch does in float64.

What the networks are made of is drawn from the seed: task, columns, wiring, activations, biases,
freezes, loss, L1 and L2. The proximal step of L1, which PyTorch lacks, is written out here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest

from engine import (
    ACTIVATIONS,
    Dataset,
    Input,
    Network,
    Neuron,
    Plan,
    Samples,
    Task,
    Trainer,
    TrainingSettings,
    outputs,
)
from engine.functions.losses import loss_function
from engine.functions.optimizers import clip_program
from engine.generator_state import pack_generators, unpack_generators
from engine.kernels.numpy.backward import GradientPass
from engine.program import run
from engine.settings import OPTIMIZERS
from engine.state import LARGEST_PARAMETER

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.peer

QUICK, ALL = range(8), range(8, 300)
SEEDS = [*QUICK, *(pytest.param(seed, marks=pytest.mark.long) for seed in ALL)]
STEPS = 50
SAMPLES = 12
TOLERANCE = 1e-10

RATES = {"random-nudge": 0.03, "sgd": 0.01, "momentum": 0.01, "rmsprop": 0.001, "adam": 0.01}
# RMSProp divides a slope that vanishes by its own size: near a minimum it multiplies the last bit
# by ten with every step, in PyTorch as here. At a small rate it hardly gets there in fifty steps;
# where it does, PyTorch must drift as far from itself when its start changes by the last bit.
LAST_BIT = 4e-16

FUNCTIONS = {
    "identity": lambda z: z,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "relu": torch.relu,
    "leaky-relu": lambda z: torch.nn.functional.leaky_relu(z, 0.01),
    "elu": torch.nn.functional.elu,
    "softplus": lambda z: torch.logaddexp(z, torch.zeros_like(z)),
    "sine": torch.sin,
    "abs": torch.abs,
    "square": torch.square,
    "gaussian": lambda z: torch.exp(-z * z),
    "step": lambda z: (z > 0).double(),
    "silu": torch.nn.functional.silu,
}


@dataclass(frozen=True)
class Case:
    """A random network with its data and settings, but for the optimizer."""

    network: Network
    dataset: Dataset
    settings: TrainingSettings


def random_case(seed):
    rng = np.random.default_rng([2026, seed])
    columns = int(rng.choice([1, 2, 3, 5, 8, 64], p=[0.15, 0.4, 0.15, 0.15, 0.1, 0.05]))
    dataset = random_data(rng, columns)
    network = random_network(rng, dataset.task)
    settings = TrainingSettings(
        learning_rate=0.01,
        epochs=1000,
        loss=str(rng.choice(["cross-entropy", "squared-error"])),
        l1=float(rng.choice([0.0, 0.003, 0.03])),
        l2=float(rng.choice([0.0, 0.01, 0.1])),
        initializer=str(rng.choice(["glorot", "he", "uniform"])),
        gradient_clipping=(None, 0.1, 1.0)[int(rng.integers(0, 3))],
    )
    return Case(network, dataset, settings)


def random_data(rng, columns):
    names = tuple(f"x{number + 1}" for number in range(columns))
    x = rng.uniform(-1, 1, (SAMPLES, columns))
    if rng.random() < 0.35:
        count = int(rng.integers(1, 4))
        task = Task("regression", names, outputs=count)
        samples = Samples(x, rng.normal(size=(SAMPLES, count)))
    else:
        classes = int(rng.integers(2, 6))
        task = Task("classification", names, 1 if classes == 2 else classes, classes)
        samples = Samples(x, rng.integers(0, classes, (SAMPLES, 1)).astype(float))
    return Dataset(task, samples, samples, samples)


def random_network(rng, task):
    nodes = list(task.columns)
    network = Network(tuple(Input(name) for name in nodes))
    kinds = list(ACTIVATIONS)

    def neuron(name, kind, output=False):
        frozen, frozen_bias = (bool(value) for value in rng.random(2) < 0.06)
        bias = bool(rng.random() < 0.75)
        return Neuron(name, kind, bias, output, frozen=frozen, frozen_bias=frozen_bias and bias)

    def linked(network, name, most):
        count = int(rng.integers(1, min(most, len(nodes)) + 1))
        for source in rng.choice(nodes, size=count, replace=False):
            network = network.add_link(str(source), name, frozen=bool(rng.random() < 0.05))
        return network

    for number in range(int(rng.integers(0, 13))):
        name = f"h{number + 1}"
        network = linked(network.add_neuron(neuron(name, str(rng.choice(kinds)))), name, 5)
        nodes.append(name)
    for name in task.output_ids:
        kind = "identity" if rng.random() < 0.8 else str(rng.choice(kinds))
        network = linked(network.add_neuron(neuron(name, kind, output=True)), name, 8)
    return network


class Reference:
    """The network in PyTorch, neuron by neuron, over one flat leaf of the plan's slots."""

    def __init__(self, case, plan, start):
        self.network, self.plan, self.settings, self.task = (
            case.network,
            plan,
            case.settings,
            case.dataset.task,
        )
        self.leaf = torch.tensor(start, dtype=torch.float64, requires_grad=True)
        self.x = torch.from_numpy(case.dataset.train.x.copy())
        self.y = torch.from_numpy(case.dataset.train.y.copy())
        self.links = torch.from_numpy(plan.link_mask.copy())
        self.free = torch.from_numpy(plan.free_mask.copy())

    def answers(self):
        """Shape (samples, outputs)."""
        values = {node.id: self.x[:, int(node.id[1:]) - 1] for node in self.network.inputs}
        for node in self.plan.nodes:
            if node in values:
                continue
            z = torch.zeros(len(self.x), dtype=torch.float64)
            if node in self.plan.bias_slots:
                z = z + self.leaf[self.plan.bias_slots[node]]
            for link in self.network.incoming(node):
                z = z + self.leaf[self.plan.link_slots[link.key]] * values[link.source]
            values[node] = FUNCTIONS[self.network.neuron(node).activation](z)
        return torch.stack([values[own.id] for own in self.network.outputs], dim=1)

    def loss(self):
        """Without penalties."""
        answers = self.answers()
        if self.task.kind == "regression":
            return torch.mean((answers - self.y) ** 2)
        labels = self.y[:, 0].long()
        if self.settings.loss == "squared-error":
            several = torch.nn.functional.one_hot(labels, self.task.classes).double()
            signs = 2 * (labels[:, None].double() if self.task.outputs == 1 else several) - 1
            return torch.mean((answers - signs) ** 2)
        if self.task.outputs == 1:
            return torch.nn.functional.binary_cross_entropy_with_logits(
                answers[:, 0], labels.double()
            )
        return torch.nn.functional.cross_entropy(answers, labels)

    def gradient(self):
        """Of loss and L2, with zeros for what is frozen; left in the leaf's ``grad``."""
        self.leaf.grad = torch.zeros_like(self.leaf)
        penalty = self.settings.l2 / 2 * (self.links * self.leaf**2).sum()
        (self.loss() + penalty).backward()
        self.leaf.grad *= self.free
        return self.leaf.grad

    def train(self, optimizer, rate, steps):
        stepper = {
            "sgd": lambda leaf: torch.optim.SGD(leaf, lr=rate),
            "momentum": lambda leaf: torch.optim.SGD(leaf, lr=rate, momentum=0.9),
            "rmsprop": lambda leaf: torch.optim.RMSprop(leaf, lr=rate, alpha=0.9, eps=1e-8),
            "adam": lambda leaf: torch.optim.Adam(leaf, lr=rate),
        }[optimizer]([self.leaf])
        for number in range(1, steps + 1):
            self.clip(self.gradient())
            stepper.step()
            if self.settings.l1:
                self.shrink(optimizer, rate, stepper.state[self.leaf], number)

    @torch.no_grad()
    def clip(self, gradient):
        """As `torch.nn.utils.clip_grad_norm_`, which adds 1e-6 to the norm."""
        largest = self.settings.gradient_clipping
        if largest is not None:
            gradient *= torch.clamp(largest / torch.linalg.vector_norm(gradient), max=1.0)

    @torch.no_grad()
    def shrink(self, optimizer, rate, state, number):
        """The proximal step as `engine.functions.proximal` tells it."""
        threshold = rate * self.settings.l1 * self.links * self.free
        if optimizer in {"rmsprop", "adam"}:
            if optimizer == "rmsprop":
                root = state["square_avg"].sqrt() + 1e-8
            else:
                root = (state["exp_avg_sq"] / (1 - 0.999**number)).sqrt() + 1e-8
            threshold = torch.minimum(threshold / root, 2 * rate * self.links * self.free)
        before = self.leaf.clone()
        soft = torch.sign(before) * torch.clamp(before.abs() - threshold, min=0)
        self.leaf.copy_(torch.where(threshold > 0, soft, before))
        if optimizer == "momentum":
            state["momentum_buffer"] += (before - self.leaf) / rate

    @torch.no_grad()
    def nudge(self, spread, steps, generator):
        settings = self.settings

        def error():
            weights = self.links * self.leaf
            penalty = settings.l1 * weights.abs().sum() + settings.l2 / 2 * (weights**2).sum()
            return (self.loss() + penalty).item()

        for _ in range(steps):
            before, old = self.leaf.clone(), error()
            draw = torch.from_numpy(generator.standard_normal(self.plan.size))
            self.leaf += spread * self.free * draw
            if not error() < old:
                self.leaf.copy_(before)


def deviation(found, expected):
    """Largest difference, relative to the largest number."""
    expected = np.asarray(expected)
    scale = max(float(np.abs(expected).max(initial=0.0)), 1e-3)
    return float(np.abs(found - expected).max(initial=0.0)) / scale


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_torch_form_of_an_activation_is_pytorchs_own_function(name):
    z = torch.linspace(-30, 30, 1001, dtype=torch.float64)
    found = eval(ACTIVATIONS[name].expression("torch", "z"), {"torch": torch, "z": z})
    assert found.dtype == z.dtype
    assert deviation(found.numpy(), FUNCTIONS[name](z).numpy()) <= 1e-15


@pytest.mark.parametrize("seed", SEEDS)
def test_values_and_gradients_agree(seed):
    torch.set_num_threads(1)
    case = random_case(seed)
    task, train = case.dataset.task, case.dataset.train
    plan = Plan.compile(case.network)
    start = np.random.default_rng(seed).standard_normal(plan.size) * plan.mask
    reference = Reference(case, plan, start)
    answer = outputs(plan, start, train.x, task.columns)
    assert deviation(answer, reference.answers().detach().numpy().T) <= TOLERANCE
    loss = loss_function(case.settings.loss, task)
    targets = loss.targets(train)
    value = loss.value(answer[:, np.newaxis], targets[:, np.newaxis])[0]
    assert value == pytest.approx(reference.loss().item(), rel=TOLERANCE)
    gradient = np.zeros((2, 1, plan.size))
    backward = GradientPass(
        plan, start[np.newaxis].copy(), gradient, SAMPLES, loss, case.settings.l2
    )
    columns = [int(name[1:]) - 1 for name in plan.inputs]
    inputs = train.x.T[columns]
    backward.forward.head[...] = np.concatenate([targets, inputs])[:, np.newaxis]
    run(backward.program)
    assert deviation(gradient[0, 0], reference.gradient().numpy()) <= TOLERANCE


@pytest.mark.parametrize("length", [0.01, 0.9999, 1.0, 3.0, 1e6])
def test_clipping_is_pytorchs_but_for_the_millionth_that_it_adds_to_the_norm(length):
    direction = np.random.default_rng(3).standard_normal(40)
    gradient = np.zeros((2, 1, 40))
    gradient[0, 0] = length * direction / np.linalg.norm(direction)
    leaf = torch.zeros(40, dtype=torch.float64, requires_grad=True)
    leaf.grad = torch.from_numpy(gradient[0, 0].copy())
    torch.nn.utils.clip_grad_norm_([leaf], 1.0)
    run(clip_program(gradient, 1.0))
    assert deviation(gradient[0, 0], leaf.grad.numpy()) <= 1.1e-6


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("seed", SEEDS)
def test_fifty_steps_agree(seed, optimizer):
    torch.set_num_threads(1)
    case = random_case(seed)
    settings = replace(case.settings, optimizer=optimizer, learning_rate=RATES[optimizer])
    trainer = Trainer(case.network, case.dataset, settings, (seed, 99))
    start = trainer.state.parameters[0].copy()
    reference = Reference(case, trainer.plan, start)
    if optimizer == "random-nudge":
        (generator, _) = unpack_generators(pack_generators(trainer.state.nudges))
        reference.nudge(settings.learning_rate, STEPS, generator)
    else:
        reference.train(optimizer, settings.learning_rate, STEPS)
    while trainer.state.update < STEPS:  # it returns when the other replica diverges
        trainer.kernel.advance(STEPS - trainer.state.update, 1000)
    final, expected = trainer.state.parameters[0], reference.leaf.detach().numpy()
    if not np.abs(expected).max() <= LARGEST_PARAMETER:
        assert trainer.state.diverged_at[0] >= 0
        return
    apart = deviation(final, expected)
    if apart > TOLERANCE and optimizer == "rmsprop":
        shaken = Reference(case, trainer.plan, start * (1 + LAST_BIT))
        shaken.train(optimizer, settings.learning_rate, STEPS)
        assert apart <= 100 * deviation(shaken.leaf.detach().numpy(), expected)
    else:
        assert apart <= TOLERANCE
    frozen = trainer.plan.free_mask == 0
    assert final[frozen].tobytes() == start[frozen].tobytes()
