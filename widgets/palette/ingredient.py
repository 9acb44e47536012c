"""What can be taken from the palette, and how a drag carries it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QMimeData

from engine import Task
from widgets.document.names import activation_label, pretty

INGREDIENT_TYPE: Final = "application/x-neural-bonsai-ingredient"
MAX_BLOCK: Final = 16
_MAX_BYTES: Final = 1000

Kind = Literal["input", "neuron", "block"]


@dataclass(frozen=True, slots=True)
class Ingredient:
    """An input, a neuron, or a ready column of neurons.

    Attributes:
        kind: which of the three.
        name: id of the input, or activation of the neurons.
        count: neurons in a block, 1 for all else.
    """

    kind: Kind
    name: str
    count: int = 1

    def title(self, task: Task | None = None) -> str:
        """What it is, in a few words: "input x₁", "tanh neuron", "4 tanh neurons"."""
        if self.kind == "input":
            return f"input {pretty(self.name, task)}"
        label = activation_label(self.name)
        return f"{label} neuron" if self.kind == "neuron" else f"{self.count} {label} neurons"


def encode(ingredient: Ingredient) -> QMimeData:
    """The ingredient as the payload of a drag."""
    mime = QMimeData()
    fields = {"kind": ingredient.kind, "name": ingredient.name, "count": ingredient.count}
    mime.setData(INGREDIENT_TYPE, json.dumps(fields).encode())
    return mime


def decode(mime: QMimeData) -> Ingredient | None:
    """The ingredient of a drag; None when it carries none (or nonsense of another program)."""
    raw = bytes(mime.data(INGREDIENT_TYPE).data())
    if not raw or len(raw) > _MAX_BYTES:
        return None
    try:
        fields = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return _checked(fields) if isinstance(fields, dict) else None


def _checked(fields: dict[str, object]) -> Ingredient | None:
    kind, name, count = fields.get("kind"), fields.get("name"), fields.get("count", 1)
    if not isinstance(name, str) or type(count) is not int or not 1 <= count <= MAX_BLOCK:
        return None
    for known in ("input", "neuron", "block"):
        if kind == known:
            return Ingredient(known, name, count)
    return None
