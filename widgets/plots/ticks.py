"""Round numbers for axes."""

from __future__ import annotations

import math


def nice_ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Up to ``most`` round numbers from low to high.

    They are 1, 2 or 5 times a power of ten apart. Empty when the two are not finite or not in
    order.
    """
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        return []
    rough = (high - low) / max(most - 1, 1)
    unit = 10.0 ** math.floor(math.log10(rough))
    step = next(unit * factor for factor in (1, 2, 5, 10, 20) if unit * factor >= rough * 0.999)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [index * step for index in range(first, last + 1)]


def tick_text(value: float) -> str:
    """A number for an axis, with a true minus sign."""
    return f"{value:.6g}".replace("-", "−")


def value_text(value: float) -> str:
    """What a node gives, to two decimals, with a true minus sign."""
    return f"{value:.2f}".replace("-", "−")
