"""Hatched ground fills its rectangle and nothing else."""

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from widgets.theme.hatching import hatch
from widgets.theme.look import DARK, LIGHT


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize("place", [QRectF(20, 10, 60, 80), QRectF(20, 10, 3, 80)])
def test_lines_fill_the_place_and_stay_in_it(qapp, theme, place):
    image = QImage(100, 100, QImage.Format.Format_ARGB32)
    image.fill(theme.panel)
    painter = QPainter(image)
    hatch(painter, place, theme)
    painter.end()
    ground = theme.panel.rgb()
    painted = [(x, y) for x in range(100) for y in range(100) if image.pixel(x, y) != ground]
    assert all(place.contains(x + 0.5, y + 0.5) for x, y in painted)
    for corner in ((place.left(), place.top()), (place.right() - 1, place.bottom() - 1)):
        assert any(abs(x - corner[0]) <= 10 and abs(y - corner[1]) <= 10 for x, y in painted)
