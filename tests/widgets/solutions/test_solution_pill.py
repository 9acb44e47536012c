"""A pill shows the name as it was typed."""

from __future__ import annotations

import pytest

from widgets.solutions.solution_pill import SolutionPill
from widgets.theme.look import Look


@pytest.mark.parametrize("name", ["&File", "<img src=x>", "<b>", "A && B"])
def test_a_name_is_neither_a_key_nor_rich_text(qtbot, name: str) -> None:
    pill = SolutionPill(Look("light"), "Mine", 7)
    qtbot.addWidget(pill)
    pill.set_name(name)
    assert pill.shortcut().isEmpty()
    assert pill.text() == name
    assert pill.accessibleName() == f"{name}, 7 parameters"
