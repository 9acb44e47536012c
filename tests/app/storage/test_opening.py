"""Opening records: new ones are whole or absent, and what is not damaged is never replaced."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from app.storage.errors import RecordsError, Trouble
from app.storage.files import is_special
from app.storage.opening import open_records
from app.storage.records import Records
from app.storage.repair.choices import begin_anew
from tests.app.hindered import hindered, in_own_mounts, run_without_privileges
from tests.app.storage.damage import XOR, add, backups_of, run, state, state_of, write_records

linux = pytest.mark.skipif(sys.platform != "linux", reason="mounts of Linux")
posix = pytest.mark.skipif(os.name == "nt", reason="SIGKILL is POSIX")

FIRST_START = """
import os, signal, sys
from pathlib import Path
calls, last = 0, int(sys.argv[2])

def count(event, arguments):
    global calls
    if event.split(".")[0] in ("open", "os", "sqlite3", "shutil"):
        calls += 1
        if calls == last:
            os.kill(os.getpid(), signal.SIGKILL)

from app.storage.records import Records
import app.storage.repair.rebuild
import sqlite3
real = sqlite3.connect

class Counting(sqlite3.Connection):
    def execute(self, *arguments):
        count("sqlite3.execute", arguments)
        return super().execute(*arguments)

sqlite3.connect = lambda *a, **k: real(*a, **{"factory": Counting, **k})
sys.addaudithook(count)
Records(Path(sys.argv[1])).close()
print("done")
"""


def start_until(path: Path, call: int) -> bool:
    """Open the records in a process that is killed at its n-th call to the system or to SQLite."""
    command = [sys.executable, "-c", FIRST_START, str(path), str(call)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode == 0


@posix
@pytest.mark.long
def test_a_first_start_that_is_killed_anywhere_is_not_the_last(tmp_path: Path) -> None:
    call, ended = 0, False
    while not ended:
        call += 1
        path = tmp_path / str(call) / "records.db"
        path.parent.mkdir()
        ended = start_until(path, call)
        after, notice = state_of(path)
        assert (after.good, notice) == ({}, None)
    assert call > 200


@posix
@pytest.mark.parametrize("call", [3, 40, 80, 120, 160, 200])
def test_a_killed_first_start_is_not_the_last(tmp_path: Path, call: int) -> None:
    path = tmp_path / "records.db"
    assert not start_until(path, call), "it ended before it was killed"
    with closing(Records(path)) as records:
        assert records.notice is None
        add(records, 1)
    assert len(state_of(path)[0].good) == 1


@posix
@pytest.mark.long
def test_a_repair_that_is_killed_anywhere_loses_nothing(tmp_path: Path) -> None:
    call, ended = 0, False
    while not ended:
        call += 9
        path = write_records(tmp_path / str(call), older=3, newer=2)
        before, _ = state_of(path)
        with closing(sqlite3.connect(path)) as database, database:
            database.execute("UPDATE solutions SET text = '{' WHERE id = 1")
        ended = start_until(path, call)
        after, notice = state_of(path)
        if not ended:
            assert notice is not None
        assert after.good.keys() == before.good.keys()
        assert {n: r for n, r in after.good.items() if n > 1} == {
            n: r for n, r in before.good.items() if n > 1
        }
    assert call > 100


def test_what_an_older_game_left_of_a_killed_start_counts_as_new(tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode = WAL")
    assert path.stat().st_size == 4096
    after, notice = state_of(path)
    assert (after.good, notice) == ({}, None)
    assert [own.name for own in tmp_path.iterdir()] == ["records.db"]


def content_of(folder: Path) -> dict[str, bytes]:
    kept = (own for own in folder.rglob("*") if own.is_file() and not own.name.endswith("-shm"))
    return {str(own.relative_to(folder)): own.read_bytes() for own in kept}


def refuse(path: Path, trouble: Trouble) -> None:
    with pytest.raises(RecordsError) as caught:
        Records(path)
    assert caught.value.trouble is trouble


def test_locked_records_are_neither_renamed_nor_replaced(tmp_path: Path) -> None:
    path = write_records(tmp_path / "data")
    before = content_of(path.parent)
    with hindered(path, "exclusive"):
        refuse(path, Trouble.LOCKED)
    assert content_of(path.parent) == before
    assert len(state_of(path)[0].good) == 28


def test_a_writing_neighbour_does_not_keep_the_records_shut(tmp_path: Path) -> None:
    path = write_records(tmp_path / "data")
    state_of(path)
    with hindered(path), closing(Records(path)) as records:
        assert len(state(records).good) == 28


READ_ONLY_FOR_A_WHILE = """
import os, sys
from contextlib import closing
from pathlib import Path
from app.storage.errors import RecordsError
from app.storage.records import Records
from levels import Address

path, start = Path(sys.argv[1]), sys.argv[2]
place = Address("campaign", "xor")
os.chmod(path, 0o444)
with closing(Records(path)) as records:
    with closing(records.further_connection()) as further:
        for own in (records, further):
            try:
                own.add_solution(place, "never", "{}", 1)
            except RecordsError as error:
                print(error.trouble.value)
        if start == "again":
            os._exit(0)
        os.chmod(path, 0o644)
        for own in (further, records):
            own.add_solution(place, "written", "{}", 1)
print(sorted(own.name for own in path.parent.glob("records.db*")))
"""


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
@pytest.mark.parametrize("start", ["first", "again"])
def test_records_that_were_read_only_for_a_while_can_be_written(tmp_path: Path, start: str) -> None:
    path = write_records(tmp_path / "data", older=1, newer=0)
    command = [sys.executable, "-c", READ_ONLY_FOR_A_WHILE, str(path)]
    if start == "again":
        done = run_without_privileges([*command, start])
        assert done.stdout.splitlines() == ["read-only"] * 2, done.stderr
        for own in path.parent.glob("records.db-*"):
            own.chmod(0o444)  # as SQLite makes them beside a read-only file
    done = run_without_privileges([*command, "last"])
    assert done.stdout.splitlines() == ["read-only", "read-only", "['records.db']"], done.stderr
    with closing(Records(path)) as records:
        assert [own.name for own in records.solutions(XOR)] == ["s0'", "written", "written"]


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE songs (name TEXT)")
    before = content_of(tmp_path)
    refuse(path, Trouble.FOREIGN)
    assert content_of(tmp_path) == before


def test_a_folder_in_the_place_of_the_records_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "records.db").mkdir()
    refuse(tmp_path / "records.db", Trouble.FOLDER)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="POSIX has pipes in folders")
def test_a_pipe_in_the_place_of_the_records_is_named_and_moved_by_choice(tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    os.mkfifo(path)
    refuse(path, Trouble.FOLDER)
    assert is_special(path)
    begin_anew(path)
    open_records(path, tmp_path / "backups").close()
    assert [is_special(own) for own in tmp_path.glob("records.damaged-*")] == [True]


OPEN = """
import sys
from pathlib import Path
from app.storage.errors import RecordsError
from app.storage.records import Records
try:
    Records(Path(sys.argv[1])).close()
    print("opened")
except RecordsError as error:
    print(error.trouble.name, error)
"""


@linux
def test_a_read_only_folder_is_named_and_nothing_is_replaced(tmp_path: Path) -> None:
    path = write_records(tmp_path / "data")
    before = content_of(path.parent)
    bind = f"mount --bind {path.parent} {path.parent} && mount -o remount,bind,ro {path.parent}"
    assert in_own_mounts(bind, OPEN, path).startswith("READ_ONLY Your records in")
    assert content_of(path.parent) == before


@linux
@pytest.mark.parametrize("kilobytes", [4, 16, 64, 96, 128])
def test_a_full_disk_is_named_or_is_enough(tmp_path: Path, kilobytes: int) -> None:
    mount = f"mount -t tmpfs -o size={kilobytes}k none {tmp_path}"
    said = in_own_mounts(mount, OPEN, tmp_path / "records.db")
    assert said.startswith("FULL The disk of your records") or said == "opened\n"
    assert said != "opened\n" or kilobytes > 64


FILL = """
import sys
from contextlib import closing
from pathlib import Path
from app.storage.errors import RecordsError
from app.storage.records import Records
from tests.app.storage.damage import XOR
saved = 0
try:
    with closing(Records(Path(sys.argv[1]))) as records:
        while True:
            records.add_solution(XOR, str(saved), "x" * 3000, 1)
            saved += 1
except RecordsError as error:
    print(error.trouble.name)
with closing(Records(Path(sys.argv[1]))) as records:
    print(saved - len(records.solutions(XOR)), saved > 5)
"""


@linux
def test_records_that_filled_their_disk_open_again(tmp_path: Path) -> None:
    script = tmp_path / "fill.py"
    script.write_text(FILL)
    place = tmp_path / "small"
    place.mkdir()
    mount = f"mount -t tmpfs -o size=400k none {place}"
    fill = f"PYTHONPATH=. {sys.executable} {script} {place}/records.db"
    said = in_own_mounts(f"{mount} && {fill}", OPEN, place / "records.db")
    assert said == "FULL\n0 True\nopened\n"


@linux
def test_damaged_records_on_a_full_disk_stay_as_they_are(tmp_path: Path) -> None:
    path = write_records(tmp_path / "data")
    state_of(path)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE solutions SET text = '{' WHERE id = 1")
    place = tmp_path / "small"
    place.mkdir()
    size = sum(len(own) for own in content_of(path.parent).values()) // 1024 + 40
    mount = f"mount -t tmpfs -o size={size}k none {place} && cp -r {path.parent}/. {place}"
    after = tmp_path / "after.db"
    said = in_own_mounts(mount, OPEN, place / "records.db", f"cp {place}/records.db {after}")
    assert said.startswith("FULL ")
    assert after.read_bytes() == path.read_bytes()


def logged_records(folder: Path, *, older: int = 0) -> Path:
    """Records of a game that was killed: twelve rows of each table are in their log alone."""
    original = folder / "original" / "records.db"
    original.parent.mkdir(parents=True)
    with closing(Records(original)) as records:
        for number in range(older):
            add(records, number)
    with closing(Records(original)) as records:
        for number in range(older, older + 12):
            add(records, number)
        return Path(shutil.copytree(original.parent, folder / "data")) / original.name


@pytest.mark.parametrize("length", [None, 0, 1])
def test_the_log_of_a_file_that_is_gone_is_read(tmp_path: Path, length: int | None) -> None:
    path = logged_records(tmp_path)
    log = path.with_name("records.db-wal").read_bytes()
    if length is None:
        path.unlink()
    else:
        os.truncate(path, length)
    after, notice = state_of(path)
    assert after == state_of(tmp_path / "original" / "records.db")[0]
    assert len(after.good) == 12
    assert notice is not None
    assert "have been repaired" in notice
    assert "records.damaged-1.db-wal" in notice
    assert path.with_name("records.damaged-1.db-wal").read_bytes() == log
    assert state_of(path) == (after, None)


@posix
@pytest.mark.long
@pytest.mark.parametrize("is_there", [True, False])
def test_a_repair_from_a_log_alone_that_is_killed_anywhere_loses_nothing(
    tmp_path: Path, is_there: bool
) -> None:
    call, ended = 0, False
    while not ended:
        call += 9
        path = logged_records(tmp_path / str(call))
        path.unlink()
        if is_there:
            path.touch()
        ended = start_until(path, call)
        assert len(state_of(path)[0].good) == 12
    assert call > 100


@pytest.mark.parametrize("length", [2, 100, 511, 4096])
def test_the_log_of_a_file_that_was_cut_is_read(tmp_path: Path, length: int) -> None:
    path = logged_records(tmp_path)
    os.truncate(path, length)
    after, notice = state_of(path)
    assert len(after.good) == after.verdicts.total() == 12
    assert "nothing was lost" in (notice or "")


@pytest.mark.parametrize("is_there", [True, False])
def test_what_the_log_of_a_lost_file_lacks_is_reported(tmp_path: Path, is_there: bool) -> None:
    path = logged_records(tmp_path, older=40)
    shutil.rmtree(path.parent / "backups")
    path.unlink()
    if is_there:
        path.touch()
    after, notice = state_of(path)
    assert [row[0] for row in after.good.values()] == [f"s{number}" for number in range(40, 52)]
    assert notice == (
        "Your records were damaged and have been repaired: 40 solutions and 40 verdicts could not "
        "be found again; whether more was in them is not known. "
        "The damaged file is kept as records.damaged-1.db-wal."
    )


def test_what_the_log_of_a_lost_file_lacks_comes_back_from_the_backup(tmp_path: Path) -> None:
    path = logged_records(tmp_path, older=40)
    before, _ = state_of(tmp_path / "original" / "records.db")
    os.truncate(path, 0)
    after, notice = state_of(path)
    assert after == before
    assert "40 solutions and 40 verdicts came back from a backup" in (notice or "")


@pytest.mark.parametrize("is_there", [True, False])
def test_a_log_in_which_nothing_is_found_is_kept(tmp_path: Path, is_there: bool) -> None:
    path = tmp_path / "records.db"
    if is_there:
        path.touch()
    path.with_name("records.db-wal").write_bytes(b"no log at all" * 1000)
    after, notice = state_of(path)
    assert after.good == {}
    assert notice == (
        "Your records were damaged, and nothing in them can be read; new ones were begun. "
        "The damaged file is kept as records.damaged-1.db-wal."
    )
    kept = path.with_name("records.damaged-1.db-wal")
    assert kept.read_bytes() == b"no log at all" * 1000
    assert state_of(path) == (after, None)


def with_useless_backup(folder: Path) -> Path:
    """Where records should be, with one backup that nothing can be read of."""
    backup = folder / "backups" / "records-000001.db"
    backup.parent.mkdir()
    backup.write_bytes(b"no database at all" * 500)
    return folder / "records.db"


def test_new_records_beside_useless_backups_are_reported(tmp_path: Path) -> None:
    path = with_useless_backup(tmp_path)
    after, notice = state_of(path)
    assert after.good == {}
    assert notice == (
        "Your records were missing, and no backup of them can be read; new ones were begun."
    )
    assert backups_of(path) == [b"no database at all" * 500]
    assert state_of(path) == (after, None)


def test_neither_log_nor_backup_can_be_read(tmp_path: Path) -> None:
    path = with_useless_backup(tmp_path)
    path.with_name("records.db-wal").write_bytes(b"no log at all" * 1000)
    assert state_of(path)[1] == (
        "Your records were damaged, and nothing in them or in their backups can be read; new ones "
        "were begun. The damaged file is kept as records.damaged-1.db-wal."
    )


def test_the_good_rows_of_a_damaged_backup_take_the_place_of_missing_records(
    tmp_path: Path,
) -> None:
    path = write_records(tmp_path / "data")
    (backup,) = (path.parent / "backups").iterdir()
    run(backup, "UPDATE solutions SET text = '{' WHERE id = 1")
    path.unlink()
    after, notice = state_of(path)
    assert after.good.keys() == set(range(2, 21))
    assert notice is not None
    assert notice.startswith("Your records were missing and have been repaired: 19 solutions and ")


def cut_log(path: Path, place: int) -> None:
    """Damage one byte of the log of records that were never closed."""
    log = path.with_name("records.db-wal")
    content = bytearray(log.read_bytes())
    content[place] ^= 0x10
    log.write_bytes(content)


@posix
@pytest.mark.parametrize("share", [0.0, 0.2, 0.5, 0.8])
def test_a_damaged_log_does_not_cut_later_changes_off(tmp_path: Path, share: float) -> None:
    script = (
        "import os, signal, sys\nfrom pathlib import Path\n"
        "from app.storage.records import Records\nfrom tests.app.storage.damage import add\n"
        "records = Records(Path(sys.argv[1]))\n"
        "for number in range(12): add(records, number)\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    path = tmp_path / "records.db"
    subprocess.run([sys.executable, "-c", script, str(path)], check=False, timeout=60)
    size = path.with_name("records.db-wal").stat().st_size
    cut_log(path, 10 if share == 0.0 else int(size * share))
    after, notice = state_of(path)
    assert notice is not None
    assert "not known" in notice
    assert len(after.good) + len(after.unreadable) >= 11
    assert 12 in after.good
    assert path.with_name("records.damaged-1.db-wal").exists()
    assert state_of(path) == (after, None)


def test_a_replacement_that_was_interrupted_is_finished(tmp_path: Path) -> None:
    old, new = write_records(tmp_path / "old"), write_records(tmp_path / "new", older=3, newer=1)
    state_of(new)
    new.rename(old.with_name("records.db.ready"))
    after, notice = state_of(old)
    assert (len(after.good), notice) == (4, None)
    assert not old.with_name("records.db.ready").exists()


def test_a_row_damaged_while_the_game_runs_is_not_shown_as_good(
    tmp_path: Path, expected_log
) -> None:
    path = write_records(tmp_path / "data")
    expected_log("1 damaged verdicts on")
    with closing(Records(path)) as records:
        with closing(sqlite3.connect(path)) as other, other:
            other.execute("UPDATE solutions SET text = '{' WHERE id = 2")
            other.execute("UPDATE verdicts SET scores = '[' WHERE id = 3")
        found = state(records)
        assert found.unreadable == {2}
        assert found.verdicts.total() == 27
        assert [own.fault is None for own in records.solutions(XOR)].count(False) == 1
    assert "1 solution and 1 verdict came back" in (state_of(path)[1] or "")
