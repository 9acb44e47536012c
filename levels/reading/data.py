"""The ``data`` of a level: a recipe for drawing them, a data set, or points told one by one."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from engine import DataError, Samples, Task
from engine.data import Floats
from engine.generators import (
    GENERATORS,
    Recipe,
    check_samples,
    check_training,
    generate,
    option_fault,
)
from levels.data.bundled import DATASETS, split
from levels.errors import Path, shown
from levels.formats.data import DatasetFormat, GeneratedFormat, PointsFormat
from levels.level import GivenPoints
from levels.reading.explain import nearest
from levels.reading.source_file import SourceFile

MAX_CLASSES: Final = 10
_DATA: Final = ("data",)
_COUNTS: Final = {"train": 200, "validation": 400, "test": 1000}
Source = GeneratedFormat | DatasetFormat | PointsFormat


def read_data(source: Source, document: SourceFile) -> Recipe | GivenPoints | None:
    """Where the samples of a level come from; None when the document got a fault instead."""
    if isinstance(source, GeneratedFormat):
        return _read_recipe(source, document)
    if isinstance(source, DatasetFormat):
        return _read_dataset(source, document)
    return _PointsReader(source, document).read()


def task_of(data: Recipe | GivenPoints) -> Task:
    """What is asked of a network with these data."""
    return data.task


def scored_data(source: Source) -> dict[str, Any]:
    """What of the data decides a score, with defaults filled in; for the key of a level."""
    told = source.model_dump(mode="json", exclude={"image"})
    if not isinstance(source, GeneratedFormat):
        return told
    recipe = Recipe(**_recipe_fields(source))
    told |= {"train": recipe.train, "validation": recipe.validation, "test": recipe.test}
    for option in GENERATORS[source.generator].options:
        if recipe.values[option.name] == option.default:
            told.pop(option.name)
    return {name: own for name, own in told.items() if own is not None}


def _recipe_fields(source: GeneratedFormat) -> dict[str, Any]:
    """What a recipe is told; the usual counts where the file leaves them out."""
    told = source.model_dump(exclude_none=True, exclude=set(source.options))
    told["options"] = source.options
    has_counts = not _COUNTS.keys().isdisjoint(told)
    if GENERATORS[source.generator].table is None:
        return _COUNTS | told
    if has_counts:
        return dict.fromkeys(_COUNTS) | told
    return told


def _read_recipe(source: GeneratedFormat, document: SourceFile) -> Recipe | None:
    generator = GENERATORS.get(source.generator)
    if generator is None:
        known = nearest(source.generator, GENERATORS)
        name = shown(source.generator)
        document.add((*_DATA, "generator"), f"There is no generator “{name}”{known}")
        return None
    faults = {
        name: option_fault(generator.name, name, value) for name, value in source.options.items()
    }
    for name, fault in faults.items():
        if fault:
            document.add((*_DATA, name), fault)
    if any(faults.values()):
        return None
    if source.flip and generator.task(**generator.values({})).kind == "regression":
        document.add((*_DATA, "flip"), "Only labels can be flipped, and values have none.")
        return None
    try:
        recipe = Recipe(**_recipe_fields(source))
        generate(recipe)
    except DataError as error:
        document.add(_DATA, str(error))
        return None
    return recipe


def _read_dataset(source: DatasetFormat, document: SourceFile) -> GivenPoints | None:
    if source.dataset not in DATASETS:
        known = nearest(source.dataset, DATASETS)
        name = shown(source.dataset)
        document.add((*_DATA, "dataset"), f"There is no data set “{name}”{known}")
        return None
    try:
        points = split(source.dataset, (source.train, source.validation, source.test), source.seed)
        for samples in (points.train, points.validation, points.test):
            check_samples(points.task, samples)
        check_training(points.task, points.train)
    except DataError as error:
        document.add(_DATA, str(error))
        return None
    return points


class _PointsReader:
    """Checks points row by row, so that each fault has its line."""

    def __init__(self, source: PointsFormat, document: SourceFile) -> None:
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
        self._check_image()
        train = _samples(source.points)
        validation = _samples(source.validation_points) if source.validation_points else train
        test = _samples(source.test_points) if source.test_points else train
        self._check_samples(task, {"points": train, "validation_points": validation})
        self._check_samples(task, {"test_points": test})
        return GivenPoints(task, train, validation, test) if self._sound else None

    def _task(self) -> Task:
        columns = tuple(f"x{number}" for number in range(1, self._width))
        if self._source.task == "regression":
            return Task("regression", columns, image=self._source.image)
        classes = 1 + int(max(row[-1] for row in self._source.points))
        outputs = 1 if classes <= 2 else classes
        return Task("classification", columns, outputs, max(classes, 2), self._source.image)

    def _check_image(self) -> None:
        """An image has a pixel for each column."""
        if self._source.image is None:
            return
        width, height = self._source.image
        columns = self._width - 1
        if width * height != columns:
            self._fault(
                (*_DATA, "image"),
                f"{width} by {height} pixels are {width * height}, and a point has {columns}.",
            )

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
            if name == "points":
                self._check_training(task, samples)
            if task.classes and samples.labels.max() >= task.classes:
                self._fault((*_DATA, name), "A class is here that no training point has.")

    def _check_training(self, task: Task, samples: Samples) -> None:
        try:
            check_training(task, samples)
        except DataError as error:
            self._fault((*_DATA, "points"), str(error))

    def _fault(self, path: Path, message: str) -> None:
        self._sound = False
        self._document.add(path, message)


def _is_class(answer: float) -> bool:
    return answer.is_integer() and 0 <= answer < MAX_CLASSES


def _samples(rows: tuple[tuple[float, ...], ...]) -> Samples:
    table: Floats = np.array(rows, dtype=np.float64)
    return Samples(table[:, :-1].copy(), table[:, -1:].copy())
