"""The records whose check is timed: as many rows as it says, and nothing to be repaired."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.storage.records import Records
from benchmarks import checked_start


@pytest.mark.parametrize("run_bytes", [0, 300])
def test_the_records_have_the_rows_that_are_told(tmp_path: Path, run_bytes: int) -> None:
    path = tmp_path / "records.db"
    checked_start.write_records(path, 30, 50, run_bytes)
    with closing(Records(path)) as records:
        assert records.notice is None
    with closing(sqlite3.connect(path)) as database:
        counts = [
            database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("solutions", "verdicts", "runs")
        ]
    assert counts == [30, 50, 30 if run_bytes else 0]
    assert checked_start.open_and_close(path) > 0


def test_times_and_sizes_are_told_without_runs_and_with_them(monkeypatch) -> None:
    monkeypatch.setattr(checked_start, "SOLUTIONS", 20)
    monkeypatch.setattr(checked_start, "VERDICTS", 20)
    found = checked_start.measure(rounds=1)
    assert list(found) == ["without runs", "with runs"]
    assert all(row["ms"] > 0 for row in found.values())
    assert found["with runs"]["MB"] > found["without runs"]["MB"] + 0.4
