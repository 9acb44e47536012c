"""First weights. Every link has its own draw, so that other links never change it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

import numpy as np

from engine.data import Floats
from engine.network import LinkKey, Network

UNIFORM_LIMIT = 0.5


def weight_scales(initializer: str, network: Network, keys: Iterable[LinkKey]) -> Floats:
    """Spread of the first weight of each link; shape (links,).

    * "glorot": limit √(6 / (fan in + fan out)) of a uniform distribution (Glorot and Bengio 2010,
      eq. 16);
    * "he": standard deviation √(2 / fan in) of a normal distribution (He et al. 2015, eq. 10);
    * "uniform": limit 0.5 of a uniform distribution;
    * "zeros": 0. Neurons with the same links then keep equal weights: their gradients are equal.

    Fan in counts the links that enter the target, fan out those that leave the source; between
    two layers linked all to all these are the sizes of the layers.
    """
    fan_in = Counter(link.target for link in network.links)
    fan_out = Counter(link.source for link in network.links)
    if initializer == "glorot":
        return np.array([math.sqrt(6.0 / (fan_in[k.target] + fan_out[k.source])) for k in keys])
    if initializer == "he":
        return np.array([math.sqrt(2.0 / fan_in[k.target]) for k in keys])
    return np.array([0.0 if initializer == "zeros" else UNIFORM_LIMIT for _ in keys])


def draw_weights(
    initializer: str, network: Network, keys: Iterable[LinkKey], generator: np.random.Generator
) -> Floats:
    """First weights of the links of ``keys``, in that order; shape (links,)."""
    scales = weight_scales(initializer, network, keys := tuple(keys))
    return scales * unscaled_weights(initializer, len(keys), generator)


def unscaled_weights(initializer: str, count: int, generator: np.random.Generator) -> Floats:
    """First weights before they are scaled; shape (count,).

    The first of them do not depend on how many are drawn.
    """
    if initializer == "he":
        return generator.standard_normal(count)
    return 2.0 * generator.random(count) - 1.0
