"""How to train: the settings that a solution carries and a level may lock."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal, get_args

from engine.errors import SettingsError

Optimizer = Literal["sgd", "momentum", "adam"]
Loss = Literal["squared-error", "cross-entropy"]
Initializer = Literal["glorot", "he", "uniform"]

OPTIMIZERS: Final[tuple[str, ...]] = get_args(Optimizer)
LOSSES: Final[tuple[str, ...]] = get_args(Loss)
INITIALIZERS: Final[tuple[str, ...]] = get_args(Initializer)
MAX_EPOCHS: Final = 1_000_000
MAX_LEARNING_RATE: Final = 1e6
MAX_BATCH: Final = 100_000


@dataclass(frozen=True, slots=True)
class TrainingSettings:
    """Everything that decides a training run beside network, data and seed.

    Attributes:
        optimizer: one of `OPTIMIZERS`.
        learning_rate: step size, 0 < rate ≤ 1e6.
        batch_size: samples per update; None takes all of them at once.
        epochs: passes over the training set, 1 to 1,000,000.
        l2: weight decay λ ≥ 0; the penalty is λ/2 · Σ weight² (biases are free).
        loss: "cross-entropy" is binary for one output and softmax for several, both from logits;
            regression always uses squared error.
        initializer: one of `INITIALIZERS`.

    Raises:
        SettingsError: when a value is out of range; names the field.
    """

    optimizer: Optimizer = "adam"
    learning_rate: float = 0.03
    batch_size: int | None = None
    epochs: int = 1000
    l2: float = 0.0
    loss: Loss = "cross-entropy"
    initializer: Initializer = "glorot"

    def __post_init__(self) -> None:
        _one_of("optimizer", self.optimizer, OPTIMIZERS)
        _one_of("loss", self.loss, LOSSES)
        _one_of("initializer", self.initializer, INITIALIZERS)
        if not (0 < self.learning_rate <= MAX_LEARNING_RATE):
            raise SettingsError(
                "learning_rate", "The learning rate must be above 0 and at most 1,000,000."
            )
        if self.batch_size is not None and not (1 <= self.batch_size <= MAX_BATCH):
            raise SettingsError("batch_size", "The batch size must be 1 to 100,000, or all.")
        if not (1 <= self.epochs <= MAX_EPOCHS):
            raise SettingsError("epochs", "The number of epochs must be 1 to 1,000,000.")
        if not (math.isfinite(self.l2) and 0 <= self.l2 <= MAX_LEARNING_RATE):
            raise SettingsError("l2", "L2 must be 0 to 1,000,000.")


def _one_of(field: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise SettingsError(field, f"“{value}” is no {field}; choose {', '.join(allowed)}.")
