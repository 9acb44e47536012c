"""Compiled kernels are believed only when they are, bit for bit, what was saved."""

from __future__ import annotations

import errno
import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app.storage.code_folder import CodeFolder
from engine.kernels.choice import KernelMaker

KEY, OTHER = "train for this processor", "train_groups for this processor"
CODE = bytes(range(256)) * 40

Damage = Callable[[bytes], bytes]

posix = pytest.mark.skipif(os.name == "nt", reason="there are no such modes, owners and links")


@pytest.fixture
def store(tmp_path: Path) -> CodeFolder:
    return CodeFolder(tmp_path / "cache" / "machine-code")


def kept_file(store: CodeFolder) -> Path:
    (path,) = store.folder.iterdir()
    return path


def test_what_is_saved_is_loaded_byte_for_byte(store: CodeFolder) -> None:
    assert not store.has_any()
    store.save(KEY, CODE)
    assert store.has_any()
    assert store.load(KEY) == CODE
    assert store.load(OTHER) is None
    store.save(KEY, CODE[::-1])
    assert CodeFolder(store.folder).load(KEY) == CODE[::-1]
    store.discard(KEY)
    store.discard(KEY)
    assert store.load(KEY) is None


def flipped(content: bytes, place: int) -> bytes:
    return content[:place] + bytes([content[place] ^ 1 << place % 8]) + content[place + 1 :]


DAMAGES: dict[str, Damage] = {
    "a bit of the first line": lambda content: flipped(content, 3),
    "a bit of the checksum": lambda content: flipped(content, 35),
    "the first bit of the code": lambda content: flipped(content, len(content) - len(CODE)),
    "the last bit": lambda content: flipped(content, len(content) - 1),
    "cut by one": lambda content: content[:-1],
    "cut in half": lambda content: content[: len(content) // 2],
    "cut in the checksum": lambda content: content[:40],
    "one byte more": lambda content: content + b"\0",
    "empty": lambda _: b"",
    "zeros at the end": lambda content: content[:-4096] + bytes(4096),
    "another kind of file": lambda _: b"\x80\x04K\x01." * 900,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_what_is_damaged_is_removed_and_logged(store, damage: Damage, expected_log) -> None:
    store.save(KEY, CODE)
    path = kept_file(store)
    path.write_bytes(damage(path.read_bytes()))
    expected_log(r"\.code is damaged; it is removed and compiled anew\.")
    assert store.load(KEY) is None
    assert not path.exists()
    store.save(KEY, CODE)
    assert store.load(KEY) == CODE


def test_a_sound_file_in_anothers_place_is_damage(store: CodeFolder, expected_log) -> None:
    store.save(KEY, CODE)
    mine = kept_file(store)
    store.save(OTHER, CODE)
    (other,) = set(store.folder.iterdir()) - {mine}
    shutil.copy(mine, other)
    expected_log("is damaged")
    assert store.load(OTHER) is None
    assert store.load(KEY) == CODE


def test_another_interpreter_finds_nothing(store: CodeFolder, monkeypatch) -> None:
    store.save(KEY, CODE)
    monkeypatch.setattr(sys, "version", "3.99.0 (an interpreter of tomorrow)")
    assert store.load(KEY) is None
    monkeypatch.undo()
    assert store.load(KEY) == CODE


# -- whose files these are -------------------------------------------------------------------------


@posix
def test_nobody_else_can_write_to_what_it_makes(store: CodeFolder) -> None:
    before = os.umask(0)
    try:
        store.save(KEY, CODE)
    finally:
        os.umask(before)
    assert store.folder.stat().st_mode & 0o777 == 0o700
    assert kept_file(store).stat().st_mode & 0o777 == 0o600


@posix
@pytest.mark.parametrize("mode", [0o777, 0o770, 0o720, 0o702])
def test_a_folder_that_others_can_write_to_is_not_used(store, mode: int, expected_log) -> None:
    store.save(KEY, CODE)
    store.folder.chmod(mode)
    expected_log("The compiled kernel is not used: other users can write to .*machine-code; take")
    assert store.load(KEY) is None
    with pytest.raises(PermissionError, match="other users can write to"):
        store.save(KEY, CODE)
    with pytest.raises(PermissionError, match="other users can write to"):
        store.require_room()
    store.folder.chmod(0o700)
    assert store.load(KEY) == CODE


@posix
def test_a_file_that_others_can_write_to_is_not_used(store: CodeFolder, expected_log) -> None:
    store.save(KEY, CODE)
    kept_file(store).chmod(0o666)
    expected_log(r"not used: other users can write to .*\.code")
    assert store.load(KEY) is None
    store.save(KEY, CODE)  # compiled anew, it takes the other's place
    assert store.load(KEY) == CODE


@posix
def test_what_belongs_to_another_user_is_not_used(store, monkeypatch, expected_log) -> None:
    store.save(KEY, CODE)
    own = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: own + 1)
    expected_log("not used: .*machine-code belongs to another user")
    assert store.load(KEY) is None
    with pytest.raises(PermissionError, match="belongs to another user"):
        store.save(KEY, CODE)


# -- what stands in the way ------------------------------------------------------------------------


@posix
def test_a_link_in_the_folders_place_is_not_followed(store: CodeFolder, expected_log) -> None:
    store.save(KEY, CODE)
    moved = store.folder.rename(store.folder.with_name("elsewhere"))
    store.folder.symlink_to(moved)
    expected_log("not used: .*machine-code is no folder")
    assert store.load(KEY) is None
    with pytest.raises(NotADirectoryError, match="is no folder"):
        store.save(KEY, CODE)


def test_a_file_in_the_folders_place_is_left_alone(store: CodeFolder) -> None:
    store.folder.parent.mkdir()
    store.folder.write_text("mine")
    assert not store.has_any()
    for attempt in (lambda: store.save(KEY, CODE), store.require_room):
        with pytest.raises(OSError, match="machine-code"):
            attempt()
    assert store.folder.read_text() == "mine"


@posix
@pytest.mark.parametrize("kind", ["link", "pipe"])
def test_only_regular_files_are_read(store, kind: str, tmp_path: Path, expected_log) -> None:
    store.save(KEY, CODE)
    path = kept_file(store)
    moved = path.rename(tmp_path / "sound.code")
    if kind == "link":
        path.symlink_to(moved)
    else:
        os.mkfifo(path)
    expected_log("The compiled kernel is not used: ")
    assert store.load(KEY) is None
    store.save(KEY, CODE)
    assert store.load(KEY) == CODE
    assert not path.is_symlink()
    assert path.is_file()


@posix
@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_for_reading_only_is_read(store: CodeFolder) -> None:
    store.save(KEY, CODE)
    store.folder.chmod(0o500)
    try:
        assert store.load(KEY) == CODE
        with pytest.raises(PermissionError):
            store.require_room()
        with pytest.raises(PermissionError):
            store.save(KEY, CODE[::-1])
        assert store.load(KEY) == CODE
    finally:
        store.folder.chmod(0o700)


FULL = """
import resource, signal, sys
from pathlib import Path
from app.storage.code_folder import CodeFolder

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
store = CodeFolder(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
for attempt in (store.require_room, lambda: store.save(sys.argv[2], bytes(1 << 20))):
    try:
        attempt()
    except OSError as error:
        print(error.errno)
"""


@posix
def test_what_does_not_fit_leaves_the_older_file_and_nothing_else(store: CodeFolder) -> None:
    """A limit on the size of files stands for a disk that is full."""
    store.save(KEY, CODE)
    command = [sys.executable, "-c", FULL, str(store.folder), KEY]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.stderr, done.stdout.split()) == ("", [str(errno.EFBIG)] * 2)
    assert store.load(KEY) == CODE
    assert len(list(store.folder.iterdir())) == 1


# -- several processes -----------------------------------------------------------------------------

WRITES = """
import sys
from pathlib import Path
from app.storage.code_folder import CodeFolder

store, number = CodeFolder(Path(sys.argv[1])), int(sys.argv[2])
print("begun", flush=True)
while True:
    store.save("key", bytes([number]) * (1 << 20))
"""


def test_writers_that_are_killed_leave_a_whole_file(store: CodeFolder) -> None:
    whole = {bytes([number]) * (1 << 20) for number in (1, 2)}
    random_ms = random.Random(20).uniform
    for _ in range(4):
        command = [sys.executable, "-c", WRITES, str(store.folder)]
        writers = [
            subprocess.Popen([*command, str(number)], stdout=subprocess.PIPE, text=True)
            for number in (1, 2)
        ]
        for writer in writers:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "begun\n"
        until = time.monotonic() + random_ms(0.05, 0.15)
        while time.monotonic() < until:
            found = store.load("key")
            assert found is None or found in whole
        for writer in writers:
            writer.kill()
            writer.communicate()
        assert store.load("key") in whole


def test_what_was_not_used_for_longest_goes_first(store: CodeFolder) -> None:
    keys = [f"version {number}" for number in range(20)]
    for age, key in enumerate(reversed(keys)):
        store.save(key, CODE)
        (path,) = [one for one in store.folder.iterdir() if one.stat().st_mtime > 1e9]
        os.utime(path, (1000 - age, 1000 - age))
    assert store.load(keys[10]) == CODE  # a use counts
    store.save(KEY, CODE)
    left = [key for key in keys if store.load(key) is not None]
    assert len(left) == 15
    assert keys[10] in left


def test_what_a_killed_process_left_is_tidied_up_later(store: CodeFolder) -> None:
    store.save(KEY, CODE)
    old, fresh = store.folder / ".unfinished-old", store.folder / ".unfinished-fresh"
    for path in (old, fresh):
        path.write_bytes(CODE)
    os.utime(old, (time.time() - 7200,) * 2)
    store.save(KEY, CODE)
    assert not old.exists()
    assert fresh.exists()  # another process may be writing it


# -- the real thing --------------------------------------------------------------------------------


def trained(folder: Path) -> tuple[str, list[float]]:
    """What a fresh process trains that may use the folder: its kernel, and the losses."""
    done = subprocess.run(
        [sys.executable, "-m", "app", "train", "first-line", "--json"],
        env=os.environ | {"NEURAL_BONSAI_CACHE": str(folder)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, (done.returncode, done.stderr)
    assert "Traceback" not in done.stderr
    printed = json.loads(done.stdout)
    return printed["kernel"], printed["curves"]["train_loss"]


def hundred_damages(files: list[Path]) -> list[tuple[Path, bytes]]:
    """A file each, and what it holds afterwards."""
    drawn = random.Random(7)
    found = []
    for number in range(100):
        path = files[number % len(files)]
        content = path.read_bytes()
        place = drawn.randrange(len(content))
        found.append(
            (
                path,
                (
                    flipped(content, place),
                    flipped(content, drawn.randrange(200)),
                    content[:place],
                    content[:place] + bytes(byte ^ 255 for byte in content[place:]),
                    content[:place] + drawn.randbytes(512) + content[place + 512 :],
                    b"" if number < 10 else content[: drawn.randrange(100)],
                    files[(number + 1) % len(files)].read_bytes(),
                )[number % 7],
            )
        )
    return found


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_a_hundred_damages_cost_no_crash_and_no_wrong_number(
    compiled: KernelMaker, tmp_path: Path
) -> None:
    sound = CodeFolder.find().folder
    folder = tmp_path / "machine-code"
    shutil.copytree(sound, folder)
    kernel, losses = trained(folder)
    assert kernel == "numba"
    used = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime)[-2:]
    originals = {path: path.read_bytes() for path in used}
    for path, content in hundred_damages(used):
        assert content != originals[path]
        path.write_bytes(content)
        kernel, own_losses = trained(folder)
        assert kernel == "numpy"
        assert own_losses == pytest.approx(losses, rel=1e-6)
        assert not path.exists()
        path.write_bytes(originals[path])
        path.chmod(0o600)
    assert trained(folder) == ("numba", losses)
