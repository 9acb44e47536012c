"""What a search has found, as a table for people and as plain data for JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from app.search.runner import Progress
from engine import TrainingSettings
from engine.search.candidate import Candidate
from engine.search.frontier import BestOfSize, Frontier, TriedSize
from engine.wording import counted
from levels import Level, Solution, write_solution
from levels.search_space import search_space

PROOF_RATE: Final = 0.9
"""A network that proves a level passes from this share of further starts."""

_BLOSSOM, _BRANCH = 1.3, 1.8  # of the bonsai's size, about as in the campaign


@dataclass(frozen=True, slots=True)
class Found:
    """The frontier, and how it came about.

    Attributes:
        frontier: what was found.
        progress: counts and rates of this run.
        settings: how all of it was trained.
    """

    frontier: Frontier
    progress: Progress
    settings: TrainingSettings


def printed(level: Level, found: Found) -> str:
    """A title, a line for each size, and what it means."""
    frontier = found.frontier
    tried = {own.parameters: own for own in frontier.exhausted}
    best = {own.parameters: own for own in frontier.best}
    sizes = sorted({*tried, *best})
    terms = level.terms
    lines = [
        f"{level.title}: {terms.goal} from {terms.needed} of {counted(len(terms.seeds), 'start')}",
        _row_of("size", "wirings", "passed", "of 100 further starts", terms.metric.label)
        + "  judge   network",
    ]
    lines += [_row(level, size, tried.get(size), best.get(size)) for size in sizes]
    lines.append(_sentence(frontier))
    return "\n".join(lines)


def medal_lines(level: Level, found: Found) -> Iterator[str]:
    """Sizes for the medals, each with the network that has it and how often that one passes."""
    sizes = medal_sizes(found.frontier)
    if sizes is None:
        yield (
            f"No medals: no network was found that the judge passes and that passes from "
            f"{PROOF_RATE:.0%} of further starts, as a proof should."
        )
        return
    yield "Medals that it suggests:"
    for name, size in sizes.items():
        best = _best_within(found.frontier, size)
        parameters = counted(size, "parameter")
        yield (
            f"  {name:8} {parameters:>14}, passes from {best.passed} of {best.starts} further "
            f"starts with {_key(level, best)}"
        )


def medal_sizes(frontier: Frontier) -> dict[str, int] | None:
    """Sizes for branch, blossom and bonsai; None where nothing proves the level.

    The bonsai is the smallest network that the judge passes and that passes from `PROOF_RATE` of
    further starts.
    """
    proof = frontier.sturdy(PROOF_RATE)
    if proof is None:
        return None
    bonsai = proof.parameters
    blossom = max(bonsai + 1, round(_BLOSSOM * bonsai))
    return {
        "branch": max(blossom + 1, round(_BRANCH * bonsai)),
        "blossom": blossom,
        "bonsai": bonsai,
    }


def result_data(level: Level, found: Found, *, medals: bool) -> dict[str, Any]:
    """All of it as plain data; the networks are solutions that the game reads."""
    frontier = found.frontier
    data: dict[str, Any] = {
        "level": level.id,
        "tried": frontier.tried,
        "exhausted": [
            {
                "parameters": own.parameters,
                "wirings": own.wirings,
                "passed": own.passed,
                "starts": own.starts,
            }
            for own in frontier.exhausted
        ],
        "best": [_best_data(level, own, found.settings) for own in frontier.best],
        "starts": found.progress.starts,
        "seconds": round(found.progress.seconds, 3),
    }
    return data | ({"medals": medal_sizes(frontier)} if medals else {})


def _best_data(level: Level, own: BestOfSize, settings: TrainingSettings) -> dict[str, Any]:
    name = counted(own.parameters, "parameter")
    solution = Solution(name, own.network, settings)
    return {
        "parameters": own.parameters,
        "key": _key(level, own),
        "passed": own.passed,
        "starts": own.starts,
        "interval": [round(end, 4) for end in own.interval],
        "score": own.score,
        "judged": own.judged,
        "solution": json.loads(write_solution(solution, level.id)),
    }


def _row_of(size: object, wirings: str, passed: str, rate: str, score: str) -> str:
    return f"{size:>4} {wirings:>9} {passed:>7}  {rate:>24} {score:>9}"


def _row(level: Level, size: int, tried: TriedSize | None, best: BestOfSize | None) -> str:
    wirings = f"{tried.wirings:,}" if tried else "–"
    passed = f"{tried.passed:,}" if tried else "–"
    if best is None:
        return _row_of(size, wirings, passed, "", "").rstrip()
    score = level.terms.metric.format(best.score)
    word = "passed" if best.judged else "failed"
    row = _row_of(size, wirings, passed, _rate(best), score)
    return f"{row}  {word}  {_key(level, best)}"


def _rate(best: BestOfSize) -> str:
    low, high = best.interval
    return f"{best.passed:>3} ({low * 100:.1f} to {high * 100:.1f} %)"


def _key(level: Level, best: BestOfSize) -> str:
    return Candidate.of(best.network, search_space(level.rules)).key


def _best_within(frontier: Frontier, size: int) -> BestOfSize:
    """The sturdiest network of at most that size."""
    within = [own for own in frontier.best if own.parameters <= size]
    return max(within, key=lambda own: (own.judged, own.rate, -own.parameters))


def _sentence(frontier: Frontier) -> str:
    smallest = frontier.smallest
    if smallest is None:
        return f"None of the {counted(frontier.tried, 'wiring')} that were tried passes."
    head = f"Smallest that the judge passes: {counted(smallest.parameters, 'parameter')}"
    smaller = frontier.smaller_wirings
    if not frontier.is_least:
        tried = counted(frontier.tried, "wiring")
        return f"{head}, of {tried} that were tried; something smaller may exist."
    if not smaller:
        return f"{head}; there is no smaller wiring."
    starts = min(own.starts for own in frontier.exhausted)
    number = (
        "The only smaller wiring was" if smaller == 1 else f"All {smaller:,} smaller wirings were"
    )
    return f"{head}. {number} tried from {counted(starts, 'start')} or more."
