"""While the records cannot be written, a file beside them holds what a kill would cost."""

from __future__ import annotations

import shutil
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from app.saving import aside, writer
from app.saving.closing import secure
from app.saving.outbox import Outbox
from app.saving.recovery import take_in
from app.saving.unsaved import Unsaved, read_unsaved
from app.saving.writer import ASIDE_SECONDS
from app.storage.records import Records
from tests.app.hindered import hindered
from tests.app.saving.examples import VERDICT, WAIT, XOR, add, named

PATIENCE_MS = 20_000
SOON_SECONDS = 0.3


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure is called long after a moment."""
    monkeypatch.setattr(writer, "ASIDE_SECONDS", SOON_SECONDS)


@pytest.fixture
def row(records: Records) -> int:
    return add(records, "Old")


def files(path: Path) -> list[str]:
    return sorted(own.name for own in path.parent.glob("*unsaved*"))


def held(path: Path, name: str = "unsaved-1.json") -> list[str]:
    """Names of the solutions in the file."""
    if name not in files(path):
        return []
    return [own.name for own in read_unsaved(path.with_name(name)).solutions]


def test_a_long_failure_is_written_aside_and_the_file_follows_the_edits(
    outbox: Outbox, records: Records, path: Path, row: int, qtbot, monkeypatch
) -> None:
    monkeypatch.setattr(writer, "ASIDE_SECONDS", ASIDE_SECONDS)
    assert ASIDE_SECONDS == 2.0
    with hindered(path):
        outbox.put_solution(row, XOR, named("Edited"))
        assert not outbox.flush(WAIT)
        assert files(path) == []  # a short lock costs no file
        qtbot.waitUntil(lambda: held(path) == ["Edited"], timeout=PATIENCE_MS)
        outbox.put_solution(row, XOR, named("Edited again"))
        outbox.put_verdict(VERDICT)
        qtbot.waitUntil(lambda: held(path) == ["Edited again"], timeout=PATIENCE_MS)
        assert len(read_unsaved(path.with_name("unsaved-1.json")).verdicts) == 1
    qtbot.waitUntil(lambda: outbox.is_saved, timeout=PATIENCE_MS)
    assert files(path) == []
    assert [own.name for own in records.solutions(XOR)] == ["Edited again"]


def test_what_has_not_changed_is_not_written_again(
    outbox: Outbox, path: Path, row: int, qtbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[threading.Thread] = []
    write = aside.write_unsaved

    def counted(path: Path, unsaved: Unsaved) -> None:
        threads.append(threading.current_thread())
        write(path, unsaved)

    monkeypatch.setattr(aside, "write_unsaved", counted)
    with hindered(path):
        outbox.put_solution(row, XOR, named("Edited"))
        qtbot.waitUntil(lambda: bool(threads), timeout=PATIENCE_MS)
        for _ in range(3):
            assert not outbox.flush(WAIT)
    assert len(threads) == 1
    assert threads[0] is not threading.main_thread()


@pytest.mark.parametrize("newer", [False, True])
def test_a_kill_while_the_records_get_it_brings_no_second_solution(
    outbox: Outbox, path: Path, row: int, tmp_path_factory, qtbot, monkeypatch, newer: bool
) -> None:
    """What lies on the disk between the transaction and the removal of the file."""
    copies: list[Path] = []
    with_file: list[bool] = []
    drop = aside.Aside.drop

    def copied(self: aside.Aside) -> None:
        copies.append(tmp_path_factory.mktemp("killed") / "data")
        with_file.append(bool(files(path)))
        shutil.copytree(path.parent, copies[-1])
        drop(self)

    monkeypatch.setattr(aside.Aside, "drop", copied)
    with hindered(path):
        outbox.put_solution(row, XOR, named("Edited"))
        qtbot.waitUntil(lambda: held(path) == ["Edited"], timeout=PATIENCE_MS)
        if newer:
            outbox.put_solution(row, XOR, named("Newer"))
    assert outbox.flush(WAIT)
    assert with_file[0]
    for copy in copies:
        with closing(Records(copy / path.name)) as records:
            assert list(take_in(records, copy)) == []
            (found,) = records.solutions(XOR)
            assert found.name in ("Edited", "Newer")
    assert found.name == ("Newer" if newer else "Edited")


def test_a_close_replaces_the_file_and_a_late_save_removes_it(
    outbox: Outbox, records: Records, path: Path, row: int, qtbot
) -> None:
    with hindered(path):
        outbox.put_solution(row, XOR, named("Edited"))
        qtbot.waitUntil(lambda: held(path) == ["Edited"], timeout=PATIENCE_MS)
        outbox.put_solution(row, XOR, named("Last"))
        secured = secure(outbox, records, WAIT, accept_loss=False)
        assert secured.file == path.with_name("unsaved-1.json")
        assert (files(path), held(path)) == (["unsaved-1.json"], ["Last"])
    assert outbox.flush(WAIT)
    assert files(path) == ["unsaved-1.json"]  # whoever closes the game removes it
    outbox.aside.remove()
    assert files(path) == []


def test_a_file_that_waits_from_an_earlier_start_stays(
    outbox: Outbox, path: Path, row: int, qtbot
) -> None:
    path.with_name("unsaved-3.json").write_text(Unsaved().model_dump_json())
    with hindered(path):
        outbox.put_solution(row, XOR, named("Edited"))
        qtbot.waitUntil(lambda: held(path, "unsaved-4.json") == ["Edited"], timeout=PATIENCE_MS)
    assert outbox.flush(WAIT)
    assert files(path) == ["unsaved-3.json"]


def test_a_disk_without_room_for_the_file_either_is_tried_again(
    outbox: Outbox, records: Records, path: Path, row: int, qtbot
) -> None:
    with hindered(path, "full"):
        outbox.put_solution(row, XOR, named("Edited"))
        qtbot.wait(round(1000 * SOON_SECONDS))
        assert not outbox.flush(WAIT)
        assert not outbox.flush(WAIT)
        assert files(path) == []
    assert outbox.flush(WAIT)
    assert [own.name for own in records.solutions(XOR)] == ["Edited"]


def test_one_item_that_no_file_can_hold_keeps_nothing_back(
    outbox: Outbox, records: Records, path: Path, row: int, qtbot, expected_log
) -> None:
    expected_log("not written")
    lone = replace(VERDICT, text="lone \ud800")
    with hindered(path):
        outbox.put_verdict(lone)
        outbox.put_solution(row, XOR, named("Edited"))
        qtbot.waitUntil(lambda: held(path) == ["Edited"], timeout=PATIENCE_MS)
        assert not outbox.flush(WAIT)
        secured = secure(outbox, records, 0.1, accept_loss=False)
        assert (secured.file, secured.lost) == (None, ("a verdict",))
    qtbot.waitUntil(lambda: len(outbox.pending) == 1, timeout=PATIENCE_MS)
    assert outbox.verdicts() == [lone]
    assert [own.name for own in records.solutions(XOR)] == ["Edited"]


def test_an_unforeseen_fault_of_the_file_does_not_end_saving(
    outbox: Outbox, records: Records, path: Path, row: int, qtbot, monkeypatch, expected_log
) -> None:
    expected_log("unsaved work cannot be written to a file")
    faults: list[Exception] = []

    def failing(path: Path, unsaved: Unsaved) -> None:
        faults.append(ValueError("a fault of ours"))
        raise faults[-1]

    monkeypatch.setattr(aside, "write_unsaved", failing)
    with hindered(path):
        outbox.put_solution(row, XOR, named("Edited"))
        qtbot.waitUntil(lambda: bool(faults), timeout=PATIENCE_MS)
        assert not outbox.flush(WAIT)
        secured = secure(outbox, records, 0.1, accept_loss=False)
        assert (secured.file, secured.lost) == (None, ("“Edited”",))
    qtbot.waitUntil(lambda: outbox.is_saved, timeout=PATIENCE_MS)
    assert [own.name for own in records.solutions(XOR)] == ["Edited"]


def test_which_tab_is_open_alone_makes_no_file(
    outbox: Outbox, records: Records, path: Path, row: int
) -> None:
    with hindered(path):
        outbox.put_opening(XOR, row)
        secured = secure(outbox, records, WAIT, accept_loss=False)
        assert (secured.file, secured.lost) == (None, ())
    assert files(path) == []
