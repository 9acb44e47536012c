"""Reading and writing a solution as JSON text."""

from __future__ import annotations

import json
from typing import Final

from engine import Task, TrainingSettings
from levels.errors import LevelErrors, shown
from levels.formats.migration import SOLUTION_STEPS
from levels.formats.solution import SOLUTION_FORMAT, SolutionFormat
from levels.level import Level
from levels.reading.networks import read_network, read_training, write_network, write_training
from levels.reading.source_file import SourceFile
from levels.solution import Solution

_STAND_INS: Final = {"name": "Solution", "level": ""}


class NotWritable(Exception):
    """A solution whose text could not be read again; the text is a sentence for the player."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"“{shown(name)}” cannot be written as a file: {reason}")


def read_solution(
    content: str | bytes,
    source: str = "solution",
    task: Task | None = None,
    training: TrainingSettings | None = None,
) -> Solution:
    """The solution that a text holds.

    Args:
        content: the text, or the bytes of a file.
        source: what messages call it.
        task: the level's; output neurons that the text leaves out are added.
        training: settings for what the text leaves out.

    Raises:
        LevelErrors: with everything that is wrong with it.
    """
    document, file = _read(content, source)
    drawing = read_network(file.network, document.add, ("network",), task)
    document.raise_errors()
    settings = read_training(file.training, training or TrainingSettings())
    return Solution(file.name, drawing.network, settings, drawing.layout)


def read_solution_for(level: Level, content: str | bytes, source: str = "solution") -> Solution:
    """The solution that a text holds, with the settings that the level locks.

    It may break other rules of the level; `levels.rules.Rules.faults` lists them.

    Args:
        level: what it is to solve.
        content: the text, or the bytes of a file.
        source: what messages call it.

    Raises:
        LevelErrors: with everything that is wrong with the text.
    """
    solution = read_solution(content, source, level.task, level.training)
    return level.rules.adopted(solution)


def level_of_solution(content: str | bytes, source: str = "solution") -> str:
    """Id of the level that a solution was made for; empty when it does not say."""
    document, file = _read(content, source)
    document.raise_errors()
    return file.level


def write_solution(solution: Solution, level: str = "") -> str:
    """The canonical JSON of a solution, proved by reading it back.

    Raises:
        NotWritable: when `read_solution` would not give an equal solution again.
    """
    try:
        text = _written(solution, level)
        same = read_solution(text) == solution
    except (LevelErrors, ValueError, TypeError) as error:
        raise NotWritable(solution.name, str(error)) from error
    if not same:
        raise NotWritable(solution.name, "It would come back as another one.")
    return text


def _written(solution: Solution, level: str) -> str:
    file = {
        "format": SOLUTION_FORMAT,
        "level": level,
        "name": solution.name,
        "network": write_network(solution.network, solution.layout),
        "training": write_training(solution.training),
    }
    return json.dumps(file, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def _read(content: str | bytes, source: str) -> tuple[SourceFile, SolutionFormat]:
    document = SourceFile(content, source)
    document.migrate(SOLUTION_FORMAT, SOLUTION_STEPS)
    return document, document.validate(SolutionFormat, _STAND_INS)
