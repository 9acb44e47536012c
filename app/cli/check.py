"""``neural-bonsai check``: every fault of level files, each with its line and column."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from app.cli.judging import as_data, judged, medal_text
from engine.kernels.choice import fastest_kernel
from engine.wording import counted
from levels import Level, LevelError, LevelErrors, read_level


def check(options: argparse.Namespace) -> int:
    """Check each file and, when asked, prove that its level can be solved; 1 at any fault."""
    rows = [_checked(path, prove=options.prove, quiet=options.as_json) for path in options.files]
    if options.as_json:
        print(json.dumps(rows, indent=1, ensure_ascii=False))
    return 0 if all(row["fine"] for row in rows) else 1


def _checked(path: Path, *, prove: bool, quiet: bool) -> dict[str, object]:
    try:
        level = read_level(path)
    except LevelErrors as faults:
        return _faulty(path, faults.errors, quiet=quiet)
    except OSError as error:
        fault = LevelError(str(path), 0, 0, "", f"{error.strerror or error}.")
        return _faulty(path, (fault,), quiet=quiet)
    if prove:
        return _proved(path, level, quiet=quiet)
    if not quiet:
        unproven = "" if level.author_solution else " (unproven: it carries no solution)"
        print(f"{path}: fine{unproven}")
    return {"file": str(path), "level": level.id, "fine": True, "faults": []}


def _faulty(path: Path, faults: tuple[LevelError, ...], *, quiet: bool) -> dict[str, object]:
    if not quiet:
        for fault in faults:
            print(fault)
    return {"file": str(path), "fine": False, "faults": [asdict(fault) for fault in faults]}


def _proved(path: Path, level: Level, *, quiet: bool) -> dict[str, object]:
    row: dict[str, object] = {"file": str(path), "level": level.id, "faults": []}
    if level.author_solution is None:
        if not quiet:
            print(f"{path}: unproven: it carries no solution to prove it with")
        return {**row, "fine": False, "proof": None}
    kernel = fastest_kernel()
    verdict = judged(level, level.author_solution, kernel)
    if not quiet:
        passed = sum(result.passed for result in verdict.results)
        starts = f"{passed} of {counted(len(verdict.results), 'start')}"
        word = f"proved, {medal_text(level, verdict)}" if verdict.passed else "not proved"
        print(f"{path}: {word}: {counted(verdict.parameters, 'parameter')}, {starts}")
    return {**row, "fine": verdict.passed, "proof": as_data(level, verdict, kernel)}
