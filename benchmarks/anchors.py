"""Sizes that were published, trained with the game's engine: writes ``docs/science.md``.

``python -m benchmarks.anchors`` trains each network from 100 starts (a minute or two). What counts
is the last weights of a run, on all patterns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.networks import layered
from benchmarks.sections import Section
from engine import Network, TrainingSettings
from engine.data import Dataset, Floats
from engine.features import feature_values
from engine.generators import Recipe, generate
from engine.inspection.evaluate import Evaluator
from engine.plan import Plan
from engine.training.schedule import EvenSchedule
from engine.training.trainer import Trainer

DOCUMENT: Final = Path(__file__).parent.parent / "docs" / "science.md"
PARS: Final = Section("pars")
"""The part of the document that `benchmarks.pars` makes."""

STARTS: Final = 100
STRIDE: Final = 10
ANTISYMMETRY: Final = 0.05
LIKENESS: Final = 0.1

AS_IN_1986: Final = TrainingSettings(
    optimizer="momentum",
    learning_rate=0.1,
    epochs=10_000,
    loss="squared-error",
    initializer="uniform",
)
SLOWER: Final = replace(AS_IN_1986, learning_rate=0.03)
ADAM: Final = replace(AS_IN_1986, optimizer="adam", learning_rate=0.01)

Finding = Callable[[Plan, Floats, Dataset], str]
"""What the weights of one start (size,) have become, in a word or two."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """One published size and how it is trained here.

    Attributes:
        problem: what is learnt.
        name: the network as papers write it.
        network: the network.
        recipe: the data; train and test are the same points.
        settings: how it is trained.
        published: what was published about it.
        finding: what to look for in the weights of starts that end right.
    """

    problem: str
    name: str
    network: Network
    recipe: Recipe
    settings: TrainingSettings
    published: str
    finding: Finding | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the starts of an anchor ended.

    Attributes:
        right: for each start, whether its last weights tell all patterns right.
        epochs: for each start that does, the first measured epoch in which it did.
        findings: for each start that does, what its weights have become.
    """

    right: tuple[bool, ...]
    epochs: tuple[int, ...]
    findings: tuple[str, ...]

    @property
    def rate(self) -> float:
        """Share of starts that end right."""
        return float(np.mean(self.right))


def measure(anchor: Anchor, starts: int) -> Outcome:
    """Train an anchor from the seeds 1, 2, ..., starts."""
    dataset = generate(anchor.recipe)
    seeds = range(1, starts + 1)
    trainer = Trainer(anchor.network, dataset, anchor.settings, seeds, EvenSchedule(STRIDE))
    for _ in trainer.snapshots(to_the_last=True):
        pass
    end = trainer.snapshot()
    scores = end.curves.train_score == 1.0
    right = scores[-1] & (np.array(end.diverged_at) < 0)
    found = np.flatnonzero(right)
    first = end.curves.epochs[scores.argmax(axis=0)]
    look = anchor.finding
    return Outcome(
        right=tuple(right.tolist()),
        epochs=tuple(int(first[start]) for start in found),
        findings=tuple(look(end.plan, end.parameters[s], dataset) for s in found) if look else (),
    )


def symmetry_pattern(plan: Plan, weights: Floats, _dataset: Dataset) -> str:
    """The ratio of each hidden neuron's three pairs of weights, where it is a clean one.

    A neuron that weighs the bits with w1, w2, w3, −w3, −w2, −w1 is silent on every symmetric
    pattern; where no signed sum of the three is 0, it is not on any other.
    """
    patterns = {_ratio(own) for own in symmetry_weights(plan, weights)}
    return patterns.pop() if len(patterns) == 1 else "something else"


def symmetry_weights(plan: Plan, weights: Floats) -> Floats:
    """Weights of the six bits for each hidden neuron; shape (neurons, 6)."""
    neurons = [neuron.id for neuron in plan.network.hidden]
    slots = [[plan.link_slot(f"x{bit}", own) for bit in range(1, 7)] for own in neurons]
    chosen: Floats = weights[np.array(slots)]
    return chosen


def _ratio(weights: Floats) -> str:
    left, right = weights[:3], weights[:2:-1]
    sizes = np.sort(np.abs(left - right) / 2)
    if np.abs(left + right).max() > ANTISYMMETRY * np.abs(weights).max():
        return "something else"
    for name, ratio in (("1 : 2 : 4", (1, 2, 4)), ("2 : 3 : 4", (2, 3, 4))):
        expected = np.array(ratio) / ratio[0]
        if (np.abs(sizes / sizes[0] / expected - 1) < LIKENESS).all():
            return name
    return "something else"


def code_of_each(plan: Plan, weights: Floats, dataset: Dataset) -> str:
    """How many different codes of 0 and 1 the hidden sigmoid neurons give to the patterns."""
    inputs = feature_values(plan.inputs, dataset.task.columns, dataset.train.x)
    values = Evaluator(plan, weights[np.newaxis], inputs, every_node=True)()
    hidden = [plan.index(neuron.id) for neuron in plan.network.hidden]
    codes = values[hidden, 0] > 0.5
    return f"{len(np.unique(codes, axis=1).T)} codes"


def _parity(bits: int, hidden: int, settings: TrainingSettings, said: str, *, skip: bool) -> Anchor:
    network = layered(bits, hidden, 1, skip="to-output" if skip else "none")
    name = f"{bits}-{hidden}-1" + ", inputs also to the output" * skip
    problem = "XOR (parity of 2 bits)" if bits == 2 else f"parity of {bits} bits"
    return Anchor(problem, name, network, Recipe("parity", options={"bits": bits}), settings, said)


DENSE: Final = "N hidden neurons are enough (Rumelhart, Hinton, Williams 1986)"
HALF: Final = "N/2 + 1 or (N + 1)/2 sigmoid neurons are enough (Setiono 1997)"
SHORTCUT: Final = "N/2 threshold neurons, rounded down, are enough (Hohil, Liu, Smith 1999)"

ANCHORS: Final = (
    _parity(
        2,
        1,
        AS_IN_1986,
        "only saddles beside the solution (Sprinkhuizen-Kuyper and Boers 1996)",
        skip=True,
    ),
    _parity(2, 2, AS_IN_1986, "about 2 in hundreds of runs got stuck (1986)", skip=False),
    *(_parity(bits, bits, AS_IN_1986, DENSE, skip=False) for bits in (3, 4, 5)),
    *(_parity(bits, bits // 2 + 1, ADAM, HALF, skip=False) for bits in (3, 4, 5)),
    *(_parity(bits, bits // 2, SLOWER, SHORTCUT, skip=True) for bits in (3, 4, 5)),
    *(_parity(bits, 3, SLOWER, "one more than that", skip=True) for bits in (4, 5)),
    Anchor(
        "symmetry of 6 bits",
        "6-2-1, sigmoid",
        layered(6, 2, 1, activation="sigmoid"),
        Recipe("symmetry", options={"bits": 6}),
        replace(AS_IN_1986, learning_rate=0.2, loss="cross-entropy", epochs=5_000),
        "2 hidden neurons, weights 1 : 2 : 4, 1,425 sweeps (1986)",
        symmetry_pattern,
    ),
    Anchor(
        "encoder of 8",
        "8-3-8, sigmoid",
        layered(8, 3, 8, activation="sigmoid"),
        Recipe("encoder", options={"bits": 8}),
        replace(AS_IN_1986, learning_rate=0.3, loss="cross-entropy", epochs=3_000),
        "3 hidden neurons make a binary code (1986)",
        code_of_each,
    ),
    Anchor(
        "two spirals, 194 points",
        "2-5-5-5-1, all shortcuts",
        layered(2, 5, 5, 5, 1, skip="all"),
        Recipe("two-spirals"),
        TrainingSettings(learning_rate=0.01, epochs=5_000),
        "138 weights, 20,000 sweeps (Lang and Witbrock 1988)",
    ),
)
"""Every anchor, in the order of the document."""

HEAD: Final = """# Science: published sizes, trained again

Made by `python -m benchmarks.anchors` with the game's own engine; do not edit by hand.
Each network was trained from {starts} starts (seeds 1 to {starts}), on all patterns of its table
at once. *Right* is the share of starts whose **last** weights tell all patterns right. *Epochs* is
when those first did (measured every {stride} epochs): median (least … greatest). Bits are ±1,
parameters are links and biases, and hidden neurons are tanh where nothing else is said. What was
published is told after abstracts and replications.

| problem | network | parameters | published | right | epochs | settings |
|---|---|---:|---|---:|---|---|"""

SYMMETRY: Final = """
## What symmetry becomes

The two hidden neurons weigh the bits with the same three numbers on both sides, of opposite sign,
so that the halves of a symmetric pattern cancel. For no other pattern to cancel, no signed sum of
the three may be 0: 1 : 2 : 4 is the solution that was published, 2 : 3 : 4 is another. A neuron
counts as one when its halves differ by at most 5 % and its ratios by less than 10 %. Of the
{count} starts that end right:

| both neurons have | starts |
|---|---:|"""

EXAMPLE: Final = """
One of them (seed {seed}), divided by its smallest weight:

| | x1 | x2 | x3 | x4 | x5 | x6 |
|---|---:|---:|---:|---:|---:|---:|"""

ENCODER: Final = """
## What the encoder invents

Three sigmoid neurons, read as 0 or 1 at a half, have eight codes. Of the {count} starts that end
right:

| the eight patterns have | starts |
|---|---:|"""

LOSSES: Final = """
## The loss matters

The dense parity networks again, with the settings above but for the loss. *Right* as above:

| network | squared-error | cross-entropy |
|---|---:|---:|"""

NOTES: Final = """
A size that is enough in theory may be hard to find, and which start finds it is luck: hence the
restarts, the luck band and the k of n of the judge. Links that skip the hidden layer make small
networks easier to find.
"""


def _settings(settings: TrainingSettings) -> str:
    return (
        f"{settings.optimizer} {settings.learning_rate:g}, {settings.loss}, "
        f"{settings.initializer}, {settings.epochs:,} epochs"
    )


def _row(anchor: Anchor, outcome: Outcome) -> str:
    epochs = "–"
    if outcome.epochs:
        middle = np.median(outcome.epochs)
        epochs = f"{middle:,.0f} ({min(outcome.epochs):,} … {max(outcome.epochs):,})"
    return (
        f"| {anchor.problem} | {anchor.name} | {anchor.network.parameters} | {anchor.published} "
        f"| {outcome.rate:.0%} | {epochs} | {_settings(anchor.settings)} |"
    )


def _findings(outcome: Outcome) -> Iterator[str]:
    for name in sorted(set(outcome.findings)):
        yield f"| {name} | {outcome.findings.count(name)} |"


def _example(anchor: Anchor, outcome: Outcome) -> Iterator[str]:
    """The weights of the first start that found 1 : 2 : 4."""
    started = [seed for seed, right in enumerate(outcome.right, 1) if right]
    seed = started[outcome.findings.index("1 : 2 : 4")]
    dataset = generate(anchor.recipe)
    trainer = Trainer(anchor.network, dataset, anchor.settings, [seed])
    end = list(trainer.snapshots())[-1]
    yield EXAMPLE.format(seed=seed)
    for number, weights in enumerate(symmetry_weights(end.plan, end.parameters[0]), 1):
        cells = " | ".join(f"{own:.2f}" for own in weights / np.abs(weights).min())
        yield f"| h{number} | {cells} |"


def _losses() -> Iterator[str]:
    yield LOSSES
    for anchor in ANCHORS:
        if anchor.recipe.generator == "parity" and "," not in anchor.name:
            cross = replace(anchor.settings, loss="cross-entropy")
            rates = [
                measure(replace(anchor, settings=own), STARTS).rate
                for own in (anchor.settings, cross)
            ]
            yield f"| {anchor.name} | {rates[0]:.0%} | {rates[1]:.0%} |"
    yield NOTES.rstrip()


def _document() -> Iterator[str]:
    yield HEAD.format(starts=STARTS, stride=STRIDE)
    outcomes: dict[str, tuple[Anchor, Outcome]] = {}
    for anchor in ANCHORS:
        outcome = measure(anchor, STARTS)
        outcomes[anchor.recipe.generator] = anchor, outcome
        yield _row(anchor, outcome)
    yield from _losses()
    anchor, outcome = outcomes["symmetry"]
    yield SYMMETRY.format(count=sum(outcome.right))
    yield from _findings(outcome)
    yield from _example(anchor, outcome)
    yield ENCODER.format(count=sum(outcomes["encoder"][1].right))
    yield from _findings(outcomes["encoder"][1])


def main() -> None:
    """Measure everything, print it as it comes, and write the document."""
    lines = []
    for line in _document():
        print(line, flush=True)
        lines.append(line)
    text = PARS.moved(DOCUMENT.read_text(encoding="utf-8"), "\n".join(lines) + "\n")
    DOCUMENT.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
