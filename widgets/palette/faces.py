"""The little pictures on the palette's tiles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QImage, QPainter, QPainterPath, QPen, QTransform

from engine.features import feature_values
from engine.functions.activations import ACTIVATIONS
from widgets.plots.colormap import MapColors
from widgets.theme.look import Theme
from widgets.theme.style import icon_pixmap

_SAMPLES: Final = 49
_REACH: Final = 3.0
_PLANE: Final = 24
_RADIUS: Final = 9.0


def input_image(theme: Theme, name: str, columns: Sequence[str]) -> QImage:
    """What an input shows over the plane of the first two columns."""
    ramp = np.linspace(-_REACH, _REACH, _PLANE)
    across, up = np.meshgrid(ramp, ramp[::-1])
    samples = np.empty((across.size, len(columns)))
    samples[:] = across.reshape(-1, 1)
    if len(columns) > 1:
        samples[:, 1] = up.ravel()
    values = feature_values([name], tuple(columns), samples)[0].reshape(across.shape)
    return MapColors(theme).image(values, float(np.abs(values).max()) or 1.0)


def draw_input(painter: QPainter, theme: Theme, square: QRectF, image: QImage) -> None:
    """A tile filled with an input's map."""
    brush = QBrush(image)
    stretch = QTransform.fromTranslate(square.left(), square.top())
    stretch.scale(square.width() / image.width(), square.height() / image.height())
    brush.setTransform(stretch)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setPen(QPen(theme.line, 1))
    painter.setBrush(brush)
    painter.drawRoundedRect(square, _RADIUS, _RADIUS)


def draw_curve(painter: QPainter, theme: Theme, square: QRectF, activation: str) -> None:
    """The graph of an activation."""
    z = np.linspace(-_REACH, _REACH, _SAMPLES)
    a = ACTIVATIONS[activation](z)
    height = float(a.max() - a.min()) or 1.0
    box = square.adjusted(6, 9, -6, -9)
    points = [
        QPointF(
            box.left() + box.width() * index / (_SAMPLES - 1),
            box.bottom() - box.height() * float(value - a.min()) / height,
        )
        for index, value in enumerate(a)
    ]
    path = QPainterPath(points[0])
    for point in points[1:]:
        path.lineTo(point)
    round_pen = QPen(theme.moss, 2, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(path, round_pen)


def draw_block(painter: QPainter, theme: Theme, square: QRectF, count: int) -> None:
    """As many dots as a block has neurons, in columns of at most four."""
    columns = 1 if count <= 4 else 2
    rows = -(-count // columns)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.moss)
    for number in range(count):
        column, row = divmod(number, rows)
        x = square.center().x() + (column - (columns - 1) / 2) * 10
        y = square.center().y() + (row - (rows - 1) / 2) * 7.6
        painter.drawEllipse(QPointF(x, y), 2.9, 2.9)


def draw_icon(painter: QPainter, square: QRectF, name: str, color: str) -> None:
    """A line icon in the middle."""
    density = painter.device().devicePixelRatioF()
    place = square.center() - QPointF(10, 10)
    painter.drawPixmap(place, icon_pixmap(name, color, 20, density))
