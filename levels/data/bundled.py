"""Data sets that come with the game: Fisher's iris and the handwritten digits.

Their sources and licences are listed in ``levels/datasets/README.md``.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, ClassVar, Final

import numpy as np

from engine import DataError, Dataset, Samples, Task
from engine.data import Floats, Labels
from engine.generators import check_samples, check_training
from levels.data.source import NO_NOISE, Noise
from levels.errors import AddFault, Path, nearest, shown
from levels.formats.data import DatasetFormat

LENGTHS: Final = ("sepal length", "sepal width", "petal length", "petal width")
SPECIES: Final = ("setosa", "versicolor", "virginica")
INK: Final = "0123456789abcdefg"

Rows = list[list[str]]
_DATA: Final[Path] = ("data",)


@dataclass(frozen=True, slots=True)
class NamedDataset:
    """A data set in a file of ours.

    Attributes:
        name: as level files call it; also the name of its file.
        summary: what it contains, in one sentence for people.
        task: what a network is asked with these data.
        samples: from the rows of the file, without its head, to all samples in its order.
    """

    name: str
    summary: str
    task: Task
    samples: Callable[[Rows], Samples]


def iris_samples(rows: Rows) -> Samples:
    """Four lengths in centimetres, each column stretched to −1..1 over all flowers; 3 species."""
    lengths = np.array([row[:4] for row in rows], dtype=np.float64)
    least, most = lengths.min(axis=0), lengths.max(axis=0)
    x: Floats = 2 * (lengths - least) / (most - least) - 1
    return Samples(x, np.array([[SPECIES.index(row[4])] for row in rows], dtype=np.float64))


def digit_samples(rows: Rows) -> Samples:
    """64 pixels from 0 (paper) to 1 (ink), row by row from the top left; 10 digits."""
    ink = [[INK.index(pixel) for pixel in row[0]] for row in rows]
    x: Floats = np.array(ink, dtype=np.float64) / (len(INK) - 1)
    return Samples(x, np.array([[int(row[1])] for row in rows], dtype=np.float64))


def _columns(count: int) -> tuple[str, ...]:
    return tuple(f"x{number}" for number in range(1, count + 1))


DATASETS: Final[Mapping[str, NamedDataset]] = MappingProxyType(
    {
        own.name: own
        for own in (
            NamedDataset(
                "iris",
                "Fisher's 150 irises: sepal length and width, petal length and width, 3 species.",
                Task("classification", _columns(4), outputs=3, classes=3, labels=LENGTHS),
                iris_samples,
            ),
            NamedDataset(
                "digits",
                "1,797 handwritten digits of 8 × 8 pixels, 0 (paper) to 1 (ink).",
                Task("classification", _columns(64), outputs=10, classes=10, image=(8, 8)),
                digit_samples,
            ),
        )
    }
)
"""Every data set by its name."""


@cache
def all_samples(name: str) -> Samples:
    """All samples of a data set; read once. KeyError when there is none of that name."""
    dataset = DATASETS[name]
    file = files("levels") / "datasets" / f"{name}.csv"
    head, *rows = csv.reader(file.read_text(encoding="utf-8").splitlines())
    if any(len(row) != len(head) for row in rows):
        raise DataError(f"The file {name}.csv is damaged.")
    return dataset.samples(rows)


@dataclass(frozen=True, slots=True, eq=False)
class BundledData:
    """A data set that comes with the game, split into three sets of these sizes."""

    name: str
    counts: tuple[int, int, int]
    seed: int = 0

    redraw: ClassVar[None] = None
    """There are no other samples, and another split would mix test and train."""

    @property
    def task(self) -> Task:
        """What is asked of a network with these data."""
        return DATASETS[self.name].task

    @property
    def noise(self) -> Noise:
        """What was added at random: nothing."""
        return NO_NOISE

    def dataset(self) -> Dataset:
        """The three sets; the same numbers every time."""
        return split(self.name, self.counts, self.seed)

    def scoring_key(self) -> dict[str, Any]:
        """The name and the split."""
        key = {"dataset": self.name, "counts": self.counts}
        return key | ({"seed": self.seed} if self.seed else {})


def read_bundled(source: DatasetFormat, add_fault: AddFault) -> BundledData | None:
    """The data of a file; None when there was a fault."""
    if source.dataset not in DATASETS:
        known = nearest(source.dataset, DATASETS)
        name = shown(source.dataset)
        add_fault((*_DATA, "dataset"), f"There is no data set “{name}”{known}")
        return None
    counts = (source.train, source.validation, source.test)
    data = BundledData(source.dataset, counts, source.seed)
    try:
        dataset = data.dataset()
        for samples in (dataset.train, dataset.validation, dataset.test):
            check_samples(dataset.task, samples)
        check_training(dataset.task, dataset.train)
    except DataError as error:
        add_fault(_DATA, str(error))
        return None
    return data


def split(name: str, counts: tuple[int, int, int], seed: int) -> Dataset:
    """Train, validation and test of these sizes, no sample in two of them.

    The samples of each class are shuffled, and the classes then take turns in proportion to their
    sizes, so each set has every class in nearly the proportion of the whole.

    Raises:
        DataError: when there are not that many samples.
    """
    samples, task = all_samples(name), DATASETS[name].task
    if sum(counts) > len(samples):
        raise DataError(
            f"The three sets need {sum(counts):,} samples, and “{name}” has {len(samples):,}."
        )
    order = _mixed(samples.labels, seed)
    train, validation, test = (
        Samples(samples.x[part], samples.y[part]) for part in np.split(order, np.cumsum(counts))[:3]
    )
    return Dataset(task, train, validation, test)


def _mixed(labels: Labels, seed: int) -> Labels:
    """An order of all samples in which every part has the classes in the same proportions."""
    rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed])))
    shuffled = np.argsort(rng.random(len(labels)), kind="stable")
    place = np.empty(len(labels))
    for label in np.unique(labels):
        own = shuffled[labels[shuffled] == label]
        place[own] = (np.arange(len(own)) + rng.random()) / len(own)
    return np.argsort(place, kind="stable")
