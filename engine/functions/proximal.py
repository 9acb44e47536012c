"""L1 as a proximal step: links reach exactly 0, and can come back.

After the step along the slope each free link weight is shrunk towards 0 by a threshold θ, and is
0 where it lies within θ (the soft threshold of Daubechies, Defrise and De Mol 2004):

    w ← sign(w) · max(|w| − θ, 0)

A link at 0 keeps its gradient g and leaves 0 again as soon as |g| > λ. (In TensorFlow Playground a
link that crosses 0 stays at 0.) θ is chosen so that every optimizer comes to rest at the same
weights, those of loss + λ · Σ |w|: where |g| = λ, and at 0 where |g| ≤ λ.

* SGD: θ = rate · λ.
* Momentum: θ = rate · λ, and the velocity takes part in the shrinking, v ← v + (shrunk off) / rate.
  So the velocity is the way that the weight really went, as in iPiano (Ochs, Chen, Brox and Pock
  2014); else it would push ten times as hard as λ holds.
* Adam, RMSProp: each parameter has a step size of its own, rate / (√v + ε), and θ is that step size
  times λ (Duchi, Hazan and Singer 2011, equation 24; Yun, Lozano and Yang 2021). With the rate
  alone a useless link would never rest: both normalize its tiny slope to a full step. Since √v may
  be 0 before a neuron has ever been active, θ is at most 2 · rate: a link never shrinks faster than
  two full steps of the optimizer, which changes none of the weights at which it rests.
* Random nudge: it follows no slope, so λ · Σ |w| is part of the error that it compares.
"""

from __future__ import annotations

from functools import partial
from typing import Final

import numpy as np

from engine.data import Floats
from engine.program import Program

FASTEST_SHRINK: Final = 2.0
"""θ of Adam and RMSProp in learning rates, at most."""


def shrink_program(parameters: Floats, threshold: Floats, cut: Floats) -> Program:
    """Program of the soft threshold: parameters ← parameters − cut.

    Args:
        parameters: shape (replicas, size); changed in place.
        threshold: θ ≥ 0 of each, same shape; 0 where nothing is to happen.
        cut: same shape; receives what was taken off, between −θ and θ.
    """
    return (
        (np.absolute, (parameters, cut)),
        (partial(np.minimum, out=cut), (cut, threshold)),
        (np.copysign, (cut, parameters, cut)),
        (np.subtract, (parameters, cut, parameters)),
    )
