"""What the paper says to somebody who begins."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetrics, QImage, QPainter

from engine import Network
from widgets.canvas.paper import FirstHint


def ink(image):
    """The least rectangle that holds all that is drawn."""
    drawn = QRect()
    for y in range(image.height()):
        for x in range(image.width()):
            if image.pixelColor(x, y).alpha() > 60:
                drawn |= QRect(x, y, 1, 1)
    return drawn


@pytest.mark.parametrize("zoom", [1.0, 0.68, 0.3])
def test_from_afar_the_first_words_are_as_large_as_other_text(make_view, make_document, look, zoom):
    view = make_view(make_document(Network()))
    hint = FirstHint(view.document, view.network_scene)
    image = QImage(400, 200, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    painter.translate(200, 20)
    painter.scale(zoom, zoom)
    painter.translate(-hint.rect.center().x(), -hint.rect.top())
    hint.draw(painter, look.theme)
    painter.end()
    least = QFontMetrics(look.theme.font(12)).tightBoundingRect("Drag an input here,")
    assert ink(image).width() >= 0.95 * least.width()
