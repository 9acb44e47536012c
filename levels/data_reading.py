"""The ``data`` of a level: a recipe for drawing them, or points told one by one."""

from __future__ import annotations

from typing import Final

import numpy as np

from engine import DataError, Samples, Task
from engine.data import Floats
from engine.generators import GENERATORS, Recipe, check_samples, generate
from levels.document import Document
from levels.errors import Path, shown
from levels.explain import nearest
from levels.level import GivenPoints
from levels.level_format import GeneratedFormat, PointsFormat

MAX_CLASSES: Final = 10
_DATA: Final = ("data",)


def read_data(
    source: GeneratedFormat | PointsFormat, document: Document
) -> Recipe | GivenPoints | None:
    """Where the samples of a level come from; None when the document got a fault instead."""
    if isinstance(source, GeneratedFormat):
        return _read_recipe(source, document)
    return _PointsReader(source, document).read()


def task_of(data: Recipe | GivenPoints) -> Task:
    """What is asked of a network with these data."""
    return GENERATORS[data.generator].task if isinstance(data, Recipe) else data.task


def _read_recipe(source: GeneratedFormat, document: Document) -> Recipe | None:
    generator = GENERATORS.get(source.generator)
    if generator is None:
        known = nearest(source.generator, GENERATORS)
        name = shown(source.generator)
        document.add((*_DATA, "generator"), f"There is no generator “{name}”{known}")
        return None
    if source.turns is not None and not generator.winds:
        document.add((*_DATA, "turns"), f"“{generator.name}” has no turns; only “spiral” winds.")
    if source.flip and generator.task.kind == "regression":
        document.add((*_DATA, "flip"), "Only labels can be flipped, and values have none.")
        return None
    told = source.model_dump(exclude_none=True)
    recipe = Recipe(**told)
    try:
        generate(recipe)
    except DataError as error:
        document.add(_DATA, str(error))
    return recipe


class _PointsReader:
    """Checks points row by row, so that each fault has its line."""

    def __init__(self, source: PointsFormat, document: Document) -> None:
        self._source = source
        self._document = document
        self._width = len(source.points[0])
        self._sound = True

    def read(self) -> GivenPoints | None:
        """The three sets; None when there was a fault."""
        source = self._source
        self._check_rows("points", source.points)
        self._check_rows("validation_points", source.validation_points or ())
        self._check_rows("test_points", source.test_points or ())
        if not self._sound:
            return None
        task = self._task()
        train = _samples(source.points)
        validation = _samples(source.validation_points) if source.validation_points else train
        test = _samples(source.test_points) if source.test_points else train
        self._check_samples(task, {"points": train, "validation_points": validation})
        self._check_samples(task, {"test_points": test})
        return GivenPoints(task, train, validation, test) if self._sound else None

    def _task(self) -> Task:
        columns = tuple(f"x{number}" for number in range(1, self._width))
        if self._source.task == "regression":
            return Task("regression", columns)
        classes = 1 + int(max(row[-1] for row in self._source.points))
        return Task("classification", columns, 1 if classes <= 2 else classes, max(classes, 2))

    def _check_rows(self, name: str, rows: tuple[tuple[float, ...], ...]) -> None:
        for number, row in enumerate(rows):
            path = (*_DATA, name, number)
            if len(row) != self._width:
                self._fault(path, f"This point has {len(row)} numbers, the first {self._width}.")
            elif self._source.task == "classification" and not _is_class(row[-1]):
                self._fault(
                    (*path, len(row) - 1),
                    f"A class is a whole number from 0 to {MAX_CLASSES - 1}, found {row[-1]:g}.",
                )

    def _check_samples(self, task: Task, sets: dict[str, Samples]) -> None:
        for name, samples in sets.items():
            try:
                check_samples(task, samples)
            except DataError as error:
                held = name if getattr(self._source, name) else "points"
                self._fault((*_DATA, held), str(error))
            missing = set(range(task.classes)) - set(samples.labels.tolist())
            if name == "points" and task.classes and missing:
                gap = min(missing)
                self._fault((*_DATA, name), f"No point is of class {gap}; classes count from 0.")
            if task.classes and samples.labels.max() >= task.classes:
                self._fault((*_DATA, name), "A class is here that no training point has.")

    def _fault(self, path: Path, message: str) -> None:
        self._sound = False
        self._document.add(path, message)


def _is_class(answer: float) -> bool:
    return answer.is_integer() and 0 <= answer < MAX_CLASSES


def _samples(rows: tuple[tuple[float, ...], ...]) -> Samples:
    table: Floats = np.array(rows, dtype=np.float64)
    return Samples(table[:, :-1].copy(), table[:, -1:].copy())
