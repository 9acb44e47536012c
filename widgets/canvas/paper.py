"""The ground of the canvas: dotted paper, and on an empty one what to do first."""

from __future__ import annotations

from statistics import fmean
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from engine import Network, Task
from widgets.canvas.items.geometry import NODE_SIZE, RADIUS
from widgets.canvas.scene import NetworkScene
from widgets.document.document import Document
from widgets.document.layout import place_for
from widgets.document.names import node_title
from widgets.theme.look import Theme

_SPACING: Final = 24
_MOST_DOTS: Final = 20_000
_WORDS: Final = 14
_LEAST_WORDS: Final = 12  # pixels of the screen
_FARTHEST: Final = 0.3


def hint_for(network: Network, task: Task) -> str:
    """What to do first: add an input, then draw a link; empty once a link is there."""
    if network.links:
        return ""
    output = node_title(network, network.outputs[0].id, task) if network.outputs else "y"
    goal = f"a neuron or {output}" if network.hidden else output
    if not network.inputs:
        return f"Drag an input here, then link it to {goal}"
    return f"Drag from the green dot to {goal}"


def draw_dots(painter: QPainter, theme: Theme, area: QRectF) -> None:
    """Dots at every 24th unit within an area of the scene."""
    left, top = int(area.left()) // _SPACING, int(area.top()) // _SPACING
    right, bottom = int(area.right()) // _SPACING + 1, int(area.bottom()) // _SPACING + 1
    if (right - left) * (bottom - top) > _MOST_DOTS:
        return
    dots = QPolygonF(
        [
            QPointF(x * _SPACING, y * _SPACING)
            for x in range(left, right + 1)
            for y in range(top, bottom + 1)
        ]
    )
    painter.setPen(QPen(theme.line, 1.8, c=Qt.PenCapStyle.RoundCap))
    painter.drawPoints(dots)


class FirstHint:
    """What to do first, at the place to do it; nothing once something is linked.

    Without inputs it is an empty place for the first one with words below; with inputs it is one
    line of words below the network.

    Args:
        document: whose network it is about.
        scene: where it lies.
    """

    def __init__(self, document: Document, scene: NetworkScene) -> None:
        self._document = document
        self._scene = scene

    @property
    def text(self) -> str:
        """What it says; empty when there is nothing to say."""
        return hint_for(self._document.network, self._document.task)

    @property
    def rect(self) -> QRectF:
        """What it covers in the scene; empty when there is nothing to say."""
        if not self.text:
            return QRectF()
        at = self._place()
        if self._document.network.inputs:
            return QRectF(at.x() - 160, at.y() - 12, 320, 24)
        return QRectF(at.x() - 110, at.y() - NODE_SIZE / 2, 220, NODE_SIZE + 72)

    def draw(self, painter: QPainter, theme: Theme) -> None:
        """Draw it."""
        if not self.text:
            return
        growth = _growth(painter.worldTransform().m11())
        painter.setFont(theme.drawing_font(round(_WORDS * growth)))
        at = self._place()
        if self._document.network.inputs:
            painter.setPen(theme.muted)
            words = QRectF(at.x() - 160 * growth, at.y() - 12, 320 * growth, 24 * growth)
            painter.drawText(words, int(Qt.AlignmentFlag.AlignCenter), self.text)
        else:
            self._draw_empty_place(painter, theme, at, growth)

    def _place(self) -> QPointF:
        network, layout = self._document.network, self._document.layout
        if network.inputs:
            content = self._scene.content_rect()
            return QPointF(content.center().x(), content.bottom() + 16)
        x, _ = place_for(network, layout, as_input=True)
        return QPointF(x, fmean(y for _, y in layout.values()) if layout else 0.0)

    def _draw_empty_place(
        self, painter: QPainter, theme: Theme, at: QPointF, growth: float
    ) -> None:
        half = NODE_SIZE / 2
        square = QRectF(at.x() - half, at.y() - half, NODE_SIZE, NODE_SIZE)
        painter.setBrush(theme.panel)
        painter.setPen(QPen(theme.faint, 1.5, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(square, RADIUS, RADIUS)
        painter.setPen(QPen(theme.muted, 1.8, c=Qt.PenCapStyle.RoundCap))
        painter.drawLine(at - QPointF(7, 0), at + QPointF(7, 0))
        painter.drawLine(at - QPointF(0, 7), at + QPointF(0, 7))
        words = QRectF(at.x() - 110 * growth, square.bottom() + 12, 220 * growth, 60 * growth)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
        painter.setPen(theme.muted)
        painter.drawText(words, int(flags), self.text.replace(", ", ",\n"))


def _growth(zoom: float) -> float:
    """By how much words are larger than life: from afar they stay legible, down to a zoom of 30 %.

    Args:
        zoom: pixels of the screen for each unit of the scene.
    """
    return max(_LEAST_WORDS / (_WORDS * max(zoom, _FARTHEST)), 1.0)
