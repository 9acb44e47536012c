"""Pictures of every page on the usual screens (``make gallery``), for people to look at.

Each screen is a process of its own, as Qt reads the scale factor when it starts. The pictures lie
in build/gallery as ``WIDTHxHEIGHT@SCALE-PAGE-THEME.png``.

``python -m benchmarks.gallery`` makes all of them; ``WIDTH HEIGHT SCALE`` one screen's.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from widgets.run_model import Speed

SCREENS: Final = (
    (960, 540, 1.0),
    (1280, 720, 1.0),
    (1280, 800, 1.0),
    (1366, 768, 1.0),
    (1920, 1080, 1.0),
    (1920, 1080, 1.25),
    (1920, 1080, 1.5),
    (1920, 1080, 2.0),
)
PICTURES: Final = Path(__file__).parents[1] / "build" / "gallery"


def one_screen(width: int, height: int, scale: float) -> int:
    """Play through the pages in a window of that many physical pixels and save each."""
    from app.cli.run import run
    from benchmarks import screenshots
    from benchmarks.onlooker import button, game, session
    from benchmarks.screenshots import Wait, canvas, pause, shows, the_game, window

    prefix = f"{width}x{height}@{scale:g}"

    def shoot(name: str) -> None:
        screenshots.shoot(f"{prefix}-{name}", PICTURES)

    def story() -> Iterator[Wait]:
        from app.window.home import Home

        yield lambda: game() is not None and shows(Home)
        window().resize(round(width / scale), round(height / scale))
        yield pause()
        shoot("map")
        the_game().open_id("xor")
        yield lambda: canvas().isVisible()
        yield pause()
        shoot("empty")
        yield from screenshots.put_on_bench("xor", (3,))
        yield from screenshots.train_to(150, speed=Speed(120.0))
        canvas().select(["h1"])
        yield pause()
        shoot("selected")
        the_game().look.set_theme("light")
        actions = window().actions_table  # type: ignore[attr-defined]
        actions["shortcuts"].trigger()
        yield pause()
        shoot("keys")
        actions["shortcuts"].trigger()
        yield from screenshots.judge()
        shoot("passed")
        button("verdict-close").click()
        yield from screenshots.put_on_bench("noisy-spiral", (16, 16))
        yield from screenshots.train_to(400)
        shoot("spiral")
        session().pause()
        the_game().leave()
        yield pause()
        shoot("map-passed")

    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["NEURAL_BONSAI_DATA"] = folder
        director = screenshots.Director(story())
        code = run(["play"])
        del director
    return code


def main() -> int:
    """Make the pictures of one screen, or of all of them."""
    if len(sys.argv) == 4:
        width, height, scale = sys.argv[1:]
        return one_screen(int(width), int(height), float(scale))
    codes = []
    for screen in SCREENS:
        environment = os.environ | {
            "QT_QPA_PLATFORM": "offscreen",
            "QT_SCALE_FACTOR": f"{screen[2]:g}",
        }
        command = [sys.executable, "-m", "benchmarks.gallery", *map(str, screen)]
        codes.append(subprocess.run(command, env=environment, check=False).returncode)
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
