"""What a search may build: inputs, outputs, activations, and the rules of a level that limit it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, islice

from engine.errors import SettingsError
from engine.functions.activations import ACTIVATIONS


@dataclass(frozen=True)
class SearchSpace:
    """What may be built. Any neuron may have a bias or none.

    Attributes:
        inputs: features that may become input nodes, at least one; their order is that of the
            sources in a key.
        outputs: ids of the output neurons, at least one; all of them are always there.
        activations: what hidden neurons may use; empty: there are no hidden neurons.
        output_activations: what outputs may use, at least one.
        max_neurons: most hidden neurons; None: as many as the links allow.
        skip_links: whether links may jump over a layer. If not, all paths from inputs to a node
            are equally long; two outputs may still lie at different depths.
        every_input: whether each input has to be used; if not, any of them, but at least one.

    Raises:
        SettingsError: for an empty list, a name that is listed twice, an unknown activation or a
            negative number of neurons; ``field`` names the attribute.
    """

    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    activations: tuple[str, ...]
    output_activations: tuple[str, ...]
    max_neurons: int | None = None
    skip_links: bool = True
    every_input: bool = False

    def __post_init__(self) -> None:
        for field in ("inputs", "outputs", "output_activations"):
            if not getattr(self, field):
                raise SettingsError(field, f"A search needs at least one of its {field}.")
        _check_distinct("inputs", self.inputs + self.outputs)
        for field in ("activations", "output_activations"):
            names: tuple[str, ...] = getattr(self, field)
            _check_distinct(field, names)
            for name in names:
                if name not in ACTIVATIONS:
                    raise SettingsError(field, f"There is no activation “{name}”.")
        if self.max_neurons is not None and self.max_neurons < 0:
            raise SettingsError(
                "max_neurons", f"“max_neurons” must be 0 or more, not {self.max_neurons}."
            )

    def can_grow(self, neurons: int) -> bool:
        """Whether there may be one more hidden neuron than so many."""
        return bool(self.activations) and (self.max_neurons is None or neurons < self.max_neurons)

    def hidden_ids(self, number: int) -> tuple[str, ...]:
        """Ids of that many hidden neurons: h1, h2, ... without those of inputs and outputs."""
        return tuple(islice(self._free_ids(), number))

    def _free_ids(self) -> Iterator[str]:
        taken = {*self.inputs, *self.outputs}
        return (name for number in count(1) if (name := f"h{number}") not in taken)


def _check_distinct(field: str, names: tuple[str, ...]) -> None:
    for place, name in enumerate(names):
        if name in names[:place]:
            raise SettingsError(field, f"“{name}” is listed twice.")
