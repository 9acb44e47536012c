"""The loop that every course teaches: layers, a list of activations, the chain rule."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from benchmarks.cases import BATCHES, LEARNING_RATE, Case

Array = np.ndarray[Any, np.dtype[np.float64]]
Rows = np.ndarray[Any, np.dtype[np.int64]]


def first_layers(case: Case) -> list[tuple[Array, Array]]:
    """Weights (before, after) and biases; where links skip, ``before`` is all nodes before."""
    rng = np.random.default_rng(0)
    layers: list[tuple[Array, Array]] = []
    for mask in case.masks:
        before = int(mask.any(axis=1).sum()) if case.sizes else len(mask)
        weights = rng.uniform(-1, 1, (before, mask.shape[1])) / math.sqrt(before)
        layers.append((weights if case.sizes else weights * mask, np.zeros(mask.shape[1])))
    return layers


class Textbook:
    """Plain NumPy; with skip links each layer reads all nodes before it, through a mask."""

    def __init__(self, case: Case, optimizer: str) -> None:
        self._batch, self._adam = case.batch, optimizer == "adam"
        self._x, train = case.dataset.train.x, case.dataset.train
        self._y = train.y if case.outputs == 1 else np.eye(case.outputs)[train.labels]
        self._masks = () if case.sizes else case.masks
        self._rng = np.random.default_rng(0)
        self._layers = [list(layer) for layer in first_layers(case)]
        self._means = [[np.zeros_like(one) for one in layer] for layer in self._layers]
        self._squares = [[np.zeros_like(one) for one in layer] for layer in self._layers]
        self._steps = 0

    def __call__(self, updates: int) -> None:
        """Carry out so many updates."""
        for update in range(updates):
            if update % BATCHES == 0:
                order = self._rng.permutation(len(self._x))
            first = update % BATCHES * self._batch
            gradients = self._gradients(order[first : first + self._batch])
            self._steps += 1
            for number, pair in enumerate(gradients):
                for place, gradient in enumerate(pair):
                    step = self._scaled(number, place, gradient) if self._adam else gradient
                    layer = self._layers[number]
                    layer[place] = layer[place] - LEARNING_RATE * step

    def _gradients(self, rows: Rows) -> list[tuple[Array, Array]]:
        if self._masks:
            return self._skipping_gradients(rows)
        layers, activations = self._layers, [self._x[rows]]
        for number, (weights, biases) in enumerate(layers):
            z = activations[-1] @ weights + biases
            activations.append(z if number == len(layers) - 1 else np.tanh(z))
        slope = self._loss_slope(activations[-1], rows)
        found = []
        for number in range(len(layers) - 1, -1, -1):
            found.append((activations[number].T @ slope, slope.sum(axis=0)))
            if number:
                slope = slope @ layers[number][0].T * (1 - activations[number] ** 2)
        return found[::-1]

    def _skipping_gradients(self, rows: Rows) -> list[tuple[Array, Array]]:
        values = self._x[rows]
        for weights, biases in self._layers[:-1]:
            values = np.concatenate([values, np.tanh(values @ weights + biases)], axis=1)
        weights, biases = self._layers[-1]
        slope = self._loss_slope(values @ weights + biases, rows)
        pulls, found = np.zeros_like(values), []
        for number in range(len(self._layers) - 1, -1, -1):
            weights = self._layers[number][0]
            before, here = weights.shape
            if number < len(self._layers) - 1:
                own = slice(before, before + here)
                slope = pulls[:, own] * (1 - values[:, own] ** 2)
            gradient = values[:, :before].T @ slope * self._masks[number]
            found.append((gradient, slope.sum(axis=0)))
            pulls[:, :before] += slope @ weights.T
        return found[::-1]

    def _loss_slope(self, logits: Array, rows: Rows) -> Array:
        if logits.shape[1] == 1:
            shares = 1 / (1 + np.exp(-logits))
        else:
            shares = np.exp(logits - logits.max(axis=1, keepdims=True))
            shares = shares / shares.sum(axis=1, keepdims=True)
        return np.asarray((shares - self._y[rows]) / len(rows))

    def _scaled(self, number: int, place: int, gradient: Array) -> Array:
        """The direction of Adam."""
        means, squares, steps = self._means[number], self._squares[number], self._steps
        means[place] = 0.9 * means[place] + 0.1 * gradient
        squares[place] = 0.999 * squares[place] + 0.001 * gradient**2
        mean, square = means[place] / (1 - 0.9**steps), squares[place] / (1 - 0.999**steps)
        return np.asarray(mean / (np.sqrt(square) + 1e-8))
