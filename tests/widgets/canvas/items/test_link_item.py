"""How a link says its weight: by width among few, by density in a crowd."""

from __future__ import annotations

import pytest

from engine import LinkKey
from widgets.canvas.items.geometry import fineness, is_crowd
from widgets.canvas.items.link_item import LinkItem
from widgets.theme.look import LIGHT, Look


@pytest.fixture
def link(qapp) -> LinkItem:
    return LinkItem(LinkKey("x1", "y"), Look())


def pens(link, weights, **how):
    shown = []
    for weight in weights:
        link.set_weight(weight, **how)
        shown.append(link.pen(LIGHT))
    return shown


def test_width_grows_with_the_weight_and_the_dash_tells_the_sign(link):
    widths = [pen.widthF() for pen in pens(link, (0.1, 0.8, 3.0, -3.0))]
    assert widths[0] < widths[1] < widths[2] == widths[3]
    solid, dashed = pens(link, (1.0, -1.0))
    assert not solid.dashPattern()
    assert dashed.dashPattern()
    assert solid.color().rgb() == LIGHT.blue.rgb()
    assert dashed.color().rgb() == LIGHT.orange.rgb()


def test_in_a_crowd_a_link_is_a_hair_as_dense_as_its_weight(link):
    hairs = pens(link, (0.1, 0.8, 3.0), hair=True)
    assert {pen.widthF() for pen in hairs} == {1.0}
    assert all(pen.isCosmetic() for pen in hairs)
    faint, middle, dense = (pen.color().alphaF() for pen in hairs)
    assert faint + 0.1 < middle < dense - 0.1
    (negative,) = pens(link, (-3.0,), hair=True)
    assert negative.dashPattern()
    link.set_hovered(True)
    assert link.pen(LIGHT).widthF() > 3.0


def test_links_keep_their_width_until_there_are_many():
    assert fineness(20) == 1.0
    assert fineness(100) < fineness(60) < 1.0
    assert not is_crowd(100)
    assert is_crowd(300)
