"""What can be chosen for each training setting, and how it is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from engine import TrainingSettings

Value = str | float | int | None


@dataclass(frozen=True)
class Option:
    """One training setting.

    Attributes:
        field: its name in `engine.TrainingSettings`.
        title: how it is called; explanation: what it does.
        choices: words and values to choose from.
        parse: turns a typed text into a value, raising ValueError; None where nothing is typed.
        chip: what the chip says, with "{}" for the value; empty where it has none.
        beside: the setting on whose card and chip it is shown too; empty where it stands alone.
    """

    field: str
    title: str
    explanation: str
    choices: tuple[tuple[str, Value], ...]
    parse: Callable[[str], Value] | None = None
    chip: str = ""
    beside: str = ""

    def value(self, settings: TrainingSettings) -> Value:
        """The value that the settings hold."""
        found: Any = getattr(settings, self.field)
        return found if found is None or isinstance(found, str | int | float) else str(found)

    def text(self, value: Value) -> str:
        """A value in words."""
        for words, choice in self.choices:
            if choice == value:
                return words
        return f"{value:g}" if isinstance(value, int | float) else str(value)


def parse_number(text: str) -> float:
    """A number as people type it, with a point or a comma."""
    return float(text.strip().replace(",", ".").replace("−", "-"))


def parse_count(text: str) -> int:
    """A whole number, perhaps with blanks between the thousands."""
    return int("".join(text.split()))


def _parse_batch(text: str) -> int | None:
    return None if text.strip().casefold() == "all" else parse_count(text)


def _parse_patience(text: str) -> int | None:
    return None if text.strip().casefold() == "off" else parse_count(text)


def _numbers(*values: float) -> tuple[tuple[str, Value], ...]:
    return tuple((f"{value:g}", value) for value in values)


OPTIONS: Final = (
    Option(
        "optimizer",
        "Optimizer",
        "How each update uses the slope. Adam suits most networks. Nudge looks at no slope: "
        "it guesses, and keeps what helps. It alone teaches step neurons.",
        (
            ("SGD", "sgd"),
            ("Momentum", "momentum"),
            ("RMSProp", "rmsprop"),
            ("Adam", "adam"),
            ("Nudge", "random-nudge"),
        ),
        chip="{}",
    ),
    Option(
        "learning_rate",
        "Learning rate",
        "How far each update goes. Larger learns faster, until it diverges.",
        _numbers(0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0),
        parse_number,
        chip="rate {}",
    ),
    Option(
        "batch_size",
        "Batch size",
        "Samples per update. Small batches are noisier and update more often.",
        (("1", 1), ("10", 10), ("30", 30), ("100", 100), ("all", None)),
        _parse_batch,
        chip="batch {}",
    ),
    Option(
        "l2",
        "L2",
        "Pulls all weights towards zero. A little keeps a network from learning noise by heart.",
        _numbers(0.0, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1),
        parse_number,
        chip="L2 {}",
    ),
    Option(
        "l1",
        "L1",
        "Pulls weights to exactly zero unless they are worth it: it shows which links can go.",
        _numbers(0.0, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1),
        parse_number,
        chip="L1 {}",
        beside="l2",
    ),
    Option(
        "epochs",
        "Epochs",
        "How often the network sees the whole training set. The judge trains as long.",
        (("200", 200), ("500", 500), ("1000", 1000), ("2000", 2000), ("5000", 5000)),
        parse_count,
    ),
    Option(
        "loss",
        "Loss",
        "What is made small. Cross-entropy suits telling kinds apart.",
        (("squared error", "squared-error"), ("cross-entropy", "cross-entropy")),
    ),
    Option(
        "initializer",
        "First weights",
        "How large the random weights are at the start.",
        (("Glorot", "glorot"), ("He", "he"), ("uniform", "uniform"), ("zeros", "zeros")),
    ),
    Option(
        "early_stopping",
        "Early stopping",
        "Stops when the validation loss has not fallen for so many epochs; keeps the best weights.",
        (("off", None), ("100", 100), ("300", 300)),
        _parse_patience,
    ),
)
