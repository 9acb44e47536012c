"""A virtual screen and games on it, cleaned up whatever happens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from benchmarks.virtual_screen import NoVirtualScreenError
from tests.end_to_end.game import Game, Screen


@pytest.fixture(scope="module")
def screen() -> Iterator[Screen]:
    """A virtual screen; the test fails with the line to run when there can be none."""
    try:
        screen = Screen()
    except NoVirtualScreenError as missing:
        pytest.fail(str(missing), pytrace=False)
    with screen:
        yield screen


@pytest.fixture
def start_game(screen: Screen, tmp_path: Path) -> Iterator[Callable[..., Game]]:
    """``start_game("play", "xor")`` starts the game; each start sees the same data folder."""
    games: list[Game] = []

    def start(*arguments: str, on: Screen = screen, **environment: str) -> Game:
        games.append(Game(on, tmp_path, *arguments, **environment))
        return games[-1]

    yield start
    for game in games:
        game.release()


@pytest.fixture(scope="module")
def game(screen: Screen, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Game]:
    """One game for all tests of a file; each test begins with a question of `stage`."""
    game = Game(screen, tmp_path_factory.mktemp("game"))
    yield game
    game.release()
