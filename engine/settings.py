"""How to train: the settings that a solution carries and a level may lock."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal, get_args

from engine.errors import SettingsError

Optimizer = Literal["random-nudge", "sgd", "momentum", "rmsprop", "adam"]
Loss = Literal["squared-error", "cross-entropy"]
Initializer = Literal["glorot", "he", "uniform", "zeros"]

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
        optimizer: one of `OPTIMIZERS`; "random-nudge" is the only one that follows no slope.
        learning_rate: step size, 0 < rate ≤ 1e6; for the random nudge the standard deviation of
            what it adds to each parameter.
        batch_size: samples per update; None takes all of them at once.
        epochs: passes over the training set, 1 to 1,000,000.
        l2: weight decay λ ≥ 0; the penalty is λ/2 · Σ weight² (biases are free).
        loss: "cross-entropy" is binary for one output and softmax for several, both from logits;
            regression always uses squared error.
        initializer: one of `INITIALIZERS`.
        l1: λ ≥ 0 of the penalty λ · Σ |weight| (biases are free), applied as a proximal step: links
            reach exactly 0 and come back when worth more than λ (`engine.functions.proximal`).
        early_stopping: stop a replica when its validation loss has not fallen for so many epochs,
            1 to 1,000,000, and in any case end with the weights that had the lowest; None trains
            to the end and keeps the last weights (`engine.training.early_stopping`).

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
    l1: float = 0.0
    early_stopping: int | None = None

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
        for field, penalty in (("l1", self.l1), ("l2", self.l2)):
            if not (math.isfinite(penalty) and 0 <= penalty <= MAX_LEARNING_RATE):
                raise SettingsError(field, f"{field.upper()} must be 0 to 1,000,000.")
        if self.early_stopping is not None and not (1 <= self.early_stopping <= MAX_EPOCHS):
            raise SettingsError(
                "early_stopping", "Early stopping must wait 1 to 1,000,000 epochs, or be off."
            )


def _one_of(field: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise SettingsError(field, f"“{value}” is no {field}; choose {', '.join(allowed)}.")
