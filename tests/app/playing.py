"""For scripts that play the real game in a process of its own."""

from __future__ import annotations

from collections.abc import Callable

from app.window.main_window import MainWindow
from benchmarks.onlooker import Onlooker, main_window


def has_level(window: MainWindow) -> bool:
    """Whether a level is on the bench."""
    return window.workbench is not None


class OnceOpen(Onlooker):
    """Acts once, as soon as the window stands.

    Args:
        act: called with the window.
        ready: whether the window is ready for it.
    """

    def __init__(
        self,
        act: Callable[[MainWindow], object],
        ready: Callable[[MainWindow], bool] = has_level,
    ) -> None:
        super().__init__()
        self._act: Callable[[MainWindow], object] | None = act
        self._ready = ready

    def tick(self) -> None:
        """Look whether it is time."""
        try:
            window = main_window()
        except LookupError:
            return
        if self._act is not None and self._ready(window):
            act, self._act = self._act, None
            act(window)
