"""What a network learns from: samples, the task they pose, and the three sets of a level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine.errors import DataError

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]
TaskKind = Literal["regression", "classification"]


@dataclass(frozen=True, slots=True)
class Task:
    """What is asked of the network.

    Attributes:
        kind: "regression" predicts numbers, "classification" distinguishes classes.
        columns: ids of the raw inputs, 1 to 64 ("x1", "x2", ...); networks and files call them so.
        outputs: output neurons needed: one per number, one for two classes, else one per class.
        classes: number of classes; 0 for regression.
        labels: names of the columns for people, one each ("sepal length", ...); empty where they
            are called by their ids.
        image: width and height where the columns are the pixels of an image, row by row from the
            top left; None where they are not.
    """

    kind: TaskKind
    columns: tuple[str, ...]
    outputs: int = 1
    classes: int = 0
    image: tuple[int, int] | None = None
    labels: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.labels and len(self.labels) != len(self.columns):
            raise DataError(f"{len(self.columns)} columns need as many labels.")

    def label(self, column: str) -> str | None:
        """The name of a column for people; None where it is called by its id."""
        return dict(zip(self.columns, self.labels, strict=False)).get(column)

    @property
    def output_ids(self) -> tuple[str, ...]:
        """Ids of the output neurons: "y", or "y1", "y2", ..."""
        if self.outputs == 1:
            return ("y",)
        return tuple(f"y{number}" for number in range(1, self.outputs + 1))


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """Samples and their targets.

    Attributes:
        x: shape (samples, columns), float64, finite.
        y: regression: shape (samples, outputs), float64; classification: the class of each
            sample 0 ... classes − 1, shape (samples, 1), float64 holding whole numbers.
    """

    x: Floats
    y: Floats

    def __post_init__(self) -> None:
        if self.x.ndim != 2 or self.y.ndim != 2 or len(self.x) != len(self.y):
            raise DataError(f"Samples need matching rows, not {self.x.shape} and {self.y.shape}.")
        if not len(self.x):
            raise DataError("There are no samples.")
        if not (np.isfinite(self.x).all() and np.isfinite(self.y).all()):
            raise DataError("Samples must be finite numbers.")
        self.x.setflags(write=False)
        self.y.setflags(write=False)

    def __len__(self) -> int:
        return len(self.x)

    @property
    def labels(self) -> Labels:
        """The class of each sample, shape (samples,)."""
        return self.y[:, 0].astype(np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """Train: what the network learns from. Validation: what the player sees. Test: the judge's."""

    task: Task
    train: Samples
    validation: Samples
    test: Samples
