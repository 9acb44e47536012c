"""An X screen that exists in memory only (Xvfb), for programs that are watched at work."""

from __future__ import annotations

import os
import shutil
import subprocess
from types import TracebackType
from typing import Final, Self

APT_LINE: Final = "sudo apt-get install -y xvfb xauth xdotool"
SIZE: Final = (1400, 900)


class NoVirtualScreenError(Exception):
    """Xvfb or xdotool is missing; the text has the line that installs them."""


class VirtualScreen:
    """A virtual X screen of its own; use it in a ``with``.

    Args:
        size: width and height, px.

    Attributes:
        display: what programs find in DISPLAY (":99").

    Raises:
        NoVirtualScreenError: when Xvfb or xdotool is missing.
    """

    def __init__(self, size: tuple[int, int] = SIZE) -> None:
        if not (shutil.which("Xvfb") and shutil.which("xdotool")):
            raise NoVirtualScreenError(f"A virtual screen and its mouse are missing: {APT_LINE}")
        depth = "{}x{}x24".format(*size)
        reading, writing = os.pipe()
        self._process = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", depth, "-nolisten", "tcp"],
            pass_fds=[writing],
            stderr=subprocess.DEVNULL,
        )
        os.close(writing)
        with os.fdopen(reading) as number:
            self.display = f":{number.readline().strip()}"

    @property
    def environment(self) -> dict[str, str]:
        """The environment for a program that is to show itself here."""
        return os.environ | {"DISPLAY": self.display, "QT_QPA_PLATFORM": "xcb"}

    def xdotool(self, *words: object) -> None:
        """Move the mouse or press keys, as xdotool's manual says."""
        subprocess.run(["xdotool", *map(str, words)], env=self.environment, check=True)

    def close(self) -> None:
        """Turn it off."""
        self._process.terminate()
        self._process.wait(10)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
