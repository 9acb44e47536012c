"""Files are the old one or the new one, and unusable ones are kept."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.storage.files import free_beside, is_special, set_aside, why_unwritable, write_atomically
from tests.app.hindered import hindered


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "p.json"
    write_atomically(path, "old")
    with pytest.raises(UnicodeEncodeError):
        write_atomically(path, "new \ud800")
    with hindered(path, "full"), pytest.raises(OSError, match="large"):
        write_atomically(path, "new")
    assert path.read_text() == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["p.json"]


@pytest.mark.parametrize("content", ["a näme\n", b"\xff\r\n"])
def test_what_is_written_is_what_was_given(tmp_path: Path, content: str | bytes) -> None:
    write_atomically(tmp_path / "p", content)
    expected = content.encode("utf-8") if isinstance(content, str) else content
    assert (tmp_path / "p").read_bytes() == expected


def test_a_name_is_free_only_with_all_of_its_endings(tmp_path: Path) -> None:
    path = tmp_path / "p.db"
    assert free_beside(path, "kept", ("", "-wal")).name == "p.kept-1.db"
    (tmp_path / "p.kept-1.db-wal").touch()
    (tmp_path / "p.kept-2.db").touch()
    assert free_beside(path, "kept", ("", "-wal")).name == "p.kept-3.db"
    assert free_beside(path, "kept").name == "p.kept-1.db"


def test_files_that_are_set_aside_never_replace_one_another(tmp_path: Path) -> None:
    for text in ("one", "two"):
        (tmp_path / "p.json").write_text(text)
        set_aside(tmp_path / "p.json")
    assert (tmp_path / "p.unreadable-1.json").read_text() == "one"
    assert (tmp_path / "p.unreadable-2.json").read_text() == "two"
    assert set_aside(tmp_path / "p.json") is None


@pytest.mark.skipif(os.name == "nt", reason="pipes of POSIX")
def test_a_pipe_is_neither_file_nor_folder(tmp_path: Path) -> None:
    pipe, file = tmp_path / "pipe", tmp_path / "file"
    os.mkfifo(pipe)
    file.touch()
    assert is_special(pipe)
    assert not any(map(is_special, (file, tmp_path, tmp_path / "none", file / "below")))


def test_why_nothing_can_be_written_is_known_and_leaves_nothing(tmp_path: Path) -> None:
    assert why_unwritable(tmp_path, 100) is None
    with hindered(tmp_path, "full"):
        error = why_unwritable(tmp_path, 100)
    assert error is not None
    assert error.strerror == "File too large"
    assert list(tmp_path.iterdir()) == []
    missing = why_unwritable(tmp_path / "none", 100)
    assert isinstance(missing, FileNotFoundError)
