"""The fixtures of `tests.widgets.editing`."""

from tests.widgets.editing import (
    document,
    hand,
    make_document,
    make_frame,
    make_view,
    palette,
    rules,
    view,
    xor_document,
    xor_network,
    xor_view,
)

__all__ = [
    "document",
    "hand",
    "make_document",
    "make_frame",
    "make_view",
    "palette",
    "rules",
    "view",
    "xor_document",
    "xor_network",
    "xor_view",
]
