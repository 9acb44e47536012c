"""The JSON of a network, of training settings and of a solution, as pydantic models."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

from engine.settings import (
    MAX_BATCH,
    MAX_EPOCHS,
    MAX_LEARNING_RATE,
    Initializer,
    Loss,
    Optimizer,
)
from engine.state import LARGEST_PARAMETER

SOLUTION_FORMAT: Final = 1
MAX_COORDINATE: Final = 1e6

NodeId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_^*().]{1,64}$")]
Number = Annotated[float, Field(ge=-LARGEST_PARAMETER, le=LARGEST_PARAMETER)]
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
    activation: str | None = Field(
        default=None,
        max_length=40,
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
        max_length=400,
        description="The nodes.",
        examples=[[{"id": "h1", "activation": "tanh"}]],
    )
    links: tuple[LinkFormat, ...] = Field(
        default=(),
        max_length=10_000,
        description="Each link as [from, to], or [from, to, weight] to start from that weight, or "
        '[from, to, weight or null, "frozen"] for one that training leaves alone. The judge draws '
        "and trains every weight all the same.",
        examples=[[["x1", "h1"], ["h1", "y", 0.5]]],
    )


class TrainingFormat(Format):
    """Training settings; what is left out stays as the level (or the game) has it."""

    optimizer: Optimizer | None = Field(
        default=None,
        description="How weights are improved. random-nudge guesses and keeps what helps; the "
        "others follow the slope, and so cannot teach step neurons.",
        examples=["adam"],
    )
    learning_rate: float | None = Field(
        default=None,
        gt=0,
        le=MAX_LEARNING_RATE,
        description="Step size; for random-nudge the standard deviation of a nudge.",
        examples=[0.03],
    )
    batch_size: int | None = Field(
        default=None,
        ge=1,
        le=MAX_BATCH,
        description="Samples per update; null takes all of them at once.",
        examples=[32],
    )
    epochs: int | None = Field(
        default=None,
        ge=1,
        le=MAX_EPOCHS,
        description="Passes over the training set.",
        examples=[1000],
    )
    l1: float | None = Field(
        default=None,
        ge=0,
        le=MAX_LEARNING_RATE,
        description="λ of the penalty λ times the sum of absolute weights. Links reach exactly 0, "
        "and come back when they are worth more.",
        examples=[0.001],
    )
    l2: float | None = Field(
        default=None,
        ge=0,
        le=MAX_LEARNING_RATE,
        description="Weight decay λ; the penalty is λ/2 times the sum of squared weights.",
        examples=[0.001],
    )
    loss: Loss | None = Field(
        default=None,
        description="What is made small; regression always uses squared-error.",
        examples=["cross-entropy"],
    )
    initializer: Initializer | None = Field(
        default=None, description="How the first weights are drawn.", examples=["glorot"]
    )
    early_stopping: int | None = Field(
        default=None,
        ge=1,
        le=MAX_EPOCHS,
        description="Stop when the validation loss has not fallen for so many epochs, and keep the "
        "weights that had the lowest; null trains to the end.",
        examples=[200],
    )


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
    name: str = Field(
        default="Solution",
        min_length=1,
        max_length=80,
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
