"""The thumbnail of a level's data."""

import pytest
from PySide6.QtCore import QRectF

from levels.thumbnail import Thumbnail
from widgets.home.data_thumbnail import DataThumbnail

ROOM = QRectF(18, 18, 300, 132)


@pytest.fixture
def thumbnail(qtbot, look):
    widget = DataThumbnail(look)
    qtbot.addWidget(widget)
    return widget


POINTS = ((0.0, 0.0, 0), (1.0, 1.0, 1))


@pytest.mark.parametrize(("width", "height"), [(2.0, 2.0), (8.0, 1.0), (1.0, 4.0)])
def test_a_plane_keeps_its_aspect_and_fits(thumbnail, width, height):
    thumbnail.set_data(Thumbnail(POINTS, width / height))
    field = thumbnail._field(ROOM)
    assert field.width() / field.height() == pytest.approx(width / height)
    assert ROOM.adjusted(-0.01, -0.01, 0.01, 0.01).contains(field)
    assert field.center() == ROOM.center()


def test_a_column_against_its_answer_fills_the_room(thumbnail):
    thumbnail.set_data(Thumbnail(POINTS))
    assert thumbnail._field(ROOM) == ROOM
    assert thumbnail.count == 2
