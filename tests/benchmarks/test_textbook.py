from __future__ import annotations

import numpy as np
import pytest

from benchmarks.cases import CASES
from benchmarks.textbook import Textbook


def loss(book, case, rows):
    """The mean cross-entropy of a batch, from the layers as they are."""
    values = book._x[rows]
    for number, (weights, biases) in enumerate(book._layers):
        z = values @ weights + biases
        if number < len(book._layers) - 1:
            a = np.tanh(z)
            values = a if case.sizes else np.concatenate([values, a], axis=1)
    if case.outputs == 1:
        return np.logaddexp(0.0, -(2.0 * book._y[rows] - 1.0) * z).mean()
    return (np.log(np.exp(z).sum(axis=1)) - (z * book._y[rows]).sum(axis=1)).mean()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_textbook_gradients_are_the_slopes_of_its_loss(case):
    book, rows = Textbook(case, "sgd"), np.arange(case.batch)
    gradients, rng = book._gradients(rows), np.random.default_rng(0)
    for layer, (weights, biases), mask in zip(book._layers, gradients, case.masks, strict=True):
        wired = np.ones_like(weights) if case.sizes else mask
        assert (weights[wired == 0] == 0).all()
        places = np.argwhere(wired == 1)
        for one, slope, place in (
            (layer[0], weights, tuple(places[rng.integers(len(places))])),
            (layer[1], biases, (int(rng.integers(len(biases))),)),
        ):
            kept, ends = one[place], []
            for nudge in (1e-6, -1e-6):
                one[place] = kept + nudge
                ends.append(loss(book, case, rows))
            one[place] = kept
            assert slope[place] == pytest.approx((ends[0] - ends[1]) / 2e-6, rel=1e-5, abs=1e-9)
