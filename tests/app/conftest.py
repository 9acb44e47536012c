"""A training thread, a game, and a window around it, all taken down in order."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from app.session.game import Game
from app.session.player_settings import PlayerSettings
from app.storage.code_folder import CodeFolder
from app.storage.paths import Paths
from app.storage.preferences import Preferences, load_preferences
from app.storage.records import Records
from app.training.thread import TrainingThread
from app.training.turbo import WARM_UP
from app.window.main_window import MainWindow
from engine.kernels.choice import KernelMaker, compiled_kernel
from levels import Solution, write_solution
from widgets.theme.look import Look


@pytest.fixture
def thread(qtbot) -> Iterator[TrainingThread]:
    """A running training thread."""
    thread = TrainingThread()
    thread.start()
    yield thread
    assert thread.stop()


@pytest.fixture(scope="session")
def compiled() -> KernelMaker:
    """The compiled kernel; the first time in a clone this takes as long as compiling does."""
    pytest.importorskip("numba")
    subprocess.run(WARM_UP, check=True)
    kernel = compiled_kernel(CodeFolder.find())
    assert kernel is not None
    return kernel


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where records are kept."""
    return tmp_path / "records.db"


@pytest.fixture
def records(path: Path) -> Iterator[Records]:
    """Open records."""
    with closing(Records(path)) as opened:
        yield opened


@pytest.fixture
def start_game(qtbot, data_folder: Path) -> Iterator[Callable[[], Game]]:
    """``start_game()`` starts the game on the test's data folder; the one before ends first."""
    games: list[Game] = []

    def start() -> Game:
        end()
        data_folder.mkdir(exist_ok=True)
        paths = Paths.named(data_folder)
        preferences, _ = load_preferences(paths.preferences)
        look = Look(preferences.theme)
        settings = PlayerSettings(paths.preferences, preferences, look)
        games.append(Game(paths, settings, Records(paths.records)))
        return games[-1]

    def end() -> None:
        while games:
            game = games.pop()
            assert game.shut_down()
            game.deleteLater()

    yield start
    end()


@pytest.fixture
def cheating(start_game: Callable[[], Game], data_folder: Path) -> Solution:
    """What the records have on the bench of xor: an input that the level does not offer."""
    game = start_game()
    game.open_id("xor")
    level = game.session.level
    network = level.start.network.add_input("x1*x2").add_link("x1*x2", "y")
    solution = replace(level.start, name="Cheat", network=network)
    assert game.shut_down()
    with closing(Records(data_folder / "records.db")) as records:
        stored = records.add_solution(level.address, "Cheat", write_solution(solution, "xor"), 2)
        records.set_open_solution(level.address, stored.id)
    return solution


@pytest.fixture
def start_window(qtbot, start_game: Callable[[], Game]) -> Callable[[], tuple[Game, MainWindow]]:
    """``start_window()`` starts the game and shows its furnished window."""

    def start() -> tuple[Game, MainWindow]:
        game = start_game()
        window = MainWindow(game.look, Preferences().geometry)
        qtbot.addWidget(window)
        window.resize(1280, 800)  # whatever the size of the virtual screen
        window.furnish(game)
        window.show()
        return game, window

    return start
