"""A level as a value: data, threshold, what may be used, and the texts."""

from __future__ import annotations

from dataclasses import dataclass

from engine import Dataset, Samples, Task, TrainingSettings
from engine.generators import Recipe, generate
from engine.terms import Terms
from levels.medals import Medals, MedalTexts
from levels.origin import NO_FILE, Address, Origin
from levels.rules import Rules
from levels.solution import Solution


@dataclass(frozen=True, slots=True, eq=False)
class GivenPoints:
    """Data given point by point, or taken from a data set."""

    task: Task
    train: Samples
    validation: Samples
    test: Samples

    @property
    def counts(self) -> tuple[int, int, int]:
        """Samples in train, validation and test."""
        return len(self.train), len(self.validation), len(self.test)


@dataclass(frozen=True, eq=False)
class Level:
    """One level, checked and ready to play.

    Attributes:
        id: short name, unique within a pack.
        title, chapter, author, license: texts about it; chapter and the last two may be empty.
        brief: what is asked; hints: up to three, each giving away more; after: what was learnt,
            by the medal won.
        task: what is asked of the network.
        data: where the samples come from; `dataset` gives them.
        terms: what the judge asks for.
        rules: what may be used.
        start: the network and settings that the player finds.
        training: the level's settings; locked: names of those that stay.
        medals: the sizes that medals ask for.
        author_solution: the proof; None while the level is unproven.
        key: hash of all that affects a score; records of another key do not count.
        origin: the pack or file that it comes from.
    """

    id: str
    title: str
    chapter: str
    author: str
    license: str
    brief: str
    hints: tuple[str, ...]
    after: MedalTexts
    task: Task
    data: Recipe | GivenPoints
    terms: Terms
    rules: Rules
    start: Solution
    training: TrainingSettings
    medals: Medals
    author_solution: Solution | None
    key: str
    origin: Origin = NO_FILE

    @property
    def address(self) -> Address:
        """What its solutions and records are kept under."""
        return Address(self.origin.key, self.id)

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
        if isinstance(self.data, Recipe):
            return generate(self.data)
        return Dataset(self.data.task, self.data.train, self.data.validation, self.data.test)
