"""The column with the open views, one below the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from widgets.dock.arrangement import heights
from widgets.dock.view_frame import ViewFrame

LEAST: Final = 200
"""The least height of a view while there is room for it, px."""


class Dock(QFrame):
    """Holds frames and shares its height between them; a hairline separates them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("dock")
        self.setProperty("role", "right-column")
        self._frames: tuple[ViewFrame, ...] = ()
        self._lines = [self._hairline() for _ in range(2)]

    @property
    def frames(self) -> tuple[ViewFrame, ...]:
        """The frames of the dock, top to bottom."""
        return self._frames

    def set_frames(self, frames: Sequence[ViewFrame]) -> None:
        """Show these, top to bottom; what was here before is hidden."""
        for frame in self._frames:
            if frame not in frames and frame.parentWidget() is self:
                frame.hide()
        self._frames = tuple(frames)
        for frame in frames:
            if frame.parentWidget() is not self:
                frame.setParent(self)
            frame.show()
        self._place()

    def _hairline(self) -> QFrame:
        line = QFrame(self)
        line.setProperty("role", "hairline")
        line.hide()
        return line

    def _place(self) -> None:
        width, top = self.width() - 1, 0  # the first pixel is the edge of the column
        natural = [frame.natural_height(width) for frame in self._frames]
        grows = [frame.grows for frame in self._frames]
        # At large text a view needs more than usual, and would cover the one below it.
        least = [max(LEAST, frame.minimumSizeHint().height()) for frame in self._frames]
        shares = heights(self.height(), natural, grows, least)
        for frame, height in zip(self._frames, shares, strict=True):
            frame.setGeometry(1, top, width, height)
            top += height
        for place, line in enumerate(self._lines, start=1):
            # Hiding and showing asks for another layout each time, and so on without end.
            line.setVisible(place < len(self._frames))
            if place < len(self._frames):
                line.setGeometry(1, self._frames[place].y(), width, 1)
                line.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Distribute the height again."""
        super().resizeEvent(event)
        self._place()

    def event(self, event: QEvent) -> bool:
        """Distribute the height again when a view asks for another one."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return super().event(event)
