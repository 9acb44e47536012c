"""The JSON of a level's data, as pydantic models: a law, a data set, or points."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import Discriminator, Field, Tag

from engine.generators import (
    GENERATORS,
    MAX_BITS,
    MAX_FLIP,
    MAX_NOISE,
    MAX_SAMPLES,
    MAX_TURNS,
)
from levels.formats.solution import Coordinate, Format

MAX_SEED: Final = 10**15 - 1
MAX_COLUMNS: Final = 64

Seed = Annotated[int, Field(ge=0, le=MAX_SEED)]
Count = Annotated[int, Field(ge=2, le=MAX_SAMPLES)]
Row = Annotated[tuple[Coordinate, ...], Field(min_length=2, max_length=MAX_COLUMNS + 1)]
Rows = Annotated[tuple[Row, ...], Field(min_length=2, max_length=MAX_SAMPLES)]
Pixels = Annotated[int, Field(ge=1, le=MAX_COLUMNS)]


class GeneratedFormat(Format):
    """Data drawn from a law. Train, validation and test are drawn separately."""

    generator: str = Field(
        max_length=40,
        description="The law that they are drawn from.",
        examples=["spiral"],
        json_schema_extra={"enum": list(GENERATORS)},
    )
    train: Count | None = Field(
        default=None,
        description="Training samples; 200 when left out. Truth tables are whole when train, "
        "validation and test are left out.",
        examples=[200],
    )
    validation: Count | None = Field(
        default=None,
        description="Validation samples, which the player sees; 400 when left out.",
        examples=[400],
    )
    test: Count | None = Field(
        default=None,
        description="Test samples, which only the judge sees; 1000 when left out.",
        examples=[1000],
    )
    noise: float = Field(
        default=0.0,
        ge=0,
        le=MAX_NOISE,
        description="How far points move; in regression, the standard deviation of the error of "
        "y. The law of the generator says more.",
        examples=[0.3],
    )
    flip: float = Field(
        default=0.0,
        ge=0,
        le=MAX_FLIP,
        description="Share of labels that are told wrongly.",
        examples=[0.2],
    )
    clean_test: bool = Field(
        default=False,
        description="Whether validation and test keep the right answers: no flipped labels, and "
        "no error of y in regression.",
        examples=[True],
    )
    turns: float | None = Field(
        default=None,
        gt=0,
        le=MAX_TURNS,
        description="How often the spiral winds; 1.75 when left out.",
        examples=[1.0],
    )
    twist: float | None = Field(
        default=None,
        ge=-5,
        le=5,
        description="How much the arms of the pinwheel bend; 1 when left out.",
        examples=[0.7],
    )
    periods: float | None = Field(
        default=None,
        ge=0.1,
        le=10,
        description="Periods of the sine between −1 and 1; 1 when left out.",
        examples=[2],
    )
    bits: int | None = Field(
        default=None,
        ge=2,
        le=MAX_BITS,
        description="Inputs of a truth table; 4 for parity, 6 for symmetry, 5 for majority, 6 for "
        "multiplexer and 8 for encoder when left out.",
        examples=[4],
    )
    arms: int | None = Field(
        default=None,
        ge=2,
        le=10,
        description="Arms of the pinwheel, each a class; 3 when left out.",
        examples=[3],
    )
    rings: int | None = Field(
        default=None, ge=2, le=8, description="Number of rings; 3 when left out.", examples=[3]
    )
    cells: int | None = Field(
        default=None,
        ge=2,
        le=10,
        description="Cells of the checkerboard along each side; 4 when left out.",
        examples=[4],
    )
    seed: Seed = Field(default=0, description="Another seed, another draw.", examples=[7])


class DatasetFormat(Format):
    """A data set that comes with the game, split into three sets that share no sample."""

    dataset: str = Field(
        max_length=40,
        description="Its name.",
        examples=["iris"],
        json_schema_extra={"enum": ["iris", "digits"]},
    )
    train: Count = Field(description="Training samples.", examples=[90])
    validation: Count = Field(
        description="Validation samples, which the player sees.", examples=[30]
    )
    test: Count = Field(description="Test samples, which only the judge sees.", examples=[30])
    seed: Seed = Field(default=0, description="Another seed, another split.", examples=[7])


class PointsFormat(Format):
    """Data given point by point, each as [x1, x2, ..., answer]."""

    points: Rows = Field(
        description="What the network learns from. The last number of a row is the answer: the "
        "class (0, 1, ...) or the value.",
        examples=[[[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]]],
    )
    validation_points: Rows | None = Field(
        default=None,
        description="Validation points; the same as points when left out.",
        examples=[[[0, 0.1, 0], [1, 0.1, 1]]],
    )
    test_points: Rows | None = Field(
        default=None,
        description="Test points; the same as points when left out.",
        examples=[[[0.1, 0, 0], [0.1, 1, 1]]],
    )
    task: Literal["classification", "regression"] = Field(
        default="classification",
        description="Whether answers are classes or values.",
        examples=["classification"],
    )
    image: tuple[Pixels, Pixels] | None = Field(
        default=None,
        description="Width and height, where the inputs are the pixels of an image, row by row "
        "from the top left.",
        examples=[[3, 3]],
    )


def _data_kind(data: Any) -> str:
    held = data if isinstance(data, dict) else vars(data) if isinstance(data, Format) else {}
    told = next((name for name in ("points", "dataset") if name in held), "generated")
    return f"tag:{told}"


DataFormat = Annotated[
    Annotated[GeneratedFormat, Tag("tag:generated")]
    | Annotated[DatasetFormat, Tag("tag:dataset")]
    | Annotated[PointsFormat, Tag("tag:points")],
    Discriminator(_data_kind),
]
