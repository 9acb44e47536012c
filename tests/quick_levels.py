"""A level and a solution that are trained in a moment."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from levels import Level, Solution

FOUR_POINTS: Final = """{
  "format": 1, "id": "four", "title": "Four points", "brief": "Part them.",
  "data": {"points": [[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]]},
  "pass": {"metric": "accuracy", "at_least": 1, "seeds": [1, 2], "needed": 1},
  "training": {"epochs": 20}
}"""
"""A level of points, of which there are no other draws."""


def quick(level: Level) -> Solution:
    """The author's solution with few epochs, of which some starts fail.

    A hundred starts of it take a moment with NumPy too.
    """
    own = level.author_solution
    return replace(own, training=replace(own.training, epochs=20, batch_size=40))
