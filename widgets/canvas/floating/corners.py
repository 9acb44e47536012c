"""What lies in the corners of the canvas: zoom buttons, the lens switch, the way back."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QMargins, QSize

from widgets.bench import Bench
from widgets.canvas.camera import CameraView
from widgets.canvas.floating.lens_bar import LensBar
from widgets.canvas.floating.return_hint import ReturnHint
from widgets.canvas.floating.zoom_bar import ZoomBar
from widgets.canvas.lenses.chooser import LensChooser
from widgets.canvas.scene import NetworkScene
from widgets.theme.look import Look

EDGE: Final = 12


class Corners:
    """Makes and places the controls in the corners of the canvas.

    Attributes:
        lenses: which lens is on; None until the canvas knows its level.
        zoom_bar: the buttons in the lower right corner.

    Args:
        look: the theme.
        view: the canvas.
    """

    def __init__(self, look: Look, view: CameraView) -> None:
        self._look = look
        self._view = view
        self._lift = self._base = 0
        self.zoom_bar = ZoomBar(look, view)
        self._return_hint = ReturnHint(look, view)
        self._lens_bar: LensBar | None = None
        self.lenses: LensChooser | None = None

    def show_lenses(self, scene: NetworkScene, bench: Bench) -> None:
        """Let the player choose among the lenses of an open level."""
        self.lenses = LensChooser(scene.set_lens, bench, parent=scene)
        self._lens_bar = LensBar(self._look, self.lenses, self._view)
        self._lens_bar.resized.connect(self._make_room)
        self._lens_bar.setVisible(True)
        self.place()

    @property
    def lens_bar(self) -> LensBar:
        """The switch in the lower left corner.

        Raises:
            LookupError: before `show_lenses`.
        """
        if self._lens_bar is None:
            raise LookupError("the canvas does not know its level yet")
        return self._lens_bar

    def set_lift(self, lift: int) -> None:
        """Raise the controls by that many px, above something at the foot of the canvas."""
        self._lift = lift
        self.place()

    def set_seen(self, seen: bool) -> None:
        """Whether the canvas is shown; a lens measures only while it is."""
        if self.lenses is not None:
            self.lenses.lens.set_active(seen)

    def next_lens(self) -> None:
        """Look through the next lens, where there is one."""
        if self.lenses is not None:
            self.lenses.next()

    def margins(self, wanted: QMargins) -> QMargins:
        """These margins of the canvas, at least as high as what lies at the lower edge."""
        self._base = max(wanted.bottom() - 2 * EDGE, 0)
        self._reserve()
        below = self.zoom_bar.sizeHint().height() + 2 * EDGE
        return QMargins(wanted.left(), wanted.top(), wanted.right(), max(wanted.bottom(), below))

    def refresh(self) -> None:
        """Follow a change of the network."""
        self._return_hint.refresh()

    def place(self) -> None:
        """Place the controls for the present size of the canvas."""
        bar, area = self.zoom_bar, self._view.viewport().rect()
        lenses = 0 if self._lens_bar is None else self._lens_bar.width() + EDGE
        bar.set_bare(bare=bar.full_width + lenses + 2 * EDGE > area.width())
        bar.adjustSize()
        left, foot = area.right() + 1 - bar.width() - EDGE, area.bottom() + 1 - EDGE - self._lift
        bar.move(left, foot - bar.height())
        camera = self._view.camera
        camera.foot = max(camera.free.bottom() + 1 + EDGE - bar.y(), 0)
        if self._lens_bar is not None:
            # Where both have no room side by side, the switch is above the zoom buttons.
            if lenses + EDGE > left:
                foot -= bar.height() + EDGE
            self._lens_bar.move(EDGE, foot - self._lens_bar.height())
            # Where even that has no room, the key of the lenses is left.
            self._lens_bar.setVisible(self._lens_bar.y() >= self._view.camera.margins.top())
        self._return_hint.refresh()

    def _make_room(self) -> None:
        """Fit the network beside or above the legend of a lens."""
        self.place()
        self._reserve()
        self._view.fit_untouched()

    def _reserve(self) -> None:
        """Keep the lower left corner free: the switch and its legend, on whatever lies below."""
        if self._lens_bar is not None:
            size = self._lens_bar.size() + QSize(2 * EDGE, 2 * EDGE)
            self._view.camera.corner = size + QSize(0, self._base)
