"""``python -m benchmarks.performance``: docs/performance.md from build/bench.json."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from benchmarks import aims, search
from benchmarks.checked_start import SOLUTIONS, VERDICTS
from benchmarks.peers import missing, ratios

ROOT: Final = Path(__file__).parents[1]
SOURCE: Final = ROOT / "build" / "bench.json"
TARGET: Final = ROOT / "docs" / "performance.md"

NAMES: Final = {
    "numba": "ours, compiled by Numba",
    "numpy": "ours, NumPy",
    "numba-8": "ours, Numba, 8 replicas together",
    "numpy-8": "ours, NumPy, 8 replicas together",
    "textbook": "textbook loop in NumPy",
    "torch": "PyTorch eager",
    "jax": "JAX jit + scan",
    "sklearn": "scikit-learn's MLP",
}
INTRODUCTION: Final = """# Speed, measured

Made by `python -m benchmarks.performance` from what `python -m benchmarks` has measured; do not
edit by hand. To repeat it all: `make bench`, which runs both.

{machine}

All in one process and one thread, float64, in turns, so that a busy moment of the machine falls on
all alike; each figure is the median of many short rounds. The same networks, data, batches and
number of updates for all: tanh, cross-entropy from logits, a new order of the samples every epoch
(ours shuffle while they are timed; JAX gets its orders ready-made and runs all updates of a round
in one compiled scan). *× as long* is the geometric mean, over the networks that a row has, of its
time to that of our fastest kernel. *sparse 200* has 200 neurons in ten ranks with three links each;
*2-1-1 skip* links the inputs to the output too. scikit-learn has no such networks.
"""

COMPARED: Final = """## Today and before

*Before* is commit {commit} of {when}. {machine} Rows with a × are ratios of two things measured in
turns in one run and can be compared; the other rows are times, which another day or machine
changes."""

GROWN: Final = """Microseconds per update of 2-16-1 with SGD and batches of 10 of 200 samples; in
each table one quantity differs. Replicas: the update of all of them together."""

SEARCHED: Final = """Full starts a second of one core: 300 epochs of 200 samples in batches of 10
by SGD, scored on 200 others. {wirings} wirings, taken evenly from all with two inputs, {parameters}
parameters and up to two hidden neurons of {kinds}, from {seeds} seeds each. *Outside* is
the share of the time in which nothing was trained. Seconds are those that the processor spent."""


def page(found: Mapping[str, Any]) -> str:
    """The whole page in Markdown."""
    parts = [INTRODUCTION.format(machine=_machine(found["machine"]))]
    parts.append(_compared(found))
    for title, key in (("SGD", "update_us"), ("Adam", "adam_update_us")):
        table = found[key]
        parts.append(f"## Microseconds per update, {title}\n\n{_peers(table)}")
        parts.append(missing(table))
    parts.append("## How the cost grows\n\n" + _growth(found["growth_us"]))
    if "search" in found:
        parts.append("## The search\n\n" + _search(found["search"]))
    parts.append(_others(found))
    return "\n\n".join(part.strip() for part in parts if part) + "\n"


def _compared(found: Mapping[str, Any]) -> str:
    earlier = aims.before()
    text = COMPARED.format(
        commit=earlier["commit"], when=earlier["when"], machine=_machine(earlier["machine"])
    )
    rows = [
        [title, _number(before), _number(today), wanted or "–"]
        for title, before, today, wanted in aims.rows(found)
    ]
    return f"{text}\n\n{_table(['', 'before', 'today', 'aim'], rows)}"


def _machine(machine: Mapping[str, Any]) -> str:
    versions = [
        f"{name} {machine[name]}"
        for name in ("numpy", "numba", "torch", "jax", "scikit-learn")
        if name in machine
    ]
    load = ", ".join(f"{one:.2f}" for one in machine.get("load", ()))
    busy = f" Load average when it began (1, 5, 15 minutes): {load}." if load else ""
    return (
        f"Measured on {machine['processor']}, {machine['cores']} cores, {machine['system']}, "
        f"Python {machine['python']}, {', '.join(versions)}.{busy}"
    )


def _peers(table: Mapping[str, Mapping[str, float]]) -> str:
    first = "numba" if "numba" in table else "numpy"
    times = ratios(table, first)
    nets = list(table[first])
    rows = [
        [NAMES.get(who, who), *(_number(table[who].get(net)) for net in nets), f"{times[who]:.1f}"]
        for who in sorted(table, key=times.__getitem__)
    ]
    return _table(["", *nets, "× as long"], rows)


def _growth(grown: Mapping[str, Mapping[str, Mapping[str, float]]]) -> str:
    texts = [GROWN]
    for quantity, table in grown.items():
        columns = list(next(iter(table.values())))
        rows = [[who, *(_number(row[one]) for one in columns)] for who, row in table.items()]
        texts.append(_table([quantity, *columns], rows))
    return "\n\n".join(texts)


def _search(table: Mapping[str, Mapping[str, float]]) -> str:
    *others, last = search.SPACE.activations
    text = SEARCHED.format(
        wirings=search.WIRINGS,
        parameters=search.PARAMETERS,
        kinds=f"{', '.join(others)} or {last}",
        seeds=len(search.SEEDS),
    )
    rows = [
        [name, _number(row["starts_per_second"]), f"{row['outside_percent']:.0f} %"]
        for name, row in sorted(table.items(), key=lambda item: -item[1]["starts_per_second"])
    ]
    return f"{text}\n\n{_table(['wirings', 'starts a second', 'outside'], rows)}"


def _others(found: Mapping[str, Any]) -> str:
    maps, judged = found["maps_ms"], found["judge_ms"]
    verdicts = ", ".join(f"{spent:.0f} ms with {who}" for who, spent in judged.items())
    painted = f"{maps['median_ms']:.2f} ms (best {maps['best_ms']:.2f})"
    lines = [
        "## Maps, the judge, the window",
        "",
        f"* All decision maps of 2-8x6-1 on 100 × 100 cells: {painted}.",
        f"* A verdict (2-4-2-1, five starts, 500 epochs of 400 samples): {verdicts}.",
    ]
    if "checked_start" in found:
        checked = ", ".join(
            f"{row['ms']:.0f} ms {name} ({row['MB']:.0f} MB)"
            for name, row in found["checked_start"].items()
        )
        records = f"{SOLUTIONS:,} solutions and {VERDICTS:,} verdicts"
        lines.append(f"* The check of {records} at a start: {checked}.")
    if "frames" in found:
        lines.append(f"\nFrames while training at full speed, on {found['screen']}:\n")
        columns = list(dict.fromkeys(one for row in found["frames"].values() for one in row))
        rows = [
            [name, *(_number(row.get(one)) for one in columns)]
            for name, row in found["frames"].items()
        ]
        lines.append(_table(["", *columns], rows))
        started = ", ".join(f"{name} {_number(one)}" for name, one in found["start"].items())
        lines.append(f"\nStart to first window: {started}.")
    return "\n".join(lines)


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---", *("---:" for _ in head[1:])], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main() -> int:
    """Write the page."""
    if not SOURCE.exists():
        print("There is no build/bench.json yet: run make bench first.")
        return 1
    TARGET.write_text(page(json.loads(SOURCE.read_text(encoding="utf-8"))), encoding="utf-8")
    print("written to docs/performance.md")
    return 0


if __name__ == "__main__":
    sys.exit(main())
