"""One activation function as a row: its formula, its derivative and everything others ask of it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

import numpy as np

from engine.program import Array, Program, run

Value = Callable[[Array, Array], Program]
Derivative = Callable[[Array, Array, Array], Program]
Language = Literal["text", "latex", "numpy", "torch"]

_PLACEHOLDER: Final = "{z}"


class Range(NamedTuple):
    """The least and the greatest value of f; infinite where there is no bound."""

    lowest: float = -math.inf
    highest: float = math.inf


UNBOUNDED: Final = Range()


class Forms(NamedTuple):
    """f(z) as an expression in four languages, with ``{z}`` wherever the argument is.

    Attributes:
        text: plain text, as it is read aloud or pasted into a message.
        latex: LaTeX, math mode.
        numpy: Python with ``import numpy as np``.
        torch: Python with ``import torch``.
    """

    text: str
    latex: str
    numpy: str
    torch: str


@dataclass(frozen=True, slots=True)
class Activation:
    """One activation function f.

    Attributes:
        name: its name in solutions and levels.
        label: its name for people.
        formula: f(z) for people.
        code: its number in the compiled kernel; unique, and never used again for another one.
        value: (z, a) -> program that writes f(z) to a; a may be z.
        derivative: (z, a, d) -> program that writes f'(z) to d, given a = f(z). An empty program
            means that f' is 1 everywhere.
        forms: f(z) as an expression; see `expression`.
        steepest: the greatest |f'(z)|; infinite where there is no bound.
        bounds: the least and the greatest value of f.
        symmetry: "odd" where f(−z) = 2 · centre − f(z), "even" where f(−z) = f(z), else "none".
            The signs of all weights into a neuron can be turned at the price of turning the signs
            of those out of it ("odd", with a bias for the centre) or for free ("even").
        centre: see ``symmetry``; 0 unless f is odd about another value.
        flat_sides: on how many sides (z → −∞, z → +∞) f' tends to 0.
        smooth: whether it has a derivative everywhere.
        needs_input: whether f' needs z; otherwise f(z) is enough and may overwrite z.
        flat: whether f' is 0 wherever it exists, so that no gradient passes.
        note: one remark for the documentation; empty where there is nothing to say.
    """

    name: str
    label: str
    formula: str
    code: int
    value: Value
    derivative: Derivative
    forms: Forms
    steepest: float
    bounds: Range = UNBOUNDED
    symmetry: Literal["odd", "even", "none"] = "none"
    centre: float = 0.0
    flat_sides: Literal[0, 1, 2] = 0
    smooth: bool = True
    needs_input: bool = False
    flat: bool = False
    note: str = ""

    def __call__(self, z: Array) -> Array:
        """f(z) as a new array."""
        a = np.array(z)
        run(self.value(a, a))
        return a

    def slope(self, z: Array) -> Array:
        """f'(z) as a new array."""
        source, d = np.array(z), np.ones_like(z)
        run(self.derivative(source, self(source), d))
        return d

    def expression(self, language: Language, argument: str) -> str:
        """The expression of f(argument).

        Args:
            language: what to write it in.
            argument: a name, or an expression in brackets: it may be put next to any operator.
        """
        form: str = getattr(self.forms, language)
        return form.replace(_PLACEHOLDER, argument)

    @property
    def can_saturate(self) -> bool:
        """Whether its slope vanishes on both sides of where it learns, as that of tanh does."""
        return self.flat_sides == 2 and not self.flat

    @property
    def can_die(self) -> bool:
        """Whether its slope vanishes on a side, so that a neuron can stop learning."""
        return self.flat_sides > 0 and not self.flat
