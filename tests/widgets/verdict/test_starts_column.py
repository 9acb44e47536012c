"""The left half of a verdict: rows for the starts, and a cause only where there is one."""

import pytest

from engine import ACCURACY
from widgets.controls.score_scale import ScoreScale
from widgets.verdict.starts_column import StartsColumn


@pytest.fixture
def column(look, qtbot):
    column = StartsColumn(look)
    qtbot.addWidget(column)
    column.show()
    return column


def test_each_judging_begins_with_fresh_rows_and_no_cause(column):
    column.begin(ScoreScale(ACCURACY, 0.9), 3)
    column.show_progress((0.95, 0.6, None))
    column.set_cause("It underfits.")
    assert column.cause == "It underfits."
    assert [row.text for row in column.rows][:2] == ["95.0\u00a0%", "60.0\u00a0%"]
    column.begin(ScoreScale(ACCURACY, 0.9), 2)
    assert [row.text for row in column.rows] == ["–", "–"]
    assert column.cause == ""
    assert not column.sturdiness.isVisible()
