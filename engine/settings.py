"""How to train: the settings that a solution carries and a level may lock.

To add one, write its row here and let it act where it acts; formats, schemas, locks, chips, undo
texts and documentation read the row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, fields
from types import MappingProxyType
from typing import Final, Literal, get_args

from engine.data import Task
from engine.setting import Setting, row_of, setting

Optimizer = Literal["random-nudge", "sgd", "momentum", "rmsprop", "adam"]
Loss = Literal["squared-error", "cross-entropy"]
Initializer = Literal["glorot", "he", "uniform", "zeros"]

OPTIMIZERS: Final[tuple[str, ...]] = get_args(Optimizer)
LOSSES: Final[tuple[str, ...]] = get_args(Loss)
INITIALIZERS: Final[tuple[str, ...]] = get_args(Initializer)
MAX_EPOCHS: Final = 1_000_000
MAX_LEARNING_RATE: Final = 1e6
MAX_BATCH: Final = 100_000
MAX_CLIPPING: Final = 1e6
_PENALTIES: Final = (0.0, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1)


def _no_gradient(settings: TrainingSettings, _task: Task) -> str:
    if settings.optimizer != "random-nudge":
        return ""
    return "The random nudge follows no gradient, so there is nothing to clip."


def _no_loss_to_choose(_settings: TrainingSettings, task: Task) -> str:
    return "Numbers are learnt with the squared error only." if task.kind == "regression" else ""


@dataclass(frozen=True, slots=True)
class TrainingSettings:
    """Everything that decides a training run beside network, data and seed.

    Each field is defined with its row, which gives range, unit and meaning; `SETTINGS` lists them.

    Raises:
        SettingsError: when a value is out of range; names the field.
    """

    optimizer: Optimizer = setting(
        "adam",
        Setting(
            label="optimizer",
            kind="choice",
            explanation="How each update uses the slope. Adam suits most networks. The random "
            "nudge looks at no slope: it guesses, and keeps what helps. It alone teaches step "
            "neurons.",
            description="How weights are improved. random-nudge guesses and keeps what helps; the "
            "others follow the slope, and so cannot teach step neurons.",
            example="adam",
            choices={
                "random-nudge": "Random nudge",
                "sgd": "SGD",
                "momentum": "Momentum",
                "rmsprop": "RMSProp",
                "adam": "Adam",
            },
            chip="{}",
        ),
    )
    learning_rate: float = setting(
        0.03,
        Setting(
            label="learning rate",
            kind="number",
            explanation="How far each update goes. Larger learns faster, until it diverges.",
            description="Step size; for random-nudge the standard deviation of a nudge.",
            example=0.03,
            usual=(0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0),
            above_lowest=True,
            highest=MAX_LEARNING_RATE,
            chip="rate {}",
        ),
    )
    batch_size: int | None = setting(
        None,
        Setting(
            label="batch size",
            kind="integer",
            explanation="Samples per update. Small batches are noisier and update more often.",
            description="Samples per update; null takes all of them at once.",
            example=32,
            usual=(1, 10, 30, 100, None),
            lowest=1,
            highest=MAX_BATCH,
            null="all",
            null_words="all samples at once",
            chip="batch {}",
        ),
    )
    epochs: int = setting(
        1000,
        Setting(
            label="epochs",
            kind="integer",
            explanation="Passes over the data; the judge's too.",
            description="Passes over the training set.",
            example=1000,
            usual=(200, 500, 1000, 2000, 5000),
            lowest=1,
            highest=MAX_EPOCHS,
        ),
    )
    _: KW_ONLY
    l1: float = setting(
        0.0,
        Setting(
            label="L1",
            kind="number",
            explanation="Pulls weights to exactly zero unless they are worth it: it shows which "
            "links can go.",
            description="λ of the penalty λ times the sum of absolute weights. Links reach exactly "
            "0, and come back when they are worth more.",
            example=0.001,
            usual=_PENALTIES,
            highest=MAX_LEARNING_RATE,
            chip="L1 {}",
        ),
    )
    l2: float = setting(
        0.0,
        Setting(
            label="L2",
            kind="number",
            explanation="Pulls all weights towards zero. A little keeps a network from learning "
            "noise by heart.",
            description="Weight decay λ; the penalty is λ/2 times the sum of squared weights.",
            example=0.001,
            usual=_PENALTIES,
            highest=MAX_LEARNING_RATE,
            chip="L2 {}",
        ),
    )
    loss: Loss = setting(
        "cross-entropy",
        Setting(
            label="loss",
            kind="choice",
            explanation="The error that training makes small.",
            description="What is made small; regression always uses squared-error.",
            example="cross-entropy",
            choices={"squared-error": "Squared error", "cross-entropy": "Cross-entropy"},
            does_not_apply=_no_loss_to_choose,
        ),
    )
    initializer: Initializer = setting(
        "glorot",
        Setting(
            label="initializer",
            kind="choice",
            explanation="How large the random first weights are.",
            description="How the first weights are drawn.",
            example="glorot",
            choices={"glorot": "Glorot", "he": "He", "uniform": "Uniform", "zeros": "Zeros"},
        ),
    )
    early_stopping: int | None = setting(
        None,
        Setting(
            label="early stopping",
            kind="integer",
            explanation="Stops when the validation loss has not fallen for so many epochs; keeps "
            "the best weights.",
            description="Stop when the validation loss has not fallen for so many epochs, and keep "
            "the weights that had the lowest; null trains to the end.",
            example=200,
            usual=(None, 100, 300),
            lowest=1,
            highest=MAX_EPOCHS,
            unit="epochs",
            null="off",
        ),
    )

    gradient_clipping: float | None = setting(
        None,
        Setting(
            label="gradient clipping",
            kind="number",
            explanation="Shortens a gradient that is longer than this, so that no update throws "
            "the weights far.",
            description="Largest Euclidean norm of an update's gradient over all weights and "
            "biases together, L2 included; a longer gradient is scaled down to it. null leaves "
            "gradients as they are; random-nudge has none.",
            example=1.0,
            usual=(None, 0.1, 1.0),
            above_lowest=True,
            highest=MAX_CLIPPING,
            null="off",
            does_not_apply=_no_gradient,
        ),
    )

    def __post_init__(self) -> None:
        for row in SETTINGS.values():
            row.check(row.value(self))


SETTINGS: Final[Mapping[str, Setting]] = MappingProxyType(
    {own.name: row_of(own.name, own.default, own.metadata) for own in fields(TrainingSettings)}
)
"""The row of every setting by its name, in the order in which they are offered."""
