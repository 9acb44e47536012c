"""Marks of samples: classes differ in colour and in shape."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QPainter

from widgets.plots.markers import SHAPES, color_of, draw_marker, marker_path, shape_of
from widgets.theme.look import DARK, LIGHT


def test_two_classes_differ_in_colour_and_shape():
    assert (shape_of(0), shape_of(1)) == ("diamond", "circle")
    for theme in (LIGHT, DARK):
        assert color_of(theme, 0) == theme.orange
        assert color_of(theme, 1) == theme.blue


@pytest.mark.parametrize("shape", SHAPES)
def test_marks_are_about_equally_large(shape):
    box = marker_path(shape, 4.0).boundingRect()
    assert 6.0 < box.width() < 11.0
    assert box.contains(QPointF())


@pytest.mark.parametrize(("filled", "middle"), [(True, LIGHT.blue), (False, LIGHT.node)])
def test_train_is_filled_and_validation_hollow(qapp, filled, middle):
    image = QImage(21, 21, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.black)
    painter = QPainter(image)
    draw_marker(painter, LIGHT, QPointF(10.5, 10.5), 1, filled=filled, radius=6)
    painter.end()
    assert image.pixelColor(10, 10).name() == middle.name()
