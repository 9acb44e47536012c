"""Verdicts: the best one, and those that could not be written at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.saving.outbox import Outbox
from app.saving.verdicts import Verdicts
from app.storage.records import Records
from levels import Address
from tests.app.hindered import hindered
from tests.app.saving.examples import VERDICT, WAIT, XOR


@pytest.fixture
def verdicts(records: Records, outbox: Outbox) -> Verdicts:
    return Verdicts(records, outbox)


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


@pytest.mark.parametrize("asked_first", [False, True])
def test_a_verdict_that_cannot_be_written_counts_and_is_written_later(
    verdicts: Verdicts,
    outbox: Outbox,
    said: list[str],
    records: Records,
    path: Path,
    asked_first: bool,
) -> None:
    if asked_first:
        assert verdicts.best(XOR, "k1") is None
    smaller = replace(VERDICT, parameters=9)
    with hindered(path):
        verdicts.add(VERDICT)
        verdicts.add(smaller)
        verdicts.add(replace(VERDICT, parameters=5, passed=False))
        assert not outbox.flush(WAIT)
        assert "The verdict counts; saving is tried again." in said[0]
        assert records.verdicts(XOR, "k1") == []
        assert verdicts.best(XOR, "k1") == smaller
        assert verdicts.on(XOR, "k1")[:2] == [VERDICT, smaller]
    assert outbox.flush(WAIT)
    assert len(said) == 1
    assert records.verdicts(XOR, "k1")[:2] == [VERDICT, smaller]
    assert verdicts.on(XOR, "k1") == records.verdicts(XOR, "k1")
    assert verdicts.best(XOR, "k1") == smaller == Verdicts(records, outbox).best(XOR, "k1")


def test_rows_that_moved_to_another_address_are_read_anew(
    verdicts: Verdicts, outbox: Outbox, records: Records
) -> None:
    old, new = Address("file:/a/xor.json", "xor"), Address("file:/b/xor.json", "xor")
    records.meet(old, "k1", lambda _origin: True)
    verdicts.add(replace(VERDICT, address=old))
    assert outbox.flush(WAIT)
    assert verdicts.best(new, "k1") is None
    assert records.meet(new, "k1", lambda _origin: True)
    verdicts.forget()
    assert verdicts.best(new, "k1") == replace(VERDICT, address=new)
    assert verdicts.best(old, "k1") is None


def test_the_best_is_asked_of_the_records_once(verdicts: Verdicts, records: Records) -> None:
    statements: list[str] = []
    records._database.set_trace_callback(statements.append)
    for _ in range(50):
        verdicts.best(XOR, "k1")
    assert len(statements) == 1
