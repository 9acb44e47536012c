"""How sturdy a solution is, as the command line shows it."""

from __future__ import annotations

import sys

from app.cli.judging import show_line
from engine.job import result_of
from engine.judging.tally import Sturdiness, Tally
from engine.kernels.choice import KernelMaker
from engine.wording import counted
from levels import Level, Solution
from levels.sturdiness import sturdiness_job


def sturdiness_of(level: Level, solution: Solution, kernel: KernelMaker) -> Sturdiness:
    """Train from all further starts; progress is shown on stderr when that is a terminal."""
    steps = sturdiness_job(level, solution, level.dataset()).begin(kernel)
    if not sys.stderr.isatty():
        return result_of(steps)
    found = result_of(steps, _show)
    show_line("")
    return found


def _show(found: Sturdiness) -> None:
    done = found.starts.done + (found.draws.done if found.draws else 0)
    show_line(counted(done, "further start"))


def sturdiness_lines(found: Sturdiness) -> list[str]:
    """One line for the starts, one for the other draws."""
    lines = [f"sturdiness: passes from {_line(found.starts)}"]
    if found.draws is not None:
        lines.append(f"on other draws of the data: from {_line(found.draws)}")
    return lines


def sturdiness_data(found: Sturdiness) -> dict[str, object]:
    """Both counts as plain data for JSON; ``draws`` is null where nothing is drawn."""
    return {
        "starts": _tally_data(found.starts),
        "draws": None if found.draws is None else _tally_data(found.draws),
    }


def _line(tally: Tally) -> str:
    low, high = tally.interval
    starts = counted(tally.total, "start")
    return f"{tally.passed} of {starts} (95 % interval {low:.1%} to {high:.1%})"


def _tally_data(tally: Tally) -> dict[str, object]:
    low, high = tally.interval
    return {
        "passed": tally.passed,
        "total": tally.total,
        "interval": [round(low, 4), round(high, 4)],
    }
