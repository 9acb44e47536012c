"""Which files wait, and where the next one goes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.saving.unsaved_files import next_path, unsaved_files


def test_files_are_taken_by_number_and_others_are_not_meant(tmp_path: Path) -> None:
    for name in (
        "unsaved-10.json",
        "unsaved-9.json",
        "unsaved-1.unreadable-1.json",
        "unsaved-.json",
    ):
        (tmp_path / name).write_text("{}")
    assert [own.name for own in unsaved_files(tmp_path)] == ["unsaved-9.json", "unsaved-10.json"]
    assert next_path(tmp_path).name == "unsaved-11.json"


def test_a_folder_that_cannot_be_read_holds_none_and_gets_none(
    tmp_path: Path, expected_log
) -> None:
    expected_log("cannot be searched for unsaved work")
    assert unsaved_files(tmp_path / "missing") == []
    with pytest.raises(FileNotFoundError):  # else a file that waits there could be replaced
        next_path(tmp_path / "missing")


@pytest.mark.skipif(os.name == "nt", reason="pipes of POSIX")
def test_a_pipe_is_not_waited_for_and_not_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "unsaved-1.json")
    (tmp_path / "unsaved-2.json").touch()
    assert unsaved_files(tmp_path) == [tmp_path / "unsaved-2.json"]
    (tmp_path / "unsaved-2.json").unlink()
    assert next_path(tmp_path) == tmp_path / "unsaved-2.json"
