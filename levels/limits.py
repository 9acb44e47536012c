"""Limits of names, weights, positions and sizes of a solution, each defined once.

The formats are bounded by the same constants, and the editor asks `check_solution` before each
change. So a solution that was made can be saved, and one that was saved can be read.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from engine import Network, Refused
from engine.state import LARGEST_PARAMETER
from levels.errors import UNSAFE
from levels.solution import Place, Solution

MAX_NAME: Final = 80
"""Characters of a name."""

MAX_PARAMETER: Final = LARGEST_PARAMETER
"""Greatest absolute weight or bias; training stops beyond it as diverged."""

MAX_COORDINATE: Final = 1e6
"""Greatest absolute coordinate of a node, in scene units."""

MAX_NEURONS: Final = 256
"""Hidden neurons."""

MAX_NODES: Final = 400
"""Inputs, hidden neurons and outputs together."""

MAX_LINKS: Final = 10_000


_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp", "Mn", "Me"})
"""Categories of Unicode without a shape of their own: spaces, controls, accents alone."""

_BLANK: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and symbols that are drawn empty."""


def is_visible(text: str) -> bool:
    """Whether there is anything to see of a text."""
    return any(unicodedata.category(own) not in _INVISIBLE and own not in _BLANK for own in text)


def check_name(name: str) -> None:
    """Raise `Refused` when a solution cannot have this name."""
    if not is_visible(name):
        raise Refused("empty-name", "A name needs at least one character that can be seen.")
    if len(name) > MAX_NAME:
        raise Refused(
            "long-name", f"A name has at most {MAX_NAME} characters, and this one {len(name)}."
        )
    unsafe = UNSAFE.search(name)
    if unsafe or "\n" in name:
        code = ord(unsafe[0] if unsafe else "\n")
        raise Refused(
            "unsafe-name",
            f"The name holds U+{code:04X}, a character that cannot be shown safely; type the name "
            "instead of pasting it.",
        )


def check_parameter(value: float | None, what: str) -> None:
    """Raise `Refused` when a weight or bias (``what``) cannot have this value; None always can."""
    if value is not None and not abs(value) <= MAX_PARAMETER:
        raise Refused(
            "parameter-range",
            f"A {what} is at most {MAX_PARAMETER:,.0f} and at least −{MAX_PARAMETER:,.0f}.",
        )


def check_place(place: Place) -> None:
    """Raise `Refused` when a node cannot be there."""
    if not all(abs(own) <= MAX_COORDINATE for own in place):
        raise Refused("place-range", "That is too far away from the middle of the canvas.")


def check_size(network: Network) -> None:
    """Raise `Refused` when a network has more nodes or links than any solution may."""
    if len(network.nodes) > MAX_NODES:
        raise Refused("too-many-nodes", f"A network has at most {MAX_NODES} nodes.")
    if len(network.links) > MAX_LINKS:
        raise Refused("too-many-links", f"A network has at most {MAX_LINKS:,} links.")


def check_solution(solution: Solution) -> None:
    """Raise `Refused` for the first quantity that is out of its range."""
    check_name(solution.name)
    check_size(solution.network)
    for link in solution.network.links:
        check_parameter(link.start_weight, "weight")
    for neuron in solution.network.neurons:
        check_parameter(neuron.start_bias, "bias")
    for place in solution.layout.values():
        check_place(place)


def within(place: Place) -> Place:
    """The place, or the nearest one where a node can be."""
    x, y = (min(max(own, -MAX_COORDINATE), MAX_COORDINATE) for own in place)
    return (x, y)
