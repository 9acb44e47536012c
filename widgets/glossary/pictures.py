"""The small pictures of the glossary; each is painted into a rectangle about 240 × 80."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from widgets.theme.fonts import MEDIUM
from widgets.theme.hatching import hatch
from widgets.theme.look import Theme

_STEPS: Final = 48
_SPOTS: Final = (
    *((0.12, 0.3), (0.2, 0.72), (0.3, 0.45), (0.38, 0.8), (0.46, 0.22), (0.55, 0.6)),
    *((0.63, 0.32), (0.72, 0.75), (0.8, 0.42), (0.9, 0.66)),
)
_CLASSES: Final = (1, 0, 1, 0, 1, 1, 0, 0, 0, 1)


def parameters(painter: QPainter, box: QRectF, theme: Theme) -> None:
    """Two links and a bias: three parameters."""
    left, right = _at(box, 0.16, 0.0).x(), _at(box, 0.58, 0.5)
    for up, colour in ((0.24, theme.blue), (0.76, theme.orange)):
        start = QPointF(left, _at(box, 0, up).y())
        dashed = Qt.PenStyle.SolidLine if up < 0.5 else Qt.PenStyle.DashLine
        painter.setPen(QPen(colour, 3, dashed))
        painter.drawLine(start, right)
        _node(painter, theme, start)
    _node(painter, theme, right)
    painter.setPen(QPen(theme.raised, 1.5))
    painter.setBrush(theme.blue)
    painter.drawEllipse(right + QPointF(-10, 10), 5, 5)
    _write(painter, theme, QRectF(right.x() + 16, box.top(), box.width() * 0.4, box.height()),
           "2 + 1 = 3")  # fmt: skip


def downhill(painter: QPainter, box: QRectF, theme: Theme) -> None:
    """A valley, and a ball that comes down in small steps."""
    _valley(painter, box, theme, (0.12, 0.2, 0.27, 0.33, 0.385, 0.43, 0.47))


def too_large_steps(painter: QPainter, box: QRectF, theme: Theme) -> None:
    """A valley, and steps so large that they climb its sides."""
    _valley(painter, box, theme, (0.42, 0.6, 0.36, 0.7, 0.24, 0.84))


def accuracy(painter: QPainter, box: QRectF, theme: Theme) -> None:
    """Nine of ten marks ticked."""
    for index in range(10):
        middle = _at(box, 0.07 + 0.065 * index, 0.5)
        right = index != 6
        painter.setPen(QPen(theme.moss if right else theme.warn, 2))
        if right:
            painter.drawPolyline(_moved(middle, ((-5, 0), (-1.5, 4), (5, -5))))
        else:
            painter.drawLine(middle + QPointF(-4, -4), middle + QPointF(4, 4))
            painter.drawLine(middle + QPointF(-4, 4), middle + QPointF(4, -4))
    _write(painter, theme, _right_of(box, 0.74), "90 %")


def squared_error(painter: QPainter, box: QRectF, theme: Theme) -> None:
    """A line, points beside it, and the squares over their distances."""
    painter.setPen(QPen(theme.moss, 2.4))
    painter.drawLine(_at(box, 0.06, 0.8), _at(box, 0.94, 0.2))
    for across, miss in ((0.2, -0.22), (0.45, 0.16), (0.72, -0.3)):
        on_line = _at(box, across, 0.8 - 0.6 * (across - 0.06) / 0.88)
        point = on_line + QPointF(0, miss * box.height())
        side = abs(miss) * box.height()
        painter.setPen(QPen(theme.warn, 1.2))
        painter.setBrush(_faded(theme.warn))
        painter.drawRect(QRectF(point.x(), min(point.y(), on_line.y()), side, side))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.blue)
        painter.drawEllipse(point, 4, 4)


def train_points(painter: QPainter, box: QRectF, theme: Theme) -> None:
    """Filled points."""
    _points(painter, box, theme, lambda _index: True)


def validation_points(painter: QPainter, box: QRectF, theme: Theme) -> None:
    """Hollow points among faint ones."""
    _points(painter, box, theme, lambda _index: False)


def sealed_points(painter: QPainter, box: QRectF, theme: Theme) -> None:
    """Points behind a curtain."""
    _points(painter, box, theme, lambda _index: False)
    curtain = QColor(theme.raised)
    curtain.setAlphaF(0.72)
    painter.fillRect(box, curtain)
    middle = _at(box, 0.5, 0.5)
    painter.setPen(QPen(theme.ink, 2))
    painter.setBrush(theme.raised)
    painter.drawRoundedRect(QRectF(middle.x() - 12, middle.y() - 4, 24, 18), 4, 4)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawArc(QRectF(middle.x() - 7, middle.y() - 15, 14, 20), 0, 180 * 16)


def epoch(painter: QPainter, box: QRectF, theme: Theme) -> None:
    """A way past all points and back to the first."""
    painter.setPen(QPen(theme.moss, 2))
    track = QRectF(_at(box, 0.1, 0.2), _at(box, 0.9, 0.8))
    painter.drawRoundedRect(track, track.height() / 2, track.height() / 2)
    tip = QPointF(track.center().x() + 4, track.top())
    painter.drawPolyline(_moved(tip, ((-6, -5), (0, 0), (-6, 5))))
    for index in range(9):
        place = QPointF(track.left() + track.width() * (0.1 + 0.1 * index), track.center().y())
        _mark(painter, theme, place, _CLASSES[index], filled=True)


def other_starts(painter: QPainter, box: QRectF, theme: Theme) -> None:
    """One strong curve before a band of faint ones."""
    for low, speed in ((0.82, 5.0), (0.78, 3.0), (0.42, 2.0), (0.74, 7.0), (0.36, 6.0)):
        _curve(painter, box, QPen(theme.faint, 1.2), _falling(low, speed))
    _curve(painter, box, QPen(theme.moss, 2.4), _falling(0.8, 4.0))


def weights(painter: QPainter, box: QRectF, theme: Theme) -> None:
    """A wide blue link, a narrow one, and an orange dashed one, each with its number."""
    rows = ((0.2, theme.blue, 5.0, "2.1"), (0.5, theme.blue, 1.6, "0.4"),
            (0.8, theme.orange, 4.0, "−1.5"))  # fmt: skip
    for up, colour, width, number in rows:
        dash = Qt.PenStyle.DashLine if number.startswith("−") else Qt.PenStyle.SolidLine
        painter.setPen(QPen(colour, width, dash))
        painter.drawLine(_at(box, 0.1, up), _at(box, 0.62, up))
        place = QRectF(_at(box, 0.68, up).x(), _at(box, 0, up).y() - 14, box.width() * 0.3, 28)
        _write(painter, theme, place, number)


def bias(painter: QPainter, box: QRectF, theme: Theme) -> None:
    """The same bend at two places."""
    painter.setPen(QPen(theme.line, 1))
    painter.drawLine(_at(box, 0.04, 0.5), _at(box, 0.96, 0.5))
    for shift, pen in (
        (0.34, QPen(theme.faint, 1.6, Qt.PenStyle.DashLine)),
        (0.62, QPen(theme.moss, 2.4)),
    ):
        _curve(painter, box, pen, _bend(shift))
    middle = _at(box, 0.48, 0.5)
    painter.setPen(QPen(theme.ink, 1.6))
    painter.drawLine(middle + QPointF(-14, 0), middle + QPointF(14, 0))
    painter.drawPolyline(_moved(middle + QPointF(14, 0), ((-5, -4), (0, 0), (-5, 4))))


def batches(painter: QPainter, box: QRectF, theme: Theme) -> None:
    """Points in a row, boxed in threes."""
    for index in range(9):
        place = _at(box, 0.1 + 0.1 * index, 0.5)
        _mark(painter, theme, place, _CLASSES[index], filled=True)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.moss, 1.6))
    for start in (0, 3, 6):
        left, right = _at(box, 0.06 + 0.1 * start, 0.24), _at(box, 0.34 + 0.1 * start, 0.76)
        painter.drawRoundedRect(QRectF(left, right), 8, 8)


def judged_starts(painter: QPainter, box: QRectF, theme: Theme) -> None:
    """Five bars, four of which reach the tick."""
    painter.setPen(Qt.PenStyle.NoPen)
    for index, share in enumerate((0.86, 0.8, 0.52, 0.9, 0.82)):
        top = box.top() + box.height() * (0.08 + 0.19 * index)
        bar = QRectF(_at(box, 0.08, 0).x(), top, box.width() * 0.84, 7)
        painter.setBrush(theme.line)
        painter.drawRoundedRect(bar, 3.5, 3.5)
        bar.setWidth(bar.width() * share)
        painter.setBrush(theme.warn if share < 0.7 else theme.moss)
        painter.drawRoundedRect(bar, 3.5, 3.5)
    painter.setPen(QPen(theme.ink, 2))
    painter.drawLine(_at(box, 0.67, 0.02), _at(box, 0.67, 0.98))


def sturdy_starts(painter: QPainter, box: QRectF, theme: Theme) -> None:
    """Twenty starts as dots, one of which failed, and where their share likely lies."""
    side = box.width() * 0.86 / 10
    for index in range(20):
        row, column = divmod(index, 10)
        center = _at(box, 0.07, 0.24) + QPointF((column + 0.5) * side, row * side * 1.15)
        failed = index == 16
        painter.setPen(QPen(theme.warn, 1.6) if failed else Qt.PenStyle.NoPen)
        painter.setBrush(Qt.BrushStyle.NoBrush if failed else theme.moss)
        painter.drawEllipse(center, side * 0.3, side * 0.3)
    left, right = _at(box, 0.72, 0.82), _at(box, 0.92, 0.82)
    painter.setPen(QPen(theme.ink, 1.8))
    painter.drawLine(left, right)
    for end in (left, right):
        painter.drawLine(end - QPointF(0, 4), end + QPointF(0, 4))


def frontier(painter: QPainter, box: QRectF, theme: Theme) -> None:
    """Stairs that rise with the size, and what lies before the first of them."""
    barren = QRectF(_at(box, 0.14, 0.1), _at(box, 0.36, 0.9))
    hatch(painter, barren, theme)
    painter.setPen(QPen(theme.line, 1.5))
    painter.drawLine(_at(box, 0.12, 0.9), _at(box, 0.9, 0.9))
    corners = ((0.4, 0.9), (0.4, 0.5), (0.56, 0.5), (0.56, 0.24), (0.74, 0.24), (0.74, 0.14))
    painter.setPen(QPen(theme.moss, 2.2))
    painter.drawPolyline(QPolygonF([_at(box, *own) for own in (*corners, (0.9, 0.14))]))


def _at(box: QRectF, across: float, down: float) -> QPointF:
    return QPointF(box.left() + across * box.width(), box.top() + down * box.height())


def _right_of(box: QRectF, across: float) -> QRectF:
    return QRectF(_at(box, across, 0), box.bottomRight())


def _moved(origin: QPointF, offsets: Sequence[tuple[float, float]]) -> QPolygonF:
    return QPolygonF([origin + QPointF(x, y) for x, y in offsets])


def _faded(colour: QColor) -> QColor:
    faded = QColor(colour)
    faded.setAlphaF(0.18)
    return faded


def _write(painter: QPainter, theme: Theme, place: QRectF, text: str) -> None:
    painter.setPen(theme.ink)
    painter.setFont(theme.drawing_font(14, MEDIUM))
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


def _node(painter: QPainter, theme: Theme, middle: QPointF) -> None:
    painter.setPen(QPen(theme.ink, 1.4))
    painter.setBrush(theme.raised)
    painter.drawRoundedRect(QRectF(middle.x() - 10, middle.y() - 10, 20, 20), 5, 5)


def _mark(painter: QPainter, theme: Theme, place: QPointF, label: int, *, filled: bool) -> None:
    colour = theme.blue if label else theme.orange
    painter.setPen(QPen(colour, 1.6))
    painter.setBrush(colour if filled else theme.raised)
    if label:
        painter.drawEllipse(place, 4.5, 4.5)
    else:
        painter.drawPolygon(_moved(place, ((0, -5.5), (5.5, 0), (0, 5.5), (-5.5, 0))))


def _points(painter: QPainter, box: QRectF, theme: Theme, filled: Callable[[int], bool]) -> None:
    for index, (spot, label) in enumerate(zip(_SPOTS, _CLASSES, strict=True)):
        _mark(painter, theme, _at(box, *spot), label, filled=filled(index))


def _curve(painter: QPainter, box: QRectF, pen: QPen, height: Callable[[float], float]) -> None:
    steps = [step / _STEPS for step in range(_STEPS + 1)]
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF([_at(box, 0.04 + 0.92 * x, height(x)) for x in steps]))


def _falling(low: float, speed: float) -> Callable[[float], float]:
    """A curve that falls from near the top to ``low`` (0 is the top)."""
    return lambda x: low - (low - 0.08) * math.exp(-speed * x)


def _bend(place: float) -> Callable[[float], float]:
    """The tanh that switches at that place."""
    return lambda x: 0.5 - 0.38 * math.tanh(12 * (x - place))


def _valley_height(x: float) -> float:
    return 0.88 - 3.4 * (x - 0.5) ** 2


def _valley(painter: QPainter, box: QRectF, theme: Theme, places: Sequence[float]) -> None:
    _curve(painter, box, QPen(theme.ink, 1.6), _valley_height)
    spots = [_at(box, 0.04 + 0.92 * x, _valley_height(x)) for x in places]
    painter.setPen(QPen(theme.moss, 1.4, Qt.PenStyle.DotLine))
    painter.drawPolyline(QPolygonF(spots))
    painter.setPen(Qt.PenStyle.NoPen)
    for number, spot in enumerate(spots):
        painter.setBrush(theme.moss if number == len(spots) - 1 else _faded(theme.moss))
        painter.drawEllipse(spot, 5, 5)
