"""Every lens, in the order of the switch. A new one is a file beside this one and a row here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from widgets.bench import Bench
from widgets.canvas.lenses.ablation import AblationLens
from widgets.canvas.lenses.lens import Lens
from widgets.canvas.lenses.weights import WeightsLens


@dataclass(frozen=True, slots=True)
class LensRow:
    """One lens.

    Attributes:
        name: what it is called in the code.
        title: one word for the switch.
        tip: one sentence on what it shows.
        make: makes it for an open level.
    """

    name: str
    title: str
    tip: str
    make: Callable[[Bench], Lens]


LENSES: Final = (
    LensRow(
        "weights",
        "Weights",
        "Width and colour of a link are its weight",
        lambda bench: WeightsLens(bench.document),
    ),
    LensRow(
        "ablation",
        "Worth",
        "What each link is worth: how much worse the network is without it",
        AblationLens,
    ),
)
