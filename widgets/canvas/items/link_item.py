"""A link on the canvas, drawn as a lens says."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPainterPathStroker, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from engine import LinkKey
from widgets.canvas.items.geometry import link_curve
from widgets.canvas.items.looks import CALM_LINK, Dash, LinkLook
from widgets.canvas.items.marks import draw_badge, draw_label
from widgets.theme.look import Look, Theme

_GRIP: Final = 14.0
_MARGIN: Final = 30.0
_FADED: Final = 0.25


class LinkItem(QGraphicsItem):
    """One link; it lies in scene coordinates and never moves as an item."""

    def __init__(self, key: LinkKey, look: Look) -> None:
        super().__init__()
        self.key = key
        self._look = look
        self._shown = CALM_LINK
        self._frozen = False
        self._ends: tuple[QPointF, QPointF] | None = None
        self._path = QPainterPath()
        self._bounds = QRectF()
        self._grip: QPainterPath | None = None
        self._hovered = False
        self._faded = False
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsSelectable)
        self._height = 1.0
        self.setZValue(self._height)

    # -- setters -----------------------------------------------------------------------------

    def set_ends(self, start: QPointF, end: QPointF) -> None:
        """Where it leaves and arrives, in scene coordinates."""
        if (start, end) != self._ends:
            self._ends = start, end
            self.prepareGeometryChange()
            self._path = path = link_curve(start, end)
            self._bounds = path.boundingRect().adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN)
            self._grip = None
            self.update()

    def set_look(self, look: LinkLook) -> None:
        """How it looks; repaints only what can be seen."""
        if look is not self._shown and look != self._shown:
            self._shown = look
            self._rise()
            self.update()

    def set_frozen(self, frozen: bool) -> None:
        """Whether training leaves it alone: then it shows a lock."""
        if frozen != self._frozen:
            self._frozen = frozen
            self._rise()
            self.update()

    def set_hovered(self, hovered: bool) -> None:
        """Whether the pointer is on it: then it lies on top."""
        if hovered != self._hovered:
            self._hovered = hovered
            self._rise()
            self.update()

    def set_faded(self, faded: bool) -> None:
        """Whether the shears have gone through it."""
        if faded != self._faded:
            self._faded = faded
            self.update()

    # -- questions ---------------------------------------------------------------------------

    @property
    def shown(self) -> LinkLook:
        """How it looks."""
        return self._shown

    @property
    def path(self) -> QPainterPath:
        """Its curve in scene coordinates."""
        return self._path

    def point(self, share: float = 0.5) -> QPointF:
        """The point of the curve at a share of the way."""
        return self._path.pointAtPercent(share)

    def crossed_by(self, swipe: QPainterPath) -> bool:
        """Whether a swipe in scene coordinates goes through it."""
        stroker = QPainterPathStroker()
        stroker.setWidth(2)
        return stroker.createStroke(self._path).intersects(swipe)

    def _rise(self) -> None:
        """What is pointed at lies on top, then what has a mark that others would cover."""
        marked = bool(self._shown.label or self._shown.badge or self._frozen)
        height = 1.5 if self._hovered else 1.2 if marked else 1.0
        if height != self._height:
            self._height = height
            self.setZValue(height)

    # -- painting ----------------------------------------------------------------------------

    def pen(self, theme: Theme) -> QPen:
        """The pen of its look."""
        return pen_of(self._shown, theme, hovered=self._hovered)

    def _paint_marks(self, painter: QPainter, theme: Theme) -> None:
        look = self._shown
        if look.badge:
            draw_badge(painter, theme, self.point(), look.badge)
        if self._frozen:
            draw_badge(painter, theme, self.point(0.3), "lock")
        if look.label:
            away = QPointF(0, -18.0) if look.badge else QPointF()
            draw_label(painter, theme, self.point() + away, look.label)

    # -- Qt ----------------------------------------------------------------------------------

    def boundingRect(self) -> QRectF:
        """The curve with room for its widest pen."""
        return self._bounds

    def shape(self) -> QPainterPath:
        """A band that is easy to hit."""
        if self._grip is None:
            stroker = QPainterPathStroker()
            stroker.setWidth(_GRIP)
            self._grip = stroker.createStroke(self._path)
        return self._grip

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,  # noqa: ARG002
        widget: QWidget | None = None,  # noqa: ARG002
    ) -> None:
        """Paint it."""
        theme = self._look.theme
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._faded:
            painter.setOpacity(_FADED)
        if self.isSelected() or self._hovered:
            halo = QColor(theme.moss if self.isSelected() else theme.paper)
            halo.setAlphaF(0.32 if self.isSelected() else 0.9)
            painter.setPen(QPen(halo, self._shown.width + 7, c=Qt.PenCapStyle.FlatCap))
            painter.drawPath(self._path)
        painter.setPen(self.pen(theme))
        painter.drawPath(self._path)
        self._paint_marks(painter, theme)


def pen_of(look: LinkLook, theme: Theme, *, hovered: bool = False) -> QPen:
    """The pen that draws a link of that look; one that is pointed at is bolder."""
    rgb = getattr(theme, look.tone).rgb()
    if look.hair and not hovered:
        return _hair_pen(rgb, look.opacity, look.dash)
    return _pen(rgb, look.width, look.opacity, look.dash, hovered)


@lru_cache(maxsize=512)
def _pen(rgb: int, width: float, opacity: float, dash: Dash, hovered: bool) -> QPen:
    """One pen for all links that look the same: making pens costs as much as painting with them."""
    width += 1.0 if hovered else 0.0
    colour = QColor(rgb)
    colour.setAlphaF(1.0 if hovered else opacity)
    pen = QPen(colour, width, c=Qt.PenCapStyle.FlatCap)
    if dash == "dashed":
        # Dash lengths are in pen widths; thick links get longer dashes, thin ones stay legible.
        pen.setDashPattern([(6 + 1.5 * width) / width, (3 + 0.45 * width) / width])
    elif dash == "dotted":
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setDashPattern([0.1, 5.0 / width])
    return pen


@lru_cache(maxsize=256)
def _hair_pen(rgb: int, opacity: float, dash: Dash) -> QPen:
    """A line of one pixel at any zoom; what would be wide is dense."""
    colour = QColor(rgb)
    colour.setAlphaF(opacity)
    pen = QPen(colour, 1.0, c=Qt.PenCapStyle.FlatCap)
    pen.setCosmetic(True)
    if dash != "solid":
        pen.setDashPattern([6, 3] if dash == "dashed" else [1, 4])
    return pen
