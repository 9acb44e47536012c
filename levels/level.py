"""A level as a value: data, threshold, what may be used, and the texts."""

from __future__ import annotations

from dataclasses import dataclass

from engine import Dataset, Task, TrainingSettings
from engine.metrics.terms import Terms
from engine.search.frontier import Frontier
from levels.data.source import DataSource
from levels.medals import Medals, MedalTexts
from levels.origin import NO_FILE, Address, Origin
from levels.rules import Rules
from levels.solution import Solution


@dataclass(frozen=True, eq=False)
class Level:
    """One level, checked and ready to play.

    Attributes:
        id: short name, unique within a pack.
        title, chapter, author, license: texts about it; chapter and the last two may be empty.
        brief: the task in one or two sentences; hints: up to three, each more explicit than the
            one before; after: what was learnt, shown after success, by the medal won.
        data: where the samples come from.
        terms: what the judge asks for.
        rules: what may be used.
        start: the network and settings that the player finds.
        training: the level's settings; locked: names of those that stay.
        medals: the sizes that medals ask for.
        author_solution: the proof; None while the level is unproven.
        key: hash of all that affects a score; records of another key do not count.
        origin: the pack or file that it comes from.
        frontier: how small a network can be, as a search found it; None before one, and where the
            level was changed since.
        is_frontier_outdated: whether the file has one from before such a change.
    """

    id: str
    title: str
    chapter: str
    author: str
    license: str
    brief: str
    hints: tuple[str, ...]
    after: MedalTexts
    data: DataSource
    terms: Terms
    rules: Rules
    start: Solution
    training: TrainingSettings
    medals: Medals
    author_solution: Solution | None
    key: str
    origin: Origin = NO_FILE
    frontier: Frontier | None = None
    is_frontier_outdated: bool = False

    @property
    def address(self) -> Address:
        """The key of its solutions and records."""
        return Address(self.origin.key, self.id)

    @property
    def task(self) -> Task:
        """What is asked of the network."""
        return self.data.task

    @property
    def locked(self) -> frozenset[str]:
        """Names of the training settings that the player cannot change."""
        return self.rules.locked

    @property
    def is_proven(self) -> bool:
        """Whether the file has an author's solution."""
        return self.author_solution is not None

    def dataset(self) -> Dataset:
        """The training, validation and test sets; deterministic."""
        return self.data.dataset()
