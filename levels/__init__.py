"""Levels and solutions: their formats, strict reading, rules, medals and the campaign's order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.facade import lazy_names

if TYPE_CHECKING:
    from levels.errors import LevelError as LevelError
    from levels.errors import LevelErrors as LevelErrors
    from levels.formats.schemas import schema_text as schema_text
    from levels.level import Level as Level
    from levels.library import Catalogue as Catalogue
    from levels.library import Library as Library
    from levels.medals import Medal as Medal
    from levels.medals import Medals as Medals
    from levels.medals import MedalTexts as MedalTexts
    from levels.origin import Address as Address
    from levels.origin import Origin as Origin
    from levels.packs import Campaign as Campaign
    from levels.packs import Chapter as Chapter
    from levels.packs import NoSuchLevel as NoSuchLevel
    from levels.packs import campaign as campaign
    from levels.packs import load_pack as load_pack
    from levels.packs import read_pack as read_pack
    from levels.reading.level import parse_level as parse_level
    from levels.reading.level import read_level as read_level
    from levels.reading.solution import NotWritable as NotWritable
    from levels.reading.solution import level_of_solution as level_of_solution
    from levels.reading.solution import read_solution as read_solution
    from levels.reading.solution import read_solution_for as read_solution_for
    from levels.reading.solution import write_solution as write_solution
    from levels.rules import Rules as Rules
    from levels.solution import Place as Place
    from levels.solution import Solution as Solution
else:
    __getattr__ = lazy_names(
        __name__,
        {
            "packs": "Campaign Chapter NoSuchLevel campaign load_pack read_pack",
            "errors": "LevelError LevelErrors",
            "formats.schemas": "schema_text",
            "level": "Level",
            "library": "Catalogue Library",
            "medals": "Medal Medals MedalTexts",
            "origin": "Address Origin",
            "reading.level": "parse_level read_level",
            "reading.solution": "NotWritable level_of_solution read_solution read_solution_for "
            "write_solution",
            "rules": "Rules",
            "solution": "Place Solution",
        },
    )
