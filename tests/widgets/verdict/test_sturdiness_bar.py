"""The bar fills with what passed and what failed; the whisker comes at the end."""

import pytest

from tests.widgets.verdict.tallies import tally
from widgets.verdict.sturdiness_bar import SturdinessBar


@pytest.fixture
def bar(look, qtbot):
    bar = SturdinessBar(look)
    qtbot.addWidget(bar)
    bar.resize(202, 24)  # two pixels a start, and an edge
    return bar


def colour_at(bar, start, y=8):
    picture = bar.grab().toImage()
    density = picture.devicePixelRatio()
    return picture.pixelColor(round((1 + 2 * start) * density), round(y * density))


def test_passed_failed_and_to_come_have_their_lengths(bar, look):
    bar.set_tally(tally(30, 40))
    assert bar.shares == (0.3, 0.1)
    assert bar.whisker is None
    theme = look.theme
    found = [colour_at(bar, start).name() for start in (15, 35, 70)]
    assert found == [theme.moss.name(), theme.warn.name(), theme.line.name()]


def test_the_whisker_spans_the_interval_once_all_is_done(bar, look):
    before = bar.grab().toImage()
    bar.set_tally(tally(50, 100))
    assert bar.whisker == pytest.approx((0.4038, 0.5962), abs=1e-4)
    after = bar.grab().toImage()
    whisker, middle = after.pixelColor(100, 17), after.pixelColor(20, 17)
    assert whisker != before.pixelColor(100, 17)
    assert middle == before.pixelColor(20, 17)
