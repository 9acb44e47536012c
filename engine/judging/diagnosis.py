"""Diagnosis: why a start or a whole solution failed, with the numbers behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from engine.data import Dataset, Floats
from engine.functions.activations import ACTIVATIONS
from engine.inspection.health import NeuronHealth, State, is_fed, neuron_health
from engine.metrics.terms import Terms
from engine.network import Network
from engine.plan import Plan
from engine.settings import TrainingSettings
from engine.titles import node_title
from engine.wording import counted, quoted

CauseName = Literal[
    "unlinked-output",
    "diverged",
    "step-neurons",
    "dead-neurons",
    "saturated-neurons",
    "overfit",
    "unlucky-start",
    "underfit",
]


class Figure(NamedTuple):
    """A number that supports a cause, with a name for people."""

    name: str
    value: float


@dataclass(frozen=True, slots=True)
class Cause:
    """Why something failed.

    Attributes:
        name: the cause.
        text: one sentence for the player.
        figures: the numbers behind it.
    """

    name: CauseName
    text: str
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """The results of all starts; one entry a seed, in the order of the terms."""

    plan: Plan
    weights: Floats
    dataset: Dataset
    terms: Terms
    train: Floats
    test: Floats
    passed: tuple[bool, ...]
    diverged: tuple[int | None, ...]
    settings: TrainingSettings

    def listed(self, nodes: Sequence[str]) -> str:
        """Nodes in a sentence, by their titles: “h₁”, “h₂”, “h₃” and 2 more."""
        return quoted([self.title(node) for node in nodes])

    def title(self, node: str) -> str:
        """What a node is called on screen."""
        return node_title(self.plan.network, node, self.dataset.task)


def cause_of_seed(evidence: Evidence, place: int) -> Cause:
    """Why the start at that place failed.

    In this order: an output that no input reaches; divergence; overfitting (more is lost on new
    points than was missing in training); step neurons under an optimizer that follows slopes;
    neurons that never change; bad luck (other starts passed); saturation of at least half of the
    hidden neurons; else the network is too small or was trained too little.
    """
    start, terms = f"Start {place + 1}", evidence.terms
    train, test = float(evidence.train[place]), float(evidence.test[place])
    learnt, new = terms.metric.phrase(train), terms.metric.phrase(test)
    figures = _figures(evidence, place)
    if loose := unlinked_outputs(evidence.plan.network):
        return _unlinked(evidence, loose)
    if (epoch := evidence.diverged[place]) is not None:
        text = f"{start} diverged in epoch {epoch}: its weights left all bounds."
        rate = Figure("learning rate", evidence.settings.learning_rate)
        return Cause("diverged", text, (Figure("epoch", epoch), rate))
    if _overfits(terms, train, test):
        text = f"{start} learnt the training points ({learnt}) but not the rule ({new}):"
        return Cause("overfit", f"{text} it overfits.", figures)
    if silenced := _silenced(evidence, place, f"{start} stays at {learnt} in training", figures):
        return silenced
    if any(evidence.passed):
        text = f"{start} got stuck at {learnt} in training, where {sum(evidence.passed)} of"
        return Cause(
            "unlucky-start", f"{text} {len(evidence.passed)} passed: an unlucky start.", figures
        )
    if saturated := _saturated(evidence, place, f"{start} stays at {learnt} in training", figures):
        return saturated
    goal = terms.metric.format_threshold(terms.threshold)
    text = f"{start} reaches {learnt} in training and {new} on new points; {goal} is asked for:"
    return Cause("underfit", f"{text} it underfits.", figures)


def _figures(evidence: Evidence, place: int) -> tuple[Figure, ...]:
    """The scores of a start, the threshold, and how many starts passed."""
    train, test = float(evidence.train[place]), float(evidence.test[place])
    lost = float(evidence.terms.metric.decline(train, test))
    return (
        Figure("score in training", train),
        Figure("score on new points", test),
        Figure("asked for", evidence.terms.threshold),
        Figure("missing in training", evidence.terms.gap(train)),
        Figure("lost on new points", lost),
        Figure("starts that passed", sum(evidence.passed)),
        Figure("starts", len(evidence.passed)),
    )


def _silenced(
    evidence: Evidence, place: int, intro: str, figures: tuple[Figure, ...]
) -> Cause | None:
    """Step neurons that the optimizer cannot train, or dead neurons; None when there are none."""
    if steps := untaught_neurons(evidence.plan.network, evidence.settings):
        verb = "is a step" if len(steps) == 1 else "are steps"
        text = f"{intro}: {evidence.listed(steps)} {verb}, which only the random nudge can train."
        return Cause("step-neurons", text, (*figures, Figure("step neurons", len(steps))))
    health = neuron_health(evidence.plan, evidence.weights[place], evidence.dataset)
    if dead := _in_state(health, "dead"):
        verb = "is" if len(dead) == 1 else "are"
        text = f"{intro}: {evidence.listed(dead)} {verb} the same everywhere and cannot learn."
        spans = [
            Figure(f"span of {evidence.title(own.id)}", own.span)
            for own in health
            if own.id in dead
        ]
        return Cause("dead-neurons", text, (*figures, *spans))
    return None


def _saturated(
    evidence: Evidence, place: int, intro: str, figures: tuple[Figure, ...]
) -> Cause | None:
    health = neuron_health(evidence.plan, evidence.weights[place], evidence.dataset)
    flat = _in_state(health, "saturated")
    if not flat or 2 * len(flat) < len(health):
        return None
    verbs = ("is", "learns") if len(flat) == 1 else ("are", "learn")
    text = f"{intro}: {evidence.listed(flat)} {verbs[0]} saturated and hardly {verbs[1]} any more."
    shares = [
        Figure(f"responsive samples of {evidence.title(own.id)}", own.responsive)
        for own in health
        if own.id in flat
    ]
    return Cause("saturated-neurons", text, (*figures, *shares))


def _in_state(health: tuple[NeuronHealth, ...], state: State) -> tuple[str, ...]:
    return tuple(own.id for own in health if own.state == state)


def cause_of_verdict(evidence: Evidence) -> Cause:
    """Why too few starts passed: the most frequent cause among those that failed."""
    failed = [place for place, passed in enumerate(evidence.passed) if not passed]
    causes = {place: cause_of_seed(evidence, place) for place in failed}
    counts = Counter(cause.name for cause in causes.values())
    name = max(counts, key=lambda one: counts[one])
    if name == "unlinked-output":
        return causes[failed[0]]
    those = [place for place in failed if causes[place].name == name]
    terms = evidence.terms
    total, passed = len(evidence.passed), sum(evidence.passed)
    needed = f"{terms.needed} {'is' if terms.needed == 1 else 'are'} needed"
    score = f"{passed} of {counted(total, 'start')} passed and {needed}"
    figures = (*causes[those[0]].figures, Figure("starts that failed so", len(those)))
    return Cause(name, f"{score}: {_reason(evidence, name, those)}.", figures)


def _reason(evidence: Evidence, name: CauseName, places: list[int]) -> str:
    """What happened to these starts, as the second half of a sentence."""
    metric = evidence.terms.metric
    learnt = metric.phrase(float(np.mean(evidence.train[places])))
    new = metric.phrase(float(np.mean(evidence.test[places])))
    goal = metric.format_threshold(evidence.terms.threshold)
    count = len(places)
    if name == "diverged":
        first = min(epoch for epoch in evidence.diverged if epoch is not None)
        return f"{count} diverged, the first in epoch {first}; a smaller learning rate helps"
    if name == "overfit":
        return f"{count} learnt the training points ({learnt}) but not the rule ({new})"
    if name == "dead-neurons":
        dead = dead_neurons(evidence.plan, evidence.weights[places[0]], evidence.dataset)
        return f"in {count} some neurons ({evidence.listed(dead)}) never change and cannot learn"
    if name == "step-neurons":
        steps = untaught_neurons(evidence.plan.network, evidence.settings)
        return f"only the random nudge can train step neurons ({evidence.listed(steps)})"
    if name == "saturated-neurons":
        return f"in {count} most neurons are saturated and hardly learn any more"
    if name == "unlucky-start":
        return (
            f"the network can do it, but {counted(count, 'start')} got stuck ({learnt} in training)"
        )
    return f"it reaches {learnt} in training and {new} on new points; {goal} is asked for"


def unlinked_outputs(network: Network) -> tuple[str, ...]:
    """Ids of the outputs that no input reaches."""
    return tuple(
        output.id
        for output in network.outputs
        if not any(network.reaches(node.id, output.id) for node in network.inputs)
    )


def untaught_neurons(network: Network, settings: TrainingSettings) -> tuple[str, ...]:
    """Ids of the neurons that the optimizer cannot train: flat ones, unless it uses no slope.

    Links into them and their biases never change, nor does anything that feeds only them.
    """
    if settings.optimizer == "random-nudge":
        return ()
    return tuple(
        own.id
        for own in network.neurons
        if ACTIVATIONS[own.activation].flat and is_fed(network, own)
    )


def dead_neurons(plan: Plan, parameters: Floats, dataset: Dataset) -> tuple[str, ...]:
    """Ids of the hidden neurons with inputs whose output is the same for every training sample.

    Only activations that can saturate are examined; see `engine.inspection.health`.
    """
    return _in_state(neuron_health(plan, parameters, dataset), "dead")


def _overfits(terms: Terms, train: float, test: float) -> bool:
    """Whether more is lost between training and new points than was missing in training."""
    return bool(terms.metric.decline(train, test) > terms.gap(train))


def _unlinked(evidence: Evidence, outputs: tuple[str, ...]) -> Cause:
    text = (
        f"No path of links leads from an input to {evidence.listed(outputs)}, so it cannot learn."
    )
    return Cause("unlinked-output", text, (Figure("outputs not reached", len(outputs)),))
