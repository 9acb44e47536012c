"""The JSON of a pack of levels, as pydantic models."""

from __future__ import annotations

from typing import Final

from pydantic import Field

from levels.formats.level import LINE, Slug, Title
from levels.formats.solution import Format

PACK_FORMAT: Final = 1


class ChapterFormat(Format):
    """A chapter of a pack."""

    id: Slug = Field(description="Short name of the chapter.", examples=["the-bend"])
    title: Title = Field(
        min_length=1,
        max_length=80,
        pattern=LINE,
        description="Its title.",
        examples=["The bend"],
    )
    levels: tuple[Slug, ...] = Field(
        min_length=1,
        max_length=100,
        description="Ids of its levels in order; each is a file ID.json beside the pack.",
        examples=[["collapse", "xor"]],
    )


class PackFormat(Format):
    """A pack: which levels there are, in which order, and how many are open at a time."""

    schema_: str | None = Field(
        default=None,
        alias="$schema",
        max_length=300,
        description="Where the schema lies, for your editor; the game does not read it.",
        examples=["../schema/pack.schema.json"],
    )
    format: int = Field(ge=1, description="Version of this format; now 1.", examples=[PACK_FORMAT])
    title: Title = Field(
        min_length=1,
        max_length=80,
        pattern=LINE,
        description="Title of the pack.",
        examples=["The campaign"],
    )
    open: int = Field(
        default=3,
        ge=2,
        le=4,
        description="How many levels that are neither passed nor skipped are open at a time.",
        examples=[3],
    )
    chapters: tuple[ChapterFormat, ...] = Field(
        min_length=1,
        max_length=64,
        description="The chapters in order.",
        examples=[[{"id": "the-bend", "title": "The bend", "levels": ["xor"]}]],
    )
