"""Sturdiness in the records: start by start, by level and solution; a damaged row is left out."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.storage.migrations import MIGRATIONS, migrate
from app.storage.records import Records
from app.storage.sturdiness import as_row, from_row, text_hash
from engine.judging.tally import Sturdiness, Tally

BOTH = Sturdiness(Tally((True, True, False), 3), Tally((False, True, True), 3))
STARTS_ONLY = Sturdiness(Tally((True, False), 2))


def test_what_was_kept_comes_back_after_a_restart(path: Path) -> None:
    with closing(Records(path)) as records:
        records.save_sturdiness("k1", "one", BOTH)
        records.save_sturdiness("k1", "two", STARTS_ONLY)
        records.save_sturdiness("k2", "one", STARTS_ONLY)
    with closing(Records(path)) as records:
        assert records.sturdiness("k1") == {text_hash("one"): BOTH, text_hash("two"): STARTS_ONLY}
        assert records.sturdiness("k2") == {text_hash("one"): STARTS_ONLY}
        assert records.sturdiness("k3") == {}


def test_measured_anew_it_takes_the_place_of_the_old(path: Path) -> None:
    with closing(Records(path)) as records:
        records.save_sturdiness("k1", "one", BOTH)
        records.save_sturdiness("k1", "one", STARTS_ONLY)
        assert records.sturdiness("k1") == {text_hash("one"): STARTS_ONLY}


def test_records_from_before_have_none(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        migrate(database, MIGRATIONS[:3])
    with closing(Records(path)) as records:
        assert records.sturdiness("k1") == {}


@pytest.mark.parametrize("columns", [("", None), ("12", None), ("101", ""), ("101", "x")])
def test_a_damaged_row_is_as_if_it_had_not_been_measured(columns) -> None:
    assert from_row(*columns) is None


def test_only_what_is_complete_is_kept() -> None:
    assert from_row(*as_row(BOTH)) == BOTH
    with pytest.raises(ValueError, match="all starts"):
        as_row(Sturdiness(Tally((True,), 2)))
