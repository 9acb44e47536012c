"""Makes the views that are open, keeps each while it is, and moves them where they belong."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from widgets.bench import Bench
from widgets.dock.arrangement import Arrangement, Mode
from widgets.dock.view_frame import ViewFrame
from widgets.keys import native
from widgets.views.registry import View


class Deck(QObject):
    """The open views of one level.

    Args:
        bench: what every view gets.
        views: those that suit the level.
        arrangement: which are open, and where.

    Signals:
        changed: the arrangement is another one.
    """

    changed = Signal()

    def __init__(
        self,
        bench: Bench,
        views: Sequence[View],
        arrangement: Arrangement,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bench = bench
        self._views = {view.name: view for view in views}
        self._frames: dict[str, ViewFrame] = {}
        self._arrangement = arrangement.among(self._views)

    @property
    def arrangement(self) -> Arrangement:
        """Which views are open, and where."""
        return self._arrangement

    def arrange(self, arrangement: Arrangement) -> None:
        """Open, close and move views to match an arrangement."""
        wanted = arrangement.among(self._views)
        if wanted == self._arrangement:
            return
        self._arrangement = wanted
        for name in self._frames.keys() - wanted.shown:
            frame = self._frames.pop(name)
            frame.hide()
            frame.setParent(None)
            frame.deleteLater()
        for name, frame in self._frames.items():
            self._show_state(name, frame)
        self.changed.emit()

    def close(self, name: str) -> None:
        """Close a view."""
        self.arrange(self._arrangement.closed(name))

    def throw(self, name: str) -> None:
        """Show a view large, or put it back into the dock when it is."""
        self.arrange(self._arrangement.with_thrown(name))

    def set_mode(self, mode: Mode) -> None:
        """Arrange to build, to look, or with one view large."""
        self.arrange(self._arrangement.in_mode(mode))

    def docked(self, most: int) -> list[ViewFrame]:
        """The frames of the dock, top to bottom; of more than ``most`` the newest."""
        names = self._arrangement.docked
        return [self.frame(name) for name in names[len(names) - most :]] if most else []

    def frame(self, name: str) -> ViewFrame:
        """The frame of an open view; made when it is first asked for."""
        if name not in self._frames:
            view = self._views[name]
            widget: QWidget = view.make(self._bench)
            if not widget.objectName():
                widget.setObjectName(f"view-{name}")
            frame = ViewFrame(view.title, widget, self._bench.look, native(view.key))
            frame.setObjectName(f"frame-{name}")
            frame.pin_toggled.connect(partial(self._pin, name))
            frame.up_requested.connect(partial(self._move_up, name))
            frame.throw_requested.connect(partial(self.throw, name))
            frame.close_requested.connect(partial(self.close, name))
            self._frames[name] = frame
            self._show_state(name, frame)
        return self._frames[name]

    def _pin(self, name: str, pinned: bool) -> None:
        self.arrange(self._arrangement.with_pin(name, pinned=pinned))

    def _move_up(self, name: str) -> None:
        self.arrange(self._arrangement.moved_up(name))

    def _show_state(self, name: str, frame: ViewFrame) -> None:
        own = self._arrangement
        frame.set_state(
            pinned=name in own.pinned, thrown=name == own.thrown, below=name in own.docked[1:]
        )
