"""The best of each size, measured with starts that had no part in finding them, and judged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from app.search.recipe import Recipe
from engine import Dataset
from engine.job import result_of
from engine.judging.judge import JudgeJob
from engine.kernels.choice import KernelMaker
from engine.network import Network
from engine.search.board import Board
from engine.search.frontier import BestOfSize
from engine.search.heuristic import ENOUGH
from engine.search.outcome import Outcome
from engine.search.trials import TrialsJob
from levels import Level, Solution
from levels.sturdiness import further_seeds

MOST_SIZES: Final = 16
"""Sizes that are measured, from the smallest of which one passed."""

TRIED: Final = 3
"""Candidates of a size that are judged until one passes."""


@dataclass(frozen=True, slots=True)
class _Judge:
    """Measures one network after the other."""

    level: Level
    recipe: Recipe
    dataset: Dataset
    kernel: KernelMaker

    def passes(self, network: Network) -> bool:
        terms = self.recipe.terms
        job = JudgeJob(network, self.dataset, self.recipe.settings, terms)
        return result_of(job.begin(self.kernel)).passed

    def measured(self, network: Network, *, judged: bool) -> BestOfSize:
        solution = Solution("par", network, self.recipe.settings)
        seeds = further_seeds(self.level, solution)
        job = TrialsJob([network], self.dataset, self.recipe.settings, self.recipe.terms, seeds)
        (scores,) = result_of(job.begin(self.kernel)).scores
        outcome = Outcome.of(scores.tolist(), self.recipe.terms)
        return BestOfSize(network, outcome.passed, outcome.starts, outcome.score, judged)


def measured(
    level: Level, recipe: Recipe, board: Board, kernel: KernelMaker
) -> tuple[BestOfSize, ...]:
    """The best network of each size, from the smallest up to one that is sturdy.

    The further starts are those of `levels.sturdiness`. Where the best of a size fails before the
    level's judge, the next ones are judged; the first that passes is taken.
    """
    judge = _Judge(level, recipe, recipe.dataset(), kernel)
    found: list[BestOfSize] = []
    for networks in _contenders(board):
        passing = next((own for own in networks if judge.passes(own)), None)
        best = judge.measured(passing or networks[0], judged=passing is not None)
        found.append(best)
        if best.judged and best.rate >= ENOUGH:
            break
    return tuple(found)


def _contenders(board: Board) -> Iterator[list[Network]]:
    """The best of each size of which one passed from some start."""
    entries = list(board.best())[:MOST_SIZES]
    for entry in entries:
        top = board.top(entry.candidate.parameters, TRIED)
        yield [own.candidate.network() for own in top if own.outcome.passed]
