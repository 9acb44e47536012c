"""The curves of a run, cleaned for drawing: what is not finite is left out."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine import Curves
from engine.training.run import Now

Kind = Literal["loss", "score"]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class CurveSet:
    """Loss or score of the watched replica and of the other starts.

    Attributes:
        epochs: shape (rows,).
        train, validation: of replica 0, shape (rows,); NaN where there is nothing to draw.
        others: validation of the other replicas, shape (rows, replicas − 1).
        log: whether the upright axis is logarithmic; then values ≤ 0 are NaN.
        now: whether the last row is the moment on screen.
    """

    epochs: Floats
    train: Floats
    validation: Floats
    others: Floats
    log: bool
    now: bool = False

    @classmethod
    def of(
        cls, curves: Curves, kind: Kind, *, log: bool, now: tuple[int, Now] | None = None
    ) -> CurveSet:
        """The curves of one kind from a snapshot.

        Args:
            curves: what was measured on the way.
            kind: which of it.
            log: whether the upright axis is logarithmic.
            now: the epoch and the figures of the parameters on screen: where they differ from the
                last that were measured (a weight was turned, a link was cut) the curves end there.
        """
        loss = kind == "loss"
        train = _drawable(curves.train_loss if loss else curves.train_score, log=log)
        validation = _drawable(curves.validation_loss if loss else curves.validation_score, log=log)
        epochs = np.asarray(curves.epochs, dtype=np.float64)
        if now is not None:
            epoch, figures = now
            epochs = np.append(epochs, epoch)
            train = _with_row(train, figures.train_loss if loss else figures.train_score, log=log)
            validation = _with_row(
                validation, figures.validation_loss if loss else figures.validation_score, log=log
            )
        return cls(epochs, train[:, 0], validation[:, 0], validation[:, 1:], log, now is not None)

    def range(self) -> tuple[float, float] | None:
        """Lowest and highest finite value of all curves; None when there is none."""
        everything = np.concatenate([self.train, self.validation, self.others.ravel()])
        finite = everything[np.isfinite(everything)]
        return (float(finite.min()), float(finite.max())) if finite.size else None

    def joined_others(self) -> tuple[Floats, Floats]:
        """The other starts as one broken line: abscissae and values, NaN between two curves."""
        count = self.others.shape[1]
        gap = np.full((1, count), np.nan)
        epochs = np.tile(np.append(self.epochs, np.nan), count)
        return epochs, np.concatenate([self.others, gap]).T.ravel()

    def nearest(self, epoch: float) -> int | None:
        """The row measured nearest to that epoch, the newest of equals; None without rows."""
        if not self.epochs.size:
            return None
        return int(self.epochs.size - 1 - np.abs(self.epochs - epoch)[::-1].argmin())

    @property
    def end(self) -> tuple[float, float] | None:
        """Epoch and validation value of the moment on screen; None where there is none."""
        if not self.now or not math.isfinite(self.validation[-1]):
            return None
        return float(self.epochs[-1]), float(self.validation[-1])


def nice_end(epoch: float, last: int) -> float:
    """Where the axis of epochs ends: 1, 2 or 5 times a power of ten, never beyond ``last``."""
    power = 10.0 ** math.floor(math.log10(max(epoch, 10.0)))
    for factor in (1, 2, 5, 10):
        if power * factor >= epoch:
            return min(power * factor, float(max(last, 1)))
    return float(last)


def _with_row(values: Floats, first: float, *, log: bool) -> Floats:
    """One more row, of which only the watched replica's value is known."""
    row = np.full((1, values.shape[1]), np.nan)
    row[0, 0] = first
    return np.concatenate([values, _drawable(row, log=log)])


def _drawable(values: Floats, *, log: bool) -> Floats:
    cleaned = np.array(values, dtype=np.float64)
    cleaned[~np.isfinite(cleaned)] = np.nan
    if log:
        with np.errstate(invalid="ignore"):
            cleaned[cleaned <= 0.0] = np.nan
    return cleaned
