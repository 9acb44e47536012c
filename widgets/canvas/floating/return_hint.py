"""Says that the network is nearly out of sight, and brings it back by a click."""

from __future__ import annotations

from widgets.canvas.camera import CameraView
from widgets.canvas.keys import key_of
from widgets.theme.buttons import LabelledButton
from widgets.theme.look import Look


class ReturnHint(LabelledButton):
    """A button that is shown while no node lies wholly within the free part of the view.

    Args:
        look: the theme.
        view: whose camera it moves.
    """

    def __init__(self, look: Look, view: CameraView) -> None:
        words = f"Bring the network back ({key_of('fit')})"
        super().__init__(look, words, "fit", role="hint", parent=view)
        self.setObjectName("canvas-return")
        self._view = view
        self.clicked.connect(self._return)
        view.looked.connect(self.refresh)
        self.hide()

    def refresh(self) -> None:
        """Follow the camera."""
        free = self._view.camera.clear
        self.setVisible(not any(free.contains(square) for square in self._view.landmarks()))
        # In the middle, which is empty while it is shown.
        self.adjustSize()
        self.move(free.center() - self.rect().center())
        self.raise_()

    def _return(self) -> None:
        self._view.fit()
        self._view.setFocus()
