"""``python -m benchmarks``: measure everything, print tables, write build/bench.json.

With ``engine`` as an argument the windows are left out. `benchmarks.performance` turns the file
into docs/performance.md.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from app.training.turbo import WARM_UP
from benchmarks import aims, checked_start, frames, growth, maps, peers, search, start
from benchmarks.virtual_screen import NoVirtualScreenError, VirtualScreen

TARGET: Final = Path(__file__).parents[1] / "build" / "bench.json"
PACKAGES: Final = ("numpy", "numba", "PySide6-Essentials", "torch", "jax", "scikit-learn")
ADAM_ROUNDS: Final = 15
Table = Mapping[str, Mapping[str, float]]


def main() -> int:
    """Measure, print, write."""
    found: dict[str, object] = {"machine": machine()} | measure_engine()
    found["checked_start"] = measure_records()
    if "engine" not in sys.argv[1:]:
        try:
            with VirtualScreen() as screen:
                found |= measure_windows(screen.environment, "a virtual X screen (Xvfb)")
        except NoVirtualScreenError as missing:
            print(missing)
            environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
            found |= measure_windows(environment, "Qt's offscreen platform")
    print(f"\nNothing slow: today, and before ({aims.before()['when']})")
    aims.print_aims(found)
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    print("\nwritten to build/bench.json")
    return 0


def measure_engine() -> dict[str, object]:
    """Updates beside peers, their growth, decision maps and the judge."""
    warm_up()
    print("Time per update (microseconds; for eight replicas: of all of them together)")
    update_us, adam_us = peers.measure(), peers.measure("adam", ADAM_ROUNDS)
    peers.print_peers(update_us, "SGD")
    print()
    peers.print_peers(adam_us, "Adam")
    grown = growth.measure()
    for quantity, table in grown.items():
        print(f"\nMicroseconds per update by {quantity}")
        print_table(table)
    found = {"maps_ms": maps.measure(), "judge_ms": growth.judge_ms()}
    print("\nMilliseconds of all decision maps of 2-8x6-1 on 100 × 100 cells")
    print_table({"": found["maps_ms"]})
    print("\nMilliseconds of a verdict of five starts")
    print_table({"": found["judge_ms"]})
    searched = search.measure()
    print("\nFull starts a second of one core in a search")
    print_table(searched)
    return {
        "update_us": update_us,
        "ratios": peers.ratios(update_us, "numba" if "numba" in update_us else "numpy"),
        "adam_update_us": adam_us,
        "growth_us": grown,
        "search": searched,
        **found,
    }


def measure_records() -> dict[str, dict[str, float]]:
    """The check of the records at every start."""
    found = checked_start.measure()
    rows = f"{checked_start.SOLUTIONS:,} solutions and {checked_start.VERDICTS:,} verdicts"
    print(f"\nThe check of {rows} at every start")
    print_table(found)
    return found


def warm_up() -> None:
    """Fill Numba's cache where Numba is installed, as the game does beside its window."""
    subprocess.run(WARM_UP, capture_output=True, check=False)


def measure_windows(environment: dict[str, str], where: str) -> dict[str, object]:
    """Frames and start, with the name of the screen they were measured on."""
    print(f"\nFrames while training at full speed, on {where}")
    found_frames = frames.measure(environment)
    print_table(found_frames)
    print(f"\nStart to first window, on {where} (median of {start.RUNS})")
    found_start = start.measure(environment)
    print_table({"": found_start})
    return {"screen": where, "frames": found_frames, "start": found_start}


def machine() -> dict[str, str | int | list[float]]:
    """What the figures were measured on, and how busy it was just before."""
    found: dict[str, str | int | list[float]] = {
        "python": platform.python_version(),
        "system": platform.platform(terse=True),
        "processor": processor(),
        "cores": len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1,
    }
    if hasattr(os, "getloadavg"):
        found["load"] = [round(one, 2) for one in os.getloadavg()]
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def processor() -> str:
    """The processor's name where the system tells it, else its kind."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{names[0]} ({platform.machine()})" if names else platform.machine()


def print_table(table: Table) -> None:
    """One line a row; the columns are all that any row has."""
    columns = list(dict.fromkeys(name for row in table.values() for name in row))
    first = max(len(name) for name in table)
    print(" " * first, *columns, sep="  ")
    for name, row in table.items():
        cells = [f"{row[one]:.4g}" if one in row else "-" for one in columns]
        padded = [cell.rjust(len(one)) for cell, one in zip(cells, columns, strict=True)]
        print(name.ljust(first), *padded, sep="  ")


if __name__ == "__main__":
    sys.exit(main())
