"""Preferences: written whole, read strictly, never lost in silence."""

from __future__ import annotations

import json
from dataclasses import asdict, fields, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.storage.preferences import Preferences, load_preferences, save_preferences
from widgets.dock.arrangement import Arrangement

CHOSEN = Preferences(theme="dark", speed=0.0, text_scale=1.5, geometry="AAEC", last_level="xor")


def test_what_was_saved_comes_back(tmp_path: Path) -> None:
    save_preferences(tmp_path / "p.json", CHOSEN)
    assert load_preferences(tmp_path / "p.json") == (CHOSEN, None)
    assert [path.name for path in tmp_path.iterdir()] == ["p.json"]


def test_no_file_means_defaults_without_a_word(tmp_path: Path) -> None:
    assert load_preferences(tmp_path / "p.json") == (Preferences(), None)
    (tmp_path / "file").touch()
    assert load_preferences(tmp_path / "file" / "p.json") == (Preferences(), None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"format": 2}',
        '{"format": true, "theme": "dark"}',
        '{"format": 1, "speed": ' + 5000 * "9" + "}",
        "[" * 100_000,
        '{"format": 1, "last_level": "' + 2**20 * "x" + '"}',
    ],
)
def test_a_file_without_preferences_is_kept_aside_and_said(tmp_path: Path, text: str) -> None:
    path = tmp_path / "p.json"
    path.write_text(text, encoding="utf-8")
    preferences, notice = load_preferences(path)
    assert preferences == Preferences()
    assert notice is not None
    assert len(notice) < 200
    assert "p.unreadable-1.json" in notice
    assert (tmp_path / "p.unreadable-1.json").read_text(encoding="utf-8") == text


DEEP = 900 * "[" + 900 * "]"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("theme", '"pink"'),
        ("theme", '"\\ud800"'),
        ("theme", "[1]"),
        ("speed", "-1"),
        ("speed", "NaN"),
        ("speed", "1e400"),
        ("speed", "1e-300"),
        ("speed", 400 * "9"),
        ("speed", "-" + 400 * "9"),
        ("speed", "true"),
        ("speed", '"fast"'),
        ("speed_unit", '"year"'),
        ("reduced_motion", "1"),
        ("text_scale", "0.5"),
        ("text_scale", "2.5"),
        ("text_scale", "-Infinity"),
        ("text_scale", '"large"'),
        ("geometry", '"§"'),
        ("geometry", '"AAE"'),
        ("geometry", "3"),
        ("last_level", "null"),
        ("last_level", DEEP),
        ("arrangements", "[]"),
    ],
)
def test_a_bad_value_costs_itself_only(tmp_path: Path, name: str, value: str) -> None:
    good = {**asdict(CHOSEN), "arrangements": {"xor": {"docked": ["map"]}}}
    text = json.dumps({"format": 1, **good, name: "HERE"}).replace('"HERE"', value)
    path = tmp_path / "p.json"
    path.write_text(text, encoding="utf-8")
    expected = replace(Preferences(**good), **{name: getattr(Preferences(), name)})
    preferences, notice = load_preferences(path)
    assert preferences == expected
    assert f"({name})" in notice
    assert (tmp_path / "p.unreadable-1.json").read_text(encoding="utf-8") == text
    assert load_preferences(path) == (expected, None)  # said once


def test_a_bad_arrangement_costs_itself_only(tmp_path: Path) -> None:
    path = tmp_path / "p.json"
    good = {"docked": ["map"], "wide": True}
    path.write_text(
        json.dumps({"format": 1, "arrangements": {"a": good, "b": 3, "c": {"d": "DEEP"}}}).replace(
            '"DEEP"', DEEP
        )
    )
    preferences, notice = load_preferences(path)
    assert preferences.arrangements == {"a": good}
    assert "(arrangements)" in notice
    save_preferences(path, preferences)


def test_a_folder_in_place_of_the_file_prevents_no_start(tmp_path: Path) -> None:
    (tmp_path / "p.json").mkdir()
    preferences, notice = load_preferences(tmp_path / "p.json")
    assert preferences == Preferences()
    assert "not a file" in notice


NAMES = [own.name for own in fields(Preferences)]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None)),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec=None)), inner),
    max_leaves=20,
)
CONTENTS = st.binary(max_size=200) | st.dictionaries(
    st.sampled_from([*NAMES, "other"]), VALUES
).map(lambda values: json.dumps({"format": 1, **values}).encode())


@given(content=CONTENTS)
@settings(max_examples=300)
def test_whatever_the_file_holds_the_game_starts_and_can_save(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "p.json")
        path.write_bytes(content)
        preferences, notice = load_preferences(path)
        if notice is not None:
            notice.encode("utf-8")  # it can be shown
            assert Path(folder, "p.unreadable-1.json").read_bytes() == content
        for raw in preferences.arrangements.values():
            Arrangement.read(raw)
        save_preferences(path, preferences)
        assert load_preferences(path) == (preferences, None)


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
