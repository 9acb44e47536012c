"""A node on the canvas: its outline, its port, its call."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem

from widgets.canvas.items.node_item import NodeItem, outline_of
from widgets.theme.look import DARK, LIGHT, Look
from widgets.theme.style import contrast

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


@THEMES
def test_the_outline_stands_off_from_the_paper(theme):
    """WCAG asks 3 : 1 of what is no text."""
    assert contrast(outline_of(theme), theme.paper) >= 3.0


@THEMES
def test_the_ring_of_a_port_stands_off_from_paper_and_node(theme):
    assert contrast(theme.muted, theme.paper) >= 3.0
    assert contrast(theme.muted, theme.raised) >= 3.0


def painted(item):
    """The node on white, 120 × 120, its centre in the middle."""
    image = QImage(120, 120, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    painter.translate(60, 60)
    item.paint(painter, QStyleOptionGraphicsItem())
    painter.end()
    return image


def differs(one, other, middle, reach=14):
    """Whether two pictures differ around a point."""
    spots = [(x, y) for x in range(-reach, reach + 1) for y in range(-reach, reach + 1)]
    return any(
        one.pixel(middle.x() + x, middle.y() + y) != other.pixel(middle.x() + x, middle.y() + y)
        for x, y in spots
    )


@pytest.mark.parametrize(
    ("kind", "has_port"), [("input", True), ("hidden", True), ("output", False)]
)
def test_ports_are_seen_without_hovering(qapp, kind, has_port):
    item = NodeItem("n", kind, Look())
    port = QPointF(60, 60) + item.out_port
    mirrored = painted(item).flipped(Qt.Orientation.Horizontal)
    # Only the port makes the right edge differ from the left one.
    assert differs(painted(item), mirrored, port.toPoint(), 5) == has_port


def test_a_calling_port_is_seen_from_afar(qapp):
    item = NodeItem("n", "input", Look())
    port = (QPointF(60, 60) + item.out_port).toPoint()
    calm = painted(item)
    item.set_call(0.5)
    assert differs(painted(item), calm, port)
