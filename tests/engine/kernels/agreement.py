"""How two kernels are held together."""

from __future__ import annotations

import numpy as np

from engine import Trainer
from engine.kernels.compiled.kernel import NumbaKernel
from engine.kernels.numpy.kernel import NumpyKernel

ENDLESS = 1_000_000
FLOOR = 1e-6


def both(*arguments):
    """The same trainer with either kernel, NumPy's first."""
    return [Trainer(*arguments, kernel=kernel) for kernel in (NumpyKernel, NumbaKernel)]


def advanced(trainers, updates):
    """The trainers' states after so many updates."""
    for trainer in trainers:
        trainer.kernel.advance(updates, ENDLESS)
    return [trainer.state for trainer in trainers]


def assert_same(reference, trainer, tolerance=1e-9):
    """Same weights and moments relative to their size; the very same counters and generators."""
    one, other = reference.state, trainer.state
    for name in ("parameters", "kept", "best"):
        expected, found = getattr(one, name), getattr(other, name)
        # Below the floor all is rounding: a start of zeros on balanced data stays there.
        largest = max(np.abs(expected).max(), FLOOR)
        assert np.abs(found - expected).max() <= tolerance * largest
    for expected, found in zip(one.moments, other.moments, strict=True):
        assert np.abs(found - expected).max() <= tolerance * np.abs(expected).max()
    assert (one.epoch, one.position, one.update) == (other.epoch, other.position, other.update)
    for name in ("steps", "order", "diverged_at", "best_epoch", "stopped_at"):
        assert (getattr(one, name) == getattr(other, name)).all()
    for name in ("shuffles", "nudges", "grafts"):
        for left, right in zip(getattr(one, name), getattr(other, name), strict=True):
            assert left.bit_generator.state == right.bit_generator.state


def same_bits(one, other):
    """Whether two trainers' states are equal to the last bit."""
    left, right = one.save(), other.save()
    return left.keys() == right.keys() and all(
        np.asarray(left[name]).tobytes() == np.asarray(right[name]).tobytes() for name in left
    )
