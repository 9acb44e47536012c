"""Where the view looks: zoom, pan, fit, and the bounds that keep the network in sight."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QMargins, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QInputDevice, QNativeGestureEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QGraphicsView, QWidget

CLOSEST: Final = 3.0
FARTHEST: Final = 0.1
KEPT: Final = 64
"""At least so many pixels of the content stay in view, across and down."""

_STEP: Final = 1.2
_AIR: Final = 28.0
_NOTCH: Final = 120.0


class Camera:
    """Zooms and moves a view. Until the player touches it, it keeps the whole network in view.

    Attributes:
        margins: room at the edges of the view that other things lie on.
        corner: the size of what lies in the lower left corner, beyond the margins.
        foot: height of the bars that lie on the view above the lower margin, px.
        touched: whether the player has zoomed or moved since the last fit.
    """

    def __init__(self, view: CameraView) -> None:
        self._view = view
        self.margins = QMargins()
        self.corner = QSize()
        self.foot = 0
        self.touched = False

    @property
    def zoom(self) -> float:
        """Pixels per scene unit."""
        return self._view.transform().m11()

    @property
    def free(self) -> QRect:
        """The part of the viewport that nothing else lies on."""
        return self._view.viewport().rect().marginsRemoved(self.margins)

    @property
    def clear(self) -> QRect:
        """The part of it in which nothing can be hidden behind a bar either."""
        free = self.free
        return free.adjusted(0, 0, 0, -self.foot) if free.height() > self.foot + KEPT else free

    def zoom_by(self, factor: float, anchor: QPoint | None = None) -> None:
        """Zoom; the point of the viewport under ``anchor`` (else the middle) stays in place."""
        self._steer()
        wanted = min(max(self.zoom * factor, FARTHEST), CLOSEST)
        point = self._view.viewport().rect().center() if anchor is None else anchor
        before = self._view.mapToScene(point)
        self._view.resetTransform()
        self._view.scale(wanted, wanted)
        # Whole pixels, to the nearest: `centerOn` cuts them off, and turn by turn that drifts.
        self._scroll(point - self._view.mapFromScene(before))
        self.keep_in_view()

    def zoom_in(self) -> None:
        """One step closer."""
        self.zoom_by(_STEP)

    def zoom_out(self) -> None:
        """One step away."""
        self.zoom_by(1 / _STEP)

    def life_size(self) -> None:
        """One pixel for each scene unit."""
        self.zoom_by(1 / self.zoom)

    def push(self, way: QPoint) -> None:
        """Pan by so many pixels, as far as the network stays in view."""
        self._steer()
        self._scroll(way)
        self.keep_in_view()

    def fit(self, content: QRectF) -> None:
        """Show all of the content, never larger than life."""
        if content.isEmpty():
            return
        wanted = content.adjusted(-_AIR, -_AIR, _AIR, _AIR)

        def zoom_in(room: QRect) -> float:
            return min(room.width() / wanted.width(), room.height() / wanted.height(), 1.0)

        # Beside what lies in the corner or above it, wherever the content is larger.
        free = max(
            (room for room in self._rooms() if not room.isEmpty()), key=zoom_in, default=None
        )
        if free is None:
            return
        zoom = max(zoom_in(free), FARTHEST)
        self._view.resetTransform()
        self._view.scale(zoom, zoom)
        off = QPointF(self._view.viewport().rect().center() - free.center()) / zoom
        self._view.centerOn(content.center() + off)
        self.touched = False
        self._view.looked.emit()

    def _rooms(self) -> tuple[QRect, QRect]:
        """The largest parts of the viewport that nothing lies on: above the corner, beside it."""
        area, margins, corner = self._view.viewport().rect(), self.margins, self.corner
        above = QMargins(margins)
        above.setBottom(max(margins.bottom(), corner.height()))
        beside = QMargins(margins)
        beside.setLeft(max(margins.left(), corner.width()))
        return area.marginsRemoved(above), area.marginsRemoved(beside)

    def keep_in_view(self) -> None:
        """Pan back as far as needed so that some of the content is visible."""
        content = self._view.mapFromScene(self._view.content_rect()).boundingRect()
        clear = self.clear
        self._scroll(
            QPoint(
                _back(content.left(), content.right(), clear.left(), clear.right()),
                _back(content.top(), content.bottom(), clear.top(), clear.bottom()),
            )
        )
        self._view.looked.emit()

    def _steer(self) -> None:
        self.touched = True
        self._view.steered.emit()

    def _scroll(self, way: QPoint) -> None:
        across, down = self._view.horizontalScrollBar(), self._view.verticalScrollBar()
        across.setValue(across.value() - way.x())
        down.setValue(down.value() - way.y())


class CameraView(QGraphicsView):
    """A view with a camera that wheel and touchpad move; what keys need of the canvas.

    Signals:
        looked: the camera shows another part of the scene.
        steered: the player zooms or moves it.
    """

    looked = Signal()
    steered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.camera = Camera(self)

    def content_rect(self) -> QRectF:
        """What is to be seen when all is; in scene coordinates."""
        return self.sceneRect()

    def landmarks(self) -> list[QRect]:
        """Rectangles in the viewport of which one should stay in view."""
        return []

    def fit(self) -> None:
        """Show all of it."""
        self.camera.fit(self.content_rect())

    @property
    def busy(self) -> bool:
        """Whether something is being dragged, so that the scene must not move below the pointer."""
        return False

    def fit_untouched(self) -> None:
        """Show all of it, unless the player has moved the camera or is dragging."""
        if self.camera.touched or self.busy:
            self.camera.keep_in_view()
        else:
            self.fit()

    # -- Qt ----------------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel zooms towards the pointer, with Shift it pans; two fingers pan.

        Two fingers with Ctrl zoom, as pinching arrives so on some systems.
        """
        turn, keys = event.angleDelta(), event.modifiers()
        zooms = keys & Qt.KeyboardModifier.ControlModifier
        if keys & Qt.KeyboardModifier.ShiftModifier:
            self.camera.push(QPoint((turn.y() or turn.x()) // 2, 0))
        elif not zooms and (_from_touchpad(event) or turn.x()):
            self.camera.push(event.pixelDelta() or turn / 2)
        else:
            self.camera.zoom_by(_STEP ** (turn.y() / _NOTCH), event.position().toPoint())
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        """Pinching zooms towards the fingers."""
        if (
            isinstance(event, QNativeGestureEvent)
            and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture
        ):
            self.camera.zoom_by(1.0 + event.value(), event.position().toPoint())
            return True
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the network in view: all of it until the player moves the camera."""
        super().resizeEvent(event)
        self.fit_untouched()


def _back(low: int, high: int, left: int, right: int) -> int:
    """How far a span must move so that enough of it lies between left and right."""
    kept = min(KEPT, high - low, right - left)
    return max(left + kept - high, 0) + min(right - kept - low, 0)


def _from_touchpad(event: QWheelEvent) -> bool:
    """Whether fingers on a pad made the event: it has pixels, and no whole notches of a wheel."""
    if event.device().type() == QInputDevice.DeviceType.TouchPad:
        return True
    return not event.pixelDelta().isNull() and event.angleDelta().y() % int(_NOTCH) != 0
