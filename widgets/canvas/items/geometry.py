"""Sizes and curves that items, gestures and tests share. Scene units are pixels at zoom 1."""

from __future__ import annotations

import math
from typing import Final, Literal

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath

NodeKind = Literal["input", "hidden", "output"]

NODE_SIZE: Final = 52.0
OUTPUT_SIZE: Final = 64.0
RADIUS: Final = 9.0
PORT_REACH: Final = 13.0
NODE_LAYER: Final = 2.0
_THINNEST: Final = 1.2
_THICKEST: Final = 7.0
_FEW_LINKS: Final = 48
_CROWD: Final = 120


def node_size(kind: NodeKind) -> float:
    """Side of the square of a node."""
    return OUTPUT_SIZE if kind == "output" else NODE_SIZE


def link_width(weight: float | None) -> float:
    """Width of a link: grows with |weight| and saturates; thin where no weight is known."""
    if weight is None or not math.isfinite(weight):
        return 1.6
    return _THINNEST + (_THICKEST - _THINNEST) * (1.0 - math.exp(-abs(weight) / 2.2))


def strength(width: float) -> float:
    """How far a `link_width` lies between the thinnest (0) and the thickest (1)."""
    return min(max((width - _THINNEST) / (_THICKEST - _THINNEST), 0.0), 1.0)


def fineness(links: int) -> float:
    """Share of their width that links keep among so many: in a crowd, thick ones hide the rest."""
    return min(math.sqrt(_FEW_LINKS / max(links, 1)), 1.0)


def is_crowd(links: int) -> bool:
    """Whether so many links are drawn as hairs that say their weight by density, not by width.

    Qt paints lines of up to one pixel four times as fast: 300 links in 5 ms instead of 19.
    """
    return links > _CROWD


def link_curve(start: QPointF, end: QPointF) -> QPainterPath:
    """A soft curve that leaves to the right and arrives from the left."""
    across = end.x() - start.x()
    # A link that runs backwards swings wide, so that it is seen to leave and arrive.
    bend = across * 0.5 if across > 80 else 40 + (80 - across) * 0.28
    path = QPainterPath(start)
    path.cubicTo(QPointF(start.x() + bend, start.y()), QPointF(end.x() - bend, end.y()), end)
    return path
