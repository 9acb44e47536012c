"""Names as they are written by hand."""

import pytest

from widgets.document.names import counted, pretty


@pytest.mark.parametrize(
    ("node_id", "written"),
    [
        ("x1", "x₁"),
        ("x12", "x₁₂"),
        ("x1^2", "x₁²"),
        ("x1*x2", "x₁·x₂"),
        ("sin(x1)", "sin x₁"),
        ("y", "y"),
        ("y10", "y₁₀"),
        ("width", "width"),
    ],
)
def test_pretty(node_id, written):
    assert pretty(node_id) == written


def test_counted():
    assert counted(1, "link") == "1 link"
    assert counted(0, "link") == "0 links"
