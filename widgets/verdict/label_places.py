"""Where labels are in a small plot, so that none is printed over anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF

_GAPS: Final = (3.0, 10.0, 20.0, 34.0)
_SLIDE: Final = 3.0


@dataclass(frozen=True, slots=True)
class Label:
    """A text of a given size that belongs to a point; ``clear`` is how far off it must stay."""

    text: str
    point: QPointF
    size: QSizeF
    clear: float


def place_labels(
    labels: Sequence[Label], obstacles: Iterable[QRectF], area: QRectF
) -> list[QRectF]:
    """A place for each label, in their order.

    Each takes the first of its candidates (above, below, right, left, then the corners, near ones
    first) that lies in the area and meets no obstacle and no label placed before; where all are
    taken, the one that is covered least.
    """
    taken = list(obstacles)
    places = []
    for label in labels:
        inside = [own for own in _candidates(label) if area.contains(own)] or [_pushed(label, area)]
        place = min(inside, key=lambda own: _covered(own, taken))  # the first of equals
        taken.append(place)
        places.append(place)
    return places


def place_sliding(size: QSizeF, span: QRectF, taken: Sequence[QRectF]) -> QRectF | None:
    """A free place within a span, as near to its middle as may be; None where none is free.

    It lies in the middle from side to side, and is slid up and down.
    """
    place = _around(span.center(), size)
    for step in range(int((span.height() - size.height()) / 2 / _SLIDE) + 1):
        for way in (1, -1):
            own = place.translated(0, way * step * _SLIDE)
            airy = own.adjusted(0, -_SLIDE, 0, _SLIDE)
            if not any(airy.intersects(other) for other in taken):
                return own
    return None


def _candidates(label: Label) -> Iterator[QRectF]:
    size = label.size
    for gap in _GAPS:
        away = label.clear + gap
        across, up = away + size.width() / 2, away + size.height() / 2
        for right, down in ((0, -1), (0, 1), (1, 0), (-1, 0), (1, -1), (-1, -1), (1, 1), (-1, 1)):
            centre = label.point + QPointF(right * across, down * up)
            yield _around(centre, size)


def _pushed(label: Label, area: QRectF) -> QRectF:
    """Above the point, pushed into the area: for a point that lies too near its corner."""
    up = label.clear + _GAPS[0] + label.size.height() / 2
    place = _around(label.point - QPointF(0, up), label.size)
    place.moveLeft(min(max(place.left(), area.left()), area.right() - place.width()))
    place.moveTop(min(max(place.top(), area.top()), area.bottom() - place.height()))
    return place


def _around(centre: QPointF, size: QSizeF) -> QRectF:
    place = QRectF(QPointF(0, 0), size)
    place.moveCenter(centre)
    return place


def _covered(place: QRectF, taken: Iterable[QRectF]) -> float:
    """How much of the place is taken, in square pixels."""
    return sum(
        shared.width() * shared.height()
        for shared in (place.intersected(own) for own in taken)
        if not shared.isEmpty()
    )
