"""What gestures draw while they last: rubber curve, marquee, ghost, guides, the shears' trail."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsPathItem, QStyleOptionGraphicsItem, QWidget

from levels.solution import Place
from widgets.canvas.items.geometry import NODE_SIZE, RADIUS, link_curve
from widgets.theme.look import Look, Theme

_ABOVE_ALL: Final = 10.0
_BELOW_NODES: Final = 1.8
_ROOM_FOR_PEN: Final = 4.0


class Style(Enum):
    """How an overlay looks, by what it says."""

    RUBBER = "a link that is being drawn"
    REFUSED = "a link that cannot be"
    MARQUEE = "the frame that selects"
    GHOST = "where something would be put down"
    GUIDE = "what a moved node is in line with"
    TRAIL = "the way of the shears"


class Overlay(QGraphicsPathItem):
    """A path above the network, painted in the colours of the theme that is on."""

    def __init__(self, look: Look, style: Style) -> None:
        super().__init__()
        self._look = look
        self._style = style
        # Qt derives the room to repaint around the path from this pen; `paint` draws with another.
        self.setPen(QPen(Qt.GlobalColor.black, _ROOM_FOR_PEN))
        below = style in (Style.RUBBER, Style.REFUSED)
        self.setZValue(_BELOW_NODES if below else _ABOVE_ALL)

    @property
    def style(self) -> Style:
        """How it looks."""
        return self._style

    def set_style(self, style: Style) -> None:
        """Say something else."""
        if style is not self._style:
            self._style = style
            self.update()

    # -- Qt ----------------------------------------------------------------------------------

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,  # noqa: ARG002
        widget: QWidget | None = None,  # noqa: ARG002
    ) -> None:
        """Paint the path."""
        theme = self._look.theme
        painter.setPen(_pen(theme, self._style))
        painter.setBrush(_ground(theme, self._style))
        painter.drawPath(self.path())


def rubber_path(starts: Sequence[QPointF], end: QPointF) -> QPainterPath:
    """A curve from each start to the end, and a dot there."""
    path = QPainterPath()
    for start in starts:
        path.addPath(link_curve(start, end))
    path.addEllipse(end, 3.5, 3.5)
    return path


def rounded(rect: QRectF, radius: float = 4) -> QPainterPath:
    """A rounded rectangle as a path."""
    path = QPainterPath()
    path.addRoundedRect(rect, radius, radius)
    return path


def ghost_path(places: Sequence[Place]) -> QPainterPath:
    """Squares of nodes at these centres."""
    half = NODE_SIZE / 2
    path = QPainterPath()
    for x, y in places:
        square = QRectF(x - half, y - half, NODE_SIZE, NODE_SIZE)
        path.addRoundedRect(square, RADIUS, RADIUS)
    return path


def _pen(theme: Theme, style: Style) -> QPen:
    pens = {
        Style.RUBBER: QPen(theme.moss, 2.4, c=Qt.PenCapStyle.RoundCap),
        Style.REFUSED: QPen(theme.warn, 2.4, Qt.PenStyle.DotLine, Qt.PenCapStyle.RoundCap),
        Style.MARQUEE: QPen(theme.moss, 1.2),
        Style.GHOST: QPen(theme.moss, 1.8, Qt.PenStyle.DashLine),
        Style.GUIDE: QPen(_with_alpha(theme.moss, 150), 1, Qt.PenStyle.DotLine),
        Style.TRAIL: QPen(theme.warn, 2, c=Qt.PenCapStyle.RoundCap),
    }
    pen = pens[style]
    pen.setCosmetic(True)
    return pen


def _ground(theme: Theme, style: Style) -> QBrush:
    if style is Style.MARQUEE:
        return QBrush(_with_alpha(theme.moss, 26))
    if style is Style.GHOST:
        return QBrush(_with_alpha(theme.mossbg, 170))
    return QBrush(Qt.BrushStyle.NoBrush)


def _with_alpha(colour: QColor, alpha: int) -> QColor:
    result = QColor(colour)
    result.setAlpha(alpha)
    return result
