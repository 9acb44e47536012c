"""A link is drawn exactly as its look says."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from engine import LinkKey
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
