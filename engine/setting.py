"""One training setting as a row: its range, its words, and what others need to offer it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal, TypeVar, cast

from engine.data import Task
from engine.errors import SettingsError

Value = str | float | int | None
Kind = Literal["choice", "number", "integer"]
DoesNotApply = Callable[[Any, Task], str]

_KEY: Final = "setting"
_Default = TypeVar("_Default")


def always_applies(_settings: object, _task: Task) -> str:
    """For what acts with every optimizer and every task: there is no reason against it."""
    return ""


@dataclass(frozen=True, slots=True)
class Setting:
    """One training setting.

    Attributes:
        label: what it is called in a sentence: "learning rate".
        kind: "choice" of words, "number", or "integer".
        explanation: what it does, for players.
        description: what it is, for authors of levels: with formula, unit and meaning of null.
        example: a value for the documentation.
        choices: words by value, where it is a choice.
        usual: values to offer with a click; of a choice these are all.
        lowest, highest: its range; ``above_lowest`` leaves the lowest value itself out.
        unit: what a number counts ("epochs"); empty where it counts nothing.
        null: word for None; empty where None is no value of it.
        null_words: the same in a sentence, where that needs more than one word.
        chip: the text of its chip on the bench, with "{}" for the value; empty where it has none.
        does_not_apply: (settings, task) -> why it has no effect with these; empty when it has.
        name: its name in `engine.settings.TrainingSettings`, in solutions and in levels.
        default: its value unless a level or a solution gives another.
    """

    label: str
    kind: Kind
    explanation: str
    description: str
    example: Value
    choices: Mapping[str, str] = field(default_factory=dict)
    usual: tuple[Value, ...] = ()
    lowest: float = 0
    highest: float = math.inf
    above_lowest: bool = False
    unit: str = ""
    null: str = ""
    null_words: str = ""
    chip: str = ""
    does_not_apply: DoesNotApply = always_applies
    name: str = ""
    default: Value = None

    @property
    def title(self) -> str:
        """The label as a heading: "Learning rate"."""
        return self.label[:1].upper() + self.label[1:]

    @property
    def offered(self) -> tuple[Value, ...]:
        """Values to offer with a click."""
        return tuple(self.choices) if self.kind == "choice" else self.usual

    @property
    def range(self) -> str:
        """What a number may be, in words: "1 to 100,000, or all"."""
        low, high = f"{self.lowest:,}", f"{int(self.highest):,}"
        span = f"above {low} and at most {high}" if self.above_lowest else f"{low} to {high}"
        unit = f" {self.unit}" if self.unit else ""
        return f"{span}{unit}, or {self.null}" if self.null else f"{span}{unit}"

    def value(self, settings: object) -> Value:
        """The value that a `engine.settings.TrainingSettings` holds."""
        return cast("Value", getattr(settings, self.name))

    def text(self, value: Value) -> str:
        """A value as it is shown alone, and may be typed: "0.03", "1000", "all", "Adam"."""
        if value is None:
            return self.null
        if isinstance(value, str):
            return self.choices.get(value, value)
        short = f"{value:g}"
        return short if float(short) == value and "e+" not in short else str(value)

    def words(self, value: Value) -> str:
        """A value as it is written in a sentence: "3,000", "all samples at once"."""
        if value is None:
            return self.null_words or self.null
        whole = not isinstance(value, str) and float(value).is_integer()
        return f"{int(value):,}" if whole else self.text(value)

    def parse(self, text: str) -> Value:
        """The value that was typed: a decimal comma and blanks between thousands are fine.

        Raises:
            ValueError: when it is no number, nor the word for None.
        """
        typed = text.strip()
        if self.null and typed.casefold() == self.null:
            return None
        if self.kind == "integer":
            return int("".join(typed.split()))
        return float(typed.replace(",", ".").replace("−", "-"))

    def check(self, value: Value) -> None:
        """Raise `SettingsError` with what is allowed when the value is out of range."""
        if value is None and self.null:
            return
        if self.kind == "choice":
            if value not in self.choices:
                listing = ", ".join(self.choices)
                raise SettingsError(self.name, f"“{value}” is no {self.label}; choose {listing}.")
        elif not self._holds(value):
            raise SettingsError(self.name, f"{self.title} must be {self.range}.")

    def _holds(self, value: Value) -> bool:
        if value is None or isinstance(value, str) or not math.isfinite(value):
            return False
        if self.kind == "integer" and value != int(value):
            return False
        return self.lowest <= value <= self.highest and not (
            self.above_lowest and value == self.lowest
        )


def setting(default: _Default, row: Setting) -> _Default:
    """A field of a dataclass of settings, with its default and its row."""
    own: _Default = field(default=default, metadata={_KEY: row})
    return own


def row_of(name: str, default: Any, metadata: Mapping[Any, Any]) -> Setting:
    """The row of such a field, with its name and its default filled in."""
    row: Setting = metadata[_KEY]
    return replace(row, name=name, default=default)
