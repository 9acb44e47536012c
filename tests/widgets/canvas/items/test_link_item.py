"""A link is drawn exactly as its look says."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem

from engine import LinkKey
from tests.calls import calls_of
from widgets.canvas.items.link_item import LinkItem
from widgets.canvas.items.looks import LinkLook
from widgets.theme.look import LIGHT, Look


@pytest.fixture
def link(qapp) -> LinkItem:
    return LinkItem(LinkKey("x1", "y"), Look())


def test_the_pen_has_width_colour_opacity_and_dash_of_the_look(link):
    link.set_look(LinkLook(3.5, "orange", 0.5, "dashed"))
    pen = link.pen(LIGHT)
    assert pen.widthF() == 3.5
    assert pen.color().rgb() == LIGHT.orange.rgb()
    assert pen.color().alphaF() == pytest.approx(0.5, abs=0.01)
    assert pen.dashPattern()
    link.set_look(LinkLook(3.5, "blue"))
    assert link.pen(LIGHT).style() == Qt.PenStyle.SolidLine
    link.set_look(LinkLook(2.0, "ink", dash="dotted"))
    assert link.pen(LIGHT).dashPattern()[0] < 1


def test_a_hair_is_one_pixel_wide_until_it_is_pointed_at(link):
    link.set_look(LinkLook(5.0, "blue", 0.4, hair=True))
    pen = link.pen(LIGHT)
    assert (pen.widthF(), pen.isCosmetic()) == (1.0, True)
    assert pen.color().alphaF() == pytest.approx(0.4, abs=0.01)
    link.set_hovered(True)
    assert link.pen(LIGHT).widthF() == 6.0


def test_a_link_with_a_mark_lies_above_the_others(link):
    plain = link.zValue()
    link.set_look(LinkLook(2.0, "blue", label="+0.52"))
    marked = link.zValue()
    link.set_look(LinkLook(2.0, "blue"))
    assert link.zValue() == plain < marked
    link.set_frozen(True)
    assert link.zValue() == marked
    link.set_hovered(True)
    assert link.zValue() > marked


def test_only_a_marked_link_looks_for_its_middle(link):
    """Finding a point of a curve takes as long as painting the curve."""
    link.set_ends(QPointF(0, 0), QPointF(200, 90))
    picture = QImage(240, 120, QImage.Format.Format_ARGB32_Premultiplied)

    def paint():
        painter = QPainter(picture)
        link.paint(painter, QStyleOptionGraphicsItem())
        painter.end()

    assert calls_of(paint)["pointAtPercent"] == 0
    link.set_look(LinkLook(2.0, "ink", label="+0.12"))
    assert calls_of(paint)["pointAtPercent"] == 1


def test_a_link_whose_ends_stay_keeps_its_curve(link):
    link.set_ends(QPointF(0, 0), QPointF(200, 90))
    stays = calls_of(lambda: link.set_ends(QPointF(0, 0), QPointF(200, 90)))
    assert stays["cubicTo"] == 0
    link.set_ends(QPointF(0, 0), QPointF(200, 50))
    assert link.point(1.0) == QPointF(200, 50)


def test_only_a_mark_lifts_a_link_above_others(link):
    assert calls_of(lambda: link.set_look(LinkLook(3.0, "blue")))["setZValue"] == 0
    link.set_look(LinkLook(3.0, "blue", label="+0.12"))
    assert link.zValue() == 1.2
    link.set_look(LinkLook(3.0, "blue"))
    assert link.zValue() == 1.0
