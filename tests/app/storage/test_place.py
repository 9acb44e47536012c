"""The file of the records stays in its place while the game runs, and is never made twice."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from app.storage.errors import RecordsError, Trouble
from app.storage.records import Records
from tests.app.storage.damage import XOR


def add(records: Records, name: str) -> int:
    return records.add_solution(XOR, name, "{}", 1).id


def names(records: Records) -> list[str]:
    return [own.name for own in records.solutions(XOR)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where records are kept: in a folder that can be removed."""
    folder = tmp_path / "data"
    folder.mkdir()
    return folder / "records.db"


@pytest.fixture
def said(records: Records) -> list[str]:
    """What is reported about the file."""
    sentences: list[str] = []
    records.report_to(sentences.append)
    return sentences


def remove_folder(path: Path) -> None:
    shutil.rmtree(path.parent)


def remove_files(path: Path) -> None:
    for own in path.parent.glob("records.db*"):
        own.unlink()


def remove_database(path: Path) -> None:
    path.unlink()


REMOVALS = (remove_folder, remove_files, remove_database)


@pytest.mark.parametrize("remove", REMOVALS)
@pytest.mark.parametrize("writes_first", [True, False])
def test_a_removed_file_is_written_anew_with_all_that_it_held(
    records: Records,
    path: Path,
    said: list[str],
    remove: Callable[[Path], None],
    writes_first: bool,
) -> None:
    add(records, "before")
    with closing(records.further_connection()) as further:
        if writes_first:
            add(further, "by the other")
        remove(path)
        add(further, "after")
        assert names(records) == names(further)
        add(records, "last")
        expected = ["before", *["by the other"] * writes_first, "after", "last"]
        assert names(further) == names(records) == expected
        (sentence,) = said
        assert str(path) in sentence
        assert "was removed while the game was running" in sentence
    records.close()
    with closing(Records(path)) as again:
        assert names(again) == expected
        assert again.notice is None


def test_it_is_put_back_as_often_as_it_is_removed(
    records: Records, path: Path, said: list[str]
) -> None:
    for number in range(3):
        remove_folder(path)
        add(records, str(number))
    assert names(records) == ["0", "1", "2"]
    assert len(said) == 3


def test_a_file_that_took_its_place_is_kept(
    records: Records, path: Path, tmp_path: Path, said: list[str]
) -> None:
    add(records, "mine")
    with closing(sqlite3.connect(tmp_path / "other.db")) as other, other:
        other.execute("CREATE TABLE songs (name TEXT)")
    (tmp_path / "other.db").replace(path)
    add(records, "mine too")
    assert names(records) == ["mine", "mine too"]
    (sentence,) = said
    assert "records.damaged-1.db" in sentence
    with closing(sqlite3.connect(path.with_name("records.damaged-1.db"))) as kept:
        assert kept.execute("SELECT name FROM sqlite_schema").fetchall() == [("songs",)]


def test_no_further_connection_makes_a_file_that_is_gone(
    records: Records, path: Path, said: list[str]
) -> None:
    add(records, "mine")
    remove_files(path)
    with pytest.raises(RecordsError) as caught:
        records.further_connection()
    assert caught.value.trouble is Trouble.GONE
    assert not path.exists()
    records.keep_in_place()
    assert len(said) == 1
    with closing(records.further_connection()) as further:
        assert names(further) == ["mine"]


def test_a_file_that_cannot_be_put_back_now_is_put_back_later(
    records: Records, path: Path, said: list[str]
) -> None:
    add(records, "mine")
    away = path.parent.rename(path.parent.with_name("away"))
    path.parent.write_text("in the way")
    with pytest.raises(RecordsError, match="look what is in their place") as caught:
        add(records, "lost?")
    assert caught.value.trouble is Trouble.GONE
    assert names(records) == ["mine"]
    path.parent.unlink()
    add(records, "kept")
    assert names(records) == ["mine", "kept"]
    assert away.exists()


@pytest.fixture
def link(tmp_path: Path) -> Path:
    """A link in the place of the records, to a file in a folder that is there."""
    link, target = tmp_path / "data" / "records.db", tmp_path / "stick" / "records.db"
    link.parent.mkdir(exist_ok=True)
    target.parent.mkdir()
    with closing(Records(target)) as records:
        add(records, "on the stick")
    link.symlink_to(target)
    return link


def test_a_link_is_followed_and_stays_one(link: Path) -> None:
    with closing(Records(link)) as records:
        assert records.folder == link.parent
        add(records, "more")
    assert link.is_symlink()
    with closing(Records(link.resolve())) as records:
        assert names(records) == ["on the stick", "more"]


@pytest.mark.parametrize("backed_up", [True, False])
def test_a_link_whose_target_is_away_is_left_alone(link: Path, backed_up: bool) -> None:
    if backed_up:
        Records(link).close()
        assert list((link.parent / "backups").iterdir())
    target = link.resolve()
    away = target.parent.rename(target.parent.with_name("unplugged"))
    with pytest.raises(RecordsError) as caught:
        Records(link)
    assert caught.value.trouble is Trouble.AWAY
    assert str(link) in str(caught.value)
    assert str(target) in str(caught.value)
    assert link.is_symlink()
    away.rename(target.parent)
    with closing(Records(link)) as records:
        assert (names(records), records.notice) == (["on the stick"], None)


def test_a_stick_that_is_unplugged_while_the_game_runs_is_not_imitated(link: Path) -> None:
    with closing(Records(link)) as records:
        target = link.resolve()
        away = target.parent.rename(target.parent.with_name("unplugged"))
        with pytest.raises(RecordsError) as caught:
            add(records, "more")
        assert caught.value.trouble is Trouble.AWAY
        assert not target.parent.exists()
        away.rename(target.parent)
        add(records, "more")
        assert names(records) == ["on the stick", "more"]
