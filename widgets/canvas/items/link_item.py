"""A link on the canvas: width and colour say its weight, the dash says its sign."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPainterPathStroker, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from engine import LinkKey
from widgets.canvas.items.geometry import link_curve, link_width, strength
from widgets.theme.look import Look, Theme

# Widths are drawn in steps that the eye does not see, so most frames leave most links alone.
_STEP: Final = 0.25
_GRIP: Final = 14.0
_MARGIN: Final = 9.0
_FADED: Final = 0.25


class LinkItem(QGraphicsItem):
    """One link; it lies in scene coordinates and never moves as an item."""

    def __init__(self, key: LinkKey, look: Look) -> None:
        super().__init__()
        self.key = key
        self._look = look
        self._weight: float | None = None
        self._width = link_width(None)
        self._hair = False
        self._path = QPainterPath()
        self._bounds = QRectF()
        self._grip: QPainterPath | None = None
        self._hovered = False
        self._faded = False
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsSelectable)
        self.setZValue(1)

    # -- what it is told ---------------------------------------------------------------------

    def set_ends(self, start: QPointF, end: QPointF) -> None:
        """Where it leaves and arrives, in scene coordinates."""
        path = link_curve(start, end)
        if path != self._path:
            self.prepareGeometryChange()
            self._path = path
            self._bounds = path.boundingRect().adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN)
            self._grip = None
            self.update()

    def set_weight(self, weight: float | None, share: float = 1.0, *, hair: bool = False) -> None:
        """Its weight, None while none is known. Repaints only what can be seen.

        Args:
            weight: the weight.
            share: share of its width that it keeps (see `fineness`).
            hair: whether it is drawn as a hair, its weight as density (see `is_crowd`).
        """
        width = max(round(link_width(weight) * (1.0 if hair else share) / _STEP) * _STEP, _STEP)
        seen_before = (self._width, self._hair, self.positive)
        self._weight, self._width, self._hair = weight, width, hair
        if (width, hair, self.positive) != seen_before:
            self.update()

    def set_hovered(self, hovered: bool) -> None:
        """Whether the pointer is on it: then it lifts."""
        if hovered != self._hovered:
            self._hovered = hovered
            self.setZValue(1.5 if hovered else 1)
            self.update()

    def set_faded(self, faded: bool) -> None:
        """Whether the shears have gone through it."""
        if faded != self._faded:
            self._faded = faded
            self.update()

    # -- questions ---------------------------------------------------------------------------

    @property
    def weight(self) -> float | None:
        """Its weight as far as known."""
        return self._weight

    @property
    def positive(self) -> bool | None:
        """The sign that it shows; None while no weight is known."""
        return None if self._weight is None else self._weight >= 0

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

    # -- painting ----------------------------------------------------------------------------

    def pen(self, theme: Theme) -> QPen:
        """The pen that says its weight."""
        roles = {True: theme.blue, False: theme.orange, None: theme.faint}
        if self._hair and not self._hovered:
            return _hair_pen(roles[self.positive].rgb(), self._width, self.positive)
        return _pen(roles[self.positive].rgb(), self._width, self.positive, self._hovered)

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
            painter.setPen(QPen(halo, self._width + 7, c=Qt.PenCapStyle.FlatCap))
            painter.drawPath(self._path)
        painter.setPen(self.pen(theme))
        painter.drawPath(self._path)


@lru_cache(maxsize=512)
def _pen(rgb: int, width: float, positive: bool | None, hovered: bool) -> QPen:
    """One pen for all links that look the same: making pens costs as much as painting with them."""
    width += 1.0 if hovered else 0.0
    colour = QColor(rgb)
    if positive is not None and not hovered:
        colour.setAlphaF(0.86)
    pen = QPen(colour, width, c=Qt.PenCapStyle.FlatCap)
    if positive is False:
        # Dash lengths are in pen widths; thick links get longer dashes, thin ones stay legible.
        pen.setDashPattern([(6 + 1.5 * width) / width, (3 + 0.45 * width) / width])
    return pen


@lru_cache(maxsize=256)
def _hair_pen(rgb: int, width: float, positive: bool | None) -> QPen:
    """A line of one pixel at any zoom; what would be wide is dense."""
    colour = QColor(rgb)
    colour.setAlphaF(0.2 + 0.75 * strength(width))
    pen = QPen(colour, 1.0, c=Qt.PenCapStyle.FlatCap)
    pen.setCosmetic(True)
    if positive is False:
        pen.setDashPattern([6, 3])
    return pen
