"""Damaged records: every row is intact, comes back from a backup, or is reported."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.storage.backups import KEPT, newest_first
from app.storage.checksums import keep_sealed
from app.storage.records import Records
from app.storage.repair.pages import cell_places, varint
from tests.app.storage.damage import (
    HARMS,
    State,
    add,
    backups_of,
    damaged_copy,
    run,
    state_of,
    write_records,
)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, State]:
    """Records with a backup that is a little older, and what is in them."""
    path = write_records(tmp_path_factory.mktemp("original"))
    copy = path.parent.parent / "copy"
    shutil.copytree(path.parent, copy)
    return path, state_of(copy / path.name)[0]


def check(original: tuple[Path, State], folder: Path, harm: str, seed: int) -> None:
    path, before = original
    copy = damaged_copy(path, folder / f"{harm}-{seed}", harm, seed)
    old_backups = backups_of(copy)
    after, notice = state_of(copy)
    if after != before:
        assert notice is not None, "changed in silence"
        assert "nothing was lost" not in notice
    if notice is not None:
        kept = copy.with_name("records.damaged-1.db")
        assert kept.name in notice
        assert kept.exists()
    for number, row in after.good.items():
        # A row is as it was, or as the backup has it: never anything else.
        assert row == before.good[number] or f"{row[0]}'" == before.good[number][0]
    assert not after.verdicts - before.verdicts
    again, second = state_of(copy)
    assert (again, second) == (after, None)
    assert set(old_backups) <= set(backups_of(copy)), "a good backup is gone"
    shutil.rmtree(copy.parent)


@pytest.mark.parametrize("harm", HARMS)
@pytest.mark.parametrize("part", range(4))
def test_no_damage_is_silent(
    original: tuple[Path, State], tmp_path: Path, harm: str, part: int
) -> None:
    for seed in range(part * 15, part * 15 + 15):
        check(original, tmp_path, harm, seed)


@pytest.mark.long
@pytest.mark.parametrize("harm", HARMS)
@pytest.mark.parametrize("part", range(10))
def test_thousands_of_damages_are_not_silent(
    original: tuple[Path, State], tmp_path: Path, harm: str, part: int
) -> None:
    for seed in range(100 + part * 50, 150 + part * 50):
        check(original, tmp_path, harm, seed)


@pytest.fixture
def copy(original: tuple[Path, State], tmp_path: Path) -> Path:
    """Records of one's own to damage by SQL."""
    shutil.copytree(original[0].parent, tmp_path / "copy")
    return tmp_path / "copy" / "records.db"


@pytest.mark.parametrize(
    "statements",
    [
        ["DROP TABLE runs"],
        ["DROP TABLE levels"],
        ["DROP INDEX verdicts_of_level"],
        ["DELETE FROM revision"],
        ["PRAGMA user_version = 1"],
        ["PRAGMA user_version = 0"],
        ["PRAGMA user_version = 7"],
    ],
    ids=" ".join,
)
def test_what_holds_no_solution_is_mended_without_loss(
    original: tuple[Path, State], copy: Path, statements: list[str]
) -> None:
    run(copy, *statements)
    after, notice = state_of(copy)
    assert after == original[1]
    assert notice is not None
    assert state_of(copy) == (after, None)


def test_a_schema_that_is_no_text_is_mended_without_loss(
    original: tuple[Path, State], copy: Path
) -> None:
    content = copy.read_bytes()
    assert content.count(b"CREATE TABLE levels") == 1
    copy.write_bytes(content.replace(b"CREATE TABLE levels", b"CREATE T\xf4BLE levels"))
    after, notice = state_of(copy)
    assert after == original[1]
    assert notice is not None


def test_rows_of_a_page_without_its_head_are_found(
    original: tuple[Path, State], copy: Path, tmp_path: Path
) -> None:
    content = copy.read_bytes()
    leaves = [at for at in range(4096, len(content), 4096) if content[at] == 0x0D]
    for place in leaves[::5]:
        shutil.copytree(copy.parent, tmp_path / str(place))
        path = tmp_path / str(place) / copy.name
        path.write_bytes(content[:place] + bytes(8) + content[place + 8 :])
        after, notice = state_of(path)
        assert after == original[1]
        assert notice is not None


def test_a_bit_in_the_head_of_a_record_costs_nothing(
    original: tuple[Path, State], copy: Path, tmp_path: Path
) -> None:
    content = copy.read_bytes()
    row = content.index(b"s7{")
    page = content[row // 4096 * 4096 :][:4096]
    start = max(own for own in cell_places(page, 0) if own < row % 4096)
    _, number = varint(page, start)
    _, head = varint(page, number)
    for place in range(row // 4096 * 4096 + head, row - len("xor")):
        shutil.copytree(copy.parent, tmp_path / str(place))
        path = tmp_path / str(place) / copy.name
        path.write_bytes(content[:place] + bytes([content[place] ^ 4]) + content[place + 1 :])
        after, notice = state_of(path)
        assert after == original[1]
        assert "nothing was lost" in (notice or "")


def misnumber(content: bytearray, number: int) -> None:
    """Give the cell of solution 8 another number."""
    row = content.index(b"s7{")  # its name and text
    page = content[row // 4096 * 4096 :][:4096]
    start = max(own for own in cell_places(bytes(page), 0) if own < row % 4096)
    _, place = varint(bytes(page), start)
    assert page[place] == 8
    content[row // 4096 * 4096 + place] = number


@pytest.mark.parametrize("number", [0, 7, 20, 99])
def test_a_row_whose_number_alone_is_damaged_is_found_by_its_checksum(
    original: tuple[Path, State], copy: Path, number: int
) -> None:
    content = bytearray(copy.read_bytes())
    misnumber(content, number)
    copy.write_bytes(content)
    after, notice = state_of(copy)
    assert after == original[1]
    assert "nothing was lost" in (notice or "")


@pytest.mark.parametrize("number", [0, 7, 20])
def test_a_damaged_row_with_a_wrong_number_comes_back_from_the_backup(
    original: tuple[Path, State], copy: Path, number: int
) -> None:
    content = bytearray(copy.read_bytes())
    misnumber(content, number)
    place = content.index(b'{"n": 7,')
    content[place : place + 4] = bytes(4)
    copy.write_bytes(content)
    after, notice = state_of(copy)
    assert after == original[1]
    assert "1 solution came back from a backup." in (notice or "")


def test_a_removed_solution_does_not_come_back_in_the_place_of_a_lost_one(copy: Path) -> None:
    with closing(Records(copy)) as records:
        records.delete_solution(5)
    with closing(Records(copy)):  # makes a backup that has the deleted one
        pass
    with closing(sqlite3.connect(copy, isolation_level=None)) as database:
        keep_sealed(database)
        database.execute("DELETE FROM solutions WHERE id = 5")
    run(copy, "PRAGMA foreign_keys = OFF", "DELETE FROM solutions WHERE id = 9")
    after, notice = state_of(copy)
    assert 9 in after.good
    assert 5 not in after.good
    assert "1 solution came back from a backup." in (notice or "")


@pytest.mark.parametrize("table", ["solutions", "verdicts"])
def test_a_dropped_table_comes_back_from_the_backup(
    original: tuple[Path, State], copy: Path, table: str
) -> None:
    run(copy, "PRAGMA foreign_keys = OFF", "PRAGMA secure_delete = ON", f"DROP TABLE {table}")
    after, notice = state_of(copy)
    assert notice is not None
    assert f"20 {table} came back from a backup" in notice
    assert f"8 {table} could not be found again" in notice
    assert len(after.good) == (20 if table == "solutions" else 28)
    assert after.verdicts.total() == (20 if table == "verdicts" else 28)


def test_one_damaged_row_costs_one_row(original: tuple[Path, State], copy: Path) -> None:
    # 28 is newer than the backup, 1 is not: its name has lost the stroke that it got since.
    run(copy, "UPDATE solutions SET text = replace(text, 'pad', 'bad') WHERE id IN (1, 28)")
    after, notice = state_of(copy)
    assert after.unreadable == {28}
    assert after.good[1] == (original[1].good[1][0].rstrip("'"), *original[1].good[1][1:])
    assert {n: row for n, row in after.good.items() if n > 1} == {
        n: row for n, row in original[1].good.items() if 1 < n < 28
    }
    assert after.verdicts == original[1].verdicts
    assert notice == (
        "Your records were damaged and have been repaired: 1 solution came back from a backup; "
        "1 solution cannot be read any more. The damaged file is kept as records.damaged-1.db."
    )


def test_a_text_that_is_no_text_costs_one_row(original: tuple[Path, State], copy: Path) -> None:
    run(copy, "UPDATE solutions SET name = CAST(x'73ff' AS TEXT) WHERE id = 28")
    after, _ = state_of(copy)
    assert after.unreadable == {28}
    with closing(Records(copy)) as records:
        (bad,) = (own for own in records.solutions(("campaign", "xor")) if own.fault)
    assert bad.name == "s\N{REPLACEMENT CHARACTER}"
    assert bad.text == original[1].good[28][1]


def test_rows_that_vanish_from_the_tree_are_missed(
    original: tuple[Path, State], copy: Path
) -> None:
    run(copy, "DELETE FROM verdicts WHERE id IN (3, 28)")
    after, notice = state_of(copy)
    assert after.verdicts.total() == 27
    assert "1 verdict came back from a backup; 1 verdict could not be found" in (notice or "")


def test_what_was_removed_in_order_does_not_come_back(copy: Path) -> None:
    with closing(sqlite3.connect(copy, isolation_level=None)) as database:
        keep_sealed(database)
        database.execute("DELETE FROM solutions WHERE id = 5")
    run(copy, "UPDATE verdicts SET scores = '[[1' WHERE id = 2")
    after, notice = state_of(copy)
    assert 5 not in after.good
    assert after.verdicts.total() == 28
    assert "1 verdict came back" in (notice or "")


def test_a_run_of_a_solution_that_is_gone_is_no_reason_to_stop(copy: Path) -> None:
    run(copy, "PRAGMA foreign_keys = OFF", "DELETE FROM solutions WHERE id = 28")
    after, notice = state_of(copy)
    assert "1 solution could not be found again" in (notice or "")
    assert 28 not in after.good
    assert state_of(copy) == (after, None)


def test_backups_from_before_a_repair_are_never_rotated_out(copy: Path) -> None:
    (before,) = backups_of(copy)
    run(copy, "UPDATE solutions SET text = '{' WHERE id = 2")
    for number in range(KEPT + 3):
        with closing(Records(copy)) as records:
            add(records, 100 + number)
    backups = newest_first(copy.parent / "backups")
    assert len(backups) == KEPT + 1
    assert backups[-1].name == "records-000001.kept.db"
    assert backups[-1].read_bytes() == before


def test_a_row_is_taken_from_the_newest_backup_that_has_it_good(copy: Path) -> None:
    with closing(Records(copy)) as records:  # makes the second backup
        add(records, 50)
    newest, _ = newest_first(copy.parent / "backups")
    run(newest, "UPDATE solutions SET text = '{' WHERE id = 2")
    run(copy, "UPDATE solutions SET text = '[' WHERE id IN (1, 2)")
    after, notice = state_of(copy)
    assert after.good[1][0] == "s0'"  # as the newest has it
    assert after.good[2][0] == "s1"  # the newest has it bad, the older one good
    assert "2 solutions came back" in (notice or "")
    kept = {own.name for own in newest_first(copy.parent / "backups")}
    assert {"records-000001.kept.db", "records-000002.kept.db"} <= kept


def test_a_notice_is_there_again_until_it_was_reported(copy: Path) -> None:
    run(copy, "UPDATE solutions SET text = '{' WHERE id = 28")
    with closing(Records(copy)) as records:
        notice = records.notice
        assert notice is not None
    with closing(Records(copy)) as again:
        assert again.notice == notice
        again.note_reported()
        assert again.notice is None
    with closing(Records(copy)) as quiet:
        assert quiet.notice is None


def test_missing_records_come_back_from_the_backup(copy: Path) -> None:
    copy.unlink()
    after, notice = state_of(copy)
    assert len(after.good) == 20
    assert notice == (
        "Your records were missing and have been repaired: 20 solutions and 20 verdicts came back "
        "from a backup; whether more was in them is not known."
    )
