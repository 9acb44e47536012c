"""Widths of links among few and among many."""

from widgets.canvas.items.geometry import fineness, is_crowd


def test_links_keep_their_width_until_there_are_many():
    assert fineness(20) == 1.0
    assert fineness(100) < fineness(60) < 1.0
    assert not is_crowd(100)
    assert is_crowd(300)
