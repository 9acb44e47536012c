"""Data given point by point in the level file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Final

import numpy as np

from engine import DataError, Dataset, Samples, Task
from engine.data import Floats
from engine.generators import check_samples, check_training
from levels.data.source import NO_NOISE, Noise
from levels.errors import AddFault, Path
from levels.formats.data import PointsFormat

MAX_CLASSES: Final = 10
_DATA: Final[Path] = ("data",)


@dataclass(frozen=True, slots=True, eq=False)
class GivenPoints:
    """Samples as they are in the file."""

    task: Task
    train: Samples
    validation: Samples
    test: Samples

    redraw: ClassVar[None] = None
    """There are no points but those of the file."""

    @property
    def counts(self) -> tuple[int, int, int]:
        """Samples in train, validation and test."""
        return len(self.train), len(self.validation), len(self.test)

    @property
    def noise(self) -> Noise:
        """What was added at random: nothing, as far as the file says."""
        return NO_NOISE

    def dataset(self) -> Dataset:
        """The three sets."""
        return Dataset(self.task, self.train, self.validation, self.test)

    def scoring_key(self) -> dict[str, Any]:
        """All points; sets that are the training set are left out. An image is only for the eye."""
        points = _rows(self.train)
        others = {"validation_points": _rows(self.validation), "test_points": _rows(self.test)}
        key = {"points": points} | {name: own for name, own in others.items() if own != points}
        return key | ({"task": self.task.kind} if self.task.kind == "regression" else {})


def read_points(source: PointsFormat, add_fault: AddFault) -> GivenPoints | None:
    """The points of a file; None when there was a fault."""
    return _PointsReader(source, add_fault).read()


class _PointsReader:
    """Checks points row by row, so that each fault has its line."""

    def __init__(self, source: PointsFormat, add_fault: AddFault) -> None:
        self._source = source
        self._add_fault = add_fault
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
        self._add_fault(path, message)


def _is_class(answer: float) -> bool:
    return answer.is_integer() and 0 <= answer < MAX_CLASSES


def _samples(rows: tuple[tuple[float, ...], ...]) -> Samples:
    table: Floats = np.array(rows, dtype=np.float64)
    return Samples(table[:, :-1].copy(), table[:, -1:].copy())


def _rows(samples: Samples) -> list[list[float]]:
    rows: list[list[float]] = np.hstack([samples.x, samples.y]).tolist()
    return rows
