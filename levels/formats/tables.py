"""Tables of the documentation, made from the engine's rows; tests compare the two."""

from __future__ import annotations

import math

from engine import ACTIVATIONS, Activation
from engine.setting import Setting
from engine.settings import SETTINGS


def activation_table() -> str:
    """Every activation as a Markdown table, for ``docs/training.md``."""
    head = ["| name | label | f(z) | values | steepest slope | |", "|---|---|---|---|---|---|"]
    return "\n".join([*head, *map(_activation_line, ACTIVATIONS.values())]) + "\n"


def _activation_line(row: Activation) -> str:
    low, high = (_bound(value) for value in row.bounds)
    # A bar would end the cell.
    label, formula = (text.replace("|", "\\|") for text in (row.label, row.formula))
    cells = [f"`{row.name}`", label, formula, f"{low} to {high}", _bound(row.steepest), row.note]
    return f"| {' | '.join(cells)} |"


def setting_table() -> str:
    """Every training setting as a Markdown table, for ``docs/training.md``."""
    head = ["| setting | name | range | unless given | what it is |", "|---|---|---|---|---|"]
    return "\n".join([*head, *map(_setting_line, SETTINGS.values())]) + "\n"


def _setting_line(row: Setting) -> str:
    choices = ", ".join(f"`{name}`" for name in row.choices)
    cells = [row.label, f"`{row.name}`", choices or row.range, row.text(row.default)]
    return f"| {' | '.join([*cells, row.description])} |"


def _bound(value: float) -> str:
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    return f"{value:.4g}".replace("-", "−")
