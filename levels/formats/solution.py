"""The JSON of a network, of training settings and of a solution, as pydantic models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Discriminator, Field, Tag, create_model

from engine import ACTIVATIONS
from engine.setting import Setting
from engine.settings import SETTINGS
from levels.limits import (
    MAX_COORDINATE,
    MAX_LINKS,
    MAX_NAME,
    MAX_NODES,
    MAX_PARAMETER,
    is_visible,
)

SOLUTION_FORMAT: Final = 1

NodeId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_^*().]{1,64}$")]
Number = Annotated[float, Field(ge=-MAX_PARAMETER, le=MAX_PARAMETER)]
ActivationName = Annotated[
    # A name that does not exist is refused while reading, with the nearest one that does; the list
    # in the schema is for editors that complete.
    str, Field(max_length=40, json_schema_extra={"enum": list(ACTIVATIONS)})
]
Coordinate = Annotated[float, Field(ge=-MAX_COORDINATE, le=MAX_COORDINATE)]


class Format(BaseModel):
    """Base of all formats: nothing is converted, nothing unknown is allowed, nothing changes."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        frozen=True,
        allow_inf_nan=False,
        populate_by_name=True,
    )


class NodeFormat(Format):
    """A node of the network; its id makes it an input, a hidden neuron or an output."""

    id: NodeId = Field(
        description="Unique. The name of a feature makes it an input, y (or y1, y2, ...) an "
        "output, any other name a hidden neuron.",
        examples=["h1"],
    )
    activation: ActivationName | None = Field(
        default=None,
        description="Activation of a neuron; hidden neurons have tanh and outputs identity when "
        "it is left out. Inputs have none.",
        examples=["tanh"],
    )
    bias: bool | None = Field(
        default=None,
        description="Whether the neuron has a bias (one parameter). Yes when left out.",
        examples=[True],
    )
    start_bias: Number | None = Field(
        default=None,
        description="Bias to start training from instead of 0; the judge starts from 0 all the "
        "same.",
        examples=[0.5],
    )
    frozen: bool | None = Field(
        default=None,
        description="Whether training leaves the bias and all links into the neuron alone. No when "
        "left out; the judge trains them all the same.",
        examples=[True],
    )
    frozen_bias: bool | None = Field(
        default=None,
        description="Whether training leaves the bias alone. No when left out; the judge trains it "
        "all the same.",
        examples=[True],
    )
    at: tuple[Coordinate, Coordinate] | None = Field(
        default=None,
        description="Place on the canvas: x to the right, y downwards.",
        examples=[[120, -40]],
    )


PlainLink = tuple[NodeId, NodeId]
WeightedLink = tuple[NodeId, NodeId, Number]


FrozenLink = tuple[NodeId, NodeId, Number | None, Literal["frozen"]]


def _link_kind(link: Any) -> str:
    length = len(link) if isinstance(link, list | tuple) else 2
    return {3: "tag:weighted", 4: "tag:frozen"}.get(length, "tag:plain")


LinkFormat = Annotated[
    Annotated[PlainLink, Tag("tag:plain")]
    | Annotated[WeightedLink, Tag("tag:weighted")]
    | Annotated[FrozenLink, Tag("tag:frozen")],
    Discriminator(_link_kind),
]


class NetworkFormat(Format):
    """A network. Inputs and outputs may be left out of the nodes where links name them."""

    nodes: tuple[NodeFormat, ...] = Field(
        default=(),
        max_length=MAX_NODES,
        description="The nodes.",
        examples=[[{"id": "h1", "activation": "tanh"}]],
    )
    links: tuple[LinkFormat, ...] = Field(
        default=(),
        max_length=MAX_LINKS,
        description="Each link as [from, to], or [from, to, weight] to start from that weight, or "
        '[from, to, weight or null, "frozen"] for one that training leaves alone. The judge draws '
        "and trains every weight all the same.",
        examples=[[["x1", "h1"], ["h1", "y", 0.5]]],
    )


def _training_field(row: Setting) -> tuple[Any, Any]:
    """Type and field of one training setting."""
    words: Any = Literal[tuple(row.choices)] if row.kind == "choice" else None
    kinds: dict[str, Any] = {"choice": words, "number": float, "integer": int}
    limits: dict[str, Any] = {}
    if row.kind != "choice":
        limits = {"gt" if row.above_lowest else "ge": row.lowest, "le": row.highest}
    own = Field(default=None, description=row.description, examples=[row.example], **limits)
    return kinds[row.kind] | None, own


if TYPE_CHECKING:
    _Settings = Format
else:
    _fields = {row.name: _training_field(row) for row in SETTINGS.values()}
    _Settings = create_model("_Settings", __base__=Format, **_fields)


class TrainingFormat(_Settings):
    """Training settings; what is left out stays as the level (or the game) has it."""


UNNAMED: Final = "Solution"
"""The name of what comes without one, or without a visible one."""


class SolutionFormat(Format):
    """A solution file: a network, how to train it, and a name."""

    format: int = Field(
        ge=1, description="Version of this format; now 1.", examples=[SOLUTION_FORMAT]
    )
    level: str = Field(
        default="",
        max_length=80,
        description="Id of the level that it is meant for.",
        examples=["xor"],
    )
    # A file is not to be lost for a name that nobody sees.
    name: Annotated[str, AfterValidator(lambda own: own if is_visible(own) else UNNAMED)] = Field(
        default=UNNAMED,
        min_length=1,
        max_length=MAX_NAME,
        pattern=r"^[^\n]*$",
        description="What its maker calls it.",
        examples=["Two lines"],
    )
    network: NetworkFormat = Field(
        description="The network.", examples=[{"links": [["x1", "y"], ["x2", "y"]]}]
    )
    training: TrainingFormat = Field(
        default_factory=TrainingFormat,
        description="Its training settings.",
        examples=[{"epochs": 500}],
    )
