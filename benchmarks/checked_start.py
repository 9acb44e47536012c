"""``python -m benchmarks.checked_start``: how long the check of the records holds up a start.

Every start checks the whole file and every row by its checksum. Records of `SOLUTIONS` solutions
and `VERDICTS` verdicts are opened and closed, without the last run of each solution and with it.
"""

from __future__ import annotations

import tempfile
import time
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import Final

from app.storage.records import Records, StoredVerdict
from levels import Level, campaign, write_solution

SOLUTIONS: Final = 1_000
VERDICTS: Final = 5_000
RUN_BYTES: Final = 20_000
"""The curves of one replica over 500 epochs: five numbers of eight bytes each."""
ROUNDS: Final = 7


def measure(rounds: int = ROUNDS) -> dict[str, dict[str, float]]:
    """Median milliseconds of opening and closing the records, and their size in MB."""
    found = {}
    for name, run_bytes in (("without runs", 0), ("with runs", RUN_BYTES)):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "records.db"
            write_records(path, SOLUTIONS, VERDICTS, run_bytes)
            open_and_close(path)  # makes the backup
            times = [open_and_close(path) for _ in range(rounds)]
            found[name] = {"ms": median(times), "MB": path.stat().st_size / 1e6}
    return found


def open_and_close(path: Path) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    Records(path).close()
    return (time.perf_counter() - began) * 1000


def write_records(path: Path, solutions: int, verdicts: int, run_bytes: int) -> None:
    """Records with that many rows, over all levels of the campaign in turn.

    Args:
        path: a file that is not there yet.
        solutions: how many.
        verdicts: how many.
        run_bytes: the size of the run of each solution; 0 for no runs.
    """
    levels = [(level, _text(level)) for level in campaign().levels]
    with closing(Records(path)) as records, records.together():
        for number in range(solutions):
            level, text = levels[number % len(levels)]
            solution = records.add_solution(level.address, f"Solution {number}", text, 9)
            if run_bytes:
                records.save_run(solution.id, bytes(run_bytes))
        for number in range(verdicts):
            level, text = levels[number % len(levels)]
            scores = tuple((seed, 0.9) for seed in range(5))
            verdict = StoredVerdict(
                level.address, level.key, text, 9, passed=True, scores=scores, judged=float(number)
            )
            records.add_verdict(verdict)


def _text(level: Level) -> str:
    if level.author_solution is None:
        raise ValueError(f"{level.id} has no solution of its author")
    return write_solution(level.author_solution, level.id)


if __name__ == "__main__":
    for title, row in measure().items():
        print(f"{title}: {row['ms']:.0f} ms, {row['MB']:.1f} MB")
