"""Makes docs/pictures from the real game (``make screenshots``).

The game runs offscreen with an empty data folder. A story presses its buttons and waits for what
comes; each picture is taken in both themes from the same moment.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.cli.run import run
from app.session.game import Game
from app.window.home import Home
from benchmarks.frames import dense
from benchmarks.onlooker import TICK_MS, Onlooker, button, game, main_window, session
from engine.training.run import RunState
from widgets.canvas.view import NetworkView
from widgets.run_model import FULL_SPEED, Speed

PICTURES: Final = Path(__file__).parents[1] / "docs" / "pictures"
SIZE: Final = (1280, 800)
PATIENCE_TICKS: Final = 4000
GIF_WIDTH: Final = 960
GIF_FRAMES: Final = 60
GIF_MS: Final = 90
GIF_REST_MS: Final = 2500
GIF_SPEED: Final = Speed(25.0)
GIF_COLOURS: Final = 255

Wait = Callable[[], bool]


class Director(Onlooker):
    """Plays a story: a generator that acts and yields what it waits for."""

    def __init__(self, story: Iterator[Wait]) -> None:
        super().__init__()
        self._story = story
        self._wait: Wait = lambda: True
        self._ticks = 0

    def tick(self) -> None:
        """Act when what was waited for has come."""
        self._ticks += 1
        if self._ticks > PATIENCE_TICKS:
            self._end(1)
        if not self._wait():
            return
        try:
            self._wait, self._ticks = next(self._story), 0
        except StopIteration:
            self._end(0)

    def _end(self, code: int) -> None:
        sys.stdout.flush()
        os._exit(code)


def the_game() -> Game:
    """The game behind the window."""
    found = game()
    if found is None:
        raise LookupError("there is no game")
    return found


def canvas() -> NetworkView:
    """The canvas."""
    views = main_window().findChildren(NetworkView)
    return next(one for one in views if one.document is session().document)


def shows(kind: type[QWidget]) -> bool:
    """Whether a widget of that kind is on the screen."""
    return any(isinstance(one, kind) and one.isVisible() for one in QApplication.allWidgets())


def pause(ticks: int = 10) -> Wait:
    """Let the game go on for a while."""
    left = iter(range(ticks))
    return lambda: next(left, None) is None


def shoot(name: str, folder: Path = PICTURES) -> None:
    """Save the window in both themes."""
    for theme in ("dark", "light"):
        the_game().look.set_theme(theme)
        QApplication.processEvents()
        main_window().grab().save(str(folder / f"{name}-{theme}.png"))
    print(f"{folder.name}/{name}-light.png, {name}-dark.png", flush=True)


def put_on_bench(level_id: str, sizes: tuple[int, ...]) -> Iterator[Wait]:
    """Open a level with a dense network of these sizes."""
    the_game().open_id(level_id)
    yield lambda: canvas().isVisible()
    level = the_game().campaign.level(level_id)
    document = session().document
    document.load(replace(document.solution, network=dense(level, sizes), layout={}))
    document.tidy()
    yield pause()
    canvas().fit()
    yield pause()


def train_to(epoch: int, speed: Speed = FULL_SPEED) -> Iterator[Wait]:
    """Train up to an epoch; the run goes on."""
    session().run.set_speed(speed)
    button("train").click()
    yield lambda: session().run.epoch >= epoch or session().run.state is RunState.FINISHED


def judge() -> Iterator[Wait]:
    """Press the judge's button and wait for the verdict."""
    verdicts: list[object] = []
    session().judging.finished.connect(verdicts.append)
    button("judge").click()
    yield lambda: bool(verdicts)
    yield pause(40)  # the medal unfolds


def refuse_a_link() -> Iterator[Wait]:
    """Drag a link to where it must not go, and hold it there."""
    viewport, view = canvas().viewport(), canvas()
    start, goal = view.port_position("h1"), view.node_centre("x1")
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    for step in range(1, 11):
        QTest.mouseMove(viewport, start + (goal - start) * step / 10)
        yield pause(1)
    yield pause()
    shoot("refused-link")
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=goal)
    yield pause()


def film() -> Iterator[Wait]:
    """The moving picture of the README: a run of XOR from its start."""
    yield from put_on_bench("xor", (3,))
    session().run.set_speed(GIF_SPEED)
    the_game().look.set_theme("light")
    shots = [main_window().grab()]
    button("train").click()
    for _ in range(GIF_FRAMES):
        yield pause(GIF_MS // TICK_MS)
        shots.append(main_window().grab())
    save_film(shots)


def save_film(shots: list[QPixmap]) -> None:
    """Write the shots as one small GIF."""
    images = []
    for shot in shots:
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        scaled = shot.scaledToWidth(GIF_WIDTH, Qt.TransformationMode.SmoothTransformation)
        scaled.save(buffer, "PNG")
        images.append(Image.open(io.BytesIO(buffer.data().data())).convert("RGB"))
    palette = images[-1].quantize(GIF_COLOURS, dither=Image.Dither.NONE)
    frames = [image.quantize(palette=palette, dither=Image.Dither.NONE) for image in images]
    times = [GIF_MS] * (len(frames) - 1) + [GIF_REST_MS]
    path = PICTURES / "hero.gif"
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=times, loop=0)
    print(f"docs/pictures/hero.gif, {path.stat().st_size // 1024} KiB", flush=True)


def story() -> Iterator[Wait]:
    """Every picture, in an order in which the game's records fill up."""
    yield lambda: game() is not None and shows(Home)
    main_window().resize(*SIZE)
    yield pause()
    yield from film()
    yield from put_on_bench("xor", (3,))
    yield from train_to(150, speed=Speed(120.0))
    shoot("workbench")
    yield from refuse_a_link()
    yield from judge()
    shoot("verdict-passed")
    yield from put_on_bench("noisy-spiral", (16, 16))
    yield from train_to(3000)
    yield from judge()
    shoot("verdict-failed")
    button("verdict-wrong").click()
    yield pause(20)
    shoot("wrong-points")
    yield from put_on_bench("first-line", ())
    yield from judge()
    the_game().leave()
    yield pause()
    shoot("levels")


def main() -> int:
    """Play the story to its end."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["NEURAL_BONSAI_DATA"] = folder
        director = Director(story())
        code = run(["play"])
        del director
    return code


if __name__ == "__main__":
    sys.exit(main())
