"""How often networks of each size pass the campaign's levels: writes ``docs/campaign.md``.

``python -m benchmarks.campaign`` trains each network from 100 starts (a minute or two) and judges
them with the level's own terms. A par is what was found, not a proof that nothing smaller exists.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.networks import layered
from engine import Network, Verdict, judge
from levels import Level, campaign

DOCUMENT = Path(__file__).parent.parent / "docs" / "campaign.md"
STARTS = 100
DRAWS = range(1, 11)
STARTS_A_DRAW = 20

HEAD = """# The campaign, measured

Made by `python -m benchmarks.campaign` with the game's own engine; do not edit by hand.
Each network was trained from {starts} starts on the level's frozen data. *Starts* is the share of
them that pass. *Judged* is the share of verdicts that pass, when those starts are judged {judged}
at a time. A par is what was found, not a proof that nothing smaller exists. *Smallest found* is
the network of the level's frontier, which `neural-bonsai par` has searched.
"""
DRAWN = """## noisy-spiral on other draws

The level freezes one draw of the data. This is how the same networks do on {draws} draws, its own
among them, {starts} starts each: how much of it is that draw.

| network | parameters | starts that pass | test score: mean (least … greatest) |
|---|---:|---:|---|"""


@dataclass(frozen=True)
class Candidate:
    """A network to measure, with a name for the table."""

    name: str
    network: Network


def dense(*sizes: int, activation: str = "tanh", skip: bool = False) -> Candidate:
    """Layers of these sizes, each linked to the next; ``skip``: inputs also to the output."""
    network = layered(*sizes, activation=activation, skip="to-output" if skip else "none")
    extra = f" {activation}" * (len(sizes) > 2) + " with skip links" * skip
    return Candidate("-".join(map(str, sizes)) + extra, network)


def _without_bias(candidate: Candidate) -> Candidate:
    network = candidate.network
    output = replace(network.outputs[0], bias=False)
    return Candidate(f"{candidate.name} without bias", network.with_neuron(output))


CANDIDATES = {
    "first-line": (_without_bias(dense(1, 1)), dense(1, 1), dense(1, 2, 1)),
    "xor": (
        dense(2, 1),
        dense(2, 1, 1, activation="abs"),
        dense(2, 1, 1, skip=True),
        dense(2, 2, 1),
        dense(2, 3, 1),
        dense(2, 3, 1, activation="relu"),
        dense(2, 4, 1),
        dense(2, 4, 1, activation="relu"),
    ),
    "noisy-spiral": (
        dense(2, 1),
        dense(2, 2, 1),
        dense(2, 3, 1, skip=True),
        dense(2, 4, 1),
        dense(2, 5, 1),
        dense(2, 6, 1),
        dense(2, 7, 1),
        dense(2, 8, 1),
        dense(2, 6, 4, 1),
        dense(2, 8, 8, 1),
        dense(2, 16, 16, 1),
    ),
}
DRAWN_CANDIDATES = (dense(2, 4, 1), dense(2, 5, 1), dense(2, 8, 1), dense(2, 16, 16, 1))


def measure(level: Level, network: Network, starts: int, seed: int | None = None) -> Verdict:
    """The network from that many starts, on the level's data or another draw of them."""
    redraw = level.data.redraw
    dataset = level.dataset() if seed is None or redraw is None else redraw(seed)
    terms = replace(level.terms, seeds=tuple(range(1, starts + 1)), needed=1)
    for report in judge(network, dataset, level.training, terms):
        if isinstance(report, Verdict):
            return report
    raise AssertionError("the judge ends with a verdict")


def _scores(verdicts: list[Verdict]) -> str:
    results = [result for verdict in verdicts for result in verdict.results]
    scores = [result.test_score for result in results if result.test_score is not None]
    return f"{np.mean(scores):.3f} ({min(scores):.3f} … {max(scores):.3f})"


def _row(level: Level, candidate: Candidate) -> str:
    verdict = measure(level, candidate.network, STARTS)
    passed = np.array([result.passed for result in verdict.results])
    count = len(level.terms.seeds)
    groups = passed[: len(passed) // count * count].reshape(-1, count).sum(axis=1)
    judged = (groups >= level.terms.needed).mean()
    known = [own.train_score for own in verdict.results if own.train_score is not None]
    train = np.mean(known)
    return (
        f"| {candidate.name} | {verdict.parameters} | {passed.mean():.0%} | {judged:.0%} "
        f"| {train:.3f} | {_scores([verdict])} |"
    )


def _level_table(level: Level) -> Iterator[str]:
    terms, settings = level.terms, level.training
    batch = settings.batch_size or "all samples"
    yield f"\n## {level.id}: {level.title}\n"
    yield (
        f"Passes at {terms.metric.label} {terms.metric.goal(terms.threshold)} in {terms.needed} "
        f"of {len(terms.seeds)} starts. {settings.optimizer}, learning rate "
        f"{settings.learning_rate:g}, batch {batch}, {settings.epochs:,} epochs."
    )
    sizes = ", ".join(f"{medal.label} {size}" for medal, size in level.medals.sizes() if size)
    yield f"Medals: {sizes}.\n"
    yield "| network | parameters | starts | judged | train score | test score: mean (range) |"
    yield "|---|---:|---:|---:|---:|---|"
    proof = level.author_solution
    candidates = CANDIDATES.get(level.id, ())
    if proof is not None:
        candidates = (Candidate("**the author's**", proof.network), *candidates)
    found = level.frontier.smallest if level.frontier else None
    if found is not None:
        candidates = (Candidate("**smallest found**", found.network), *candidates)
    for candidate in candidates:
        yield _row(level, candidate)


def _draws_table(level: Level) -> Iterator[str]:
    yield "\n" + DRAWN.format(draws=len(DRAWS), starts=STARTS_A_DRAW)
    for candidate in DRAWN_CANDIDATES:
        verdicts = [measure(level, candidate.network, STARTS_A_DRAW, seed) for seed in DRAWS]
        share = sum(own.seeds_passed for own in verdicts) / (len(DRAWS) * STARTS_A_DRAW)
        size = candidate.network.parameters
        yield f"| {candidate.name} | {size} | {share:.1%} | {_scores(verdicts)} |"


def main() -> None:
    """Measure everything, print it as it comes, and write the document."""
    lines = [HEAD.format(starts=STARTS, judged=len(campaign().levels[0].terms.seeds))]
    for level in campaign().levels:
        for line in _level_table(level):
            print(line, flush=True)
            lines.append(line)
    for line in _draws_table(campaign().level("noisy-spiral")):
        print(line, flush=True)
        lines.append(line)
    DOCUMENT.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
