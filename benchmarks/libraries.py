"""The same updates by PyTorch, JAX and scikit-learn, written as their own documents write them.

Where a choice had to be made it is the peer's gain: JAX runs all updates of a round in one compiled
`lax.scan` and gets its orders ready-made.
"""

from __future__ import annotations

import os
import warnings
from typing import Any, Final

import numpy as np

from benchmarks.cases import BATCHES, LEARNING_RATE, Case
from benchmarks.rounds import Runner
from benchmarks.textbook import first_layers

JAX_UPDATES: Final = 4_000
"""Most updates of a round of JAX: their orders are made beforehand."""


class NotItsKindError(Exception):
    """The library has no such networks."""


def torch_runner(case: Case, optimizer: str) -> Runner:
    """PyTorch eager."""
    import torch

    torch.set_num_threads(1)
    torch.manual_seed(0)
    model, parameters = _torch_layered(torch, case) if case.sizes else _torch_masked(torch, case)
    make = torch.optim.Adam if optimizer == "adam" else torch.optim.SGD
    stepper = make(parameters, lr=LEARNING_RATE)
    loss = torch.nn.BCEWithLogitsLoss() if case.outputs == 1 else torch.nn.CrossEntropyLoss()
    train = case.dataset.train
    x = torch.from_numpy(train.x.copy())
    y = torch.from_numpy((train.y if case.outputs == 1 else train.labels).copy())

    def run(updates: int) -> None:
        for number in range(updates):
            if number % BATCHES == 0:
                order = torch.randperm(len(x))
            first = number % BATCHES * case.batch
            rows = order[first : first + case.batch]
            stepper.zero_grad()
            loss(model(x[rows]), y[rows]).backward()
            stepper.step()

    return run


def _torch_layered(torch: Any, case: Case) -> tuple[Any, Any]:
    layers: list[Any] = []
    for before, size in zip(case.sizes, case.sizes[1:], strict=False):
        layers += [torch.nn.Linear(before, size, dtype=torch.float64), torch.nn.Tanh()]
    model = torch.nn.Sequential(*layers[:-1])
    return model, model.parameters()


def _torch_masked(torch: Any, case: Case) -> tuple[Any, Any]:
    """Each depth reads all nodes before it; where links are missing, the weights are masked."""
    layers = [
        tuple(torch.tensor(one.T if one.ndim > 1 else one, requires_grad=True) for one in layer)
        for layer in first_layers(case)
    ]
    masks = [None if mask.all() else torch.tensor(mask.T) for mask in case.masks]

    def model(values: Any) -> Any:
        for (weights, biases), mask in zip(layers, masks, strict=True):
            wired = weights if mask is None else weights * mask
            z = torch.nn.functional.linear(values, wired, biases)
            if weights is not layers[-1][0]:
                values = torch.cat([values, torch.tanh(z)], dim=1)
        return z

    return model, [one for layer in layers for one in layer]


def jax_runner(case: Case, optimizer: str) -> Runner:
    """JAX: `lax.scan` over all updates of a round, compiled by XLA for one thread."""
    os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false"
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)  # noqa: FBT003
    loss = _jax_loss(case)

    def sgd(state: Any, rows: Any) -> Any:
        slopes = jax.grad(loss)(state, rows)
        return jax.tree.map(lambda p, g: p - LEARNING_RATE * g, state, slopes), None

    def adam(state: Any, rows: Any) -> Any:
        layers, mean, square, steps = state
        slopes, steps = jax.grad(loss)(layers, rows), steps + 1
        mean = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, mean, slopes)
        square = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, square, slopes)
        first, second = 1 - 0.9**steps, 1 - 0.999**steps
        layers = jax.tree.map(
            lambda p, m, v: p - LEARNING_RATE * (m / first) / (jnp.sqrt(v / second) + 1e-8),
            layers,
            mean,
            square,
        )
        return (layers, mean, square, steps), None

    layers = jax.tree.map(jnp.asarray, first_layers(case))
    zeros = jax.tree.map(jnp.zeros_like, layers)
    state = (layers, zeros, zeros, jnp.zeros(())) if optimizer == "adam" else layers
    step = adam if optimizer == "adam" else sgd
    epoch = jax.jit(lambda state, batches: jax.lax.scan(step, state, batches)[0])
    rng = np.random.default_rng(0)
    samples = case.batch * BATCHES
    orders = [rng.permutation(samples) for _ in range(JAX_UPDATES // BATCHES)]
    batches = jnp.asarray(np.concatenate(orders).reshape(-1, case.batch))

    def run(updates: int) -> None:
        nonlocal state
        state = jax.block_until_ready(epoch(state, batches[:updates]))

    return run


def _jax_loss(case: Case) -> Any:
    """The loss of a batch, given the layers and the rows of its samples."""
    import jax
    import jax.numpy as jnp

    train = case.dataset.train
    x, signs = jnp.asarray(train.x), jnp.asarray(2.0 * train.y - 1.0)
    kinds = jax.nn.one_hot(train.labels, case.outputs, dtype=jnp.float64)
    masks = [None if case.sizes or mask.all() else jnp.asarray(mask) for mask in case.masks]

    def loss(layers: Any, rows: Any) -> Any:
        values = x[rows]
        for (weights, biases), mask in zip(layers[:-1], masks, strict=False):
            a = jnp.tanh(values @ (weights if mask is None else weights * mask) + biases)
            values = a if case.sizes else jnp.concatenate([values, a], axis=1)
        (weights, biases), mask = layers[-1], masks[-1]
        z = values @ (weights if mask is None else weights * mask) + biases
        if case.outputs == 1:
            return jnp.mean(jax.nn.softplus(-signs[rows] * z))
        return -jnp.mean(jnp.sum(kinds[rows] * jax.nn.log_softmax(z), axis=1))

    return loss


def sklearn_runner(case: Case, optimizer: str) -> Runner:
    """scikit-learn's multi-layer perceptron, by its `fit`; it has layers only."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier

    if not case.sizes:
        raise NotItsKindError
    train = case.dataset.train

    def run(updates: int) -> None:
        model = MLPClassifier(
            case.sizes[1:-1],
            activation="tanh",
            solver=optimizer,
            alpha=0.0,
            batch_size=case.batch,
            learning_rate_init=LEARNING_RATE,
            max_iter=updates // BATCHES,
            momentum=0.0,
            tol=0.0,
            n_iter_no_change=updates,
            random_state=0,
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            model.fit(train.x, train.labels)

    return run
