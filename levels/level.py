"""A level as a value: data, threshold, what may be used, and the texts."""

from __future__ import annotations

from dataclasses import dataclass

from engine import Dataset, Task, TrainingSettings
from engine.terms import Terms
from levels.data.source import DataSource
from levels.medals import Medals
from levels.rules import Rules
from levels.solution import Solution


@dataclass(frozen=True, eq=False)
class Level:
    """One level, checked and ready to play.

    Attributes:
        id: short name, unique within a pack.
        title, chapter, author, license: texts about it; chapter and the last two may be empty.
        brief: what is asked; hints: up to three, each telling more; after: what was learnt.
        data: where the samples come from.
        terms: what the judge asks for.
        rules: what may be used.
        start: the network and settings that the player finds.
        training: the level's settings; locked: names of those that stay.
        medals: the sizes that medals ask for.
        author_solution: the proof; None while the level is unproven.
        key: hash of all that affects a score; records of another key do not count.
    """

    id: str
    title: str
    chapter: str
    author: str
    license: str
    brief: str
    hints: tuple[str, ...]
    after: str
    data: DataSource
    terms: Terms
    rules: Rules
    start: Solution
    training: TrainingSettings
    medals: Medals
    author_solution: Solution | None
    key: str

    @property
    def task(self) -> Task:
        """What is asked of the network."""
        return self.data.task

    @property
    def locked(self) -> frozenset[str]:
        """Names of the training settings that stay as they are."""
        return self.rules.locked

    @property
    def is_proven(self) -> bool:
        """Whether the author shows that it can be won."""
        return self.author_solution is not None

    def dataset(self) -> Dataset:
        """The three sets; the same numbers every time."""
        return self.data.dataset()
