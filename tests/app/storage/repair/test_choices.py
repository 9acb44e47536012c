"""What a player chooses instead of unusable records: a backup or new ones; the old file is kept."""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from app.storage.backups import newest_first
from app.storage.errors import RecordsError
from app.storage.records import Records
from app.storage.repair.choices import begin_anew, usable_backups, use_backup
from tests.app.storage.damage import XOR, add, state_of, write_records


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Records with three backups: of 4, 5 and 6 solutions."""
    path = write_records(tmp_path_factory.mktemp("choices"), older=4, newer=1)
    for number in (10, 11):
        with closing(Records(path)) as records:
            add(records, number)
    return path


@pytest.fixture
def path(original: Path, tmp_path: Path) -> Path:
    shutil.copytree(original.parent, tmp_path / "records")
    return tmp_path / "records" / original.name


def backups_beside(path: Path) -> Path:
    return path.parent / "backups"


def test_backups_are_offered_with_their_time_and_solutions_the_newest_first(path: Path) -> None:
    for hours, backup in enumerate(newest_first(backups_beside(path))):
        os.utime(backup, (1e9 - 3600 * hours,) * 2)
    found = usable_backups(backups_beside(path))
    assert [own.solutions for own in found] == [6, 5, 4]
    assert [own.made for own in found] == [1e9, 1e9 - 3600, 1e9 - 7200]
    assert [own.path for own in found] == newest_first(backups_beside(path))


def test_only_solutions_that_can_be_read_are_counted(path: Path) -> None:
    newest, _, oldest = newest_first(backups_beside(path))
    newest.write_bytes(newest.read_bytes().replace(b'{"n": 1,', b'{"n": 2,'))
    oldest.write_bytes(b"no database")
    assert [own.solutions for own in usable_backups(backups_beside(path))] == [5, 5]


def test_a_backup_without_a_solution_is_not_offered(tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    for _ in range(2):
        with closing(Records(path)) as records:
            records.meet(XOR, "k1", lambda _: False)
            for solution in records.solutions(XOR):
                records.delete_solution(solution.id)
    assert newest_first(backups_beside(path))
    assert usable_backups(backups_beside(path)) == []
    assert usable_backups(tmp_path / "nowhere") == []


def test_a_backup_takes_the_place_and_what_was_there_is_kept(path: Path) -> None:
    path.write_bytes(b"another program's")
    oldest = newest_first(backups_beside(path))[-1]
    use_backup(path, oldest)
    after, notice = state_of(path)
    assert sorted(after.good) == [1, 2, 3, 4]
    assert notice is None
    assert path.with_name("records.damaged-1.db").read_bytes() == b"another program's"
    assert not oldest.exists()
    assert oldest.with_name(f"{oldest.stem}.kept.db").exists()


def test_new_records_are_empty_and_all_that_was_there_is_kept(path: Path) -> None:
    content = path.read_bytes()
    backups = [own.read_bytes() for own in newest_first(backups_beside(path))]
    begin_anew(path)
    after, notice = state_of(path)
    assert (after.good, notice) == ({}, None)
    assert path.with_name("records.damaged-1.db").read_bytes() == content
    kept = newest_first(backups_beside(path))
    assert all(own.stem.endswith(".kept") for own in kept[-3:])
    assert [own.read_bytes() for own in kept[-3:]] == backups


@pytest.mark.parametrize("choice", ["backup", "anew"])
def test_a_folder_in_the_place_is_moved_aside(path: Path, choice: str) -> None:
    path.unlink()
    path.mkdir()
    (path / "photo.jpg").write_bytes(b"someone's")
    if choice == "anew":
        begin_anew(path)
    else:
        use_backup(path, newest_first(backups_beside(path))[0])
    after, _ = state_of(path)
    assert len(after.good) == (0 if choice == "anew" else 6)
    kept = path.with_name("records.damaged-1.db") / "photo.jpg"
    assert kept.read_bytes() == b"someone's"


def test_where_nothing_can_be_written_the_sentence_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "gone" / "records.db"
    with pytest.raises(RecordsError, match=r"records\.db"):
        begin_anew(path)
    with pytest.raises(RecordsError, match=r"records\.db"):
        use_backup(path, tmp_path / "backup.db")
    assert not path.parent.exists()
