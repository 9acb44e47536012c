"""Verdicts: the best one, and those that could not be written at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from app.storage.records import Records, StoredVerdict
from app.storage.verdicts import Verdicts
from levels import Address

XOR = Address("campaign", "xor")
VERDICT = StoredVerdict(XOR, "k1", "{}", 13, True, ((1, 0.98), (2, None)), 1.5)


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    with closing(Records(tmp_path / "records.db")) as opened:
        opened._database.execute("PRAGMA busy_timeout = 10")
        yield opened


@pytest.fixture
def verdicts(records: Records, qtbot) -> Iterator[Verdicts]:
    verdicts = Verdicts(records)
    yield verdicts
    verdicts.stop()


def test_the_best_is_the_smallest_that_passed_on_the_level_as_it_is(verdicts: Verdicts) -> None:
    for verdict in (
        VERDICT,
        replace(VERDICT, parameters=9, judged=1.0),
        replace(VERDICT, parameters=9, judged=2.0),
        replace(VERDICT, parameters=5, passed=False),
        replace(VERDICT, parameters=1, level_key="another level by now"),
        replace(VERDICT, parameters=1, address=Address("file:/home/ada/xor.json", "xor")),
    ):
        verdicts.add(verdict)
    assert verdicts.best(XOR, "k1") == replace(VERDICT, parameters=9, judged=1.0)
    assert verdicts.best(XOR, "k2") is None
    assert len(verdicts.on(XOR, "k1")) == 4


def test_a_verdict_that_cannot_be_written_counts_and_is_written_later(
    verdicts: Verdicts, records: Records, tmp_path: Path
) -> None:
    told: list[str] = []
    verdicts.failed.connect(told.append)
    with closing(sqlite3.connect(tmp_path / "records.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        verdicts.add(VERDICT)
        verdicts.add(replace(VERDICT, parameters=9))
        assert "tried again" in told[0]
        assert not verdicts.is_saved
        assert records.verdicts(XOR, "k1") == []
        assert verdicts.best(XOR, "k1").parameters == 9
        other.execute("ROLLBACK")
    assert verdicts._timer.isActive()
    verdicts.flush()
    assert verdicts.is_saved
    assert records.verdicts(XOR, "k1") == [VERDICT, replace(VERDICT, parameters=9)]
    assert not verdicts._timer.isActive()
