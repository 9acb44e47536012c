"""The judge's verdict as the command line shows it."""

from __future__ import annotations

import sys
from contextlib import suppress

from engine.judging.judge import Verdict, judge
from engine.kernels.choice import KernelMaker
from engine.wording import counted
from levels import Level, Solution


def judged(level: Level, solution: Solution, kernel: KernelMaker) -> Verdict:
    """Judge a solution on a level; progress is shown on stderr when that is a terminal."""
    steps = judge(solution.network, level.dataset(), solution.training, level.terms, kernel)
    shown = sys.stderr.isatty()
    verdict = None
    for news in steps:
        if isinstance(news, Verdict):
            verdict = news
        elif shown:
            show_line(f"{news.epoch} of {counted(news.epochs, 'epoch')}")
    if shown:
        show_line("")
    if verdict is None:
        raise RuntimeError("The judge ended without a verdict.")
    return verdict


def show_line(text: str) -> None:
    """Show how far it is in place of what was shown before, on stderr."""
    with suppress(OSError):  # the terminal is gone
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


def medal_text(level: Level, verdict: Verdict) -> str:
    """The medal a verdict wins, with a star for beating the author; "none" when it failed."""
    if not verdict.passed:
        return "none"
    star = " ★" if level.medals.has_star(verdict.parameters) else ""
    return level.medals.medal_for(verdict.parameters).label + star


def as_data(level: Level, verdict: Verdict, kernel: KernelMaker) -> dict[str, object]:
    """The verdict and the kernel as plain data for JSON.

    Scores of diverged starts, infinite and NaN become null.
    """
    return {
        "level": level.id,
        "passed": verdict.passed,
        "medal": medal_text(level, verdict) if verdict.passed else None,
        "parameters": verdict.parameters,
        "metric": verdict.terms.metric.name,
        "threshold": verdict.terms.threshold,
        "needed": verdict.terms.needed,
        "kernel": kernel.name,
        "cause": verdict.cause.name if verdict.cause else None,
        "explanation": verdict.cause.text if verdict.cause else None,
        "starts": [
            {
                "seed": result.seed,
                "passed": result.passed,
                "train": result.train_score,
                "validation": result.validation_score,
                "test": result.test_score,
                "diverged_at": result.diverged_at,
                "cause": result.cause.name if result.cause else None,
            }
            for result in verdict.results
        ],
    }


def finite(value: float) -> float | None:
    """The number, or None when JSON has none for it."""
    return value if abs(value) < float("inf") else None
