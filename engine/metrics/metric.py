"""What a metric is: how outputs are scored, and what players read of a score.

Levels, curves, bars, the judge and the command line ask the metric; none knows one by its name.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from engine.data import Floats, Labels, Samples, Task, TaskKind
from engine.wording import noun_for

_NARROW: Final = "\u00a0"
_HAIR: Final = 1e-9  # what is lost in rounding must not cost a figure

Measure = Callable[[Task, Floats, Samples], Floats]
"""From outputs (outputs, ..., samples) to the figure of each replica or of each sample."""


@dataclass(frozen=True, slots=True)
class Metric(ABC):
    """One way to score outputs.

    Attributes:
        name: as level files call it.
        label: as players read it, in the middle of a sentence.
        description: what it measures, for authors of levels; no full stop.
        explanation: what it means, for players; one sentence or two.
        kind: the kind of task that it scores.
        measure: see the subclass.
    """

    name: str
    label: str
    description: str
    explanation: str
    kind: TaskKind
    measure: Measure

    larger_is_better: ClassVar[bool]
    logarithmic: ClassVar[bool]
    """Whether scores are compared by their ratio, and so are best drawn on a logarithmic axis."""
    worst: ClassVar[float]
    best: ClassVar[float]
    thresholds: ClassVar[tuple[float, float]]
    """A threshold lies above the first and is at most the second."""

    # -- numbers -----------------------------------------------------------------------------------

    @abstractmethod
    def score(self, task: Task, outputs: Floats, samples: Samples) -> Floats:
        """The score of each replica.

        Args:
            task: of the metric's kind.
            outputs: shape (outputs, samples) or (outputs, replicas, samples).
            samples: with the targets.

        Returns:
            shape of ``outputs`` without outputs and samples.
        """

    @abstractmethod
    def wrong(
        self, task: Task, outputs: Floats, samples: Samples, threshold: float
    ) -> NDArray[np.bool_]:
        """Which samples count as wrong; shape of ``outputs`` without outputs."""

    def tolerance(self, threshold: float) -> float | None:  # noqa: ARG002
        """How far a single value may be off before its sample is wrong; None for classes."""
        return None

    @abstractmethod
    def chance(self, task: Task) -> float:
        """The score of a guess that looks at no input; `worst` where only the data decide it."""

    def reached(self, score: float | None, threshold: float) -> bool:
        """Whether a score is as good as the threshold; none and NaN are not."""
        if score is None:
            return False
        return score >= threshold if self.larger_is_better else score <= threshold

    def rank(self, score: float | None) -> float:
        """A number that is larger for a better score; −inf for none and for NaN."""
        if score is None or math.isnan(score):
            return -math.inf
        return score if self.larger_is_better else -score

    def decline(self, before: Floats | float, after: Floats | float) -> Floats:
        """How much worse ``after`` is than ``before``; negative where it is better."""
        change = np.subtract(before, after)
        return change if self.larger_is_better else -change

    def deciding_score(self, scores: Sequence[float | None], needed: int) -> float | None:
        """The score of the last start that is needed: it reaches a threshold iff enough do.

        Args:
            scores: of all starts; None where a start has none, which is worse than any score.
            needed: how many starts must pass, 1 to all.

        Returns:
            The ``needed``-th best score; None when that start has none.
        """
        return sorted(scores, key=self.rank, reverse=True)[needed - 1]

    # -- words -------------------------------------------------------------------------------------

    @abstractmethod
    def format(self, score: float | None) -> str:
        """A score as players read it, never rounded to a better one; "–" for none."""

    @abstractmethod
    def format_threshold(self, threshold: float) -> str:
        """A threshold exactly as it was set."""

    @abstractmethod
    def format_tick(self, score: float) -> str:
        """A round score at an axis."""

    @abstractmethod
    def phrase(self, score: float | None) -> str:
        """A score in the middle of a sentence, with what it is where the figure does not say."""

    @abstractmethod
    def distance(self, score: float, threshold: float) -> str:
        """How far a score that misses the threshold is from it, as players read it."""

    @abstractmethod
    def wrong_means(self, threshold: float) -> str:
        """What makes a sample `wrong`, to go after "points" in a sentence."""

    def goal(self, threshold: float) -> str:
        """What is asked for: "≥ 97 %" or "≤ 0.02"."""
        sign = "≥" if self.larger_is_better else "≤"
        return f"{sign} {self.format_threshold(threshold)}"

    @property
    def title(self) -> str:
        """The label at the start of a line."""
        return self.label[:1].upper() + self.label[1:]

    @property
    def threshold_field(self) -> str:
        """The field of a level file that holds the threshold."""
        return "at_least" if self.larger_is_better else "at_most"


class ShareMetric(Metric):
    """A share of samples classified correctly, 0 to 1.

    ``measure`` gives the share of each replica.
    """

    __slots__ = ()

    larger_is_better = True
    logarithmic = False
    worst = 0.0
    best = 1.0
    thresholds = (0.0, 1.0)

    def score(self, task: Task, outputs: Floats, samples: Samples) -> Floats:
        """The share."""
        return self.measure(task, outputs, samples)

    def wrong(
        self, task: Task, outputs: Floats, samples: Samples, threshold: float
    ) -> NDArray[np.bool_]:
        """Samples of another class than the predicted one."""
        del threshold
        return np.asarray(predictions(task, outputs) != samples.labels)

    def chance(self, task: Task) -> float:
        """One over the number of classes."""
        return 1 / task.classes

    def format(self, score: float | None) -> str:
        """Per cent with one decimal, rounded down: 0.9696 is 96.9 %."""
        if score is None or not math.isfinite(score):
            return "–"
        return f"{_percent(score):.1f}{_NARROW}%"

    def format_threshold(self, threshold: float) -> str:
        """Per cent with as many decimals as it has."""
        return f"{threshold * 100:g}{_NARROW}%"

    def format_tick(self, score: float) -> str:
        """Per cent."""
        return f"{score * 100:g} %"

    def phrase(self, score: float | None) -> str:
        """Per cent, which need no other word, without a decimal that is 0."""
        if score is None or math.isnan(score):
            return "no score"
        return f"{_percent(score):g}{_NARROW}%"

    def distance(self, score: float, threshold: float) -> str:
        """Percentage points, rounded up."""
        points = math.ceil((threshold - score) * 1000 - _HAIR) / 10
        return f"{points:.1f} {noun_for(points, 'point')} to go"

    def wrong_means(self, threshold: float) -> str:
        """Another class."""
        del threshold
        return "that are put into another class"


@dataclass(frozen=True, slots=True)
class ErrorMetric(Metric):
    """The mean of an error of each sample, 0 and up, of values.

    ``measure`` gives the error of each sample, shape of the outputs without outputs.

    Attributes:
        distance_of: the distance between output and target at which the error is this large.
    """

    distance_of: Callable[[float], float]

    larger_is_better = False
    logarithmic = True
    worst = math.inf
    best = 0.0
    thresholds = (0.0, 1e12)

    def score(self, task: Task, outputs: Floats, samples: Samples) -> Floats:
        """The mean error."""
        return np.asarray(self.measure(task, outputs, samples).mean(axis=-1))

    def wrong(
        self, task: Task, outputs: Floats, samples: Samples, threshold: float
    ) -> NDArray[np.bool_]:
        """Samples with an error above the threshold, or with one that is no number."""
        return np.asarray(~(self.measure(task, outputs, samples) <= threshold))

    def tolerance(self, threshold: float) -> float | None:
        """The distance at which the error reaches the threshold; exact for a single output."""
        return self.distance_of(threshold)

    def chance(self, task: Task) -> float:
        """The error of a constant is the variance of the values, which a task does not know."""
        del task
        return self.worst

    def format(self, score: float | None) -> str:
        """Three figures, rounded up: an error must never look smaller than it is."""
        if score is None or not math.isfinite(score):
            return "–"
        if score <= 0.0:
            return "0"
        unit = 10.0 ** (math.floor(math.log10(score)) - 2)
        return f"{math.ceil(score / unit - _HAIR) * unit:.3g}"

    def format_threshold(self, threshold: float) -> str:
        """The number."""
        return f"{threshold:g}"

    def format_tick(self, score: float) -> str:
        """The number."""
        return f"{score:.6g}"

    def phrase(self, score: float | None) -> str:
        """The label and the number."""
        if score is None or math.isnan(score):
            return "no score"
        return f"{self.label} {self.format(score)}"

    def distance(self, score: float, threshold: float) -> str:
        """A factor, rounded up."""
        return f"{self.format(score / threshold)} times too large"

    def wrong_means(self, threshold: float) -> str:
        """An error above the threshold."""
        error = self.description.removeprefix("mean ")
        return f"whose {error} is above {self.format_threshold(threshold)}"


def _percent(share: float) -> float:
    """Per cent, rounded down to one decimal."""
    return math.floor(share * 1000 + _HAIR) / 10


def predictions(task: Task, outputs: Floats) -> Labels | Floats:
    """What the outputs (outputs, ..., samples) stand for.

    Classification: the predicted class of each sample, shape (..., samples): with one output class
    1 where it is above 0, else the class of the largest output. Regression: the outputs themselves.
    """
    if task.kind == "regression":
        return outputs
    if task.outputs == 1:
        return np.asarray(outputs[0] > 0, dtype=np.int64)
    return np.asarray(outputs.argmax(axis=0), dtype=np.int64)
