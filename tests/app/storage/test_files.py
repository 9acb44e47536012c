"""Files are the old one or the new one, and unusable ones are kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.storage.files import set_aside, write_atomically


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "p.json"
    write_atomically(path, "old")
    with pytest.raises(UnicodeEncodeError):
        write_atomically(path, "new \ud800")
    assert path.read_text() == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["p.json"]


def test_files_that_are_set_aside_never_replace_one_another(tmp_path: Path) -> None:
    for text in ("one", "two"):
        (tmp_path / "p.json").write_text(text)
        set_aside(tmp_path / "p.json")
    assert (tmp_path / "p.unreadable-1.json").read_text() == "one"
    assert (tmp_path / "p.unreadable-2.json").read_text() == "two"
    assert set_aside(tmp_path / "p.json") is None
