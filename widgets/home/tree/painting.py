"""How the bonsai is painted: pot, wood, foliage, and the markers of its levels."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from widgets.home.tree.shape import Bough, Point, Tuft, trunk
from widgets.theme.look import Theme
from widgets.theme.style import icon_pixmap

MARKER_RADIUS: Final = 13.0
_ICON: Final = 16
_SEED: Final = 4.0
_SEED_BELOW: Final = 15.0
_STEPS: Final = 14
_SUNLIT: Final = 0.35
_SHADED: Final = -0.25


def paint_ground(painter: QPainter, theme: Theme) -> None:
    """The moon behind the tree, the pot, and the moss in it."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.panel)
    painter.drawEllipse(QPointF(400, 330), 276, 276)
    shadow = QColor(theme.shadow)
    painter.setBrush(shadow)
    painter.drawEllipse(QPointF(404, 704), 186, 9)
    painter.setBrush(theme.foliage.darker(125))
    mound = QPainterPath(QPointF(270, 640))
    mound.cubicTo(340, 612, 460, 612, 538, 640)
    mound.closeSubpath()
    painter.drawPath(mound)
    painter.setBrush(theme.pot)
    painter.drawPolygon(
        QPolygonF([QPointF(268, 650), QPointF(540, 650), QPointF(518, 702), QPointF(290, 702)])
    )
    painter.setBrush(theme.pot.lighter(116))
    painter.drawRoundedRect(QRectF(254, 638, 300, 18), 6, 6)


def paint_wood(painter: QPainter, theme: Theme, boughs: Sequence[Bough]) -> None:
    """The branches, and the trunk over them."""
    painter.setPen(Qt.PenStyle.NoPen)
    for bough in boughs:
        start, first, second, end = (QPointF(*point) for point in bough.path)
        curve = QPainterPath(start)
        curve.cubicTo(first, second, end)
        painter.setBrush(theme.bark.darker(108))
        points = [curve.pointAtPercent(step / _STEPS) for step in range(_STEPS + 1)]
        widths = [bough.thickness * (1 - 0.62 * step / _STEPS) for step in range(_STEPS + 1)]
        painter.drawPath(_tapered(points, widths))
    painter.setBrush(theme.bark)
    points, widths = _smooth_trunk()
    painter.drawPath(_tapered(points, widths))
    _paint_roots(painter, theme)


def paint_foliage(
    painter: QPainter, theme: Theme, bough: Bough, green: Callable[[int], bool]
) -> None:
    """The foliage of a chapter; ``green`` says whether a level was passed."""
    painter.setPen(Qt.PenStyle.NoPen)
    for tuft in bough.tufts:
        painter.setBrush(_leaf_colour(theme, tuft, green(tuft.level)))
        painter.drawEllipse(QPointF(*tuft.centre), *tuft.radii)


def paint_ring(painter: QPainter, theme: Theme, spot: Point) -> None:
    """The marker of a level that can be played now: a ring that says “here”."""
    painter.setPen(QPen(theme.moss, 3))
    painter.setBrush(theme.raised)
    painter.drawEllipse(QPointF(*spot), MARKER_RADIUS, MARKER_RADIUS)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.moss)
    painter.drawEllipse(QPointF(*spot), 4.2, 4.2)


def paint_bud(painter: QPainter, theme: Theme, spot: Point) -> None:
    """The marker of a level that cannot be played yet."""
    painter.setPen(QPen(theme.faint, 1.5))
    painter.setBrush(theme.paper)
    painter.drawEllipse(QPointF(*spot), 8, 8)


def paint_leaf(painter: QPainter, theme: Theme, spot: Point, icon: str) -> None:
    """The marker of a level that was passed: its medal's icon, "leaf" or "branch"."""
    painter.setPen(QPen(theme.raised, 2))
    painter.setBrush(theme.moss)
    painter.drawEllipse(QPointF(*spot), MARKER_RADIUS, MARKER_RADIUS)
    # Painted larger than shown: the field may be scaled up.
    picture = icon_pixmap(icon, theme.raised.name(), 2 * _ICON)
    box = QRectF(0, 0, _ICON, _ICON)
    box.moveCenter(QPointF(*spot))
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawPixmap(box, picture, QRectF(picture.rect()))


def paint_flower(painter: QPainter, theme: Theme, spot: Point, *, bonsai: bool) -> None:
    """The marker of a blossom; the bonsai medal has a wreath around it."""
    painter.setPen(QPen(theme.raised, 1.5))
    if bonsai:
        painter.setBrush(theme.moss)
        painter.drawEllipse(QPointF(*spot), MARKER_RADIUS + 4, MARKER_RADIUS + 4)
    painter.setBrush(theme.blossom)
    for petal in range(5):
        angle = math.tau * petal / 5 - math.pi / 2
        centre = QPointF(spot[0] + 6.6 * math.cos(angle), spot[1] + 6.6 * math.sin(angle))
        painter.drawEllipse(centre, 6.2, 6.2)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.raised)
    painter.drawEllipse(QPointF(*spot), 3.6, 3.6)


def paint_least(painter: QPainter, theme: Theme, spot: Point) -> None:
    """The mark of a level whose smallest possible size was reached: a seed below its marker."""
    centre = QPointF(spot[0], spot[1] + _SEED_BELOW)
    painter.setPen(QPen(theme.moss, 1.4))
    painter.setBrush(theme.raised)
    painter.drawEllipse(centre, _SEED, _SEED)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.blossom)
    painter.drawEllipse(centre, _SEED / 2.4, _SEED / 2.4)


def _paint_roots(painter: QPainter, theme: Theme) -> None:
    painter.setBrush(theme.bark)
    roots = QPainterPath(QPointF(340, 644))
    roots.cubicTo(372, 640, 382, 622, 392, 580)
    roots.lineTo(432, 580)
    roots.cubicTo(428, 622, 440, 640, 474, 644)
    roots.closeSubpath()
    painter.drawPath(roots)


def _smooth_trunk() -> tuple[list[QPointF], list[float]]:
    """The trunk's spine as a Catmull-Rom curve through its points, with widths between."""
    spine = trunk()
    points, widths = [], []
    for index in range(len(spine) - 1):
        around = [spine[min(max(index + offset, 0), len(spine) - 1)] for offset in (-1, 0, 1, 2)]
        for step in range(_STEPS):
            x, y, width = (
                _catmull_rom([knot[axis] for knot in around], step / _STEPS) for axis in range(3)
            )
            points.append(QPointF(x, y))
            widths.append(width)
    return points, widths


def _catmull_rom(knots: Sequence[float], t: float) -> float:
    """The uniform Catmull-Rom spline between the two middle knots (Catmull and Rom, 1974)."""
    before, start, end, after = knots
    return 0.5 * (
        2 * start
        + (end - before) * t
        + (2 * before - 5 * start + 4 * end - after) * t**2
        + (3 * start - before - 3 * end + after) * t**3
    )


def _tapered(points: Sequence[QPointF], widths: Sequence[float]) -> QPainterPath:
    """The outline of a stroke whose width changes along the way, round at its end."""
    left, right = [], []
    for index, point in enumerate(points):
        ahead = points[min(index + 1, len(points) - 1)]
        behind = points[max(index - 1, 0)]
        dx, dy = ahead.x() - behind.x(), ahead.y() - behind.y()
        length = math.hypot(dx, dy) or 1.0
        half = widths[index] / 2
        normal = QPointF(-dy / length * half, dx / length * half)
        left.append(point + normal)
        right.append(point - normal)
    outline = QPainterPath()
    outline.addPolygon(QPolygonF(left + right[::-1]))
    outline.closeSubpath()
    tip = QPainterPath()
    tip.addEllipse(points[-1], widths[-1] / 2, widths[-1] / 2)
    return outline.united(tip)


def _leaf_colour(theme: Theme, tuft: Tuft, green: bool) -> QColor:
    """Light falls from above: three tones, from the shadow below to the sun on top."""
    base = theme.foliage if green else theme.dormant
    if tuft.shade > _SUNLIT:
        return base.lighter(118 if green else 107)
    return base if tuft.shade > _SHADED else base.darker(116 if green else 107)
