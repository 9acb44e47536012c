"""The JSON of a level's data, as pydantic models: a generator, a data set, or points."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Annotated, Any, Final, Literal

from pydantic import Discriminator, Field, GetJsonSchemaHandler, Tag, create_model
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from engine.generators import GENERATORS, MAX_FLIP, MAX_NOISE, MAX_SAMPLES, Generator, Option
from levels.formats.solution import Coordinate, Format

MAX_SEED: Final = 10**15 - 1
MAX_COLUMNS: Final = 64

Seed = Annotated[int, Field(ge=0, le=MAX_SEED)]
Count = Annotated[int, Field(ge=2, le=MAX_SAMPLES)]
Row = Annotated[tuple[Coordinate, ...], Field(min_length=2, max_length=MAX_COLUMNS + 1)]
Rows = Annotated[tuple[Row, ...], Field(min_length=2, max_length=MAX_SAMPLES)]
Pixels = Annotated[int, Field(ge=1, le=MAX_COLUMNS)]


class GeneratedFormat(Format):
    """Data drawn by a generator. Train, validation and test are drawn separately."""

    generator: str = Field(
        max_length=40,
        description="The distribution that they are drawn from.",
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
        "y. The table of generators says which points and how.",
        examples=[0.3],
    )
    flip: float = Field(
        default=0.0,
        ge=0,
        le=MAX_FLIP,
        description="Share of labels that are made wrong.",
        examples=[0.2],
    )
    clean_test: bool = Field(
        default=False,
        description="Whether validation and test keep the right answers: no flipped labels, and "
        "no error of y in regression.",
        examples=[True],
    )
    seed: Seed = Field(default=0, description="Another seed, another draw.", examples=[7])

    @property
    def options(self) -> dict[str, float]:
        """What the file sets of the options of generators, whichever has them."""
        values = {name: getattr(self, name) for name in OPTIONS}
        return {name: value for name, value in values.items() if value is not None}

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Each generator with its own options, where the model has the options of all."""
        reference = handler(core_schema)
        schema = handler.resolve_ref_schema(reference)
        for name in OPTIONS:
            schema["properties"].pop(name, None)
        schema["oneOf"] = [_branch(generator) for generator in GENERATORS.values()]
        # What no branch knows is unknown, and only this keyword looks into the branches.
        del schema["additionalProperties"]
        schema["unevaluatedProperties"] = False
        return reference


def _branch(generator: Generator) -> JsonSchemaValue:
    own = {option.name: _option_schema(option) for option in generator.options}
    properties = {"generator": {"const": generator.name}, **own}
    return {"description": generator.summary, "properties": properties}


def _option_schema(option: Option) -> JsonSchemaValue:
    sentence = option.description[:1].upper() + option.description[1:]
    limits = (
        {"enum": list(option.only)}
        if option.only
        else {"minimum": option.least, "maximum": option.most}
    )
    return {
        "description": f"{sentence}; {option.default:g} when left out.",
        "type": option.kind,
        **limits,
        "default": option.default,
        "examples": [option.default],
    }


def _option_field(options: list[Option]) -> tuple[Any, Any]:
    """A field for an option of one generator or more, as wide as the widest of them."""
    whole = all(own.kind == "integer" for own in options)
    least, most = min(own.least for own in options), max(own.most for own in options)
    return ((int if whole else float) | None, Field(default=None, ge=least, le=most))


def _name(option: Option) -> str:
    return option.name


_EVERY_OPTION: Final = sorted(
    (option for generator in GENERATORS.values() for option in generator.options), key=_name
)
OPTIONS: Final[Mapping[str, Any]] = {
    name: _option_field(list(options)) for name, options in groupby(_EVERY_OPTION, key=_name)
}
"""The field of every option, by its name."""

GeneratedWithOptions = create_model(
    "GeneratedFormat", __base__=GeneratedFormat, __doc__=GeneratedFormat.__doc__, **OPTIONS
)
"""The format with a field for every option; which of them a generator has, only it knows."""


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
    kind = next((name for name in ("points", "dataset") if name in held), "generated")
    return f"tag:{kind}"


DataFormat = Annotated[
    Annotated[GeneratedWithOptions, Tag("tag:generated")]
    | Annotated[DatasetFormat, Tag("tag:dataset")]
    | Annotated[PointsFormat, Tag("tag:points")],
    Discriminator(_data_kind),
]
