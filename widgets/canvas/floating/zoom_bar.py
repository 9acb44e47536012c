"""The buttons in the lower right corner of the canvas: zoom out, zoom in, fit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton

from widgets.canvas.camera import CameraView
from widgets.canvas.keys import key_of
from widgets.controls.menu import Entries, Entry
from widgets.controls.menu_opener import MenuOpener
from widgets.theme.buttons import IconButton
from widgets.theme.look import Look
from widgets.theme.tooltips import set_tooltip

_ICON: Final = 18
_FIGURE: Final = 62


class ZoomBar(QFrame):
    """Zoom and fit by mouse. The zoom in per cent is shown between; a click on it gives life size.

    Args:
        look: the theme.
        view: whose camera it moves.
    """

    def __init__(self, look: Look, view: CameraView) -> None:
        super().__init__(view)
        self.setObjectName("zoom-bar")
        self.setProperty("role", "card")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self._view = view
        self._figure = QToolButton()
        self._figure.setObjectName("zoom-life-size")
        set_tooltip(self._figure, f"Life size ({key_of('life-size')})")
        self._figure.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._figure.clicked.connect(view.camera.life_size)
        camera = view.camera
        row = QHBoxLayout(self)
        row.setContentsMargins(3, 3, 3, 3)
        row.setSpacing(0)
        row.addWidget(_button(look, "minus", "zoom-out", "Zoom out", camera.zoom_out))
        row.addWidget(self._figure)
        row.addWidget(_button(look, "plus", "zoom-in", "Zoom in", camera.zoom_in))
        row.addWidget(_button(look, "fit", "fit", "Fit the network into view", view.fit))
        MenuOpener(self, self.entries)
        view.looked.connect(self._refresh)
        look.changed.connect(self._fit_text)
        self._look = look
        self._fit_text()
        self._refresh()

    def entries(self) -> Entries:
        """The menu: what the buttons do, and life size."""
        camera = self._view.camera
        return (
            Entry("Zoom in", camera.zoom_in, key_of("zoom-in")),
            Entry("Zoom out", camera.zoom_out, key_of("zoom-out")),
            Entry("Life size", camera.life_size, key_of("life-size")),
            Entry("Fit the network into view", self._view.fit, key_of("fit")),
        )

    @property
    def figure(self) -> str:
        """The zoom as it is shown."""
        return self._figure.text()

    @property
    def full_width(self) -> int:
        """Its width with the figure, px."""
        return self.sizeHint().width() + (self._figure.width() if self._figure.isHidden() else 0)

    def set_bare(self, *, bare: bool) -> None:
        """Leave the figure out where there is no room for it; a key gives life size too."""
        self._figure.setVisible(not bare)

    def _fit_text(self) -> None:
        """The figure keeps its width, so that the buttons stay under the pointer."""
        self._figure.setFixedWidth(self._look.theme.room(_FIGURE))

    def _refresh(self) -> None:
        self._figure.setText(f"{100 * self._view.camera.zoom:.0f} %")
        self._figure.setAccessibleName(f"Zoom {self._figure.text()}; press for life size")


def _button(look: Look, icon: str, name: str, words: str, act: Callable[[], object]) -> IconButton:
    button = IconButton(look, icon, f"{words} ({key_of(name)})", px=_ICON)
    button.setObjectName(f"canvas-{name}")
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.clicked.connect(act)
    return button
