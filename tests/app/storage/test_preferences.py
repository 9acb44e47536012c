"""Preferences: written whole, read strictly, never lost in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.storage.preferences import (
    Preferences,
    load_preferences,
    save_preferences,
    write_atomically,
)

CHOSEN = Preferences(theme="dark", speed=0.0, text_scale=1.5, geometry="AAEC", last_level="xor")


def test_what_was_saved_comes_back(tmp_path: Path) -> None:
    save_preferences(tmp_path / "p.json", CHOSEN)
    assert load_preferences(tmp_path / "p.json") == (CHOSEN, None)
    assert [path.name for path in tmp_path.iterdir()] == ["p.json"]


def test_no_file_means_defaults_without_a_word(tmp_path: Path) -> None:
    assert load_preferences(tmp_path / "p.json") == (Preferences(), None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"format": 2}',
        '{"format": 1, "theme": "pink"}',
        '{"format": 1, "speed": -1}',
        '{"format": 1, "speed": NaN}',
        '{"format": 1, "speed": true}',
        '{"format": 1, "speed": "fast"}',
        '{"format": 1, "reduced_motion": 1}',
        '{"format": 1, "text_scale": 0.5}',
        '{"format": 1, "text_scale": 2.5}',
        '{"format": 1, "text_scale": "large"}',
        '{"format": 1, "geometry": "§"}',
        '{"format": 1, "geometry": 3}',
        "[" * 100_000,
    ],
)
def test_a_bad_file_is_kept_aside_and_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "p.json"
    path.write_text(text, encoding="utf-8")
    preferences, notice = load_preferences(path)
    assert preferences == Preferences()
    assert notice is not None
    assert "p.unreadable-1.json" in notice
    assert (tmp_path / "p.unreadable-1.json").read_text(encoding="utf-8") == text


def test_bytes_that_are_no_text_are_kept_aside(tmp_path: Path) -> None:
    (tmp_path / "p.json").write_bytes(b"\xff\xfe\x00")
    assert load_preferences(tmp_path / "p.json")[1] is not None


def test_a_second_bad_file_does_not_replace_the_first(tmp_path: Path) -> None:
    for text in ("one", "two"):
        (tmp_path / "p.json").write_text(text)
        load_preferences(tmp_path / "p.json")
    assert (tmp_path / "p.unreadable-1.json").read_text() == "one"
    assert (tmp_path / "p.unreadable-2.json").read_text() == "two"


def test_keys_of_a_later_version_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "p.json").write_text('{"format": 1, "theme": "dark", "sound": 0.5}')
    assert load_preferences(tmp_path / "p.json") == (Preferences(theme="dark"), None)


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "p.json"
    write_atomically(path, "old")
    with pytest.raises(UnicodeEncodeError):
        write_atomically(path, "new \ud800")
    assert path.read_text() == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["p.json"]
