"""``python -m benchmarks``: measure everything, print tables, write build/bench.json."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from benchmarks import frames, start, updates
from benchmarks.virtual_screen import NoVirtualScreenError, VirtualScreen

TARGET: Final = Path(__file__).parents[1] / "build" / "bench.json"
Table = Mapping[str, Mapping[str, float]]


def main() -> int:
    """Measure, print, write."""
    print("Time per update (microseconds; for stacked replicas: of all of them together)")
    setting, update_us = machine(), updates.measure()
    found: dict[str, object] = {"machine": setting, "update_us": update_us}
    print_table(update_us)
    if "torch" not in setting:
        print("PyTorch is not installed, so its row is missing (make bench installs it).")
    try:
        with VirtualScreen() as screen:
            found |= measure_windows(screen.environment, "a virtual X screen (Xvfb)")
    except NoVirtualScreenError as missing:
        print(missing)
        environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
        found |= measure_windows(environment, "Qt's offscreen platform")
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    print("\nwritten to build/bench.json")
    return 0


def measure_windows(environment: dict[str, str], where: str) -> dict[str, object]:
    """Frames and start, with the name of the screen they were measured on."""
    print(f"\nFrames while training at full speed, on {where}")
    found_frames = frames.measure(environment)
    print_table(found_frames)
    print(f"\nStart to first window, on {where} (median of {start.RUNS})")
    found_start = start.measure(environment)
    print_table({"": found_start})
    return {"screen": where, "frames": found_frames, "start": found_start}


def machine() -> dict[str, str | int]:
    """What the figures were measured on."""
    found: dict[str, str | int] = {
        "python": platform.python_version(),
        "system": platform.platform(terse=True),
        "processor": platform.machine(),
        "cores": len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1,
    }
    for package in ("numpy", "PySide6-Essentials", "torch"):
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


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
