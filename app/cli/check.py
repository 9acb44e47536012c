"""``neural-bonsai check``: every fault of level files, each with its line and column."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from app.cli.choice import library
from app.cli.judging import as_data, judged, medal_text
from app.cli.output import print_json
from app.storage.code_folder import CodeFolder
from engine.kernels.choice import fastest_kernel
from engine.wording import counted
from levels import Level, LevelError, LevelErrors, load_pack, read_level
from levels.errors import shown_path
from levels.packs import PACK_FILE


def check(options: argparse.Namespace) -> int:
    """Check each file and, when asked, prove that its level can be solved; 1 at any fault.

    Without files, all that the game would list is checked: the campaign and the player's folder.
    """
    files, folders = (options.files, ()) if options.files else library().files()
    rows = [_checked(path, prove=options.prove, quiet=options.as_json) for path in files]
    rows += [_faulty(Path(own.file), (own,), quiet=options.as_json) for own in folders]
    if options.as_json:
        print_json(rows)
    return 0 if all(row["fine"] for row in rows) else 1


def _checked(path: Path, *, prove: bool, quiet: bool) -> dict[str, object]:
    try:
        level = _read(path)
    except LevelErrors as faults:
        return _faulty(path, faults.errors, quiet=quiet)
    except OSError as error:
        fault = LevelError(str(path), 0, 0, "", f"{error.strerror or error}.")
        return _faulty(path, (fault,), quiet=quiet)
    if level is None:
        if not quiet:
            print(f"{shown_path(path)}: fine")
        return {"file": str(path), "fine": True, "faults": []}
    if prove:
        return _proved(path, level, quiet=quiet)
    if not quiet:
        unproven = "" if level.author_solution else " (unproven: it carries no solution)"
        print(f"{shown_path(path)}: fine{unproven}")
        if level.is_frontier_outdated:
            print(
                "  The level was changed since its frontier was searched, so the game leaves that "
                "out; “neural-bonsai par FILE --write” makes it anew."
            )
    return {"file": str(path), "level": level.id, "fine": True, "faults": []}


def _read(path: Path) -> Level | None:
    """The level of a file; None for the order of a pack, which is checked on its own."""
    if path.name != PACK_FILE:
        return read_level(path)
    _, faults = load_pack(path)
    # Faults within the levels are those of their own files; what is missing has only this one.
    own = [one for one in faults if one.file == str(path) or not Path(one.file).exists()]
    if own:
        raise LevelErrors(own)
    return None


def _faulty(path: Path, faults: tuple[LevelError, ...], *, quiet: bool) -> dict[str, object]:
    if not quiet:
        for fault in faults:
            print(fault)
    return {"file": str(path), "fine": False, "faults": [asdict(fault) for fault in faults]}


def _proved(path: Path, level: Level, *, quiet: bool) -> dict[str, object]:
    row: dict[str, object] = {"file": str(path), "level": level.id, "faults": []}
    if level.author_solution is None:
        if not quiet:
            print(f"{shown_path(path)}: unproven: it carries no solution to prove it with")
        return {**row, "fine": False, "proof": None}
    kernel = fastest_kernel(CodeFolder.find())
    verdict = judged(level, level.author_solution, kernel)
    if not quiet:
        passed = sum(result.passed for result in verdict.results)
        starts = f"{passed} of {counted(len(verdict.results), 'start')}"
        word = f"proved, {medal_text(level, verdict)}" if verdict.passed else "not proved"
        print(f"{shown_path(path)}: {word}: {counted(verdict.parameters, 'parameter')}, {starts}")
    return {**row, "fine": verdict.passed, "proof": as_data(level, verdict, kernel)}
