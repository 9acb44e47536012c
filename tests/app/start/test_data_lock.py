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
try:
    DataLock(Paths(Path(sys.argv[1]))).take()
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
