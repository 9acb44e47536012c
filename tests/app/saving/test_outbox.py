"""The outbox: in order, newest state only, tried again, and never waited for."""

from __future__ import annotations

import shutil
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from app.saving.closing import Secured, secure
from app.saving.outbox import RETRY_MS, Outbox
from app.storage.records import Records
from levels import Address, read_solution
from tests.app.hindered import HINDRANCES, hindered
from tests.app.saving.examples import VERDICT, WAIT, XOR, add, named


def names(records: Records) -> list[str]:
    return [read_solution(own.text).name for own in records.solutions(XOR)]


def test_of_several_states_the_newest_is_written(
    outbox: Outbox, records: Records, said: list[str]
) -> None:
    first, second = add(records, "a"), add(records, "b")
    for number in range(50):
        outbox.put_solution(first, XOR, named(f"first {number}"))
        outbox.put_solution(second, XOR, named(f"second {number}"))
    assert len(outbox.pending) == 2
    assert outbox.flush(WAIT)
    assert names(records) == ["first 49", "second 49"]
    assert (outbox.pending, said) == ((), [])


def test_states_that_come_while_one_is_written_are_written_too(
    outbox: Outbox, records: Records, qtbot
) -> None:
    row = add(records, "Mine")
    for number in range(30):
        outbox.put_solution(row, XOR, named(f"state {number}"))
        outbox.put_verdict(replace(VERDICT, judged=float(number)))  # begins a pass at once
        qtbot.wait(number % 5)
    qtbot.waitUntil(lambda: outbox.is_saved)
    assert names(records) == ["state 29"]
    assert [own.judged for own in records.verdicts(XOR, "k1")] == [float(n) for n in range(30)]


@pytest.mark.parametrize("how", HINDRANCES)
def test_what_fails_is_said_once_and_tried_until_it_works(
    outbox: Outbox, records: Records, said: list[str], path: Path, how: str, qtbot
) -> None:
    row = add(records, "Mine")
    with hindered(path, how):
        outbox.put_solution(row, XOR, named("edited"))
        outbox.put_verdict(VERDICT)
        qtbot.waitUntil(lambda: len(said) == 1)
        qtbot.wait(2 * RETRY_MS)
        outbox.put_solution(row, XOR, named("edited again"))
        assert not outbox.flush(WAIT)
        assert outbox.edited(row).solution == named("edited again")
        assert len(said) == 1
        assert "What you built is still here; saving is tried again." in said[0]
    qtbot.waitUntil(lambda: outbox.is_saved)
    assert names(records) == ["edited again"]
    assert records.verdicts(XOR, "k1") == [VERDICT]
    assert outbox.edited(row) is None
    with hindered(path, how):
        outbox.put_verdict(replace(VERDICT, judged=2.0))
        qtbot.waitUntil(lambda: len(said) == 2)  # another failure is said again
    assert outbox.flush(WAIT)


def test_nothing_is_written_on_the_thread_of_the_window(
    outbox: Outbox, records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[str] = []
    save = Records.save_solution

    def noted(self: Records, *arguments: object) -> None:
        threads.append(threading.current_thread().name)
        save(self, *arguments)

    monkeypatch.setattr(Records, "save_solution", noted)
    outbox.put_solution(add(records, "Mine"), XOR, named("edited"))
    assert outbox.flush(WAIT)
    assert threads
    assert threading.main_thread().name not in threads


def test_what_cannot_be_read_again_is_never_written_and_keeps_nothing_back(
    outbox: Outbox, records: Records, said: list[str], expected_log
) -> None:
    expected_log("not written")
    row, other = add(records, "Mine"), add(records, "other")
    outbox.put_solution(row, XOR, replace(named("bad"), layout={"y": (1e9, 0.0)}))
    outbox.put_solution(other, XOR, named("other, edited"))
    assert not outbox.flush(WAIT)
    assert "cannot be written" in said[0]
    assert "undo the last change" in said[0]
    assert names(records) == ["Mine", "other, edited"]
    outbox.put_solution(row, XOR, named("good"))
    assert outbox.flush(WAIT)
    assert names(records) == ["good", "other, edited"]
    assert len(said) == 1


def test_a_row_that_is_gone_keeps_nothing_back(
    outbox: Outbox, records: Records, said: list[str], expected_log
) -> None:
    expected_log("not written")
    outbox.put_solution(99, XOR, named("Mine"))
    outbox.put_verdict(VERDICT)
    assert not outbox.flush(WAIT)
    assert records.verdicts(XOR, "k1") == [VERDICT]
    assert "There is no solution 99" in said[0]
    assert [own.id for own in outbox.pending] == [99]


def test_a_fault_in_one_item_keeps_nothing_back(
    outbox: Outbox, records: Records, said: list[str], expected_log
) -> None:
    expected_log("not written")
    outbox.put_verdict(replace(VERDICT, text="lone \ud800"))
    outbox.put_verdict(VERDICT)
    assert not outbox.flush(WAIT)
    assert records.verdicts(XOR, "k1") == [VERDICT]
    assert len(said) == 1


def test_a_pass_that_ends_in_an_unforeseen_fault_is_repeated(
    outbox: Outbox, records: Records, said: list[str], monkeypatch, expected_log
) -> None:
    expected_log("saving failed")

    def failing(_: Records) -> Records:
        raise ValueError("a fault of ours")

    with monkeypatch.context() as broken:
        broken.setattr(Records, "further_connection", failing)
        outbox.put_verdict(VERDICT)
        assert not outbox.flush(WAIT)
        assert not outbox.flush(WAIT)
    assert said == ["Saving failed: a fault of ours. The verdict counts; saving is tried again."]
    assert outbox.flush(WAIT)
    assert records.verdicts(XOR, "k1") == [VERDICT]


def test_an_address_that_was_never_met_is_no_hindrance(outbox: Outbox, records: Records) -> None:
    elsewhere = replace(VERDICT, address=Address("file:/nowhere.json", "xor"))
    outbox.put_verdict(elsewhere)
    assert outbox.verdicts() == [elsewhere]
    assert outbox.flush(WAIT)
    assert records.verdicts(elsewhere.address, "k1") == [elsewhere]
    assert outbox.verdicts() == []


@pytest.mark.parametrize("saved_before", [True, False])
def test_records_that_are_removed_meanwhile_are_written_anew_and_it_is_said(
    tmp_path: Path, qtbot, saved_before: bool
) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    said: list[str] = []
    with closing(Records(folder / "records.db")) as records:
        row, other = add(records, "Mine"), add(records, "Other")
        outbox = Outbox(records)
        outbox.failed.connect(said.append)
        if saved_before:
            outbox.put_solution(row, XOR, named("saved"))
            assert outbox.flush(WAIT)
        shutil.rmtree(folder)
        outbox.put_solution(row, XOR, named("edited"))
        qtbot.waitUntil(lambda: outbox.is_saved)
        qtbot.waitUntil(lambda: bool(said))
        assert names(records) == ["edited", "Other"]
        shutil.rmtree(folder)
        assert secure(outbox, records, WAIT, accept_loss=False) == Secured()
        qtbot.waitUntil(lambda: len(said) == 2)
        assert all("was removed while the game was running" in own for own in said)
        assert outbox.stop()
    with closing(Records(folder / "records.db")) as again:
        assert names(again) == ["edited", "Other"]
        assert [own.id for own in again.solutions(XOR)] == [row, other]


def test_records_that_cannot_be_put_back_keep_the_work_and_ask(tmp_path: Path, qtbot) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    said: list[str] = []
    with closing(Records(folder / "records.db")) as records:
        row = add(records, "Mine")
        outbox = Outbox(records)
        outbox.failed.connect(said.append)
        shutil.rmtree(folder)
        folder.write_text("in the way")
        outbox.put_solution(row, XOR, named("edited"))
        qtbot.waitUntil(lambda: len(said) == 1)
        assert "What you built is still here; saving is tried again." in said[0]
        assert secure(outbox, records, WAIT, accept_loss=False).lost == ("“edited”",)
        folder.unlink()
        qtbot.waitUntil(lambda: outbox.is_saved)
        shutil.rmtree(folder)
        folder.write_text("in the way")  # nothing waits, and yet all would be lost
        assert secure(outbox, records, WAIT, accept_loss=False).lost == ("your records",)
        folder.unlink()
        assert secure(outbox, records, WAIT, accept_loss=False) == Secured()
        assert outbox.stop()
        assert names(records) == ["edited"]
