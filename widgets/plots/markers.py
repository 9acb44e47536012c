"""How samples are drawn: a class has its colour and its shape, train is filled, the rest hollow."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from widgets.theme.look import Theme

SHAPES: Final = ("diamond", "circle", "square", "triangle", "pentagon", "cross")
"""Shape of class 0, 1, 2, ...; further classes begin again."""


def shape_of(label: int) -> str:
    """The shape of a class."""
    return SHAPES[label % len(SHAPES)]


def color_of(theme: Theme, label: int) -> QColor:
    """The colour of a class: 0 is orange, 1 is blue, others differ by shape and shade."""
    colours = (theme.orange, theme.blue, theme.moss, theme.blossom, theme.muted, theme.ink)
    return colours[label % len(colours)]


@lru_cache(maxsize=64)
def marker_path(shape: str, radius: float) -> QPainterPath:
    """The outline of a marker around the origin; all shapes look about equally large."""
    path = QPainterPath()
    if shape == "circle":
        path.addEllipse(QPointF(), radius, radius)
    elif shape == "square":
        side = radius * 0.9
        path.addRect(QRectF(-side, -side, 2 * side, 2 * side))
    elif shape == "cross":
        path.addPolygon(_cross(radius * 1.15, radius * 0.42))
        path.closeSubpath()
    else:
        corners = {"diamond": 4, "triangle": 3, "pentagon": 5}[shape]
        turns = (-math.pi / 2 + 2 * math.pi * index / corners for index in range(corners))
        reach = radius * 1.25
        path.addPolygon(
            QPolygonF([QPointF(reach * math.cos(turn), reach * math.sin(turn)) for turn in turns])
        )
        path.closeSubpath()
    return path


def draw_marker(
    painter: QPainter, theme: Theme, place: QPointF, label: int, *, filled: bool, radius: float
) -> None:
    """Draw one sample; a filled one has a thin rim, so that it stands off from its own colour."""
    color = color_of(theme, label)
    painter.translate(place)
    painter.setPen(QPen(theme.node, 1.0) if filled else QPen(color, 1.5))
    painter.setBrush(color if filled else theme.node)
    painter.drawPath(marker_path(shape_of(label), radius))
    painter.translate(-place)


def draw_ring(painter: QPainter, theme: Theme, place: QPointF, radius: float) -> None:
    """Draw the ring around a sample that the network got wrong."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.node, 3.2))
    painter.drawEllipse(place, radius, radius)
    painter.setPen(QPen(theme.ink, 1.6))
    painter.drawEllipse(place, radius, radius)


def _cross(long: float, thin: float) -> QPolygonF:
    corner = ((-thin, -long), (thin, -long), (thin, -thin), (long, -thin), (long, thin))
    rest = ((thin, thin), (thin, long), (-thin, long), (-thin, thin), (-long, thin), (-long, -thin))
    return QPolygonF([QPointF(x, y) for x, y in (*corner, *rest, (-thin, -thin))])
