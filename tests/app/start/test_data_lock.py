"""The lock on the data folder, and why it cannot be taken."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from app.start.data_lock import DataLock, GameOpenError
from app.storage.errors import RecordsError, Trouble
from app.storage.paths import Paths
from tests.app.hindered import in_own_mounts, run_without_privileges

TAKE = """
import sys
from pathlib import Path
from app.start.data_lock import DataLock
from app.storage.errors import RecordsError
from app.storage.paths import Paths
lock = DataLock(Paths(Path(sys.argv[1])))
try:
    lock.take()
except RecordsError as error:
    print(error.trouble.name, error)
"""


def test_the_second_game_says_that_the_first_is_open(tmp_path: Path) -> None:
    first, second = DataLock(Paths(tmp_path)), DataLock(Paths(tmp_path))
    first.take()
    first.take()  # it has it already
    with pytest.raises(GameOpenError, match="open already"):
        second.take()
    first.release()
    second.take()
    second.release()


def test_a_folder_in_the_place_of_the_lock_is_named(tmp_path: Path) -> None:
    paths = Paths(tmp_path)
    paths.lock.mkdir()
    with pytest.raises(RecordsError, match=r"A folder is in the place of the file .*game\.lock"):
        DataLock(paths).take()


def test_a_folder_that_is_missing_is_made(tmp_path: Path) -> None:
    lock = DataLock(Paths(tmp_path / "a" / "b"))
    lock.take()
    assert (tmp_path / "a" / "b" / "game.lock").exists()
    lock.release()


@pytest.mark.parametrize("below", [".", "data", "data/mine"])
def test_a_file_in_the_place_of_the_folder_is_named_and_left(tmp_path: Path, below: str) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("someone's")
    folder = file / below
    with pytest.raises(RecordsError) as caught:
        DataLock(Paths(folder)).take()
    assert str(caught.value) == (
        f"The game cannot make its folder {folder}: {file} is a file; move it away, or choose "
        "another with --data-dir."
    )
    assert caught.value.trouble is Trouble.OTHER  # there are no records to be replaced
    assert file.read_text() == "someone's"


@pytest.mark.skipif(sys.platform != "linux", reason="mounts of Linux")
def test_a_folder_that_cannot_be_made_on_a_read_only_disk_is_named(tmp_path: Path) -> None:
    set_up = f"mount -t tmpfs -o ro none {tmp_path}"
    said = in_own_mounts(set_up, TAKE, tmp_path / "a" / "b")
    assert said.startswith(f"READ_ONLY The game cannot make its folder {tmp_path}/a/b within")
    assert f"within {tmp_path}: it is read-only; make it writable" in said


@pytest.mark.skipif(sys.platform != "linux", reason="mounts of Linux")
def test_a_read_only_folder_is_not_an_open_game(tmp_path: Path) -> None:
    set_up = f"mount -t tmpfs -o ro none {tmp_path}"
    said = in_own_mounts(set_up, TAKE, tmp_path)
    assert said.startswith(f"READ_ONLY The game cannot keep anything in its folder {tmp_path}")
    assert "read-only" in said


@pytest.mark.skipif(sys.platform != "linux", reason="mounts of Linux")
def test_a_full_disk_is_not_an_open_game(tmp_path: Path) -> None:
    fill = f"dd if=/dev/zero of={tmp_path}/fill bs=4096 2>/dev/null; true"
    set_up = f"mount -t tmpfs -o size=16k none {tmp_path} && ({fill})"
    said = in_own_mounts(set_up, TAKE, tmp_path)
    assert said.startswith("FULL ")
    assert "free some space" in said


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
@pytest.mark.parametrize("mode", [0o500, 0o600, 0o000])
def test_a_forbidden_folder_is_not_an_open_game(tmp_path: Path, mode: int) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    folder.chmod(mode)
    try:
        said = run_without_privileges([sys.executable, "-c", TAKE, str(folder)])
    finally:
        folder.chmod(0o700)
    assert said.stderr == ""
    assert said.stdout == (
        f"FORBIDDEN The game cannot keep anything in its folder {folder}: you may not write to "
        "it; give yourself the permission.\n"
    )


KILLED = (
    TAKE
    + """
import os, signal
sys.stdout.flush()
os.kill(os.getpid(), signal.SIGKILL)
"""
)


def take_unprivileged(folder: Path, script: str = TAKE) -> str:
    done = run_without_privileges([sys.executable, "-c", script, str(folder)])
    assert done.stderr == ""
    return done.stdout


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_what_a_killed_game_left_in_a_forbidden_folder_is_not_an_open_game(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    assert take_unprivileged(folder, KILLED) == ""
    assert (folder / "game.lock").exists()
    folder.chmod(0o555)
    try:
        said = take_unprivileged(folder)
    finally:
        folder.chmod(0o700)
    assert said == (
        f"FORBIDDEN The game cannot keep anything in its folder {folder}: you may not write to "
        "it; give yourself the permission.\n"
    )
    assert take_unprivileged(folder) == ""


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
@pytest.mark.parametrize("mode", [0o000, 0o444])
def test_a_forbidden_lock_file_is_named(tmp_path: Path, mode: int) -> None:
    lock = Paths(tmp_path).lock
    assert take_unprivileged(tmp_path, KILLED) == ""
    lock.chmod(mode)
    assert take_unprivileged(tmp_path) == (
        f"FORBIDDEN The game cannot use the file {lock}: you may not write to it; give yourself "
        "the permission.\n"
    )
    lock.chmod(0o600)
    assert take_unprivileged(tmp_path) == ""


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_an_open_game_is_one_although_its_folder_is_forbidden_now(tmp_path: Path) -> None:
    first = DataLock(Paths(tmp_path))
    first.take()
    tmp_path.chmod(0o555)
    try:
        done = run_without_privileges([sys.executable, "-c", TAKE, str(tmp_path)])
    finally:
        tmp_path.chmod(0o700)
    assert done.stderr.endswith("GameOpenError: The game is open already; look for its window.\n")
    first.release()


@pytest.mark.parametrize("content", ["", "what a power cut left"])
def test_a_lock_file_that_names_no_process_locks_nobody_out(tmp_path: Path, content: str) -> None:
    paths = Paths(tmp_path)
    paths.lock.write_text(content)
    lock = DataLock(paths)
    lock.take()
    with pytest.raises(GameOpenError):
        DataLock(paths).take()
    lock.release()


@pytest.mark.skipif(os.name == "nt", reason="pipes of POSIX")
def test_a_pipe_in_the_place_of_the_lock_is_named_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "game.lock")
    with pytest.raises(RecordsError, match=r"game\.lock is no file; move it away") as caught:
        DataLock(Paths(tmp_path)).take()
    assert caught.value.trouble is Trouble.OTHER
