"""A node on the canvas: its decision map, its name or activation, its bias, its port."""

from __future__ import annotations

from enum import Enum
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QImage, QPainter, QPen, QTransform
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from widgets.canvas.items.geometry import NODE_LAYER, PORT_REACH, RADIUS, NodeKind, node_size
from widgets.canvas.items.looks import CALM_NODE, NodeLook
from widgets.canvas.items.marks import HALO, draw_badge, draw_fault, draw_label, draw_port
from widgets.theme.look import Look, Theme
from widgets.theme.style import blend
from widgets.theme.tooltips import set_tooltip

_ABOVE: Final = 34.0
_BELOW: Final = 30.0
_BESIDE: Final = 26.0
_CAPTION: Final = 18.0
_PILL: Final = 8.0
_GAP: Final = 5.0
_DIMMED: Final = 0.32


class Mark(Enum):
    """What a gesture says about a node while it lasts."""

    NONE = "none"
    LEGAL = "legal"
    AIMED = "aimed"
    REFUSED = "refused"
    DIMMED = "dimmed"


def outline_of(theme: Theme) -> QColor:
    """The colour of a node's outline."""
    return blend(theme.ink, theme.paper, 0.22)


class NodeItem(QGraphicsItem):
    """One node. Its position is its centre; the scene sets everything else.

    Args:
        node_id: the node it shows.
        kind: input, hidden or output; decides size and lettering.
        look: the theme.
    """

    def __init__(self, node_id: str, kind: NodeKind, look: Look) -> None:
        super().__init__()
        self.node_id = node_id
        self.kind: NodeKind = kind
        self._look = look
        self._title = ""
        self._caption = ""
        self._shown = CALM_NODE
        self._frozen = False
        self._map: QImage | None = None
        self._fault = ""
        self._mark = Mark.NONE
        self._hovered = False
        self._focused = False
        self._call: float | None = None
        half = node_size(kind) / 2
        self._square = QRectF(-half, -half, 2 * half, 2 * half)
        self._bounds = self._square.adjusted(-_BESIDE, -_ABOVE, _BESIDE, _BELOW)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsSelectable)
        self.setZValue(NODE_LAYER)

    # -- setters -----------------------------------------------------------------------------

    def set_texts(self, title: str, caption: str) -> None:
        """Its name, and for a hidden neuron its activation.

        Inputs and outputs show their name above, hidden neurons both in a pill below.
        """
        if (title, caption) != (self._title, self._caption):
            self._title, self._caption = title, caption
            self.prepareGeometryChange()
            reach = max(self._square.right() + _BESIDE, sum(self._widths()) / 2 + _PILL)
            self._bounds = QRectF(-reach, self._bounds.top(), 2 * reach, self._bounds.height())
            self.update()

    def set_look(self, look: NodeLook) -> None:
        """How it looks besides its map; repaints only what can be seen."""
        if look != self._shown:
            self._shown = look
            self.update()

    def set_frozen(self, frozen: bool) -> None:
        """Whether training leaves it alone: then it shows a lock."""
        if frozen != self._frozen:
            self._frozen = frozen
            self.update()

    def set_map(self, image: QImage | None) -> None:
        """What it has learnt, as a picture; None for the calm placeholder."""
        self._map = image
        self.update()

    def set_fault(self, reason: str) -> None:
        """Which rule of the level it breaks, shown as a mark; empty for none."""
        if reason != self._fault:
            self._fault = reason
            set_tooltip(self, reason)
            self.update()

    def set_mark(self, mark: Mark) -> None:
        """What the gesture of the moment says about it."""
        if mark is not self._mark:
            self._mark = mark
            self.update()

    def set_hovered(self, hovered: bool) -> None:
        """Whether the pointer is on it: then its port opens."""
        if hovered != self._hovered:
            self._hovered = hovered
            self.update()

    def set_focused(self, focused: bool) -> None:
        """Whether the keyboard is at it."""
        if focused != self._focused:
            self._focused = focused
            self.update()

    def set_call(self, phase: float | None) -> None:
        """Let its port call for the first link; ``phase`` 0 to 1 of a beat, None for no call."""
        if phase != self._call:
            self._call = phase
            self.update(self._port_area())

    # -- questions ---------------------------------------------------------------------------

    @property
    def mark(self) -> Mark:
        """What the gesture of the moment says about it."""
        return self._mark

    @property
    def fault(self) -> str:
        """The rule that it breaks; empty for none."""
        return self._fault

    @property
    def shown(self) -> NodeLook:
        """How it looks besides its map."""
        return self._shown

    @property
    def focused(self) -> bool:
        """Whether the keyboard is at it."""
        return self._focused

    @property
    def call(self) -> float | None:
        """The phase of its call for the first link; None when it does not call."""
        return self._call

    @property
    def map_image(self) -> QImage | None:
        """The picture that it shows."""
        return self._map

    @property
    def square(self) -> QRectF:
        """Its square in scene coordinates."""
        return self._square.translated(self.pos())

    @property
    def out_port(self) -> QPointF:
        """Where links leave, in scene coordinates."""
        return self.pos() + QPointF(self._square.right(), 0)

    @property
    def in_port(self) -> QPointF:
        """Where links arrive, in scene coordinates."""
        return self.pos() + QPointF(self._square.left(), 0)

    def port_contains(self, point: QPointF) -> bool:
        """Whether a point of the scene is on the port at its right edge."""
        if self.kind == "output":
            return False
        away = point - self.out_port
        return abs(away.x()) <= PORT_REACH and abs(away.y()) <= PORT_REACH

    # -- painting ----------------------------------------------------------------------------

    def _title_font(self) -> QFont:
        return self._look.theme.drawing_font(12 if self._caption else 15, italic=True)

    def _widths(self) -> tuple[float, float]:
        """Of name and activation, with the gap between them."""
        title = QFontMetricsF(self._title_font()).horizontalAdvance(self._title)
        caption = QFontMetricsF(self._look.theme.drawing_font(11)).horizontalAdvance(self._caption)
        return title, caption + _GAP if self._caption else 0.0

    def _paint_ground(self, painter: QPainter, theme: Theme) -> None:
        square = self._square
        painter.setPen(Qt.PenStyle.NoPen)
        shade = QColor(theme.shadow)
        shade.setAlpha(shade.alpha() // 2)
        painter.setBrush(shade)
        painter.drawRoundedRect(square.adjusted(-1, 1, 1, 4), RADIUS + 1, RADIUS + 1)
        painter.drawRoundedRect(square.adjusted(0, 0, 0, 2), RADIUS, RADIUS)
        painter.setBrush(self._face(theme))
        painter.drawRoundedRect(square, RADIUS, RADIUS)

    def _face(self, theme: Theme) -> QBrush:
        image = self._map
        if image is None:
            return QBrush(theme.node)
        brush = QBrush(image)
        square = self._square
        stretch = QTransform.fromTranslate(square.left(), square.top())
        stretch.scale(square.width() / image.width(), square.height() / image.height())
        brush.setTransform(stretch)
        return brush

    def _paint_border(self, painter: QPainter, theme: Theme) -> None:
        pen = QPen(outline_of(theme), 1.4)
        if self.isSelected() or self._mark is Mark.AIMED:
            pen = QPen(theme.moss, 3.2)
        elif self._mark is Mark.REFUSED:
            pen = QPen(theme.warn, 2.6)
        elif self._mark is Mark.LEGAL:
            pen = QPen(theme.moss, 2.0)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._mark in (Mark.LEGAL, Mark.AIMED):
            glow = QColor(theme.moss)
            glow.setAlpha(46 if self._mark is Mark.LEGAL else 84)
            painter.setPen(QPen(glow, 7))
            painter.drawRoundedRect(self._square.adjusted(-3, -3, 3, 3), RADIUS + 3, RADIUS + 3)
        elif self._focused:
            painter.setPen(QPen(theme.moss, 1.6))
            painter.drawRoundedRect(self._square.adjusted(-5, -5, 5, 5), RADIUS + 5, RADIUS + 5)
        painter.setPen(pen)
        painter.drawRoundedRect(self._square, RADIUS, RADIUS)

    def _paint_bias(self, painter: QPainter, theme: Theme) -> None:
        if self.kind == "input":
            return
        corner, tone = self._square.bottomLeft(), self._shown.bias
        painter.setPen(QPen(theme.paper, 2))
        painter.setBrush(theme.paper if tone is None else getattr(theme, tone))
        painter.drawEllipse(corner, 6, 6)
        if tone is None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.faint, 1.3))
            painter.drawEllipse(corner, 4.2, 4.2)

    def _paint_marks(self, painter: QPainter, theme: Theme) -> None:
        """At the upper edge: a lock at the left, what the lens says at the right."""
        look = self._shown
        if self._frozen:
            draw_badge(painter, theme, self._square.topLeft(), "lock")
        if look.badge:
            draw_badge(painter, theme, self._square.topRight(), look.badge)
        if look.label:
            away = QPointF(2, 0) if not look.badge else QPointF(2, -16)
            draw_label(painter, theme, self._square.topRight() + away, look.label)

    def _paint_texts(self, painter: QPainter, theme: Theme) -> None:
        painter.setFont(self._title_font())
        painter.setPen(theme.ink)
        if not self._caption:
            bounds = self._bounds
            line = QRectF(bounds.left(), self._square.top() - 27, bounds.width(), 22)
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, self._title)
            return
        title, caption = self._widths()
        width = title + caption + 2 * _PILL
        pill = QRectF(-width / 2, self._square.bottom() + 5, width, _CAPTION)
        painter.setPen(QPen(theme.line, 1))
        painter.setBrush(theme.raised)
        painter.drawRoundedRect(pill, _CAPTION / 2, _CAPTION / 2)
        painter.setPen(theme.ink)
        words = pill.adjusted(_PILL, 0, -_PILL, 0)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), self._title)
        painter.setFont(theme.drawing_font(11))
        painter.setPen(theme.muted)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(words, int(flags), self._caption)

    def _port_area(self) -> QRectF:
        return QRectF(self._square.right() - HALO, -HALO, 2 * HALO, 2 * HALO)

    def _paint_port(self, painter: QPainter, theme: Theme) -> None:
        if self.kind != "output":
            place = QPointF(self._square.right(), 0)
            draw_port(painter, theme, place, opened=self._hovered, call=self._call)

    # -- Qt ----------------------------------------------------------------------------------

    def boundingRect(self) -> QRectF:
        """Square, lettering, ring and port."""
        return self._bounds

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,  # noqa: ARG002
        widget: QWidget | None = None,  # noqa: ARG002
    ) -> None:
        """Paint it."""
        theme = self._look.theme
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        whole = painter.opacity() * (_DIMMED if self._mark is Mark.DIMMED else 1.0)
        painter.setOpacity(whole * self._shown.opacity)
        self._paint_ground(painter, theme)
        self._paint_border(painter, theme)
        self._paint_bias(painter, theme)
        self._paint_port(painter, theme)
        painter.setOpacity(whole)
        self._paint_texts(painter, theme)
        self._paint_marks(painter, theme)
        if self._fault:
            draw_fault(painter, theme, self._square)
