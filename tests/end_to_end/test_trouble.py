"""A player whose records cannot be used, with a real mouse and real keys."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.end_to_end.game import Game, Screen

pytestmark = [pytest.mark.xvfb, pytest.mark.timeout(180)]


def make_foreign(folder: Path) -> Path:
    path = folder / "data" / "records.db"
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE songs (name TEXT)")
    return path


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_window_says_why_and_begins_anew(
    start_game: Callable[..., Game], screen: Screen, tmp_path: Path, theme: str
):
    path = make_foreign(tmp_path)
    path.with_name("preferences.json").write_text(f'{{"format": 1, "theme": "{theme}"}}')
    before = path.read_bytes()
    game = start_game("play")
    assert "a database of another program" in game.widget("trouble")["words"]
    screen.click(game.widget("begin-anew")["centre"])
    game.widget("home")
    assert game.words("trouble") == ""
    assert path.with_name("records.damaged-1.db").read_bytes() == before
    assert game.close() == 0


def test_quitting_by_keys_tells_the_shell(
    start_game: Callable[..., Game], screen: Screen, tmp_path: Path
):
    make_foreign(tmp_path)
    game = start_game("play")
    screen.click(game.widget("trouble-reason")["centre"])
    screen.press("Tab", "Tab", "Tab", "Tab", "Return")  # from the sentence to the last
    assert game.process.wait(30) == 2
