"""Pictures of every page on the usual screens (``make gallery``), for people to look at.

Each screen is a process of its own, as Qt reads the scale factor when it starts. The pictures lie
in build/gallery as ``WIDTHxHEIGHT@SCALE-PAGE-THEME.png``.

``python -m benchmarks.gallery`` makes all of them; ``WIDTH HEIGHT SCALE`` one screen's, and page
names after that only theirs (see `benchmarks.gallery_pages`).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

SCREENS: Final = (
    (960, 540, 1.0),
    (1280, 720, 1.0),
    (1280, 800, 1.0),
    (1366, 768, 1.0),
    (2732, 1536, 2.0),
    (1920, 1080, 1.0),
    (1920, 1080, 1.25),
    (1920, 1080, 1.5),
    (1920, 1080, 2.0),
    (3840, 2160, 2.0),
)
PICTURES: Final = Path(__file__).parents[1] / "build" / "gallery"


def screen_file(folder: Path, width: int, height: int) -> Path:
    """Describe a screen to Qt's offscreen platform; its own, of 800×800, moves menus aside."""
    screen = {"name": "gallery", "x": 0, "y": 0, "width": width, "height": height}
    more = {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    file = folder / "screen.json"
    file.write_text(json.dumps({"screens": [screen | more]}), encoding="utf-8")
    return file


def one_screen(width: int, height: int, scale: float, wanted: list[str]) -> int:
    """Play through the pages in a window of that many physical pixels and save each."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["NEURAL_BONSAI_DATA"] = folder
        screen = screen_file(Path(folder), width, height)
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={screen}"
        os.environ["QT_SCALE_FACTOR"] = f"{scale:g}"
        from app.cli.run import run
        from benchmarks.gallery_pages import Pages
        from benchmarks.screenshots import Director

        size = (round(width / scale), round(height / scale))
        pages = Pages(PICTURES, f"{width}x{height}@{scale:g}", size, Path(folder), wanted)
        director = Director(pages.story())
        code = run(["play"])
        del director
    return code


def main() -> int:
    """Make the pictures of one screen, or of all of them."""
    if len(sys.argv) >= 4:
        width, height, scale, *wanted = sys.argv[1:]
        return one_screen(int(width), int(height), float(scale), wanted)
    codes = []
    for screen in SCREENS:
        command = [sys.executable, "-m", "benchmarks.gallery", *map(str, screen)]
        codes.append(subprocess.run(command, check=False).returncode)
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
