"""One file in the place of another: whole at any moment, and the other is kept."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.storage.repair import replacement


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with a log, as a database has."""
    path = tmp_path / "records.db"
    path.write_text("old")
    path.with_name("records.db-wal").write_text("old log")
    path.with_name("records.db-shm").write_text("old index")
    return path


def finished(path: Path, text: str = "new") -> Path:
    part = replacement.unfinished(path)
    part.write_text(text)
    return part


def names(path: Path) -> set[str]:
    return {own.name for own in path.parent.iterdir()}


def test_the_new_file_takes_the_place_and_the_old_one_is_kept_with_its_log(path: Path) -> None:
    aside = replacement.replace(path, finished(path))
    assert aside == path.with_name("records.damaged-1.db")
    assert path.read_text() == "new"
    assert aside.read_text() == "old"
    assert aside.with_name("records.damaged-1.db-wal").read_text() == "old log"
    # The log of the old file would be replayed into the new one.
    assert names(path) == {"records.db", "records.damaged-1.db", "records.damaged-1.db-wal"}


def test_the_log_is_kept_as_it_was_read(path: Path) -> None:
    aside = replacement.replace(path, finished(path), b"as it was read")
    assert aside is not None
    assert aside.with_name("records.damaged-1.db-wal").read_bytes() == b"as it was read"


def test_an_earlier_one_that_is_kept_is_not_replaced(path: Path) -> None:
    replacement.replace(path, finished(path, "second"))
    aside = replacement.replace(path, finished(path, "third"))
    assert aside == path.with_name("records.damaged-2.db")
    kept = [path.with_name(f"records.damaged-{number}.db").read_text() for number in (1, 2)]
    assert (kept, path.read_text()) == (["old", "second"], "third")


def test_where_there_was_none_none_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    assert replacement.replace(path, finished(path)) is None
    assert names(path) == {"records.db"}
    assert path.read_text() == "new"


def test_a_file_system_without_links_gets_a_copy(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_link(*_: object) -> None:
        raise PermissionError("this file system has none")

    monkeypatch.setattr(os, "link", no_link)
    aside = replacement.replace(path, finished(path))
    assert aside is not None
    assert (path.read_text(), aside.read_text()) == ("new", "old")


def test_a_replacement_that_a_kill_interrupted_is_finished(path: Path) -> None:
    finished(path).rename(path.with_name("records.db.ready"))
    replacement.finish(path)
    assert path.read_text() == "new"
    assert names(path) == {"records.db"}


def test_without_one_there_is_nothing_to_finish(path: Path) -> None:
    before = names(path)
    replacement.finish(path)
    assert names(path) == before
    assert path.read_text() == "old"


def test_what_was_left_unfinished_is_removed(path: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        path.with_name(f"records.db.part{ending}").write_text("left over")
    part = replacement.unfinished(path)
    assert not any(".part" in name for name in names(path))
    assert part.parent == path.parent


def test_a_file_is_made_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "records.db"

    def half(part: Path) -> None:
        part.write_text("half")
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="the disk is full"):
        replacement.create(path, half)
    assert not path.exists()
    replacement.create(path, lambda part: part.write_text("whole") and None)
    assert path.read_text() == "whole"
    assert names(path) == {"records.db"}


def test_a_new_file_gets_no_log_of_another(tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    path.with_name("records.db-wal").write_text("of another")
    replacement.create(path, lambda part: part.write_text("whole") and None)
    assert names(path) == {"records.db"}


def test_what_cannot_be_written_leaves_the_old_file(path: Path) -> None:
    with pytest.raises(OSError, match="missing"):
        replacement.replace(path, path.with_name("missing"))
    assert path.read_text() == "old"
    assert path.with_name("records.db-wal").read_text() == "old log"
