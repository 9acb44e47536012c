"""Levels and solutions: their formats, strict reading, rules, medals and the campaign's order."""

from levels.campaign import Campaign as Campaign
from levels.campaign import Chapter as Chapter
from levels.campaign import NoSuchLevel as NoSuchLevel
from levels.campaign import campaign as campaign
from levels.campaign import read_pack as read_pack
from levels.errors import LevelError as LevelError
from levels.errors import LevelErrors as LevelErrors
from levels.formats.schemas import schema_text as schema_text
from levels.level import Level as Level
from levels.medals import Medal as Medal
from levels.medals import Medals as Medals
from levels.reading.level import parse_level as parse_level
from levels.reading.level import read_level as read_level
from levels.reading.solution import level_of_solution as level_of_solution
from levels.reading.solution import read_solution as read_solution
from levels.reading.solution import write_solution as write_solution
from levels.rules import Rules as Rules
from levels.solution import Place as Place
from levels.solution import Solution as Solution
