"""The 2-3-1 network of `tests.widgets.editing`."""

from tests.widgets.editing import make_document, make_frame, rules, xor_document, xor_network

__all__ = ["make_document", "make_frame", "rules", "xor_document", "xor_network"]
