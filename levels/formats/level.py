"""The JSON of a level, as pydantic models.

A minimal level has five fields: format, id, title, data and pass. The published schemas
(`levels/schema/`) are generated from these models, so every field has a description and an example.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Final

from pydantic import AfterValidator, Discriminator, Field, Tag, WithJsonSchema
from pydantic_core import PydanticCustomError

from engine.metrics.metric import Metric
from engine.metrics.metrics import METRICS
from engine.settings import SETTINGS
from levels.formats.data import MAX_COLUMNS, DataFormat, Seed
from levels.formats.solution import ActivationName, Format, NetworkFormat, TrainingFormat
from levels.limits import MAX_NEURONS, is_visible

LEVEL_FORMAT: Final = 1
MAX_PARAMETERS: Final = 20_000
MAX_STARTS: Final = 1_000_000
MAX_WIRINGS: Final = 999_999_999_999_999
MAX_SIZES: Final = 400

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Name = Annotated[str, Field(max_length=40)]
Hint = Annotated[str, Field(min_length=1, max_length=200)]
Story = Annotated[str, Field(max_length=2000)]


def _visible(text: str) -> str:
    if text and not is_visible(text):
        raise PydanticCustomError("invisible", "There is no character in it that can be seen")
    return text


Title = Annotated[str, AfterValidator(_visible)]
LINE: Final = r"^[^\n]*$"
_RISING: Final = [metric for metric in METRICS.values() if metric.larger_is_better]
_FALLING: Final = [metric for metric in METRICS.values() if not metric.larger_is_better]


def _described(metrics: Iterable[Metric]) -> str:
    return "; ".join(f"{own.name}: {own.description}, for {own.kind}" for own in metrics)


def _thresholds(metrics: Iterable[Metric]) -> dict[str, object]:
    """The widest range of any of them, for editors; the reader asks the metric itself."""
    ranges = [own.thresholds for own in metrics]
    return {
        "type": "number",
        "exclusiveMinimum": min(low for low, _ in ranges),
        "maximum": max(high for _, high in ranges),
    }


Least = Annotated[float, WithJsonSchema(_thresholds(_RISING))]
Greatest = Annotated[float, WithJsonSchema(_thresholds(_FALLING))]


class PassFormat(Format):
    """What a solution must reach to pass, judged on the test set."""

    metric: str = Field(
        max_length=40,
        description=f"What is scored. {_described(METRICS.values())}.",
        examples=["accuracy"],
        json_schema_extra={"enum": list(METRICS)},
    )
    at_least: Least | None = Field(
        default=None,
        description=f"The least score, for {', '.join(own.name for own in _RISING)}.",
        examples=[0.95],
    )
    at_most: Greatest | None = Field(
        default=None,
        description=f"The greatest score, for {', '.join(own.name for own in _FALLING)}.",
        examples=[0.015],
    )
    seeds: tuple[Seed, ...] = Field(
        default=(1, 2, 3, 4, 5),
        min_length=1,
        max_length=32,
        description="Starts that the judge trains from.",
        examples=[[1, 2, 3, 4, 5]],
    )
    needed: int | None = Field(
        default=None,
        ge=1,
        le=32,
        description="How many of the seeds must pass; all but one in five when left out.",
        examples=[4],
    )


class PaletteFormat(Format):
    """Inputs and neurons that may be used, and how many."""

    inputs: tuple[Name, ...] | None = Field(
        default=None,
        min_length=1,
        max_length=MAX_COLUMNS,
        description="Features that may be inputs; the raw columns when left out. With one or two "
        "columns: also x1^2, x1*x2, sin(x1), cos(x1).",
        examples=[["x1", "x2"]],
    )
    activations: tuple[ActivationName, ...] | None = Field(
        default=None,
        max_length=40,
        description="Activations of hidden neurons; all when left out.",
        examples=[["tanh", "relu"]],
    )
    output_activations: tuple[ActivationName, ...] | None = Field(
        default=None,
        min_length=1,
        max_length=40,
        description="Activations of outputs; identity when left out.",
        examples=[["identity"]],
    )
    max_neurons: int | None = Field(
        default=None,
        ge=0,
        le=MAX_NEURONS,
        description="Most hidden neurons.",
        examples=[8],
    )
    skip_links: bool = Field(
        default=True, description="Whether links may jump over a layer.", examples=[True]
    )


class LevelTrainingFormat(TrainingFormat):
    """Training settings that a level starts with."""

    locked: tuple[Name, ...] = Field(
        default=(),
        max_length=len(SETTINGS),
        description="Settings that the player cannot change.",
        examples=[["epochs"]],
    )


class MedalsFormat(Format):
    """Greatest sizes, in parameters, for the medals between passing and the author's size."""

    branch: int | None = Field(
        default=None, ge=1, le=MAX_PARAMETERS, description="For the branch.", examples=[13]
    )
    blossom: int | None = Field(
        default=None, ge=1, le=MAX_PARAMETERS, description="For the blossom.", examples=[9]
    )


class AfterFormat(Format):
    """What is shown after success, by the medal won; one without a text has the next lower's."""

    leaf: Story = Field(
        default="",
        description="For those who pass, however large the network.",
        examples=["It passes, and it can be smaller."],
    )
    branch: Story = Field(
        default="", description="For the branch.", examples=["Four neurons are enough."]
    )
    blossom: Story = Field(
        default="", description="For the blossom.", examples=["Two neurons are enough."]
    )
    bonsai: Story = Field(
        default="",
        description="For the author's size or below.",
        examples=["In 1969 Minsky and Papert showed what one neuron cannot do."],
    )


def _after_kind(value: Any) -> str:
    return "tag:medals" if isinstance(value, dict | AfterFormat) else "tag:text"


AfterText = Annotated[
    Annotated[Story, Tag("tag:text")] | Annotated[AfterFormat, Tag("tag:medals")],
    Discriminator(_after_kind),
]


class ProofFormat(Format):
    """The author's own solution: proof that the level can be won, and size of the bonsai."""

    network: NetworkFormat = Field(
        description="The network.", examples=[{"links": [["x1", "y"], ["x2", "y"]]}]
    )
    training: TrainingFormat = Field(
        default_factory=TrainingFormat,
        description="Settings that differ from the level's.",
        examples=[{"learning_rate": 0.1}],
    )


class BestFormat(Format):
    """The best network of one size that a search found."""

    network: NetworkFormat = Field(
        description="The network.", examples=[{"links": [["x1", "y"], ["x2", "y"]]}]
    )
    passed: int = Field(
        ge=0,
        le=MAX_STARTS,
        description="From how many further starts it passes.",
        examples=[97],
    )
    starts: int = Field(
        ge=1, le=MAX_STARTS, description="How many further starts there were.", examples=[100]
    )
    score: float | None = Field(
        default=None,
        description="The median test score of those starts; null where that start diverged.",
        examples=[0.984],
    )
    judged: bool = Field(description="Whether it passes the level's judge.", examples=[True])


class TriedFormat(Format):
    """One size of which all wirings were tried."""

    parameters: int = Field(
        ge=1, le=MAX_PARAMETERS, description="The size, in parameters.", examples=[4]
    )
    wirings: int = Field(
        ge=0, le=MAX_WIRINGS, description="How many wirings of that size there are.", examples=[146]
    )
    passed: int = Field(
        ge=0,
        le=MAX_WIRINGS,
        description="How many of them passed from one start or more.",
        examples=[1],
    )
    starts: int = Field(
        ge=1,
        le=MAX_STARTS,
        description="From how many starts each was trained at least.",
        examples=[8],
    )


class FrontierFormat(Format):
    """What a search found: how small a network can be. `neural-bonsai par` writes it."""

    recipe: str = Field(
        pattern=r"^[0-9a-f]{64}$",
        description="Hash of all of the level that the search depends on. Once the level is "
        "changed, the game leaves the frontier out.",
        examples=["5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592"],
    )
    tried: int = Field(
        ge=1, le=MAX_WIRINGS, description="How many wirings were tried in all.", examples=[4508]
    )
    exhausted: tuple[TriedFormat, ...] = Field(
        default=(),
        max_length=MAX_SIZES,
        description="The sizes of which all wirings were tried, one after another.",
        examples=[[{"parameters": 4, "wirings": 146, "passed": 1, "starts": 8}]],
    )
    best: tuple[BestFormat, ...] = Field(
        default=(),
        max_length=MAX_SIZES,
        description="The best network of each size of which one passed, the smallest first.",
        examples=[
            [
                {
                    "network": {"links": [["x1", "y"]]},
                    "passed": 97,
                    "starts": 100,
                    "score": 0.984,
                    "judged": True,
                }
            ]
        ],
    )


class LevelFormat(Format):
    """A level of Neural Bonsai."""

    schema_: str | None = Field(
        default=None,
        alias="$schema",
        max_length=300,
        description="Where the schema lies, for your editor; the game does not read it.",
        examples=["../schema/level.schema.json"],
    )
    format: int = Field(ge=1, description="Version of this format; now 1.", examples=[LEVEL_FORMAT])
    id: Slug = Field(
        description="Short name of the level: small letters, digits and hyphens.",
        examples=["xor"],
    )
    title: Title = Field(
        min_length=1,
        max_length=80,
        pattern=LINE,
        description="Title of the level.",
        examples=["Either, but not both"],
    )
    chapter: Slug | None = Field(
        default=None, description="Chapter that it belongs to.", examples=["the-bend"]
    )
    author: str = Field(
        default="", max_length=80, pattern=LINE, description="Who made it.", examples=["Ada"]
    )
    license: str = Field(
        default="",
        max_length=80,
        pattern=LINE,
        description="Under which terms others may use it.",
        examples=["CC0-1.0"],
    )
    brief: str = Field(
        default="",
        max_length=240,
        description="What the player is asked, in one or two short sentences.",
        examples=["One straight line cannot part these."],
    )
    hints: tuple[Hint, ...] = Field(
        default=(),
        max_length=3,
        description="Up to three hints, each more explicit than the one before.",
        examples=[["Look where the two kinds lie."]],
    )
    after: AfterText = Field(
        default="",
        description="What was learnt, shown after success: one text, or a text for each medal.",
        examples=[{"leaf": "It can be smaller.", "blossom": "Minsky and Papert, 1969 ..."}],
    )
    data: DataFormat = Field(
        description="What the network learns from and is tested on.",
        examples=[{"generator": "circle", "noise": 0.1}],
    )
    pass_: PassFormat = Field(
        alias="pass",
        description="What must be reached.",
        examples=[{"metric": "accuracy", "at_least": 0.95}],
    )
    palette: PaletteFormat = Field(
        default_factory=PaletteFormat,
        description="What may be used.",
        examples=[{"activations": ["tanh"]}],
    )
    training: LevelTrainingFormat = Field(
        default_factory=LevelTrainingFormat,
        description="Training settings to start with, and which of them are locked.",
        examples=[{"epochs": 1000, "locked": ["epochs"]}],
    )
    start: NetworkFormat = Field(
        default_factory=NetworkFormat,
        description="The network that the player finds; empty when left out.",
        examples=[{"links": [["x1", "y"]]}],
    )
    medals: MedalsFormat = Field(
        default_factory=MedalsFormat,
        description="Sizes of the medals.",
        examples=[{"branch": 13, "blossom": 9}],
    )
    solution: ProofFormat | None = Field(
        default=None,
        description="The author's solution, which proves the level.",
        examples=[{"network": {"links": [["x1", "y"]]}}],
    )
    frontier: FrontierFormat | None = Field(
        default=None,
        description="How small a network can be, as a search found it; it affects no score.",
        examples=[{"tried": 4508}],
    )
