"""Where a level comes from: what tells two levels of the same id apart."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from levels import Origin, parse_level, read_level

LEVEL = {
    "format": 1,
    "id": "xor",
    "title": "X",
    "data": {"generator": "circle", "train": 10, "validation": 10, "test": 10},
    "pass": {"metric": "accuracy", "at_least": 0.9},
}


def test_a_single_file_is_known_by_where_it_lies(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "mine.json").write_text(json.dumps(LEVEL))
    (tmp_path / "alias.json").symlink_to("mine.json")
    monkeypatch.chdir(tmp_path)
    addresses = {
        read_level(path).address
        for path in ("mine.json", "./mine.json", tmp_path / "mine.json", "alias.json")
    }
    assert addresses == {(f"file:{os.path.realpath(tmp_path / 'mine.json')}", "xor")}


def test_an_edited_file_keeps_its_address(tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    path.write_text(json.dumps(LEVEL))
    before = read_level(path)
    path.write_text(json.dumps(LEVEL | {"data": {"generator": "moons"}}))
    after = read_level(path)
    assert after.address == before.address
    assert after.key != before.key


def test_kinds_of_origins_never_share_a_key() -> None:
    keys = {
        Origin("campaign").key,
        Origin("pack", "campaign").key,
        Origin("file", "campaign").key,
        Origin("text").key,
    }
    assert len(keys) == 4


@pytest.mark.skipif(os.name == "nt", reason="file names of Windows are Unicode")
def test_a_file_name_that_is_no_unicode_has_a_key(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.json")
    path.write_text(json.dumps(LEVEL))
    level = read_level(path)
    assert level.address.origin.encode("utf-8")
    assert level.origin.path == path


def test_a_text_has_no_file() -> None:
    assert parse_level(json.dumps(LEVEL)).origin.path is None
