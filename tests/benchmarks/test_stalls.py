"""The clock on the window: what is printed, and that a slow disk is one."""

from __future__ import annotations

import time
from contextlib import closing
from pathlib import Path

from app.storage.records import Records
from app.storage.records_file import RecordsFile
from benchmarks import stalls
from levels import Address


def test_the_table_has_the_longest_call_and_the_median() -> None:
    text = stalls.table({"free": {"edit": [1.0, 2.0, 9.0]}, "locked": {"close": [1500.0]}})
    rows = {line[:22].strip(): line[22:].split("  ") for line in text.splitlines()}
    cells = {name: [cell.strip() for cell in row if cell.strip()] for name, row in rows.items()}
    assert cells["edit"] == ["9 (2)", "none"]
    assert cells["close"] == ["none", "1500 (1500)"]


def test_a_slow_disk_slows_each_transaction_once(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(RecordsFile, "_transaction", RecordsFile._transaction)  # comes back
    monkeypatch.setattr(stalls, "SLOW_SECONDS", 0.2)
    with closing(Records(tmp_path / "records.db")) as records:
        stalls.slow_down()
        began = time.monotonic()
        with records.together():
            for _ in range(10):
                records.add_solution(Address("campaign", "xor"), "a", "{}", 1)
        took = time.monotonic() - began
    assert 0.2 <= took < 2.0
