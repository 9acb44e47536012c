"""Why a start or a whole solution failed, in words with the numbers that led to them."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from engine.data import Dataset, Floats
from engine.evaluate import Evaluator
from engine.features import feature_values
from engine.metrics import Metric
from engine.network import Network, Neuron
from engine.plan import Plan
from engine.terms import Terms

CauseName = Literal[
    "unlinked-output", "diverged", "dead-neurons", "overfit", "unlucky-start", "underfit"
]

_SATURATING: Final = frozenset({"relu", "tanh", "sigmoid", "gaussian"})
_FLAT: Final = 1e-6  # a neuron that varies less than this over all training samples is dead


@dataclass(frozen=True, slots=True)
class Cause:
    """A cause by name, and one sentence for the player."""

    name: CauseName
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What the judge knows when all starts are done; one entry a seed, in order."""

    plan: Plan
    weights: Floats
    dataset: Dataset
    terms: Terms
    train: Floats
    test: Floats
    passed: tuple[bool, ...]
    diverged: tuple[int | None, ...]


def cause_of_seed(evidence: Evidence, place: int) -> Cause:
    """Why the start at that place failed.

    In this order: an output that no input reaches; divergence; overfitting (more is lost on new
    points than was missing in training); neurons that never change; bad luck (other starts
    passed); else the network is too small or was trained too little.
    """
    start, terms = f"Start {place + 1}", evidence.terms
    train, test = float(evidence.train[place]), float(evidence.test[place])
    epoch = evidence.diverged[place]
    goal = format_score(terms.metric, terms.threshold)
    learnt, new = format_score(terms.metric, train), format_score(terms.metric, test)
    if loose := unlinked_outputs(evidence.plan.network):
        return _unlinked(loose)
    if epoch is not None:
        return Cause("diverged", f"{start} diverged in epoch {epoch}: its weights left all bounds.")
    if _overfits(terms, train, test):
        text = f"{start} learnt the training points ({learnt}) but not the rule ({new}):"
        return Cause("overfit", f"{text} it overfits.")
    if dead := dead_neurons(evidence.plan, evidence.weights[place], evidence.dataset):
        verb = "is" if len(dead) == 1 else "are"
        text = f"{start} stays at {learnt} in training: {_listed(dead)} {verb} the same everywhere"
        return Cause("dead-neurons", f"{text} and cannot learn.")
    if any(evidence.passed):
        text = f"{start} got stuck at {learnt} in training, where {sum(evidence.passed)} of"
        return Cause("unlucky-start", f"{text} {len(evidence.passed)} passed: an unlucky start.")
    text = f"{start} reaches {learnt} in training and {new} on new points; {goal} is asked for:"
    return Cause("underfit", f"{text} it underfits.")


def cause_of_verdict(evidence: Evidence) -> Cause:
    """Why too few starts passed: what most of the failed ones died of, the gravest first."""
    failed = [place for place, passed in enumerate(evidence.passed) if not passed]
    causes = {place: cause_of_seed(evidence, place) for place in failed}
    counts = Counter(cause.name for cause in causes.values())
    name = max(counts, key=lambda one: counts[one])
    if name == "unlinked-output":
        return causes[failed[0]]
    those = [place for place in failed if causes[place].name == name]
    terms = evidence.terms
    total, passed = len(evidence.passed), sum(evidence.passed)
    score = f"{passed} of {total} starts passed and {terms.needed} are needed"
    return Cause(name, f"{score}: {_reason(evidence, name, those)}.")


def _reason(evidence: Evidence, name: CauseName, places: list[int]) -> str:
    """What happened at these places, as the second half of a sentence."""
    metric = evidence.terms.metric
    learnt = format_score(metric, float(np.mean(evidence.train[places])))
    new = format_score(metric, float(np.mean(evidence.test[places])))
    goal = format_score(metric, evidence.terms.threshold)
    count = len(places)
    if name == "diverged":
        first = min(epoch for epoch in evidence.diverged if epoch is not None)
        return f"{count} diverged, the first in epoch {first}; a smaller learning rate helps"
    if name == "overfit":
        return f"{count} learnt the training points ({learnt}) but not the rule ({new})"
    if name == "dead-neurons":
        dead = dead_neurons(evidence.plan, evidence.weights[places[0]], evidence.dataset)
        return f"in {count} some neurons ({_listed(dead)}) never change and cannot learn"
    if name == "unlucky-start":
        return f"the network can do it, but {count} starts got stuck ({learnt} in training)"
    return f"it reaches {learnt} in training and {new} on new points; {goal} is asked for"


def unlinked_outputs(network: Network) -> tuple[str, ...]:
    """Ids of the outputs that no input reaches."""
    return tuple(
        output.id
        for output in network.outputs
        if not any(network.reaches(node.id, output.id) for node in network.inputs)
    )


def dead_neurons(plan: Plan, parameters: Floats, dataset: Dataset) -> tuple[str, ...]:
    """Ids of the hidden neurons with inputs that say the same for every training sample.

    Looked for where it can happen by saturation: ReLU, tanh, sigmoid and gaussian.
    """
    inputs = feature_values(plan.inputs, dataset.task.columns, dataset.train.x)
    values = Evaluator(plan, parameters[np.newaxis], inputs, every_node=True)()[:, 0]
    with np.errstate(all="ignore"):
        spans = np.ptp(values, axis=1)
    return tuple(
        neuron.id
        for neuron in plan.network.hidden
        if neuron.activation in _SATURATING
        and _is_fed(plan.network, neuron)
        and spans[plan.index(neuron.id)] < _FLAT
    )


def format_score(metric: Metric, score: float) -> str:
    """A score for people: "96.9 %" (never rounded up to a threshold it misses) or "error 0.012"."""
    if math.isnan(score):
        return "no number"
    if metric == "accuracy":
        percent = math.floor(score * 1000 + 1e-6) / 10
        return f"{percent:g} %"
    return f"error {score:.3g}"


def _overfits(terms: Terms, train: float, test: float) -> bool:
    """Whether more is lost between training and new points than was missing in training."""
    lost = train - test if terms.metric == "accuracy" else test - train
    return lost > terms.gap(train)


def _is_fed(network: Network, neuron: Neuron) -> bool:
    return any(network.reaches(node.id, neuron.id) for node in network.inputs)


def _unlinked(outputs: tuple[str, ...]) -> Cause:
    text = f"No path of links leads from an input to {_listed(outputs)}, so it cannot learn."
    return Cause("unlinked-output", text)


def _listed(names: tuple[str, ...]) -> str:
    """“a”, “b” and 3 more."""
    shown = [f"“{name}”" for name in names[:3]]
    if len(names) > len(shown):
        shown.append(f"{len(names) - len(shown)} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
